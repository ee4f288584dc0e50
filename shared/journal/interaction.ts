import { z } from 'zod'
import { LARGEST_NUMBER, text, uuid } from '../text.ts'

/**
 * What a visitor did with the widget, as it is recorded for rewind (R2). No keystrokes, and no value before a form is
 * submitted: of a field only that it was visited, left filled or empty, or refused, and in which words (R3).
 * `message` is a message's id, `conversation` a conversation's, `field` a form field's key.
 */

const number = z.int().min(0).max(LARGEST_NUMBER)
const message = uuid
const conversation = uuid
const field = text(120, 1)
/** As it stood under the field, in the visitor's language. */
const why = text(300)
/** The head of the chat said that somebody of the team is there; absent: it was not recorded yet. */
const online = z.boolean()
const side = z.int().min(0).max(20_000)
const viewport = z.object({ width: side, height: side })

const does = <D extends string, S extends z.core.$ZodLooseShape>(name: D, shape: S) =>
  z.object({ does: z.literal(name), ...shape })

export const Interaction = z.discriminatedUnion('does', [
  /** The widget came up in a tab: the whole state that the others change. `conversation` absent: home is on top. */
  does('began', {
    /** Of the page the widget stands on, in CSS pixels. */
    viewport,
    phone: z.boolean(),
    language: text(35),
    theme: z.enum(['light', 'dark']),
    open: z.boolean(),
    online: online.optional(),
    conversation: conversation.optional(),
    url: text(2000).optional(),
    title: text(500).optional(),
  }),
  does('opened', { online: online.optional() }),
  does('closed', {}),
  /** The head of the open chat said something else of the team. */
  does('head-changed', { online }),
  does('resized', { viewport, phone: z.boolean() }),
  /** A conversation is on top; `conversation` absent: home, `new`: one that is not started yet. */
  does('showed', { conversation: conversation.optional(), new: z.literal(true).optional() }),
  /** The card beside the closed launcher. */
  does('preview-shown', { conversation, number }),
  does('preview-clicked', { conversation, number }),
  does('preview-dismissed', { conversation, number }),
  /** Half of the message was on screen for a second, in this tab. */
  does('message-seen', { conversation, number }),
  /** `number` is the last message in view. */
  does('scrolled', { conversation, number }),
  does('form-shown', { message }),
  does('field-focused', { message, field }),
  /** `refused` absent: nothing stands under the field. */
  does('field-left', { message, field, filled: z.boolean(), refused: why.optional() }),
  /**
   * A submission was refused, here or by the server. `filled` are the fields that had something in them, `focused` the
   * one that had the focus then: it goes to what is refused by itself.
   */
  does('form-refused', {
    message,
    refused: z.record(field, why).refine(all => Object.keys(all).length <= 50, 'too many fields'),
    filled: z.array(field).max(50),
    focused: field.optional(),
  }),
  does('form-sent', { message }),
  does('button-clicked', { message, button: text(64, 1) }),
  does('link-clicked', { message, url: text(2000) }),
  /** The page went on to another address under the same widget. */
  does('page-changed', { url: text(2000), title: text(500).optional() }),
])
export type Interaction = z.output<typeof Interaction>

/** A tab's own name for itself, made when its widget comes up. */
export const Session = text(40, 1)
