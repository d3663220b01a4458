/** N7 to N9: the one confirmation, also after a link that had to be made first. */
import type { Campaign } from '../../queue/campaign.ts';
import type { Voice } from '../../texts/texts.ts';
import { actorOf, type BotContext, type Kit, tapped, toast } from '../context.ts';
import { lackScreen } from '../disk.ts';
import { keepPlace } from '../places.ts';
import { closeQuestions } from '../question.ts';
import { screen } from '../screen.ts';
import type { Area } from './area.ts';
import { consentScreen, notLinkedScreen } from './screens.ts';
import type { Stage } from './stage.ts';
import { askWhen } from './when.ts';

/** Who wanted to send and had to connect first: their confirmation comes back by itself. */
export interface AfterLink {
  waits(chat: number): Promise<boolean>;
  goOn(chat: number): Promise<void>;
  forget(chat: number): Promise<void>;
}

/** The draft that goes on as soon as WhatsApp is connected; the place holds its id. */
const AFTER_LINK = 'after-link';

/** N7 or N8; what is missing first, where something is. */
async function confirmation(
  { kit, stage }: { kit: Kit; stage: Stage },
  draft: Campaign,
  at: { tapped?: number } = {},
) {
  const found = await kit.control.preview(draft.id, 0);
  const lack = await kit.control.lacksRoom(draft.id);
  const voice = await kit.voiceOf(draft.createdBy);
  if (lack) return void (await stage.show(draft.createdBy, lackScreen(voice, lack), at));
  const now = kit.clock.now();
  const { dueAt } = draft;
  const past = dueAt !== null && dueAt <= now;
  const ready =
    !past &&
    found &&
    found.people > 0 &&
    draft.content &&
    found.unknown.length === 0 &&
    found.gaps.length === 0 &&
    !found.tooLong;
  const face = ready
    ? consentScreen(voice, found.people, found.consentKnown, dueAt === null ? null : voice.moment(dueAt, now))
    : await stage.current(draft.createdBy);
  await stage.show(draft.createdBy, face, at);
}

export function afterLink(area: { kit: Kit; stage: Stage }): AfterLink {
  const { chats, control } = area.kit;
  /** The very draft that was to be sent, if it is still there. */
  const waiting = async (chat: number) => {
    const place = await chats.card(chat, AFTER_LINK);
    const draft = place && (await control.draft(chat));
    return draft && String(draft.id) === place?.drawn ? draft : null;
  };
  return {
    waits: async (chat) => (await waiting(chat)) !== null,
    async goOn(chat) {
      const draft = await waiting(chat);
      await chats.drop(chat, AFTER_LINK);
      if (draft) await confirmation(area, draft);
    },
    forget: (chat) => chats.drop(chat, AFTER_LINK),
  };
}

/** Files that were sent aren't in the message yet: it would go without them. */
export async function tooSoon({ kit, contents }: Area, ctx: BotContext): Promise<boolean> {
  const chat = ctx.from?.id ?? 0;
  if (!contents.files.busy(chat)) return false;
  await toast(ctx, (await kit.voiceOf(chat)).t('new-receiving'));
  return true;
}

const startedWords = (voice: Voice, { id, state }: Campaign): string =>
  voice.t(state === 'scheduled' ? 'new-was-scheduled' : 'new-started', { id });

/** Tapped twice it starts once. `connect` asks for a code, as the button of that name does. */
export function addSending(area: Area, connect: (ctx: BotContext) => Promise<void>) {
  const { kit, stage, contents, composer, on } = area;
  const { control, link, outbox, progress } = kit;
  on('new:send', async (ctx, draft) => {
    if (await tooSoon(area, ctx)) return;
    await toast(ctx);
    await contents.files.closing(draft.createdBy);
    if (draft.dueAt !== null && draft.dueAt <= kit.clock.now()) return askWhen(area, ctx, draft, 'past');
    const at = { tapped: tapped(ctx) };
    if (link.identity().linked) return confirmation(area, draft, at);
    await stage.show(draft.createdBy, notLinkedScreen(await kit.voiceOf(draft.createdBy)), at);
  });
  on('new:connect', async (ctx, draft) => {
    const chat = draft.createdBy;
    if (link.identity().linked) {
      await toast(ctx);
      return confirmation(area, draft, { tapped: tapped(ctx) });
    }
    await toast(ctx, (await kit.voiceOf(chat)).t('connect-asking'));
    await keepPlace(kit, { chat, what: AFTER_LINK, message: 0, drawn: String(draft.id) });
    await connect(ctx);
  });
  composer.callbackQuery('new:confirm', async (ctx) => {
    const chat = ctx.from.id;
    const voice = await kit.voiceOf(chat);
    if (await tooSoon(area, ctx)) return;
    const draft = await control.draft(chat);
    if (!draft || !(await stage.isLatest(chat, tapped(ctx)))) {
      const mine = (await progress.active()).filter(({ createdBy }) => createdBy === chat).at(-1);
      return toast(ctx, mine ? startedWords(voice, mine) : voice.t('guard-old'));
    }
    const result = await control.start(actorOf(ctx), draft.id, { consent: true });
    if (!result.ok && result.why === 'disk') {
      await toast(ctx);
      return void (await stage.show(chat, lackScreen(voice, result.lack), { tapped: tapped(ctx) }));
    }
    if (!result.ok && result.why === 'past') {
      await toast(ctx);
      return askWhen(area, ctx, draft, 'past');
    }
    if (!result.ok) {
      const started = result.why === 'started' ? startedWords(voice, result.campaign) : null;
      await toast(ctx, started ?? voice.t('guard-old'));
      return void (await stage.show(chat, await stage.current(chat)));
    }
    await toast(ctx);
    await closeQuestions(ctx);
    await stage.forget(chat);
    const { id, state } = result.campaign;
    const face = screen([voice.t(state === 'scheduled' ? 'new-scheduled' : 'new-sent', { id })]);
    await outbox.edit(chat, tapped(ctx), face, { answer: true });
  });
}
