import { AlertDialog } from '@base-ui/react/alert-dialog'
import { Dialog } from '@base-ui/react/dialog'
import { X } from 'lucide-preact'
import type { ComponentChildren } from 'preact'

type SheetProps = {
  open: boolean
  onClose: () => void
  title: string
  says?: string
  roomy?: boolean
  children: ComponentChildren
}

/** Something to fill in or to read above the screen. Escape and a click beside it close it. */
export function Sheet({ open, onClose, title, says, roomy = false, children }: SheetProps) {
  return (
    <Dialog.Root open={open} onOpenChange={next => next || onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className={roomy ? 'dialog roomy' : 'dialog'}>
          <header class="dialog-head">
            <Dialog.Title>{title}</Dialog.Title>
            <Dialog.Close className="icon" aria-label="Close">
              <X />
            </Dialog.Close>
          </header>
          {says === undefined ? null : <Dialog.Description className="dialog-says">{says}</Dialog.Description>}
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

type QuestionProps = {
  open: boolean
  title: string
  says: string
  /** What the button that goes ahead is called. */
  yes: string
  no?: string
  danger?: boolean
  onYes: () => void
  onNo: () => void
}

/** Asks before what can't be undone, or is likely not meant. */
export function Question({ open, title, says, yes, no = 'Cancel', danger = false, onYes, onNo }: QuestionProps) {
  return (
    <AlertDialog.Root open={open} onOpenChange={next => next || onNo()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="backdrop" />
        <AlertDialog.Popup className="dialog">
          <AlertDialog.Title>{title}</AlertDialog.Title>
          <AlertDialog.Description className="dialog-says">{says}</AlertDialog.Description>
          <div class="dialog-actions">
            <AlertDialog.Close className="button">{no}</AlertDialog.Close>
            <button type="button" class={danger ? 'button danger' : 'button primary'} onClick={onYes}>
              {yes}
            </button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
