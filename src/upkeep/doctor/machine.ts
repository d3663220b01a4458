/** The machine under the program: Node, time zones, folders, disks, and programs that it may use. */
import { access, constants, stat, statfs } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { LOW, MARGIN } from '../../queue/disk.ts';
import type { Found } from './doctor.ts';

export interface MachineDeps {
  readonly folders: { data: string; sessions: string; uploads: string; logs: string };
  /** As `process.versions` tells them. */
  readonly versions: { readonly node: string; readonly tz?: string | undefined };
  readonly searchPath: string;
  /** Puts a number of bytes into words. */
  readonly bytes: (count: number) => string;
}

/** The first Node with all that is needed. */
const NODE = 26;
/** Paraguay keeps one time all year since October 2024; data from before are an hour off in its winter. */
const ZONES = '2025a';

export function lookAtNode({ versions: { node } }: MachineDeps): Found {
  const old = Number.parseInt(node, 10) < NODE;
  return { grade: old ? 'bad' : 'good', says: old ? 'old' : 'good', values: { version: node } };
}

export function lookAtZones({ versions: { tz = '' } }: MachineDeps): Found {
  const old = tz < ZONES;
  return { grade: old ? 'bad' : 'good', says: old ? 'old' : 'good', values: { version: tz || '?' } };
}

/** The first folder with something wrong is told; those that aren't there yet come with the first start. */
export async function lookAtFolders({ folders }: MachineDeps): Promise<Found> {
  const found = await Promise.all(
    Object.entries(folders).map(([name, folder]) => lookAtFolder(name, folder)),
  );
  return (
    found.find(({ grade }) => grade === 'bad') ??
    found.find(({ grade }) => grade === 'notice') ?? { grade: 'good', says: 'good' }
  );
}

async function lookAtFolder(name: string, folder: string): Promise<Found> {
  const values = { folder };
  const there = await stat(folder).catch(() => null);
  if (!there) {
    const above = await nearest(dirname(folder));
    return (await allows(above, constants.W_OK))
      ? { grade: 'notice', says: 'absent', values }
      : { grade: 'bad', says: 'closed', values };
  }
  if (!there.isDirectory()) return { grade: 'bad', says: 'file', values };
  const { R_OK, W_OK, X_OK } = constants;
  if (!(await allows(folder, R_OK | W_OK | X_OK))) return { grade: 'bad', says: 'closed', values };
  // Keys, lists and messages are nobody else's; logs are masked.
  const open = name !== 'logs' && process.platform !== 'win32' && (there.mode & 0o077) !== 0;
  return open ? { grade: 'notice', says: 'open', values } : { grade: 'good', says: 'good' };
}

/** The least that is free where something is written. */
export async function lookAtDisk({ folders, bytes }: MachineDeps): Promise<Found> {
  const rooms = await Promise.all(
    Object.values(folders).map(async (folder) => {
      const { blocks, bavail, bsize } = await statfs(await nearest(folder));
      return blocks === 0 ? Number.POSITIVE_INFINITY : bavail * bsize;
    }),
  );
  const free = Math.min(...rooms);
  if (free === Number.POSITIVE_INFINITY) return { grade: 'good', says: 'unknown' };
  const values = { free: bytes(free) };
  if (free < LOW) return { grade: 'bad', says: 'full', values };
  return free < MARGIN * 4
    ? { grade: 'notice', says: 'low', values }
    : { grade: 'good', says: 'good', values };
}

export async function lookAtFfmpeg({ searchPath }: MachineDeps): Promise<Found> {
  const name = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg';
  for (const folder of searchPath.split(delimiter).filter(Boolean))
    if (await allows(join(folder, name), constants.X_OK)) return { grade: 'good', says: 'good' };
  return { grade: 'notice', says: 'absent' };
}

const allows = (path: string, mode: number): Promise<boolean> =>
  access(path, mode).then(
    () => true,
    () => false,
  );

/** This folder, or the next one above it that is there. */
async function nearest(folder: string): Promise<string> {
  for (let here = folder; ; here = dirname(here))
    if ((await stat(here).catch(() => null)) || here === dirname(here)) return here;
}
