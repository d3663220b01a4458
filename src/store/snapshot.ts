/** Copies of the databases of one moment, taken beside a running program, and what makes such a copy usable. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { SECRET } from './forgotten.ts';
import { inspect, KEYS, STORE } from './inspect.ts';
import { DatabaseDamaged, DatabaseTooNew } from './open.ts';
import { text } from './rows.ts';

export interface Folders {
  readonly data: string;
  readonly sessions: string;
}

/** Files of a snapshot, by the folder where they belong. */
export interface Snapshot {
  readonly data: readonly string[];
  readonly sessions: readonly string[];
}

/** Pages a step: whoever shares this process gets its turn in between. */
const RATE = 1000;

/**
 * Copies all databases into `into`. The keys are of an earlier moment than the store, and the noted receipts of a
 * later one: what the keys' inbox calls handled is in the store then, and what the store has not settled yet is in
 * the receipts. The other way round an opt-out or a receipt between two moments would be in neither. Each moment is
 * held by an open read transaction, so that a busy writer can't make the copy begin anew. Throws `DatabaseDamaged`.
 */
export async function takeSnapshot(from: Folders, into: string): Promise<Snapshot> {
  const keys = keysIn(from.sessions);
  const moments: { path: string; db: DatabaseSync }[] = [];
  try {
    for (const path of [...keys, join(from.data, STORE)]) moments.push({ path, db: momentOf(path) });
    const receipts = keys.flatMap((path) => copyReceipts(path.replace(/\.db$/, '.receipts'), into));
    for (const { path, db } of moments) {
      await backup(db, join(into, basename(path)), { rate: RATE });
      examine(join(into, basename(path)));
    }
    const copies = keys.map((path) => join(into, basename(path)));
    // Without it nobody would know any more who asked to be forgotten.
    const secret = copied(join(from.sessions, SECRET), into);
    return { data: [join(into, STORE)], sessions: [...copies, ...receipts, ...secret] };
  } finally {
    for (const { db } of moments) db.close();
  }
}

export const hasStore = ({ data }: Folders): boolean => namesIn(data).includes(STORE);

/** Bytes that a snapshot takes at most. */
export function snapshotBytes({ data, sessions }: Folders): number {
  const files = [...keysIn(sessions), join(data, STORE)].flatMap((path) => [path, `${path}-wal`]);
  return files.reduce((sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0);
}

/** Throws `DatabaseDamaged` or `DatabaseTooNew`. */
function examine(path: string): void {
  const found = inspect(path);
  if (found.is === 'newer') throw new DatabaseTooNew(found.version, found.known);
  if (found.is !== 'good')
    throw new DatabaseDamaged(
      `${basename(path)} can't be read`,
      'cause' in found ? { cause: found.cause } : {},
    );
}

/**
 * Makes a copy that lies in `staged` fit to go on from: `closed` ends a Signal session for sending, and the lists of
 * drafts are looked for below `uploads`. Throws as `examine` does.
 */
export function settleSnapshot(
  staged: Folders,
  { uploads, closed }: { uploads: string; closed: (session: string) => string },
): void {
  for (const path of [...keysIn(staged.sessions), join(staged.data, STORE)]) examine(path);
  for (const path of keysIn(staged.sessions)) {
    using db = new DatabaseSync(path);
    const put = db.prepare("UPDATE keys SET value = ? WHERE type = 'session' AND id = ?");
    db.exec('BEGIN');
    for (const row of db.prepare("SELECT id, value FROM keys WHERE type = 'session'").all())
      put.run(closed(text(row, 'value')), text(row, 'id'));
    db.exec('COMMIT');
  }
  using db = new DatabaseSync(join(staged.data, STORE));
  const put = db.prepare("UPDATE campaigns SET list = json_set(list, '$.path', ?) WHERE id = ?");
  const rows = db.prepare("SELECT id, list ->> '$.path' AS path FROM campaigns WHERE list IS NOT NULL").all();
  db.exec('BEGIN');
  for (const { id, path } of rows) {
    const [, below] = /([^/\\]+[/\\][^/\\]+)$/.exec(String(path)) ?? [];
    if (below && id !== undefined) put.run(join(uploads, below), id);
  }
  db.exec('COMMIT');
}

/** What a restored copy is, for the person who restores it. */
export function describeSnapshot({ data }: Folders): { phone: string | null; open: number } {
  using db = new DatabaseSync(join(data, STORE), { readOnly: true });
  const phone = db.prepare('SELECT phone FROM accounts WHERE phone IS NOT NULL').get();
  const states = "'draft', 'scheduled', 'running', 'paused'";
  const open = db.prepare(
    `SELECT count(*) AS n FROM campaigns WHERE kind = 'campaign' AND state IN (${states})`,
  );
  return { phone: phone ? text(phone, 'phone') : null, open: Number(open.get()?.n) };
}

/** A connection that sees the database as it is now, for as long as it is open. */
function momentOf(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
  // A transaction sees nothing before it has read something.
  db.exec('BEGIN; SELECT count(*) FROM sqlite_schema;');
  return db;
}

/** The newer file is read first: if it becomes the older one meanwhile, it is there twice, which does no harm. */
function copyReceipts(path: string, into: string): string[] {
  return [path, `${path}.1`].flatMap((file) => {
    return copied(file, into);
  });
}

function copied(file: string, into: string): string[] {
  if (!statSync(file, { throwIfNoEntry: false })) return [];
  const copy = join(into, basename(file));
  writeFileSync(copy, readFileSync(file), { mode: 0o600 });
  return [copy];
}

const keysIn = (sessions: string): string[] =>
  namesIn(sessions)
    .filter((name) => KEYS.test(name))
    .map((name) => join(sessions, name));

function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch {
    return [];
  }
}
