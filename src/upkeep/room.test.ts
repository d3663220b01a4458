/** Real folders, and a real full disk where one can be mounted. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { aSmallDisk } from '../../test/small-disk.ts';
import { virtualClock } from '../clock.ts';
import { isDiskFull } from '../queue/write-errors.ts';
import { openStore } from '../store/store.ts';
import { openRoom, waitForRoom } from './room.ts';

it('room is put aside once a disk, given away, and put aside again', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'room-'));
  const room = await openRoom([join(dir, 'data'), join(dir, 'uploads')]);
  expect(await room.reserve()).toBe(true);
  expect(await room.reserve()).toBe(true);
  expect(readdirSync(join(dir, 'data'))).toEqual(['.reserve']);
  expect(readdirSync(join(dir, 'uploads'))).toEqual([]);
  await room.useReserve();
  await room.useReserve();
  expect(await room.canWrite()).toBe(true);
  expect(readdirSync(join(dir, 'data'))).toEqual([]);
  expect(await room.free()).toBeGreaterThan(0);
  rmSync(dir, { recursive: true });
});

it('a full disk has no room to put aside, but what was put aside before lets rows be written', async ({
  skip,
}) => {
  using disk = aSmallDisk(12);
  if (!disk) return skip();
  const room = await openRoom([disk.dir]);
  await room.reserve();
  const store = openStore({ dir: disk.dir });
  disk.fill();
  const add = () =>
    store.campaigns.create({
      ...{ accountId: 1 as Parameters<typeof store.accounts.save>[0], kind: 'campaign', state: 'draft' },
      ...{ name: 'x'.repeat(100_000), createdBy: 1, createdByName: 'Ana', at: 1, footer: true },
    });
  const error = await add().catch((cause: unknown) => cause);
  expect(isDiskFull(error)).toBe(true);
  expect(await room.canWrite()).toBe(false);
  await room.useReserve();
  expect(await room.canWrite()).toBe(true);
  expect((await add()).name).toHaveLength(100_000);
  expect(await room.reserve()).toBe(false);
  disk.free();
  expect(await room.reserve()).toBe(true);
  await store.close();
});

it('a start on a full disk gives away what was put aside, then waits without ending', async ({ skip }) => {
  using disk = aSmallDisk(12);
  if (!disk) return skip();
  const clock = virtualClock();
  const room = await openRoom([disk.dir]);
  await room.reserve();
  disk.fill();
  let told = 0;
  const tell = () => {
    told += 1;
  };
  await waitForRoom(room, clock, tell);
  expect(told).toBe(0);
  disk.fill();
  let started = false;
  const waiting = waitForRoom(room, clock, tell).then(() => {
    started = true;
  });
  const halfMinutes = async (most: number, until: () => boolean) => {
    // Time is virtual, the disk is not: it gets a moment for each look.
    for (let nth = 0; nth < most && !until(); nth += 1) {
      await clock.advance(30_000);
      await pause(10);
    }
  };
  await halfMinutes(20, () => started);
  expect({ told, started }).toEqual({ told: 1, started: false });
  disk.free();
  await halfMinutes(20, () => started);
  await waiting;
  writeFileSync(join(disk.dir, 'written'), Buffer.alloc(1_000_000));
});
