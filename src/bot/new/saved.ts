/** N5a: messages that operators keep for later. `new:template:7` uses one, `new:savedtext:7` shows and changes it. */
import type { SavedText, SavedTextId } from '../../queue/ports.ts';
import { LONGEST_NAME } from '../../queue/saved.ts';
import type { Voice } from '../../texts/texts.ts';
import { actorOf, type BotContext, type Kit, tapped, toast } from '../context.ts';
import { askFor, closeQuestions } from '../question.ts';
import { type Button, button, clip, quote, type Screen, screen } from '../screen.ts';
import type { Area } from './new.ts';

export const TEXTS_A_PAGE = 6;

export interface TextPage {
  readonly total: number;
  readonly texts: readonly SavedText[];
  /** Counted from 1. */
  readonly page: number;
}

/** Below the preview, or among the draft's options. */
export const saveButton = (voice: Voice): Button => button(voice.t('saved-b-save'), 'new:savetext');
/** Where a message is asked for. */
export const savedButton = (voice: Voice): Button => button(voice.t('saved-b-list'), 'new:templates:1');

/** N5a; to choose one, or with `changing` to look at one and change it. */
export function savedListScreen(
  voice: Voice,
  { total, texts, page }: TextPage,
  now: number,
  changing = false,
): Screen {
  if (total === 0) return screen([voice.t('saved-none')], [[button(voice.t('new-b-back'), 'new:content')]]);
  const pages = Math.ceil(total / TEXTS_A_PAGE);
  const choose = (label: string, id: number) =>
    changing ? button(label, `new:savedtext:${id}`) : button(label, `new:template:${id}`);
  const turn = (sign: string, to: number) => {
    if (to < 1 || to > pages) return button('·', 'ui:noop');
    return changing ? button(sign, `new:saved:${to}`) : button(sign, `new:templates:${to}`);
  };
  return screen(
    [
      voice.t(changing ? 'saved-change' : 'saved-list'),
      ...texts.map((text) => voice.t('saved-line', { name: text.name, ...whoAndWhen(voice, text, now) })),
    ],
    [
      ...texts.map(({ id, name }) => [choose(clip(name, 32), id)]),
      pages > 1
        ? [
            turn('‹', page - 1),
            button(voice.t('new-b-page', { at: page, pages }), 'ui:noop'),
            turn('›', page + 1),
          ]
        : [],
      [
        changing
          ? button(voice.t('new-b-back'), 'new:templates:1')
          : button(voice.t('new-b-back'), 'new:content'),
        changing ? null : button(voice.t('saved-b-change'), 'new:saved:1'),
      ],
    ],
  );
}

/** One of them: what it says, who saved it and when. */
export function savedScreen(voice: Voice, saved: SavedText, now: number): Screen {
  const { text, media } = saved.content;
  return screen(
    [
      clip(saved.name, LONGEST_NAME),
      voice.t('saved-by', whoAndWhen(voice, saved, now)),
      media.length > 0 ? voice.t('saved-files', { count: media.length }) : null,
      text ? quote(text.slice(0, 900)) : null,
    ],
    [
      [button(voice.t('saved-b-use'), `new:template:${saved.id}`, 'primary')],
      [
        button(voice.t('saved-b-rename'), `new:savedtext:${saved.id}:rename`),
        button(voice.t('saved-b-remove'), `new:savedtext:${saved.id}:remove`, 'danger'),
      ],
      [button(voice.t('new-b-back'), 'new:saved:1')],
    ],
  );
}

/** The one confirmation: everybody loses it. */
export function removeSavedScreen(voice: Voice, { id, name }: SavedText): Screen {
  return screen(
    [voice.t('saved-remove', { name: clip(name, 36) })],
    [
      [button(voice.t('saved-b-yes-remove'), `new:savedtext:${id}:remove:yes`, 'danger')],
      [button(voice.t('new-b-back'), `new:savedtext:${id}`)],
    ],
  );
}

/** The question for a name; `wrong` says why the last answer was none. */
export function nameScreen(
  voice: Voice,
  { proposed, wrong, back }: { proposed: string | null; wrong: 'taken' | 'empty' | null; back: string },
): Screen {
  return screen(
    [wrong === null ? voice.t('saved-name') : voice.t(`saved-name-${wrong}`)],
    [
      [proposed ? button(clip(proposed, 32), 'new:savetext:ok', 'primary') : null],
      [button(voice.t('new-b-back'), back)],
    ],
  );
}

