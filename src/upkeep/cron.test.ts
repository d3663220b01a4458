import fc from 'fast-check';
import { createTask } from 'node-cron';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isCron, nextFire } from './cron.ts';

const ZONES = [
  'America/Asuncion',
  'America/Santiago',
  'America/Sao_Paulo',
  'America/Mexico_City',
  'America/New_York',
];
const HOUR = 3_600_000;
const local = (at: number | null, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(at ?? 0).toZonedDateTimeISO(zone);
const at = (text: string) => Temporal.ZonedDateTime.from(text).epochMilliseconds;

describe('a pattern', () => {
  it('has five fields, or is off', () => {
    for (const good of ['off', '0 4 * * *', '0 4 */2 * *', '30 3 * jan-jun mon,wed', '0 4,16 * * *'])
      expect(isCron(good), good).toBe(true);
    for (const bad of ['', '4', '0 0 4 * * *', '0 25 * * *', '0 4 L * *', '0 4 * * 1#2', 'daily', '0 4 * *'])
      expect(isCron(bad), bad).toBe(false);
  });
});

describe('the next fire', () => {
  afterEach(() => void vi.useRealTimers());

  it('is that of node-cron where no clock ever changes', () => {
    const some = (most: number, least = 0) =>
      fc.oneof(fc.constant('*'), fc.integer({ min: least, max: most }).map(String));
    const patterns = fc.tuple(some(59), some(23), some(28, 1), some(12, 1), some(6));
    const moments = fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2030, 0, 1) });
    vi.useFakeTimers({ toFake: ['Date'] });
    fc.assert(
      fc.property(patterns, moments, (fields, moment) => {
        vi.setSystemTime(moment);
        const pattern = fields.join(' ');
        const task = createTask(pattern, () => undefined, { timezone: 'UTC' });
        const theirs = task.getNextRuns(1)[0]?.getTime() ?? null;
        void task.destroy();
        const ours = nextFire(pattern, 'UTC', moment);
        // Thirteenths that are Fridays may be further away than we look.
        if (ours !== null || (theirs ?? 0) - moment < 4 * 365 * 24 * HOUR) expect(ours).toBe(theirs);
      }),
      { numRuns: 300 },
    );
  });

  it.each(ZONES)('at four in the morning comes once a day for three years in %s', (zone) => {
    let now = at(`2026-01-01T00:00[${zone}]`);
    const days = new Set<string>();
    for (let nth = 0; nth < 3 * 365; nth += 1) {
      const next = nextFire('0 4 * * *', zone, now) ?? 0;
      expect(next - now).toBeLessThanOrEqual(25 * HOUR);
      expect(local(next, zone).toPlainTime().toString()).toBe('04:00:00');
      expect(days.has(local(next, zone).toPlainDate().toString())).toBe(false);
      days.add(local(next, zone).toPlainDate().toString());
      now = next;
    }
  });

  it('that a clock change skips comes right after it, once', () => {
    const newYork = 'America/New_York';
    const before = at(`2026-03-08T00:30[${newYork}]`);
    const first = nextFire('30 2 * * *', newYork, before);
    expect(local(first, newYork).toPlainDateTime().toString()).toBe('2026-03-08T03:30:00');
    expect(
      local(nextFire('30 2 * * *', newYork, first ?? 0), newYork)
        .toPlainDate()
        .toString(),
    ).toBe('2026-03-09');
    // Chile's clocks jump from midnight to one.
    const santiago = 'America/Santiago';
    const jump = nextFire('0 0 * * *', santiago, at(`2026-09-05T12:00[${santiago}]`));
    expect(local(jump, santiago).toPlainDateTime().toString()).toBe('2026-09-06T01:00:00');
  });

  it('in an hour that comes twice comes the first time only', () => {
    const zone = 'America/New_York';
    const first = nextFire('30 1 * * *', zone, at(`2026-11-01T00:00[${zone}]`)) ?? 0;
    expect(local(first, zone).offset).toBe('-04:00');
    expect((nextFire('30 1 * * *', zone, first) ?? 0) - first).toBe(25 * HOUR);
    const second = first + HOUR;
    expect(local(second, zone).toPlainTime().toString()).toBe('01:30:00');
    expect(nextFire('30 1 * * *', zone, second - 1)).toBe(first + 25 * HOUR);
  });

  it('is always ahead, in every zone', () => {
    const moments = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2029, 0, 1) });
    const patterns = fc.constantFrom('0 0 * * *', '30 0 * * *', '30 1 * * *', '30 2 * * *', '0 */6 * * *');
    fc.assert(
      fc.property(moments, fc.constantFrom(...ZONES), patterns, (moment, zone, pattern) => {
        const next = nextFire(pattern, zone, moment) ?? 0;
        expect(next).toBeGreaterThan(moment);
        expect(next - moment).toBeLessThanOrEqual(26 * HOUR);
      }),
    );
  });

  it('is none for a day that is too far away', () => {
    expect(nextFire('0 4 29 2 1', 'UTC', Date.UTC(2026, 0, 1))).toBeNull();
    expect(nextFire('0 4 29 2 *', 'UTC', Date.UTC(2026, 0, 1))).toBe(Date.UTC(2028, 1, 29, 4));
  });
});
