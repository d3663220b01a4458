import { describe, expect, it } from 'vitest';
import { virtualClock } from '../clock.ts';
import { verify } from './verify.ts';

const there = async () => undefined;

describe('after a restart', () => {
  it('everything is there as soon as the last of it is', async () => {
    const clock = virtualClock(1_000_000);
    const whatsapp = async () => {
      if (clock.monotonic() < 8_000) throw new Error('connecting');
    };
    const verified = verify({ store: there, telegram: there, whatsapp }, clock);
    await clock.advance(20_000);
    expect(await verified).toEqual({ missing: [], at: 1_008_000 });
  });

  it('what never comes, or never answers, is named after a minute', async () => {
    const clock = virtualClock();
    const refused = async () => Promise.reject(new Error('no'));
    const silent = () => new Promise(() => undefined);
    const verified = verify({ store: there, telegram: silent, whatsapp: refused }, clock);
    await clock.advance(61_000);
    expect((await verified).missing).toEqual(['telegram', 'whatsapp']);
  });
});
