import { z } from 'zod';
import { type DailySpan, dailySpan, dayOf, nextDayAt, spanEnd, startOfDay } from '../calendar.ts';
import type { AccountId } from '../campaign.ts';
import { type AccountStore, PACES, type PaceName } from '../ports.ts';

/**
 * When the next message may leave, and why not before. Rule, defaults and estimate stand in this one file:
 * preview, card and sender ask the same functions.
 */
export interface PacingRules {
  readonly pace: PaceName;
  /** New chats a day; `auto` goes by the age of the link. */
  readonly dailyCap: number | 'auto' | 'off';
  readonly quietHours: DailySpan | 'off';
  /** The business's zone. */
  readonly zone: string;
}

/** What admins may choose in the chat. */
export const pacingChoices = {
  pace: z.enum(PACES),
  dailyCap: z.union([z.literal(['auto', 'off']), z.int().min(1).max(10_000_000)]),
  quietHours: z.union([z.literal('off'), dailySpan]),
};

/** What the account has done and how old it is. */
export interface PacingFacts {
  readonly linkedAt: number | null;
  /** Since when the number has been theirs, as an admin said. */
  readonly ownedSince: number | null;
  readonly newChatsToday: number;
  /** When the last batch left, by wall time; null when none has since the start. */
  readonly lastLeftAt: number | null;
}

export type Verdict =
  | { may: true; count: number }
  /** Wait, without a hold: the next one is due soon. */
  | { may: false; why: 'pace'; until: number }
  /** A hold of the account. */
  | { may: false; why: 'quiet-hours' | 'daily-cap'; until: number };

/** Messages a minute (null: as fast as the link goes), how many leave together, how many are looked up ahead. */
export const PACE_TABLE: Readonly<
  Record<PaceName, { perMinute: number | null; together: number; ahead: number }>
> = {
  careful: { perMinute: 4, together: 1, ahead: 10 },
  normal: { perMinute: 30, together: 1, ahead: 30 },
  maximum: { perMinute: null, together: 100, ahead: 100 },
};

/** What `maximum` is reckoned with for the end time, in messages a minute. */
const MAXIMUM_ESTIMATE = 3000;
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

/** The rules for one campaign: its own pace wins. */
export function withPace<T extends PacingRules>(rules: T, pace: PaceName | null): T {
  return pace ? { ...rules, pace } : rules;
}

/** What the store knows of an account. Without a cap nobody counts the day's new chats. */
export async function factsOf(
  account: AccountId,
  accounts: Pick<AccountStore, 'list' | 'sentToday'>,
  rules: PacingRules,
  now: number,
): Promise<Omit<PacingFacts, 'lastLeftAt'>> {
  const own = (await accounts.list()).find((one) => one.id === account);
  const sent = rules.dailyCap === 'off' ? null : await accounts.sentToday(account, dayOf(now, rules.zone));
  return {
    linkedAt: own?.linkedAt ?? null,
    ownedSince: own?.ownedSince ?? null,
    newChatsToday: sent?.['new-chat'] ?? 0,
  };
}

/** May some of `wanted` leave now? `chance` in [0, 1) spreads the waits by ± 30 %. */
export function verdict(
  wanted: number,
  rules: PacingRules,
  facts: PacingFacts,
  now: number,
  chance: number,
): Verdict {
  if (rules.quietHours !== 'off') {
    const until = spanEnd(now, rules.zone, rules.quietHours);
    if (until !== null) return { may: false, why: 'quiet-hours', until };
  }
  const cap = dailyCap(rules, facts, now);
  const left = cap === null ? wanted : cap - facts.newChatsToday;
  if (left <= 0) return { may: false, why: 'daily-cap', until: morning(rules, now) };
  const { perMinute, together } = PACE_TABLE[rules.pace];
  if (perMinute !== null && facts.lastLeftAt !== null && facts.lastLeftAt <= now) {
    const due = facts.lastLeftAt + Math.round((60_000 / perMinute) * (0.7 + 0.6 * chance));
    if (due > now) return { may: false, why: 'pace', until: due };
  }
  return { may: true, count: Math.min(wanted, together, left) };
}

/** New chats allowed on the day of `now`; null when there is no cap. */
export function dailyCap(
  rules: Pick<PacingRules, 'dailyCap'>,
  facts: Pick<PacingFacts, 'linkedAt' | 'ownedSince'>,
  now: number,
): number | null {
  if (rules.dailyCap === 'off') return null;
  if (typeof rules.dailyCap === 'number') return rules.dailyCap;
  const age = facts.linkedAt === null ? 0 : (now - facts.linkedAt) / DAY;
  const byAge = CAP_BY_AGE.find((step) => age < step.days)?.cap ?? CAP_OLD;
  const owned = facts.ownedSince !== null && now - facts.ownedSince > OWNED_LONG;
  return owned ? Math.max(byAge, CAP_OWNED) : byAge;
}

/** When `people` would all be out if they began at `now`, and how many of them today. */
export function estimate(
  people: number,
  rules: PacingRules,
  facts: Omit<PacingFacts, 'lastLeftAt'>,
  now: number,
): { endsAt: number; today: number } {
  const perMinute = PACE_TABLE[rules.pace].perMinute ?? MAXIMUM_ESTIMATE;
  let at = now;
  let left = people;
  let today = 0;
  const firstDay = dayOf(now, rules.zone);
  let used = facts.newChatsToday;
  for (let days = 0; left > 0 && days < 3650; days += 1) {
    if (rules.quietHours !== 'off') at = spanEnd(at, rules.zone, rules.quietHours) ?? at;
    const cap = dailyCap(rules, facts, at);
    const allowed = Math.min(left, cap === null ? left : Math.max(0, cap - used));
    const minutes = Math.min(allowed / perMinute, (dayEnd(rules, at) - at) / 60_000);
    const sent = Math.min(allowed, Math.max(0, Math.round(minutes * perMinute)));
    if (dayOf(at, rules.zone) === firstDay) today += sent;
    left -= sent;
    at += minutes * 60_000;
    if (left > 0) at = morning(rules, at - 1);
    used = 0;
  }
  return { endsAt: at, today };
}

/** When sending stops on the day of `at`: at the quiet hours, else at midnight. */
function dayEnd(rules: PacingRules, at: number): number {
  const midnight = nextDayAt(at, rules.zone, 0);
  if (rules.quietHours === 'off') return midnight;
  const quiet = startOfDay(at, rules.zone) + rules.quietHours.from * 60_000;
  return quiet > at ? Math.min(quiet, midnight) : midnight;
}

/** When the business's next day begins to send: after the quiet hours, else at 8. */
function morning(rules: PacingRules, at: number): number {
  const minute = rules.quietHours === 'off' ? 8 * 60 : Math.max(rules.quietHours.to, 8 * 60);
  return nextDayAt(at, rules.zone, minute);
}
