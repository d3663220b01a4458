/** Looks at databases without changing them, beside a running program too. */
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { newestStep } from './open.ts';
import { text } from './rows.ts';

export const STORE = 'message-sender.db';
export const KEYS = /^\d+\.db$/;
const SCHEMA = join(import.meta.dirname, 'schema');

export type Condition =
  | { readonly is: 'absent' }
  | { readonly is: 'damaged'; readonly cause: unknown }
  /** `newer`: a newer program wrote it. `version`: of its schema, which may be older than the program's. */
  | { readonly is: 'good' | 'newer'; readonly version: number; readonly known: number };

/** Looks at a database without changing it. */
export function inspect(path: string): Condition {
  if (!existsSync(path)) return { is: 'absent' };
  try {
    using db = new DatabaseSync(path, { readOnly: true });
    const [result] = Object.values(db.prepare('PRAGMA quick_check(1)').get() ?? {});
    if (result !== 'ok') throw new Error(String(result));
    const row = db.prepare('SELECT ifnull(max(number), 0) AS n FROM schema_steps').get();
    const [version, known] = [
      Number(row?.n),
      newestStep(KEYS.test(basename(path)) ? join(SCHEMA, 'keys') : SCHEMA),
    ];
    return { is: version > known ? 'newer' : 'good', version, known };
  } catch (cause) {
    return { is: 'damaged', cause };
  }
}

/** Serialized credentials of an account; null when there are none. The file must be there and good. */
export function readCredentials(path: string): string | null {
  using db = new DatabaseSync(path, { readOnly: true });
  const row = db.prepare('SELECT value FROM credentials WHERE id = 1').get();
  return row ? text(row, 'value') : null;
}

/** Where the lists of drafts and campaigns lie. The store must be there and good. */
export function readListPaths(data: string): string[] {
  using db = new DatabaseSync(join(data, STORE), { readOnly: true });
  const rows = db.prepare("SELECT list ->> '$.path' AS path FROM campaigns WHERE list IS NOT NULL").all();
  return rows.flatMap(({ path }) => (typeof path === 'string' ? [path] : []));
}
