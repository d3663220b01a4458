/** The day that caps count on. */
import { dayOf, nextDayAt, startOfDay } from '../calendar.ts';
import type { CountingDay } from '../ports.ts';

/** A zone that was taken back so soon was a slip of the thumb. */
const SLIP = 3_600_000;

/**
 * The day in force at `now`: that of the business's zone. Where the zone was changed since `kept` was noted, the day of
 * before goes on until a day begins by the new clock after its own end, so that nobody gets a second day's worth by moving
 * a setting, and no day by either clock has parts of two.
 */
export function countingDay(kept: CountingDay | null, zone: string, now: number): CountingDay {
  if (kept && kept.zone !== zone) {
    const before = countingDay(kept, kept.zone, now);
    const over = now - before.at > SLIP ? Math.max(before.over, nextDayAt(now, kept.zone, 0)) : before.over;
    const until = startOfDay(over, zone) === over ? over : nextDayAt(over, zone, 0);
    return { ...before, zone, at: now, over, until };
  }
  if (kept && kept.since <= now && now < kept.until) return kept;
  const until = nextDayAt(now, zone, 0);
  const since = startOfDay(now, zone);
  return { zone, at: kept?.at ?? since, day: dayOf(now, zone), since, over: until, until };
}
