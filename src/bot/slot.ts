/** What the bot keeps for a chat from one update to a later one, also over a restart. */
import type { z } from 'zod';
import type { ChatStore } from '../team/team.ts';

export interface Slot<Kept> {
  /** Null where there is nothing, or nothing that this release understands. */
  read(chat: number): Promise<Kept | null>;
  write(chat: number, value: Kept): Promise<void>;
  erase(chat: number): Promise<void>;
  /** What was kept, and is kept no longer. */
  take(chat: number): Promise<Kept | null>;
}

/** `name` is the key in the store, and says what is kept; `shape` is what it is checked against as it comes back. */
export function createSlot<Kept>(
  chats: Pick<ChatStore, 'read' | 'write' | 'erase'>,
  name: string,
  shape: z.ZodType<Kept>,
): Slot<Kept> {
  const key = (chat: number) => `${name}:${chat}`;
  async function read(chat: number) {
    const found = shape.safeParse(await chats.read(key(chat)));
    return found.success ? found.data : null;
  }

  return {
    read,
    write: (chat, value) => chats.write(key(chat), value),
    erase: (chat) => chats.erase(key(chat)),
    async take(chat) {
      const kept = await read(chat);
      await chats.erase(key(chat));
      return kept;
    },
  };
}
