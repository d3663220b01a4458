import { describe, expect, it } from 'vitest';
import { virtualClock } from '../clock.ts';
import { createPassword, type TryMemory } from './password.ts';

function memory(): TryMemory {
  let kept: unknown;
  return {
    read: async () => kept,
    write: async (tries) => {
      kept = tries;
    },
  };
}

describe('the admin password', () => {
  it('opens with the right word only', async () => {
    const password = createPassword('demo1234', memory(), virtualClock());
    expect(await password.check('demo1234')).toEqual({ ok: true });
    expect(await password.check('demo12345')).toEqual({ ok: false, left: 4 });
    expect(await password.check('')).toEqual({ ok: false, left: 3 });
  });

  it('is locked by five wrong tries, also for the right word, for 15 minutes', async () => {
    const clock = virtualClock(1_000_000);
    const password = createPassword('demo1234', memory(), clock);
    for (let nth = 0; nth < 4; nth += 1) await password.check('x');
    expect(await password.check('x')).toEqual({ ok: false, lockedUntil: 1_900_000, justNow: true });
    expect(await password.check('demo1234')).toMatchObject({ ok: false, justNow: false });
    await clock.advance(15 * 60_000);
    expect(await password.check('demo1234')).toEqual({ ok: true });
  });

  it('counts tries over a restart, and stays locked', async () => {
    const clock = virtualClock(1_000_000);
    const kept = memory();
    for (let nth = 0; nth < 4; nth += 1) await createPassword('demo1234', kept, clock).check('x');
    expect(await createPassword('demo1234', kept, clock).check('x')).toMatchObject({ justNow: true });
    expect(await createPassword('demo1234', kept, clock).check('demo1234')).toMatchObject({ ok: false });
  });

  it('is not locked for longer by a clock that is put back', async () => {
    const kept = memory();
    await kept.write({ wrong: 0, lockedUntil: 1e12 });
    const clock = virtualClock(1_000_000);
    const password = createPassword('demo1234', kept, clock);
    expect(await password.check('demo1234')).toMatchObject({ lockedUntil: 1_900_000 });
  });

  it('counts tries that come at once', async () => {
    const password = createPassword('demo1234', memory(), virtualClock());
    const checks = await Promise.all(Array.from({ length: 5 }, () => password.check('x')));
    expect(checks.filter((check) => 'justNow' in check)).toHaveLength(1);
  });

  it('that is not set opens nothing', async () => {
    expect(await createPassword(null, memory(), virtualClock()).check('')).toMatchObject({ ok: false });
  });
});
