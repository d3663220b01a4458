import fc from 'fast-check';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { virtualClock } from '../clock.ts';
import type { LinkState } from '../whatsapp/link.ts';
import { type Idle, type IdleFacts, nextIdle, watchIdle } from './idle.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A link of plain data under the real loop, over virtual time. */
function stage({ minutes = 30, napping = false } = {}) {
  const clock = virtualClock(1_800_000_000_000);
  const online: LinkState = { is: 'online', phone: '595981123456', since: 0 };
  const world = {
    link: online as LinkState,
    wanted: false,
    inboundAt: 0,
    ended: null as number | null,
    opened: 0,
    news: [] as string[],
  };
  const idle = watchIdle({
    minutes,
    napping,
    clock,
    log: pino({ level: 'silent' }),
    link: {
      state: () => world.link,
      sleep: async () => {
        world.link = { is: 'asleep', since: clock.now() };
      },
      wake: async () => {
        world.opened += 1;
        world.link = online;
      },
    },
    traffic: { inboundAt: () => world.inboundAt, ready: () => world.link.is === 'online' },
    wants: async () => world.wanted,
    lastCampaign: async () => world.ended,
  });
  idle.watch(({ is }) => world.news.push(is));
  return { clock, world, idle };
}

describe('an idle link', () => {
  it('is announced after 25 minutes and sleeps after 30', async () => {
    const { clock, world, idle } = stage();
    await clock.advance(24.5 * MINUTE);
    expect(world.news).toEqual([]);
    await clock.advance(MINUTE);
    expect(world.news).toEqual(['notice']);
    expect(world.link.is).toBe('online');
    await clock.advance(5 * MINUTE);
    expect(world.news).toEqual(['notice', 'asleep']);
    expect(world.link.is).toBe('asleep');
    await idle.stop();
  });

  it('counts anew with every act and everything that comes in, and takes the notice back', async () => {
    const { clock, world, idle } = stage();
    await clock.advance(20 * MINUTE);
    idle.touched();
    await clock.advance(20 * MINUTE);
    world.inboundAt = clock.monotonic();
    await clock.advance(26 * MINUTE);
    expect(world.news).toEqual(['notice']);
    idle.stayAwake();
    await clock.advance(MINUTE);
    expect(world.news).toEqual(['notice', 'cancelled']);
    await clock.advance(23 * MINUTE);
    expect(world.link.is).toBe('online');
    await clock.advance(8 * MINUTE);
    expect(world.link.is).toBe('asleep');
    await idle.stop();
  });

  it('never sleeps while a campaign runs, nor when it is told not to', async () => {
    const busy = stage();
    busy.world.wanted = true;
    await busy.clock.advance(3 * DAY);
    expect(busy.world.news).toEqual([]);
    await busy.idle.stop();
    const off = stage({ minutes: Number.POSITIVE_INFINITY });
    await off.clock.advance(3 * DAY);
    expect(off.world.link.is).toBe('online');
    await off.idle.stop();
  });

  it('wakes within seconds when something is to be sent', async () => {
    const { clock, world, idle } = stage();
    await clock.advance(HOUR);
    world.wanted = true;
    await clock.advance(2_500);
    expect(world.link.is).toBe('online');
    expect(world.news.at(-1)).toBe('woke');
    world.wanted = false;
    await clock.advance(24 * MINUTE);
    expect(world.link.is).toBe('online');
    await idle.stop();
  });

  it('looks every 15 minutes after a campaign', async () => {
    const { clock, world, idle } = stage();
    world.ended = clock.now();
    await clock.advance(6 * HOUR);
    expect(world.opened).toBeGreaterThan(5.5 * 3.5);
    expect(world.opened).toBeLessThan(5.5 * 4);
    expect(world.news).toEqual(['notice', 'asleep']);
    await idle.stop();
  });

  it('stays up until what waited is fetched, and no longer, without a word', async () => {
    const { clock, world, idle } = stage();
    world.ended = clock.now();
    await clock.advance(31 * MINUTE);
    while (world.link.is === 'asleep') await clock.advance(1000);
    for (let nth = 0; nth < 6; nth += 1) {
      world.inboundAt = clock.monotonic();
      await clock.advance(10_000);
      expect(world.link.is).toBe('online');
    }
    await clock.advance(30_000);
    expect(world.link.is).toBe('asleep');
    expect(world.news).toEqual(['notice', 'asleep']);
    await idle.stop();
  });

  it('that slept before a restart sleeps again, without a word', async () => {
    const { clock, world, idle } = stage({ napping: true });
    await clock.advance(MINUTE);
    expect(world.link.is).toBe('asleep');
    expect(world.news).toEqual([]);
    await idle.stop();
  });

  it('that a person wakes counts as used', async () => {
    const { clock, world, idle } = stage();
    await clock.advance(HOUR);
    world.link = { is: 'connecting', linked: true };
    idle.stayAwake();
    await clock.advance(3_000);
    world.link = { is: 'online', phone: '595981123456', since: 0 };
    await clock.advance(24 * MINUTE);
    expect(world.link.is).toBe('online');
    expect(world.news).toEqual(['notice', 'asleep', 'woke']);
    await idle.stop();
  });

  it('that was taken over or unlinked is left alone', async () => {
    const { clock, world, idle } = stage();
    world.link = { is: 'replaced', at: 0 };
    world.wanted = true;
    await clock.advance(2 * DAY);
    expect(world.opened).toBe(0);
    expect(world.news).toEqual([]);
    await idle.stop();
  });
});