/** A file of it is no longer on the disk. */
export const lostScreen = (voice: Voice): Screen =>
  screen([voice.t('saved-lost')], [[button(voice.t('new-b-back'), 'new:templates:1')]]);

const whoAndWhen = (voice: Voice, { by, at }: SavedText, now: number) => ({
  by: clip(by.name, 20),
  at: voice.time(at, now),
});

/** Where the number of the text waits whose name is asked for. */
const renaming = (chat: number) => `text-rename:${chat}`;

export function addSaved({ kit, stage, contents, on }: Area) {
  const { saved, clock } = kit;
  const { files } = contents;
  const idOf = (match: string | RegExpMatchArray) => Number(match[1]) as SavedTextId;

  async function showList(ctx: BotContext, chat: number, changing: boolean, wanted: number) {
    const { page, ...found } = await pageOf(kit, wanted);
    const face = savedListScreen(await kit.voiceOf(chat), { ...found, page }, clock.now(), changing);
    await stage.show(chat, face, { tapped: tapped(ctx) });
  }

  /** Another operator may have deleted it meanwhile: then the list is shown; false. */
  async function withText(
    ctx: BotContext & { match: string | RegExpMatchArray },
    chat: number,
    face: (voice: Voice, text: SavedText) => Screen,
  ): Promise<boolean> {
    const text = await saved.get(idOf(ctx.match));
    const voice = await kit.voiceOf(chat);
    await toast(ctx, text ? undefined : voice.t('saved-gone'));
    if (text) await stage.show(chat, face(voice, text), { tapped: tapped(ctx) });
    else await showList(ctx, chat, true, 1);
    return text !== null;
  }

  on(/^new:(templates|saved):(\d+)$/, async (ctx, { createdBy }) => {
    await toast(ctx);
    await closeQuestions(ctx);
    await showList(ctx, createdBy, ctx.match[1] === 'saved', Number(ctx.match[2]));
  });
  on(/^new:savedtext:(\d+)$/, async (ctx, { createdBy }) => {
    await closeQuestions(ctx);
    await withText(ctx, createdBy, (voice, text) => savedScreen(voice, text, clock.now()));
  });
  on(/^new:savedtext:(\d+):remove$/, async (ctx, { createdBy }) => {
    await withText(ctx, createdBy, removeSavedScreen);
  });
  on(/^new:savedtext:(\d+):remove:yes$/, async (ctx, { createdBy }) => {
    const removed = await saved.remove(idOf(ctx.match));
    const voice = await kit.voiceOf(createdBy);
    await toast(ctx, voice.t(removed ? 'saved-removed' : 'saved-gone'));
    if (removed) await noteWho(kit, ctx, 'text-removed', removed);
    await showList(ctx, createdBy, true, 1);
  });
  on(/^new:savedtext:(\d+):rename$/, async (ctx, { createdBy }) => {
    const id = idOf(ctx.match);
    await kit.chats.write(renaming(createdBy), id);
    const options = { proposed: null, wrong: null, back: `new:savedtext:${id}` };
    if (await withText(ctx, createdBy, (voice) => nameScreen(voice, options)))
      await askFor(ctx, 'text-rename');
  });
  on(/^new:template:(\d+)$/, async (ctx, { createdBy }) => {
    const voice = await kit.voiceOf(createdBy);
    // What is still being fetched belongs to the message that goes.
    const used = await files.after(createdBy, () => saved.use(actorOf(ctx), idOf(ctx.match)));
    if (!used.ok && used.why === 'gone') {
      await toast(ctx, voice.t('saved-gone'));
      return showList(ctx, createdBy, false, 1);
    }
    await toast(ctx);
    if (!used.ok) return void (await stage.show(createdBy, lostScreen(voice), { tapped: tapped(ctx) }));
    await closeQuestions(ctx);
    await forgetMessage(kit, createdBy);
    files.shown(createdBy);
    stage.turnPage(createdBy, true);
    await stage.show(createdBy, await stage.current(createdBy), { tapped: tapped(ctx) });
  });
  on('new:savetext', async (ctx, { createdBy }) => {
    await toast(ctx);
    const proposed = await saved.propose(actorOf(ctx));
    if (proposed === null)
      return void (await stage.show(createdBy, await stage.current(createdBy), { tapped: tapped(ctx) }));
    const face = nameScreen(await kit.voiceOf(createdBy), { proposed, wrong: null, back: 'new:show' });
    await stage.show(createdBy, face, { tapped: tapped(ctx) });
    await askFor(ctx, 'text-name');
  });
  on('new:savetext:ok', async (ctx, { createdBy }) => {
    await toast(ctx);
    await closeQuestions(ctx);
    const proposed = await saved.propose(actorOf(ctx));
    await keep({ kit, stage, contents }, ctx, createdBy, proposed ?? '');
  });
}

