import { z } from 'zod';
import type { StopReason } from '../campaign.ts';
import type { Counts } from '../ports.ts';

/** From how many people on a list is tried on a few first. */
const CANARY_LIST = 20;
const CANARY_DELIVERED = 3;
const CANARY_WAIT = 10 * 60_000;
/** Shares are judged when this many people have an outcome. */
const ENOUGH = 30;
const FAILED_SHARE = 0.3;
const UNREGISTERED_SHARE = 0.3;

/** What admins may choose in the chat. */
export const healthChoices = {
  canary: z.union([z.literal('off'), z.int().min(1).max(100)]),
};

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

/** Is something wrong with this list or this account that a person should look at? */
export function alarm(counts: Counts): StopReason | null {
  const unregistered = counts.reasons['not-on-whatsapp'] ?? 0;
  const outcomes = counts.accepted + counts.delivered + counts.read + counts.failed + unregistered;
  if (outcomes < ENOUGH) return null;
  if (counts.failed / outcomes >= FAILED_SHARE) return 'failures';
  if (unregistered / outcomes >= UNREGISTERED_SHARE) return 'unregistered';
  return null;
}
