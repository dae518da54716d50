import { ZodError } from 'zod'
import { Refused, Unreached } from '../api/call.ts'
import { say } from '../say.ts'

/** What was refused or went wrong, in the program's own sentence, which holds the way out. */
export const Fault = ({ error, again }: { readonly error: unknown; readonly again?: () => void }) => (
  <div className="fault" role="alert">
    <strong>{titleOf(error)}</strong>
    <p>{detailOf(error)}</p>
    {error instanceof Refused && error.problem.faults !== undefined && error.problem.faults.length > 0 ? (
      <ul>
        {error.problem.faults.map((fault) => (
          <li key={fault.at}>
            <code>{fault.at}</code>: {fault.expected}
          </li>
        ))}
      </ul>
    ) : null}
    {again === undefined ? null : (
      <button type="button" onClick={again}>
        {say('try_again')}
      </button>
    )}
  </div>
)

const titleOf = (error: unknown): string => (error instanceof Refused ? error.problem.title : say('fault_title'))

const detailOf = (error: unknown): string => {
  if (error instanceof Refused) return error.problem.detail
  if (error instanceof Unreached) return say('fault_unreached')
  if (error instanceof ZodError) return say('fault_shape', { at: error.issues[0]?.path.join('.') ?? '' })
  return say('fault_unknown')
}
