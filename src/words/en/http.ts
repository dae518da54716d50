/** What the door says when it says no. */
export const httpWords = {
  not_signed_in:
    'This needs a session or a key, and the request carries neither that is valid; sign in at /sign-in, or send `Authorization: Bearer mk_…`.',
  not_for_your_role: 'This is open to {roles}, and you act as {role}; ask an owner of your customer, or the processor.',
  cross_site_request:
    'A request that changes something must come from this site with the header `x-mandate: 1`; use the console, or a program with a key of its own.',
  request_wrong:
    'The request does not have the form that is described at /reference: {at}; correct what stands under "faults" and send it again.',
  request_unreadable: 'The body cannot be read as {expected}; send it with the header `content-type: {expected}`.',
  request_too_large: 'The body is larger than {limit} bytes, the most that is taken here; send less at a time.',
  route_unknown: 'Nothing answers at this address by this method; the list of all that does stands at /reference.',
  program_fault: 'The program failed, and nothing was changed. Try again; if it happens again, write to the operator with the time.',
  already_set_up: 'This house has its first member of staff already; sign in at /sign-in.',
  not_set_up: 'The operator has not been named yet; set it up with the code that `./mandate start` printed.',
  setup_code_wrong:
    'This is not the code that `./mandate start` printed in this run; look for it in the terminal, or start again for a new one.',
  link_not_valid:
    'This link cannot be used here: a link works once, for {minutes} minutes, in the browser in which it was asked for. Ask for a new one at /sign-in.',
  template_unknown: 'There is no agreement "{template}", only {known}; choose one of these.',
  agreement_not_concluded:
    'The agreement cannot be concluded from this text: {faults}. Correct these places, or run `./mandate check` on the file.',
  key_too_long: 'A key of {days} days is longer than the {longest} that are allowed; make a shorter one and renew it.',
  order_in_progress:
    'An order with this Idempotency-Key is at work, or its outcome is not known; wait and ask again, or look at the trail before you use a new key.',
  idempotency_key_reused: 'This Idempotency-Key was used for another body; an order of its own needs a key of its own.',
  idempotency_key_unreadable: 'An Idempotency-Key is 1 to 255 visible ASCII characters; a UUID will do.',
  answer_shown_once:
    'This order was carried out, and its answer is not shown again; if you did not keep it, revoke what was made and make a new one.',
  cursor_unreadable: 'The cursor is not one that this list gave; leave it out to begin from the start.',
  deadline_not_broken: 'The deadline {deadline} is not broken, and only a broken one takes a cause and a remedy; reload the board.',
  evidence_not_expected: 'The clause {clause} is not kept by evidence that a person files; the board shows what keeps it.',
  service_unknown: 'There is no table "{table}" to take out, only {known}; choose one of these.',
} as const
