import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { say } from '../say.ts'
import { Fault } from './fault.tsx'

/** What was filled in, by name: texts alone, trimmed. */
export type Filled = Readonly<Record<string, string>>

const filledIn = (form: HTMLFormElement): Filled =>
  Object.fromEntries([...new FormData(form)].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value.trim()]] : [])))

type OrderFormProps<Answer> = {
  /** What the button says: the act itself. */
  readonly does: string
  readonly order: (filled: Filled) => Promise<Answer>
  readonly done?: (answer: Answer) => void
  /** Lists that are no longer true afterwards; all, when nothing is said. */
  readonly changes?: readonly string[]
  readonly tone?: 'primary' | 'danger'
  readonly children?: ReactNode
  readonly beside?: ReactNode
}

/** A form that gives one order and says what came of it. */
export const OrderForm = <Answer,>({ does, order, done, changes, tone = 'primary', children, beside }: OrderFormProps<Answer>) => {
  const given = useOrder(order, done, changes)
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault()
        if (!given.isPending) given.mutate(filledIn(event.currentTarget))
      }}
    >
      {children}
      {given.isError ? <Fault error={given.error} /> : null}
      <div className="actions">
        <button type="submit" className={tone} disabled={given.isPending}>
          {given.isPending ? say('working') : does}
        </button>
        {beside}
      </div>
    </form>
  )
}

/** An order and, once it is carried out, everything that it may have changed read anew. */
export const useOrder = <Variables, Answer>(
  order: (variables: Variables) => Promise<Answer>,
  done?: (answer: Answer) => void,
  changes?: readonly string[],
) => {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: order,
    onSuccess: async (answer) => {
      if (changes === undefined) await queries.invalidateQueries()
      else await Promise.all(changes.map((key) => queries.invalidateQueries({ queryKey: [key] })))
      done?.(answer)
    },
  })
}
