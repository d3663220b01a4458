import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNT, aCampaign, aRow } from '../../../test/builders.ts';
import { aFolder } from '../../../test/simulation.ts';
import { seededDice, virtualClock } from '../../clock.ts';
import { openStore, type Store } from '../../store/store.ts';
import type { Campaign, CampaignPatch } from '../campaign.ts';
import type { PhoneNumber } from '../import/phone.ts';
import { createWaiting } from '../waiting.ts';
import { type AccountDay, createAccountDay } from './account-day.ts';
import { type Allowance, createAllowance, LOOK_AGAIN_HELD } from './allowance.ts';
import { KNOWN_FOR } from './caps.ts';
import { createHolds } from './holds.ts';
import { createPacer, type Pacer } from './pacer.ts';
import type { PacingRules } from './pacing.ts';

const HOUR = 3_600_000;
const zone = 'America/Asuncion';
/** Wednesday. */
const at = (local: string) => Temporal.ZonedDateTime.from(`2026-11-25T${local}[${zone}]`).epochMilliseconds;

describe('what a campaign is allowed', () => {
  let dir: string;
  let store: Store;
  let clock: ReturnType<typeof virtualClock>;
  let rules: PacingRules;
  let told: string[];
  let day: AccountDay;
  let pacer: Pacer;
  let allowance: Allowance;

  beforeEach(() => {
    dir = aFolder('allowance-');
    store = openStore({ dir });
    clock = virtualClock(at('10:00'));
    rules = {
      ...{ pace: 'normal', dailyCap: 'off', quietHours: 'off', quietDays: [], quietZone: 'recipient', zone },
    };
    told = [];
    const { recipients, accounts, campaigns } = store;
    const common = { account: ACCOUNT, accounts, clock };
    day = createAccountDay({ ...common, rules: () => rules });
    pacer = createPacer({
      ...{ clock, recipients, day, dice: seededDice(1), slower: () => 1, rules: () => rules },
      waiting: createWaiting({
        recipients,
        knownSince: () => clock.now() - KNOWN_FOR,
        matters: () => true,
        clock,
      }),
    });
    allowance = createAllowance({
      ...{ clock, campaigns, day, pacer, rules: () => rules },
      holds: createHolds({
        ...common,
        events: {
          held: ({ reason, until }) => told.push(`held ${reason} until ${hour(until)}`),
          released: (reason) => told.push(`released ${reason}`),
        },
      }),
      moved: ({ id }) => told.push(`moved ${id}`),
    });
  });
  afterEach(async () => {
    await store.close();
    rmSync(dir, { recursive: true });
  });

  const hour = (moment: number | null) =>
    moment &&
    Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone).toPlainDateTime().toString();
  async function campaign(patch: CampaignPatch = {}, phones: readonly string[] = ['595981123456']) {
    const rows = phones.map((phone, nth) => aRow(nth, { phone: phone as PhoneNumber }));
    const made = await aCampaign(store, { rows });
    return (await store.campaigns.save(made.id, patch)) ?? made;
  }
  const again = async ({ id }: Campaign) => (await store.campaigns.get(id)) ?? expect.fail('it has gone');
  const ask = async (one: Campaign) => {
    const counts = await store.recipients.counts(one.id, clock.now());
    return allowance.of(one, counts, 100);
  };

  it('is one at a time at the pace, a hundred where there is none', async () => {
    const one = await campaign();
    expect(await ask(one)).toMatchObject({
      go: true,
      size: 1,
      ask: { ahead: 30, asleep: [], newChats: null },
    });
    pacer.left(one, await store.recipients.counts(one.id, clock.now()));
    const next = await ask(one);
    expect(next).toMatchObject({ go: false, resting: false });
    await clock.advance('wait' in next ? next.wait : 0);
    expect(await ask(one)).toMatchObject({ go: true });
    rules = { ...rules, pace: 'maximum' };
    expect(await ask(await campaign())).toMatchObject({ go: true, size: 100 });
  });

  it('is nothing when the day’s cap is full, until the morning, not until midnight', async () => {
    rules = { ...rules, dailyCap: 2 };
    const one = await campaign();
    await store.accounts.note(ACCOUNT, '2026-11-25', 'new-chat', 2);
    expect(await ask(one)).toEqual({ go: false, wait: LOOK_AGAIN_HELD, resting: true });
    expect(told).toEqual(['held daily-cap until 2026-11-26T08:00:00']);
    await clock.advance(15 * HOUR);
    expect(await ask(one)).toEqual({ go: false, wait: LOOK_AGAIN_HELD, resting: true });
    await clock.advance(7 * HOUR);
    expect(await ask(one)).toMatchObject({ go: true, ask: { newChats: 2 } });
  });

  it('is somebody who wrote to us, also when the cap is full', async () => {
    rules = { ...rules, dailyCap: 2 };
    const one = await campaign();
    await store.accounts.note(ACCOUNT, '2026-11-25', 'new-chat', 2);
    const person = { phone: '595981123456' as PhoneNumber, lid: null };
    const reply = { key: 'k', person, at: clock.now(), name: null, text: 'Hola', kind: 'text' as const };
    await store.people.addReply(ACCOUNT, reply);
    expect(await ask(one)).toMatchObject({ go: true, ask: { newChats: 0 } });
  });

  it('is whoever is awake abroad; when nobody is, the campaign waits and says until when', async () => {
    rules = { ...rules, quietHours: { from: 20 * 60, to: 8 * 60 } };
    const [paraguay, spain] = ['595981123456', '34612345678'];
    await clock.advance(7 * HOUR);
    expect(await ask(await campaign({}, [paraguay, spain]))).toMatchObject({
      go: true,
      ask: { asleep: ['3461'] },
    });
    const sleeping = await campaign({}, [spain]);
    expect(await ask(sleeping)).toEqual({ go: false, wait: LOOK_AGAIN_HELD, resting: true });
    const { waits } = await again(sleeping);
    // Eight in the morning on the Canary Islands, which wake last.
    expect([waits?.why, hour(waits?.until ?? 0)]).toEqual(['quiet-hours', '2026-11-26T05:00:00']);
    expect(told).toEqual([`moved ${sleeping.id}`]);
    expect(await allowance.revisit([await again(sleeping)])).toBe(false);
    rules = { ...rules, quietHours: 'off' };
    expect(await allowance.revisit([await again(sleeping)])).toBe(true);
    expect((await again(sleeping)).waits).toBeNull();
  });

  it('ends with the campaign’s day, and goes on in the morning', async () => {
    const one = await campaign({ closing: { daily: 11 * 60, by: null } });
    expect(await ask(one)).toMatchObject({ go: true });
    await clock.advance(HOUR);
    expect(await ask(one)).toMatchObject({ go: false, resting: true });
    const waiting = await again(one);
    expect([waiting.waits?.why, hour(waiting.waits?.until ?? 0)]).toEqual(['closing', '2026-11-26T08:00:00']);
    await clock.advance(21 * HOUR);
    expect(await ask(waiting)).toMatchObject({ go: true });
    expect((await again(one)).waits).toBeNull();
  });

  it('is a person’s to decide when the time to be out by is over', async () => {
    const one = await campaign({ closing: { daily: null, by: at('10:30') } });
    await clock.advance(HOUR);
    expect(await ask(one)).toEqual({ go: false, late: true });
  });

  it('has look-ups of its own, twice the cap, and waits when they are spent', async () => {
    expect(await day.lookUpsLeft()).toBeNull();
    rules = { ...rules, dailyCap: 50 };
    await store.accounts.note(ACCOUNT, '2026-11-25', 'look-up', 60);
    expect(await day.lookUpsLeft()).toBe(40);
    expect(await allowance.spent(await campaign())).toBe(LOOK_AGAIN_HELD);
    expect(told).toEqual(['held daily-cap until 2026-11-26T08:00:00']);
  });

  it('counts on the day that was, when the business moves', async () => {
    rules = { ...rules, dailyCap: 2 };
    await day.followZone();
    await store.accounts.note(ACCOUNT, '2026-11-25', 'new-chat', 2);
    rules = { ...rules, zone: 'Asia/Tokyo' };
    await clock.advance(4 * HOUR);
    await day.followZone();
    expect(await day.counting()).toMatchObject({ day: '2026-11-25', cap: 2 });
    expect(await ask(await campaign())).toMatchObject({ go: false, resting: true });
    // Eight in the morning of the first whole day in Tokyo.
    expect(told).toEqual(['held daily-cap until 2026-11-26T20:00:00']);
  });
});
