/** Folders that can't be written are told at start-up, with what to do, before anything in them is half begun. */
import { constants, existsSync } from 'node:fs';
import { access, chmod, mkdir, open, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface NamedFolder {
  /** The setting that names it. */
  readonly setting: string;
  readonly path: string;
}

/**
 * One sentence for each folder in which nothing can be written, or one of whose files can't be. A disk without room
 * is no such case: it is waited for (`room.ts`).
 */
export async function unwritable(folders: readonly NamedFolder[]): Promise<string[]> {
  const found = await Promise.all(
    folders.map(async ({ setting, path }) => {
      const refusal = await refusalOf(path);
      return refusal && `${setting} is ${path}, and ${sentence(refusal.code, refusal.path)}.`;
    }),
  );
  return found.filter((one) => one !== null);
}

/** Folders that were there before, with a clone or a volume, are closed to other users too. Some mounts have no rights. */
export async function closeToOthers(folders: readonly string[]): Promise<void> {
  for (const folder of folders) await chmod(folder, 0o700).catch(() => undefined);
}

interface Refusal {
  readonly code: string;
  /** The folder itself, or a file in it. */
  readonly path: string;
}

const PROBE = '.writable';
/** Of a full disk, which is another matter. */
const NO_ROOM = ['ENOSPC', 'EDQUOT'];

async function refusalOf(folder: string): Promise<Refusal | null> {
  try {
    await made(folder);
    const probe = join(folder, PROBE);
    await (await open(probe, 'w', 0o600)).close();
    await rm(probe);
  } catch (error) {
    const code = codeOf(error);
    return NO_ROOM.includes(code) ? null : { code, path: folder };
  }
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(folder, entry.name);
    try {
      await access(path, constants.R_OK | constants.W_OK);
    } catch (error) {
      // Gone meanwhile, as files of a log are.
      if (codeOf(error) !== 'ENOENT') return { code: codeOf(error), path };
    }
  }
  return null;
}

/** Told to make all that is missing, Node says only that something is missing where nothing may be made. */
async function made(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    let top = folder;
    while (!existsSync(dirname(top))) top = dirname(top);
    await mkdir(top, { mode: 0o700 });
  }
}

/** What went wrong, as the system names it: `ENOSPC`. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

function sentence(code: string, path: string): string {
  switch (code) {
    case 'EROFS':
      return `${path} lies on a file system that is mounted read-only: mount it writable, or name another folder`;
    case 'EACCES':
    case 'EPERM': {
      const who = process.getuid ? ` (user ${process.getuid()})` : '';
      const give = process.getuid ? `: sudo chown -R ${process.getuid()}:${process.getgid?.()} ${path}` : '';
      return `the user that runs this${who} may not write ${path}; give it the right to${give}`;
    }
    case 'ENOTDIR':
    case 'EEXIST':
      return `${path} is no folder: take away the file that is in its place, or name another folder`;
    default:
      return `${path} can't be written (${code})`;
  }
}
