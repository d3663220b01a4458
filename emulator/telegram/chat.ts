/** What Telegram keeps: people, their chat with the bot, messages, files, updates that wait for the bot. */
import { randomBytes } from 'node:crypto';
import type { Entity } from './checks.ts';
import type { Button, Keyboard, ReplyKeyboard } from './keyboards.ts';
import { bad } from './refusal.ts';

export interface User {
  id: number;
  firstName: string;
  lastName?: string;
  username?: string;
  language: string;
  /** The number of their own Telegram account. */
  phone: string;
  /** Blocked the bot. */
  blocked: boolean;
  /** Wrote to the bot at least once; before that it can't write to them. */
  started: boolean;
}

export interface StoredFile {
  id: string;
  bytes: Buffer;
  name: string;
  mime: string;
  /** What the app says about its size; differs only where a test pretends. */
  size: number;
}

export interface Media {
  kind: 'photo' | 'document' | 'video' | 'audio' | 'voice' | 'sticker';
  file: StoredFile;
  width?: number;
  height?: number;
  /** Made by the app, of films and of some documents. */
  thumbnail?: StoredFile;
}

export interface Message {
  id: number;
  chat: number;
  from: 'bot' | 'user' | 'service';
  /** Seconds, as on the wire. */
  date: number;
  editDate?: number;
  edits: number;
  text?: string;
  caption?: string;
  entities?: Entity[];
  media?: Media;
  contact?: { phone: string; firstName: string; userId?: number };
  forwarded?: { from: number | 'bot'; date: number };
  shared?: { requestId: number; users: { id: number; firstName?: string }[] };
  buttons?: Button[][];
  replyTo?: number;
  silent: boolean;
  protected: boolean;
  reaction?: string;
  albumId?: string;
  pinnedMessage?: number;
}

export interface Chat {
  user: number;
  messages: Map<number, Message>;
  deleted: number[];
  pinned: number | null;
  action: { name: string; until: number } | null;
  replyKeyboard: ReplyKeyboard | null;
  /** How many messages of the bot ever came; what a badge is reckoned from. */
  heard: number;
}

export interface Callback {
  id: string;
  user: number;
  at: number;
  answered: { toast: string | null; alert: boolean } | null;
  done: (() => void)[];
}

export type Update = { update_id: number } & Record<string, unknown>;

export interface TelegramState {
  readonly users: Map<number, User>;
  readonly chats: Map<number, Chat>;
  readonly files: Map<string, StoredFile>;
  readonly callbacks: Map<string, Callback>;
  readonly updates: Update[];
  readonly now: () => number;
  /** Groups that the bot was written to in. */
  groups: Set<number>;
  chat(user: number): Chat;
  newMessage(chat: number, from: Message['from'], rest: Partial<Message>): Message;
  addFile(bytes: Buffer, name: string, mime: string, size?: number): StoredFile;
  /** Kinds of updates that the bot wants from now on; `undefined` leaves it as it was, none = the usual ones. */
  allow(kinds: unknown): void;
  /** Queues an update for the bot, if it wants that kind. */
  push(update: Record<string, unknown>): void;
  changed(user: number): void;
  onChange(listener: (user: number) => void): () => void;
  /** Called when an update came; for long polling. */
  onUpdate(listener: () => void): () => void;
}

export function createState(now: () => number): TelegramState {
  const changes = new Set<(user: number) => void>();
  const arrivals = new Set<() => void>();
  const chats = new Map<number, Chat>();
  const files = new Map<string, StoredFile>();
  const updates: Update[] = [];
  let allowed = new Set<string>();
  let lastMessage = 0;
  let lastUpdate = 1000;
  const changed = (user: number) => {
    for (const listener of changes) listener(user);
  };
  const chat = (user: number): Chat => {
    const known = chats.get(user);
    if (known) return known;
    const fresh: Chat = {
      user,
      messages: new Map(),
      deleted: [],
      pinned: null,
      action: null,
      replyKeyboard: null,
      heard: 0,
    };
    chats.set(user, fresh);
    return fresh;
  };
  const listen = <T>(set: Set<T>, listener: T) => {
    set.add(listener);
    return () => set.delete(listener);
  };
  return {
    users: new Map(),
    groups: new Set(),
    chats,
    files,
    callbacks: new Map(),
    updates,
    now,
    chat,
    newMessage(user, from, rest) {
      lastMessage += 1;
      const message: Message = {
        id: lastMessage,
        chat: user,
        from,
        date: Math.floor(now() / 1000),
        edits: 0,
        silent: false,
        protected: false,
        ...rest,
      };
      chat(user).messages.set(message.id, message);
      if (from === 'bot') chat(user).heard += 1;
      changed(user);
      return message;
    },
    addFile(bytes, name, mime, size = bytes.length) {
      const file = { id: `F${randomBytes(12).toString('base64url')}`, bytes, name, mime, size };
      files.set(file.id, file);
      return file;
    },
    allow(kinds) {
      if (kinds === undefined) return;
      if (!Array.isArray(kinds)) throw bad('expected an Array of String');
      allowed = new Set(kinds.map(String));
    },
    push(update) {
      if (allowed.size > 0 && !Object.keys(update).some((kind) => allowed.has(kind))) return;
      lastUpdate += 1;
      updates.push({ update_id: lastUpdate, ...update });
      for (const listener of arrivals) listener();
    },
    changed,
    onChange: (listener) => listen(changes, listener),
    onUpdate: (listener) => listen(arrivals, listener),
  };
}

