/** The draft's files in the chat, just as they will look: above the preview, once. */
import { z } from 'zod';
import type { MediaFile } from '../../queue/content.ts';
import type { Kit } from '../context.ts';
import type { ShownAs, ShownFile } from '../outbox.ts';
import { createSlot } from '../slot.ts';

export interface Showcase {
  /** Shows these, in place of those that stand there; true when the preview has to come below them anew. */
  put(chat: number, files: readonly MediaFile[]): Promise<boolean>;
  /** What stands there stays, and belongs to no draft any more. */
  leave(chat: number): Promise<void>;
}

/** Messages that stand in a chat, and by which id Telegram knows each file already. */
const standing = z.object({
  what: z.string(),
  messages: z.array(z.number()),
  ids: z.record(z.string(), z.string()),
});

export function createShowcase(kit: Pick<Kit, 'chats' | 'outbox' | 'mediaPath'>): Showcase {
  const { chats, outbox, mediaPath } = kit;
  const place = createSlot(chats, 'media', standing);
  /** One after another: two at once would both find that nothing stands there. */
  const lines = new Map<number, Promise<unknown>>();

  const put: Showcase['put'] = async (chat, files) => {
    const before = await place.read(chat);
    const what = files.map(keyOf).join(' ');
    if ((before?.what ?? '') === what) return false;
    for (const message of before?.messages ?? []) await outbox.remove(chat, message);
    const ids: Record<string, string> = {};
    const messages: number[] = [];
    for (const group of groupsOf(files)) {
      const shown = group.map(
        (file): ShownFile => ({
          ...{ as: shownAs(file), name: file.name, path: mediaPath(file.sha256) },
          ...(before?.ids[keyOf(file)] ? { id: before.ids[keyOf(file)] } : {}),
        }),
      );
      const sent = await outbox.media(chat, shown);
      for (const [nth, { message, id }] of sent.entries()) {
        messages.push(message);
        const file = group[nth];
        if (file) ids[keyOf(file)] = id;
      }
    }
    await place.write(chat, { what, messages, ids });
    return files.length > 0;
  };

  return {
    put(chat, files) {
      const mine = (lines.get(chat) ?? Promise.resolve()).then(() => put(chat, files));
      const last = mine
        .catch(() => undefined)
        .then(() => {
          if (lines.get(chat) === last) lines.delete(chat);
        });
      lines.set(chat, last);
      return mine;
    },
    leave: (chat) => place.erase(chat),
  };
}

/** The same bytes may stand there as a picture and as a file. */
const keyOf = (file: MediaFile) => `${shownAs(file)}:${file.sha256}:${file.name.length}`;

/** Pictures and films in a row stand together, up to ten, as they will on phones. */
export function groupsOf(files: readonly MediaFile[]): MediaFile[][] {
  const groups: MediaFile[][] = [];
  for (const file of files) {
    const last = groups.at(-1);
    if (last?.[0] && last.length < 10 && isSeen(last[0]) && isSeen(file)) last.push(file);
    else groups.push([file]);
  }
  return groups;
}

const isSeen = (file: MediaFile) => shownAs(file) === 'photo' || shownAs(file) === 'video';

/** Telegram takes no photo whose sides are ten thousand together, or very unlike. */
const PHOTO = { sides: 10_000, stretched: 20, bytes: 10_000_000 };

/** As what Telegram can show a file: a picture that it takes for none goes as a file. */
export function shownAs({ kind, width = 1, height = 1, bytes }: MediaFile): ShownAs {
  if (kind !== 'image') return kind;
  const stretched = Math.max(width, height) / Math.min(width, height);
  const fits = width + height <= PHOTO.sides && stretched <= PHOTO.stretched && bytes <= PHOTO.bytes;
  return fits ? 'photo' : 'document';
}
