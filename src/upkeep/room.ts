/** What is left on the disks of the installation, and a few megabytes put aside for when nothing is. */
import { randomBytes } from 'node:crypto';
import { mkdir, open, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import type { Room } from '../queue/ports.ts';

export interface OpenRoom extends Room {
  /** Can files be written in all folders at this moment? */
  canWrite(): Promise<boolean>;
}

/** Enough to end orderly, to start again, and to write down what people answer meanwhile. */
const RESERVE_BYTES = 4 * 1024 * 1024;
const RESERVE = '.reserve';
const PROBE_BYTES = 1024 * 1024;
const PROBE = '.probe';
const LOOK_EVERY = 30_000;

/** Several folders may lie on several disks: each counts. */
export async function openRoom(folders: readonly string[]): Promise<OpenRoom> {
  const disks = new Map<number, string>();
  for (const folder of folders) {
    // A folder that can't be made on a full disk is looked at through the others.
    const found = await mkdir(folder, { recursive: true, mode: 0o700 }).then(
      () => stat(folder),
      () => null,
    );
    if (found && !disks.has(found.dev)) disks.set(found.dev, folder);
  }
  const places = [...disks.values()];
  const everywhere = async (work: (folder: string) => Promise<boolean>) =>
    (await Promise.all(places.map(work))).every(Boolean);

  return {
    async free() {
      return Math.min(...(await Promise.all(places.map(freeIn))));
    },
    reserve: () =>
      everywhere(async (folder) => {
        const there = await stat(join(folder, RESERVE)).catch(() => null);
        return there?.size === RESERVE_BYTES || fill(join(folder, RESERVE), RESERVE_BYTES);
      }),
    async useReserve() {
      await everywhere(async (folder) => {
        await rm(join(folder, RESERVE), { force: true }).catch(() => undefined);
        return true;
      });
    },
    canWrite: () =>
      everywhere(async (folder) => {
        const written = await fill(join(folder, PROBE), PROBE_BYTES);
        await rm(join(folder, PROBE), { force: true }).catch(() => undefined);
        return written;
      }),
  };
}

/**
 * Resolves when there is room to open databases: without it every start would end at once, and be tried again and
 * again. What was put aside is given away first. `tell` is called once, if it takes longer.
 */
export async function waitForRoom(room: OpenRoom, clock: Clock, tell: () => void): Promise<void> {
  if (await room.canWrite()) return;
  await room.useReserve();
  for (let told = false; !(await room.canWrite()); await clock.sleep(LOOK_EVERY)) {
    if (!told) tell();
    told = true;
  }
}

/** Some file systems can't say how large they are. */
async function freeIn(folder: string): Promise<number> {
  const { blocks, bavail, bsize } = await statfs(folder);
  return blocks === 0 ? Number.POSITIVE_INFINITY : bavail * bsize;
}

/** Bytes that no file system makes smaller, on the disk when the promise resolves; nothing where they don't fit. */
async function fill(path: string, bytes: number): Promise<boolean> {
  try {
    const file = await open(path, 'w', 0o600);
    try {
      await file.writeFile(randomBytes(bytes));
      await file.sync();
    } finally {
      await file.close();
    }
    return true;
  } catch {
    await rm(path, { force: true }).catch(() => undefined);
    return false;
  }
}
