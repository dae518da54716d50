/** Every screen and its address. Screens are brought when they are first opened; what all share comes with the first load. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, type AnyRoute, type RouteComponent } from '@tanstack/react-router'
import { CustomersPage } from './pages/customers.tsx'
import { Home } from './pages/home.tsx'
import { NotHere } from './pages/not-here.tsx'
import { OfCustomer } from './shell/of-customer.tsx'
import { OwnPlace } from './shell/own-place.tsx'
import { Root } from './shell/root.tsx'
import { Screenless } from './shell/screenless.tsx'

const root = createRootRoute({ component: Root, notFoundComponent: NotHere, errorComponent: Screenless })

const screen = (parent: () => AnyRoute, path: string, component: RouteComponent) => createRoute({ getParentRoute: parent, path, component })

const own = createRoute({ getParentRoute: () => root, id: 'own', component: OwnPlace })
const customer = createRoute({ getParentRoute: () => root, path: '/customers/$customer', component: OfCustomer })

/** The screens that a customer has, and that staff have for a customer. */
const screensOf = (parent: () => AnyRoute) => [
  screen(parent, '/', Home),
  screen(
    parent,
    '/agreement',
    lazyRouteComponent(() => import('./pages/agreement.tsx'), 'AgreementPage'),
  ),
  screen(
    parent,
    '/amendments',
    lazyRouteComponent(() => import('./pages/amendments.tsx'), 'AmendmentsPage'),
  ),
  screen(
    parent,
    '/amendments/$case',
    lazyRouteComponent(() => import('./pages/amendment.tsx'), 'AmendmentPage'),
  ),
  screen(
    parent,
    '/instructions',
    lazyRouteComponent(() => import('./pages/instructions.tsx'), 'InstructionsPage'),
  ),
  screen(
    parent,
    '/instructions/$case',
    lazyRouteComponent(() => import('./pages/instruction.tsx'), 'InstructionPage'),
  ),
  screen(
    parent,
    '/board',
    lazyRouteComponent(() => import('./pages/board.tsx'), 'BoardPage'),
  ),
  screen(
    parent,
    '/board/$clause',
    lazyRouteComponent(() => import('./pages/promise.tsx'), 'PromisePage'),
  ),
  screen(
    parent,
    '/deadlines',
    lazyRouteComponent(() => import('./pages/deadlines.tsx'), 'DeadlinesPage'),
  ),
  screen(
    parent,
    '/contacts',
    lazyRouteComponent(() => import('./pages/contacts.tsx'), 'ContactsPage'),
  ),
  screen(
    parent,
    '/contacts/$id',
    lazyRouteComponent(() => import('./pages/contact.tsx'), 'ContactPage'),
  ),
  screen(
    parent,
    '/imports',
    lazyRouteComponent(() => import('./pages/imports.tsx'), 'ImportsPage'),
  ),
  screen(
    parent,
    '/imports/$id',
    lazyRouteComponent(() => import('./pages/import.tsx'), 'ImportPage'),
  ),
  screen(
    parent,
    '/erasures',
    lazyRouteComponent(() => import('./pages/erasures.tsx'), 'ErasuresPage'),
  ),
  screen(
    parent,
    '/erasures/$case',
    lazyRouteComponent(() => import('./pages/erasure.tsx'), 'ErasurePage'),
  ),
  screen(
    parent,
    '/certificates',
    lazyRouteComponent(() => import('./pages/certificates.tsx'), 'CertificatesPage'),
  ),
  screen(
    parent,
    '/trail',
    lazyRouteComponent(() => import('./pages/trail.tsx'), 'TrailPage'),
  ),
  screen(
    parent,
    '/trail/$entry',
    lazyRouteComponent(() => import('./pages/trail-entry.tsx'), 'TrailEntryPage'),
  ),
  screen(
    parent,
    '/export',
    lazyRouteComponent(() => import('./pages/export.tsx'), 'ExportPage'),
  ),
  screen(
    parent,
    '/end',
    lazyRouteComponent(() => import('./pages/end.tsx'), 'EndPage'),
  ),
  screen(
    parent,
    '/keys',
    lazyRouteComponent(() => import('./pages/keys.tsx'), 'KeysPage'),
  ),
]

const tree = root.addChildren([
  own.addChildren([
    ...screensOf(() => own),
    screen(() => own, '/customers', CustomersPage),
    // Letters lead here; whoever is signed in already has arrived.
    screen(() => own, '/sign-in', Home),
    screen(() => own, '/setup', Home),
    screen(
      () => own,
      '/invite',
      lazyRouteComponent(() => import('./pages/invite.tsx'), 'InvitePage'),
    ),
    screen(
      () => own,
      '/inbox',
      lazyRouteComponent(() => import('./pages/inbox.tsx'), 'InboxPage'),
    ),
  ]),
  customer.addChildren(screensOf(() => customer)),
])

/** The query of an address is plain text: nothing in it is read as JSON. */
const readSearch = (text: string): Record<string, string> => Object.fromEntries(new URLSearchParams(text))

const writeSearch = (search: Record<string, unknown>): string => {
  const given = Object.entries(search).flatMap(([name, value]) =>
    typeof value === 'string' && value !== '' ? [[name, value] as const] : [],
  )
  return given.length === 0 ? '' : `?${new URLSearchParams(given.map(([name, value]) => [name, value])).toString()}`
}

// No preloading: a screen that nobody opened must not read, because each reading stands on the trail.
export const router = createRouter({
  routeTree: tree,
  parseSearch: readSearch,
  stringifySearch: writeSearch,
  scrollRestoration: true,
  defaultPreload: false,
})
