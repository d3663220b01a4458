/** Files that wait for the person's word: refused ones that may go as they are, and pictures that came too late. */
import { z } from 'zod';
import type { BotContext, Kit } from '../context.ts';
import { asWritten } from '../marks.ts';
import { createSlot } from '../slot.ts';
import { type Attachment, attachment } from '../upload.ts';

/** A file as it came, by Telegram's id of it. */
const waiting = z
  .object({ file: attachment, caption: z.string(), message: z.number(), album: z.string().nullable() })
  .readonly();
export type Waiting = z.infer<typeof waiting>;

/** So many refused ones are remembered in each chat. */
const MOST_REFUSED = 10;

export interface WaitingFiles {
  /** This one may be sent as it is, by a button below `message`. */
  offer(chat: number, message: number | null, file: Waiting): Promise<void>;
  /** The one that was offered there: a second tap finds nothing. */
  takeOffered(chat: number, message: number): Promise<Waiting | null>;
  /** Adds one that came late; how many there are now. */
  addLate(chat: number, file: Waiting): Promise<number>;
  /** The late ones, which wait no longer. */
  takeLate(chat: number): Promise<readonly Waiting[]>;
}

export function createWaiting({ chats }: Pick<Kit, 'chats'>): WaitingFiles {
  const refused = createSlot(chats, 'asfile', z.array(z.tuple([z.number(), waiting])));
  const late = createSlot(chats, 'late', z.array(waiting));
  return {
    async offer(chat, message, file) {
      if (message === null) return;
      const before = (await refused.read(chat)) ?? [];
      await refused.write(
        chat,
        [...before, [message, file] satisfies [number, Waiting]].slice(-MOST_REFUSED),
      );
    },
    async takeOffered(chat, message) {
      const all = (await refused.read(chat)) ?? [];
      const [, file] = all.find(([below]) => below === message) ?? [];
      if (!file) return null;
      await refused.write(
        chat,
        all.filter(([below]) => below !== message),
      );
      return file;
    },
    async addLate(chat, file) {
      const all = [...((await late.read(chat)) ?? []), file];
      await late.write(chat, all);
      return all.length;
    },
    takeLate: async (chat) => (await late.take(chat)) ?? [],
  };
}

/** The message with the file, as it can be taken up later. */
export function waitingOf({ message }: BotContext, file: Attachment): Waiting {
  return {
    file,
    caption: asWritten(message?.caption ?? '', message?.caption_entities),
    message: message?.message_id ?? 0,
    album: message?.media_group_id ?? null,
  };
}
