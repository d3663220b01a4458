/** Which messages of the chat the draft's message was made of: the one with its text, and its last album. */
import { z } from 'zod';
import type { Campaign } from '../../queue/campaign.ts';
import type { Kit } from '../context.ts';
import { createSlot, type Slot } from '../slot.ts';
import type { Waiting } from './waiting.ts';

type Chats = Pick<Kit, 'chats'>;

/** The id of the message that is the draft's text: an edit of it changes the draft. */
export const textMessage = ({ chats }: Chats): Slot<number> => createSlot(chats, 'content', z.number());

/** The album that came last, and which places of the message its files have. */
const album = z
  .object({
    id: z.string(),
    draft: z.number(),
    /** Place of its first file. */
    from: z.number(),
    /** Message ids of its files, in order. */
    messages: z.array(z.number()).readonly(),
    captioned: z.boolean(),
  })
  .readonly();
export type Album = z.infer<typeof album>;

export const lastAlbum = ({ chats }: Chats): Slot<Album> => createSlot(chats, 'album', album);

/** The messages stay in the chat, and the draft's message is no longer theirs. */
export async function forgetOrigin(kit: Chats, chat: number): Promise<void> {
  await textMessage(kit).erase(chat);
  await lastAlbum(kit).erase(chat);
}

/** Files of one album stand in the order of their messages, however late they come. */
export function placeIn(
  draft: Pick<Campaign, 'id' | 'content'>,
  { album: id, caption, message }: Pick<Waiting, 'album' | 'caption' | 'message'>,
  known: Album | null,
): { album: Album | null; place: { caption: string; at?: number; join?: boolean } } {
  if (id === null) return { album: null, place: { caption } };
  const count = draft.content?.media.length ?? 0;
  const same = known?.id === id && known.draft === draft.id && known.from + known.messages.length <= count;
  const before: Album = same ? known : { id, draft: draft.id, from: count, messages: [], captioned: false };
  const nth = before.messages.filter((other) => other < message).length;
  const album: Album = {
    ...before,
    messages: before.messages.toSpliced(nth, 0, message),
    captioned: before.captioned || caption !== '',
  };
  return { album, place: { caption, at: before.from + nth, join: before.captioned } };
}
