/** How a campaign would go: the rules of `pacing.ts` played forward. */
import { dayOf, nextDayAt } from '../calendar.ts';
import { dailyCap } from './caps.ts';
import { type Group, openUntil, quietUntil } from './hours.ts';
import { closedUntil, closingAt, dayEnd, morningFrom } from './opening.ts';
import { type PacingFacts, type PacingRules, perMinute } from './pacing.ts';

/** When all would be out, and how many people on which day of the business. */
export interface Plan {
  readonly startsAt: number;
  readonly endsAt: number;
  readonly days: readonly { day: string; people: number }[];
}

const MINUTE = 60_000;
const DAY = 86_400_000;
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

/** What `maximum` is reckoned with for the end time, in messages a minute, before it was measured. */
const MAXIMUM_ESTIMATE = 3000;
/** A link that does less than this part of the pace is what the end depends on. */
const SLOW_LINK = 0.8;
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
