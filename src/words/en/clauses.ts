/** What the clauses, the gate and the loop say when they say no. */
export const clausesWords = {
  instruction_exists: 'The instruction {instruction} is already recorded; amend or withdraw it, or give a new one.',
  instruction_not_written:
    'The instruction {instruction} came without its words, and the agreement asks for it {form}; write down what is to be done and give it again.',
  instruction_not_in_force:
    'The instruction {instruction} is {status}, and only one that is in force can be held unlawful or withdrawn; look at it under Instructions.',
  instruction_not_suspended:
    'The instruction {instruction} is {status}, and only a suspended one is confirmed or amended; to change it, withdraw it and give a new one.',
  instruction_suspended:
    'Nothing runs for "{processing}": the instruction {instruction} is suspended because the processor holds it unlawful. The customer confirms, amends or withdraws it under Instructions.',
  no_instruction_in_force: 'No documented instruction covers "{processing}"; the customer gives one under Instructions.',
  no_agreement_in_force:
    'The agreement with this customer is "{status}", and nothing runs without one in force; accept the offered agreement, or ask the processor for an offer.',
  agreement_already_in_force: 'The agreement {hash} is already in force; a change goes through an amendment.',
  nothing_offered: 'No agreement is on offer (it is "{status}"); ask the processor to offer one.',
  accepted_text_differs:
    'The text that was read has the hash {read}, and the one on offer has {offered}; open the agreement again and accept what you then see.',
  amendment_exists: 'This amendment was already proposed; propose a further change as a new one.',
  amendment_changes_nothing: 'The proposed text has the hash {hash}, which is already in force; change something, or leave it.',
  no_amendment_open: 'This amendment is "{status}", and only an open one is accepted or rejected; ask the processor for a new proposal.',
  counts_do_not_add_up:
    'Accepted {accepted}, refused {rejected} and set aside {quarantined} do not add up to {rows} rows; the import is rolled back. Upload the file again.',
  more_than_set_aside: '{decided} rows were decided on, and {quarantined} are set aside; reload the list and decide again.',
  processing_not_in_agreement: 'The agreement lists no processing "{processing}", only {listed}; use one of these, or amend the agreement.',
  operation_not_in_agreement:
    'The agreement does not list the operation {operation}, only {listed}; use one of these, or amend the agreement.',
  data_not_in_agreement:
    'The columns {columns} are outside the data that the agreement lists ({listed}); leave them out, or amend the agreement.',
  export_window_over: 'The contract ended on {endedAt} and the window for taking data out is over; write to the processor.',
  erasure_exists: 'This erasure was already instructed; look at its state under Erasures.',
  contract_already_ending: 'The contract is already in "{status}"; its dates stand under End of contract.',
  nothing_erased_yet:
    'The contract is in "{status}", and a certificate exists only after everything was erased; its date stands under End of contract.',
  certificate_not_promised: 'This agreement promises no certificate of erasure; ask the processor for one, or amend the agreement.',
  case_unknown: 'There is no case "{case}" here; this clause has one case, "{expected}".',
  case_name_free: "A case that is opened is named by {expected}, so that nobody's name ends up in a log; make one and call again.",
  module_not_running: 'The module "{module}" does not run in this version; the clause that names it is shown as planned.',
  deadline_broken: 'The period ended before the duty was done; record the cause and the remedy on the promise board.',
  task_without_performer: 'No part of this version performs this task; it stays in the queue and is shown under Jobs.',
  nobody_to_tell: 'The mail "{mail}" has nobody to go to; add a person to the customer, and it is sent at the next try.',
  nothing_sealed_yet: 'The entries are not sealed yet; that takes at most ten seconds. Try again then.',
  not_found: 'There is nothing under {id} here; check the address, or look in the list.',
} as const
