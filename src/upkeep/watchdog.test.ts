import { describe, expect, it } from 'vitest';
import { CALM, nextWatch, WATCH_EVERY, type WatchFacts } from './watchdog.ts';

const MINUTE = 60_000;

/** Looks as often as the program does; returns what was done, and when. */
function watch(minutes: number, facts: (now: number) => Partial<WatchFacts>) {
  const acts: [string, number][] = [];
  let state = CALM;
  for (let now = 0; now <= minutes * MINUTE; now += WATCH_EVERY) {
    const next = nextWatch(state, { now, link: 'online', expecting: true, inboundAt: 0, ...facts(now) });
    state = next.watch;
    if (next.act) acts.push([next.act, now]);
  }
  return acts;
}

describe('silence', () => {
  it('while something is awaited brings a new connection, then a new process within three minutes', () => {
    const [first, second] = watch(3, () => ({}));
    expect(first?.[0]).toBe('refresh');
    expect(second?.[0]).toBe('restart');
    expect(second?.[1]).toBeLessThan(3 * MINUTE);
  });

  it('is not broken by the moment between two tries of a message', () => {
    const acts = watch(3, (now) => ({ expecting: now % MINUTE > 5_000 }));
    expect(acts.map(([act]) => act)).toEqual(['refresh', 'restart']);
  });

  it('that a new connection ends brings no new process', () => {
    const acts = watch(4, (now) => ({ inboundAt: now > 90_000 ? now : 0 }));
    expect(acts.map(([act]) => act)).toEqual(['refresh']);
  });

  it('is none while something comes in, or nothing is awaited', () => {
    expect(watch(60, (now) => ({ inboundAt: now - 50_000 }))).toEqual([]);
    expect(watch(60, () => ({ expecting: false }))).toEqual([]);
  });

  it('counts from when something is awaited, not from the last message of the day', () => {
    const acts = watch(30, (now) => ({ expecting: now > 20 * MINUTE && now < 21 * MINUTE }));
    expect(acts).toEqual([]);
  });

  it('of a network that is gone is left to the connection’s own tries', () => {
    expect(watch(30, (now) => ({ link: now < 60_000 ? 'online' : 'trying' }))).toEqual([]);
  });

  it('in which the new connection can’t even log in ends the process, too', () => {
    const acts = watch(3, (now) => (now <= 80_000 ? {} : { link: 'trying', expecting: false }));
    expect(acts.map(([act]) => act)).toEqual(['refresh', 'restart']);
  });

  it('is no matter any more when the new connection was taken over or unlinked', () => {
    const acts = watch(30, (now) => (now <= 80_000 ? {} : { link: 'out' }));
    expect(acts.map(([act]) => act)).toEqual(['refresh']);
  });
});
