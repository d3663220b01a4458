/**
 * The clock on the wall: days, weekdays, spans of a day. All reckoned by `Temporal` in the zone that is asked
 * for (the business's, or a recipient's), never in the zone of the machine.
 */
import { z } from 'zod';

/** A daily span in minutes since midnight; `from` may be later than `to` (over midnight). */
export interface DailySpan {
  readonly from: number;
  readonly to: number;
}

/** Where the business is, and how it speaks to people who never chose a language. */
export const businessChoices = {
  zone: z.string().refine(isZone),
  /** ISO country of numbers without a country code; null: that of the linked number. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable(),
  language: z.enum(['es', 'en', 'pt']),
};

const minuteOfDay = z.int().min(0).max(1439);
/** A daily span that isn't empty. */
export const dailySpan = z
  .object({ from: minuteOfDay, to: minuteOfDay })
  .refine(({ from, to }) => from !== to);

/** In the order of `Temporal`: Monday is 1. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** The day of a moment, `YYYY-MM-DD`. */
export function dayOf(at: number, zone: string): string {
  return zoned(at, zone).toPlainDate().toString();
}

/** The moment when the day of `at` began. */
export function startOfDay(at: number, zone: string): number {
  return zoned(at, zone).startOfDay().epochMilliseconds;
}

export function weekdayOf(at: number, zone: string): Weekday {
  return WEEKDAYS[zoned(at, zone).dayOfWeek - 1] ?? 'mon';
}

/** Minutes since midnight, as the clock on the wall shows them. */
export function minuteOf(at: number, zone: string): number {
  const local = zoned(at, zone);
  return local.hour * 60 + local.minute;
}

/** When the daily span that `at` lies in ends; `null` when it lies in none. */
export function spanEnd(at: number, zone: string, span: DailySpan): number | null {
  if (span.from === span.to) return null;
  const local = zoned(at, zone);
  const minute = local.hour * 60 + local.minute;
  const overMidnight = span.from > span.to;
  const inside = overMidnight
    ? minute >= span.from || minute < span.to
    : minute >= span.from && minute < span.to;
  if (!inside) return null;
  return atMinute(local, span.to, overMidnight && minute >= span.from ? 1 : 0);
}

/** The day of `at` and `days` more, at `minute` minutes since midnight. */
export function dayAt(at: number, zone: string, minute: number, days = 0): number {
  return atMinute(zoned(at, zone), minute, days);
}

/** Minutes since midnight, `minute`, on the next day. */
export function nextDayAt(at: number, zone: string, minute: number): number {
  return dayAt(at, zone, minute, 1);
}

/** `20:00-08:00` → a span; `null` when it isn't one. */
export function parseSpan(text: string): DailySpan | null {
  const match = /^(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})$/.exec(text.trim());
  if (!match) return null;
  const [fromHour, fromMinute, toHour, toMinute] = match.slice(1).map(Number);
  if (fromHour === undefined || fromMinute === undefined || toHour === undefined || toMinute === undefined)
    return null;
  if (fromHour > 23 || toHour > 23 || fromMinute > 59 || toMinute > 59) return null;
  return { from: fromHour * 60 + fromMinute, to: toHour * 60 + toMinute };
}

/** True when the zone is known to this machine's tables. */
export function isZone(zone: string): boolean {
  try {
    zoned(0, zone);
    return true;
  } catch {
    return false;
  }
}

/** A moment as the clock on the business's wall shows it. */
export function zoned(at: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(Math.trunc(at)).toZonedDateTimeISO(zone);
}

/** A local time that a clock change skips moves forward, as `Temporal` does by default. */
function atMinute(day: Temporal.ZonedDateTime, minute: number, addDays: number): number {
  return day
    .toPlainDate()
    .add({ days: addDays })
    .toZonedDateTime({
      timeZone: day.timeZoneId,
      plainTime: new Temporal.PlainTime(Math.floor(minute / 60), minute % 60),
    }).epochMilliseconds;
}
