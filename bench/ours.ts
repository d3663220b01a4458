/** The program's own account, as `main.ts` opens it: real store, real keys on disk, the whole loop. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { type OpenAccount, openAccount } from '../src/account.ts';
import { systemClock, systemDice } from '../src/clock.ts';
import type { PreferenceValues } from '../src/preferences.ts';
import type { ListSource } from '../src/queue/campaign.ts';
import type { Control } from '../src/queue/control/control.ts';
import type { PhoneNumber } from '../src/queue/import/phone.ts';
import { openStore, type Store } from '../src/store/store.ts';
import { createTexts } from '../src/texts/texts.ts';
import { openRoom } from '../src/upkeep/room.ts';
import type { Way } from './way.ts';

const PREFERENCES: PreferenceValues = {
  zone: 'America/Asuncion',
  country: 'PY',
  language: 'es',
  pace: 'maximum',
  dailyCap: 'off',
  quietHours: 'off',
  quietDays: [],
  quietZone: 'recipient',
  canary: 'off',
  health: {
    unregistered: 'off',
    failed: 'off',
    delivered: 'off',
    answers: 'off',
    unreadable: 'off',
    quota: 'off',
  },
  optOutWords: [],
  footer: true,
};

const ACTOR = { id: 1, name: 'bench' };

export async function openOurs(wsUrl: string, scan: (text: string) => Promise<void>): Promise<Way> {
  const dir = mkdtempSync(join(tmpdir(), 'bench-'));
  const store = openStore({ dir });
  const account = await openOwn(dir, store, wsUrl);
  await account.start();
  await link(account, scan);
  return {
    async send(phones, picture) {
      const over = Promise.withResolvers<void>();
      const stop = account.progress.on((event) => {
        if (event.type === 'campaign' && event.what === 'finished') over.resolve();
      });
      await startCampaign(account.control, store, phones, picture);
      await over.promise;
      stop();
    },
    async close() {
      await account.close();
      await store.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function openOwn(dir: string, store: Store, wsUrl: string): Promise<OpenAccount> {
  const silent = pino({ level: 'silent' });
  const [own] = await store.accounts.list();
  if (!own) throw new Error('the store has no account');
  return openAccount({
    id: own.id,
    store,
    texts: createTexts(),
    preferences: { now: () => PREFERENCES },
    folders: {
      sessions: dir,
      uploads: join(dir, 'uploads'),
      media: join(dir, 'media'),
      temp: join(dir, 'tmp'),
    },
    room: await openRoom([dir]),
    whatsapp: { wsUrl, version: null, addressing: 'lid', numberCheck: true },
    maxImageBytes: 10_000_000,
    retentionDays: null,
    searchPath: '',
    rules: () => ({ ...PREFERENCES, maxInFlight: null }),
    clock: systemClock(),
    heardTime: () => undefined,
    trust: { trusted: () => true },
    dice: systemDice(),
    logs: { core: silent, queue: silent, baileys: silent, close: async () => undefined },
    onFatal: (error) => {
      throw error;
    },
    onSilence: () => {
      throw new Error('WhatsApp brings nothing any more');
    },
  });
}

/** Resolves when it may send. */
async function link(account: OpenAccount, scan: (text: string) => Promise<void>): Promise<void> {
  let scanned = '';
  account.link.watch((state) => {
    if (state.is !== 'awaiting-scan' || state.text === scanned) return;
    scanned = state.text;
    void scan(state.text);
  });
  await account.link.connect();
  while (!account.ready()) await pause(20);
}

/** A campaign as the chat makes it, all but the reading of the file. */
async function startCampaign(
  control: Control,
  store: Store,
  phones: readonly PhoneNumber[],
  picture: Buffer | undefined,
): Promise<void> {
  const dice = systemDice();
  const draft = await control.newDraft(ACTOR);
  for (let from = 0; from < phones.length; from += 1000)
    await store.recipients.append(
      draft.id,
      phones.slice(from, from + 1000).map((phone, nth) => ({
        line: from + nth + 1,
        written: phone,
        phone,
        fields: {},
        skip: null,
        detail: null,
        wireId: `3EB0${dice.id(8)}`,
      })),
    );
  await store.campaigns.save(draft.id, { list: listOf(phones.length) });
  const text = 'Hola, te esperamos a las 10.';
  if (picture) {
    const image = { bytes: picture, name: 'bench.jpg' };
    const set = await control.addFile(draft.id, image, { caption: text });
    if (!set.ok) throw new Error(set.problem.is);
  } else await control.setText(ACTOR, text);
  await control.setFooter(ACTOR, false);
  const started = await control.start(ACTOR, draft.id, { consent: true });
  if (!started.ok) throw new Error(started.why);
}

const listOf = (people: number): ListSource => ({
  name: 'bench.csv',
  path: '',
  column: 0,
  columnName: '',
  country: 'PY',
  fields: [],
  summary: {
    rows: people,
    people,
    out: { invalid: 0, duplicate: 0, optedOut: 0 },
    damaged: 0,
    examples: [],
    badExample: null,
    fingerprint: '',
  },
});
