/** What the list of promises says when it says no. */
export const promisesWords = {
  promises_not_a_list:
    'The list of promises {file} cannot be read at "{place}" ({problem}); it is an array of rows with id, kind, duty, clause and theme: correct that place.',
  promise_twice: 'The promise {promise} stands twice in {file}, and each promise is listed once; remove one of the rows.',
  promise_without_clause:
    'The promise {promise} stands on the clause "{clause}", which the agreement "{agreement}" does not have; name one of its clauses, or add the clause.',
  promise_of_another_kind:
    'The promise {promise} is of kind {kind}, but its clause "{clause}" of "{agreement}" is of kind {found}; put it on a clause of its own kind.',
  promise_kept_by_nothing:
    'The promise {promise} on the clause "{clause}" of "{agreement}" is kept by no module, no evidence and no other party; say which of the three keeps it.',
  promises_bad_agreement:
    'The agreement in {file} cannot be read ({faults} faults, the first: {first}); "./mandate check {file}" names them all.',
  promises_unknown_agreement: 'There is no agreement "{agreement}"; there are {known}: name one of these, or leave --agreement away.',
  promises_usage: '"{words}" is no call of this command; write {usage}.',
} as const