/** The typed names, of a text to be saved and of one that is there. What is no text is taken by `other`. */
export function savedAnswers(
  area: Pick<Area, 'kit' | 'stage' | 'contents'>,
  other: (ctx: BotContext) => Promise<boolean>,
) {
  const { kit, stage } = area;
  const typed =
    (take: (ctx: BotContext, name: string) => Promise<boolean>) =>
    async (ctx: BotContext): Promise<boolean> => {
      const name = ctx.message?.text;
      if (name !== undefined) return take(ctx, name);
      await other(ctx);
      return true;
    };
  return {
    name: typed((ctx, name) => keep(area, ctx, ctx.chat?.id ?? 0, name)),
    rename: typed(async (ctx, name) => {
      const chat = ctx.chat?.id ?? 0;
      const id = Number(await kit.chats.read(renaming(chat))) as SavedTextId;
      const result = await kit.saved.rename(id, name);
      const voice = await kit.voiceOf(chat);
      const replyTo = ctx.message?.message_id ?? 0;
      if (result === 'taken' || result === 'empty') {
        const options = { proposed: null, wrong: result, back: `new:savedtext:${id}` };
        await stage.show(chat, nameScreen(voice, options), { replyTo });
        return false;
      }
      const text = await kit.saved.get(id);
      const now = kit.clock.now();
      const face = text
        ? savedScreen(voice, text, now)
        : savedListScreen(voice, await pageOf(kit, 1), now, true);
      await stage.show(chat, face, { replyTo });
      return true;
    }),
  };
}

/** Saves the draft's message under a name; false when another name is needed. */
async function keep(
  { kit, stage, contents }: Pick<Area, 'kit' | 'stage' | 'contents'>,
  ctx: BotContext,
  chat: number,
  name: string,
): Promise<boolean> {
  // What is still being fetched belongs to it.
  const result = await contents.files.after(chat, () => kit.saved.save(actorOf(ctx), name));
  const voice = await kit.voiceOf(chat);
  if (!result.ok && result.why !== 'nothing') {
    const proposed = await kit.saved.propose(actorOf(ctx));
    const face = nameScreen(voice, { proposed, wrong: result.why, back: 'new:show' });
    await stage.show(chat, face, { replyTo: ctx.message?.message_id ?? 0 });
    return false;
  }
  if (result.ok) {
    await noteWho(kit, ctx, 'text-saved', result.saved);
    const said = screen([voice.t('saved-done', { name: clip(result.saved.name, 40) })]);
    await kit.outbox.send(chat, said, { answer: true });
  }
  await stage.show(chat, await stage.current(chat));
  return true;
}

/** A page beyond the end is the last one. */
async function pageOf(kit: Kit, wanted: number): Promise<TextPage> {
  const at = (page: number) => kit.saved.list({ limit: TEXTS_A_PAGE, offset: (page - 1) * TEXTS_A_PAGE });
  const first = Math.max(1, wanted);
  const found = await at(first);
  const last = Math.max(1, Math.ceil(found.total / TEXTS_A_PAGE));
  return first > last ? { ...(await at(last)), page: last } : { ...found, page: first };
}

/** The message that was the draft's text is it no more: an edit of it, or a late picture of its album, is nothing. */
async function forgetMessage({ chats }: Kit, chat: number) {
  await chats.erase(`content:${chat}`);
  await chats.erase(`album:${chat}`);
}

const noteWho = (kit: Kit, ctx: BotContext, deed: 'text-saved' | 'text-removed', { name }: SavedText) =>
  kit.record(ctx, deed, { detail: name });
