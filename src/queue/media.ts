/** Files that campaigns carry: each lies once under its hash. */
import { mkdir, mkdtemp, open, rename, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Where a stored file lies. */
export function mediaPath(dir: string, sha256: string): string {
  return join(dir, sha256);
}

/** Writes a file once under its hash: whole or not at all, on disk when the promise resolves. */
export async function storeMedia(dir: string, bytes: Uint8Array, sha256: string): Promise<void> {
  const path = mediaPath(dir, sha256);
  const there = await stat(path).catch(() => null);
  if (there?.size === bytes.length) return;
  await mkdir(dir, { recursive: true, mode: 0o700 });
  // A place of its own: two operators may send the same picture at once.
  const own = await mkdtemp(join(dir, '.part-'));
  const part = join(own, sha256);
  const file = await open(part, 'w', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(part, path);
  await rmdir(own);
  const folder = await open(dir);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