describe('the reducer', () => {
  const facts = fc.record({
    now: fc.constant(100 * HOUR),
    link: fc.constantFrom<IdleFacts['link']>('online', 'asleep', 'busy', 'none'),
    activeAt: fc.integer({ min: 0, max: 100 * HOUR }),
    inboundAt: fc.integer({ min: 0, max: 100 * HOUR }),
    ready: fc.boolean(),
    wanted: fc.boolean(),
    campaignAgo: fc.option(fc.nat(200 * HOUR)),
  });
  const moment = fc.integer({ min: 0, max: 100 * HOUR });
  const states: fc.Arbitrary<Idle> = fc.oneof(
    fc.constant<Idle>({ is: 'away' }),
    fc.record({ is: fc.constant('awake' as const), noticedAt: fc.option(moment) }),
    fc.record({ is: fc.constant('asleep' as const), since: moment }),
    fc.record({ is: fc.constant('draining' as const), since: moment }),
  );

  /** When a sleeping link was opened, on a link that does at once what it is told. */
  function openings(hours: number): number[] {
    const opened: number[] = [];
    let state: Idle = { is: 'asleep', since: 0 };
    let link: IdleFacts['link'] = 'asleep';
    for (let now = 0; now < hours * HOUR; now += 10_000) {
      const ready = link === 'online';
      const next = nextIdle(
        state,
        { now, link, activeAt: 0, inboundAt: 0, ready, wanted: false, campaignAgo: now },
        30 * MINUTE,
      );
      state = next.state;
      if (next.act === 'drain') opened.push(now);
      if (next.act) link = next.act === 'drain' ? 'online' : 'asleep';
    }
    return opened;
  }

  it('looks every 15 minutes for three days after a campaign, then every 6 hours', () => {
    const opened = openings(8 * 24);
    const often = opened.filter((at) => at < 3 * DAY);
    expect(often.length).toBeGreaterThan(72 * 3.5);
    expect(often.length).toBeLessThan(72 * 4);
    const gaps = opened.map((at, nth) => at - (opened[nth - 1] ?? 0));
    for (const [nth, gap] of gaps.entries()) {
      const wanted = nth < often.length ? 15 * MINUTE : 6 * HOUR;
      expect(gap).toBeGreaterThanOrEqual(wanted);
      expect(gap).toBeLessThanOrEqual(wanted + MINUTE);
    }
    expect(opened.length - often.length).toBe(20);
  });

  it('puts nothing to sleep that is wanted, and wakes nothing that does not sleep', () => {
    fc.assert(
      fc.property(states, facts, (state, now) => {
        const { act } = nextIdle(state, now, 30 * MINUTE);
        if (act === 'sleep' || act === 'doze') expect(now.wanted).toBe(false);
        if (act === 'wake' || act === 'drain') expect(now.link).toBe('asleep');
        if (act === 'sleep') expect(now.now - now.activeAt).toBeGreaterThanOrEqual(30 * MINUTE);
      }),
    );
  });
});
