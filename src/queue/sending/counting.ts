/** The day that caps count on. */
import { dayOf, nextDayAt, startOfDay } from '../calendar.ts';
import type { CountingDay } from '../ports.ts';

/**
 * The day in force at `now`: that of the business's zone. Where the zone was changed since `kept` was noted, the day of
 * before goes on until it is over by both clocks, so that nobody gets a second day's worth by moving a setting.
 */
export function countingDay(kept: CountingDay | null, zone: string, now: number): CountingDay {
  if (kept && kept.zone !== zone) {
    const before = countingDay(kept, kept.zone, now);
    const midnights = [nextDayAt(now, kept.zone, 0), nextDayAt(now, zone, 0)];
    return { ...before, zone, until: Math.max(before.until, ...midnights) };
  }
  if (kept && kept.since <= now && now < kept.until) return kept;
  // A longer day of before ends in the middle of one: that one begins there.
  const since = Math.max(startOfDay(now, zone), kept && kept.until <= now ? kept.until : 0);
  return { zone, day: dayOf(now, zone), since, until: nextDayAt(now, zone, 0) };
}
