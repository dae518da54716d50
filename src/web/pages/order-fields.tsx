import type { OfferedOrder } from '../api/clauses.ts'
import { ChoiceField, LongField, TextField } from '../parts/field.tsx'
import type { Filled } from '../parts/form.tsx'
import { say } from '../say.ts'

/** The fields of an order, from the clause's own description: a clause without a screen of its own has a form all the same. */
export const OrderFields = ({ order }: { readonly order: OfferedOrder }) =>
  order.fields.length === 0 ? (
    <p>{say('order_no_fields')}</p>
  ) : (
    order.fields.map((field) => {
      const common = { key: field.name, name: field.name, label: field.label, ...(field.optional ? { optional: say('optional') } : {}) }
      const { key, ...rest } = common
      switch (field.kind) {
        case 'sealed text':
          return <LongField key={key} {...rest} hint={say('sealed_hint')} required={!field.optional} />
        case 'choice':
          return <ChoiceField key={key} {...rest} options={field.choices.map((value) => ({ value, label: value }))} />
        case 'local date':
          return <TextField key={key} {...rest} type="date" required={!field.optional} />
        case 'count':
          return <TextField key={key} {...rest} type="number" required={!field.optional} />
        default:
          return <TextField key={key} {...rest} required={!field.optional} />
      }
    })
  )

/** What was filled in, as the order wants it. */
export const bodyOf = (order: OfferedOrder, filled: Filled): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    order.fields.flatMap(({ name, kind, optional }) => {
      const text = filled[name] ?? ''
      return text === '' && optional ? [] : [[name, valueOf(kind, text)] as const]
    }),
  )

const valueOf = (kind: string, text: string): unknown => {
  switch (kind) {
    case 'count':
      return Number(text)
    case 'flag':
      return text === 'true'
    case 'ids':
    case 'list':
      return text.split(/[\s,]+/).filter((each) => each !== '')
    default:
      return text
  }
}
