/** What is known of the linked number: how long it is linked here, and since when it has been theirs. */
import type { Clock } from '../clock.ts';
import type { AccountId } from './campaign.ts';
import type { AccountStore } from './ports.ts';
import { factsOf } from './sending/account-day.ts';
import { dailyCap, offersMaximum } from './sending/caps.ts';
import type { PacingRules } from './sending/pacing.ts';

export interface NumberFacts {
  readonly linkedAt: number | null;
  /** Since when an admin said that the number has been theirs. */
  readonly ownedSince: number | null;
  /** New chats allowed today; null when off. */
  readonly cap: number | null;
  /** Nothing stands against the pace *maximum*: the link is not new, or somebody has said how old the number is. */
  readonly maximumOpen: boolean;
}

export interface OwnNumber {
  facts(): Promise<NumberFacts>;
  /** An admin says since when the number has been theirs. */
  declare(since: number): Promise<void>;
}

export function createOwnNumber(deps: {
  account: AccountId;
  accounts: Pick<AccountStore, 'get' | 'sentToday' | 'save'>;
  rules: () => PacingRules;
  /** The sender should look now. */
  poke: () => void;
  clock: Pick<Clock, 'now'>;
}): OwnNumber {
  const { account, accounts, clock } = deps;
  return {
    async facts() {
      const now = clock.now();
      const known = await factsOf(account, accounts, deps.rules(), now);
      const { linkedAt, ownedSince } = known;
      return {
        linkedAt,
        ownedSince,
        cap: dailyCap(deps.rules(), known, now),
        maximumOpen: offersMaximum(deps.rules(), known, now),
      };
    },
    async declare(since) {
      await accounts.save(account, { ownedSince: Math.min(since, clock.now()) });
      deps.poke();
    },
  };
}

/** A year, a month or a day as people write them: `2019`, `3/2020`, `15/3/2020`; null when it is none or to come. */
export function parseSince(text: string, now: number): number | null {
  const match = /^(?:(?:(\d{1,2})[/.-])?(\d{1,2})[/.-])?(\d{4})$/.exec(text.trim());
  if (!match) return null;
  const [day, month, year] = [match[1] ?? '1', match[2] ?? '1', match[3] ?? ''].map(Number);
  const at = Date.UTC(year ?? 0, (month ?? 1) - 1, day ?? 1);
  const real = new Date(at).getUTCMonth() === (month ?? 1) - 1;
  return real && at <= now && (year ?? 0) >= 2009 ? at : null;
}
