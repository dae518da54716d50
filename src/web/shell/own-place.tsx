import { useQuery } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { agreementQuery } from '../api/agreement.ts'
import { sessionQuery } from '../api/session.ts'
import { PlaceContext, type Place } from '../place.tsx'
import { Zone } from '../zone.tsx'

/** The screens of one's own tenant. */
export const OwnPlace = () => {
  const { data: session } = useQuery(sessionQuery)
  const role = session?.role ?? 'auditor'
  const place: Place = { api: '/v1', base: '', side: role === 'staff' ? 'processor' : 'controller', role }
  return <PlaceContext value={place}>{role === 'staff' ? <Outlet /> : <InZoneOf place={place} />}</PlaceContext>
}

/** Moments are shown in the zone of the agreement that governs here. */
export const InZoneOf = ({ place }: { readonly place: Place }) => {
  const { data } = useQuery(agreementQuery(place))
  return (
    <Zone value={data?.time.zone ?? null}>
      <Outlet />
    </Zone>
  )
}
