/** What is installed and what it has written: databases, the session, the one right Baileys, files nobody needs. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Found } from './doctor.ts';

/** How a database file is. `version`: of its schema. */
export type Condition =
  | { readonly is: 'absent' | 'damaged' }
  | { readonly is: 'good' | 'newer'; readonly version: number };

export interface SessionFacts {
  readonly condition: Condition;
  /** Null: never linked, or not any more. */
  readonly phone: string | null;
}

export interface InstalledDeps {
  readonly folders: { data: string; sessions: string; uploads: string; logs: string };
  readonly store: () => Condition;
  readonly session: () => SessionFacts;
  /** The data folder is a copy of another one. */
  readonly copied: () => boolean;
  /** Lists that a draft or a campaign names; null when the store can't be read. */
  readonly lists: () => readonly string[] | null;
  /** Where `package.json` and `node_modules` are. */
  readonly root: string;
  readonly now: () => number;
  readonly bytes: (count: number) => string;
}

export function lookAtStore({ store }: InstalledDeps): Found {
  const found = store();
  switch (found.is) {
    case 'absent':
      return { grade: 'notice', says: 'absent' };
    case 'damaged':
      return { grade: 'bad', says: 'damaged' };
    case 'newer':
      return { grade: 'bad', says: 'newer', values: { version: found.version } };
    case 'good':
      return { grade: 'good', says: 'good', values: { version: found.version } };
  }
}

export function lookAtSession({ session, copied }: InstalledDeps): Found {
  const { condition, phone } = session();
  if (condition.is === 'damaged') return { grade: 'bad', says: 'damaged' };
  if (condition.is === 'newer') return { grade: 'bad', says: 'newer' };
  if (copied()) return { grade: 'notice', says: 'copy' };
  if (phone === null) return { grade: 'notice', says: 'unlinked' };
  return { grade: 'good', says: 'linked', values: { phone: `•••${phone.slice(-3)}` } };
}

const BAILEYS = '@whiskeysockets/baileys';
/** A working fork of that name stole sessions from 56,000 installations (Koi Security, December 2025). */
const LOOKALIKE = /baileys|^(?:@[^/]+\/)?(?:whatsapp|wa)[-_]?web/i;

export async function lookAtBaileys({ root }: InstalledDeps): Promise<Found> {
  const wanted = field(await json(join(root, 'package.json')), 'dependencies');
  const pinned = field(wanted, BAILEYS);
  const modules = join(root, 'node_modules');
  const there = await json(join(modules, BAILEYS, 'package.json'));
  const version = field(there, 'version');
  if (there === null) return { grade: 'bad', says: 'absent' };
  // An alias of npm puts another package under this name.
  if (field(there, 'name') !== BAILEYS || version !== pinned)
    return {
      grade: 'bad',
      says: 'other',
      values: { found: `${String(field(there, 'name'))} ${String(version)}`, wanted: String(pinned) },
    };
  const others = (await packagesIn(modules)).filter((name) => name !== BAILEYS && LOOKALIKE.test(name));
  if (others.length > 0) return { grade: 'bad', says: 'lookalike', values: { names: others.join(', ') } };
  return { grade: 'good', says: 'good', values: { version: String(version) } };
}

const A_DAY = 86_400_000;

/** Lists that nothing needs and that no sweep has taken. */
export async function lookAtUploads({ folders, lists, now, bytes }: InstalledDeps): Promise<Found> {
  const named = lists();
  if (named === null) return { grade: 'good', says: 'good' };
  const needed = new Set(named.map((path) => resolve(path)));
  let [count, size] = [0, 0];
  for (const name of await readdir(folders.uploads, { recursive: true }).catch(() => [])) {
    const path = resolve(join(folders.uploads, name));
    const found = await stat(path).catch(() => null);
    if (!found?.isFile() || name.startsWith('.') || needed.has(path) || found.mtimeMs > now() - A_DAY)
      continue;
    count += 1;
    size += found.size;
  }
  if (count === 0) return { grade: 'good', says: 'good' };
  return { grade: 'notice', says: 'orphans', values: { count, size: bytes(size) } };
}

async function packagesIn(modules: string): Promise<string[]> {
  const names = await readdir(modules).catch(() => []);
  const scoped = names.filter((name) => name.startsWith('@'));
  const inside = await Promise.all(
    scoped.map(async (scope) => (await readdir(join(modules, scope))).map((name) => `${scope}/${name}`)),
  );
  return [...names.filter((name) => !/^[@.]/.test(name)), ...inside.flat()];
}

async function json(path: string): Promise<unknown> {
  return readFile(path, 'utf8').then(
    (text): unknown => JSON.parse(text),
    () => null,
  );
}

const field = (from: unknown, name: string): unknown =>
  typeof from === 'object' && from !== null && name in from ? Reflect.get(from, name) : undefined;
