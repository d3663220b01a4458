/** `campaign:12:…` and `list:1`: what people do to campaigns that have left the draft. */
import type { Composer } from 'grammy';
import type { CampaignId } from '../../queue/campaign.ts';
import type { CardView } from '../../queue/progress.ts';
import type { Cards } from '../card/cards.ts';
import { ASKING, cardOf } from '../card/showing.ts';
import { typed } from '../commands.ts';
import { actorOf, type BotContext, type Kit, tapped, toast } from '../context.ts';
import { sendReport } from '../csv.ts';
import type { New } from '../new/new.ts';
import { type Answer, closeQuestions, type QuestionOf } from '../question.ts';
import { addAgain } from './again.ts';
import { type Area, createArea } from './area.ts';
import { addFailed } from './failed.ts';
import { addHistory, answerName } from './history.ts';
import { addPace } from './pace.ts';
import { askCancelScreen, detailScreen, listScreen, PAGE, resumedScreen } from './screens.ts';
import { addWhen, answerWhen } from './when.ts';

export interface Campaigns {
  readonly composer: Composer<BotContext>;
  /** A typed time for a scheduled campaign, a typed name. */
  readonly answers: Readonly<Record<QuestionOf<'campaign'>, Answer>>;
}

/** `draft` is where a copy goes, and takes a message that answers none of the questions asked here. */
export function createCampaign(
  kit: Kit,
  cards: Cards,
  draft: Pick<New, 'take' | 'begin' | 'show'>,
): Campaigns {
  const area = createArea(kit, cards);
  addList(area);
  addLife(area);
  addViews(area);
  addWhen(area);
  addPace(area);
  addAgain(area, draft);
  addFailed(area);
  addHistory(area);
  return {
    composer: area.composer,
    answers: {
      'campaign-when': answerWhen(area, draft.take),
      'campaign-name': answerName(area, draft.take, (ctx, id) => showDetail(area, ctx, id)),
    },
  };
}

/** K1. */
function addList({ kit, composer }: Area) {
  const { control, outbox, progress, clock } = kit;
  async function list(ctx: BotContext, page: number, message?: number) {
    const chat = ctx.chat?.id ?? 0;
    const voice = await kit.voiceOf(chat);
    const { campaigns, total } = await control.list({ limit: PAGE, offset: (page - 1) * PAGE });
    const active = await progress.active();
    const views: CardView[] = [];
    for (const { id } of campaigns) {
      const view = await progress.card(id);
      if (view) views.push(view);
    }
    const face = listScreen(
      voice,
      {
        ...{ views, total, page },
        sending: active.filter(({ state }) => state === 'running').length,
        scheduled: (await progress.upcoming()).length,
      },
      clock.now(),
    );
    if (message) await outbox.edit(chat, message, face, { answer: true });
    else await outbox.send(chat, face, { answer: true });
  }
  composer.command(typed('campaigns'), (ctx) => list(ctx, 1));
  composer.callbackQuery(/^list:(\d{1,6})$/, async (ctx) => {
    await toast(ctx);
    await list(ctx, Math.max(1, Number(ctx.match[1])), tapped(ctx));
  });
}

/** Pause, resume, cancel. */
function addLife({ kit, on, back, keepHere }: Area) {
  const { control, progress, chats, outbox } = kit;
  on('pause', async ({ ctx, id, voice }) => {
    const { changed, campaign } = await control.pause(actorOf(ctx), id);
    await back(ctx, id, voice);
    if (changed) return voice.t('campaign-toast-paused');
    return voice.t(campaign?.state === 'paused' ? 'campaign-toast-was-paused' : 'campaign-toast-over');
  });
  on('resume', async ({ ctx, id, voice }) => {
    const { changed, campaign, pause } = await control.resume(actorOf(ctx), id);
    await back(ctx, id, voice);
    const view = changed && pause ? await progress.card(id) : null;
    if (view && pause)
      await outbox.send(ctx.from?.id ?? 0, resumedScreen(voice, view, pause), { answer: true });
    if (changed) return voice.t('campaign-toast-resumed');
    return voice.t(campaign?.state === 'running' ? 'campaign-toast-was-running' : 'campaign-toast-over');
  });
  on('cancel', async ({ ctx, id, voice }) => {
    const view = await progress.card(id);
    if (!view || view.state.is === 'finished' || view.state.is === 'cancelled')
      return voice.t('campaign-toast-over');
    const place = await chats.card(ctx.from?.id ?? 0, cardOf(id));
    if (place?.messageId === tapped(ctx)) await chats.keep({ ...place, drawn: ASKING });
    await outbox.edit(ctx.from?.id ?? 0, tapped(ctx), askCancelScreen(voice, view), { answer: true });
    return undefined;
  });
  on('cancel:yes', async ({ ctx, id, voice }) => {
    const { changed } = await control.cancel(actorOf(ctx), id);
    await keepHere(ctx, id);
    await back(ctx, id, voice);
    return voice.t(changed ? 'campaign-toast-cancelled' : 'campaign-toast-over');
  });
}

/** The card, the detail, the report. */
function addViews(area: Area) {
  const { kit, cards, on, back, keepHere } = area;
  on('card', async ({ ctx, id, voice }) => {
    await closeQuestions(ctx);
    await keepHere(ctx, id);
    await back(ctx, id, voice);
    return undefined;
  });
  on('card:here', async ({ ctx, id }) => {
    await cards.bring(ctx.from?.id ?? 0, id);
    return undefined;
  });
  on('show', async ({ ctx, id }) => {
    await closeQuestions(ctx);
    await showDetail(area, ctx, id);
    return undefined;
  });
  on('report', async ({ ctx, id, voice }) => {
    // It may take a while: the tap is answered before.
    await toast(ctx, voice.t('campaign-toast-report'));
    await sendReport(kit, ctx.from?.id ?? 0, id, { answer: true });
    return undefined;
  });
}

/** K2, at the bottom of the chat. */
async function showDetail({ kit }: Area, ctx: BotContext, id: CampaignId): Promise<void> {
  const chat = ctx.chat?.id ?? 0;
  const view = await kit.progress.card(id);
  if (!view) return;
  const face = detailScreen(await kit.voiceOf(chat), view, kit.clock.now());
  await kit.outbox.send(chat, face, { answer: true });
}
