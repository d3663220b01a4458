import { describe, expect, it } from 'vitest';
import { complaintsOf, type Measured, RESTS } from './limits.ts';

const MB = 1_000_000;
const life = (change: (nth: number) => Partial<Measured> = () => ({})): Measured[] =>
  Array.from({ length: RESTS + 1 }, (_, nth) => ({
    ...{ messages: nth * 10_000, reconnections: nth * 100, seconds: nth * 60 },
    ...{ heapUsed: (60 + Math.min(nth, 3) * 4) * MB, external: 15 * MB, rss: 230 * MB },
    ...{
      handles: 19,
      openFiles: 39,
      database: nth * MB,
      keys: nth * MB,
      wal: 8 * MB,
      logs: 5 * MB,
      receipts: 0,
    },
    ...change(nth),
  }));

describe('a long life', () => {
  it('whose caches fill and then stay is a good one', () => {
    expect(complaintsOf(life())).toEqual([]);
  });

  it.each<[string, (nth: number) => Partial<Measured>]>([
    ['heap, grown', (nth) => ({ heapUsed: (60 + 2 * nth) * MB })],
    ['memory outside of the heap, grown', (nth) => ({ external: (15 + 2 * nth) * MB })],
    ['handles, grown', (nth) => ({ handles: 19 + 2 * nth })],
    ['open files, grown', (nth) => ({ openFiles: 39 + nth })],
    ['databases, grown', (nth) => ({ database: nth * 30 * MB })],
    ['logs of the databases', () => ({ wal: 500 * MB })],
    ['logs', () => ({ logs: 300 * MB })],
  ])('in which one thing grows is told by its name: %s', (what, change) => {
    expect(complaintsOf(life(change))).toEqual([
      expect.stringMatching(`^${what}: \\d+, and \\d+ is the most$`),
    ]);
  });
});
