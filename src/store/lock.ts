import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Another process drives this account. */
export class AlreadyRunning extends Error {
  override name = 'AlreadyRunning';
  constructor(account: number, options?: ErrorOptions) {
    super(`another process drives account ${account} already`, options);
  }
}

/**
 * One account, one process: an open exclusive transaction on a file of its own. The system frees it at once
 * after `kill -9`. Throws `AlreadyRunning`.
 */
export function lockAccount(dir: string, account: number): { release(): void } {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const file = new DatabaseSync(join(dir, `${account}.lock`), { timeout: 0 });
  try {
    file.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    file.close();
    throw new AlreadyRunning(account, { cause: error });
  }
  return { release: () => file.isOpen && file.close() };
}

/** Whether somebody holds it; asked without taking it, so that nobody who starts just now is refused. */
export function isLocked(dir: string, account: number): boolean {
  const path = join(dir, `${account}.lock`);
  if (!existsSync(path)) return false;
  try {
    using file = new DatabaseSync(path, { readOnly: true, timeout: 0 });
    file.prepare('SELECT count(*) FROM sqlite_schema').get();
    return false;
  } catch {
    return true;
  }
}
