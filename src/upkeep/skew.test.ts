import fc from 'fast-check';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { type Clock, type ClockSource, type Skew, virtualClock } from '../clock.ts';
import { judge, proves, type Reading, readingOf, SKEW_LIMIT, watchSkew } from './skew.ts';

const TRUE_TIME = Date.UTC(2026, 10, 25, 13);
const HOUR = 3_600_000;
const one = (reading: Reading) => new Map<ClockSource, Reading>([['whatsapp', reading]]);

describe('a clock', () => {
  it('is never called wrong or right against the truth, whatever the answers are', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e8, max: 1e8 }),
        fc.integer({ min: 0, max: 100_000 }),
        fc.integer({ min: 0, max: 100_000 }),
        (ahead, age, bound) => {
          // An answer of `age` ago, of which only is known that it is at most `bound` old.
          fc.pre(age <= bound);
          const theirs = Math.floor((TRUE_TIME - age) / 1000) * 1000;
          const reading = readingOf(theirs, bound, TRUE_TIME + ahead, 5_000);
          const verdict = judge(proves(reading) ? one(reading) : new Map(), TRUE_TIME + ahead, 5_000);
          if (verdict.is === 'wrong') expect(Math.abs(ahead)).toBeGreaterThan(SKEW_LIMIT - age - 1000);
          if (verdict.is === 'wrong') expect(Math.sign(verdict.skew.aheadMs)).toBe(Math.sign(ahead));
          if (verdict.is === 'right') expect(Math.abs(ahead)).toBeLessThanOrEqual(SKEW_LIMIT);
          if (Math.abs(ahead) > SKEW_LIMIT + bound + 1000) expect(verdict.is).toBe('wrong');
        },
      ),
    );
  });

  it('that is set after an answer is in doubt; one that drifts a little is not', () => {
    const right = one(readingOf(TRUE_TIME, 0, TRUE_TIME, 0));
    expect(judge(right, TRUE_TIME + 10_000, 10_000)).toEqual({ is: 'right' });
    expect(judge(right, TRUE_TIME + 12_000, 10_000)).toEqual({ is: 'right' });
    for (const step of [2 * HOUR, -2 * HOUR])
      expect(judge(right, TRUE_TIME + 10_000 + step, 10_000)).toEqual({ is: 'doubtful' });
  });

  it('that one server calls wrong is wrong, though another calls it right', () => {
    const readings = new Map<ClockSource, Reading>([
      ['whatsapp', readingOf(TRUE_TIME, 0, TRUE_TIME, 0)],
      ['telegram', readingOf(TRUE_TIME - 2 * HOUR, 0, TRUE_TIME, 0)],
    ]);
    expect(judge(readings, TRUE_TIME, 0)).toEqual({
      is: 'wrong',
      skew: { aheadMs: 2 * HOUR, source: 'telegram' },
    });
  });
});

describe('the watch over the clock', () => {
  const stops: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });

  /** A machine whose wall clock can be set, and a world that knows the time. */
  function aMachine({ ahead = 0, web = true } = {}) {
    const time = virtualClock(TRUE_TIME);
    const machine = { ahead, web };
    const clock: Clock = { ...time, now: () => time.now() + machine.ahead };
    const told: (Skew | null)[] = [];
    let asked = 0;
    const watch = watchSkew({
      ask: async () => {
        asked += 1;
        return machine.web ? Math.floor(time.now() / 1000) * 1000 : null;
      },
      clock,
      log: pino({ level: 'silent' }),
    });
    watch.watch((skew) => told.push(skew));
    stops.push(async () => {
      const stopped = watch.stop();
      await time.advance(10_000);
      await stopped;
    });
    const heard = (age = 100) => watch.heard('whatsapp', Math.floor(time.now() / 1000) * 1000, age);
    return { time, machine, watch, told, heard, asked: () => asked };
  }

  it('starts nothing before somebody has told the time', async () => {
    const { watch, time, told } = aMachine();
    expect(watch.trusted()).toBe(false);
    await time.advance(100);
    expect(watch.trusted()).toBe(true);
    expect(told).toEqual([]);
  });

  it.each([2 * HOUR, -2 * HOUR])('tells a step of %i ms once, and that it is over', async (step) => {
    const { watch, time, machine, told, heard } = aMachine();
    await time.advance(1_000);
    machine.ahead = step;
    expect(watch.trusted()).toBe(false);
    heard(30_000);
    await time.advance(60_000);
    heard();
    expect(told).toEqual([expect.objectContaining({ source: 'whatsapp' })]);
    expect(Math.abs((watch.skew()?.aheadMs ?? 0) - step)).toBeLessThan(2_000);
    expect(watch.trusted()).toBe(false);
    machine.ahead = 0;
    await time.advance(60_000);
    expect(told.at(-1)).toBeNull();
    expect(told).toHaveLength(2);
    expect(watch.trusted()).toBe(true);
  });

  it('asks the web when a suspended machine wakes, and says nothing of it', async () => {
    const { watch, time, machine, told, asked } = aMachine();
    await time.advance(1_000);
    const before = asked();
    // Asleep the monotonic clock stood still: both clocks differ, and the wall clock is right.
    const slept = 8 * HOUR;
    machine.ahead = slept;
    machine.web = false;
    await time.advance(60_000);
    expect(told).toEqual([]);
    expect(watch.trusted()).toBe(false);
    expect(asked()).toBeGreaterThan(before);
    watch.heard('web', Math.floor((time.now() + slept) / 1000) * 1000, 100);
    expect(watch.trusted()).toBe(true);
    expect(told).toEqual([]);
  });

  it('believes its own clock when nobody tells the time for ten minutes', async () => {
    const { watch, time } = aMachine({ web: false });
    await time.advance(9 * 60_000);
    expect(watch.trusted()).toBe(false);
    await time.advance(2 * 60_000);
    expect(watch.trusted()).toBe(true);
  });

  it('learns nothing from an answer that may have waited, but that it comes from the future', async () => {
    const { watch, time, machine } = aMachine({ ahead: -2 * HOUR, web: false });
    watch.heard('telegram', time.now() - 3 * HOUR, Number.POSITIVE_INFINITY);
    expect(watch.skew()).toBeNull();
    watch.heard('telegram', time.now(), Number.POSITIVE_INFINITY);
    expect(watch.skew()).toMatchObject({ aheadMs: -2 * HOUR });
    machine.ahead = 0;
    expect(watch.skew()).toBeNull();
    watch.heard('telegram', Number.NaN, 0);
    expect(watch.trusted()).toBe(false);
  });
});
