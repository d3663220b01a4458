/** What operators want to be sent to people, from the moment they say so until it is in the queue: a kill loses none. */
import { z } from 'zod';
import type { Kit } from '../context.ts';
import { createLines } from '../lines.ts';
import { createSlot } from '../slot.ts';
import { attachment } from '../upload.ts';

const wish = z
  .object({
    /** The operator's message. */
    message: z.number(),
    /** The short name of who is to get it. */
    ref: z.string(),
    by: z.object({ id: z.number(), name: z.string() }),
    text: z.string(),
    file: attachment.nullable(),
  })
  .readonly();
export type Wish = z.infer<typeof wish>;

export interface Wishes {
  of(chat: number): Promise<readonly Wish[]>;
  keep(chat: number, wish: Wish): Promise<void>;
  /** The wish of this message is in the queue, or can't be. */
  done(chat: number, message: number): Promise<void>;
}

export function createWishes(chats: Kit['chats']): Wishes {
  /** One change of a chat's wishes after another. */
  const lines = createLines();
  const kept = createSlot(chats, 'answering', z.array(wish));
  const of = async (chat: number) => (await kept.read(chat)) ?? [];
  const without = async (chat: number, message: number) =>
    (await of(chat)).filter((one) => one.message !== message);
  return {
    of,
    keep: (chat, mine) =>
      lines(chat, async () => kept.write(chat, [...(await without(chat, mine.message)), mine])),
    done: (chat, message) =>
      lines(chat, async () => {
        const left = await without(chat, message);
        await (left.length > 0 ? kept.write(chat, left) : kept.erase(chat));
      }),
  };
}
