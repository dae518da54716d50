/** Mail that the clauses send. `{origin}` is the address of the console; dates come written in the agreement's zone. */
export const mailWords: Readonly<
  Record<string, { readonly to: 'controller' | 'processor'; readonly subject: string; readonly text: string }>
> = {
  'agreement-offered': {
    to: 'controller',
    subject: 'A data processing agreement is waiting for you',
    text: 'The processor offers you a data processing agreement.\n\nRead it, with its figures and its hash, and accept or decline it here:\n{origin}/agreement\n\nHash of the text: {hash}',
  },
  'agreement-accepted': {
    to: 'processor',
    subject: 'A customer has accepted the agreement',
    text: 'The agreement {hash} was accepted and is in force.\n\n{origin}/customers',
  },
  'amendment-proposed': {
    to: 'controller',
    subject: 'An amendment to your data processing agreement is proposed',
    text: 'The processor proposes a new version of the agreement. What changes, in words and in behaviour, stands here:\n{origin}/agreement\n\nHash of the new text: {hash}',
  },
  'instruction-suspended': {
    to: 'controller',
    subject: 'One of your instructions is suspended',
    text: "The processor holds the instruction {case} unlawful and has suspended it. Nothing runs under it until you confirm, amend or withdraw it:\n{origin}/instructions\n\nThe processor's reason is shown there.",
  },
  'instruction-questioned': {
    to: 'controller',
    subject: 'One of your instructions may infringe the law',
    text: 'The processor holds the instruction {case} unlawful. The agreement does not suspend it; the reason is shown here:\n{origin}/instructions',
  },
  'erasure-ahead': {
    to: 'controller',
    subject: 'Data will be erased in {before}',
    text: 'In {before} the data of "{case}" will be erased, as the agreement says. What you want to keep, take out before that:\n{origin}/export',
  },
  'end-notice': {
    to: 'controller',
    subject: 'Notice was given',
    text: 'Notice was given for your contract. All dates stand here:\n{origin}/end',
  },
  'contract-ended': {
    to: 'controller',
    subject: 'Your contract has ended',
    text: 'The service has ended. Until when you can take your data out, and when everything is erased, stands here:\n{origin}/end',
  },
  'erasure-certificate': {
    to: 'controller',
    subject: 'Certificate of erasure',
    text: 'Everything was erased and the keys are destroyed. The certificate can be checked without us:\n{origin}/certificates',
  },
  'trail-head': {
    to: 'controller',
    subject: 'Signed head of your trail',
    text: 'Keep this text. With it you can show later that nothing before it was removed or changed:\n\n{checkpoint}',
  },
}
