/** `stats:…` and `campaign:12:chart`: figures of a day, a week, a month and of a campaign, drawn and in words. */
import { Composer } from 'grammy';
import { z } from 'zod';
import type { Chart } from '../../charts/chart.ts';
import type { CampaignId } from '../../queue/campaign.ts';
import { PERIODS, type Period } from '../../queue/stats.ts';
import type { Voice } from '../../texts/texts.ts';
import { campaignChart, campaignChartScreen, MOST_BARS, showChart, statsChart } from '../charts.ts';
import { typed } from '../commands.ts';
import { type BotContext, idIn, type Kit, tapped, toast } from '../context.ts';
import { createSlot } from '../slot.ts';
import { statsScreen } from './screens.ts';
import { createWeekly } from './weekly.ts';

export interface StatsArea {
  readonly composer: Composer<BotContext>;
  /** Sends the week's figures to whoever wants them and hasn't had them. */
  tellWeek(): Promise<void>;
  /** The same figures for the panel: lines, and what to draw above them. */
  figures(voice: Voice, period: Period): Promise<{ lines: string[]; chart: Chart }>;
}

export function createStatsArea(kit: Kit): StatsArea {
  const { clock, stats, outbox, progress } = kit;
  const composer = new Composer<BotContext>();
  const weekly = createWeekly(kit);
  /** Which period a chat looked at last. */
  const shown = createSlot(kit.chats, 'stats', z.enum(PERIODS));
  const zone = () => kit.place().zone;

  async function show(ctx: BotContext, period: Period) {
    const chat = ctx.chat?.id ?? 0;
    void outbox.typing(chat);
    await shown.write(chat, period);
    const voice = await kit.voiceOf(chat);
    const found = await stats.of(period);
    const face = statsScreen(voice, found, { weekly: await weekly.wants(chat), zone: zone() });
    const chart = statsChart(voice, found, zone());
    await showChart(kit, chat, { chart, face }, { answer: true, ...overOf(ctx) });
  }

  composer.command(typed('stats'), (ctx) => show(ctx, 'day'));
  composer.callbackQuery(/^stats:(day|week|month)$/, async (ctx) => {
    await toast(ctx);
    await show(ctx, PERIODS.find((one) => one === ctx.match[1]) ?? 'day');
  });
  composer.callbackQuery('stats:weekly', async (ctx) => {
    const chat = ctx.from.id;
    const on = await weekly.turn(chat);
    const voice = await kit.voiceOf(chat);
    await toast(ctx, voice.t(on ? 'stats-weekly-on' : 'stats-weekly-off'));
    await show(ctx, (await shown.read(chat)) ?? 'day');
  });
  composer.callbackQuery(/^campaign:(\d+):chart$/, async (ctx) => {
    const id = idIn<CampaignId>(ctx);
    const voice = await kit.voiceOf(ctx.from.id);
    const view = await progress.card(id);
    if (view?.campaign.kind !== 'campaign') return toast(ctx, voice.t('guard-old'));
    await toast(ctx);
    void outbox.typing(ctx.from.id);
    const minutes = await stats.campaign(id, MOST_BARS);
    const face = campaignChartScreen(voice, view, minutes, clock.now());
    const chart = campaignChart(voice, view, minutes, zone());
    await showChart(kit, ctx.from.id, { chart, face }, { answer: true });
  });

  return {
    composer,
    tellWeek: weekly.tell,
    async figures(voice, period) {
      const found = await stats.of(period);
      const { text } = statsScreen(voice, found, { weekly: false, zone: zone() });
      return { lines: text.split('\n'), chart: statsChart(voice, found, zone()) };
    },
  };
}

/** The figures that were tapped are replaced by the next ones; a picture can only become a picture. */
function overOf(ctx: BotContext): { over?: { message: number; isPhoto: boolean } } {
  const message = tapped(ctx);
  const own = ctx.callbackQuery?.data?.startsWith('stats:') && ctx.callbackQuery.message;
  const isStats = own && 'reply_markup' in own && JSON.stringify(own.reply_markup).includes('"stats:weekly"');
  return message && isStats ? { over: { message, isPhoto: 'photo' in own } } : {};
}
