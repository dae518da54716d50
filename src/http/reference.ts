/** The API on one page, for people: made from the same description that programs read. */
import { escaped, plainPage } from './page.ts'

type Fields = Readonly<Record<string, unknown>>

export const referencePage = (description: unknown): string => {
  const paths = Object.entries(fieldsOf(fieldsOf(description).paths))
  const operations = paths.flatMap(([path, methods]) =>
    Object.entries(fieldsOf(methods)).map(([method, operation]) => operationHtml(method, path, fieldsOf(operation))),
  )
  const intro = `<p>${escaped(text(fieldsOf(fieldsOf(description).info).description))}</p>
<p>The same as data: <a href="/openapi.json">/openapi.json</a>. Sign in with a session, or send <code>Authorization: Bearer mk_…</code>.</p>`
  return plainPage('Mandate: the API', `${intro}\n${operations.join('\n')}`)
}

const operationHtml = (method: string, path: string, operation: Fields): string => {
  const bodies = Object.values(fieldsOf(fieldsOf(operation.requestBody).content)).map((content) => fieldsOf(fieldsOf(content).schema))
  const parameters = Array.isArray(operation.parameters) ? operation.parameters.map(fieldsOf) : []
  const rows = [
    ...parameters.map((each) => fieldHtml(`${text(each.name)} (${text(each.in)})`, fieldsOf(each.schema))),
    ...bodies.flatMap((schema) => Object.entries(fieldsOf(schema.properties)).map(([name, field]) => fieldHtml(name, fieldsOf(field)))),
  ]
  return `<section><h2><code>${escaped(method.toUpperCase())} ${escaped(path)}</code></h2>
<p>${escaped(text(operation.summary))}. ${escaped(text(operation.description))}</p>${rows.length === 0 ? '' : `<dl>${rows.join('')}</dl>`}</section>`
}

const fieldHtml = (name: string, schema: Fields): string =>
  `<dt><code>${escaped(name)}</code></dt><dd>${escaped([text(schema.type), text(schema.format), text(schema.description)].filter((part) => part !== '').join(', '))}</dd>`

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {})
const text = (value: unknown): string => (typeof value === 'string' ? value : '')
