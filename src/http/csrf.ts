/**
 * A browser sends its cookie with requests that another site made. So a cookie alone changes nothing: the request must come from
 * this origin, by what the browser itself says (Fetch Metadata, else Origin), and carry a header that no form can set.
 */
export type Sent = { readonly fetchSite: string | undefined; readonly origin: string | undefined; readonly mark: string | undefined }

/** The header and its value. */
export const markHeader = 'x-mandate'
export const markValue = '1'

export const isFromHere = ({ fetchSite, origin, mark }: Sent, ours: string): boolean => {
  if (mark !== markValue) return false
  if (fetchSite !== undefined) return fetchSite === 'same-origin'
  // Neither header: no browser of today; a program that holds the cookie and sets the mark.
  return origin === undefined || origin === ours
}
