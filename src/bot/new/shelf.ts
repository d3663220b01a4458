/** What the team keeps under names, messages or lists: looked at by pages, used, renamed and deleted alike. */
import type { FormattedString } from '@grammyjs/parse-mode';
import { z } from 'zod';
import type { Kept } from '../../queue/ports.ts';
import { type Collection, LONGEST_NAME } from '../../queue/saved.ts';
import type { Deed } from '../../team/audit.ts';
import type { Voice } from '../../texts/texts.ts';
import { actorOf, type BotContext, idIn, type Kit, type TapContext, tapped, toast } from '../context.ts';
import { type Answer, askFor, closeQuestions, type Question } from '../question.ts';
import { button, clip, pageRow, type Screen, screen } from '../screen.ts';
import { createSlot } from '../slot.ts';
import type { Area } from './area.ts';

/** One kind of what is kept. */
export interface Shelf<K extends Kept> {
  /** The sentences that differ begin so. */
  readonly words: 'saved' | 'savedlist';
  /** First parts of its payloads. */
  readonly to: {
    /** A page, to use one of them; a page, to change one. */
    readonly choose: string;
    readonly change: string;
    readonly use: string;
    /** One of them: looked at, renamed, deleted. */
    readonly one: string;
    readonly save: string;
  };
  /** From where its pages were asked for. */
  readonly back: string;
  /** What a look at one of them tells, below its name. */
  readonly about: (voice: Voice, kept: K) => (string | FormattedString | null)[];
  readonly questions: { readonly name: Question; readonly rename: Question };
  readonly deeds: { readonly saved: Deed; readonly removed: Deed };
}

const A_PAGE = 6;

export interface ShelfPage<K extends Kept> {
  readonly total: number;
  readonly kept: readonly K[];
  /** Counted from 1. */
  readonly page: number;
}

/** N5a; to choose one, or with `changing` to look at one and change it. */
export function shelfScreen<K extends Kept>(
  voice: Voice,
  shelf: Shelf<K>,
  { total, kept, page }: ShelfPage<K>,
  now: number,
  changing = false,
): Screen {
  const { words, to, back } = shelf;
  if (total === 0) return screen([voice.t(`${words}-none`)], [[button(voice.t('new-b-back'), back)]]);
  const pages = Math.ceil(total / A_PAGE);
  return screen(
    [
      voice.t(`${words}-${changing ? 'change' : 'list'}`),
      ...kept.map((one) => voice.t('saved-line', { name: one.name, ...whoAndWhen(voice, one, now) })),
    ],
    [
      ...kept.map(({ id, name }) => [button(clip(name, 32), `${changing ? to.one : to.use}:${id}`)]),
      pageRow(
        changing ? to.change : to.choose,
        { page, pages },
        voice.t('new-b-page', { at: page, pages }),
        '·',
      ),
      [
        button(voice.t('new-b-back'), changing ? `${to.choose}:1` : back),
        changing ? null : button(voice.t('saved-b-change'), `${to.change}:1`),
      ],
    ],
  );
}

/** One of them: what it is, who saved it and when. */
export function keptScreen<K extends Kept>(voice: Voice, shelf: Shelf<K>, kept: K, now: number): Screen {
  const { words, to } = shelf;
  return screen(
    [
      clip(kept.name, LONGEST_NAME),
      voice.t(`${words}-by`, whoAndWhen(voice, kept, now)),
      ...shelf.about(voice, kept),
    ],
    [
      [button(voice.t(`${words}-b-use`), `${to.use}:${kept.id}`, 'primary')],
      [
        button(voice.t('saved-b-rename'), `${to.one}:${kept.id}:rename`),
        button(voice.t('saved-b-remove'), `${to.one}:${kept.id}:remove`, 'danger'),
      ],
      [button(voice.t('new-b-back'), `${to.change}:1`)],
    ],
  );
}

/** The one confirmation: everybody loses it. */
export function removeScreen<K extends Kept>(voice: Voice, { to }: Shelf<K>, { id, name }: K): Screen {
  return screen(
    [voice.t('saved-remove', { name: clip(name, 36) })],
    [
      [button(voice.t('saved-b-yes-remove'), `${to.one}:${id}:remove:yes`, 'danger')],
      [button(voice.t('new-b-back'), `${to.one}:${id}`)],
    ],
  );
}

