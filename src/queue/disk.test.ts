import fc from 'fast-check';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { ACCOUNT } from '../../test/builders.ts';
import { virtualClock } from '../clock.ts';
import { createDisk, ENOUGH, isFull, LOW, lackOf, MARGIN, sizeOf } from './disk.ts';
import { DiskFull, type Hold } from './ports.ts';
import { isDiskFull, isReadOnly } from './write-errors.ts';

describe('room for a campaign', () => {
  it('is three times its files, each counted once, and a margin', () => {
    const file = (sha256: string, bytes: number) => ({ sha256, bytes });
    const bytes = sizeOf([file('a', 10), file('b', 5), file('a', 10)]);
    expect(bytes).toBe(15);
    expect(lackOf(bytes, 45 + MARGIN)).toBeNull();
    expect(lackOf(bytes, 44 + MARGIN)).toEqual({ needed: 45 + MARGIN, free: 44 + MARGIN });
  });

  it('is never less for more', () => {
    const bytes = fc.nat({ max: 1e9 });
    fc.assert(
      fc.property(bytes, bytes, bytes, (few, more, free) => {
        if (lackOf(few, free)) expect(lackOf(few + more, free)).not.toBeNull();
      }),
    );
  });

  it('that is begun leaves enough to go on: nobody is told to wait right after having been let in', () => {
    expect(isFull(MARGIN, false)).toBe(false);
    expect(isFull(MARGIN, true)).toBe(false);
  });

  it('between the two bounds stays what it was', () => {
    for (const before of [true, false]) {
      expect(isFull(LOW - 1, before)).toBe(true);
      expect(isFull(ENOUGH, before)).toBe(false);
      expect(isFull(LOW, before)).toBe(before);
      expect(isFull(ENOUGH - 1, before)).toBe(before);
    }
  });
});

describe('an error of a full disk', () => {
  it('is known however deep it lies', () => {
    const enospc = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    expect(isDiskFull(new DiskFull('full'))).toBe(true);
    expect(isDiskFull(new Error('outside', { cause: new Error('in between', { cause: enospc }) }))).toBe(
      true,
    );
    expect(isDiskFull(Object.assign(new Error('wrapped'), { error: new DiskFull('full') }))).toBe(true);
    expect(isDiskFull(Object.assign(new Error('quota'), { code: 'EDQUOT' }))).toBe(true);
  });

  it('is another one than that of a folder that may not be written', () => {
    for (const code of ['EROFS', 'EACCES', 'EPERM']) {
      const error = new Error('not saved', { cause: Object.assign(new Error('refused'), { code }) });
      expect([isReadOnly(error), isDiskFull(error)]).toEqual([true, false]);
    }
    expect(isReadOnly(new DiskFull('full'))).toBe(false);
  });

  it('is not every error', () => {
    expect(isDiskFull(Object.assign(new Error('no such file'), { code: 'ENOENT' }))).toBe(false);
    expect(isDiskFull('ENOSPC')).toBe(false);
    expect(isDiskFull(null)).toBe(false);
  });
});

/** A disk of so many free bytes on which rows of holds can be written, or not. */
function aDisk(free = 1e9) {
  const world = { free, writes: true, reserve: true, rows: [] as Hold[], told: [] as string[] };
  const clock = virtualClock(0);
  const write = (change: () => void) => {
    if (!world.writes) throw new DiskFull('full');
    change();
  };
  const open = () =>
    createDisk({
      account: ACCOUNT,
      room: {
        free: async () => world.free,
        reserve: async () => {
          if (world.writes) world.reserve = true;
          return world.reserve;
        },
        useReserve: async () => {
          world.reserve = false;
        },
      },
      accounts: {
        hold: async (hold) => write(() => world.rows.push(hold)),
        holds: async () => world.rows,
        release: async () =>
          write(() => {
            world.rows = [];
          }),
      },
      events: {
        held: ({ reason }) => world.told.push(`held ${reason}`),
        released: (reason) => world.told.push(`released ${reason}`),
      },
      clock,
      log: pino({ level: 'silent' }),
    });
  return { world, clock, open, disk: open() };
}

describe('a disk', () => {
  it('that runs full is a hold once, and gives away what was put aside', async () => {
    const { world, disk } = aDisk();
    await disk.start();
    expect(await disk.hasRoom()).toBe(true);
    world.free = LOW - 1;
    expect(await Promise.all([disk.hasRoom(), disk.hasRoom(), disk.hasRoom()])).toEqual([
      false,
      false,
      false,
    ]);
    expect(world).toMatchObject({ told: ['held disk'], reserve: false });
    expect(world.rows).toHaveLength(1);
  });

  it('is released by a look half a minute later at most, when it can be written', async () => {
    const { world, clock, disk } = aDisk(LOW - 1);
    const ending = new AbortController();
    await disk.start();
    const running = disk.run(ending.signal);
    Object.assign(world, { free: 1e9, writes: false });
    await clock.advance(60_000);
    expect(disk.full()).toBe(true);
    world.writes = true;
    await clock.advance(30_000);
    expect(disk.full()).toBe(false);
    expect(world).toMatchObject({ told: ['held disk', 'released disk'], rows: [], reserve: true });
    ending.abort();
    await running;
  });

  it('on which not even the hold fits is held all the same', async () => {
    const { world, disk } = aDisk();
    await disk.start();
    world.writes = false;
    await disk.refused();
    expect(disk.full()).toBe(true);
    expect(world).toMatchObject({ told: ['held disk'], rows: [] });
  });

  it('keeps its hold over a restart, and tells nobody again', async () => {
    const { world, disk, open } = aDisk(LOW - 1);
    await disk.start();
    world.free = ENOUGH - 1;
    const next = open();
    await next.start();
    expect(next.full()).toBe(true);
    expect(world.told).toEqual(['held disk']);
    world.free = ENOUGH;
    const last = open();
    await last.start();
    expect(last.full()).toBe(false);
    expect(world.told).toEqual(['held disk', 'released disk']);
  });

  it('lets work that it refused be done when there is room, and lets go of it at the end', async () => {
    const { world, clock, disk } = aDisk();
    const ending = new AbortController();
    void disk.run(ending.signal);
    world.writes = false;
    world.reserve = false;
    let tries = 0;
    const work = disk.patiently(async () => {
      tries += 1;
      if (!world.writes) throw new DiskFull('full');
      return 'done';
    }, ending.signal);
    await clock.advance(90_000);
    expect(tries).toBe(1);
    world.writes = true;
    await clock.advance(30_000);
    expect(await work).toBe('done');
    world.writes = false;
    world.reserve = false;
    const given = disk.patiently(() => Promise.reject(new DiskFull('full')), ending.signal);
    await clock.advance(1);
    ending.abort();
    await expect(given).rejects.toThrow('abort');
    const other = disk.patiently(() => Promise.reject(new Error('something else')), ending.signal);
    await expect(other).rejects.toThrow('something else');
  });
});
