import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { usePlace } from '../place.tsx'

type ToProps = {
  /** An address within the present place: `/contacts`. */
  readonly path: string
  readonly search?: Readonly<Record<string, string>>
  readonly className?: string
  readonly children: ReactNode
}

/** A link to another screen of the same customer. */
export const To = ({ path, search = {}, className, children }: ToProps) => {
  const { base } = usePlace()
  return (
    <Link to={`${base}${path}`} search={search} {...(className === undefined ? {} : { className })}>
      {children}
    </Link>
  )
}
