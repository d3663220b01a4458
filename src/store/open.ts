import { chmodSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { backup as backupDatabase, DatabaseSync, type StatementSync } from 'node:sqlite';
import { Kysely, type SqliteDatabase, SqliteDialect, type Transaction } from 'kysely';
import { DiskFull } from '../queue/ports.ts';

/** All SQL of the stores is written by hand (`sql`), so the tables need no types. */
export type Database = Kysely<Record<string, never>>;

/** The database, or a transaction in it. */
export type Executor = Database | Transaction<Record<string, never>>;

/** The database was written by a newer program. */
export class DatabaseTooNew extends Error {
  override name = 'DatabaseTooNew';
  constructor(found: number, known: number) {
    super(`the database has schema ${found}, this program knows ${known}: install the newer program again`);
  }
}

/** The file is damaged; nothing was changed. */
export class DatabaseDamaged extends Error {
  override name = 'DatabaseDamaged';
}

export interface OpenDatabase {
  readonly db: Database;
  /** Copies the live database. */
  backup(path: string): Promise<void>;
  /** Checkpoints and closes. */
  close(): Promise<void>;
}

const SCHEMA = join(import.meta.dirname, 'schema');

/**
 * Opens `path` and brings it to the newest schema. Throws `DatabaseTooNew` or `DatabaseDamaged`. A commit is
 * on disk when its promise resolves (`synchronous=FULL`).
 */
export function openDatabase(dir: string, name: string, schemaDir = SCHEMA): OpenDatabase {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, name);
  const raw = openRaw(path);
  try {
    migrate(raw, schemaDir);
  } catch (error) {
    raw.close();
    throw error;
  }
  const db: Database = new Kysely({ dialect: new SqliteDialect({ database: adapter(raw) }) });
  return {
    db,
    backup: async (to) => {
      await backupDatabase(raw, to);
    },
    close: async () => {
      raw.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      await db.destroy();
      if (raw.isOpen) raw.close();
    },
  };
}

/** SQLite's codes for a write that the disk, or a quota on it, refused (sqlite.org/rescode.html). */
const NO_ROOM = { SQLITE_FULL: 13, SQLITE_IOERR_WRITE: 778, SQLITE_IOERR_SHMSIZE: 4874 } as const;

/** Runs a statement; what the disk refused is told as `DiskFull`. */
export function written<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code = error instanceof Error && 'errcode' in error ? error.errcode : null;
    if (!Object.values<unknown>(NO_ROOM).includes(code)) throw error;
    throw new DiskFull('the disk is full', { cause: error });
  }
}

/** A database file with our pragmas, readable by its owner only, checked for damage. */
export function openRaw(path: string): DatabaseSync {
  const raw = new DatabaseSync(path);
  chmodSync(path, 0o600);
  try {
    raw.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
      PRAGMA busy_timeout = 5000; PRAGMA journal_size_limit = 67108864; PRAGMA temp_store = MEMORY;`);
    const [result] = Object.values(raw.prepare('PRAGMA quick_check(1)').get() ?? {});
    if (result !== 'ok') throw new Error(String(result));
  } catch (error) {
    raw.close();
    throw new DatabaseDamaged(`${path} can't be read`, { cause: error });
  }
  return raw;
}

/** Applies the numbered files that are missing, each in its own transaction. */
export function migrate(raw: DatabaseSync, schemaDir: string): void {
  raw.exec('CREATE TABLE IF NOT EXISTS schema_steps (number INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT');
  const steps = stepsIn(schemaDir);
  const known = newestStep(schemaDir);
  const found = Number(raw.prepare('SELECT ifnull(max(number), 0) AS n FROM schema_steps').get()?.n);
  if (found > known) throw new DatabaseTooNew(found, known);
  for (const step of steps.filter(({ number }) => number > found)) {
    raw.exec('BEGIN IMMEDIATE');
    try {
      raw.prepare('INSERT INTO schema_steps VALUES (?, ?)').run(step.number, step.name);
      raw.exec(readFileSync(join(schemaDir, step.name), 'utf8'));
      raw.exec('COMMIT');
    } catch (error) {
      raw.exec('ROLLBACK');
      throw error;
    }
  }
}

/** The schema that this program brings a database to. */
export const newestStep = (schemaDir: string): number => stepsIn(schemaDir).at(-1)?.number ?? 0;

const stepsIn = (schemaDir: string) =>
  readdirSync(schemaDir)
    .filter((name) => /^\d{4}-.+\.sql$/.test(name))
    .sort()
    .map((name) => ({ number: Number.parseInt(name, 10), name }));

/** What Kysely's SQLite dialect asks of a driver, over `node:sqlite`. Statements are kept for their text. */
function adapter(raw: DatabaseSync): SqliteDatabase {
  const statements = new Map<string, StatementSync>();
  const prepared = (text: string) => {
    let statement = statements.get(text);
    if (!statement) {
      statement = raw.prepare(text);
      if (statements.size >= 500) statements.clear();
      statements.set(text, statement);
    }
    return statement;
  };
  return {
    close: () => raw.close(),
    prepare(text) {
      const statement = prepared(text);
      const values = (parameters: readonly unknown[]) => parameters.map(bindable);
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => written(() => statement.all(...values(parameters))),
        run: (parameters) => {
          // A full disk has ended the transaction by itself, and undoing nothing would be another error.
          if (text === 'rollback' && !raw.isTransaction) return NOTHING;
          return written(() => statement.run(...values(parameters)));
        },
        iterate: (parameters) => statement.iterate(...values(parameters)),
      };
    },
  };
}

const NOTHING = { changes: 0, lastInsertRowid: 0 };

function bindable(value: unknown): string | number | bigint | null | Uint8Array {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return value;
  if (value instanceof Uint8Array) return value;
  throw new TypeError(`can't store a value of type ${typeof value}`);
}
