import { useQuery } from '@tanstack/react-query'
import { inboxQuery } from '../api/inbox.ts'
import { Empty } from '../parts/empty.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Moment } from '../parts/moment.tsx'
import { Page } from '../parts/page.tsx'
import { say } from '../say.ts'

/** Letters that never left this machine. */
export const InboxPage = () => {
  const inbox = useQuery(inboxQuery)
  const again = (
    <button type="button" onClick={() => void inbox.refetch()}>
      {say('look_again')}
    </button>
  )
  return (
    <Page title={say('inbox')} lead={say('inbox_lead')} actions={again} reading>
      <Loaded query={inbox}>
        {(letters) =>
          letters === null ? (
            <Empty title={say('inbox_off')}>{say('inbox_off_why')}</Empty>
          ) : letters.items.length === 0 ? (
            <Empty title={say('inbox_none')} action={again}>
              {say('inbox_none_why')}
            </Empty>
          ) : (
            <ul className="letters">
              {letters.items.map((letter) => (
                <li key={letter.id}>
                  <article className="paper">
                    <h2>{letter.subject}</h2>
                    <p className="soft">
                      {say('inbox_to', { to: letter.to })} · <Moment at={letter.at} seconds />
                    </p>
                    <LetterText text={letter.text} />
                  </article>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Page>
  )
}

/** The text with its addresses as links; only those of this server lead anywhere without leaving it. */
const LetterText = ({ text }: { readonly text: string }) => (
  <p className="letter">
    {text.split(/(https?:\/\/[^\s<>"]+)/).map((piece, index) =>
      /^https?:\/\//.test(piece) ? (
        <a key={index} href={piece}>
          {piece}
        </a>
      ) : (
        piece
      ),
    )}
  </p>
)
