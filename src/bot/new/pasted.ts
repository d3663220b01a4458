/** Numbers and contacts sent in messages: they add up to one list of the draft, in a file that grows. */
import { readFile } from 'node:fs/promises';
import type { Message } from 'grammy/types';
import { z } from 'zod';
import type { ListFile } from '../../queue/control/control.ts';
import { contactEntry, type Entry, entriesOf, pastedCsv, readPasted } from '../../queue/import/pasted.ts';
import { actorOf, type BotContext, type Kit } from '../context.ts';
import { createSlot } from '../slot.ts';
import { keepUpload } from '../upload.ts';

export interface Pasted {
  /** Writes them behind those that the draft has from messages; a list from a file is replaced. */
  add(ctx: BotContext, entries: readonly Entry[]): Promise<ListFile>;
  /** The list was shown: what comes now is counted anew. */
  shown(chat: number): void;
}

/** Where the list of a draft grows. */
const growingList = z.object({ draft: z.number(), path: z.string() });

export function createPasted(kit: Kit): Pasted {
  const { control } = kit;
  const fresh = new Map<number, number>();
  const place = createSlot(kit.chats, 'pasted', growingList);

  async function growing(chat: number, draft: number, list: string | undefined) {
    const known = await place.read(chat);
    // Of messages that come at once the draft may not know the first ones yet.
    return known?.draft === draft && (known.path === list || fresh.has(chat)) ? known : null;
  }

  return {
    async add(ctx, entries) {
      const chat = ctx.chat?.id ?? 0;
      const draft = (await control.draft(chat)) ?? (await control.newDraft(actorOf(ctx)));
      const before = await growing(chat, draft.id, draft.list?.path);
      const all = before ? readPasted(await readFile(before.path, 'utf8').catch(() => '')) : [];
      const bytes = Buffer.from(pastedCsv([...all, ...entries]));
      const path = await keepUpload(kit, chat, bytes, before?.path);
      await place.write(chat, { draft: draft.id, path });
      const added = (fresh.get(chat) ?? 0) + entries.length;
      fresh.set(chat, added);
      const name = (await kit.voiceOf(chat)).t('new-pasted-name');
      return { path, name, pasted: { added } };
    },
    shown: (chat) => void fresh.delete(chat),
  };
}

/** People in a message: a shared contact, or the numbers of its text. */
export function entriesIn(message: Message | undefined): Entry[] {
  const contact = message?.contact;
  if (contact) return [contactEntry(contact.phone_number, contact.first_name, contact.last_name)];
  return message?.text ? entriesOf(message.text) : [];
}
