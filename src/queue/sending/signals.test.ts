import { beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNT } from '../../../test/builders.ts';
import { virtualClock } from '../../clock.ts';
import type { CampaignId } from '../campaign.ts';
import { DiskFull, type GatewayEvent, type Recipient } from '../ports.ts';
import { partId } from '../recipient.ts';
import { createSignals } from './signals.ts';

describe('signs of trouble', () => {
  const [mine, other] = ['3EB00000000000000001', '3EB00000000000000002'];
  let clock: ReturnType<typeof virtualClock>;
  let noticed: { day: string; campaign: number; signal: string; count: number }[];
  let full: boolean;
  const signals = () =>
    createSignals({
      account: ACCOUNT,
      recipients: {
        find: async (ids) =>
          ids.includes(mine) ? [{ wireId: mine, campaignId: 7 as CampaignId } as Recipient] : [],
      },
      accounts: {
        async notice(_, day, signs) {
          if (full) throw new DiskFull('full');
          noticed.push(...signs.map((sign) => ({ day, ...sign })));
        },
      },
      day: () => '2026-11-28',
      clock,
      onFatal: (error) => {
        throw error;
      },
    });
  const refused = (id: string, code: number): GatewayEvent => ({
    type: 'refused',
    id: partId(id, 0),
    code,
    at: 0,
  });
  const again = (id: string): GatewayEvent => ({ type: 'retry-asked', id: partId(id, 0), at: 0 });

  beforeEach(() => {
    clock = virtualClock();
    noticed = [];
    full = false;
  });

  it('are counted by day, campaign and code, some seconds together', async () => {
    const { take } = signals();
    for (const event of [refused(mine, 463), refused(mine, 463), refused(mine, 479), refused(other, 463)])
      take(event);
    expect(noticed).toEqual([]);
    await clock.advance(2_000);
    const day = '2026-11-28';
    expect(noticed).toEqual([
      { day, campaign: 7, signal: 'refused-463', count: 2 },
      { day, campaign: 7, signal: 'refused-479', count: 1 },
      { day, campaign: 0, signal: 'refused-463', count: 1 },
    ]);
  });

  it('count a phone that asks again for the same message once, and nothing that is no sign', async () => {
    const { take, flush } = signals();
    for (const event of [again(mine), again(mine)]) take(event);
    take({ type: 'ack', id: partId(mine, 0), at: 0 });
    take({ type: 'retry-asked', id: 'not one of ours', at: 0 });
    await flush();
    expect(noticed).toEqual([{ day: '2026-11-28', campaign: 7, signal: 'asked-again', count: 1 }]);
  });

  it('wait for room on a full disk', async () => {
    full = true;
    signals().take(refused(mine, 463));
    await clock.advance(2_000);
    expect(noticed).toEqual([]);
    full = false;
    await clock.advance(2_000);
    expect(noticed.map(({ count }) => count)).toEqual([1]);
  });
});
