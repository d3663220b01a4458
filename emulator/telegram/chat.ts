/** What Telegram keeps: people, their chat with the bot, messages, files, updates that wait for the bot. */
import { randomBytes } from 'node:crypto';
import type { Entity } from './checks.ts';
import type { Button, ReplyKeyboard } from './keyboards.ts';
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
