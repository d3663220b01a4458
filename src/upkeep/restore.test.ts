import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openKeys } from '../store/keys.ts';
import { DatabaseTooNew } from '../store/open.ts';
import { hasStore, settleSnapshot, snapshotBytes, takeSnapshot } from '../store/snapshot.ts';
import { openStore } from '../store/store.ts';
import { ArchiveBroken, pack } from './archive.ts';
import { BackupRefused, type CopiedFolders, writeBackup } from './backup.ts';
import { RestoreRefused, readBackup } from './restore.ts';
import { SealBroken, seal } from './sealed.ts';

const PASSPHRASE = 'correct horse';
const CHEAP = 4;
const HASH = 'a'.repeat(64);
const LIST = '01234567-89ab-cdef-0123-456789abcdef.list';

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'restore-'));
});
afterEach(() => rmSync(place, { recursive: true }));

const foldersIn = (root: string): CopiedFolders => ({
  data: join(place, root, 'data'),
  sessions: join(place, root, 'bot_sessions'),
  uploads: join(place, root, 'uploads'),
});

/** An installation with an account, a draft with its list, a picture, keys and receipts. */
async function installed() {
  const folders = foldersIn('old');
  const store = openStore({ dir: folders.data });
  const [account] = await store.accounts.list();
  if (!account) throw new Error('no account');
  await store.accounts.save(account.id, { phone: '595981000111' as never, linkedAt: 5 });
  mkdirSync(join(folders.uploads, '12'), { recursive: true });
  mkdirSync(join(folders.data, 'media'));
  writeFileSync(join(folders.data, 'media', HASH), 'a picture');
  writeFileSync(join(folders.data, 'other'), 'nothing of ours');
  writeFileSync(join(folders.uploads, '12', LIST), 'numero\n0981123456');
  const keys = openKeys({ dir: folders.sessions, account: 1 });
  await keys.commit({
    credentials: '{"me":1}',
    keys: { session: { '1_1.0': 'open' }, 'pre-key': { '1': 'open' } },
  });
  writeFileSync(join(folders.sessions, '1.receipts'), 'ack ABC 1\n');
  {
    using raw = new DatabaseSync(join(folders.data, 'message-sender.db'));
    raw
      .prepare(
        "INSERT INTO campaigns (account_id, kind, state, name, created_by, created_by_name, created_at, list) VALUES (1, 'campaign', 'draft', 'n', 1, 'Ana', 1, ?)",
      )
      .run(JSON.stringify({ name: 'lista.csv', path: `/elsewhere/uploads/12/${LIST}`, column: 0 }));
  }
  return { folders, store, keys, close: () => Promise.all([store.close(), keys.close()]) };
}

const copyOf = (folders: CopiedFolders, file: string) =>
  writeBackup(file, PASSPHRASE, {
    folders,
    snapshot: (into) => takeSnapshot(folders, into),
    snapshotBytes: () => (hasStore(folders) ? snapshotBytes(folders) : null),
    version: '1',
    cost: CHEAP,
    now: () => 77,
  });
const restored = (
  folders: CopiedFolders,
  file: string,
  options: { replace?: boolean; passphrase?: string } = {},
) =>
  readBackup(file, options.passphrase ?? PASSPHRASE, {
    folders,
    replace: options.replace ?? false,
    settle: (staged) =>
      settleSnapshot(staged, { uploads: folders.uploads, closed: (session) => `${session}-closed` }),
    now: () => Date.parse('2026-03-01T10:00:00Z'),
  });
/** Names below a folder, all of them. */
const tree = (dir: string) => readdirSync(dir, { recursive: true }).map(String).toSorted();

