import { beforeEach, describe, expect, it } from 'vitest';
import { virtualClock } from '../clock.ts';
import type { CampaignId } from './campaign.ts';
import type { PhoneNumber } from './import/phone.ts';
import type { Head } from './ports.ts';
import { createWaiting } from './waiting.ts';

describe('who waits', () => {
  const LIST = 1 as CampaignId;
  const head = (digits: string, example: string | null, people: number, known = 0): Head => ({
    ...{ digits, people, known },
    example: example as PhoneNumber | null,
  });
  const PAGES = [
    [head('5959', '595981123456', 30, 2), head('5491', '5491123456789', 5)],
    [head('5959', '595971555000', 10, 1), head('', null, 5)],
  ];
  let clock: ReturnType<typeof virtualClock>;
  let looks: number;
  let takes: number;
  const waiting = (matters = true) =>
    createWaiting({
      recipients: {
        async heads(_, after) {
          if (after < 0) looks += 1;
          await clock.advance(takes / 2);
          const page = PAGES[after + 1];
          return page ? { heads: page, last: after + 1 } : { heads: [], last: null };
        },
      },
      knownSince: () => 0,
      matters: () => matters,
      clock,
    });

  beforeEach(() => {
    clock = virtualClock();
    looks = 0;
    takes = 0;
  });

  it('is told by the first digits over the whole list, each with its country', async () => {
    expect(await waiting().heads(LIST)).toEqual([
      { digits: '5959', country: 'PY', people: 40, known: 3 },
      { digits: '5491', country: 'AR', people: 5, known: 0 },
      { digits: '', country: null, people: 5, known: 0 },
    ]);
  });

  it('is told by country of as many as wait by now, though the count is older', async () => {
    expect(await waiting().groups(LIST, 25)).toEqual([
      { country: 'PY', people: 20, known: 1.5 },
      { country: 'AR', people: 2.5, known: 0 },
      { country: null, people: 2.5, known: 0 },
    ]);
  });

  it('is not counted where it makes no difference, or where nobody is left', async () => {
    expect(await waiting(false).groups(LIST, 25)).toEqual([{ country: null, people: 25, known: 0 }]);
    expect(await waiting(false).groups(LIST, 0)).toEqual([]);
    expect(looks).toBe(0);
  });

  it('is counted again after a second, of a long list after a hundred times as long as it took', async () => {
    const { heads } = waiting();
    await heads(LIST);
    await clock.advance(999);
    await heads(LIST);
    expect(looks).toBe(1);
    await clock.advance(1);
    takes = 60;
    await heads(LIST);
    expect(looks).toBe(2);
    await clock.advance(8_999);
    await heads(LIST);
    expect(looks).toBe(2);
    await clock.advance(1);
    await heads(LIST);
    expect(looks).toBe(3);
    await heads(2 as CampaignId);
    expect(looks).toBe(4);
  });
});
