/**
 * When the next message may leave, and why not before. Rule, defaults and estimate stand in this one file (quiet
 * hours by country in `hours.ts` below it): preview, card and sender ask the same functions.
 */
import { z } from 'zod';
import { dailySpan, dayAt, dayOf, minuteOf, nextDayAt, startOfDay, WEEKDAYS } from '../calendar.ts';
import type { Closing } from '../campaign.ts';
import { type CountingDay, OWN_PACE, PACES, type Pace, type PaceName } from '../ports.ts';
import { type Country, type Group, type HourRules, openUntil, quietUntil } from './hours.ts';

export interface PacingRules extends HourRules {
  readonly pace: Pace;
  /** New chats a day; `auto` goes by the age of the link. */
  readonly dailyCap: number | 'auto' | 'off';
  /** Of one campaign: when its day ends, and by when it should be out. */
  readonly closing?: Closing | null;
}

/** What admins may choose in the chat. */
export const pacingChoices = {
  pace: z.union([z.enum(PACES), z.int().min(OWN_PACE.least).max(OWN_PACE.most)]),
  dailyCap: z.union([z.literal(['auto', 'off']), z.int().min(1).max(10_000_000)]),
  quietHours: z.union([z.literal('off'), dailySpan]),
  quietDays: z.array(z.enum(WEEKDAYS)).max(WEEKDAYS.length - 1),
  quietZone: z.enum(['recipient', 'business']),
};

/** What the account has done today, and how old it is. */
export interface PacingFacts {
  readonly linkedAt: number | null;
  /** When WhatsApp last restricted the account: its caps begin again then. */
  readonly restrictedAt: number | null;
  /** Since when the number has been theirs, as an admin said. */
  readonly ownedSince: number | null;
  /** People written to who had not written to us lately. */
  readonly newChatsToday: number;
  readonly lookUpsToday: number;
  /** The day that they count on; the clock's where it isn't told. */
  readonly day?: CountingDay;
  /** The pace is divided by this: the account is being looked after, or WhatsApp said that it is too fast. */
  readonly slower: number;
}

/** What is to be decided about. */
export interface Asked {
  readonly wanted: number;
  /** Of the rows that wait. */
  readonly countries: readonly Country[];
  /** People of the campaign who wait. */
  readonly left: number;
  /** The next of them wrote to us lately; asked for only where the cap is used up. */
  readonly nextIsKnown: boolean;
  /** Milliseconds until the pace lets the next one go. */
  readonly dueIn: number;
}

export type Verdict =
  /** At most `count`, and `newChats` of them to people who didn't write to us lately (null: no bound). */
  | { may: true; count: number; newChats: number | null }
  /** Wait, without a word: the next one is due soon. */
  | { may: false; why: 'pace'; wait: number }
  /** The account waits. */
  | { may: false; why: 'daily-cap'; until: number }
  /** This campaign waits; another one may go meanwhile. */
  | { may: false; why: 'quiet-hours' | 'closing'; until: number }
  /** The time by which all should have left is over: a person decides. */
  | { may: false; why: 'late' };

/** Messages a minute (null: as fast as the link goes), how many leave together, how many are looked up ahead. */
const PACE_TABLE: Readonly<Record<PaceName, { perMinute: number | null; together: number; ahead: number }>> =
  {
    careful: { perMinute: 4, together: 1, ahead: 10 },
    normal: { perMinute: 30, together: 1, ahead: 30 },
    maximum: { perMinute: null, together: 100, ahead: 100 },
  };

/** What `maximum` is reckoned with for the end time, in messages a minute, before it was measured. */
const MAXIMUM_ESTIMATE = 3000;
/** What the pace of a campaign is divided by that is slowed for its account's sake. */
export const SLOWED = 2;
/** What is divided where there was no pace to divide. */
const MAXIMUM_SLOWED = 60;
/** A campaign with a time to be out by aims this much earlier. */
const SPARE = 2 * 60_000;
/** A link that does less than this part of the pace is what the end depends on. */
const SLOW_LINK = 0.8;
const MINUTE = 60_000;
const DAY = 86_400_000;

