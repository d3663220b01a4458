/**
 * When a cron pattern comes next, on the business's wall. node-cron reads the pattern; the moment is reckoned
 * here by `Temporal`, because its own reckoning across clock changes is in doubt (node-cron#492, #509).
 */
import { parse, validate } from 'node-cron';

const DAYS_AHEAD = 366 * 4 + 2;

/** Five fields of numbers, lists, ranges, steps and names; or `off`. */
export function isCron(text: string): boolean {
  if (text === 'off') return true;
  if (text.trim().split(/\s+/).length !== 5 || !validate(text)) return false;
  const { dayOfMonth, dayOfWeek } = parse(text);
  return [...dayOfMonth, ...dayOfWeek].every((day) => typeof day === 'number');
}

/**
 * The first moment after `after` (both in ms since the epoch) that fits, or `null` when none does within four
 * years. A time that a clock change skips moves forward; one that comes twice counts the first time only. As
 * with node-cron, day of month and day of week must both fit.
 */
export function nextFire(pattern: string, zone: string, after: number): number | null {
  const { minute, hour, dayOfMonth, month, dayOfWeek } = parse(pattern);
  const today = Temporal.Instant.fromEpochMilliseconds(Math.trunc(after))
    .toZonedDateTimeISO(zone)
    .toPlainDate();
  // From the day before: a skipped time of that day may have moved over midnight.
  for (let ahead = -1; ahead < DAYS_AHEAD; ahead += 1) {
    const day = today.add({ days: ahead });
    if (!month.includes(day.month) || !dayOfMonth.includes(day.day)) continue;
    if (!dayOfWeek.includes(day.dayOfWeek % 7)) continue;
    const times = hour.flatMap((h) => minute.map((m) => new Temporal.PlainTime(h, m)));
    const moments = times
      .map((plainTime) => day.toZonedDateTime({ timeZone: zone, plainTime }).epochMilliseconds)
      .filter((moment) => moment > after);
    // Not the first in the list: a skipped time lands behind later ones.
    if (moments.length > 0) return moments.reduce((least, moment) => Math.min(least, moment));
  }
  return null;
}
