/** Puts a sealed copy into place: everything is opened and checked before the first file moves. */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ArchiveBroken, unpack } from './archive.ts';
import { COPIED, type Copied, type CopiedFolders, flushFolder, MANIFEST } from './backup.ts';
import { unseal } from './sealed.ts';

/** A folder is in use, or has something that would be lost. */
export class RestoreRefused extends Error {
  override name = 'RestoreRefused';
  readonly folder: string;
  constructor(folder: string) {
    super(`${folder} is not empty`);
    this.folder = folder;
  }
}

export interface RestoreDeps {
  readonly folders: CopiedFolders;
  /** Checks what lies in these folders, and makes it fit to go on from; throws when it can't be used. */
  readonly settle: (staged: CopiedFolders) => void;
  /** What is in the folders is put aside; without it they must be empty. */
  readonly replace: boolean;
  readonly now: () => number;
}

export interface Restored {
  /** When the copy was made; ms. */
  readonly at: number;
  readonly files: number;
  /** Folders below which lies what was there before. */
  readonly aside: readonly string[];
}

const STAGE = '.restoring';
const ASIDE = '.before-';
/** What is there before anything is installed, and what this or an earlier try has left. */
const IGNORED = /^(\.gitkeep|lost\+found|\.restoring|\.before-.*|\.reserve|\d+\.lock(-journal)?)$/;
/** Slashes and plain names only: nothing leads out of a folder. */
const PATH = /^(data|sessions|uploads)((?:\/[\w][\w.-]*)+)$/;
/** Without the store nothing is sent: it is the last to come. */
const ORDER: readonly Copied[] = ['uploads', 'sessions', 'data'];
const LAST = 'message-sender.db';

/**
 * Throws `RestoreRefused`, `SealBroken`, `ArchiveBroken` or what `settle` throws, with every folder as it was. The
 * caller holds the account's lock meanwhile.
 */
export async function readBackup(file: string, passphrase: string, deps: RestoreDeps): Promise<Restored> {
  const { folders } = deps;
  const staged = {
    data: stageOf(folders.data),
    sessions: stageOf(folders.sessions),
    uploads: stageOf(folders.uploads),
  };
  for (const name of COPIED) {
    await mkdir(folders[name], { recursive: true, mode: 0o700 });
    if (!deps.replace && (await inside(folders[name])).length > 0) throw new RestoreRefused(folders[name]);
  }
  const clear = () => Promise.all(COPIED.map((name) => rm(staged[name], { recursive: true, force: true })));
  await clear();
  try {
    for (const name of COPIED) await mkdir(staged[name], { recursive: true, mode: 0o700 });
    const { at, files } = await open(file, passphrase, staged);
    deps.settle(staged);
    const aside = await putAside(folders, deps.now());
    for (const name of ORDER) await place(staged[name], folders[name]);
    return { at, files, aside };
  } finally {
    await clear();
  }
}

const stageOf = (folder: string) => join(folder, STAGE);

const inside = async (folder: string): Promise<string[]> =>
  (await readdir(folder)).filter((name) => !IGNORED.test(name));

async function open(file: string, passphrase: string, staged: CopiedFolders) {
  let at: number | null = null;
  let files = 0;
  await unpack(unseal(createReadStream(file), passphrase), async ({ path }, content) => {
    if (path === MANIFEST) {
      at = madeAt(Buffer.concat(await Array.fromAsync(content)).toString('utf8'));
      return;
    }
    const [, folder, below = ''] = PATH.exec(path) ?? [];
    const name = COPIED.find((one) => one === folder);
    if (!name) throw new ArchiveBroken('a file has no place here');
    const to = join(staged[name], below);
    await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    await pipeline(content, createWriteStream(to, { mode: 0o600, flush: true }));
    files += 1;
  });
  if (at === null) throw new ArchiveBroken('nothing says what it is');
  return { at, files };
}

function madeAt(manifest: string): number | null {
  const told: unknown = JSON.parse(manifest);
  return typeof told === 'object' && told !== null && 'at' in told ? Number(told.at) : null;
}

/** Inside the folders themselves: they may be mounts, which can't be moved, each on a disk of its own. */
async function putAside(folders: CopiedFolders, now: number): Promise<string[]> {
  const stamp = new Date(now).toISOString().replaceAll(/[:.]/g, '-');
  const aside: string[] = [];
  for (const name of COPIED) {
    const there = await inside(folders[name]);
    if (there.length === 0) continue;
    const to = join(folders[name], ASIDE + stamp);
    await mkdir(to, { mode: 0o700 });
    for (const one of there) await rename(join(folders[name], one), join(to, one));
    aside.push(to);
  }
  return aside;
}

async function place(staged: string, folder: string) {
  const names = (await readdir(staged)).toSorted((a, b) => Number(a === LAST) - Number(b === LAST));
  for (const name of names) {
    await flushFolder(staged);
    await rename(join(staged, name), join(folder, name));
  }
  await flushFolder(folder);
}
