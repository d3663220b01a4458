import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNT, aCampaign, aPhone, NOW, onlyPart, sendingRows } from '../../test/builders.ts';
import { aFolder } from '../../test/simulation.ts';
import { virtualClock } from '../clock.ts';
import { openStore, type Store } from '../store/store.ts';
import type { Campaign } from './campaign.ts';
import { type Checkup, createCheckup, HEALTH_LIMITS, refusalsIn } from './checkup.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('a checkup', () => {
  let dir: string;
  let store: Store;
  let clock: ReturnType<typeof virtualClock>;
  let checkup: Checkup;
  beforeEach(() => {
    dir = aFolder('checkup-');
    store = openStore({ dir });
    clock = virtualClock(NOW);
    const own = { account: ACCOUNT, limits: () => HEALTH_LIMITS, zone: () => 'America/Asuncion', clock };
    checkup = createCheckup({ ...store, ...own });
  });
  afterEach(async () => {
    await store.close();
    rmSync(dir, { recursive: true });
  });

  /** All accepted, and so many of them delivered. */
  async function sent(people: number, delivered: number): Promise<Campaign> {
    const campaign = await aCampaign(store, { recipients: people });
    const rows = await sendingRows(store.recipients, campaign);
    await store.recipients.settle(
      rows.map((row, nth) => ({ type: nth < delivered ? 'delivered' : 'ack', id: onlyPart(row), at: NOW })),
    );
    return campaign;
  }
  const found = async (campaign: Campaign) => {
    const counts = await store.recipients.counts(campaign.id, clock.now());
    return (await checkup.ofCampaign(campaign, counts)).map(({ reason, act }) => `${reason}: ${act}`);
  };
  const minute = () => clock.advance(60_000);

  it('looks at the first hundred an hour after the last of them, and not before', async () => {
    const campaign = await sent(100, 60);
    expect(await found(campaign)).toEqual([]);
    await clock.advance(HOUR);
    expect(await found(campaign)).toEqual(['undelivered: pause', 'few-answers: slow']);
  });

  it('is content with answers', async () => {
    const campaign = await sent(100, 95);
    for (let nth = 0; nth < 5; nth += 1)
      await store.people.addReply(ACCOUNT, {
        ...{ key: `k${nth}`, person: { phone: aPhone(nth), lid: null }, at: NOW, name: null },
        ...{ text: 'sí', kind: 'text' },
      });
    await clock.advance(HOUR);
    expect(await found(campaign)).toEqual([]);
  });

  it('reads counts at each call, and signs and quota once a minute', async () => {
    const campaign = await sent(60, 60);
    expect(await found(campaign)).toEqual([]);
    const signs = [{ campaign: campaign.id, signal: 'asked-again', count: 3 }];
    await store.accounts.notice(ACCOUNT, '2026-11-25', signs);
    await store.accounts.save(ACCOUNT, { quota: { total: 100, used: 60, warning: 1 } });
    expect(await found(campaign)).toEqual([]);
    await minute();
    expect(await found(campaign)).toEqual(['unreadable: pause', 'quota-warning: slow']);
    const old = await aCampaign(store, { recipients: 40 });
    const rows = await store.recipients.claim(old.id, 40, NOW);
    await store.recipients.fail(
      rows.map(({ id }) => ({ id, reason: 'server' })),
      NOW,
    );
    expect(await found(old)).toContain('failures: pause');
  });

  it('of the account adds up the campaigns of a week, names refusals by code, and tells a restriction', async () => {
    await sent(30, 10);
    await sent(30, 15);
    await store.accounts.notice(ACCOUNT, '2026-11-25', [
      ...[463, 479].map((code, nth) => ({ campaign: 1, signal: `refused-${code}`, count: 2 + nth })),
      { campaign: 2, signal: 'refused-463', count: 5 },
    ]);
    const well = await checkup.ofAccount();
    expect(well).toMatchObject({ score: 100, findings: [] });
    expect(well.refusals).toEqual([
      { code: 463, times: 7 },
      { code: 479, times: 3 },
    ]);
    await clock.advance(DAY + HOUR);
    const hold = { accountId: ACCOUNT, since: NOW, until: null, detail: null };
    await store.accounts.hold({ ...hold, reason: 'ban' });
    const poor = await checkup.ofAccount();
    expect(poor.findings.map(({ reason }) => reason)).toEqual(['restricted', 'low-delivery']);
    expect(poor.findings[1]).toMatchObject({ part: 25, whole: 60 });
    expect(poor.score).toBeLessThan(50);
    await clock.advance(8 * DAY);
    expect((await checkup.ofAccount()).refusals).toEqual([]);
  });
});

it('refusals are read from signs by their code, the most frequent first', () => {
  expect(refusalsIn({ 'refused-400': 1, 'asked-again': 9, 'refused-463': 3, 'refused-x': 7 })).toEqual([
    { code: 463, times: 3 },
    { code: 400, times: 1 },
  ]);
});
