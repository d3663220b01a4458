/** One person at a time: all that is known of them, and how they are let go; everybody's after a time. */
import { stat } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { Clock, Dice } from '../clock.ts';
import type { AccountId } from './campaign.ts';
import { eraseFrom } from './import/erase.ts';
import type { PhoneNumber } from './import/phone.ts';
import { recount } from './import/recount.ts';
import type { CampaignStore, Dossier, ListStore, PeopleStore, PersonKey, PrivacyStore } from './ports.ts';

export interface Privacy {
  dossier(person: PersonKey): Promise<Dossier>;
  /** Nothing of the person stays but a refusal. Returns how many rows of campaigns were theirs. */
  forget(person: PersonKey): Promise<number>;
  /** Days after which ended campaigns name nobody any more; null: they do for ever. */
  readonly retentionDays: number | null;
  /** Ends what a kill has cut, and lets go what is older; once a day, until the signal says stop. */
  run(signal: AbortSignal): Promise<void>;
}

const DAY = 86_400_000;
const PAGE = 50;
/** Campaigns whose list may be read again; the file of one that has ended is gone. */
const WITH_FILES = ['draft', 'scheduled', 'running', 'paused'] as const;

interface PrivacyDeps {
  readonly account: AccountId;
  readonly privacy: PrivacyStore;
  /** What WhatsApp's side keeps of a person: keys, and what they wrote. */
  readonly forgetWire: (person: PersonKey) => Promise<void>;
  readonly lists: Pick<ListStore, 'list' | 'replace'>;
  readonly campaigns: Pick<CampaignStore, 'list' | 'save'>;
  readonly people: Pick<PeopleStore, 'refused'>;
  readonly retentionDays: number | null;
  readonly clock: Clock;
  readonly dice: Dice;
  readonly log: Logger;
}

export function createPrivacy(deps: PrivacyDeps): Privacy {
  const { account, privacy, clock, log } = deps;

  async function forget(person: PersonKey, again = false): Promise<number> {
    const rows = await privacy.forget(account, person, clock.now());
    await deps.forgetWire(person);
    if (person.phone) await eraseFromLists(deps, person.phone, again);
    await privacy.forgot(account, person);
    log.info({ event: 'forgotten', rows });
    return rows;
  }

  async function letGo(days: number, signal: AbortSignal): Promise<void> {
    const before = clock.now() - days * DAY;
    const campaigns = await privacy.endedBefore(account, before);
    for (const campaign of campaigns) {
      for (let line: number | null = -1; line !== null && !signal.aborted; )
        line = await privacy.anonymise(campaign, line);
      if (signal.aborted) return;
      await privacy.anonymised(campaign, clock.now());
    }
    const people = await privacy.letGo(account, before);
    if (campaigns.length + people > 0) log.info({ event: 'let-go', campaigns: campaigns.length, people });
  }

  return {
    dossier: (person) => privacy.dossier(account, person),
    async forget(key) {
      const { person } = await privacy.dossier(account, key);
      return forget(person);
    },
    retentionDays: deps.retentionDays,
    async run(signal) {
      const days = deps.retentionDays;
      while (!signal.aborted) {
        try {
          for (const person of await privacy.unfinished(account)) await forget(person, true);
          if (days !== null) await letGo(days, signal);
        } catch (error) {
          log.error({ event: 'retention', err: error });
        }
        await clock.sleep(DAY, signal).catch(() => undefined);
      }
    },
  };
}

/**
 * Takes a number out of the files of saved lists and open campaigns. A kill may have come between a file and its row
 * (`again`): then the sums are counted whatever the file says.
 */
async function eraseFromLists(deps: PrivacyDeps, phone: PhoneNumber, again: boolean): Promise<void> {
  const { account, lists, campaigns } = deps;
  for (let offset = 0; ; offset += PAGE) {
    const { kept } = await lists.list(account, { limit: PAGE, offset });
    for (const { id, list } of kept) {
      const left = await eraseFrom(list, phone);
      const isThere = left !== null || (again && (await stat(list.path).catch(() => null)) !== null);
      if (isThere) await lists.replace(account, id, await recount(left ?? list, deps));
    }
    if (kept.length < PAGE) break;
  }
  // Their rows are in the store already, and so are the sums of a draft; the file is what it is read from again.
  const open = await campaigns.list({ accountId: account, states: WITH_FILES, limit: 10_000 });
  for (const { id, list } of open.campaigns) {
    const left = list && (await eraseFrom(list, phone));
    if (left) await campaigns.save(id, { list: left });
  }
}