/** The question for a name; `wrong` says why the last answer was none. */
export function nameScreen<K extends Kept>(
  voice: Voice,
  { words, to }: Shelf<K>,
  { proposed, wrong, back }: { proposed: string | null; wrong: 'taken' | 'empty' | null; back: string },
): Screen {
  const key = wrong === null ? 'saved-name' : wrong === 'empty' ? 'saved-name-empty' : `${words}-name-taken`;
  return screen(
    [voice.t(key)],
    [
      [proposed ? button(clip(proposed, 32), `${to.save}:ok`, 'primary') : null],
      [button(voice.t('new-b-back'), back)],
    ],
  );
}

/** A file of it is no longer on the disk. */
export const lostScreen = <K extends Kept>(voice: Voice, { words, to }: Shelf<K>): Screen =>
  screen([voice.t(`${words}-lost`)], [[button(voice.t('new-b-back'), `${to.choose}:1`)]]);

const whoAndWhen = (voice: Voice, { by, at }: Kept, now: number) => ({
  by: clip(by.name, 20),
  at: voice.time(at, now),
});

/** What a shelf needs to be worked with. */
export interface Keeping<K extends Kept> {
  readonly shelf: Shelf<K>;
  readonly collection: Collection<K>;
  /** Work that must wait for what is being fetched; at once where nothing is. */
  readonly after: <T>(chat: number, work: () => Promise<T>) => Promise<T>;
}

/** Buttons that look at, save, rename and delete; *use* is each shelf's own business. */
export function addShelf<K extends Kept>({ kit, stage, on }: Area, keeping: Keeping<K>) {
  const { shelf, collection } = keeping;
  const { to, words } = shelf;
  const pattern = (rest: string) => new RegExp(`^${rest}$`);

  /** Another operator may have deleted it meanwhile: then the list is shown; false. */
  async function withOne(ctx: TapContext, chat: number, face: (voice: Voice, kept: K) => Screen) {
    const kept = await collection.get(idIn(ctx));
    const voice = await kit.voiceOf(chat);
    await toast(ctx, kept ? undefined : voice.t(`${words}-gone`));
    const shown = kept ? face(voice, kept) : await pageScreen(kit, keeping, chat, 1, true);
    await stage.show(chat, shown, { tapped: tapped(ctx) });
    return kept !== null;
  }

  on(pattern(`(${to.choose}|${to.change})(?::(\\d{1,6}))?`), async (ctx, { createdBy }) => {
    await toast(ctx);
    await closeQuestions(ctx);
    const changing = ctx.match[1] === to.change;
    const face = await pageScreen(kit, keeping, createdBy, Number(ctx.match[2] ?? 1), changing);
    await stage.show(createdBy, face, { tapped: tapped(ctx) });
  });
  on(pattern(`${to.one}:(\\d+)`), async (ctx, { createdBy }) => {
    await closeQuestions(ctx);
    await withOne(ctx, createdBy, (voice, kept) => keptScreen(voice, shelf, kept, kit.clock.now()));
  });
  on(pattern(`${to.one}:(\\d+):remove`), async (ctx, { createdBy }) => {
    await withOne(ctx, createdBy, (voice, kept) => removeScreen(voice, shelf, kept));
  });
  on(pattern(`${to.one}:(\\d+):remove:yes`), async (ctx, { createdBy }) => {
    const removed = await collection.remove(idIn(ctx));
    const voice = await kit.voiceOf(createdBy);
    await toast(ctx, voice.t(removed ? 'saved-removed' : `${words}-gone`));
    if (removed) await kit.record(ctx, shelf.deeds.removed, { detail: removed.name });
    const face = await pageScreen(kit, keeping, createdBy, 1, true);
    await stage.show(createdBy, face, { tapped: tapped(ctx) });
  });
  on(pattern(`${to.one}:(\\d+):rename`), async (ctx, { createdBy }) => {
    const id = idIn<K['id']>(ctx);
    await renaming(kit, shelf).write(createdBy, id);
    const options = { proposed: null, wrong: null, back: `${to.one}:${id}` };
    if (await withOne(ctx, createdBy, (voice) => nameScreen(voice, shelf, options)))
      await askFor(ctx, shelf.questions.rename);
  });
  on(to.save, async (ctx, { createdBy }) => {
    await toast(ctx);
    const proposed = await collection.propose(actorOf(ctx));
    if (proposed === null)
      return void (await stage.show(createdBy, await stage.current(createdBy), { tapped: tapped(ctx) }));
    const face = nameScreen(await kit.voiceOf(createdBy), shelf, { proposed, wrong: null, back: 'new:show' });
    await stage.show(createdBy, face, { tapped: tapped(ctx) });
    await askFor(ctx, shelf.questions.name);
  });
  on(`${to.save}:ok`, async (ctx, { createdBy }) => {
    await toast(ctx);
    await closeQuestions(ctx);
    const proposed = await collection.propose(actorOf(ctx));
    await keep({ kit, stage }, keeping, ctx, createdBy, proposed ?? '');
  });
}

