import { useState } from 'react'
import { acceptAgreement, type ShownAgreement } from '../api/agreement.ts'
import { orderClause } from '../api/clauses.ts'
import { Dialog } from '../parts/dialog.tsx'
import { CheckField, TextField } from '../parts/field.tsx'
import { OrderForm } from '../parts/form.tsx'
import { Hash } from '../parts/hash.tsx'
import { Part } from '../parts/page.tsx'
import { usePlace } from '../place.tsx'
import { say } from '../say.ts'

/** The answer to an offer: by whom, by what authority, for exactly this hash. */
export const AcceptForm = ({ agreement }: { readonly agreement: ShownAgreement }) => {
  const place = usePlace()
  const [declining, setDeclining] = useState(false)
  const { hashes, parties } = agreement
  const decline = (
    <button type="button" className="danger" onClick={() => setDeclining(true)}>
      {say('decline')}
    </button>
  )
  return (
    <div id="answer" className="paper answer">
      <Part title={say('accept_title')}>
        <p>
          {say('accept_hash')} <Hash value={hashes.concluded} label={say('hash_concluded')} whole />
        </p>
        <OrderForm
          does={say('accept')}
          order={(filled) => acceptAgreement({ hash: hashes.concluded, capacity: filled['capacity'] ?? '', agree: true })}
          done={() => window.scrollTo({ top: 0 })}
          beside={decline}
        >
          <TextField
            name="capacity"
            label={say('accept_capacity', { party: parties.controller?.legalName ?? '' })}
            hint={say('accept_capacity_hint')}
            longest={500}
          />
          <CheckField name="agree">{say('accept_agree', { title: agreement.title, version: agreement.version })}</CheckField>
        </OrderForm>
      </Part>
      <Dialog title={say('decline_title')} open={declining} close={() => setDeclining(false)}>
        <p>{say('decline_lead')}</p>
        <OrderForm
          does={say('decline')}
          tone="danger"
          order={() => orderClause(place, 'acceptance', 'agreement', 'decline')}
          done={() => setDeclining(false)}
        />
      </Dialog>
    </div>
  )
}
