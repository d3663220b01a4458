/**
 * Notices that the data folder is a copy of another one: a file in it names its own inode and birth time,
 * which no copy has. Neither the host's name nor the machine's id is asked: they change with every container.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Installation {
  readonly copied: boolean;
  /** Makes this folder the original. */
  adopt(): void;
  /** The original is elsewhere from now on: this folder is a copy at its next start. */
  leave(): void;
}

/** What the file says, and what the file system says of the file. */
export interface Place {
  readonly inode: string;
  /** In ns; `null` where the file system keeps none. */
  readonly born: string | null;
}

const FILE = 'installation';
/** No file system numbers anything like this. */
const ELSEWHERE = 'elsewhere';

/**
 * The birth time decides, where there is one: nobody can set it, and it stays when an inode is numbered anew
 * (network and desktop mounts). Without it the inode decides.
 */
export function isCopy(told: Place, found: Place): boolean {
  return told.born !== null && found.born !== null ? told.born !== found.born : told.inode !== found.inode;
}

/** A folder that has no such file yet, or a damaged one, becomes an original. */
export function openInstallation(dir: string): Installation {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, FILE);
  const told = read(path);
  if (!told) write(path);
  return {
    copied: told !== null && isCopy(told, placeOf(path)),
    adopt: () => write(path),
    leave: () => replace(path, { inode: ELSEWHERE, born: ELSEWHERE }),
  };
}

/** The same question without an answer for next time: nothing is written. */
export function isCopied(dir: string): boolean {
  const path = join(dir, FILE);
  const told = read(path);
  return told !== null && isCopy(told, placeOf(path));
}

/** Written beside and moved: a kill in between leaves the old file. A file keeps inode and birth when it moves. */
function write(path: string) {
  const fresh = `${path}.new`;
  rmSync(fresh, { force: true });
  writeFileSync(fresh, '', { mode: 0o600 });
  const { inode, born } = placeOf(fresh);
  // Where no birth time is kept, the last change stands in for it, and moves with the next write. File systems
  // count time in ticks of some milliseconds.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  writeFileSync(fresh, JSON.stringify({ inode, born }));
  const kept = placeOf(fresh).born === born ? born : null;
  writeFileSync(fresh, JSON.stringify({ inode, born: kept }));
  renameSync(fresh, path);
}

function replace(path: string, told: Place) {
  const fresh = `${path}.new`;
  writeFileSync(fresh, JSON.stringify(told), { mode: 0o600 });
  renameSync(fresh, path);
}

function placeOf(path: string): Place {
  const { ino, birthtimeNs } = statSync(path, { bigint: true });
  return { inode: String(ino), born: birthtimeNs === 0n ? null : String(birthtimeNs) };
}

function read(path: string): Place | null {
  try {
    const told: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof told !== 'object' || told === null || !('inode' in told) || !('born' in told)) return null;
    return { inode: String(told.inode), born: told.born === null ? null : String(told.born) };
  } catch {
    return null;
  }
}
