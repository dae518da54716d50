/** What an address says: parameters of its path and texts of its query. Written without the router's types, because each screen stands at two addresses. */
import { useLocation, useNavigate, useParams } from '@tanstack/react-router'
import { usePlace } from './place.tsx'

/** A part of the path by name. */
export const useParam = (name: string): string => {
  const params: Readonly<Record<string, unknown>> = useParams({ strict: false })
  const value = params[name]
  return typeof value === 'string' ? value : ''
}

/** The query of the address, as texts. */
export const useTexts = (): Readonly<Record<string, string | undefined>> => {
  const { search } = useLocation()
  return Object.fromEntries(Object.entries(search).filter((pair): pair is [string, string] => typeof pair[1] === 'string'))
}

/** Goes to an address of the present place. */
export const useGo = (): ((path: string, search?: Readonly<Record<string, string>>) => void) => {
  const navigate = useNavigate()
  const { base } = usePlace()
  return (path, search = {}) => void navigate({ to: `${base}${path}`, search })
}
