/**
 * One account's loop: claim → look up → wait → intend → send → settle. It reads the store at every round, so
 * a kill at any instruction costs nothing: rows `sending` without an ack go out again with the same id.
 */
import type { Logger } from 'pino';
import { atMost, type Clock, type Dice } from '../../clock.ts';
import { dayOf } from '../calendar.ts';
import type { AccountId, Campaign, CampaignId, StopReason } from '../campaign.ts';
import type { Checkup } from '../checkup.ts';
import { layoutOf, type Rendered } from '../content.ts';
import type { Disk } from '../disk.ts';
import type {
  AccountLimits,
  AccountStore,
  CampaignStore,
  Gateway,
  Hold,
  HoldReason,
  PeopleStore,
  Recipient,
  RecipientStore,
} from '../ports.ts';
import type { Waiting } from '../waiting.ts';
import { type Allowed, createAllowance, LOOK_AGAIN_HELD } from './allowance.ts';
import { createBackoff, LOOK_AGAIN } from './backoff.ts';
import { createDeparture } from './departure.ts';
import { createFirstBatch, MAX_BATCH } from './first-batch.ts';
import { BATCHES_UNACKED, createFlight } from './flight.ts';
import { createHidden } from './hidden.ts';
import { createHolds, stops } from './holds.ts';
import { createJudge } from './judging.ts';
import { createLatch } from './latch.ts';
import { KNOWN_FOR, type PacingRules, SLOWED } from './pacing.ts';
import { createRecovery } from './recovery.ts';
import { type Bounds, resolveRows } from './resolving.ts';
import { createSettling } from './settling.ts';
import { createSignals } from './signals.ts';
import { createThroughput } from './throughput.ts';
import { createUploading } from './uploading.ts';
import { type Ask, createWindow, type Taken } from './window.ts';

export interface SenderRules extends PacingRules {
  /** How many people of a longer list go first; `off` also switches off the other automatic stops. */
  readonly canary: number | 'off';
  /** At most this many unacked messages; null: no own bound. */
  readonly maxInFlight: number | null;
}

export interface SenderDeps {
  readonly account: AccountId;
  readonly campaigns: CampaignStore;
  readonly recipients: RecipientStore;
  readonly people: PeopleStore;
  readonly accounts: AccountStore;
  readonly gateway: Gateway;
  readonly waiting: Waiting;
  readonly checkup: Pick<Checkup, 'ofCampaign'>;
  readonly disk: Pick<Disk, 'full' | 'hasRoom' | 'patiently' | 'refused'>;
  /** The only writer of campaign states. */
  readonly control: {
    finish(id: CampaignId): Promise<unknown>;
    stop(id: CampaignId, reason: StopReason): Promise<unknown>;
  };
  /** One person's message of a campaign. */
  readonly render: (campaign: Campaign, row: Recipient) => Rendered;
  /** The rules in force; a campaign's own pace wins. */
  readonly rules: () => SenderRules;
  readonly clock: Clock;
  readonly dice: Dice;
  readonly log: Logger;
  readonly events: {
    moved(campaigns: ReadonlySet<CampaignId>): void;
    acked(ms: readonly number[]): void;
    /** It goes at half its pace from now on. */
    slowed(campaign: CampaignId): void;
    held(hold: Hold): void;
    released(reason: HoldReason): void;
  };
  /** The store can't be written for another reason than a full disk: the process must end. */
  readonly onFatal: (error: unknown) => void;
}

export interface Sender {
  /** Rows were added, a campaign changed, a hold went: look now instead of soon. */
  poke(): void;
  /** Takes nothing new; resolves when all that is under way has its ack, or after `ms`. Asked again it is the same. */
  drain(ms: number): Promise<{ acked: number; unacked: number }>;
  /** Messages that have left and wait for an ack. */
  unacked(): number;
  /** WhatsApp owes an answer: an ack, or that to a question it left open. */
  expecting(): boolean;
  /** Messages a minute while nothing holds them; null before enough was seen. */
  speed(): number | null;
  close(): Promise<void>;
}

/** WhatsApp is asked about the account's limits this often while something is sent. */
const ASK_LIMITS = 3_600_000;
/** A wait that is over by now is looked at once more, not at once. */
const LATER_AT_LEAST = 100;

/** A server that bounds what is under way counts our own questions too: look-ups, keys, tokens. */
const QUESTIONS = 4;

