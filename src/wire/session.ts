import { z } from 'zod'
import { Email, Id, Moment, Party } from './parts.ts'

/** The first start: the code that was printed, the operator as a party, and the address of its first member of staff. */
export const SetUp = z.object({ code: z.string().min(1).max(200), email: Email, party: Party })

/** A wish for a link. Whether the address is known is not answered. */
export const AskForLink = z.object({ email: Email })
export const Asked = z.object({ sent: z.literal('if the address is known') })

/** The secret of a link: 43 characters of base64url. */
export const Token = z.string().regex(/^[A-Za-z0-9_-]{43}$/)
export const UseLink = z.object({ token: Token })

export const SwitchTenant = z.object({ tenant: Id })

/** Who is signed in. A key has no account and no memberships. */
export const Session = z.object({
  kind: z.enum(['session', 'key']),
  tenant: Id,
  role: z.enum(['staff', 'owner', 'member', 'auditor', 'key']),
  account: Id.nullable(),
  expiresAt: Moment.nullable(),
  memberships: z.array(z.object({ tenant: Id, role: z.enum(['staff', 'owner', 'member', 'auditor']) })).readonly(),
})

/** A key of a program, without the key itself. */
export const ApiKey = z.object({
  id: Id,
  label: z.string().nullable(),
  createdAt: Moment,
  expiresAt: Moment,
  revokedAt: Moment.nullable(),
  lastUsedOn: z.string().nullable().describe('Local date'),
})
export const CreateApiKey = z.object({ label: z.string().trim().min(1).max(200), days: z.number().int().min(1).max(365) })
export const CreatedApiKey = z.object({ id: Id, key: z.string().describe('Shown this once'), expiresAt: Moment })
