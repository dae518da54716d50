import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTexts } from '../address.ts'
import { customersQuery, type ListedCustomer } from '../api/customers.ts'
import { Empty } from '../parts/empty.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Moment } from '../parts/moment.tsx'
import { Page } from '../parts/page.tsx'
import { Pager } from '../parts/pager.tsx'
import { Table, type Column } from '../parts/table.tsx'
import { say } from '../say.ts'

/** The customers of the processor. */
export const CustomersPage = () => {
  const { cursor } = useTexts()
  const customers = useQuery(customersQuery(cursor))
  const invite = (
    <Link to="/invite" className="button primary">
      {say('nav_invite')}
    </Link>
  )
  return (
    <Page title={say('nav_customers')} lead={say('customers_lead')} actions={invite}>
      <Loaded query={customers}>
        {({ items, next }) =>
          items.length === 0 ? (
            <Empty title={say('customers_none')} action={invite}>
              {say('customers_none_why')}
            </Empty>
          ) : (
            <>
              <Table caption={say('nav_customers')} columns={columns} rows={items} keyOf={(row) => row.id} />
              <Pager cursor={cursor} next={next} />
            </>
          )
        }
      </Loaded>
    </Page>
  )
}

const columns: readonly Column<ListedCustomer>[] = [
  { head: say('party_legalName'), size: 'grow', cell: (row) => <Link to={`/customers/${row.id}`}>{row.legalName}</Link> },
  { head: say('customers_owner'), size: 'grow', cell: (row) => row.email },
  { head: say('customers_since'), size: 'moment', cell: (row) => <Moment at={row.since} /> },
]
