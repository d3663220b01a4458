/** When the business's day begins, and when a campaign closes for it. */
import { dayAt, minuteOf, nextDayAt } from '../calendar.ts';
import type { PacingFacts, PacingRules } from './pacing.ts';

/** When a day without quiet hours over night begins. */
const MORNING = 8 * 60;

/**
 * Until when a campaign that closed for today waits; null while it is open. From midnight on the quiet hours decide,
 * since people elsewhere may be awake; without those it waits for the morning.
 */
export function closedUntil(rules: PacingRules, now: number): number | null {
  const close = rules.closing?.daily;
  if (close == null) return null;
  const opens = hasNight(rules) ? 0 : MORNING;
  const minute = minuteOf(now, rules.zone);
  if (minute >= close) return nextDayAt(now, rules.zone, opens);
  return minute < opens && opens < close ? dayAt(now, rules.zone, opens) : null;
}

/** When a campaign that is open closes for the day. */
export function closingAt(rules: PacingRules, at: number): number {
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

/** When the day that caps count on is over. */
export const dayEnd = ({ zone }: PacingRules, { day }: Pick<PacingFacts, 'day'>, now: number): number =>
  day?.until ?? nextDayAt(now, zone, 0);

/** The first moment from then on in which the business's day has begun. */
export function morningFrom(rules: PacingRules, at: number): number {
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
