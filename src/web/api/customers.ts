import type { z } from 'zod'
import { queryOptions } from '@tanstack/react-query'
import { Customer, Invited, Template, type Invite } from '../../wire/customers.ts'
import { pageOf } from '../../wire/parts.ts'
import { queryText, read, send } from './call.ts'

export type ListedCustomer = z.infer<typeof Customer>
export type OfferedTemplate = z.infer<typeof Template>

export const customersQuery = (cursor: string | undefined) =>
  queryOptions({ queryKey: ['customers', cursor ?? ''], queryFn: () => read(`/v1/customers${queryText({ cursor })}`, pageOf(Customer)) })

export const templatesQuery = queryOptions({
  queryKey: ['templates'],
  staleTime: Infinity,
  queryFn: () => read('/v1/templates', pageOf(Template)),
})

export const inviteCustomer = (body: z.input<typeof Invite>) => send('/v1/customers', Invited, { method: 'POST', body })