/** New chats a day by the age of the link in days. */
const CAP_BY_AGE: readonly { days: number; cap: number }[] = [
  { days: 3, cap: 50 },
  { days: 7, cap: 100 },
  { days: 14, cap: 250 },
  { days: 30, cap: 500 },
];
const CAP_OLD = 2000;
const CAP_OWNED = 500;
const OWNED_LONG = 183 * DAY;
/** In its first week a link isn't offered `maximum`. */
const FIRST_WEEK = 7 * DAY;
/** Look-ups a day, for each new chat of the cap. */
const LOOK_UPS_PER_CHAT = 2;
/** Who wrote to us within this time is no new chat. */
export const KNOWN_FOR = 28 * DAY;
/** When a day without quiet hours over night begins. */
const MORNING = 8 * 60;

/** The rules for one campaign: its own pace wins, and it may close earlier. */
export function rulesFor<T extends PacingRules>(
  rules: T,
  campaign: { pace: Pace | null; closing: Closing | null },
): T {
  return { ...rules, pace: campaign.pace ?? rules.pace, closing: campaign.closing };
}

/** How many are looked up ahead, and how many leave together. */
export function stepsOf(pace: Pace): { ahead: number; together: number } {
  if (typeof pace === 'string') return PACE_TABLE[pace];
  return { ahead: Math.min(100, Math.max(10, pace)), together: 1 };
}

/** May some of them leave now? */
export function verdict(asked: Asked, rules: PacingRules, facts: PacingFacts, now: number): Verdict {
  if (rules.closing?.by != null && now >= rules.closing.by) return { may: false, why: 'late' };
  const closed = closedUntil(rules, now);
  if (closed !== null) {
    const wakings = asked.countries.map((country) => quietUntil(country, closed, rules) ?? closed);
    return { may: false, why: 'closing', until: wakings.length > 0 ? Math.min(...wakings) : closed };
  }
  const quiet = asked.countries.map((country) => quietUntil(country, now, rules));
  const ends = quiet.filter((until) => until !== null);
  if (ends.length > 0 && ends.length === quiet.length)
    return { may: false, why: 'quiet-hours', until: Math.min(...ends) };
  if (asked.dueIn > 0) return { may: false, why: 'pace', wait: asked.dueIn };
  const cap = dailyCap(rules, facts, now);
  const newChats = cap === null ? null : Math.max(0, cap - facts.newChatsToday);
  if (newChats === 0 && !asked.nextIsKnown)
    return { may: false, why: 'daily-cap', until: capsAnew(rules, facts, now) };
  return { may: true, count: Math.min(asked.wanted, together(rules, facts, asked.left, now)), newChats };
}

/** Milliseconds between two messages; 0 as fast as the link goes. `chance` in [0, 1) spreads them by ± 30 %. */
export function gap(
  rules: PacingRules,
  facts: Pick<PacingFacts, 'slower'>,
  left: number,
  now: number,
  chance: number,
): number {
  const rate = perMinute(rules, facts, left, now);
  return rate === null ? 0 : Math.round((MINUTE / rate) * (0.7 + 0.6 * chance));
}

/**
 * When the one after is due, by the same clock as `due` and `now`. Who was late by less than a gap makes up for it, so
 * that a slow link doesn't slow the pace; a pause isn't followed by a burst.
 */
export const nextDue = (due: number, gap: number, now: number): number => (now - due < gap ? due : now) + gap;

/** New chats allowed on the day of `now`; null when there is no cap. */
export function dailyCap(
  { dailyCap, zone }: Pick<PacingRules, 'dailyCap' | 'zone'>,
  facts: Pick<PacingFacts, 'linkedAt' | 'restrictedAt' | 'ownedSince'>,
  now: number,
): number | null {
  if (dailyCap === 'off') return null;
  if (typeof dailyCap === 'number') return dailyCap;
  const since = Math.max(facts.linkedAt ?? now, facts.restrictedAt ?? Number.NEGATIVE_INFINITY);
  // By days of the business, so that a cap stays what it is until the day is over.
  const age = Math.round((startOfDay(now, zone) - startOfDay(since, zone)) / DAY);
  const byAge = CAP_BY_AGE.find((step) => age < step.days)?.cap ?? CAP_OLD;
  // What a number did before says nothing once WhatsApp objected to what it does now.
  const restricted = facts.restrictedAt !== null && facts.restrictedAt === since;
  const owned = facts.ownedSince !== null && now - facts.ownedSince > OWNED_LONG && !restricted;
  return owned ? Math.max(byAge, CAP_OWNED) : byAge;
}

