import { describe, expect, it } from 'vitest';
import { virtualClock } from '../clock.ts';
import { createPassword } from './password.ts';

describe('the admin password', () => {
  it('opens with the right word only', () => {
    const password = createPassword('demo1234', virtualClock());
    expect(password.check('demo1234')).toEqual({ ok: true });
    expect(password.check('demo12345')).toEqual({ ok: false, left: 4 });
    expect(password.check('')).toEqual({ ok: false, left: 3 });
  });

  it('is locked by five wrong tries, also for the right word, for 15 minutes', async () => {
    const clock = virtualClock(1_000_000);
    const password = createPassword('demo1234', clock);
    for (let nth = 0; nth < 4; nth += 1) password.check('x');
    expect(password.check('x')).toEqual({ ok: false, lockedUntil: 1_900_000, justNow: true });
    expect(password.check('demo1234')).toMatchObject({ ok: false, justNow: false });
    await clock.advance(15 * 60_000);
    expect(password.check('demo1234')).toEqual({ ok: true });
  });

  it('that is not set opens nothing', () => {
    expect(createPassword(null, virtualClock()).check('')).toMatchObject({ ok: false });
  });
});
