/**
 * When the next message may leave, and why not before: the pace, with its defaults. Below it stand the caps
 * (`caps.ts`), quiet hours by country (`hours.ts`) and the business's own day (`opening.ts`); `plan.ts` plays all of it
 * forward, so that preview, card and sender ask the same functions.
 */
import { z } from 'zod';
import { dailySpan, WEEKDAYS } from '../calendar.ts';
import type { Closing } from '../campaign.ts';
import { type CountingDay, OWN_PACE, PACES, type Pace, type PaceName } from '../ports.ts';
import { dailyCap } from './caps.ts';
import { type Country, type HourRules, openUntil, quietUntil } from './hours.ts';
import { capsAnew, closedUntil, closingAt } from './opening.ts';

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

/** What the pace of a campaign is divided by that is slowed for its account's sake. */
export const SLOWED = 2;
/** What is divided where there was no pace to divide. */
const MAXIMUM_SLOWED = 60;
/** A campaign with a time to be out by aims this much earlier. */
const SPARE = 2 * 60_000;
const MINUTE = 60_000;

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

/** Messages a minute; null as fast as the link goes. A campaign with a time to be out by is spread until then. */
export function perMinute(
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
