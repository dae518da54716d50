import { useEffect, useId } from 'react'
import type { Sought } from '../api/contacts.ts'
import { say } from '../say.ts'
import { useSeek } from '../seek.ts'

const searchId = 'search'

/** Looks a person up, from every screen. */
export const SearchField = () => {
  const seek = useSeek()
  const hint = useId()
  return (
    <form
      className="search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault()
        const value = new FormData(event.currentTarget).get('value')
        if (typeof value === 'string' && value.trim() !== '') seek({ by: soughtBy(value.trim()), value: value.trim() })
      }}
    >
      <input
        id={searchId}
        name="value"
        type="search"
        aria-label={say('search_label')}
        aria-describedby={hint}
        placeholder={say('search_hint')}
      />
      <span id={hint} className="for-readers">
        {say('search_help')}
      </span>
    </form>
  )
}

/** An address has an @, a telephone number is figures; everything else is the beginning of a name. */
const soughtBy = (value: string): Sought['by'] => {
  if (value.includes('@')) return 'email'
  if (/^[+\d][\d\s().-]{4,}$/.test(value)) return 'phone'
  return value.includes(' ') ? 'name' : 'beginning'
}

/** `/` goes to the search, unless one is writing. */
export const useSlash = (): void => {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return
      const field = document.getElementById(searchId)
      if (field === null) return
      event.preventDefault()
      field.focus()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
}

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]')
