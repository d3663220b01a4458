/** What follows when WhatsApp refuses messages: for their rows, and for the account. */
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { CampaignId } from '../campaign.ts';
import type { Gateway, Recipient, RecipientStore } from '../ports.ts';
import { remedy, slowDownWait } from './failure.ts';
import { type Holds, UNKNOWN_LIMIT } from './holds.ts';
import type { Tries } from './tries.ts';

/** A part that was refused; `code` as on the wire. */
export interface Refused {
  readonly id: string;
  readonly code: number;
}

export interface Refusals {
  /** Moves the rows that were refused, and holds the account where it must wait. Returns the rows' campaigns. */
  settle(refused: readonly Refused[]): Promise<CampaignId[]>;
  /** Somebody's message was accepted: refusals are counted among such. */
  accepted(): void;
  /** How often the server has said lately that it is too fast. */
  tooFast(): number;
}

/** Refusals without a lock: the third among this many outcomes stops the account. */
const REFUSALS = { of: 20, third: 3 };
/** Whoever was told to go slower, and is not told again for this long, goes as fast as before. */
const SLOW_FOR = 3_600_000;

export function createRefusals(deps: {
  recipients: Pick<RecipientStore, 'fail' | 'find'>;
  tries: Tries;
  holds: Pick<Holds, 'now' | 'set'>;
  gateway: Pick<Gateway, 'limits'>;
  clock: Clock;
  log: Logger;
}): Refusals {
  const { recipients, tries, holds, clock } = deps;
  const slowdown = createSlowdown(deps);
  /** The last outcomes, true = refused without a lock. */
  const recent: boolean[] = [];

  const remember = (refused: boolean) => {
    recent.push(refused);
    if (recent.length > REFUSALS.of) recent.shift();
    return recent.filter(Boolean).length;
  };

  /**
   * Asks whether the account may start chats; a question that fails counts as a lock. While its hold is in
   * force nobody is asked: what left before it is refused for it, whenever the refusal comes.
   */
  async function isLocked(): Promise<boolean> {
    if ((await holds.now()).some(({ reason }) => reason === 'reach-out-lock')) return true;
    const now = clock.now();
    const { reachOutLock } = await deps.gateway.limits();
    if (reachOutLock && !reachOutLock.active) return false;
    await holds.set('reach-out-lock', reachOutLock?.until ?? now + UNKNOWN_LIMIT);
    return true;
  }

  async function settleRow(row: Recipient, code: number, locked: boolean) {
    const what = remedy(code);
    if (what.next === 'again') return tries.again(row, what);
    if (what.next === 'slow-down') {
      await slowdown.begin();
      return tries.back(row);
    }
    if (locked) return tries.back(row);
    await recipients.fail([{ id: row.id, reason: what.reason }], clock.now());
    if (what.reason === 'refused' && remember(true) >= REFUSALS.third)
      await holds.set('refusals', clock.now() + UNKNOWN_LIMIT);
  }

  return {
    async settle(refused) {
      const codes = new Map(refused.map((one) => [one.id.slice(0, 20), one.code]));
      const rows = (await recipients.find([...codes.keys()])).filter((row) => row.state === 'sending');
      // One question about limits serves all of them.
      const asks = [...codes.values()].some((code) => remedy(code).next === 'ask-limits');
      const locked = asks && (await isLocked());
      for (const row of rows) {
        const code = codes.get(row.wireId) ?? 0;
        deps.log.warn({ event: 'refused', campaign: row.campaignId, line: row.line, code });
        await settleRow(row, code, locked);
      }
      return rows.map((row) => row.campaignId);
    },
    accepted: () => void remember(false),
    tooFast: slowdown.times,
  };
}

/** Everybody waits when the server says that it is too fast, longer each time. */
function createSlowdown({ holds, clock }: { holds: Pick<Holds, 'now' | 'set'>; clock: Clock }) {
  /** By the monotonic clock. */
  let since = Number.NEGATIVE_INFINITY;
  let slowed = 0;
  const times = () => (clock.monotonic() - since < SLOW_FOR ? slowed : 0);
  return {
    times,
    /** What left before the hold is refused for it, whenever that is told: it begins once. */
    async begin() {
      if ((await holds.now()).some(({ reason }) => reason === 'too-fast')) return;
      slowed = times() + 1;
      since = clock.monotonic();
      await holds.set('too-fast', clock.now() + slowDownWait(slowed));
    },
  };
}
