/** `stats:…` and `campaign:12:chart`: figures of a day, a week, a month and of a campaign, drawn and in words. */
import { Composer } from 'grammy';
import type { Chart } from '../charts/chart.ts';
import type { CampaignId } from '../queue/campaign.ts';
import { mondayOf, PERIODS, type Period, type Stats } from '../queue/stats.ts';
import type { Voice } from '../texts/texts.ts';
import {
  barLines,
  campaignChart,
  campaignChartScreen,
  hourOf,
  MOST_BARS,
  rangeOf,
  showChart,
  statsChart,
} from './charts.ts';
import { typed } from './commands.ts';
import { type BotContext, type Kit, tapped, toast } from './context.ts';
import { button, type Screen, screen } from './screen.ts';

/** S2. */
export function statsScreen(voice: Voice, stats: Stats, options: { weekly: boolean; zone: string }): Screen {
  return screen(
    [
      voice.t(`stats-first-${stats.period}`, firstOf(voice, stats)),
      stats.period === 'day' ? null : voice.t('stats-range', { range: rangeOf(voice, stats) }),
      ...figures(voice, stats, options.zone),
    ],
    [
      PERIODS.map((period) => {
        const label = voice.t(`stats-b-${period}`);
        return button(period === stats.period ? `(${label})` : label, `stats:${period}`);
      }),
      [button(voice.t(options.weekly ? 'stats-b-weekly-on' : 'stats-b-weekly-off'), 'stats:weekly')],
      [button(voice.t('menu-b-menu'), 'menu:show')],
    ],
  );
}

/** What comes every Monday. */
export function weeklyScreen(voice: Voice, stats: Stats, zone: string): Screen {
  return screen(
    [
      voice.t('stats-first-past', firstOf(voice, stats)),
      voice.t('stats-past-more', { ...firstOf(voice, stats), range: rangeOf(voice, stats) }),
      ...figures(voice, stats, zone),
    ],
    [[button(voice.t('stats-b-today'), 'stats:day')], [button(voice.t('stats-b-weekly-on'), 'stats:weekly')]],
  );
}

const firstOf = (voice: Voice, { sent, delivered, read }: Stats) => ({
  sent: voice.many('sent', sent),
  delivered: voice.many('delivered', delivered),
  read: voice.many('read', read),
});

function figures(voice: Voice, stats: Stats, zone: string) {
  const byDay = stats.period !== 'day';
  const { bestHour } = stats;
  return [
    voice.t('stats-answers', {
      replies: voice.number(stats.replies),
      share: voice.share(stats.replies, stats.sent),
      failed: voice.number(stats.failed),
      optouts: voice.number(stats.optOuts),
    }),
    bestHour === null ? null : voice.t('stats-best', { from: bestHour, to: bestHour + 1 }),
    barLines(voice, byDay ? 'stats-lines-days' : 'stats-lines-hours', stats.bars, (at) =>
      byDay ? voice.day(at) : voice.t('stats-hour', { hour: hourOf(at, zone) }),
    ),
  ];
}

/** Who wants the week's figures each Monday, and for which Monday they were told last (`YYYY-MM-DD`). */
export interface Weekly {
  readonly on: boolean;
  readonly told: string;
}

const weeklyOf = async ({ chats }: Pick<Kit, 'chats'>, chat: number): Promise<Weekly> =>
  ((await chats.read(`weekly:${chat}`)) as Weekly | undefined) ?? { on: false, told: '' };

/** People are at work then, and quiet hours are over. */
const WEEKLY_HOUR = 9;

/** The Monday whose summary is due by now: this week's, or before nine o'clock the one of the week before. */
export function dueMonday(now: number, zone: string): string {
  const monday = (at: number) =>
    Temporal.Instant.fromEpochMilliseconds(mondayOf(at, zone)).toZonedDateTimeISO(zone).toPlainDate();
  const due = monday(now).toZonedDateTime({ timeZone: zone, plainTime: { hour: WEEKLY_HOUR } });
  const own = now >= due.epochMilliseconds ? monday(now) : monday(now).subtract({ days: 7 });
  return own.toString();
}

export interface StatsArea {
  readonly composer: Composer<BotContext>;
  /** Sends the week's figures to whoever wants them and hasn't had them. */
  tellWeek(): Promise<void>;
  /** The same figures for the panel: lines, and what to draw above them. */
  figures(voice: Voice, period: Period): Promise<{ lines: string[]; chart: Chart }>;
}

export function createStatsArea(kit: Kit): StatsArea {
  const { chats, clock, stats, outbox, progress } = kit;
  const composer = new Composer<BotContext>();
  const zone = () => kit.place().zone;

  const overOf = (ctx: BotContext) => {
    const message = tapped(ctx);
    const own = ctx.callbackQuery?.data?.startsWith('stats:') && ctx.callbackQuery.message;
    const isStats =
      own && 'reply_markup' in own && JSON.stringify(own.reply_markup).includes('"stats:weekly"');
    return message && isStats ? { over: { message, isPhoto: 'photo' in own } } : {};
  };

  async function show(ctx: BotContext, period: Period) {
    const chat = ctx.chat?.id ?? 0;
    void outbox.typing(chat);
    await chats.write(`stats:${chat}`, period);
    const voice = await kit.voiceOf(chat);
    const found = await stats.of(period);
    const face = statsScreen(voice, found, { weekly: (await weeklyOf(kit, chat)).on, zone: zone() });
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
    const { on } = await weeklyOf(kit, chat);
    // The next one is next Monday's, or today's before nine.
    const changed: Weekly = { on: !on, told: dueMonday(clock.now(), zone()) };
    await chats.write(`weekly:${chat}`, changed);
    const voice = await kit.voiceOf(chat);
    await toast(ctx, voice.t(changed.on ? 'stats-weekly-on' : 'stats-weekly-off'));
    const shown = await chats.read(`stats:${chat}`);
    await show(ctx, PERIODS.find((one) => one === shown) ?? 'day');
  });
  composer.callbackQuery(/^campaign:(\d+):chart$/, async (ctx) => {
    const id = Number(ctx.match[1]) as CampaignId;
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

  async function tellOne(chat: number) {
    const weekly = await weeklyOf(kit, chat);
    const due = dueMonday(clock.now(), zone());
    if (!weekly.on || weekly.told >= due) return;
    // Noted first: after a kill in between one summary is missing, which is better than two of them.
    await chats.write(`weekly:${chat}`, { on: true, told: due } satisfies Weekly);
    const voice = await kit.voiceOf(chat);
    const found = await stats.weekBefore(clock.now());
    const face = weeklyScreen(voice, found, zone());
    await showChart(kit, chat, { chart: statsChart(voice, found, zone()), face });
  }

  return {
    composer,
    async tellWeek() {
      for (const { id, blocked } of await kit.team.members()) if (!blocked) await tellOne(id);
    },
    async figures(voice, period) {
      const found = await stats.of(period);
      const { text } = statsScreen(voice, found, { weekly: false, zone: zone() });
      return { lines: text.split('\n'), chart: statsChart(voice, found, zone()) };
    },
  };
}
