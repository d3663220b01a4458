/** `campaign:12:…` and `list:1`: pause, resume, cancel, report, detail. */
import { Composer } from 'grammy';
import type { Campaign, CampaignId } from '../queue/campaign.ts';
import type { CardView } from '../queue/progress.ts';
import { reportCsv } from '../queue/report.ts';
import type { Voice } from '../texts/texts.ts';
import { ASKING, type Cards, cardOf, cardScreen } from './card.ts';
import { actorOf, type BotContext, type Kit, tapped, toast } from './context.ts';
import { beginningOf } from './marks.ts';
import { type Button, button, clip, quote, type Screen, screen } from './screen.ts';

const PAGE = 5;

/** L2. */
export function askCancelScreen(voice: Voice, view: CardView): Screen {
  const id = view.campaign.id;
  const left = voice.number(view.counts.queued + view.counts.sending);
  return screen(
    [voice.t('campaign-ask-cancel', { id, left })],
    [
      [button(voice.t('campaign-b-yes-cancel'), `campaign:${id}:cancel:yes`, 'danger')],
      [
        button(voice.t('campaign-b-rather-pause'), `campaign:${id}:pause`),
        button(voice.t('campaign-b-back'), `campaign:${id}:card`),
      ],
    ],
  );
}

/** L3: the campaign is over. */
export function overScreen(voice: Voice, view: CardView): Screen {
  const { campaign, counts } = view;
  const missing = counts.failed + counts.skipped;
  const took = (campaign.endedAt ?? 0) - (campaign.startedAt ?? 0);
  return screen(
    [
      voice.t('campaign-over', {
        id: campaign.id,
        sent: voice.number(view.sent),
        people: voice.number(counts.people),
      }),
      voice.t('campaign-over-time', { name: campaign.name, duration: voice.duration(Math.max(0, took)) }),
      voice.t('campaign-over-shares', {
        delivered: voice.number(view.delivered),
        deliveredshare: voice.share(view.delivered, view.sent),
        read: voice.number(counts.read),
        readshare: voice.share(counts.read, view.sent),
      }),
      voice.t('campaign-over-answers', {
        replies: voice.number(view.replies),
        optouts: voice.number(view.optOuts),
      }),
      missing > 0
        ? voice.t('campaign-over-left', {
            count: voice.number(missing),
            failed: voice.number(counts.failed),
            skipped: voice.number(counts.skipped),
          })
        : null,
    ],
    [
      [
        button(voice.t('campaign-b-report'), `campaign:${campaign.id}:report`),
        button(voice.t('campaign-b-replies'), `campaign:${campaign.id}:replies`),
      ],
    ],
  );
}

export function listScreen(
  voice: Voice,
  page: {
    campaigns: readonly Campaign[];
    total: number;
    sending: number;
    page: number;
    percent: (id: CampaignId) => number;
  },
): Screen {
  if (page.total === 0)
    return screen(
      [voice.t('campaign-list-none')],
      [[button(voice.t('campaign-b-first'), 'new:start', 'primary')]],
    );
  const pages = Math.ceil(page.total / PAGE);
  const label = (campaign: Campaign) =>
    label32(`${campaign.id} ${campaign.name}`, stateWord(voice, campaign, page.percent(campaign.id)));
  const turn = (to: number, sign: string): Button =>
    button(sign, to >= 1 && to <= pages ? `list:${to}` : 'ui:noop');
  return screen(
    [voice.t('campaign-list', { sending: page.sending, total: page.total })],
    [
      ...page.campaigns.map((campaign) => [button(label(campaign), `campaign:${campaign.id}:show`)]),
      pages > 1
        ? [turn(page.page - 1, '‹'), button(`${page.page} / ${pages}`, 'ui:noop'), turn(page.page + 1, '›')]
        : [],
      [button(voice.t('menu-b-new'), 'new:start', 'primary')],
    ],
  );
}

/** K2. */
export function detailScreen(voice: Voice, view: CardView, now: number): Screen {
  const { campaign } = view;
  const id = campaign.id;
  const over = campaign.state === 'finished' || campaign.state === 'cancelled';
  return screen(
    [
      voice.t('campaign-detail', {
        id,
        name: clip(campaign.name, 20),
        state: stateWord(voice, campaign, view.percent),
      }),
      voice.t('campaign-detail-by', { by: campaign.createdByName, at: voice.time(campaign.createdAt, now) }),
      campaign.content?.text ? quote(beginningOf(campaign.content.text)) : null,
    ],
    [
      [
        over
          ? button(voice.t('campaign-b-report'), `campaign:${id}:report`)
          : button(voice.t('campaign-b-card'), `campaign:${id}:card:here`),
      ],
      [button(voice.t('campaign-b-list'), 'list:1')],
    ],
  );
}

/** The state is read whole, the name as far as it fits. */
const label32 = (name: string, state: string) => `${clip(name, 32 - 3 - state.length)} · ${state}`;

function stateWord(voice: Voice, campaign: Campaign, percent: number): string {
  return voice.t(`campaign-state-${campaign.state}`, { percent });
}

