import { useState } from 'react'
import { say } from '../say.ts'

/** Something to be compared or copied exactly: whole where there is room for it, else its beginning. */
export const Hash = ({ value, label, whole = false }: { readonly value: string; readonly label: string; readonly whole?: boolean }) => {
  const [copied, setCopied] = useState(false)
  return (
    <span className="hash">
      <code title={value}>{whole ? value : `${value.slice(0, 12)}…`}</code>
      <button
        type="button"
        className="bare small"
        aria-label={say('copy_what', { what: label })}
        onClick={() => void navigator.clipboard.writeText(value).then(() => setCopied(true))}
      >
        {copied ? say('copied') : say('copy')}
      </button>
    </span>
  )
}
