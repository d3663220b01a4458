import type { Logger } from 'pino';
import type { Clock, Dice } from '../../clock.ts';
import type { AccountId, CampaignId } from '../campaign.ts';
import type { Disk } from '../disk.ts';
import {
  DiskFull,
  type Gateway,
  type GatewayEvent,
  type Recipient,
  type RecipientStore,
  type Settlement,
} from '../ports.ts';
import { parsePartId } from '../recipient.ts';
import { type Remedy, remedy, retryWait, slowDownWait, TRIES } from './failure.ts';
import { type Holds, UNKNOWN_LIMIT } from './holds.ts';

/** Acks, receipts and refusals are settled together when the first of them is this old. */
const GROUP_MS = 30;
/** What a full disk refused is offered to it again after this time. */
const OFFER_AGAIN = 5_000;
/** Without an ack after this time a message is unconfirmed: the same id goes out again. */
export const ACK_DEADLINE = 60_000;
const UNCONFIRMED = { next: 'again', tries: TRIES, wait: 2_000, reason: 'unconfirmed' } as const;
/** Whoever was told to go slower, and is not told again for this long, goes as fast as before. */
const SLOW_FOR = 3_600_000;
/** The wall clock was set: it moved against the monotonic one by more than this. */
const CLOCK_SET = 2_000;
/** Waits of minutes, which would become hours when the clock is set back. */
const MINUTES = ['upload', 'too-fast'] as const;
/** Refusals without a lock: the third among this many outcomes stops the account. */
const REFUSALS = { of: 20, third: 3 };

export interface Settling {
  /** Feeds one event of the gateway. */
  take(event: GatewayEvent): void;
  /** Writes all that was taken; resolves when it is in the store, or waits here for room on the disk. */
  flush(): Promise<void>;
  /** Rows without an ack for a minute on a live link: queued again with the same id, or given up. */
  sweep(): Promise<void>;
  /** How often the server has said lately that it is too fast. */
  tooFast(): number;
}

