/** What the sender does at each look at the store. */
import { LOOK_AGAIN_HELD } from './allowance.ts';
import { LOOK_AGAIN } from './backoff.ts';
import { MAX_BATCH } from './first-batch.ts';
import { stops } from './holds.ts';
import type { Parts } from './parts.ts';
import type { SenderDeps } from './sender.ts';
import { createTurn } from './turn.ts';

/** WhatsApp is asked about the account's limits this often while something is sent. */
const ASK_LIMITS = 3_600_000;
/** A wait that is over by now is looked at once more, not at once. */
const LATER_AT_LEAST = 100;

/** Returns one look, which returns how long to wait before the next. */
export function createRounds(deps: SenderDeps, parts: Parts): () => Promise<number> {
  const { clock, campaigns, gateway } = deps;
  const { flight, holds, allowance } = parts;
  const turn = createTurn(deps, parts);
  /** By the monotonic clock. */
  let limitsAt = clock.monotonic();

  /** New limits are told by themselves, but not by every server. */
  async function askLimits() {
    if (clock.monotonic() - limitsAt < ASK_LIMITS) return;
    limitsAt = clock.monotonic();
    if (flight.open() > 0 || turn.lastLeftAt() > limitsAt - ASK_LIMITS)
      await holds.applyLimits(await gateway.limits());
  }

  /** Whoever runs waits for its hours, unless the rules have changed. */
  async function revisit(): Promise<number> {
    const { campaigns: running } = await campaigns.list({
      accountId: deps.account,
      states: ['running'],
      limit: MAX_BATCH,
    });
    if (await allowance.revisit(running)) return 0;
    if (running.length === 0 || flight.open() > 0) return LOOK_AGAIN;
    const soonest = Math.min(...running.map(({ waits }) => waits?.until ?? 0));
    return Math.max(LATER_AT_LEAST, Math.min(soonest - clock.now(), LOOK_AGAIN_HELD));
  }

  return async () => {
    await parts.day.followZone();
    if (!parts.leaving.open || !gateway.ready()) return LOOK_AGAIN;
    const held = await holds.now();
    if (stops(held, 'confirmation')) return LOOK_AGAIN;
    if (!(await deps.disk.hasRoom())) {
      parts.startOver();
      return LOOK_AGAIN;
    }
    await parts.recovery.unstrand();
    await parts.sweepUnconfirmed();
    await askLimits();
    if (await parts.sendHidden()) return 0;
    const campaign = await campaigns.turn(deps.account, clock.now());
    if (!campaign) {
      parts.throughput.interrupt();
      return revisit();
    }
    if (stops(held, 'campaign')) {
      parts.startOver();
      return LOOK_AGAIN;
    }
    return turn.take(campaign);
  };
}
