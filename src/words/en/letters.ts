/** The letters that the house itself writes. Each is plain text; a link stands on a line of its own. */
type Text = { readonly subject: string; readonly text: string }

/** To a person who asked to sign in. */
export const linkLetter = (link: string): Text => ({
  subject: 'Your link to sign in',
  text: `Open this link in the browser in which you asked for it. It works once, within ten minutes.\n\n${link}\n\nIf you did not ask for it, do nothing: nobody can use it without your browser.\n`,
})

/** To the first person of a new customer. */
export const invitationLetter = (processor: string, controller: string, link: string): Text => ({
  subject: `${processor} offers ${controller} a data processing agreement`,
  text: `${processor} has prepared a data processing agreement with ${controller} and invites you to read it.\n\nSign in with this address, to which a link will be sent:\n\n${link}\n\nNothing is agreed until you accept it there.\n`,
})
