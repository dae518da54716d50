import { useEffect, useRef } from 'react'
import { say } from '../say.ts'

/** The server's own rendering, put in as it is: what is read here, in the PDF and behind the hash cannot differ. */
export const AgreementText = ({ html }: { readonly html: string }) => {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // Only what stands in its main: the page's own style would be refused by this console's policy, and would not fit it.
    const main = new DOMParser().parseFromString(/<main>[^]*<\/main>/.exec(html)?.[0] ?? '', 'text/html').querySelector('main')
    // The page bears the title already, and one page has one first heading.
    main?.querySelector('h1')?.remove()
    place.current?.replaceChildren(...(main === null ? [] : [...main.childNodes].map((node) => document.importNode(node, true))))
  }, [html])
  return <article className="paper legal" ref={place} aria-label={say('agreement_text')} />
}
