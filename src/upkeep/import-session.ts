/** A session that an earlier sender left in our folder as many files: taken over once, then put aside. */
import { mkdir, readdir, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeyStore } from '../whatsapp/auth-state.ts';
import { linkedPhone } from '../whatsapp/credentials.ts';
import { CREDENTIALS, isOfMultiFile, type MultiFileProblem, readMultiFile } from '../whatsapp/multi-file.ts';

/** What became of it; `null`: there is none, or this account has a link of its own. */
export type ImportedSession =
  | {
      readonly ok: true;
      readonly phone: string;
      readonly keys: number;
      readonly unreadable: number;
      readonly aside: string;
    }
  /** `several`: nothing says which one is meant. */
  | { readonly ok: false; readonly problem: MultiFileProblem | 'several' }
  | null;

const ASIDE = 'imported-';

/**
 * Looks in `dir` and in the folders in it. Credentials and keys are written in one transaction before anything is
 * moved, so that a kill leaves one of the two. What can't be used is left as it is.
 */
export async function importSession(deps: {
  dir: string;
  keys: Pick<KeyStore, 'credentials' | 'commit'>;
  now: number;
}): Promise<ImportedSession> {
  const { dir, keys } = deps;
  const places = await placesIn(dir);
  const [place] = places;
  if (!place) return null;
  const stored = await keys.credentials();
  const linked = stored === null ? null : linkedPhone(stored);
  const found = places.length > 1 ? null : readMultiFile(await filesIn(place));
  if (linked !== null) {
    // Killed between the two the last time: only the moving is left to do.
    if (found?.ok && found.credentials === stored) await putAside(dir, place, deps.now);
    return null;
  }
  if (!found) return { ok: false, problem: 'several' };
  if (!found.ok) return found;
  await keys.commit({ credentials: found.credentials, keys: found.keys });
  const aside = await putAside(dir, place, deps.now);
  return { ok: true, phone: found.phone, keys: found.count, unreadable: found.unreadable, aside };
}

/** Folders with credentials of that kind. */
async function placesIn(dir: string): Promise<string[]> {
  const below = (await readdir(dir, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith(ASIDE))
    .map(({ name }) => join(dir, name));
  const there = await Promise.all(
    [dir, ...below].map(async (place) => (await stat(join(place, CREDENTIALS)).catch(() => null))?.isFile()),
  );
  return [dir, ...below].filter((_, nth) => there[nth]);
}

async function filesIn(place: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const name of await readdir(place))
    if (isOfMultiFile(name)) files.set(name, await readFile(join(place, name), 'utf8'));
  return files;
}

/** The credentials go last: while they are there, another start does the rest. */
async function putAside(dir: string, place: string, now: number): Promise<string> {
  const aside = join(dir, `${ASIDE}${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}`);
  await mkdir(aside, { recursive: true, mode: 0o700 });
  const names = (await readdir(place)).filter(isOfMultiFile);
  for (const name of [...names.filter((one) => one !== CREDENTIALS), CREDENTIALS])
    await rename(join(place, name), join(aside, name));
  return aside;
}
