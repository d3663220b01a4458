import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { peopleContract } from '../../test/people.contract.ts';
import { storeContract } from '../../test/stores.contract.ts';
import type { AccountId, CampaignId } from '../queue/campaign.ts';
import { openKeys } from './keys.ts';
import { AlreadyRunning, isLocked, lockAccount } from './lock.ts';
import { DatabaseDamaged, DatabaseTooNew, openDatabase } from './open.ts';
import { openReceipts } from './receipts.ts';
import { openStore } from './store.ts';

for (const contract of [storeContract, peopleContract])
  contract('SQLite', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'store-'));
    const store = openStore({ dir });
    return {
      store,
      async end() {
        await store.close();
        rmSync(dir, { recursive: true });
      },
    };
  });

describe('the files', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'store-'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it('of a newer program are refused with a sentence', async () => {
    await openDatabase(dir, 'a.db').close();
    const raw = new DatabaseSync(join(dir, 'a.db'));
    raw.exec("INSERT INTO schema_steps VALUES (99, 'x')");
    raw.close();
    expect(() => openDatabase(dir, 'a.db')).toThrow(DatabaseTooNew);
  });

  it('that are damaged are refused, not repaired by deleting', async () => {
    const raw = new DatabaseSync(join(dir, 'a.db'));
    raw.close();
    writeFileSync(join(dir, 'a.db'), Buffer.alloc(8192, 7));
    expect(() => openDatabase(dir, 'a.db')).toThrow(DatabaseDamaged);
  });

  it('of one account belong to one process', () => {
    expect(isLocked(dir, 1)).toBe(false);
    const lock = lockAccount(dir, 1);
    expect(() => lockAccount(dir, 1)).toThrow(AlreadyRunning);
    expect(isLocked(dir, 1)).toBe(true);
    lock.release();
    expect(isLocked(dir, 1)).toBe(false);
    lockAccount(dir, 1).release();
  });

  it('of the first schema keep their rows, their counters and what acks ask for', async () => {
    const first = join(dir, 'schema');
    mkdirSync(first);
    cpSync(join(import.meta.dirname, 'schema/0001-start.sql'), join(first, '0001-start.sql'));
    await openDatabase(dir, 'message-sender.db', first).close();
    const raw = new DatabaseSync(join(dir, 'message-sender.db'));
    raw.exec(`INSERT INTO campaigns (id, account_id, kind, state, name, created_by, created_by_name, created_at)
        VALUES (7, 1, 'campaign', 'running', 'x', 1, 'Ana', 1);
      INSERT INTO recipients (campaign_id, account_id, line, written, phone, fields, state, reason, at_import,
        wire_id, intended_at) VALUES
        (7, 1, 2, '0981', '595981123456', '{"nombre":"Ana"}', 'sending', NULL, 0, '3EB0AAAAAAAAAAAAAAAA', 5),
        (7, 1, 3, '0982', '595982123456', '{}', 'queued', NULL, 0, '3EB0BBBBBBBBBBBBBBBB', NULL),
        (7, 1, 4, 'abc', NULL, '{}', 'skipped', 'invalid', 1, '3EB0CCCCCCCCCCCCCCCC', NULL)`);
    raw.close();
    const store = openStore({ dir });
    const campaign = 7 as CampaignId;
    expect(await store.recipients.counts(campaign, 10)).toMatchObject({ rows: 3, sending: 1, queued: 1 });
    const [row] = await store.recipients.find(['3EB0AAAAAAAAAAAAAAAA']);
    expect(row).toMatchObject({ line: 2, fields: { nombre: 'Ana' }, intendedAt: 5 });
    await store.recipients.settle([{ type: 'ack', id: '3EB0AAAAAAAAAAAAAAAA00', at: 9 }]);
    await store.recipients.skip([(row?.id ?? 0) + 1], 'cancelled', 9);
    expect(await store.recipients.counts(campaign, 10)).toMatchObject({ accepted: 1, skipped: 1, queued: 0 });
    await store.close();
  });

  it('of the schema before saved texts keep their campaigns, and texts can be saved in them', async () => {
    const before = join(dir, 'schema');
    mkdirSync(before);
    for (const name of ['0001-start.sql', '0002-wire-ids-when-sent.sql'])
      cpSync(join(import.meta.dirname, 'schema', name), join(before, name));
    await openDatabase(dir, 'message-sender.db', before).close();
    const raw = new DatabaseSync(join(dir, 'message-sender.db'));
    raw.exec(`INSERT INTO campaigns (id, account_id, kind, state, name, created_by, created_by_name, created_at, content)
      VALUES (7, 1, 'campaign', 'running', 'x', 1, 'Ana', 1, '{"text":"","media":[{"sha256":"abc"}]}')`);
    raw.close();
    const store = openStore({ dir });
    expect((await store.campaigns.get(7 as CampaignId))?.createdByName).toBe('Ana');
    expect([...(await store.media.referenced(0))]).toEqual(['abc']);
    const content = { text: 'Hola', media: [] };
    const by = { id: 1, name: 'Ana' };
    const saved = await store.texts.add({ accountId: 1 as AccountId, name: 'Uno', content, by, at: 5 });
    expect(saved?.content).toEqual(content);
    await store.close();
  });

  it('that may not grow any more refuse a batch whole, say why, and go on reading', () => {
    // A bound on the size of files is what a quota or a full disk is to SQLite; it needs no rights.
    const script = `
      const { openStore } = await import('./src/store/store.ts');
      const store = openStore({ dir: process.argv[1] });
      const campaign = await store.campaigns.create({ accountId: 1, kind: 'campaign', state: 'draft', name: '',
        createdBy: 1, createdByName: 'Ana', at: 1 });
      const rows = (from) => Array.from({ length: 100 }, (_, nth) => ({ line: from + nth, written: 'x'.repeat(500),
        phone: null, fields: {}, skip: 'invalid', detail: null, wireId: String(from + nth) }));
      const names = [];
      let batches = 0;
      for (let nth = 0; nth < 1000 && names.length < 2; nth += 1)
        await store.recipients.append(campaign.id, rows(nth * 100)).then(
          () => { batches += 1; }, (error) => names.push(error.name));
      const counts = await store.recipients.counts(campaign.id, 1);
      console.log(JSON.stringify({ names, whole: counts.rows === batches * 100, some: batches > 0 }));`;
    const limited =
      'ulimit -f 2048; exec "$0" --disable-warning=ExperimentalWarning --input-type=module -e "$1" "$2"';
    const { stdout } = spawnSync('bash', ['-c', limited, process.execPath, script, dir], {
      ...{ cwd: join(import.meta.dirname, '../..'), encoding: 'utf8' },
    });
    expect(JSON.parse(stdout)).toEqual({ names: ['DiskFull', 'DiskFull'], whole: true, some: true });
  });

  it('copies a live database', async () => {
    const store = openStore({ dir });
    await store.settings.set('a', 1);
    await store.backup(join(dir, 'copy.db'));
    await store.close();
    const copy = openDatabase(dir, 'copy.db');
    await copy.close();
  });
});

