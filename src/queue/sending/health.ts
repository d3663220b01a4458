/** Is the account being harmed, or is this list bad? Signs → findings with what to do about each, and a score. */
import { z } from 'zod';
import { SLOW_REASONS, type SlowReason, STOP_REASONS, type StopReason } from '../campaign.ts';
import type { Counts, NewChatQuota } from '../ports.ts';

/** From how many people on a list is tried on a few first. */
const CANARY_LIST = 20;
const CANARY_DELIVERED = 3;
const CANARY_WAIT = 10 * 60_000;

const percent = z.union([z.literal('off'), z.int().min(1).max(100)]);

/** What admins may choose in the chat. Shares are percents; `off` doesn't look at that sign. */
export const healthChoices = {
  canary: z.union([z.literal('off'), z.int().min(1).max(100)]),
  health: z.object({
    /** More of those looked up aren't on WhatsApp: the list looks old. */
    unregistered: percent,
    failed: percent,
    /** Fewer of the first hundred were delivered. */
    delivered: percent,
    /** Fewer of the first hundred answered. */
    answers: percent,
    /** More phones couldn't open the message and asked again. */
    unreadable: percent,
    /** More of WhatsApp's quota of new chats is used up. */
    quota: percent,
  }),
};

export type HealthLimits = z.infer<typeof healthChoices.health>;

export const HEALTH_LIMITS: HealthLimits = {
  unregistered: 10,
  failed: 30,
  delivered: 70,
  answers: 5,
  unreadable: 2,
  quota: 80,
};

/** What is known of one campaign, or of an account's campaigns of the last days together. */
export interface HealthFacts {
  /** Accepted or further. */
  readonly sent: number;
  readonly failed: number;
  readonly unregistered: number;
  /** Phones that asked for a message again since they couldn't open it. */
  readonly askedAgain: number;
  /** Of the first hundred, when the last of them was accepted an hour ago; null before. */
  readonly first: { readonly people: number; readonly delivered: number; readonly answers: number } | null;
  /** Of campaigns that are older than a day. */
  readonly settled: { readonly sent: number; readonly delivered: number };
  readonly quota: NewChatQuota | null;
  /** WhatsApp restricts the account now. */
  readonly restricted: boolean;
}

export const HEALTH_REASONS = [...STOP_REASONS, ...SLOW_REASONS, 'low-delivery', 'restricted'] as const;
export type HealthReason = (typeof HEALTH_REASONS)[number];

/** One thing that is not well. `act`: what it does to a campaign; `part` of `whole` is what was seen. */
export interface Finding {
  readonly reason: HealthReason;
  readonly act: 'warn' | 'slow' | 'pause';
  readonly part: number;
  readonly whole: number;
}

/** Shares are judged from so many on: a small sample says little unless it is very bad. */
const UNREGISTERED = [
  { of: 20, share: 30 },
  { of: 50, share: null },
] as const;
const FAILED_OF = 30;
const UNREADABLE = { of: 50, least: 3 };
export const FIRST = 100;
/** After a day, fewer delivered than this is worth a word. */
const LOW_DELIVERY = { of: 20, share: 60 };
const SECOND_WARNING = 2;

/** All that is wrong, the worst first. */
export function examine(facts: HealthFacts, limits: HealthLimits): Finding[] {
  const findings: Finding[] = [];
  const find = (reason: HealthReason, act: Finding['act'], part: number, whole: number) =>
    findings.push({ reason, act, part, whole });
  const more = (part: number, whole: number, limit: number | 'off') =>
    limit !== 'off' && whole > 0 && part * 100 > whole * limit;
  const { sent, failed, unregistered, askedAgain, first, settled, quota } = facts;
  const outcomes = sent + failed + unregistered;

  if (facts.restricted) find('restricted', 'warn', 1, 1);
  if (limits.failed !== 'off' && outcomes >= FAILED_OF && failed * 100 >= outcomes * limits.failed)
    find('failures', 'pause', failed, outcomes);
  const old = UNREGISTERED.some(({ of, share }) => {
    const limit = limits.unregistered;
    return limit !== 'off' && outcomes >= of && more(unregistered, outcomes, Math.max(share ?? limit, limit));
  });
  if (old) find('unregistered', 'pause', unregistered, outcomes);
  if (sent >= UNREADABLE.of && askedAgain >= UNREADABLE.least && more(askedAgain, sent, limits.unreadable))
    find('unreadable', 'pause', askedAgain, sent);
  if (first && limits.delivered !== 'off' && first.delivered * 100 < first.people * limits.delivered)
    find('undelivered', 'pause', first.delivered, first.people);
  if (first && limits.answers !== 'off' && first.answers * 100 < first.people * limits.answers)
    find('few-answers', 'slow', first.answers, first.people);
  if (quota && quota.total > 0 && limits.quota !== 'off') {
    const nearly = quota.used * 100 >= quota.total * limits.quota || quota.warning >= SECOND_WARNING;
    if (nearly) find('quota', 'pause', quota.used, quota.total);
    else if (quota.warning > 0) find('quota-warning', 'slow', quota.used, quota.total);
  }
  if (settled.sent >= LOW_DELIVERY.of && settled.delivered * 100 < settled.sent * LOW_DELIVERY.share)
    find('low-delivery', 'warn', settled.delivered, settled.sent);
  const gravity = (one: Finding) => (one.reason === 'restricted' ? COST_RESTRICTED : COST[one.act]);
  return findings.sort((a, b) => gravity(b) - gravity(a));
}

const COST = { warn: 15, slow: 20, pause: 40 } as const;
const COST_RESTRICTED = 60;

/** The first stop that nobody has overruled. */
export const stopOf = (findings: readonly Finding[], overruled: readonly StopReason[]): StopReason | null =>
  STOP_REASONS.find(
    (stop) =>
      !overruled.includes(stop) && findings.some(({ reason, act }) => reason === stop && act === 'pause'),
  ) ?? null;

export const slowOf = (findings: readonly Finding[]): SlowReason | null =>
  SLOW_REASONS.find((slow) => findings.some(({ reason }) => reason === slow)) ?? null;

/** 100 is well. */
export function scoreOf(findings: readonly Finding[]): number {
  const cost = findings.reduce(
    (sum, { reason, act }) => sum + (reason === 'restricted' ? COST_RESTRICTED : COST[act]),
    0,
  );
  return Math.max(0, 100 - cost);
}

export type CanaryVerdict =
  | { go: true; count: number }
  /** The first few are out: wait until they are delivered. */
  | { go: false; stop: boolean };

/**
 * The first `canary` people of a longer list go first; the rest only when three of them were delivered.
 * `waitedMs` is how long the last of them has been out.
 */
export function canary(counts: Counts, size: number | 'off', waitedMs: number): CanaryVerdict {
  if (size === 'off' || counts.people < CANARY_LIST) return { go: true, count: Number.POSITIVE_INFINITY };
  const reached = counts.accepted + counts.delivered + counts.read;
  const out = reached + counts.sending;
  if (out < size) return { go: true, count: size - out };
  if (out > size || counts.delivered + counts.read >= Math.min(CANARY_DELIVERED, size))
    return { go: true, count: Number.POSITIVE_INFINITY };
  return { go: false, stop: waitedMs >= CANARY_WAIT };
}
