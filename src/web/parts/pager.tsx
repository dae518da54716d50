import { Link } from '@tanstack/react-router'
import { say } from '../say.ts'

type Search = Readonly<Record<string, unknown>>

/** Pages by cursor, each with an address of its own: the way back is the browser's, the way forward is here. */
export const Pager = ({ cursor, next }: { readonly cursor: string | undefined; readonly next: string | null }) =>
  cursor === undefined && next === null ? null : (
    <nav className="pager" aria-label={say('pages')}>
      {cursor === undefined ? null : (
        <Link to="." search={(old: Search) => ({ ...old, cursor: undefined })} state={true} className="button">
          {say('first_page')}
        </Link>
      )}
      {next === null ? null : (
        <Link to="." search={(old: Search) => ({ ...old, cursor: next })} state={true} className="button">
          {say('next_page')}
        </Link>
      )}
    </nav>
  )
