/**
 * One account's loop: claim → look up → wait → intend → send → settle. It reads the store at every round, so
 * a kill at any instruction costs nothing: rows `sending` without an ack go out again with the same id.
 */
import type { Logger } from 'pino';
import type { Clock, Dice } from '../../clock.ts';
import { dayOf } from '../calendar.ts';
import type { AccountId, Campaign, CampaignId, StopReason } from '../campaign.ts';
import type { Checkup } from '../checkup.ts';
import { layoutOf, type Rendered } from '../content.ts';
import type { Disk } from '../disk.ts';
import {
  type AccountLimits,
  type AccountStore,
  type CampaignStore,
  type Counts,
  DiskFull,
  type Gateway,
  GatewayError,
  type Hold,
  type HoldReason,
  type PeopleStore,
  type Recipient,
  type RecipientStore,
} from '../ports.ts';
import type { Waiting } from '../waiting.ts';
import { type Allowed, createAllowance, LOOK_AGAIN_HELD } from './allowance.ts';
import { createDeparture } from './departure.ts';
import { BATCHES_UNACKED, createFlight } from './flight.ts';
import { canary, slowOf, stopOf } from './health.ts';
import { createHidden } from './hidden.ts';
import { createHolds, stops } from './holds.ts';
import { createLatch } from './latch.ts';
import { KNOWN_FOR, type PacingRules, SLOWED } from './pacing.ts';
import { type Bounds, resolveRows } from './resolving.ts';
import { createSettling } from './settling.ts';
import { createSignals } from './signals.ts';
import { createThroughput } from './throughput.ts';
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

/** After a start, a hold or a reconnect a small batch goes first, and its acks are awaited. */
const FIRST_BATCH = 10;
const MAX_BATCH = 100;
/** How often the loop looks when nobody pokes it. */
const LOOK_AGAIN = 2_000;
/** WhatsApp is asked about the account's limits this often while something is sent. */
const ASK_LIMITS = 3_600_000;
/** A wait that is over by now is looked at once more, not at once. */
const LATER_AT_LEAST = 100;
/** Between rounds over all media hosts; after the last of them a person is asked. */
const UPLOAD_WAITS = [30_000, 120_000];

/** A server that bounds what is under way counts our own questions too: look-ups, keys, tokens. */
const QUESTIONS = 4;

/** People in a batch who get so many messages each. Two batches are under way at most. */
function largestBatch(maxInFlight: number | null, parts: number): number {
  const messages = maxInFlight === null ? MAX_BATCH : (maxInFlight - QUESTIONS) / BATCHES_UNACKED;
  return Math.max(1, Math.floor(Math.min(MAX_BATCH, messages) / parts));
}

