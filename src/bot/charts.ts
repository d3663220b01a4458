/** Pictures in the chat: what they show stands below them in words, so that nobody needs them. */
import type { Chart } from '../charts/chart.ts';
import type { Happened } from '../queue/ports.ts';
import type { CardView } from '../queue/progress.ts';
import { fewer, type Minutes, type Stats } from '../queue/stats.ts';
import type { Voice } from '../texts/texts.ts';
import { outcomeLines } from './campaign/screens.ts';
import type { Kit } from './context.ts';
import type { SendOptions } from './outbox.ts';
import { button, clip, quote, type Screen, screen } from './screen.ts';

/** Bars of a picture, and lines below it. */
export const MOST_BARS = 60;
const MOST_LINES = 12;
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

/** What stands below the picture of a campaign; `minutes` is null while nothing was begun. */
export function campaignChartScreen(
  voice: Voice,
  view: CardView,
  minutes: Minutes | null,
  now: number,
): Screen {
  const { campaign, counts } = view;
  const began = campaign.startedAt ?? now;
  const took = Math.max(0, (campaign.endedAt ?? now) - began);
  const most = minutes && Math.max(...minutes.bars.map(({ sent }) => sent)) / (minutes.step / MINUTE);
  return screen(
    [
      voice.t('stats-campaign', {
        id: campaign.id,
        sent: voice.number(view.sent),
        people: voice.number(counts.people),
        count: counts.people,
      }),
      voice.t('campaign-over-time', { name: clip(campaign.name, 40), duration: voice.duration(took) }),
      ...outcomeLines(voice, view),
      most === null
        ? null
        : voice.t('stats-speed', {
            average: voice.number(Math.round(view.sent / Math.max(1, took / MINUTE))),
            most: voice.number(Math.round(most)),
          }),
      minutes &&
        barLines(voice, 'stats-lines-minutes', fewer(minutes.bars, MOST_LINES), momentOf(voice, minutes)),
    ],
    [
      [
        button(voice.t('campaign-b-report'), `campaign:${campaign.id}:report`),
        button(voice.t('campaign-b-detail'), `campaign:${campaign.id}:show`),
      ],
    ],
  );
}

/** How far people got, and when. */
export function campaignChart(voice: Voice, view: CardView, minutes: Minutes | null, zone: string): Chart {
  const { campaign, counts } = view;
  const step = (name: string, value: number, of?: number) => ({
    label: voice.t(`stats-step-${name}`),
    value,
    shown: of === undefined ? voice.number(value) : `${voice.number(value)} · ${voice.share(value, of)}`,
  });
  const [first] = minutes?.bars ?? [];
  return {
    title: clip(`${campaign.id} · ${campaign.name}`, 36),
    note: [first ? voice.day(first.at) : '', zoneLine(voice, zone)].filter(Boolean).join(' · '),
    locale: voice.locale,
    panels: [
      {
        is: 'funnel',
        title: voice.t('stats-funnel'),
        steps: [
          step('people', counts.people),
          step('sent', view.sent, counts.people),
          step('delivered', view.delivered, view.sent),
          step('read', counts.read, view.sent),
          step('replies', view.replies, view.sent),
        ],
      },
      ...(minutes && first
        ? [
            {
              is: 'time' as const,
              title: stepTitle(voice, minutes.step),
              labels: minutes.bars.map(({ at }) => momentOf(voice, minutes)(at)),
              series: seriesOf(voice, minutes.bars),
            },
          ]
        : []),
    ],
  };
}

/** Hours of a day, or days. */
export function statsChart(voice: Voice, stats: Stats, zone: string): Chart {
  const byDay = stats.period !== 'day';
  return {
    title: voice.many('sent', stats.sent),
    note: `${rangeOf(voice, stats)} · ${zoneLine(voice, zone)}`,
    locale: voice.locale,
    panels: [
      {
        is: 'time',
        title: voice.t(byDay ? 'stats-by-day' : 'stats-by-hour'),
        labels: stats.bars.map(({ at }) => (byDay ? voice.day(at) : String(hourOf(at, zone)))),
        series: seriesOf(voice, stats.bars),
      },
    ],
  };
}

/** `25 nov`, or both ends of several days. */
export const rangeOf = (voice: Voice, { since, until }: Pick<Stats, 'since' | 'until'>): string => {
  const [first, last] = [voice.day(since), voice.day(until - 1)];
  return first === last ? first : `${first} – ${last}`;
};

/** Each stretch in which something happened, folded below what matters more. */
export function barLines(
  voice: Voice,
  heading: string,
  bars: readonly Happened[],
  label: (at: number) => string,
) {
  const lines = bars
    .filter(({ sent, read }) => sent > 0 || read > 0)
    .map(({ at, sent, read }) => `${label(at)}: ${voice.number(sent)} · ${voice.number(read)}`);
  return lines.length === 0 ? null : quote([voice.t(heading), ...lines].join('\n'));
}

/** The hour of the day on the business's clock. */
export const hourOf = (at: number, zone: string): number =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).hour;

/** With the day when it took more than one. */
function momentOf(voice: Voice, { bars, step }: Minutes): (at: number) => string {
  const long = bars.length * step;
  if (long <= DAY) return voice.clock;
  return step >= DAY ? voice.day : (at) => `${voice.day(at)} ${voice.clock(at)}`;
}

const seriesOf = (voice: Voice, bars: readonly Happened[]) => [
  { name: voice.t('stats-sent'), values: bars.map(({ sent }) => sent) },
  { name: voice.t('stats-read'), values: bars.map(({ read }) => read) },
];

const zoneLine = (voice: Voice, zone: string) =>
  voice.t('stats-zone', { city: (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ') });

function stepTitle(voice: Voice, step: number): string {
  const minutes = step / MINUTE;
  if (minutes === 1) return voice.t('stats-each-minute');
  if (minutes < 60) return voice.t('stats-each-minutes', { minutes });
  return voice.t('stats-each-hours', { hours: Math.round(minutes / 60) });
}

/** Telegram's bound on what stands below a picture. */
const LONGEST_CAPTION = 1024;

/**
 * Shows a picture with its words, in place of the one that was tapped. Who wants plain text, and everybody while
 * nothing can be drawn, gets the words alone.
 */
export async function showChart(
  kit: Pick<Kit, 'outbox' | 'draw' | 'team' | 'log'>,
  chat: number,
  { chart, face }: { chart: Chart; face: Screen },
  options: SendOptions & { over?: { message: number; isPhoto: boolean } } = {},
): Promise<void> {
  const { over, ...sending } = options;
  const plain = (await kit.team.member(chat))?.plain || face.text.length > LONGEST_CAPTION;
  const png = plain ? null : await picture(kit, chart);
  if (over && over.isPhoto === (png !== null)) {
    const edited = png
      ? await kit.outbox.editPhoto(chat, over.message, png, face)
      : await kit.outbox.edit(chat, over.message, face, { answer: true });
    if (edited === 'done') return;
  }
  if (png) await kit.outbox.photo(chat, png, face, { ...sending, open: true });
  else await kit.outbox.send(chat, face, sending);
}

async function picture({ draw, log }: Pick<Kit, 'draw' | 'log'>, chart: Chart): Promise<Uint8Array | null> {
  try {
    return await draw(chart, 'png');
  } catch (error) {
    log.warn({ event: 'chart', err: error });
    return null;
  }
}
