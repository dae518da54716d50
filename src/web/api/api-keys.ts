import type { z } from 'zod'
import { queryOptions } from '@tanstack/react-query'
import { Done, pageOf } from '../../wire/parts.ts'
import { ApiKey, CreatedApiKey, type CreateApiKey } from '../../wire/session.ts'
import { queryText, read, send } from './call.ts'

export type ListedKey = z.infer<typeof ApiKey>

export const keysQuery = (cursor: string | undefined) =>
  queryOptions({ queryKey: ['api-keys', cursor ?? ''], queryFn: () => read(`/v1/api-keys${queryText({ cursor })}`, pageOf(ApiKey)) })

export const createKey = (body: z.input<typeof CreateApiKey>) => send('/v1/api-keys', CreatedApiKey, { method: 'POST', body })
export const revokeKey = (id: string) => send(`/v1/api-keys/${id}`, Done, { method: 'DELETE' })
