import { useId, type ReactNode } from 'react'

type Common = { readonly name: string; readonly label: string; readonly hint?: string; readonly optional?: string }

const Frame = ({ id, label, hint, optional, children }: Omit<Common, 'name'> & { readonly id: string; readonly children: ReactNode }) => (
  <div className="field">
    <label htmlFor={id}>
      {label}
      {optional === undefined ? null : <span className="optional"> {optional}</span>}
    </label>
    {hint === undefined ? null : (
      <p className="hint" id={`${id}-hint`}>
        {hint}
      </p>
    )}
    {children}
  </div>
)

type TextFieldProps = Common & {
  readonly type?: 'text' | 'email' | 'tel' | 'url' | 'number' | 'date' | 'search'
  readonly value?: string
  readonly complete?: string
  readonly required?: boolean
  readonly longest?: number
}

export const TextField = ({
  name,
  label,
  hint,
  optional,
  type = 'text',
  value,
  complete = 'off',
  required = true,
  longest,
}: TextFieldProps) => {
  const id = useId()
  const described = hint === undefined ? {} : { 'aria-describedby': `${id}-hint` }
  return (
    <Frame id={id} label={label} {...(hint === undefined ? {} : { hint })} {...(optional === undefined ? {} : { optional })}>
      <input
        id={id}
        name={name}
        type={type}
        defaultValue={value}
        autoComplete={complete}
        required={required}
        maxLength={longest}
        {...described}
      />
    </Frame>
  )
}

export const LongField = ({ name, label, hint, optional, required = true }: Common & { readonly required?: boolean }) => {
  const id = useId()
  const described = hint === undefined ? {} : { 'aria-describedby': `${id}-hint` }
  return (
    <Frame id={id} label={label} {...(hint === undefined ? {} : { hint })} {...(optional === undefined ? {} : { optional })}>
      <textarea id={id} name={name} required={required} maxLength={20_000} {...described} />
    </Frame>
  )
}

export type Option = { readonly value: string; readonly label: string }

type ChoiceFieldProps = Common & {
  readonly options: readonly Option[]
  readonly value?: string
  readonly onChoice?: (value: string) => void
}

export const ChoiceField = ({ name, label, hint, options, value, onChoice }: ChoiceFieldProps) => {
  const id = useId()
  const described = hint === undefined ? {} : { 'aria-describedby': `${id}-hint` }
  return (
    <Frame id={id} label={label} {...(hint === undefined ? {} : { hint })}>
      <select id={id} name={name} defaultValue={value} onChange={(event) => onChoice?.(event.target.value)} {...described}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Frame>
  )
}

export const CheckField = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => {
  const id = useId()
  return (
    <div className="check">
      <input id={id} name={name} type="checkbox" required />
      <label htmlFor={id}>{children}</label>
    </div>
  )
}
