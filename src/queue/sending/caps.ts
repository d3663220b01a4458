/** How many people may be written to first in a day, by how long the account has been ours. */
import { startOfDay } from '../calendar.ts';
import type { PacingFacts, PacingRules } from './pacing.ts';

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