/** Which one's name is asked for. */
const renaming = <K extends Kept>({ chats }: Kit, { questions }: Shelf<K>) =>
  createSlot(chats, questions.rename, z.custom<K['id']>(Number.isSafeInteger));

/** The typed names, of what is to be saved and of what is there. What is no text is taken by `other`. */
export function shelfAnswers<K extends Kept>(
  { kit, stage }: Pick<Area, 'kit' | 'stage'>,
  keeping: Keeping<K>,
  other: (ctx: BotContext) => Promise<boolean>,
): { name: Answer; rename: Answer } {
  const { shelf, collection } = keeping;
  const typed =
    (take: (ctx: BotContext, name: string) => Promise<boolean>): Answer =>
    async (ctx) => {
      const name = ctx.message?.text;
      if (name !== undefined) return take(ctx, name);
      await other(ctx);
      return true;
    };
  return {
    name: typed((ctx, name) => keep({ kit, stage }, keeping, ctx, ctx.chat?.id ?? 0, name)),
    rename: typed(async (ctx, name) => {
      const chat = ctx.chat?.id ?? 0;
      const id = await renaming(kit, shelf).read(chat);
      const result = id === null ? 'gone' : await collection.rename(id, name);
      const voice = await kit.voiceOf(chat);
      const replyTo = ctx.message?.message_id ?? 0;
      if (result === 'taken' || result === 'empty') {
        const options = { proposed: null, wrong: result, back: `${shelf.to.one}:${id}` };
        await stage.show(chat, nameScreen(voice, shelf, options), { replyTo });
        return false;
      }
      const kept = id === null ? null : await collection.get(id);
      const face = kept
        ? keptScreen(voice, shelf, kept, kit.clock.now())
        : await pageScreen(kit, keeping, chat, 1, true);
      await stage.show(chat, face, { replyTo });
      return true;
    }),
  };
}

/** Saves what the draft has under a name; false when another name is needed. */
async function keep<K extends Kept>(
  { kit, stage }: Pick<Area, 'kit' | 'stage'>,
  { shelf, collection, after }: Keeping<K>,
  ctx: BotContext,
  chat: number,
  name: string,
): Promise<boolean> {
  const result = await after(chat, () => collection.save(actorOf(ctx), name));
  const voice = await kit.voiceOf(chat);
  if (!result.ok && result.why !== 'nothing') {
    const proposed = await collection.propose(actorOf(ctx));
    const face = nameScreen(voice, shelf, { proposed, wrong: result.why, back: 'new:show' });
    await stage.show(chat, face, { replyTo: ctx.message?.message_id ?? 0 });
    return false;
  }
  if (result.ok) {
    await kit.record(ctx, shelf.deeds.saved, { detail: result.saved.name });
    const said = screen([voice.t(`${shelf.words}-done`, { name: clip(result.saved.name, 40) })]);
    await kit.outbox.send(chat, said, { answer: true });
  }
  await stage.show(chat, await stage.current(chat));
  return true;
}

/** A page beyond the end is the last one. */
export async function pageScreen<K extends Kept>(
  kit: Kit,
  { shelf, collection }: Pick<Keeping<K>, 'shelf' | 'collection'>,
  chat: number,
  wanted: number,
  changing: boolean,
): Promise<Screen> {
  const at = (page: number) => collection.list({ limit: A_PAGE, offset: (page - 1) * A_PAGE });
  const first = Math.max(1, wanted);
  const found = await at(first);
  const last = Math.max(1, Math.ceil(found.total / A_PAGE));
  const page = first > last ? { ...(await at(last)), page: last } : { ...found, page: first };
  return shelfScreen(await kit.voiceOf(chat), shelf, page, kit.clock.now(), changing);
}
