import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { say } from '../say.ts'
import { Fault } from './fault.tsx'

/** What a query brings once it is there; until then that it comes, or what went wrong and the way out. */
export const Loaded = <Data,>({
  query,
  children,
}: {
  readonly query: UseQueryResult<Data>
  readonly children: (data: Data) => ReactNode
}) => {
  if (query.data !== undefined) return children(query.data)
  if (query.isError) return <Fault error={query.error} again={() => void query.refetch()} />
  return <Loading />
}

export const Loading = () => (
  <p className="loading" role="status">
    {say('loading')}
  </p>
)
