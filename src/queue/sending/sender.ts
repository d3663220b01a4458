/**
 * One account's loop: claim → look up → wait → intend → send → settle. It reads the store at every round, so
 * a kill at any instruction costs nothing: rows `sending` without an ack go out again with the same id.
 */
import type { Logger } from 'pino';
import { atMost, type Clock, type Dice } from '../../clock.ts';
import type { AccountId, Campaign, CampaignId, StopReason } from '../campaign.ts';
import type { Checkup } from '../checkup.ts';
import type { Rendered } from '../content.ts';
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
import type { PacingRules } from './pacing.ts';
import { createParts } from './parts.ts';
import { createRounds } from './rounds.ts';

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
