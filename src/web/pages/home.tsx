import { usePlace } from '../place.tsx'
import { CustomersPage } from './customers.tsx'
import { Overview } from './overview.tsx'

/** Where one arrives: staff at their customers, a customer at what needs it. */
export const Home = () => {
  const { role, base } = usePlace()
  return role === 'staff' && base === '' ? <CustomersPage /> : <Overview />
}
