/** All that a round works with; each part is right alone, and is told of the others by what it is given. */
import { dayOf } from '../calendar.ts';
import type { Campaign, CampaignId } from '../campaign.ts';
import type { Recipient } from '../ports.ts';
import { createAccountDay } from './account-day.ts';
import { createAllowance } from './allowance.ts';
import { createBackoff } from './backoff.ts';
import { KNOWN_FOR } from './caps.ts';
import { createDeparture } from './departure.ts';
import { createFirstBatch } from './first-batch.ts';
import { createFlight } from './flight.ts';
import { createHidden } from './hidden.ts';
import { createHolds, stops } from './holds.ts';
import { createJudge } from './judging.ts';
import { createLatch } from './latch.ts';
import { createPacer } from './pacer.ts';
import { SLOWED } from './pacing.ts';
import { createRecovery } from './recovery.ts';
import { createRefusals } from './refusals.ts';
import { type Bounds, resolveRows } from './resolving.ts';
import type { SenderDeps } from './sender.ts';
import { createSettling } from './settling.ts';
import { createSignals } from './signals.ts';
import { createThroughput } from './throughput.ts';
import { createTries } from './tries.ts';
import { createUnconfirmed } from './unconfirmed.ts';
import { createUploading } from './uploading.ts';
import { createWindow } from './window.ts';

export type Parts = ReturnType<typeof createParts>;

export function createParts(deps: SenderDeps, signal: AbortSignal) {
  const { clock, events } = deps;
  const latch = createLatch(clock);
  const flight = createFlight(clock, signal);
  const holds = createHolds(deps);
  const day = createAccountDay(deps);
  const throughput = createThroughput(clock);
  const firstBatch = createFirstBatch();
  /** Closed for good by the first `drain`. */
  const leaving = { open: true };

  const resolve = (rows: readonly Recipient[], bounds: Bounds) =>
    resolveRows(rows, bounds, { ...deps, day: async () => (await day.counting()).day, signal });
  const window = createWindow({
    recipients: deps.recipients,
    now: () => clock.now(),
    resolve: async (rows, { newChats }) =>
      resolve(rows, {
        knownSince: newChats === null ? null : clock.now() - KNOWN_FOR,
        lookUps: await day.lookUpsLeft(),
      }),
  });
  const startOver = () => {
    firstBatch.again();
    window.forget();
    throughput.interrupt();
  };
  const moved = (campaigns: ReadonlySet<CampaignId>) => {
    events.moved(campaigns);
    latch.poke();
  };

  const own = { ...deps, holds, day, flight, startOver, moved, signal };
  const tries = createTries(deps);
  const refusals = createRefusals({ ...own, tries });
  const settling = createSettling({ ...own, refusals, acked: events.acked, answered: flight.answered });
  const slower = ({ slowed }: Campaign) => (slowed ? SLOWED : 1) * 2 ** refusals.tooFast();
  const pacer = createPacer({ ...own, slower });
  const departure = createDeparture({
    ...own,
    day: day.counting,
    mayLeave: async (kind) => leaving.open && !deps.disk.full() && !stops(await holds.now(), kind),
  });
  const recovery = createRecovery({ ...own, settling, poke: latch.poke });
  return {
    ...{ latch, flight, holds, day, throughput, firstBatch, leaving, startOver, slower },
    ...{ window, settling, departure, recovery },
    pacer,
    allowance: createAllowance({ ...own, pacer, moved: ({ id }) => events.moved(new Set([id])) }),
    sweepUnconfirmed: createUnconfirmed({ ...own, tries }),
    backoff: createBackoff({ ...own, strand: recovery.strand }),
    uploaded: createUploading(own),
    judge: createJudge({ ...deps, slowed: events.slowed }),
    sendHidden: createHidden({
      ...own,
      departure,
      resolve: (rows) => resolve(rows, { lookUps: null, knownSince: null }),
    }),
    signals: createSignals({ ...deps, day: () => dayOf(clock.now(), deps.rules().zone) }),
  };
}
