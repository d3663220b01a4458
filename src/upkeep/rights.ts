/** What lies in our folders is nobody else's to read: set for all that is made, mended for what was there before. */
import { chmod, lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

const FOLDER = 0o700;
const FILE = 0o600;

/**
 * Takes the rights of others away from these folders and all below them. Returns how many were mended and how many
 * could not be, since they belong to somebody else.
 */
export async function ownersOnly(folders: readonly string[]): Promise<{ mended: number; failed: number }> {
  const result = { mended: 0, failed: 0 };
  for (const folder of new Set(folders)) await mend(folder, result);
  return result;
}

async function mend(path: string, result: { mended: number; failed: number }): Promise<void> {
  const found = await lstat(path).catch(() => null);
  if (!found || found.isSymbolicLink()) return;
  if ((found.mode & 0o077) !== 0) {
    const done = await chmod(path, found.isDirectory() ? FOLDER : FILE).then(
      () => true,
      () => false,
    );
    result[done ? 'mended' : 'failed'] += 1;
  }
  if (!found.isDirectory()) return;
  for (const name of await readdir(path).catch(() => [])) await mend(join(path, name), result);
}