describe('a copy', () => {
  it('made while the databases are open brings everything to another place, and nothing else', async () => {
    const old = await installed();
    const file = join(place, 'copies', 'one');
    const { files } = await copyOf(old.folders, file);
    expect(tree(old.folders.data).filter((name) => name.includes('backup'))).toEqual([]);
    await old.close();
    const fresh = foldersIn('new');
    expect(await restored(fresh, file)).toEqual({ at: 77, files, aside: [] });
    expect(tree(fresh.data)).toEqual(['media', `media/${HASH}`, 'message-sender.db']);
    expect(tree(fresh.sessions)).toEqual(['1.db', '1.receipts']);
    expect(readFileSync(join(fresh.data, 'media', HASH), 'utf8')).toBe('a picture');
    const keys = openKeys({ dir: fresh.sessions, account: 1 });
    expect(await keys.credentials()).toBe('{"me":1}');
    expect(await keys.get('session', ['1_1.0'])).toEqual(new Map([['1_1.0', 'open-closed']]));
    expect(await keys.get('pre-key', ['1'])).toEqual(new Map([['1', 'open']]));
    await keys.close();
    const store = openStore({ dir: fresh.data });
    const { campaigns } = await store.campaigns.list({ states: ['draft'], limit: 9 });
    const path = campaigns[0]?.list?.path ?? '';
    expect(path).toBe(join(fresh.uploads, '12', LIST));
    expect(readFileSync(path, 'utf8')).toBe('numero\n0981123456');
    await store.close();
  });

  it('is not written over a file, nor of nothing, and leaves no half behind', async () => {
    const old = await installed();
    const file = join(place, 'one');
    await copyOf(old.folders, file);
    const problem = async (work: Promise<unknown>) =>
      work.then(
        () => null,
        (error: unknown) => (error instanceof BackupRefused ? error.problem : error),
      );
    expect(await problem(copyOf(old.folders, file))).toBe('exists');
    expect(await problem(copyOf(foldersIn('empty'), join(place, 'two')))).toBe('nothing');
    const failing = writeBackup(join(place, 'two'), PASSPHRASE, {
      folders: old.folders,
      snapshot: () => Promise.reject(new Error('the disk is on fire')),
      snapshotBytes: () => 1,
      version: '1',
      now: () => 1,
    });
    await expect(failing).rejects.toThrow('on fire');
    expect(readdirSync(place).filter((name) => name.startsWith('two'))).toEqual([]);
    await old.close();
  });

  it('touches nothing when it can’t be opened whole, or a folder has something in it', async () => {
    const old = await installed();
    const file = join(place, 'one');
    await copyOf(old.folders, file);
    await old.close();
    const fresh = foldersIn('new');
    const nothingThere = () => [fresh.data, fresh.sessions, fresh.uploads].flatMap(tree);
    await expect(restored(fresh, file, { passphrase: 'another one' })).rejects.toThrow(SealBroken);
    expect(nothingThere()).toEqual([]);
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.subarray(0, bytes.length - 40_000));
    await expect(restored(fresh, file)).rejects.toThrow(SealBroken);
    expect(nothingThere()).toEqual([]);
    writeFileSync(file, bytes);
    writeFileSync(join(fresh.uploads, 'mine'), 'mine');
    await expect(restored(fresh, file)).rejects.toThrow(RestoreRefused);
    expect(nothingThere()).toEqual(['mine']);
    const { aside } = await restored(fresh, file, { replace: true });
    expect(aside).toEqual([join(fresh.uploads, '.before-2026-03-01T10-00-00-000Z')]);
    expect(readFileSync(join(aside[0] ?? '', 'mine'), 'utf8')).toBe('mine');
    expect(existsSync(join(fresh.data, 'message-sender.db'))).toBe(true);
  });

  it('of a newer program, of a damaged database, or with a path that leads out is refused', async () => {
    const fresh = foldersIn('new');
    const old = await installed();
    {
      using raw = new DatabaseSync(join(old.folders.data, 'message-sender.db'));
      raw.exec("INSERT INTO schema_steps VALUES (9999, 'later')");
    }
    await expect(copyOf(old.folders, join(place, 'newer'))).rejects.toThrow(DatabaseTooNew);
    await old.close();
    const file = join(place, 'forged');
    const forge = async (path: string) => {
      const entry = (name: string, text: string) => ({
        path: name,
        bytes: Buffer.byteLength(text),
        content: (async function* () {
          yield Buffer.from(text);
        })(),
      });
      const entries = (async function* () {
        yield entry('manifest.json', '{"at":1}');
        yield entry(path, 'x');
      })();
      writeFileSync(file, Buffer.concat(await Array.fromAsync(seal(pack(entries), PASSPHRASE, CHEAP))));
    };
    for (const path of ['../x', 'data/../../x', '/etc/x', 'data/.hidden', 'logs/x', 'data//x', 'data']) {
      await forge(path);
      await expect(restored(fresh, file), path).rejects.toThrow(ArchiveBroken);
    }
    await forge('data/message-sender.db');
    await expect(restored(fresh, file)).rejects.toThrow(/can't be read/);
    expect([fresh.data, fresh.sessions, fresh.uploads].flatMap(tree)).toEqual([]);
  });
});
