/** What the clock and the start of the program say when they say no. */
export const clockWords = {
  clock_went_back:
    "The machine's clock says {sinceAt}, and it was already {seenAt}. Nothing that falls due is carried out until the clock has caught up; set it right.",
  clock_leapt:
    "The machine's clock leapt to {sinceAt} where {expectedAt} was expected. Nothing that falls due is carried out until a second clock agrees; set it right, or restart the program if the time is true.",
  clock_not_simulated:
    'The data in {folder} lives on the real clock, and a deployment is real or simulated from its first start on; leave --clock away, or name another folder with --data DIR.',
  clock_is_real:
    'The data in {folder} lives on the real clock, which nobody moves; start a simulated deployment with ./mandate start --clock INSTANT --data DIR.',
  clock_backwards: 'The clock stands at {standsAt} and does not go back to {wantedAt}; name a later instant.',
  clock_step_unreadable: '"{step}" is no step of a clock; write "+90 days", "+12 months" or an instant such as 2026-09-22T09:00:00Z.',
  port_unreadable: 'The port "{found}" is no number from 1 to 65535; set MANDATE_PORT or --port to one.',
  port_in_use: 'Port {port} is in use by another program; end that one, or choose another with --port NUMBER.',
  smtp_address_unreadable:
    'MANDATE_SMTP_URL is no address of a mail server; write smtps://user:password@host or smtp://user:password@host:587.',
  mail_from_missing: 'A mail server is set and no sender; set MANDATE_MAIL_FROM to the address that mail comes from.',
  start_word_unknown: '"{word}" is no word of start; ./mandate help start lists them.',
  port_not_allowed:
    "This user may not serve on port {port} ({because}); ports below 1024 are root's. Choose another with --port NUMBER, and let a proxy pass requests on.",
  server_did_not_answer:
    'The server of {folder} did not carry the order "{order}" out to its end ({because}); ./mandate status says whether it runs. What it had finished stands.',
  already_running:
    'A server runs on {folder} already: http://localhost:{port}, process {pid}. Stop it with ./mandate stop, or name another folder with --data DIR.',
} as const