/** People in a batch who get so many messages each. Two batches are under way at most. */
function largestBatch(maxInFlight: number | null, parts: number): number {
  const messages = maxInFlight === null ? MAX_BATCH : (maxInFlight - QUESTIONS) / BATCHES_UNACKED;
  return Math.max(1, Math.floor(Math.min(MAX_BATCH, messages) / parts));
}

/** Starts the loop at once; the owner closes it. */
export function createSender(deps: SenderDeps): Sender {
  const { clock } = deps;
  const ending = new AbortController();
  const parts = createParts(deps, ending.signal);
  const { latch, flight, settling, departure, throughput, signals, recovery, backoff, leaving } = parts;
  const round = createRounds(deps, parts);
  let drained: Promise<{ acked: number; unacked: number }> | null = null;

  const failed = (error: unknown) => {
    if (!ending.signal.aborted) deps.onFatal(error);
  };
  const applyLimits = (limits: AccountLimits) =>
    deps.disk.patiently(() => parts.holds.applyLimits(limits), ending.signal);
  const unsubscribe = deps.gateway.on((event) => {
    signals.take(event);
    if (event.type === 'link') void recovery.linkChanged(event.ready).catch(failed);
    else if (event.type === 'limits') void applyLimits(event.limits).catch(failed);
    else settling.take(event);
  });
  const running = run().catch(failed);

  async function run() {
    await recovery.start();
    while (!ending.signal.aborted) {
      const wait = await round().then((ms) => {
        backoff.succeeded();
        return ms;
      }, backoff.failed);
      if (wait > 0) await latch.wait(wait, ending.signal);
    }
  }

  /** What is encrypted and has not left goes back to the queue: nothing leaves from here on. */
  async function drain(ms: number) {
    leaving.open = false;
    const before = flight.answers();
    const idle = departure.idle().then(() => flight.idle());
    await atMost(clock, ms, idle);
    await settling.flush();
    return { acked: flight.answers() - before, unacked: flight.open() };
  }

  return {
    poke: latch.poke,
    unacked: flight.open,
    speed: throughput.perMinute,
    expecting: () => flight.open() > 0 || backoff.unanswered(),
    drain(ms) {
      drained ??= drain(ms);
      return drained;
    },
    async close() {
      ending.abort();
      unsubscribe();
      flight.clear();
      latch.poke();
      await running;
      await settling.flush();
      await signals.flush();
    },
  };
}

type Parts = ReturnType<typeof createParts>;

