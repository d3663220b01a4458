/** One person at a time: all that is known of them, and how they are let go; everybody's after a time. */
import { readFile, writeFile } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { AccountId } from './campaign.ts';
import { pastedCsv, readPasted } from './import/pasted.ts';
import { firstNumber, variants } from './import/phone.ts';
import type { Dossier, PersonKey, PrivacyStore } from './ports.ts';

export interface Privacy {
  dossier(person: PersonKey): Promise<Dossier>;
  /** Nothing of the person stays but a refusal. Returns how many rows of campaigns were theirs. */
  forget(person: PersonKey): Promise<number>;
  /** Days after which ended campaigns name nobody any more; null: they do for ever. */
  readonly retentionDays: number | null;
  /** Lets go what is older, once a day, until the signal says stop. */
  run(signal: AbortSignal): Promise<void>;
}

const DAY = 86_400_000;

export function createPrivacy(deps: {
  account: AccountId;
  privacy: PrivacyStore;
  /** What WhatsApp's side keeps of a person: keys, and what they wrote. */
  forgetWire: (person: PersonKey) => Promise<void>;
  removeFile: (path: string) => Promise<void>;
  retentionDays: number | null;
  country: () => string | null;
  clock: Clock;
  log: Logger;
}): Privacy {
  const { account, privacy, clock, log } = deps;

  /** A list that grew out of messages goes on without them; any other file goes: its rows are in the store. */
  async function withoutPerson(file: { path: string; pasted: boolean }, { phone }: PersonKey) {
    if (!file.pasted || !phone) return deps.removeFile(file.path);
    const forms: readonly string[] = variants(phone);
    const csv = await readFile(file.path, 'utf8').catch(() => null);
    if (csv === null) return;
    const left = readPasted(csv).filter(({ written }) => {
      const { parsed } = firstNumber(written, deps.country());
      return !parsed.ok || !forms.includes(parsed.phone);
    });
    await writeFile(file.path, pastedCsv(left), { mode: 0o600 });
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
      const { rows, files } = await privacy.forget(account, person, clock.now());
      await deps.forgetWire(person);
      for (const file of files) await withoutPerson(file, person);
      log.info({ event: 'forgotten', rows });
      return rows;
    },
    retentionDays: deps.retentionDays,
    async run(signal) {
      const days = deps.retentionDays;
      while (days !== null && !signal.aborted) {
        await letGo(days, signal).catch((error) => log.error({ event: 'retention', err: error }));
        await clock.sleep(DAY, signal).catch(() => undefined);
      }
    },
  };
}
