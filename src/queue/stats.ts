/** Figures of a day, a week, a month, and of one campaign, along the business's clock. */
import type { Clock } from '../clock.ts';
import { startOfDay } from './calendar.ts';
import type { AccountId, Campaign, CampaignId } from './campaign.ts';
import type { ActivityStore, CampaignStore, Happened, PeopleStore } from './ports.ts';

export const PERIODS = ['day', 'week', 'month'] as const;
export type Period = (typeof PERIODS)[number];

/** From `since` up to, not including, `until`; `bars` are where its hours or days begin. */
export interface Span {
  readonly since: number;
  readonly until: number;
  readonly bars: readonly number[];
}

export interface Stats extends Omit<Happened, 'at'> {
  readonly period: Period;
  readonly since: number;
  readonly until: number;
  /** Hours of the day, or days; those without anything too. */
  readonly bars: readonly Happened[];
  readonly replies: number;
  readonly optOuts: number;
  /** Hour of the day (0–23) at which most was read; null when nothing was. */
  readonly bestHour: number | null;
}

/** How one campaign went along. */
export interface Minutes {
  /** How long a bar is, in ms. */
  readonly step: number;
  readonly bars: readonly Happened[];
}

export interface StatsReader {
  /** Today, or the seven or thirty days that end with it. */
  of(period: Period): Promise<Stats>;
  /** The whole week, Monday to Sunday, before that moment. */
  weekBefore(at: number): Promise<Stats>;
  /** At most `most` bars from the start of a campaign to its end; null when it never started. */
  campaign(id: CampaignId, most: number): Promise<Minutes | null>;
}

const MINUTE = 60_000;
/** Clocks of all zones differ by whole quarters of an hour. */
const QUARTER = 15 * MINUTE;
const DAYS: Readonly<Record<Period, number>> = { day: 1, week: 7, month: 30 };

export function createStats(deps: {
  account: AccountId;
  activity: ActivityStore;
  people: Pick<PeopleStore, 'answered'>;
  campaigns: Pick<CampaignStore, 'get'>;
  zone: () => string;
  clock: Pick<Clock, 'now'>;
}): StatsReader {
  const { account, activity, people, clock } = deps;

  async function statsOf(period: Period, { since, until, bars }: Span): Promise<Stats> {
    const happened = await activity.happened(account, { since, until, step: QUARTER });
    const answered = await people.answered(account, { since, until });
    return {
      ...{ period, since, until },
      ...sum(happened),
      ...answered,
      bars: into(bars, happened),
      bestHour: bestHour(happened, deps.zone()),
    };
  }

  return {
    of: (period) => statsOf(period, spanOf(period, clock.now(), deps.zone())),
    weekBefore: (at) => statsOf('week', weekBefore(at, deps.zone())),
    async campaign(id, most) {
      const campaign = await deps.campaigns.get(id);
      if (campaign?.kind !== 'campaign' || campaign.startedAt === null) return null;
      const { since, until, step } = stretchOf(campaign.startedAt, endOf(campaign, clock.now()), most);
      const happened = await activity.happened(account, { since, until, step, campaignId: id });
      const bars = Array.from({ length: (until - since) / step }, (_, nth) => since + nth * step);
      return { step, bars: into(bars, happened) };
    },
  };
}

const endOf = ({ startedAt, endedAt }: Campaign, now: number) => endedAt ?? Math.max(now, startedAt ?? now);

/** A day's hours, or the days that end with today. */
export function spanOf(period: Period, now: number, zone: string): Span {
  const today = startOfDay(now, zone);
  const tomorrow = startOfDay(nextDay(today, zone, 1), zone);
  if (period === 'day') return { since: today, until: tomorrow, bars: hours(today, tomorrow) };
  return days(nextDay(today, zone, 1 - DAYS[period]), tomorrow, zone);
}

/** Monday to Sunday of the week before. */
export function weekBefore(at: number, zone: string): Span {
  const monday = mondayOf(at, zone);
  return days(nextDay(monday, zone, -7), monday, zone);
}

/** When the Monday of this week began. */
export function mondayOf(at: number, zone: string): number {
  const { dayOfWeek } = zoned(at, zone);
  return nextDay(startOfDay(at, zone), zone, 1 - dayOfWeek);
}

const zoned = (at: number, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);

/** The beginning of the day so many days later: days have 23 to 25 hours. */
const nextDay = (at: number, zone: string, count: number): number =>
  zoned(at, zone).toPlainDate().add({ days: count }).toZonedDateTime(zone).epochMilliseconds;

function days(since: number, until: number, zone: string): Span {
  const bars: number[] = [];
  for (let at = since; at < until; at = nextDay(at, zone, 1)) bars.push(at);
  return { since, until, bars };
}

function hours(since: number, until: number): number[] {
  const all: number[] = [];
  for (let at = since; at < until; at += 60 * MINUTE) all.push(at);
  return all;
}

/** Steps that people count in. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1440].map((minutes) => minutes * MINUTE);

/** Whole steps that hold a stretch of time, the finest of which there are not more than `most`. */
export function stretchOf(from: number, to: number, most: number): Omit<Span, 'bars'> & { step: number } {
  const since = Math.floor(from / MINUTE) * MINUTE;
  const long = Math.max(1, to + 1 - since);
  const step = STEPS.find((one) => Math.ceil(long / one) <= most) ?? Math.ceil(long / most / MINUTE) * MINUTE;
  return { since, until: since + Math.ceil(long / step) * step, step };
}

const NOTHING = { sent: 0, delivered: 0, read: 0, failed: 0 };

function sum(all: readonly Omit<Happened, 'at'>[]): Omit<Happened, 'at'> {
  return all.reduce(
    (total, one) => ({
      sent: total.sent + one.sent,
      delivered: total.delivered + one.delivered,
      read: total.read + one.read,
      failed: total.failed + one.failed,
    }),
    NOTHING,
  );
}

/** Each stretch counts for the last bar that began before it. */
function into(bars: readonly number[], happened: readonly Happened[]): Happened[] {
  const own = Map.groupBy(happened, (one) => bars.findLastIndex((bar) => bar <= one.at));
  return bars.map((at, nth) => ({ at, ...sum(own.get(nth) ?? []) }));
}

/** At most so many bars, neighbours together: what words have room for. */
export function fewer(bars: readonly Happened[], most: number): Happened[] {
  const width = Math.max(1, Math.ceil(bars.length / most));
  return bars.flatMap((bar, nth) =>
    nth % width === 0 ? [{ at: bar.at, ...sum(bars.slice(nth, nth + width)) }] : [],
  );
}

function bestHour(happened: readonly Happened[], zone: string): number | null {
  const read = Array.from({ length: 24 }, () => 0);
  for (const one of happened) {
    const { hour } = zoned(one.at, zone);
    read[hour] = (read[hour] ?? 0) + one.read;
  }
  const most = Math.max(...read);
  return most === 0 ? null : read.indexOf(most);
}
