/**
 * When campaigns leave that don't leave at once: what is due, what was missed, and when one that repeats comes
 * again. Pure; local times are those of the business's zone, reckoned by `Temporal`.
 */
import { zoned } from './calendar.ts';
import type { Campaign, Every, Repeat } from './campaign.ts';

/** Later than this nobody expects it any more: it isn't sent without a person's word. */
export const TOO_LATE = 30 * 60_000;

export type Judgement = 'wait' | 'start' | 'missed';

/** What becomes of a scheduled campaign at `now`. One that was missed waits for a person. */
export function judge({ dueAt, missedAt }: Pick<Campaign, 'dueAt' | 'missedAt'>, now: number): Judgement {
  if (dueAt === null || missedAt !== null || dueAt > now) return 'wait';
  return now - dueAt > TOO_LATE ? 'missed' : 'start';
}

/** `2026-12-03T09:00` by the business's clock. */
export function localOf(at: number, zone: string): string {
  return zoned(at, zone).toPlainDateTime().toString({ smallestUnit: 'minute' });
}

/**
 * The moment of a local time; null when it is none. One that a clock change skips is later by as much as was skipped,
 * of one that comes twice it is the first.
 */
export function momentOf(local: string, zone: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local)) return null;
  try {
    return Temporal.PlainDateTime.from(local, { overflow: 'reject' }).toZonedDateTime(zone).epochMilliseconds;
  } catch {
    return null;
  }
}

const UNITS = { day: 'days', week: 'weeks', month: 'months' } as const satisfies Record<Every, string>;

/**
 * The first time after `after`. Counted from the very first one, so that neither a clock change nor a short month
 * moves those that follow: the 31st is the 30th in April, and the 31st again in May.
 */
export function occurrenceAfter({ every, from }: Repeat, after: number, zone: string): number {
  const unit = UNITS[every];
  const first = Temporal.PlainDateTime.from(from ?? localOf(after, zone));
  const passed = first.until(zoned(after, zone).toPlainDateTime(), { largestUnit: unit })[unit];
  for (let nth = Math.max(1, passed - 1); ; nth += 1) {
    const at = first.add({ [unit]: nth }).toZonedDateTime(zone).epochMilliseconds;
    if (at > after) return at;
  }
}
