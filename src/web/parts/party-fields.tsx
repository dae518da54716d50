import type { Party } from '../../domain/agreement-shape.ts'
import { say } from '../say.ts'
import { TextField } from './field.tsx'
import type { Filled } from './form.tsx'

/** The four facts by which a party stands in an agreement. */
export const PartyFields = ({ legend }: { readonly legend: string }) => (
  <fieldset className="form-part">
    <legend>{legend}</legend>
    <TextField name="legalName" label={say('party_legalName')} complete="organization" longest={500} />
    <TextField name="registerNumber" label={say('party_registerNumber')} hint={say('party_registerNumber_hint')} longest={500} />
    <TextField name="address" label={say('party_address')} complete="street-address" longest={500} />
    <TextField
      name="dataProtectionContact"
      label={say('party_dataProtectionContact')}
      hint={say('party_dataProtectionContact_hint')}
      longest={500}
    />
  </fieldset>
)

export const partyIn = (filled: Filled): Party => ({
  legalName: filled['legalName'] ?? '',
  registerNumber: filled['registerNumber'] ?? '',
  address: filled['address'] ?? '',
  dataProtectionContact: filled['dataProtectionContact'] ?? '',
})
