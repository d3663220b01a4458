/** When people may be written to: quiet hours and quiet days, by the clock on their own wall. */
import {
  type DailySpan,
  dayAt,
  nextDayAt,
  spanEnd,
  startOfDay,
  type Weekday,
  weekdayOf,
} from '../calendar.ts';

export interface HourRules {
  readonly quietHours: DailySpan | 'off';
  /** Whole days on which nobody is written to. */
  readonly quietDays: readonly Weekday[];
  /** Whose clock counts: that of the recipient's country, or the business's. */
  readonly quietZone: 'recipient' | 'business';
  /** The business's zone. */
  readonly zone: string;
}

/** ISO country of a recipient; null where it isn't known: the business's clock counts then. */
export type Country = string | null;

/** People of one country who wait; `known` of them wrote to us lately. */
export interface Group {
  readonly country: Country;
  readonly people: number;
  readonly known: number;
}

/** Looked ahead this far for an hour in which a country may be written to. */
const HORIZON = 15 * 86_400_000;
const MINUTE = 60_000;

export const hasQuiet = (rules: HourRules): boolean =>
  rules.quietDays.length > 0 || (rules.quietHours !== 'off' && rules.quietHours.from !== rules.quietHours.to);

/** Until when people of this country are left in peace; null when they may be written to at `at`. */
export function quietUntil(country: Country, at: number, rules: HourRules): number | null {
  if (!hasQuiet(rules)) return null;
  const until = quietIn(zonesOf(country, rules), at, rules);
  // So wide a country that some zone is always quiet: the business's clock is the next best.
  return until === 'always' ? orNull(quietIn([rules.zone], at, rules)) : until;
}

/** Until when people of this country may be written to, if they may at `at`. Infinite without quiet times. */
export function openUntil(country: Country, at: number, rules: HourRules): number {
  if (!hasQuiet(rules)) return Number.POSITIVE_INFINITY;
  const zones = zonesOf(country, rules);
  const fits = quietIn(zones, at, rules) !== 'always';
  return Math.min(...(fits ? zones : [rules.zone]).map((zone) => nextQuiet(zone, at, rules)));
}

/** Who may be written to must be awake in every zone: a moment that is quiet in one of them is quiet. */
function quietIn(zones: readonly string[], at: number, rules: HourRules): number | null | 'always' {
  let time = at;
  while (time < at + HORIZON) {
    const ends = zones.map((zone) => quietEnd(zone, time, rules)).filter((end) => end !== null);
    if (ends.length === 0) return time === at ? null : time;
    // An hour that the clock shows twice may end before it begins.
    time = Math.max(...ends, time + MINUTE);
  }
  return 'always';
}

const orNull = (until: number | null | 'always') => (until === 'always' ? null : until);

function quietEnd(zone: string, at: number, { quietHours, quietDays }: HourRules): number | null {
  if (quietDays.includes(weekdayOf(at, zone))) return nextDayAt(at, zone, 0);
  return quietHours === 'off' ? null : spanEnd(at, zone, quietHours);
}

function nextQuiet(zone: string, at: number, { quietHours, quietDays }: HourRules): number {
  const starts: number[] = [];
  if (quietHours !== 'off' && quietHours.from !== quietHours.to) {
    const today = dayAt(at, zone, quietHours.from);
    starts.push(today > at ? today : nextDayAt(at, zone, quietHours.from));
  }
  for (let days = 1; days <= 7 && quietDays.length > 0; days += 1) {
    const midnight = startOfDay(dayAt(at, zone, 12 * 60, days), zone);
    if (!quietDays.includes(weekdayOf(midnight, zone))) continue;
    starts.push(midnight);
    break;
  }
  return Math.min(...starts);
}

/** By the tables that Node ships; a country that they don't know has the business's clock. */
function zonesOf(country: Country, { quietZone, zone }: HourRules): readonly string[] {
  if (country === null || quietZone === 'business') return [zone];
  const known = clocks.get(country) ?? differentClocks(country);
  clocks.set(country, known);
  return known.length > 0 ? known : [zone];
}

/** What the tables say doesn't change while the program runs. */
const clocks = new Map<string, readonly string[]>();

/** A country's zones, without those whose clocks show the same as another's all year. */
function differentClocks(country: string): readonly string[] {
  const months = Array.from({ length: 24 }, (_, nth) =>
    Temporal.Instant.from('2026-01-15T00:00Z').add({ hours: nth * 365 }),
  );
  const byClock = new Map<string, string>();
  for (const zone of new Intl.Locale(`und-${country}`).getTimeZones() ?? []) {
    const offsets = months.map((month) => month.toZonedDateTimeISO(zone).offset).join(' ');
    if (!byClock.has(offsets)) byClock.set(offsets, zone);
  }
  return [...byClock.values()];
}
