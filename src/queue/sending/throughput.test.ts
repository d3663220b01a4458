import { describe, expect, it } from 'vitest';
import { virtualClock } from '../../clock.ts';
import { createThroughput } from './throughput.ts';

describe('how fast messages leave', () => {
  const begin = () => {
    const clock = virtualClock();
    return { clock, speed: createThroughput(clock) };
  };

  it('is not told before six of them left: five gaps', async () => {
    const { clock, speed } = begin();
    for (let nth = 0; nth < 5; nth += 1) {
      speed.left(1, 'a');
      await clock.advance(2_000);
      expect(speed.perMinute()).toBeNull();
    }
    speed.left(1, 'a');
    expect(speed.perMinute()).toBe(30);
  });

  it('counts what left together, and not the time in which it was held', async () => {
    const { clock, speed } = begin();
    for (let nth = 0; nth < 12; nth += 1) {
      if (nth === 6) {
        speed.interrupt();
        await clock.advance(120_000);
      }
      speed.left(10, 'a');
      await clock.advance(1_000);
    }
    expect(speed.perMinute()).toBe(600);
  });

  it('forgets what is older than five minutes, and what left under another pace', async () => {
    const { clock, speed } = begin();
    for (let nth = 0; nth < 20; nth += 1) {
      speed.left(1, 'a');
      await clock.advance(1_000);
    }
    for (let nth = 0; nth < 60; nth += 1) {
      await clock.advance(9_000);
      speed.left(1, 'a');
    }
    expect(speed.perMinute()).toBeCloseTo(60 / 9, 5);
    speed.left(1, 'b');
    expect(speed.perMinute()).toBeNull();
  });
});
