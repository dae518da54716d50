import { Fault } from '../parts/fault.tsx'

/** A screen that fell over: the rest of the console stays. */
export const Screenless = ({ error }: { readonly error: unknown }) => <Fault error={error} again={() => window.location.reload()} />
