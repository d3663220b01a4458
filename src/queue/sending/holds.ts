import type { Clock } from '../../clock.ts';
import type { AccountId, CampaignKind } from '../campaign.ts';
import type { AccountLimits, AccountStore, Hold, HoldReason } from '../ports.ts';

/** Holds that also keep confirmations, answers and tests from leaving. */
const STOPS_ALL: readonly HoldReason[] = ['asleep', 'restart', 'disabled', 'disk', 'ban', 'copy'];

/** Holds that pacing sets, and takes away when the time has come. */
const WAITS_OF_PACING: readonly HoldReason[] = ['daily-cap'];

/** Does one of these holds keep this kind of message from leaving? Pacing's own waits don't: it asks itself. */
export const stops = (held: readonly Pick<Hold, 'reason'>[], kind: CampaignKind): boolean =>
  held.some(({ reason }) =>
    kind === 'campaign' ? !WAITS_OF_PACING.includes(reason) : STOPS_ALL.includes(reason),
  );

/** What WhatsApp does to an account that wrote too much: its caps begin again at the lowest step. */
export const RESTRICTS: readonly HoldReason[] = ['reach-out-lock', 'new-chat-cap', 'refusals', 'ban'];

/** How long a limit lasts whose end WhatsApp doesn't tell. */
export const UNKNOWN_LIMIT = 24 * 3_600_000;

/** The waits of one account, as rows that end by themselves. */
export interface Holds {
  now(): Promise<Hold[]>;
  /** Sets a hold; setting the same one again says nothing. */
  set(reason: HoldReason, until: number | null): Promise<void>;
  release(reason: HoldReason): Promise<void>;
  /** What WhatsApp says about the account; what it didn't answer changes nothing. */
  applyLimits(limits: AccountLimits): Promise<void>;
}

export function createHolds(deps: {
  account: AccountId;
  accounts: Pick<AccountStore, 'hold' | 'holds' | 'release' | 'save'>;
  clock: Clock;
  events: { held(hold: Hold): void; released(reason: HoldReason): void };
}): Holds {
  const now = () => deps.accounts.holds(deps.account, deps.clock.now());

  async function set(reason: HoldReason, until: number | null) {
    const before = (await now()).find((hold) => hold.reason === reason);
    if (before && before.until === until) return;
    const hold: Hold = {
      accountId: deps.account,
      reason,
      since: before?.since ?? deps.clock.now(),
      until,
      detail: null,
    };
    await deps.accounts.hold(hold);
    if (!before && RESTRICTS.includes(reason))
      await deps.accounts.save(deps.account, { restrictedAt: deps.clock.now() });
    deps.events.held(hold);
  }

  async function release(reason: HoldReason) {
    if (!(await now()).some((hold) => hold.reason === reason)) return;
    await deps.accounts.release(deps.account, reason);
    deps.events.released(reason);
  }

  return {
    now,
    set,
    release,
    async applyLimits({ reachOutLock, newChats }) {
      const unknown = deps.clock.now() + UNKNOWN_LIMIT;
      if (newChats) {
        const { total, used, warning } = newChats;
        await deps.accounts.save(deps.account, { quota: { total, used, warning } });
      }
      if (reachOutLock?.active) await set('reach-out-lock', reachOutLock.until ?? unknown);
      else if (reachOutLock) await release('reach-out-lock');
      if (newChats?.capped) await set('new-chat-cap', newChats.until ?? unknown);
      else if (newChats) await release('new-chat-cap');
    },
  };
}
