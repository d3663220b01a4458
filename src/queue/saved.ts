/** Messages that operators keep for later, with their files: one collection for all operators of an account. */
import type { Clock } from '../clock.ts';
import type { AccountId, Campaign } from './campaign.ts';
import type { Content } from './content.ts';
import type { Actor, Control } from './control/control.ts';
import { touchMedia } from './media.ts';
import type { CampaignStore, SavedText, SavedTextId, TextStore } from './ports.ts';

/** Labels show this much of a name; the rest would only be cut. */
export const LONGEST_NAME = 60;

export type SaveResult =
  | { ok: true; saved: SavedText }
  /** `empty`: there is no name in it. `nothing`: the draft has no message. */
  | { ok: false; why: 'taken' | 'empty' | 'nothing' };

export type UseResult =
  | { ok: true; draft: Campaign }
  /** `lost`: a file of it is no longer there. */
  | { ok: false; why: 'gone' | 'lost' };

export interface SavedTexts {
  /** A free name for the message of the operator's draft; null when there is no message. */
  propose(actor: Actor): Promise<string | null>;
  /** Keeps the message of the operator's draft. */
  save(actor: Actor, name: string): Promise<SaveResult>;
  get(id: SavedTextId): Promise<SavedText | null>;
  list(page: { limit: number; offset: number }): Promise<{ total: number; texts: SavedText[] }>;
  /** Makes a saved text the message of the operator's draft, in place of what is there. */
  use(actor: Actor, id: SavedTextId): Promise<UseResult>;
  rename(id: SavedTextId, name: string): Promise<'renamed' | 'taken' | 'gone' | 'empty'>;
  remove(id: SavedTextId): Promise<SavedText | null>;
}

/** Fills the port over the stores of one account. */
export function createSavedTexts(deps: {
  account: AccountId;
  texts: TextStore;
  campaigns: Pick<CampaignStore, 'step'>;
  control: Pick<Control, 'draft' | 'newDraft'>;
  mediaDir: string;
  /** Files may have lost their last need. */
  freed: () => void;
  clock: Clock;
}): SavedTexts {
  const { account, texts, control, clock } = deps;

  async function propose(actor: Actor): Promise<string | null> {
    const draft = await control.draft(actor.id);
    if (!draft?.content) return null;
    const wanted = proposedName(draft.content, draft.name);
    for (let nth = 1; ; nth += 1) {
      const name = nth === 1 ? wanted : `${wanted} ${nth}`;
      if (!(await texts.named(account, name))) return name;
    }
  }

  return {
    propose,
    async save(actor, written) {
      const name = cleanName(written);
      if (name === '') return { ok: false, why: 'empty' };
      const draft = await control.draft(actor.id);
      if (!draft?.content) return { ok: false, why: 'nothing' };
      const by = { id: actor.id, name: actor.name };
      const saved = await texts.add({
        accountId: account,
        name,
        content: draft.content,
        by,
        at: clock.now(),
      });
      return saved ? { ok: true, saved } : { ok: false, why: 'taken' };
    },
    get: (id) => texts.get(account, id),
    list: (page) => texts.list(account, page),
    async use(actor, id) {
      const saved = await texts.get(account, id);
      if (!saved) return { ok: false, why: 'gone' };
      // Whoever deletes the text at this moment leaves the files alone: they are young again.
      for (const { sha256 } of saved.content.media)
        if (!touchMedia(deps.mediaDir, sha256, clock.now())) return { ok: false, why: 'lost' };
      const own = (await control.draft(actor.id)) ?? (await control.newDraft(actor));
      const draft = await deps.campaigns.step(own.id, ['draft'], { content: saved.content });
      deps.freed();
      return draft ? { ok: true, draft } : { ok: false, why: 'gone' };
    },
    async rename(id, written) {
      const name = cleanName(written);
      return name === '' ? 'empty' : texts.rename(account, id, name);
    },
    async remove(id) {
      const removed = await texts.remove(account, id);
      if (removed) deps.freed();
      return removed;
    },
  };
}

/** One line without what can't be read. */
export function cleanName(written: string): string {
  const line = written
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\p{Zs}+/gu, ' ')
    .trim();
  return [...line].slice(0, LONGEST_NAME).join('').trim();
}

/** How a message may be called: by its first words, without fields; else by its file, else as the draft is. */
export function proposedName({ text, media }: Content, draftName: string): string {
  const words = cleanName(
    text
      .replace(/\s*\{[^{}]*\}/g, '')
      .replace(/[*_~`]/g, '')
      .trim()
      .split('\n')[0] ?? '',
  );
  const short = words.length <= PROPOSED ? words : words.slice(0, PROPOSED + 1).replace(/\s+\S*$/, '');
  const trimmed = short.replace(/^[\s,.;:¡!¿?-]+|[\s,.;:¡¿-]+$/g, '');
  return trimmed || cleanName(media[0]?.name ?? '') || cleanName(draftName) || '1';
}

/** What a button shows. */
const PROPOSED = 28;
