/** What an account has done on the business's day, and what it may still do. */
import type { Clock } from '../../clock.ts';
import type { AccountId } from '../campaign.ts';
import type { AccountStore, CountingDay, SendingDay } from '../ports.ts';
import { dailyCap, KNOWN_FOR, lookUpsLeft } from './caps.ts';
import { countingDay } from './counting.ts';
import type { PacingFacts, PacingRules } from './pacing.ts';

/** All that pacing needs to know of an account, but how much slower it goes. */
export type AccountFacts = Omit<PacingFacts, 'slower'> & { readonly day: CountingDay };

export interface AccountDay {
  /** To be called at every look: when the business's zone was changed, the day goes on from that moment. */
  followZone(): Promise<void>;
  facts(): Promise<AccountFacts>;
  /** The day that messages leaving now are counted on. */
  counting(): Promise<SendingDay>;
  /** Numbers that may still be looked up today; null: no bound. */
  lookUpsLeft(): Promise<number | null>;
}

export function createAccountDay(deps: {
  account: AccountId;
  accounts: Pick<AccountStore, 'get' | 'save' | 'sentToday'>;
  rules: () => PacingRules;
  clock: Pick<Clock, 'now'>;
}): AccountDay {
  const { account, accounts, clock } = deps;
  /** The zone by which the store counts. */
  let noted: string | null = null;

  const facts = (rules = deps.rules()) => factsOf(account, accounts, rules, clock.now());

  return {
    async followZone() {
      const { zone } = deps.rules();
      if (zone === noted) return;
      const kept = (await accounts.get(account))?.countingDay ?? null;
      if (kept?.zone !== zone)
        await accounts.save(account, { countingDay: countingDay(kept, zone, clock.now()) });
      noted = zone;
    },
    facts: () => facts(),
    async counting() {
      const now = clock.now();
      const rules = deps.rules();
      const known = await facts(rules);
      const { day, since } = known.day;
      return { day, since, knownSince: now - KNOWN_FOR, cap: dailyCap(rules, known, now) };
    },
    async lookUpsLeft() {
      const rules = deps.rules();
      return lookUpsLeft(rules, await facts(rules), clock.now());
    },
  };
}

/** What the store knows of an account. */
export async function factsOf(
  account: AccountId,
  accounts: Pick<AccountStore, 'get' | 'sentToday'>,
  rules: Pick<PacingRules, 'dailyCap' | 'zone'>,
  now: number,
): Promise<AccountFacts> {
  const own = await accounts.get(account);
  const day = countingDay(own?.countingDay ?? null, rules.zone, now);
  const sent = rules.dailyCap === 'off' ? null : await accounts.sentToday(account, day.day);
  return {
    linkedAt: own?.linkedAt ?? null,
    restrictedAt: own?.restrictedAt ?? null,
    ownedSince: own?.ownedSince ?? null,
    newChatsToday: sent?.['new-chat'] ?? 0,
    lookUpsToday: sent?.['look-up'] ?? 0,
    day,
  };
}
