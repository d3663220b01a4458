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

/** By the clock of a zone. */
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

/** `20:00-08:00`, `21 a 8`, `9 pm to 7:30 am` → a span; `null` when it isn't one. */
export function parseSpan(text: string): DailySpan | null {
  const match = SPAN.exec(text.trim().toLowerCase());
  if (!match) return null;
  const [, fromHour, fromMinute, fromHalf, toHour, toMinute, toHalf] = match;
  const from = minuteAt(fromHour, fromMinute, fromHalf);
  const to = minuteAt(toHour, toMinute, toHalf);
  return from === null || to === null ? null : { from, to };
}

const HOUR = String.raw`(\d{1,2})(?:[:.h](\d{2})?)?\s*(?:hs?|horas?)?\s*([ap]\.?\s?m\.?)?`;
const SPAN = new RegExp(
  String.raw`^(?:(?:de|das?|from)\s+)?(?:las?\s+)?${HOUR}\s*(?:[-–]|a(?:l|té|te|s)?|às|to|until|hasta)\s*(?:las?\s+|as\s+|às\s+)?${HOUR}$`,
);

/** Minutes since midnight of a time as people write it; `null` when no clock shows it. */
function minuteAt(hour = '', minute = '0', half = ''): number | null {
  const [h, m] = [Number(hour), Number(minute)];
  if (m > 59 || h > (half ? 12 : 23) || (half && h === 0)) return null;
  return ((half ? h % 12 : h) + (half.startsWith('p') ? 12 : 0)) * 60 + m;
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
