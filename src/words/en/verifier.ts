/** Sentences of the page that checks evidence in a browser. */
export const verifierWords = {
  verifier_waiting: 'Nothing checked yet',
  verifier_needs_evidence: 'Choose the evidence file.',
  verifier_needs_key:
    'Now choose your signed agreement, or the operator’s key. Without it nothing is proved: the file alone could be anyone’s. Take it from where you keep the agreement, not from where this file came from.',
  verifier_not_text: 'The file {file} is not UTF-8 text, as an evidence file, a key and an agreement are. Ask for it again.',
  verifier_checking: 'Checking …',
  verifier_chosen: 'In use: {file}',
} as const
