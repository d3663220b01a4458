/** Work of one chat, one after the other; those of other chats don't wait for it. */
export type Lines = <T>(chat: number, work: () => Promise<T>) => Promise<T>;

/** One line a chat: each waits for the one before, whatever became of that. */
export function createLines(): Lines {
  const lines = new Map<number, Promise<unknown>>();
  return async (chat, work) => {
    const mine = (lines.get(chat) ?? Promise.resolve()).then(work);
    const last = mine.catch(() => undefined);
    lines.set(chat, last);
    try {
      return await mine;
    } finally {
      if (lines.get(chat) === last) lines.delete(chat);
    }
  };
}
