import { z } from 'zod'
import { Choices, Email, Hash, Id, Moment, Name, Party } from './parts.ts'

/** An invitation: the controller as a party, the address of its first owner, the template by name, and what the controller chose. */
export const Invite = z.object({ party: Party, email: Email, template: Name, choices: Choices.default({}) })
export const Invited = z.object({ customer: Id, hash: Hash })
export const Customer = z.object({ id: Id, legalName: z.string(), email: z.string(), since: Moment })
export const OfCustomer = z.object({ customer: Id })

/** A template that the operator offers, and the choices that it leaves to the controller. */
export const Template = z.object({
  name: z.string(),
  title: z.string(),
  version: z.string(),
  language: z.string(),
  choices: z.array(z.object({ clause: z.string(), heading: z.string(), options: z.array(z.string()).readonly() })).readonly(),
})
