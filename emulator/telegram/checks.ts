/** What the Bot API refuses in texts and reactions, with its own words. */
import { parseHtml } from './html.ts';
import { bad } from './refusal.ts';

export interface Entity {
  type: string;
  offset: number;
  length: number;
  [more: string]: unknown;
}

const ENTITIES = new Set(
  'mention hashtag cashtag bot_command url email phone_number bold italic underline strikethrough spoiler blockquote expandable_blockquote code pre text_link text_mention custom_emoji date_time'.split(
    ' ',
  ),
);
const MOST = { text: 4096, caption: 1024 };

/**
 * Text and its entities as they will stand in the message, from entities given as objects or from
 * `parse_mode`: without blanks at its ends, 1–4096 characters (a caption 0–1024), in UTF-16 as everything
 * that Telegram counts.
 */
export function formattedText(
  given: unknown,
  entities: unknown,
  mode: unknown,
  what: 'text' | 'caption',
): { text: string; entities: Entity[] } {
  const source = typeof given === 'string' ? given : '';
  if (mode && mode !== 'HTML') throw bad('unsupported parse_mode');
  const read = mode ? parseHtml(source) : { text: source, entities: checkEntities(parsed(entities), source) };
  const { text, entities: kept } = trimmed(read.text, read.entities);
  if (what === 'text' && text === '') throw bad('message text is empty');
  if (text.length > MOST[what])
    throw bad(what === 'text' ? 'message is too long' : 'message caption is too long');
  return { text, entities: kept };
}

function trimmed(whole: string, entities: Entity[]) {
  const text = whole.trim();
  const cut = whole.length - whole.trimStart().length;
  const kept = entities.flatMap((entity) => {
    const from = Math.max(0, entity.offset - cut);
    const to = Math.min(text.length, entity.offset + entity.length - cut);
    return to > from ? [{ ...entity, offset: from, length: to - from }] : [];
  });
  return { text, entities: kept };
}

const TIME_FORMAT = /^(r|w?[dD]?[tT]?)$/;

/** Entities given as objects: known, inside the text, at the edges of characters, with what their kind needs. */
function checkEntities(given: unknown, text: string): Entity[] {
  if (given === undefined || given === null) return [];
  if (!Array.isArray(given)) throw bad("can't parse entities: expected an Array");
  return given.map((one: unknown) => {
    if (!isRecord(one)) throw bad("can't parse MessageEntity: expected an Object");
    const { type, offset, length } = one;
    if (typeof type !== 'string' || !ENTITIES.has(type))
      throw bad("can't parse MessageEntity: unsupported type specified");
    if (!Number.isInteger(offset) || !Number.isInteger(length))
      throw bad("can't parse MessageEntity: field offset must be of type Number");
    const [from, size] = [Number(offset), Number(length)];
    if (from < 0 || size <= 0 || from + size > text.length)
      throw bad(`entity beginning at UTF-16 offset ${from} ends after the end of the text`);
    if (isInside(text, from))
      throw bad(`entity begins in a middle of a UTF-16 symbol at byte offset ${from}`);
    if (isInside(text, from + size))
      throw bad(`entity beginning at UTF-16 offset ${from} ends in a middle of a UTF-16 symbol`);
    checkKind(type, one);
    return { ...one, type, offset: from, length: size };
  });
}

/** Between the halves of a character beyond U+FFFF. */
function isInside(text: string, at: number): boolean {
  return /^[\uDC00-\uDFFF]/.test(text.slice(at)) && /[\uD800-\uDBFF]$/.test(text.slice(0, at));
}

function checkKind(type: string, entity: Record<string, unknown>): void {
  if (type === 'text_link' && (typeof entity.url !== 'string' || entity.url === ''))
    throw bad('URL must be non-empty');
  if (type !== 'date_time') return;
  if (!Number.isInteger(entity.unix_time))
    throw bad("can't parse MessageEntity: field unix_time must be of type Number");
  if (!TIME_FORMAT.test(String(entity.date_time_format ?? '')))
    throw bad("can't parse MessageEntity: invalid date_time_format specified");
}

const REACTIONS = new Set(
  '👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡'.split(
    ' ',
  ),
);

/** One of the few signs that a bot may set; `undefined` takes it away. */
export function checkReaction(given: unknown): string | undefined {
  if (given === undefined) return undefined;
  if (!Array.isArray(given)) throw bad('expected an Array of ReactionType');
  if (given.length > 1) throw bad('REACTIONS_TOO_MANY');
  const [first] = given;
  if (first === undefined) return undefined;
  if (!isRecord(first) || first.type !== 'emoji') throw bad("can't parse ReactionType: unsupported type");
  if (!REACTIONS.has(String(first.emoji))) throw bad('REACTION_INVALID');
  return String(first.emoji);
}

/** Form fields carry objects as JSON. */
export function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    throw bad("can't parse the object");
  }
}

/** Forms carry booleans as words. */
export const isTrue = (value: unknown): boolean => value === true || value === 'true';

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
