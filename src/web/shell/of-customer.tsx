import { PlaceContext, type Place } from '../place.tsx'
import { useParam } from '../address.ts'
import { InZoneOf } from './own-place.tsx'

/** The screens of a customer, opened by staff: its acts stand on that customer's trail. */
export const OfCustomer = () => {
  const customer = useParam('customer')
  const place: Place = { api: `/v1/customers/${customer}`, base: `/customers/${customer}`, side: 'processor', role: 'staff' }
  return (
    <PlaceContext value={place}>
      <InZoneOf place={place} />
    </PlaceContext>
  )
}
