/** Inline and reply keyboards: what the Bot API takes, and refuses with its own words. */
import { isRecord, parsed } from './checks.ts';
import { bad } from './refusal.ts';

export interface Button {
  text: string;
  data?: string;
  url?: string;
  copy?: string;
  webApp?: string;
  style?: string;
}
export type Keyboard = Button[][];

export interface ReplyButton {
  text: string;
  requestContact?: true;
  requestUsers?: { id: number; most: number; names: boolean };
}

export interface ReplyKeyboard {
  buttons: ReplyButton[][];
  /** Folds away after its first use; the person may unfold it. */
  oneTime: boolean;
  folded: boolean;
  placeholder?: string;
}

const STYLES = new Set(['primary', 'success', 'danger']);
const KINDS = ['callback_data', 'url', 'copy_text', 'web_app', 'switch_inline_query', 'login_url', 'pay'];

export function checkInline(given: unknown): Keyboard | undefined {
  const markup = parsed(given);
  if (!isRecord(markup) || markup.inline_keyboard === undefined) return undefined;
  if (!Array.isArray(markup.inline_keyboard)) throw bad('field "inline_keyboard" must be of type Array');
  const rows = markup.inline_keyboard.map((row: unknown) => {
    if (!Array.isArray(row)) throw bad('inline keyboard row must be an Array');
    return row.map(checkButton);
  });
  if (rows.flat().length > MOST_BUTTONS) throw bad('reply markup is too long');
  return rows.filter((row) => row.length > 0);
}

const MOST_BUTTONS = 100;

function checkButton(given: unknown): Button {
  if (!isRecord(given)) throw bad('inline keyboard button must be an Object');
  const { text, style } = given;
  if (typeof text !== 'string' || text === '') throw bad('field "text" must be a non-empty String');
  const kinds = KINDS.filter((kind) => given[kind] !== undefined);
  if (kinds.length !== 1)
    throw bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
  if (style !== undefined && !STYLES.has(String(style))) throw bad('invalid button style specified');
  const button: Button = { text, ...(style === undefined ? {} : { style: String(style) }) };
  if (given.callback_data !== undefined) {
    const size = Buffer.byteLength(String(given.callback_data));
    if (size < 1 || size > 64) throw bad('BUTTON_DATA_INVALID');
    return { ...button, data: String(given.callback_data) };
  }
  if (isRecord(given.copy_text)) {
    const copy = String(given.copy_text.text ?? '');
    if (copy.length < 1 || copy.length > 256) throw bad('BUTTON_COPY_TEXT_INVALID');
    return { ...button, copy };
  }
  if (isRecord(given.web_app)) {
    return { ...button, webApp: checkWebAppUrl(given.web_app.url) };
  }
  if (typeof given.url === 'string') {
    if (!/^(https?|tg):\/\/\S+$|^t\.me\/\S+$/.test(given.url))
      throw bad(`inline keyboard button URL '${given.url}' is invalid: Wrong HTTP URL`);
    return { ...button, url: given.url };
  }
  throw bad('unsupported inline keyboard button');
}

/** `null` takes the keyboard away, `undefined` leaves it. */
export function checkReplyKeyboard(given: unknown): ReplyKeyboard | null | undefined {
  const markup = parsed(given);
  if (!isRecord(markup)) return undefined;
  if (markup.remove_keyboard) return null;
  if (markup.keyboard === undefined) return undefined;
  if (!Array.isArray(markup.keyboard)) throw bad('field "keyboard" must be of type Array');
  const buttons = markup.keyboard.map((row: unknown) => {
    if (!Array.isArray(row)) throw bad('keyboard row must be an Array');
    return row.map(checkReplyButton);
  });
  if (buttons.flat().length === 0) throw bad('reply keyboard is empty');
  const { one_time_keyboard: once, input_field_placeholder: placeholder } = markup;
  if (placeholder !== undefined && (String(placeholder).length < 1 || String(placeholder).length > 64))
    throw bad('INPUT_FIELD_PLACEHOLDER_INVALID');
  return {
    buttons,
    oneTime: once === true,
    folded: false,
    ...(placeholder === undefined ? {} : { placeholder: String(placeholder) }),
  };
}

const REPLY_FIELDS = new Set(['text', 'style', 'request_contact', 'request_users']);

function checkReplyButton(given: unknown): ReplyButton {
  if (typeof given === 'string' && given !== '') return { text: given };
  if (!isRecord(given)) throw bad('keyboard button must be an Object');
  const { text, style, request_contact: contact, request_users: users } = given;
  if (typeof text !== 'string' || text === '') throw bad('field "text" must be a non-empty String');
  const strange = Object.keys(given).find((field) => !REPLY_FIELDS.has(field));
  if (strange) throw bad(`unsupported keyboard button field "${strange}"`);
  if (style !== undefined && !STYLES.has(String(style))) throw bad('invalid button style specified');
  if (contact && users) throw bad('a keyboard button asks for one thing at most');
  if (contact === true) return { text, requestContact: true };
  if (users === undefined) return { text };
  if (!isRecord(users) || !Number.isInteger(users.request_id))
    throw bad('field "request_id" must be of type Number');
  const most = Number(users.max_quantity ?? 1);
  if (most < 1 || most > 10) throw bad('USERS_QUANTITY_INVALID');
  return { text, requestUsers: { id: Number(users.request_id), most, names: users.request_name === true } };
}

export function checkWebAppUrl(given: unknown): string {
  const url = String(given ?? '');
  // On this machine there is no certificate: loopback may be plain, as for a webhook.
  if (!/^https:\/\/|^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(url))
    throw bad(`inline keyboard button Web App URL '${url}' is invalid: Only HTTPS links are allowed`);
  return url;
}
