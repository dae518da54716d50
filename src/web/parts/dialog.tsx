import { useEffect, useId, useRef, type ReactNode } from 'react'
import { say } from '../say.ts'

type DialogProps = { readonly title: string; readonly open: boolean; readonly close: () => void; readonly children: ReactNode }

/** The browser's own modal dialog: it holds the focus, closes with Escape, and gives the focus back. */
export const Dialog = ({ title, open, close, children }: DialogProps) => {
  const dialog = useRef<HTMLDialogElement>(null)
  const name = useId()
  useEffect(() => {
    const element = dialog.current
    if (element === null || element.open === open) return
    if (open) element.showModal()
    else element.close()
  }, [open])
  return (
    <dialog ref={dialog} aria-labelledby={name} onClose={close}>
      <div className="dialog-head">
        <h2 id={name}>{title}</h2>
        <button type="button" className="bare" onClick={close} aria-label={say('close')}>
          ✕
        </button>
      </div>
      {open ? children : null}
    </dialog>
  )
}
