/** `campaign:12:…` and `list:1`: what people do to campaigns that have left the draft. */
import type { Composer } from 'grammy';
import type { CampaignId } from '../../queue/campaign.ts';
import { ASKING, type Cards, cardOf } from '../card.ts';
import { actorOf, type BotContext, type Kit, tapped, toast } from '../context.ts';
import { sendReport } from '../csv.ts';
import { type Answer, closeQuestions } from '../question.ts';
import { type Area, createArea } from './area.ts';
import { askCancelScreen, detailScreen, listScreen, PAGE } from './screens.ts';
import { addWhen, answerWhen } from './when.ts';

export interface Campaigns {
  readonly composer: Composer<BotContext>;
  /** A typed time for a scheduled campaign. */
  readonly when: Answer;
}

/** `other` takes a message that answers none of the questions asked here. */
export function createCampaign(
  kit: Kit,
  cards: Cards,
  other: (ctx: BotContext) => Promise<boolean>,
): Campaigns {
  const area = createArea(kit, cards);
  addList(area);
  addLife(area);
  addViews(area);
  addWhen(area);
  return { composer: area.composer, when: answerWhen(area, other) };
}

/** K1. */
function addList({ kit, composer }: Area) {
  const { control, outbox, progress } = kit;
  async function list(ctx: BotContext, page: number, message?: number) {
    const chat = ctx.chat?.id ?? 0;
    const voice = await kit.voiceOf(chat);
    const { campaigns, total } = await control.list({ limit: PAGE, offset: (page - 1) * PAGE });
    const active = await progress.active();
    const percents = new Map<CampaignId, number>();
    for (const { id } of campaigns) percents.set(id, (await progress.card(id))?.percent ?? 0);
    const face = listScreen(voice, {
      campaigns,
      total,
      page,
      sending: active.filter(({ state }) => state === 'running').length,
      percent: (id) => percents.get(id) ?? 0,
    });
    if (message) await outbox.edit(chat, message, face, { answer: true });
    else await outbox.send(chat, face, { answer: true });
  }
  composer.command(['campaigns', 'campanas', 'campanhas'], (ctx) => list(ctx, 1));
  composer.callbackQuery(/^list:(\d+)$/, async (ctx) => {
    await toast(ctx);
    await list(ctx, Number(ctx.match[1]), tapped(ctx));
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
    const { changed, campaign } = await control.resume(actorOf(ctx), id);
    await back(ctx, id, voice);
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
function addViews({ kit, cards, on, back, keepHere }: Area) {
  const { outbox, progress, clock } = kit;
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
  on('show', async ({ ctx, id, voice }) => {
    const view = await progress.card(id);
    if (view) await outbox.send(ctx.from?.id ?? 0, detailScreen(voice, view, clock.now()), { answer: true });
    return undefined;
  });
  on('report', async ({ ctx, id, voice }) => {
    // It may take a while: the tap is answered before.
    await toast(ctx, voice.t('campaign-toast-report'));
    await sendReport(kit, ctx.from?.id ?? 0, id, { answer: true });
    return undefined;
  });
}