/** Numbers that may still be looked up today; null when there is no cap. */
export function lookUpsLeft(
  rules: PacingRules,
  facts: Omit<PacingFacts, 'slower'>,
  now: number,
): number | null {
  const cap = dailyCap(rules, facts, now);
  return cap === null ? null : Math.max(0, cap * LOOK_UPS_PER_CHAT - facts.lookUpsToday);
}

/** *Maximum* is for accounts that have shown themselves, or whose owner said how long the number has been theirs. */
export function offersMaximum(
  rules: Pick<PacingRules, 'pace'>,
  facts: Pick<PacingFacts, 'linkedAt' | 'restrictedAt' | 'ownedSince'>,
  now: number,
): boolean {
  if (rules.pace === 'maximum') return true;
  if (facts.restrictedAt !== null && now - facts.restrictedAt < FIRST_WEEK) return false;
  return facts.ownedSince !== null || (facts.linkedAt !== null && now - facts.linkedAt >= FIRST_WEEK);
}

/** When all would be out, and how many people on which day of the business. */
export interface Plan {
  readonly startsAt: number;
  readonly endsAt: number;
  readonly days: readonly { day: string; people: number }[];
}

/** Played day by day for so long; a longer plan goes on as it went. */
const LONGEST_PLAN = 90 * DAY;

/**
 * Plays the rules forward, as if messages were a liquid: from one border (of an hour, a day, a cap) to the next.
 * `speed` is what the link was seen to do lately, in messages a minute, where it is known.
 */
export function estimate(
  groups: readonly Group[],
  rules: PacingRules,
  facts: PacingFacts,
  now: number,
  speed: number | null = null,
): Plan {
  const tanks = groups.filter(({ people }) => people > 0).map((group) => aTank(group, rules, now));
  const sentOn = new Map<string, number>();
  const leftNow = () => tanks.reduce((sum, { people }) => sum + people, 0);
  let [at, day, used] = [now, dayOf(now, rules.zone), facts.newChatsToday];
  let anew = dayEnd(rules, facts, now);
  let startsAt: number | null = null;
  while (leftNow() >= ALMOST_NONE && at < now + LONGEST_PLAN) {
    day = dayOf(at, rules.zone);
    if (at >= anew) [anew, used] = [nextDayAt(at, rules.zone, 0), 0];
    for (const tank of tanks) tank.follow(at);
    const awake = tanks.filter((tank) => tank.awake && tank.people > 0);
    const closed = closedUntil(rules, at);
    if (closed !== null || awake.length === 0) {
      at = closed ?? Math.min(...tanks.filter(({ people }) => people > 0).map(({ until }) => until));
      continue;
    }
    const people = awake.reduce((sum, tank) => sum + tank.people, 0);
    const share = awake.reduce((sum, tank) => sum + tank.people - tank.known, 0) / people;
    const cap = dailyCap(rules, facts, at);
    const room = cap === null || share < ALMOST_NONE / people ? people : (cap - used) / share;
    if (room < ALMOST_NONE) {
      at = morningFrom(rules, anew);
      continue;
    }
    startsAt ??= at;
    const rate = likely(perMinute(rules, facts, leftNow(), at), speed);
    const border = Math.min(
      anew,
      nextDayAt(at, rules.zone, 0),
      closingAt(rules, at),
      ...tanks.map(({ until }) => until),
    );
    const sent = Math.min(people, room, (rate * (border - at)) / MINUTE);
    for (const tank of awake) tank.drain(sent / people);
    used += sent * share;
    sentOn.set(day, (sentOn.get(day) ?? 0) + sent);
    at = sent < Math.min(people, room) ? border : Math.min(border, at + (sent / rate) * MINUTE);
  }
  const left = leftNow();
  const total = groups.reduce((sum, { people }) => sum + people, 0);
  if (left >= ALMOST_NONE && total > left) at += ((at - now) * left) / (total - left);
  return { startsAt: startsAt ?? at, endsAt: Math.ceil(at), days: wholeDays(sentOn) };
}

/** Parts of a person that don't count. */
const ALMOST_NONE = 0.01;

/** People of one country, and until when they are awake or asleep. */
function aTank(group: Group, rules: PacingRules, now: number) {
  const tank = {
    people: group.people,
    known: group.known,
    awake: true,
    until: now,
    follow(at: number) {
      if (at < tank.until) return;
      const quiet = quietUntil(group.country, at, rules);
      tank.awake = quiet === null;
      tank.until = quiet ?? openUntil(group.country, at, rules);
    },
    drain(part: number) {
      tank.people *= 1 - part;
      tank.known *= 1 - part;
    },
  };
  return tank;
}

