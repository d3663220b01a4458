/** One sealed file with all that an installation must not lose, made while it runs. */
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { contentOf, pack } from './archive.ts';
import { seal } from './sealed.ts';

/** The folders whose files go into a copy. */
export const COPIED = ['data', 'sessions', 'uploads'] as const;
export type Copied = (typeof COPIED)[number];
export type CopiedFolders = Readonly<Record<Copied, string>>;

/** The first entry: what the copy is. */
export const MANIFEST = 'manifest.json';

export type BackupProblem = 'nothing' | 'exists' | 'disk';

/** Nothing was written. */
export class BackupRefused extends Error {
  override name = 'BackupRefused';
  readonly problem: BackupProblem;
  constructor(problem: BackupProblem) {
    super(`no copy was made: ${problem}`);
    this.problem = problem;
  }
}

export interface BackupDeps {
  readonly folders: CopiedFolders;
  /** Copies of the databases of one moment, as files in `into`. */
  readonly snapshot: (into: string) => Promise<{ data: readonly string[]; sessions: readonly string[] }>;
  /** What a snapshot takes at most; null: there is nothing to copy. */
  readonly snapshotBytes: () => number | null;
  /** Of this program, for whoever opens the copy. */
  readonly version: string;
  readonly now: () => number;
  /** Of a guess at the passphrase; see `seal`. */
  readonly cost?: number;
}

/** Room that stays for the program while the copies of its databases lie there. */
const MARGIN = 64 * 1024 * 1024;
/** Files of our own naming; the rest of the folders is the installer's, or worth nothing in another place. */
const MEDIA = /^[0-9a-f]{64}$/;
const CHAT = /^\d+$/;
const UPLOAD = /^[0-9a-f-]{36}\.\w+$/;
const OWN = /^\.backup-\d+$/;

/**
 * Writes the copy beside `file` and moves it there when it is whole and on the disk. Throws `BackupRefused`, or
 * what the snapshot throws.
 */
export async function writeBackup(
  file: string,
  passphrase: string,
  deps: BackupDeps,
): Promise<{ bytes: number; files: number }> {
  if (await stat(file).catch(() => null)) throw new BackupRefused('exists');
  const needed = deps.snapshotBytes();
  if (needed === null) throw new BackupRefused('nothing');
  const { bavail, bsize, blocks } = await statfs(deps.folders.data);
  if (blocks > 0 && bavail * bsize < needed + MARGIN) throw new BackupRefused('disk');
  const into = await workplace(deps.folders.data);
  const part = `${file}.part`;
  let files = 0;
  try {
    const snapshot = await deps.snapshot(into);
    const entries = entriesOf(snapshot, deps, () => {
      files += 1;
    });
    await mkdir(dirname(file), { recursive: true });
    await pipeline(
      seal(pack(entries), passphrase, deps.cost),
      createWriteStream(part, { mode: 0o600, flush: true }),
    );
    await rename(part, file);
    await flushFolder(dirname(file));
  } finally {
    await rm(into, { recursive: true, force: true });
    await rm(part, { force: true });
  }
  return { bytes: (await stat(file)).size, files };
}

/** What a power cut must not undo. */
export async function flushFolder(dir: string): Promise<void> {
  const folder = await open(dir);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** What a kill has left of an earlier copy goes first: it holds keys. */
async function workplace(data: string): Promise<string> {
  for (const name of await readdir(data))
    if (OWN.test(name) && !isAlive(Number(name.slice('.backup-'.length))))
      await rm(join(data, name), { recursive: true, force: true });
  const into = join(data, `.backup-${process.pid}`);
  await mkdir(into, { recursive: true, mode: 0o700 });
  return into;
}

function isAlive(pid: number): boolean {
  try {
    return pid !== process.pid && process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function* entriesOf(
  snapshot: Awaited<ReturnType<BackupDeps['snapshot']>>,
  { folders, version, now }: BackupDeps,
  count: () => void,
) {
  const manifest = Buffer.from(JSON.stringify({ version, at: now() }));
  yield { path: MANIFEST, bytes: manifest.length, content: once(manifest) };
  // Media and lists are looked for after the snapshot: all that it names is there by now.
  const found: [string, string][] = [
    ...snapshot.sessions.map((file): [string, string] => [`sessions/${basename(file)}`, file]),
    ...snapshot.data.map((file): [string, string] => [`data/${basename(file)}`, file]),
    ...(await filesIn(join(folders.data, 'media'), 'data/media', MEDIA)),
  ];
  for (const chat of await names(folders.uploads, CHAT))
    found.push(...(await filesIn(join(folders.uploads, chat), `uploads/${chat}`, UPLOAD)));
  for (const [path, file] of found) {
    // Swept meanwhile: nothing needs it any more.
    const there = await stat(file).catch(() => null);
    if (!there?.isFile()) continue;
    count();
    yield { path, bytes: there.size, content: contentOf(file, there.size) };
  }
}

async function* once(bytes: Uint8Array) {
  yield bytes;
}

const names = async (dir: string, pattern: RegExp): Promise<string[]> =>
  (await readdir(dir).catch(() => [])).filter((name) => pattern.test(name)).sort();

const filesIn = async (dir: string, path: string, pattern: RegExp): Promise<[string, string][]> =>
  (await names(dir, pattern)).map((name) => [`${path}/${name}`, join(dir, name)]);