describe('what the server tells', () => {
  it('is there after a kill, but for a line that the kill has cut, and does not grow for ever', () => {
    const dir = mkdtempSync(join(tmpdir(), 'told-'));
    const path = join(dir, '1.receipts');
    const log = openReceipts({ dir, account: 1 });
    log.note({ type: 'ack', id: '3EB0AA00', at: 5 });
    log.note({ type: 'read', id: '3EB0BB01', at: 6 });
    appendFileSync(path, 'delivered 3EB0CC');
    const again = openReceipts({ dir, account: 1 });
    expect(again.earlier()).toEqual([
      { type: 'ack', id: '3EB0AA00', at: 5 },
      { type: 'read', id: '3EB0BB01', at: 6 },
    ]);
    log.close();
    for (let nth = 0; nth < 60_000; nth += 1) again.note({ type: 'delivered', id: `3EB0${nth}`, at: nth });
    const later = again.earlier();
    again.close();
    expect(later.length).toBeGreaterThan(10_000);
    expect(later.length).toBeLessThan(45_000);
    expect(later.at(-1)).toEqual({ type: 'delivered', id: '3EB059999', at: 59_999 });
    rmSync(dir, { recursive: true });
  });
});

describe('the keys', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'keys-'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it('are there after a restart, with credentials and inbox, in one transaction', async () => {
    const keys = openKeys({ dir, account: 1 });
    await keys.commit({
      credentials: '{"a":1}',
      keys: { session: { x: '1', y: '2' } },
      inbox: [{ key: 'k', sender: 's', plaintext: Buffer.from('hola'), at: 1 }],
    });
    await keys.commit({ keys: { session: { x: null } } });
    await keys.close();
    const again = openKeys({ dir, account: 1 });
    expect(await again.credentials()).toBe('{"a":1}');
    expect([...(await again.get('session', ['x', 'y', 'z']))]).toEqual([['y', '2']]);
    expect(Buffer.from((await again.opened('k')) ?? []).toString()).toBe('hola');
    await again.close();
  });

  it('share one commit when they come together', async () => {
    const keys = openKeys({ dir, account: 1 });
    await Promise.all(
      Array.from({ length: 50 }, (_, nth) => keys.commit({ keys: { session: { [`${nth}`]: 'v' } } })),
    );
    expect((await keys.get('session', ['0', '49'])).size).toBe(2);
    await keys.close();
  });

  it('keep what came in until it is handled', async () => {
    const keys = openKeys({ dir, account: 1 });
    const entry = { sender: 's', plaintext: Buffer.from('BAJA'), at: 1 };
    await keys.commit({
      inbox: [
        { key: 'a', ...entry },
        { key: 'b', ...entry },
        { key: 'a', ...entry },
      ],
    });
    await keys.describe('a', { id: '1', from: 'x@lid' });
    expect((await keys.waiting(10)).map((one) => one.key)).toEqual(['a', 'b']);
    expect((await keys.waiting(1))[0]?.attrs).toEqual({ id: '1', from: 'x@lid' });
    await keys.handled(['a'], 5);
    expect((await keys.waiting(10)).map((one) => one.key)).toEqual(['b']);
    await keys.prune(2);
    expect(await keys.opened('a')).toBeNull();
    await keys.close();
  });

  it('are put aside when the device is unlinked', async () => {
    const keys = openKeys({ dir, account: 1 });
    await keys.commit({ credentials: '{}' });
    await keys.archive(123);
    expect(await keys.credentials()).toBeNull();
    await keys.close();
  });
});
