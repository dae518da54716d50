import type { ReactNode } from 'react'

/** How wide a column is and how it sits; the rest of the width belongs to the columns that say `grow`. */
export type Column<Row> = {
  readonly head: string
  readonly size: 'grow' | 'wide' | 'day' | 'moment' | 'state' | 'figure' | 'id' | 'button'
  readonly cell: (row: Row) => ReactNode
}

type TableProps<Row> = {
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
}

/**
 * Rows to be compared. Widths are fixed, so nothing jumps when a page comes; on a narrow screen each row becomes a card whose cells bear
 * the heads. The roles are said out loud because a table that is displayed as blocks loses them.
 */
export const Table = <Row,>({ caption, columns, rows, keyOf }: TableProps<Row>) => (
  <div className="table-frame">
    <table role="table">
      <caption className="for-readers">{caption}</caption>
      <colgroup>
        {columns.map((column) => (
          <col key={column.head} className={`col-${column.size}`} />
        ))}
      </colgroup>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column.head} role="columnheader" scope="col" className={`cell-${column.size}`}>
              {column.head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={keyOf(row)} role="row">
            {columns.map((column) => (
              <td key={column.head} role="cell" className={`cell-${column.size}`} data-head={column.head}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
)