/** The report as bytes, and its name. */
export async function reportOf(
  kit: Kit,
  voice: Voice,
  id: CampaignId,
): Promise<{ name: string; bytes: Buffer }> {
  const reason = (code: string, detail: string | null) =>
    kit.texts.has(`report-reason-${code}`)
      ? voice.t(`report-reason-${code}`, { line: detail ?? '', field: detail ?? '' })
      : code;
  const words = {
    column: (column: string) => voice.t(`report-column-${column}`),
    state: (state: string) => voice.t(`report-state-${state}`),
    reason,
  };
  const form = {
    zone: kit.place().zone,
    delimiter: voice.language === 'en' ? (',' as const) : (';' as const),
  };
  const parts: Buffer[] = [];
  for await (const part of reportCsv(kit.control.rows(id), words, form)) parts.push(Buffer.from(part));
  return { name: voice.t('campaign-report-name', { id }), bytes: Buffer.concat(parts) };
}

export function createCampaign(kit: Kit, cards: Cards): Composer<BotContext> {
  const { control, outbox, progress, chats, clock } = kit;
  const composer = new Composer<BotContext>();

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

  /** A button of a campaign: the campaign, the reader's words, and who taps. */
  function on(
    action: string,
    handle: (ctx: BotContext, id: CampaignId, voice: Voice) => Promise<string | undefined>,
  ) {
    composer.callbackQuery(new RegExp(`^campaign:(\\d+):${action}$`), async (ctx) => {
      const id = Number(ctx.match[1]) as CampaignId;
      const voice = await kit.voiceOf(ctx.from.id);
      if (!(await control.campaign(id))) return toast(ctx, voice.t('guard-old'));
      await toast(ctx, await handle(ctx, id, voice));
    });
  }

  /** The card under a tap becomes the card again. */
  async function back(ctx: BotContext, id: CampaignId, voice: Voice) {
    const view = await progress.card(id);
    if (!view) return;
    await outbox.edit(
      ctx.from?.id ?? 0,
      tapped(ctx),
      cardScreen(voice, view, kit.link.state(), clock.now()),
      { answer: true },
    );
    const place = await chats.card(ctx.from?.id ?? 0, cardOf(id));
    if (place?.messageId === tapped(ctx)) await chats.keep({ ...place, drawn: '' });
    cards.poke(id, true);
  }

  composer.command(['campaigns', 'campanas', 'campanhas'], (ctx) => list(ctx, 1));
  composer.callbackQuery(/^list:(\d+)$/, async (ctx) => {
    await toast(ctx);
    await list(ctx, Number(ctx.match[1]), tapped(ctx));
  });
  on('pause', async (ctx, id, voice) => {
    const { changed, campaign } = await control.pause(actorOf(ctx), id);
    await back(ctx, id, voice);
    if (changed) return voice.t('campaign-toast-paused');
    return voice.t(campaign?.state === 'paused' ? 'campaign-toast-was-paused' : 'campaign-toast-over');
  });
  on('resume', async (ctx, id, voice) => {
    const { changed, campaign } = await control.resume(actorOf(ctx), id);
    await back(ctx, id, voice);
    if (changed) return voice.t('campaign-toast-resumed');
    return voice.t(campaign?.state === 'running' ? 'campaign-toast-was-running' : 'campaign-toast-over');
  });
  on('cancel', async (ctx, id, voice) => {
    const view = await progress.card(id);
    if (!view || view.state.is === 'finished' || view.state.is === 'cancelled')
      return voice.t('campaign-toast-over');
    const place = await chats.card(ctx.from?.id ?? 0, cardOf(id));
    if (place?.messageId === tapped(ctx)) await chats.keep({ ...place, drawn: ASKING });
    await outbox.edit(ctx.from?.id ?? 0, tapped(ctx), askCancelScreen(voice, view), { answer: true });
    return undefined;
  });
  on('cancel:yes', async (ctx, id, voice) => {
    const { changed } = await control.cancel(actorOf(ctx), id);
    await keepHere(ctx, id);
    await back(ctx, id, voice);
    return voice.t(changed ? 'campaign-toast-cancelled' : 'campaign-toast-over');
  });
  on('card', async (ctx, id, voice) => {
    await keepHere(ctx, id);
    await back(ctx, id, voice);
    return undefined;
  });
  on('card:here', async (ctx, id) => {
    await cards.bring(ctx.from?.id ?? 0, id);
    return undefined;
  });
  on('show', async (ctx, id, voice) => {
    const view = await progress.card(id);
    if (view) await outbox.send(ctx.from?.id ?? 0, detailScreen(voice, view, clock.now()), { answer: true });
    return undefined;
  });
  on('report', async (ctx, id, voice) => {
    const { name, bytes } = await reportOf(kit, voice, id);
    await outbox.file(ctx.from?.id ?? 0, name, bytes, { answer: true });
    return undefined;
  });

  /** The tapped message is the campaign's card in this chat. */
  async function keepHere(ctx: BotContext, id: CampaignId) {
    const chat = ctx.from?.id ?? 0;
    await chats.keep({
      chatId: chat,
      what: cardOf(id),
      messageId: tapped(ctx),
      threadId: null,
      drawn: '',
      at: clock.now(),
    });
  }
  return composer;
}