/** The pace that is kept, unless the link is clearly slower. */
function likely(pace: number | null, speed: number | null): number {
  if (pace === null) return speed ?? MAXIMUM_ESTIMATE;
  return speed !== null && speed < pace * SLOW_LINK ? speed : pace;
}

/** Whole people a day whose sum is the sum. */
function wholeDays(sentOn: ReadonlyMap<string, number>): Plan['days'] {
  let sum = 0;
  let told = 0;
  return [...sentOn].flatMap(([day, sent]) => {
    sum += sent;
    const people = Math.round(sum) - told;
    told += people;
    return people > 0 ? [{ day, people }] : [];
  });
}

/** Messages a minute; null as fast as the link goes. A campaign with a time to be out by is spread until then. */
function perMinute(
  rules: PacingRules,
  { slower }: Pick<PacingFacts, 'slower'>,
  left: number,
  now: number,
): number | null {
  const own = typeof rules.pace === 'number' ? rules.pace : PACE_TABLE[rules.pace].perMinute;
  const careful = slower > 1 ? (own ?? MAXIMUM_SLOWED) / slower : own;
  const by = rules.closing?.by;
  const out = by == null ? now : by - SPARE;
  if (out <= now) return careful;
  const spread = left / Math.max(1, minutesOpen(rules, now, out));
  return careful === null ? spread : Math.min(careful, spread);
}

const together = (rules: PacingRules, facts: PacingFacts, left: number, now: number): number =>
  perMinute(rules, facts, left, now) === null ? stepsOf(rules.pace).together : 1;

/** Minutes between two moments in which the business's own customers may be written to. */
function minutesOpen(rules: PacingRules, from: number, to: number): number {
  let open = 0;
  let at = from;
  while (at < to) {
    const shut = closedUntil(rules, at) ?? quietUntil(null, at, rules);
    const border = Math.min(to, shut ?? Math.min(closingAt(rules, at), openUntil(null, at, rules)));
    if (shut === null) open += border - at;
    at = Math.max(border, at + 1);
  }
  return open / MINUTE;
}

/**
 * Until when a campaign that closed for today waits; null while it is open. From midnight on the quiet hours decide,
 * since people elsewhere may be awake; without those it waits for the morning.
 */
function closedUntil(rules: PacingRules, now: number): number | null {
  const close = rules.closing?.daily;
  if (close == null) return null;
  const opens = hasNight(rules) ? 0 : MORNING;
  const minute = minuteOf(now, rules.zone);
  if (minute >= close) return nextDayAt(now, rules.zone, opens);
  return minute < opens && opens < close ? dayAt(now, rules.zone, opens) : null;
}

/** When a campaign that is open closes for the day. */
function closingAt(rules: PacingRules, at: number): number {
  const close = rules.closing?.daily;
  if (close == null) return Number.POSITIVE_INFINITY;
  const today = dayAt(at, rules.zone, close);
  return today > at ? today : nextDayAt(at, rules.zone, close);
}

/** When the business's next day begins to send. */
export const morning = (rules: PacingRules, at: number): number =>
  nextDayAt(at, rules.zone, morningMinute(rules));

/** When caps count anew and the business sends again. */
export const capsAnew = (rules: PacingRules, facts: Pick<PacingFacts, 'day'>, now: number): number =>
  morningFrom(rules, dayEnd(rules, facts, now));

const dayEnd = ({ zone }: PacingRules, { day }: Pick<PacingFacts, 'day'>, now: number): number =>
  day?.until ?? nextDayAt(now, zone, 0);

/** The first moment from then on in which the business's day has begun. */
function morningFrom(rules: PacingRules, at: number): number {
  const minute = morningMinute(rules);
  return minuteOf(at, rules.zone) >= minute ? at : dayAt(at, rules.zone, minute);
}

/** After the quiet hours of the night, else at 8. */
function morningMinute(rules: PacingRules): number {
  const { quietHours } = rules;
  return quietHours !== 'off' && hasNight(rules) ? quietHours.to : MORNING;
}

/** Quiet hours over midnight. */
const hasNight = ({ quietHours }: PacingRules): boolean =>
  quietHours !== 'off' && quietHours.from > quietHours.to;
