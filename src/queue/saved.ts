/** Messages and lists that operators keep for later: one collection of each for all operators of an account. */
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Clock } from '../clock.ts';
import type { AccountId, Campaign } from './campaign.ts';
import type { Content } from './content.ts';
import type { Actor, Control } from './control/control.ts';
import type { ListInput } from './list.ts';
import { touchMedia } from './media.ts';
import type { CampaignStore, Kept, KeptStore, ListStore, SavedList, SavedText, TextStore } from './ports.ts';

/** Labels show this much of a name; the rest would only be cut. */
export const LONGEST_NAME = 60;

export type SaveResult<K extends Kept> =
  | { ok: true; saved: K }
  /** `empty`: there is no name in it. `nothing`: the draft has nothing to keep. */
  | { ok: false; why: 'taken' | 'empty' | 'nothing' };

/** `lost`: a file of it is no longer there. */
export type NotUsed = { ok: false; why: 'gone' | 'lost' };

/** What can be done with texts and lists alike. */
export interface Collection<K extends Kept> {
  /** A free name for what the operator's draft has; null when it has nothing to keep. */
  propose(actor: Actor): Promise<string | null>;
  /** Keeps it. */
  save(actor: Actor, name: string): Promise<SaveResult<K>>;
  get(id: K['id']): Promise<K | null>;
  list(page: { limit: number; offset: number }): Promise<{ total: number; kept: K[] }>;
  rename(id: K['id'], name: string): Promise<'renamed' | 'taken' | 'gone' | 'empty'>;
  remove(id: K['id']): Promise<K | null>;
}

export interface SavedTexts extends Collection<SavedText> {
  /** Makes a saved text the message of the operator's draft, in place of what is there. */
  use(actor: Actor, id: SavedText['id']): Promise<{ ok: true; draft: Campaign } | NotUsed>;
}

export interface SavedLists extends Collection<SavedList> {
  /** What is to be read to have the list again: a copy of its file, and all that was chosen and put right. */
  use(id: SavedList['id']): Promise<{ ok: true; input: ListInput } | NotUsed>;
}

interface CollectionDeps {
  readonly account: AccountId;
  readonly control: Pick<Control, 'draft' | 'newDraft'>;
  /** Files may have lost their last need. */
  readonly freed: () => void;
  readonly clock: Clock;
}

/** Fills the port over the stores of one account. */
export function createSavedTexts(
  deps: CollectionDeps & {
    texts: TextStore;
    campaigns: Pick<CampaignStore, 'step'>;
    mediaDir: string;
  },
): SavedTexts {
  const { account, texts, control, clock } = deps;
  const collection = createCollection(deps, texts, {
    nameOf: ({ content, name }) => content && proposedName(content, name),
    kept: async ({ content }, kept) => content && { ...kept, content },
  });
  return {
    ...collection,
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
  };
}

/** The same for lists, each of which has a file of its own: drafts come and go with theirs. */
export function createSavedLists(
  deps: CollectionDeps & { lists: ListStore; removeFile: (path: string | null) => Promise<void> },
): SavedLists {
  const { account, lists } = deps;
  const collection = createCollection(deps, lists, {
    nameOf: ({ list, name }) =>
      list && list.summary.people > 0 ? cleanName(name) || cleanName(list.name) : null,
    async kept({ list }, kept) {
      if (!list || list.summary.people === 0) return null;
      // Who is left out for a text, and what came with the last message, are the draft's own.
      const { leftOut: _, ...rest } = list;
      return { ...kept, list: { ...rest, path: await copyOf(list.path) } };
    },
    dropped: ({ list }) => deps.removeFile(list.path),
  });
  return {
    ...collection,
    async use(id) {
      const saved = await lists.get(account, id);
      if (!saved) return { ok: false, why: 'gone' };
      const { path, column, country, rows, withHidden, mended, origin } = saved.list;
      const own = await copyOf(path).catch(() => null);
      if (own === null) return { ok: false, why: 'lost' };
      const pasted = origin?.is === 'pasted' ? { pasted: { added: saved.list.summary.people } } : {};
      const input: ListInput = {
        file: { path: own, name: saved.list.name, ...pasted },
        column,
        ...(country ? { country } : {}),
        ...(rows ? { rows } : {}),
        ...(withHidden ? { withHidden } : {}),
        ...(mended ? { mended } : {}),
        ...(origin?.is === 'sheet' ? { sheet: origin.sheet } : {}),
      };
      return { ok: true, input };
    },
    async remove(id) {
      const removed = await collection.remove(id);
      if (removed) await deps.removeFile(removed.list.path);
      return removed;
    },
  };
}

/** A file of the same folder with the same bytes; where the disk can, they lie there once. */
async function copyOf(path: string): Promise<string> {
  const copy = join(dirname(path), `${randomUUID()}.list`);
  await copyFile(path, copy, constants.COPYFILE_FICLONE);
  return copy;
}

/** `kept` makes a row of the draft, `dropped` undoes that when its name was taken. */
function createCollection<K extends Kept>(
  { account, control, freed, clock }: CollectionDeps,
  store: KeptStore<K>,
  of: {
    nameOf: (draft: Campaign) => string | null;
    kept: (draft: Campaign, kept: Omit<Kept, 'id'>) => Promise<Omit<K, 'id'> | null>;
    dropped?: (kept: Omit<K, 'id'>) => Promise<void>;
  },
): Collection<K> {
  return {
    async propose(actor) {
      const draft = await control.draft(actor.id);
      const wanted = draft && of.nameOf(draft);
      if (!wanted) return null;
      for (let nth = 1; ; nth += 1) {
        const name = nth === 1 ? wanted : `${wanted} ${nth}`;
        if (!(await store.named(account, name))) return name;
      }
    },
    async save(actor, written) {
      const name = cleanName(written);
      if (name === '') return { ok: false, why: 'empty' };
      if (await store.named(account, name)) return { ok: false, why: 'taken' };
      const draft = await control.draft(actor.id);
      const by = { id: actor.id, name: actor.name };
      const kept = draft && (await of.kept(draft, { accountId: account, name, by, at: clock.now() }));
      if (!kept) return { ok: false, why: 'nothing' };
      const saved = await store.add(kept);
      if (saved) return { ok: true, saved };
      await of.dropped?.(kept);
      return { ok: false, why: 'taken' };
    },
    get: (id) => store.get(account, id),
    list: (page) => store.list(account, page),
    async rename(id, written) {
      const name = cleanName(written);
      return name === '' ? 'empty' : store.rename(account, id, name);
    },
    async remove(id) {
      const removed = await store.remove(account, id);
      if (removed) freed();
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