/** Starts the loop at once; the owner closes it. */
export function createSender(deps: SenderDeps): Sender {
  const { clock, log } = deps;
  const ending = new AbortController();
  const latch = createLatch(clock);
  const flight = createFlight(clock, ending.signal);
  const holds = createHolds(deps);
  let small = true;
  /** Counts the times that sending started over. */
  let era = 0;
  /** Set when nothing new may leave any more. */
  let drained: Promise<{ acked: number; unacked: number }> | null = null;
  const throughput = createThroughput(clock);
  /** By the monotonic clock. */
  let lastLeftAt = clock.monotonic();
  let limitsAt = clock.monotonic();
  let failures = 0;
  let unanswered = false;
  let uploadRounds = 0;
  /** Counts what the link said; only the latest counts. */
  let linkNews = 0;
  /** Rows may be `sending` that never left, since the disk was full in between. */
  let stranded = false;

  const resolve = (rows: readonly Recipient[], bounds: Bounds) =>
    resolveRows(rows, bounds, {
      ...deps,
      day: async () => (await allowance.day()).day,
      signal: ending.signal,
    });
  const slower = ({ slowed }: Campaign) => (slowed ? SLOWED : 1) * 2 ** settling.tooFast();
  const allowance = createAllowance({
    ...deps,
    holds,
    slower,
    moved: ({ id }) => deps.events.moved(new Set([id])),
  });
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
      deps.events.moved(campaigns);
      latch.poke();
    },
    acked: deps.events.acked,
    answered: flight.answered,
  });
  const departure = createDeparture({
    ...deps,
    flight,
    day: allowance.day,
    mayLeave: async (kind) => !drained && !deps.disk.full() && !stops(await holds.now(), kind),
  });
  const sendHidden = createHidden({
    ...deps,
    holds,
    departure,
    resolve: (rows) => resolve(rows, { lookUps: null, knownSince: null }),
    signal: ending.signal,
  });

  const signals = createSignals({ ...deps, day: () => dayOf(clock.now(), deps.rules().zone) });
  const unsubscribe = deps.gateway.on((event) => {
    signals.take(event);
    if (event.type === 'link') void linkChanged(event.ready).catch(failed);
    else if (event.type === 'limits') void applyLimits(event.limits).catch(failed);
    else settling.take(event);
  });
  const running = run().catch(failed);

  function failed(error: unknown) {
    if (!ending.signal.aborted) deps.onFatal(error);
  }

  const applyLimits = (limits: AccountLimits) =>
    deps.disk.patiently(() => holds.applyLimits(limits), ending.signal);

  function startOver() {
    era += 1;
    small = true;
    window.forget();
    throughput.interrupt();
  }

  /** What was under way when the link went is sent again, in order, with the same ids. */
  async function linkChanged(ready: boolean) {
    startOver();
    const mine = ++linkNews;
    await deps.disk.patiently(async () => {
      if (mine !== linkNews) return;
      await settling.flush();
      if (ready) {
        await holds.applyLimits(await deps.gateway.limits());
        await holds.release('connection');
      } else {
        await holds.set('connection', null);
        await requeueAll('link');
      }
    }, ending.signal);
    latch.poke();
  }

  async function requeueAll(why: string) {
    flight.clear();
    const rows = await deps.recipients.requeueAll(deps.account, clock.now());
    if (rows > 0) log.info({ event: 'requeued', rows, why });
  }

  async function run() {
    await deps.disk.patiently(() => requeueAll('start'), ending.signal);
    await linkChanged(deps.gateway.ready());
    while (!ending.signal.aborted) {
      const wait = await round().then(succeeded, backOff);
      if (wait > 0) await latch.wait(wait, ending.signal);
    }
  }

  /** One look at the store; returns how long to wait before the next. */
  async function round(): Promise<number> {
    await allowance.followZone();
    if (drained || !deps.gateway.ready()) return LOOK_AGAIN;
    const held = await holds.now();
    if (stops(held, 'confirmation')) return LOOK_AGAIN;
    if (!(await deps.disk.hasRoom())) {
      startOver();
      return LOOK_AGAIN;
    }
    if (stranded) {
      await settling.flush();
      await requeueAll('disk');
      stranded = false;
    }
    await settling.sweep();
    await askLimits();
    if (await sendHidden()) return 0;
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
    const most = await judge(campaign, counts);
    if (most === 0) {
      throughput.interrupt();
      return LOOK_AGAIN;
    }
    const allowed = await allowance.of(campaign, counts, MAX_BATCH);
    if (!allowed.go) return rest(campaign, allowed);
    const size = Math.min(
      allowed.size,
      most,
      small ? FIRST_BATCH : MAX_BATCH,
      largestBatch(deps.rules().maxInFlight, layoutOf(campaign).length),
    );
    const { rows, why } = await window.take(campaign.id, size, allowed.ask);
    if (rows.length === 0) return nobody(campaign, why);
    if (!(await uploaded(campaign))) return 0;
    const { acked, cut } = await departure.leave(rows, () => window.fillUp(campaign.id, allowed.ask));
    if (cut) window.forget();
    lastLeftAt = clock.monotonic();
    const pace = campaign.pace ?? deps.rules().pace;
    throughput.left(rows.length, `${campaign.id} ${pace} ${slower(campaign)}`);
    allowance.left(campaign, counts);
    if (small) {
      const mine = era;
      await acked;
      if (mine === era) small = false;
    }
    return 0;
  }

  /** How many may leave for all that is known of the campaign so far; 0 when it waits, or was stopped. */
  async function judge(campaign: Campaign, counts: Counts): Promise<number> {
    const { canary: size } = deps.rules();
    if (size === 'off') return MAX_BATCH;
    const first = canary(counts, size, clock.monotonic() - lastLeftAt);
    const findings = first.go ? await deps.checkup.ofCampaign(campaign, counts) : [];
    const stop = first.go ? stopOf(findings, campaign.overruled) : 'canary';
    const slowed = slowOf(findings);
    if (first.go && slowed !== campaign.slowed) await deps.campaigns.save(campaign.id, { slowed });
    if (!stop || campaign.overruled.includes(stop)) return first.go ? first.count : MAX_BATCH;
    if (first.go || first.stop) await deps.control.stop(campaign.id, stop);
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

  /** Media are there before the first recipient; a failure burns nobody: the campaign waits, then a person is asked. */
  async function uploaded(campaign: Campaign): Promise<boolean> {
    if (!campaign.content?.media.length) return true;
    try {
      await deps.gateway.prepare(campaign.content, ending.signal);
      uploadRounds = 0;
      return true;
    } catch (error) {
      if (!(error instanceof GatewayError) || error.reason !== 'upload') throw error;
      startOver();
      const wait = UPLOAD_WAITS[uploadRounds];
      uploadRounds = wait === undefined ? 0 : uploadRounds + 1;
      log.warn({ event: 'upload', campaign: campaign.id, wait, message: error.message });
      if (wait === undefined) await deps.control.stop(campaign.id, 'upload');
      else await holds.set('upload', clock.now() + wait);
      return false;
    }
  }

  function succeeded(wait: number): number {
    failures = 0;
    unanswered = false;
    return wait;
  }

  /** The gateway didn't answer: wait longer each time. A full disk is a hold. Anything else is ours, and ends the loop. */
  async function backOff(error: unknown): Promise<number> {
    if (error instanceof DiskFull) {
      stranded = true;
      startOver();
      await deps.disk.refused();
      return LOOK_AGAIN;
    }
    if (!(error instanceof GatewayError)) throw error;
    if (ending.signal.aborted) return 0;
    startOver();
    log.warn({ event: 'gateway', reason: error.reason, message: error.message });
    if (error.reason === 'link-down') return LOOK_AGAIN;
    unanswered = error.reason === 'timeout';
    const nth = failures++;
    const base = error.reason === 'rate' ? 60_000 : 2_000;
    return Math.min(base * 2 ** nth, 600_000);
  }

  /** What is encrypted and has not left goes back to the queue: `mayLeave` says no from here on. */
  async function drain(ms: number) {
    const before = flight.answers();
    const over = new AbortController();
    const idle = departure.idle().then(() => flight.idle());
    await Promise.race([idle, clock.sleep(ms, over.signal).catch(() => undefined)]);
    over.abort();
    await settling.flush();
    return { acked: flight.answers() - before, unacked: flight.open() };
  }

  return {
    poke: latch.poke,
    unacked: flight.open,
    speed: throughput.perMinute,
    expecting: () => flight.open() > 0 || unanswered,
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
