/** A refusal as RFC 9457 says it: its sentence for people, its code and values for programs. */
import type { Refusal } from '../domain/refusal.ts'
import { sentenceFor } from '../words/catalogue.ts'
import type { Problem } from '../wire/problem.ts'

/** The status of each code that is not a plain "this cannot be done" (422). */
const statuses: Readonly<Record<string, number>> = {
  not_signed_in: 401,
  link_not_valid: 401,
  setup_code_wrong: 403,
  not_for_your_role: 403,
  cross_site_request: 403,
  not_found: 404,
  route_unknown: 404,
  service_unknown: 404,
  nothing_to_erase: 404,
  request_wrong: 400,
  request_unreadable: 400,
  cursor_unreadable: 400,
  idempotency_key_unreadable: 400,
  request_too_large: 413,
  program_fault: 500,
  // What is in another state than the order expects.
  already_set_up: 409,
  not_set_up: 409,
  order_in_progress: 409,
  answer_shown_once: 409,
  agreement_already_in_force: 409,
  nothing_offered: 409,
  accepted_text_differs: 409,
  amendment_exists: 409,
  no_amendment_open: 409,
  instruction_exists: 409,
  instruction_not_in_force: 409,
  instruction_not_suspended: 409,
  erasure_exists: 409,
  contract_already_ending: 409,
  nothing_erased_yet: 409,
  deadline_not_broken: 409,
  nothing_sealed_yet: 409,
  // The gate.
  no_agreement_in_force: 403,
  instruction_suspended: 403,
  no_instruction_in_force: 403,
  processing_not_in_agreement: 403,
  operation_not_in_agreement: 403,
  data_not_in_agreement: 403,
  export_window_over: 403,
  certificate_not_promised: 403,
}

export const statusOf = (refusal: Refusal): number => statuses[refusal.refused] ?? 422

export const problem = (refusal: Refusal, faults: Problem['faults'] = []): Problem => {
  const { refused, ...values } = refusal
  return {
    type: `urn:mandate:refusal:${refused}`,
    ...sentenceFor(refusal),
    status: statusOf(refusal),
    code: refused,
    values,
    ...(faults.length === 0 ? {} : { faults }),
  }
}
