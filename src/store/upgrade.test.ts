/** Data of earlier releases (`test/data/releases`), opened by today's stores. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import type { AccountId, CampaignId } from '../queue/campaign.ts';
import type { PhoneNumber } from '../queue/import/phone.ts';
import { openAuthState } from '../whatsapp/auth-state.ts';
import { linkedPhone } from '../whatsapp/credentials.ts';
import { inspect } from './inspect.ts';
import { openKeys } from './keys.ts';
import { openStore } from './store.ts';

const releases = join(import.meta.dirname, '../../test/data/releases');
const versions = readdirSync(releases).filter((name) => /^\d/.test(name));

describe.each(versions)('the data of release %s', (version) => {
  let place: string;
  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), 'upgrade-'));
    for (const [folder, name] of [
      ['data', 'message-sender.db'],
      ['sessions', '1.db'],
    ] as const) {
      mkdirSync(join(place, folder));
      const packed = readFileSync(join(releases, version, `${name}.gz`));
      writeFileSync(join(place, folder, name), gunzipSync(packed));
    }
  });
  afterEach(() => rmSync(place, { recursive: true }));

  it('keep campaigns, rows, opt-outs and people', async () => {
    const path = join(place, 'data', 'message-sender.db');
    const before = inspect(path);
    const store = openStore({ dir: join(place, 'data') });
    const [account] = await store.accounts.list();
    expect(account?.phone).toBe('595981000111');
    const { campaigns } = await store.campaigns.list({ limit: 50 });
    expect(campaigns.map(({ id, state }) => [id, state])).toEqual(
      expect.arrayContaining([
        [1, 'finished'],
        [3, 'paused'],
        [4, 'draft'],
      ]),
    );
    const counts = await store.recipients.counts(3 as CampaignId, 10);
    expect(counts).toMatchObject({ rows: 20, queued: 18, delivered: 1 });
    expect(campaigns.find(({ id }) => id === 3)).toMatchObject({ content: { text: 'Hola {nombre|amigo}' } });
    const listed = await store.people.listed(1 as AccountId, {
      phone: '595981139294' as PhoneNumber,
      lid: null,
    });
    expect(listed).toBe(true);
    expect(await store.team.member(1001)).toMatchObject({ name: 'Ana', role: 'admin' });
    await store.close();
    const after = inspect(path);
    if (before.is !== 'good' || after.is !== 'good') throw new Error('the store is not sound');
    expect(before.version).toBeLessThan(after.version);
    expect(after.version).toBe(after.known);
  });

  it('keep the link, and the keys that phones know', async () => {
    const keys = openKeys({ dir: join(place, 'sessions'), account: 1 });
    expect(linkedPhone((await keys.credentials()) ?? '')).toBe('595981000111');
    const quiet = { info() {}, debug() {}, trace() {}, warn() {}, error() {}, child: () => quiet };
    const auth = await openAuthState({
      store: keys,
      clock: systemClock(),
      log: quiet as never,
      onFatal: (error) => {
        throw error;
      },
    });
    expect(auth.linked()).toBe(true);
    expect(Object.keys(await auth.keys.get('pre-key', ['2', '3']))).toEqual(['2', '3']);
    await keys.close();
  });
});
