/** S2 and what comes every Monday: figures of a day, a week, a month in words. Pure. */
import { PERIODS, type Stats } from '../../queue/stats.ts';
import type { Voice } from '../../texts/texts.ts';
import { barLines, hourOf, rangeOf } from '../charts.ts';
import { button, type Screen, screen } from '../screen.ts';

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
