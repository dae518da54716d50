/** The table of all routes. What is not here is not served. */
import { agreementRoutes } from './agreement.ts'
import { apiKeyRoutes } from './api-keys.ts'
import { boardRoutes } from './board.ts'
import { clauseRoutes } from './clauses.ts'
import { customerRoutes } from './customers.ts'
import { erasureRoutes } from './erasures.ts'
import { exportRoutes } from './export.ts'
import type { ServerFacts } from './facts.ts'
import { inboxRoutes } from './inbox.ts'
import { publicRoutes } from './public.ts'
import { signInRoutes } from './sign-in.ts'
import { trailRoutes } from './trail.ts'
import type { Route } from './route.ts'

/** `describe` answers the description of the API once the server is ready. */
export const routesOf = (facts: ServerFacts, describe: () => unknown): readonly Route[] => [
  ...signInRoutes,
  ...customerRoutes,
  ...agreementRoutes,
  ...clauseRoutes,
  ...boardRoutes,
  ...trailRoutes,
  ...apiKeyRoutes,
  ...exportRoutes,
  ...erasureRoutes,
  ...(facts.inbox === null ? [] : inboxRoutes(facts.inbox)),
  ...facts.routes,
  ...publicRoutes(facts, describe),
]
