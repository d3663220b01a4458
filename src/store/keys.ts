import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { InboxMessage, KeyChanges, KeyStore } from '../whatsapp/auth-state.ts';
import { migrate, openRaw, written } from './open.ts';
import { number, numberOrNull, type Row, text } from './rows.ts';

type Change = Parameters<KeyStore['commit']>[0];

/** Kinds of keys whose names tell a person. */
const NAMING = "'session', 'identity-key', 'lid-mapping', 'device-list', 'tctoken'";

const SCHEMA = join(import.meta.dirname, 'schema', 'keys');

/**
 * Opens `<dir>/<account>.db`. Commits that come while one is being prepared share a transaction: their
 * promises resolve when it is on disk, or all reject with it.
 */
export function openKeys({ dir, account }: { dir: string; account: number }): KeyStore {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, `${account}.db`);
  let db = openAt(path);
  const group = createGroup((changes) => written(() => write(db, changes)));

  return {
    async credentials() {
      const row = db.prepare('SELECT value FROM credentials WHERE id = 1').get();
      return row ? text(row, 'value') : null;
    },
    async get(type, ids) {
      const rows = db
        .prepare('SELECT id, value FROM keys WHERE type = ? AND id IN (SELECT value FROM json_each(?))')
        .all(type, JSON.stringify(ids));
      return new Map(rows.map((row) => [text(row, 'id'), text(row, 'value')]));
    },
    commit: group.add,
    async opened(key) {
      const row = db.prepare('SELECT plaintext FROM inbox WHERE key = ?').get(key);
      return row?.plaintext instanceof Uint8Array ? row.plaintext : null;
    },
    async describe(key, attrs) {
      db.prepare('UPDATE inbox SET attrs = ? WHERE key = ?').run(JSON.stringify(attrs), key);
    },
    async waiting(limit) {
      const rows = db
        .prepare('SELECT * FROM inbox WHERE handled_at IS NULL ORDER BY number LIMIT ?')
        .all(limit);
      return rows.map(messageOf);
    },
    async handled(keys, at) {
      unhurried(db, () =>
        db
          .prepare('UPDATE inbox SET handled_at = ? WHERE key IN (SELECT value FROM json_each(?))')
          .run(at, JSON.stringify(keys)),
      );
    },
    async prune(before) {
      unhurried(db, () =>
        db.prepare('DELETE FROM inbox WHERE handled_at IS NOT NULL AND at < ?').run(before),
      );
    },
    async forget(users) {
      await group.settled();
      const those = JSON.stringify(users);
      db.prepare(`DELETE FROM keys WHERE type IN (${NAMING}) AND EXISTS (SELECT 1 FROM json_each(?) u
        WHERE substr(keys.id, 1, length(u.value)) = u.value
        AND substr(keys.id, length(u.value) + 1, 1) NOT BETWEEN '0' AND '9')`).run(those);
      db.prepare(`DELETE FROM inbox WHERE handled_at IS NOT NULL AND EXISTS (SELECT 1 FROM json_each(?) u
        WHERE instr(sender, u.value) = 1 OR instr(ifnull(attrs, ''), u.value) > 0)`).run(those);
    },
    async archive(at) {
      await group.settled();
      db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      db.close();
      renameSync(path, join(dir, `${account}.${at}.archived.db`));
      for (const rest of ['-wal', '-shm']) if (existsSync(path + rest)) rmSync(path + rest);
      db = openAt(path);
    },
    async close() {
      await group.settled();
      if (!db.isOpen) return;
      db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      db.close();
    },
  };
}

/** Changes that come in the same turn are written together: all promises resolve when they are, or reject with it. */
function createGroup(write: (changes: readonly Change[]) => void) {
  let waiting: { readonly change: Change; resolve(): void; reject(error: unknown): void }[] = [];
  let under: Promise<void> | null = null;

  function flush() {
    under = null;
    const these = waiting;
    waiting = [];
    try {
      write(these.map((one) => one.change));
      for (const one of these) one.resolve();
    } catch (error) {
      for (const one of these) one.reject(error);
    }
  }

  return {
    add(change: Change): Promise<void> {
      const done = new Promise<void>((resolve, reject) => waiting.push({ change, resolve, reject }));
      under ??= new Promise((resolve) =>
        setImmediate(() => {
          flush();
          resolve();
        }),
      );
      return done;
    },
    /** Resolves when nothing waits any more. */
    async settled() {
      while (under) await under;
    },
  };
}

function openAt(path: string): DatabaseSync {
  const db = openRaw(path);
  try {
    migrate(db, SCHEMA);
  } catch (error) {
    db.close();
    throw error;
  }
  return db;
}

/** For what may be done again after a power cut: it reaches the disk with the next change that must not be lost. */
function unhurried(db: DatabaseSync, work: () => void) {
  db.exec('PRAGMA synchronous = NORMAL');
  try {
    work();
  } finally {
    db.exec('PRAGMA synchronous = FULL');
  }
}

function write(db: DatabaseSync, changes: readonly Change[]) {
  db.exec('BEGIN IMMEDIATE');
  try {
    for (const { credentials, keys, inbox } of changes) {
      if (credentials !== undefined)
        db.prepare(
          'INSERT INTO credentials VALUES (1, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
        ).run(credentials);
      if (keys) writeKeys(db, keys);
      for (const { key, sender, plaintext, at } of inbox ?? [])
        db.prepare(
          'INSERT INTO inbox (key, sender, plaintext, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
        ).run(key, sender, plaintext, at);
    }
    db.exec('COMMIT');
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

function writeKeys(db: DatabaseSync, changes: KeyChanges) {
  const put = db.prepare(
    'INSERT INTO keys VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  );
  const drop = db.prepare('DELETE FROM keys WHERE type = ? AND id = ?');
  for (const [type, values] of Object.entries(changes))
    for (const [id, value] of Object.entries(values))
      if (value === null) drop.run(type, id);
      else put.run(type, id, value);
}

function messageOf(row: Row): InboxMessage {
  return {
    key: text(row, 'key'),
    sender: text(row, 'sender'),
    plaintext: row.plaintext instanceof Uint8Array ? row.plaintext : new Uint8Array(),
    at: number(row, 'at'),
    attrs: row.attrs === null ? null : JSON.parse(text(row, 'attrs')),
    handledAt: numberOrNull(row, 'handled_at'),
  };
}