export const userOnWire = (user: User) => ({
  id: user.id,
  is_bot: false,
  first_name: user.firstName,
  ...(user.lastName ? { last_name: user.lastName } : {}),
  ...(user.username ? { username: user.username } : {}),
  language_code: user.language,
});

/** A message as the Bot API says it. */
export function messageOnWire(
  state: TelegramState,
  message: Message,
  bot: { id: number; username: string },
): Record<string, unknown> {
  const user = state.users.get(message.chat);
  const botUser = { id: bot.id, is_bot: true, first_name: 'Campañas', username: bot.username };
  const reply = message.replyTo ? state.chat(message.chat).messages.get(message.replyTo) : undefined;
  return {
    message_id: message.id,
    date: message.date,
    ...(message.editDate ? { edit_date: message.editDate } : {}),
    chat: { id: message.chat, type: 'private', first_name: user?.firstName ?? '' },
    from: message.from === 'user' && user ? userOnWire(user) : botUser,
    ...(message.text === undefined ? {} : { text: message.text, entities: message.entities ?? [] }),
    ...(message.caption === undefined
      ? {}
      : { caption: message.caption, caption_entities: message.entities ?? [] }),
    ...mediaOnWire(message.media),
    ...(message.contact
      ? {
          contact: {
            phone_number: message.contact.phone,
            first_name: message.contact.firstName,
            user_id: message.contact.userId,
          },
        }
      : {}),
    ...(message.forwarded ? { forward_origin: originOnWire(state, message.forwarded, botUser) } : {}),
    ...(message.shared ? { users_shared: sharedOnWire(message.shared) } : {}),
    ...(message.buttons ? { reply_markup: keyboardOnWire(message.buttons) } : {}),
    ...(reply ? { reply_to_message: messageOnWire(state, { ...reply, replyTo: 0 }, bot) } : {}),
    ...(message.albumId ? { media_group_id: message.albumId } : {}),
    ...(message.protected ? { has_protected_content: true } : {}),
    ...(message.pinnedMessage
      ? {
          pinned_message: {
            message_id: message.pinnedMessage,
            date: 0,
            chat: { id: message.chat, type: 'private' },
          },
        }
      : {}),
  };
}

function originOnWire(
  state: TelegramState,
  { from, date }: NonNullable<Message['forwarded']>,
  botUser: Record<string, unknown>,
) {
  const user = from === 'bot' ? undefined : state.users.get(from);
  return { type: 'user', sender_user: user ? userOnWire(user) : botUser, date };
}

function sharedOnWire({ requestId, users }: NonNullable<Message['shared']>) {
  return {
    request_id: requestId,
    users: users.map(({ id, firstName }) => ({
      user_id: id,
      ...(firstName === undefined ? {} : { first_name: firstName }),
    })),
  };
}

function mediaOnWire(media: Media | undefined) {
  if (!media) return {};
  const { file, thumbnail: small } = media;
  const common = { file_id: file.id, file_unique_id: file.id.slice(0, 12), file_size: file.size };
  const thumbnail = small && {
    ...{ file_id: small.id, file_unique_id: small.id.slice(0, 12), file_size: small.size },
    ...{ width: 320, height: 240 },
  };
  if (media.kind !== 'photo')
    return {
      [media.kind]: {
        ...common,
        ...{ file_name: file.name, mime_type: file.mime, duration: 1 },
        ...(thumbnail ? { thumbnail } : {}),
      },
    };
  const size = { ...common, width: media.width, height: media.height };
  return { photo: [{ ...size, file_id: file.id, width: 90, height: 90, file_size: 1000 }, size] };
}

function keyboardOnWire(buttons: Keyboard) {
  return {
    inline_keyboard: buttons.map((row) =>
      row.map(({ text, data, url, copy, webApp, style }) => ({
        text,
        ...(data === undefined ? {} : { callback_data: data }),
        ...(url ? { url } : {}),
        ...(copy ? { copy_text: { text: copy } } : {}),
        ...(webApp ? { web_app: { url: webApp } } : {}),
        ...(style ? { style } : {}),
      })),
    ),
  };
}
