/**
 * The phone of the account. It gets a copy of whatever is sent here and confirms it while it is online; copies that wait
 * are the one sign on the wire that it is away, and after two weeks of that WhatsApp unlinks all companions.
 */
import type { Clock } from '../clock.ts';
import type { AccountId } from '../queue/campaign.ts';
import type { AccountStore, Gateway, PhoneAway } from '../queue/ports.ts';

const DAY = 86_400_000;
/** Days after which it is told; on the fourteenth the link is gone. */
const TOLD_AFTER = [7, 10, 12] as const;
/** A sign is on disk after this time at the latest: it is one of many, and days are counted. */
const LOOK = 15 * 60_000;

/** How many days are to be told now; null: nothing, or told already. */
export function phoneNews(away: PhoneAway | null, now: number): number | null {
  if (!away) return null;
  const days = TOLD_AFTER.findLast((after) => now - away.since >= after * DAY);
  return days !== undefined && days > away.told ? days : null;
}

/** Looks every quarter of an hour until the signal; `tell` gets whole days and the time of the first copy that waits. */
export async function watchPhone(deps: {
  account: AccountId;
  accounts: Pick<AccountStore, 'get' | 'save'>;
  gateway: Pick<Gateway, 'on'>;
  clockIsRight: () => boolean;
  tell: (days: number, since: number) => void;
  clock: Clock;
  signal: AbortSignal;
}): Promise<void> {
  const { account, accounts, clock, signal } = deps;
  let away = (await accounts.get(account))?.phoneAway ?? null;
  const unsubscribe = deps.gateway.on((event) => {
    if (event.type === 'ack') away ??= { since: clock.now(), told: 0 };
    if (event.type === 'own-phone') away = null;
  });
  try {
    while (!signal.aborted) {
      const kept = await accounts.get(account);
      // Another link: what waited for the phone then is nobody's business now.
      if (away && (kept?.linkedAt ?? 0) > away.since) away = null;
      const days = deps.clockIsRight() ? phoneNews(away, clock.now()) : null;
      if (away && days !== null) {
        deps.tell(days, away.since);
        away = { ...away, told: days };
      }
      if (JSON.stringify(away) !== JSON.stringify(kept?.phoneAway ?? null))
        await accounts.save(account, { phoneAway: away });
      await clock.sleep(LOOK, signal).catch(() => undefined);
    }
  } finally {
    unsubscribe();
  }
}
