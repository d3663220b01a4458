/** A disk so small that it can be filled: a file system in memory, where this machine lets us mount one. */
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  mkdtempSync,
  openSync,
  rmdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SmallDisk extends Disposable {
  readonly dir: string;
  /** Leaves about so many bytes. */
  fill(leave?: number): void;
  /** Takes away what filled it. */
  free(): void;
  /** Mounted so that nobody may write, or writable again; throws while a file of it is being written. */
  readOnly(on: boolean): void;
}

/** Null where that isn't allowed; says so in one line. */
export function aSmallDisk(megabytes: number): SmallDisk | null {
  const dir = mkdtempSync(join(tmpdir(), 'small-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0755`, 'tmpfs', dir], {
      stdio: 'ignore',
    });
  } catch {
    rmdirSync(dir);
    process.stderr.write('skipped: no file system can be mounted here, so no disk can be filled\n');
    return null;
  }
  const filler = join(dir, 'filler');
  const free = () => rmSync(filler, { force: true });
  return {
    dir,
    free,
    fill(leave = 0) {
      const file = openSync(filler, 'a');
      const block = Buffer.alloc(4096, 1);
      try {
        for (;;) writeSync(file, block);
      } catch {
        // That was all of it.
      } finally {
        closeSync(file);
      }
      if (leave > 0) truncateSync(filler, Math.max(0, statSync(filler).size - leave));
    },
    readOnly: (on) => void execFileSync('mount', ['-o', `remount,${on ? 'ro' : 'rw'}`, dir]),
    [Symbol.dispose]() {
      execFileSync('umount', ['-l', dir]);
      rmdirSync(dir);
    },
  };
}
