/** One batch of the campaign that has the turn. */
import type { Campaign } from '../campaign.ts';
import { layoutOf } from '../content.ts';
import type { Counts } from '../ports.ts';
import { type Allowed, LOOK_AGAIN_HELD } from './allowance.ts';
import { LOOK_AGAIN } from './backoff.ts';
import { MAX_BATCH } from './first-batch.ts';
import { BATCHES_UNACKED } from './flight.ts';
import type { Parts } from './parts.ts';
import type { SenderDeps } from './sender.ts';
import type { Taken } from './window.ts';

export interface Turn {
  /** Sends a batch, or does what is to be done instead; returns how long to wait before the next look. */
  take(campaign: Campaign): Promise<number>;
  /** When the last batch left, by the monotonic clock; before the first: when sending began. */
  lastLeftAt(): number;
}

export function createTurn(
  deps: Pick<SenderDeps, 'clock' | 'control' | 'recipients' | 'rules'>,
  parts: Parts,
): Turn {
  const { clock, control } = deps;
  const { flight, throughput, firstBatch, pacer, allowance, window, departure } = parts;
  let lastLeftAt = clock.monotonic();

  async function take(campaign: Campaign): Promise<number> {
    const counts = await deps.recipients.counts(campaign.id, clock.now());
    if (counts.queued === 0) {
      if (counts.sending > 0) return LOOK_AGAIN;
      await control.finish(campaign.id);
      return 0;
    }
    const most = await parts.judge(campaign, counts, clock.monotonic() - lastLeftAt);
    if (most === 0) {
      throughput.interrupt();
      return LOOK_AGAIN;
    }
    const allowed = await allowance.of(campaign, counts, MAX_BATCH);
    return allowed.go ? send(campaign, counts, most, allowed) : rest(campaign, allowed);
  }

  async function send(campaign: Campaign, counts: Counts, most: number, { size, ask }: Go): Promise<number> {
    const fits = largestBatch(deps.rules().maxInFlight, layoutOf(campaign).length);
    const { rows, why } = await window.take(campaign.id, Math.min(size, most, firstBatch.size(), fits), ask);
    if (rows.length === 0) return nobody(campaign, why);
    if (!(await parts.uploaded(campaign))) return 0;
    const { acked, cut } = await departure.leave(rows, () => window.fillUp(campaign.id, ask));
    if (cut) window.forget();
    lastLeftAt = clock.monotonic();
    const pace = campaign.pace ?? deps.rules().pace;
    throughput.left(rows.length, `${campaign.id} ${pace} ${parts.slower(campaign)}`);
    pacer.left(campaign, counts);
    await firstBatch.awaited(acked);
    return 0;
  }

  async function rest(campaign: Campaign, allowed: Exclude<Allowed, Go>): Promise<number> {
    if ('late' in allowed) {
      await control.stop(campaign.id, 'late');
      return 0;
    }
    if (allowed.resting) parts.startOver();
    const look = flight.open() > 0 ? LOOK_AGAIN : LOOK_AGAIN_HELD;
    return allowed.resting ? Math.min(allowed.wait, look) : allowed.wait;
  }

  async function nobody(campaign: Campaign, why: Taken['why']): Promise<number> {
    if (why === 'fell-out') return 0;
    return why === 'none' ? LOOK_AGAIN : allowance.spent(campaign);
  }

  return { take, lastLeftAt: () => lastLeftAt };
}

type Go = Extract<Allowed, { go: true }>;

/** A server that bounds what is under way counts our own questions too: look-ups, keys, tokens. */
const QUESTIONS = 4;

/** People in a batch who get so many messages each. Two batches are under way at most. */
function largestBatch(maxInFlight: number | null, parts: number): number {
  const messages = maxInFlight === null ? MAX_BATCH : (maxInFlight - QUESTIONS) / BATCHES_UNACKED;
  return Math.max(1, Math.floor(Math.min(MAX_BATCH, messages) / parts));
}
