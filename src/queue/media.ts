/** Files that campaigns carry: each lies once under its hash. */
import { utimesSync } from 'node:fs';
import { mkdir, mkdtemp, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from './whole-file.ts';

/** Where a stored file lies. */
export function mediaPath(dir: string, sha256: string): string {
  return join(dir, sha256);
}

/** Writes a file once under its hash: whole or not at all, on disk when the promise resolves; young at `now`. */
export async function storeMedia(dir: string, bytes: Uint8Array, sha256: string, now: number): Promise<void> {
  const path = mediaPath(dir, sha256);
  const there = await stat(path).catch(() => null);
  if (there?.size === bytes.length && touchMedia(dir, sha256, now)) return;
  await mkdir(dir, { recursive: true, mode: 0o700 });
  // A place of its own: two operators may send the same picture at once.
  const own = await mkdtemp(join(dir, '.part-'));
  await writeWhole(path, join(own, sha256), [bytes]);
  await rmdir(own);
}

/**
 * Makes a stored file young again, so that no sweep takes it before a row names it; false when it isn't there. In one
 * step with nothing between: see `sweep.ts`, which looks and removes in one step too.
 */
export function touchMedia(dir: string, sha256: string, now: number): boolean {
  try {
    utimesSync(mediaPath(dir, sha256), now / 1000, now / 1000);
    return true;
  } catch {
    return false;
  }
}
