/** A screen: text with entities and rows of buttons. Screens are pure; sending them is the outbox's business. */
import { FormattedString } from '@grammyjs/parse-mode';
import type {
  InlineKeyboardMarkup,
  MessageEntity,
  ReplyKeyboardMarkup,
  ReplyKeyboardRemove,
} from 'grammy/types';
import type { MediaFile } from '../queue/content.ts';

export interface Button {
  readonly label: string;
  /** `area:action[:value]` or `area:id:action[:value]`; at most 64 bytes of ASCII. */
  readonly payload?: string;
  readonly url?: string;
  readonly copy?: string;
  /** Opens this address as a Mini App. */
  readonly app?: string;
  readonly style?: 'primary' | 'success' | 'danger';
}

export interface Screen {
  readonly text: string;
  readonly entities: MessageEntity[];
  readonly buttons: readonly (readonly Button[])[];
  /** A keyboard in place of the phone's own, one key a row; it goes with the answer. Never with buttons. */
  readonly keys?: readonly Key[];
  /** Files that stand above it as messages of their own; without this those that are there stay. */
  readonly above?: readonly MediaFile[];
}

export interface Key {
  readonly label: string;
  /** Shares the person's own number. */
  readonly contact?: boolean;
}

/** Telegram's bound on a text; what is longer is cut at its end. */
const LONGEST = 4096;

/** A button that is answered by who knows its payload. */
export const button = (label: string, payload: string, style?: Button['style']): Button => ({
  label,
  payload,
  ...(style ? { style } : {}),
});

/**
 * Turns pages, which begin with 1: a step back, where one is (`label`), a step on; nothing where there is one page alone.
 * A step that leads nowhere does nothing, and is `end` where that is given.
 */
export function pageRow(
  to: string,
  { page, pages }: { page: number; pages: number },
  label: string,
  end?: string,
): Button[] {
  if (pages <= 1) return [];
  const step = (sign: string, next: number) =>
    next >= 1 && next <= pages ? button(sign, `${to}:${next}`) : button(end ?? sign, 'ui:noop');
  return [step('‹', page - 1), button(label, 'ui:noop'), step('›', page + 1)];
}

/** Lines become a text; `null` lines are left out. A line is plain, or carries entities. */
export function screen(
  lines: readonly (string | FormattedString | null | undefined)[],
  buttons: readonly (readonly (Button | null)[])[] = [],
): Screen {
  const kept = lines.flatMap((line) => {
    if (!line) return [];
    return [typeof line === 'string' ? new FormattedString(line) : line];
  });
  const whole = FormattedString.join(kept, '\n');
  const text = whole.rawText.length > LONGEST ? whole.slice(0, LONGEST) : whole;
  return {
    text: text.rawText,
    entities: text.rawEntities,
    buttons: buttons.map((row) => row.filter((one) => one !== null)).filter((row) => row.length > 0),
  };
}

/** Names and labels that people chose: what doesn't fit ends in `…`. */
export const clip = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;

/** What people wrote, folded after three lines. */
export const quote = (text: string | FormattedString): FormattedString =>
  FormattedString.expandableBlockquote(text);

/** A wait that the reader's phone counts down; `fallback` is true by itself. */
export const countdown = (fallback: string, at: number): FormattedString =>
  FormattedString.time(fallback, Math.floor(at / 1000), 'r');

/** A sentence with one part that carries an entity; the part stands as `mark` in the sentence. */
export function withPart(sentence: string, mark: string, part: FormattedString): FormattedString {
  const at = sentence.indexOf(mark);
  if (at < 0) return new FormattedString(sentence);
  return FormattedString.join([sentence.slice(0, at), part, sentence.slice(at + mark.length)]);
}

/** Rows of buttons as Telegram takes them. */
export function keyboard(buttons: Screen['buttons']): InlineKeyboardMarkup {
  return {
    inline_keyboard: buttons.map((row) =>
      row.map(({ label, payload, url, copy, app, style }) => {
        const look = style ? { style } : {};
        if (url) return { text: label, url, ...look };
        if (app) return { text: label, web_app: { url: app }, ...look };
        if (copy) return { text: label, copy_text: { text: copy }, ...look };
        return { text: label, callback_data: payload ?? 'ui:noop', ...look };
      }),
    ),
  };
}

/** What goes below a message: its keys, its buttons, or the end of a keyboard that was there. */
export function markup(
  { buttons, keys }: Screen,
  removeKeys = false,
): InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | undefined {
  if (keys)
    return {
      keyboard: keys.map(({ label, contact }) => [
        contact ? { text: label, request_contact: true } : { text: label },
      ]),
      one_time_keyboard: true,
      resize_keyboard: true,
    };
  if (buttons.length > 0) return keyboard(buttons);
  return removeKeys ? { remove_keyboard: true } : undefined;
}
