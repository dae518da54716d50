import { useEffect, useRef, type ReactNode } from 'react'
import { say } from '../say.ts'

type PageProps = {
  readonly title: string
  readonly lead?: ReactNode
  readonly actions?: ReactNode
  /** Text to be read wants a narrow column; figures to be compared want all the room. */
  readonly reading?: boolean
  readonly children?: ReactNode
}

/** One screen: its title, what it is for in a sentence, what can be done here. */
export const Page = ({ title, lead, actions, reading = false, children }: PageProps) => {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = say('title', { page: title })
  }, [title])
  return (
    <div className={reading ? 'page reading' : 'page'}>
      <header className="page-head">
        <div className="page-title">
          <h1 ref={heading}>{title}</h1>
          {lead === undefined ? null : <p className="lead">{lead}</p>}
        </div>
        {actions === undefined ? null : <div className="actions">{actions}</div>}
      </header>
      {children}
    </div>
  )
}

/** A part of a screen under a heading of its own. */
export const Part = ({ title, aside, children }: { readonly title: string; readonly aside?: ReactNode; readonly children: ReactNode }) => (
  <section className="part">
    <div className="part-head">
      <h2>{title}</h2>
      {aside}
    </div>
    {children}
  </section>
)