/** All that a round works with; each part is right alone, and is told of the others by what it is given. */
function createParts(deps: SenderDeps, signal: AbortSignal) {
  const { clock, events } = deps;
  const latch = createLatch(clock);
  const flight = createFlight(clock, signal);
  const holds = createHolds(deps);
  const throughput = createThroughput(clock);
  const firstBatch = createFirstBatch();
  /** Closed for good by the first `drain`. */
  const leaving = { open: true };
  const startOver = () => {
    firstBatch.again();
    window.forget();
    throughput.interrupt();
  };
  const slower = ({ slowed }: Campaign) => (slowed ? SLOWED : 1) * 2 ** settling.tooFast();
  const allowance = createAllowance({
    ...deps,
    holds,
    slower,
    moved: ({ id }) => events.moved(new Set([id])),
  });
  const resolve = (rows: readonly Recipient[], bounds: Bounds) =>
    resolveRows(rows, bounds, { ...deps, day: async () => (await allowance.day()).day, signal });
  const window = createWindow({
    recipients: deps.recipients,
    now: () => clock.now(),
    async resolve(rows, { newChats }: Ask) {
      const knownSince = newChats === null ? null : clock.now() - KNOWN_FOR;
      return resolve(rows, { knownSince, lookUps: await allowance.lookUpsLeft() });
    },
  });
  const settling = createSettling({
    ...deps,
    holds,
    moved: (campaigns) => {
      events.moved(campaigns);
      latch.poke();
    },
    acked: events.acked,
    answered: flight.answered,
  });
  const departure = createDeparture({
    ...deps,
    flight,
    day: allowance.day,
    mayLeave: async (kind) => leaving.open && !deps.disk.full() && !stops(await holds.now(), kind),
  });
  const own = { ...deps, holds, settling, flight, startOver, signal };
  const recovery = createRecovery({ ...own, poke: latch.poke });
  return {
    ...{ latch, flight, holds, throughput, firstBatch, leaving, startOver, slower },
    ...{ allowance, window, settling, departure, recovery },
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

/** Returns one look at the store, which returns how long to wait before the next. */
function createRounds(deps: SenderDeps, parts: Parts): () => Promise<number> {
  const { clock } = deps;
  const { flight, holds, throughput, firstBatch, startOver, allowance, window, departure } = parts;
  /** By the monotonic clock. */
  let lastLeftAt = clock.monotonic();
  let limitsAt = clock.monotonic();

  async function round(): Promise<number> {
    await allowance.followZone();
    if (!parts.leaving.open || !deps.gateway.ready()) return LOOK_AGAIN;
    const held = await holds.now();
    if (stops(held, 'confirmation')) return LOOK_AGAIN;
    if (!(await deps.disk.hasRoom())) {
      startOver();
      return LOOK_AGAIN;
    }
    await parts.recovery.unstrand();
    await parts.settling.sweep();
    await askLimits();
    if (await parts.sendHidden()) return 0;
    const campaign = await deps.campaigns.turn(deps.account, clock.now());
    if (!campaign) {
      throughput.interrupt();
      return revisit();
    }
    if (stops(held, 'campaign')) {
      startOver();
      return LOOK_AGAIN;
    }
    return sendSome(campaign);
  }

  /** New limits are told by themselves, but not by every server. */
  async function askLimits() {
    if (clock.monotonic() - limitsAt < ASK_LIMITS) return;
    limitsAt = clock.monotonic();
    if (flight.open() > 0 || lastLeftAt > limitsAt - ASK_LIMITS)
      await holds.applyLimits(await deps.gateway.limits());
  }

  /** Whoever runs waits for its hours, unless the rules have changed. */
  async function revisit(): Promise<number> {
    const { campaigns } = await deps.campaigns.list({
      accountId: deps.account,
      states: ['running'],
      limit: MAX_BATCH,
    });
    if (await allowance.revisit(campaigns)) return 0;
    if (campaigns.length === 0 || flight.open() > 0) return LOOK_AGAIN;
    const soonest = Math.min(...campaigns.map(({ waits }) => waits?.until ?? 0));
    return Math.max(LATER_AT_LEAST, Math.min(soonest - clock.now(), LOOK_AGAIN_HELD));
  }

  async function sendSome(campaign: Campaign): Promise<number> {
    const counts = await deps.recipients.counts(campaign.id, clock.now());
    if (counts.queued === 0) {
      if (counts.sending > 0) return LOOK_AGAIN;
      await deps.control.finish(campaign.id);
      return 0;
    }
    const most = await parts.judge(campaign, counts, clock.monotonic() - lastLeftAt);
    if (most === 0) {
      throughput.interrupt();
      return LOOK_AGAIN;
    }
    const allowed = await allowance.of(campaign, counts, MAX_BATCH);
    if (!allowed.go) return rest(campaign, allowed);
    const size = Math.min(
      allowed.size,
      most,
      firstBatch.size(),
      largestBatch(deps.rules().maxInFlight, layoutOf(campaign).length),
    );
    const { rows, why } = await window.take(campaign.id, size, allowed.ask);
    if (rows.length === 0) return nobody(campaign, why);
    if (!(await parts.uploaded(campaign))) return 0;
    const { acked, cut } = await departure.leave(rows, () => window.fillUp(campaign.id, allowed.ask));
    if (cut) window.forget();
    lastLeftAt = clock.monotonic();
    const pace = campaign.pace ?? deps.rules().pace;
    throughput.left(rows.length, `${campaign.id} ${pace} ${parts.slower(campaign)}`);
    allowance.left(campaign, counts);
    await firstBatch.awaited(acked);
    return 0;
  }

  async function rest(campaign: Campaign, allowed: Extract<Allowed, { go: false }>): Promise<number> {
    if ('late' in allowed) {
      await deps.control.stop(campaign.id, 'late');
      return 0;
    }
    if (allowed.resting) startOver();
    const look = flight.open() > 0 ? LOOK_AGAIN : LOOK_AGAIN_HELD;
    return allowed.resting ? Math.min(allowed.wait, look) : allowed.wait;
  }

  async function nobody(campaign: Campaign, why: Taken['why']): Promise<number> {
    if (why === 'fell-out') return 0;
    return why === 'none' ? LOOK_AGAIN : allowance.spent(campaign);
  }

  return round;
}