/** Turns what the wire says into states of rows. Facts may come late, twice and in any order. */
export function createSettling(deps: {
  account: AccountId;
  recipients: RecipientStore;
  holds: Pick<Holds, 'now' | 'set' | 'release'>;
  gateway: Pick<Gateway, 'limits'>;
  disk: Pick<Disk, 'refused'>;
  clock: Clock;
  dice: Dice;
  log: Logger;
  /** A campaign's rows moved. */
  moved: (campaigns: ReadonlySet<CampaignId>) => void;
  /** How long acks took, in milliseconds after their intents. */
  acked: (ms: readonly number[]) => void;
  /** The server answered for these parts, in one way or another. */
  answered: (ids: readonly string[]) => void;
  /** The store couldn't be written: the process can't go on. */
  onFatal: (error: unknown) => void;
}): Settling {
  let facts: Settlement[] = [];
  let refusals: { id: string; code: number }[] = [];
  let scheduled = false;
  let writing: Promise<void> = Promise.resolve();
  /** The last outcomes, true = refused without a lock. */
  const recent: boolean[] = [];
  /** By the monotonic clock. */
  let slowSince = Number.NEGATIVE_INFINITY;
  let slowed = 0;
  let offset = deps.clock.now() - deps.clock.monotonic();

  const remember = (refused: boolean) => {
    recent.push(refused);
    if (recent.length > REFUSALS.of) recent.shift();
    return recent.filter(Boolean).length;
  };

  function schedule(wait = GROUP_MS) {
    if (scheduled) return;
    scheduled = true;
    void deps.clock.sleep(wait).then(() => {
      scheduled = false;
      return flush().catch(deps.onFatal);
    });
  }

  function flush(): Promise<void> {
    writing = writing.then(write);
    return writing;
  }

  async function write() {
    const [these, refused] = [facts, refusals];
    facts = [];
    refusals = [];
    if (these.length === 0 && refused.length === 0) return;
    try {
      await settle(these, refused);
    } catch (error) {
      if (!(error instanceof DiskFull)) throw error;
      // Settling a fact twice changes nothing, so all of them are kept.
      facts = [...these, ...facts];
      refusals = [...refused, ...refusals];
      await deps.disk.refused();
      schedule(OFFER_AGAIN);
    }
  }

  async function settle(these: readonly Settlement[], refused: readonly { id: string; code: number }[]) {
    const settled = await deps.recipients.settle(these);
    const campaigns = new Set(settled.map((row) => row.campaignId));
    deps.acked(settled.flatMap(({ ackMs }) => (ackMs === null ? [] : [ackMs])));
    // One outcome a person, however many messages they get.
    for (const { type, id } of these) if (type === 'ack' && parsePartId(id)?.part === 0) remember(false);
    if (refused.length > 0) for (const id of await refuse(refused)) campaigns.add(id);
    deps.answered([...these, ...refused].map((fact) => fact.id));
    if (campaigns.size > 0) deps.moved(campaigns);
  }

  /** One question about limits serves all refusals of a group. */
  async function refuse(refused: readonly { id: string; code: number }[]): Promise<CampaignId[]> {
    const codes = new Map(refused.map((one) => [one.id.slice(0, 20), one.code]));
    const rows = (await deps.recipients.find([...codes.keys()])).filter((row) => row.state === 'sending');
    const asks = [...codes.values()].some((code) => remedy(code).next === 'ask-limits');
    const locked = asks && (await isLocked());
    for (const row of rows) {
      const code = codes.get(row.wireId) ?? 0;
      deps.log.warn({ event: 'refused', campaign: row.campaignId, line: row.line, code });
      const what = remedy(code);
      if (what.next === 'again') await again(row, what);
      else if (what.next === 'slow-down') {
        await slowDown();
        await back(row);
      } else if (locked) await back(row);
      else {
        await deps.recipients.fail([{ id: row.id, reason: what.reason }], deps.clock.now());
        if (what.reason === 'refused' && remember(true) >= REFUSALS.third)
          await deps.holds.set('refusals', deps.clock.now() + UNKNOWN_LIMIT);
      }
    }
    return rows.map((row) => row.campaignId);
  }

  /**
   * Asks whether the account may start chats; a question that fails counts as a lock. While its hold is in
   * force nobody is asked: what left before it is refused for it, whenever the refusal comes.
   */
  async function isLocked(): Promise<boolean> {
    if ((await deps.holds.now()).some(({ reason }) => reason === 'reach-out-lock')) return true;
    const now = deps.clock.now();
    const { reachOutLock } = await deps.gateway.limits();
    if (reachOutLock && !reachOutLock.active) return false;
    await deps.holds.set('reach-out-lock', reachOutLock?.until ?? now + UNKNOWN_LIMIT);
    return true;
  }

  const back = (row: Recipient) =>
    deps.recipients.requeue([row.id], { countTry: false, notBefore: null, at: deps.clock.now() });

  const tooFast = () => (deps.clock.monotonic() - slowSince < SLOW_FOR ? slowed : 0);

  /** Everybody waits, longer each time. What left before it is refused for it, whenever that is told. */
  async function slowDown() {
    if ((await deps.holds.now()).some(({ reason }) => reason === 'too-fast')) return;
    slowed = tooFast() + 1;
    slowSince = deps.clock.monotonic();
    await deps.holds.set('too-fast', deps.clock.now() + slowDownWait(slowed));
  }

  async function again(row: Recipient, { tries, wait, reason }: Extract<Remedy, { next: 'again' }>) {
    if (row.tries + 1 >= tries) {
      await deps.recipients.fail([{ id: row.id, reason }], deps.clock.now());
      return;
    }
    const at = deps.clock.now();
    const notBefore = at + retryWait(wait, row.tries, deps.dice.next());
    await deps.recipients.requeue([row.id], { countTry: true, notBefore, at });
  }

  return {
    take(event) {
      if (event.type === 'ack') facts.push({ type: 'ack', id: event.id, at: event.at });
      else if (event.type === 'receipt') facts.push({ type: event.kind, id: event.id, at: event.at });
      else if (event.type === 'refused') refusals.push({ id: event.id, code: event.code });
      else return;
      schedule();
    },
    flush,
    tooFast,
    async sweep() {
      const now = deps.clock.now();
      const step = now - deps.clock.monotonic() - offset;
      offset += step;
      if (Math.abs(step) > CLOCK_SET) {
        deps.log.warn({ event: 'clock-set', byMs: Math.round(step) });
        for (const reason of MINUTES) await deps.holds.release(reason);
        return deps.recipients.renew(deps.account, now);
      }
      const rows = await deps.recipients.unconfirmed(deps.account, now - ACK_DEADLINE, 200);
      if (rows.length === 0) return;
      for (const row of rows) await again(row, UNCONFIRMED);
      const campaigns = new Set(rows.map((row) => row.campaignId));
      deps.log.warn({ event: 'unconfirmed', rows: rows.length, campaigns: [...campaigns] });
      deps.moved(campaigns);
    },
  };
}
