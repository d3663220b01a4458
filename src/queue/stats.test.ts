import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, NOW } from '../../test/builders.ts';
import type { Campaign, CampaignId } from './campaign.ts';
import type { Happened } from './ports.ts';
import { createStats, fewer, mondayOf, PERIODS, spanOf, stretchOf, weekBefore } from './stats.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ZONES = ['America/Asuncion', 'America/Santiago', 'America/New_York', 'Asia/Kathmandu', 'UTC'] as const;
const at = (text: string, zone: string) => Temporal.ZonedDateTime.from(`${text}[${zone}]`).epochMilliseconds;
const happened = (when: number, patch: Partial<Happened> = {}): Happened => ({
  ...{ at: when, sent: 0, delivered: 0, read: 0, failed: 0 },
  ...patch,
});

describe('a span', () => {
  it('of a day has its hours, of which a switch of clocks takes or gives one', () => {
    const count = (text: string, zone: string) => spanOf('day', at(text, zone), zone).bars.length;
    expect(count('2026-11-25T15:00', 'America/Asuncion')).toBe(24);
    expect(count('2026-03-08T15:00', 'America/New_York')).toBe(23);
    expect(count('2026-11-01T15:00', 'America/New_York')).toBe(25);
    // In Santiago midnight itself is skipped.
    expect(count('2026-09-06T15:00', 'America/Santiago')).toBe(23);
  });

  it('is whole, holds the moment, and its bars follow each other, in every zone', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4 * 365 * 24 * 60 }),
        fc.constantFrom(...ZONES),
        fc.constantFrom(...PERIODS),
        (minutes, zone, period) => {
          const now = Date.UTC(2025, 0, 1) + minutes * MINUTE;
          const { since, until, bars } = spanOf(period, now, zone);
          expect(since).toBeLessThanOrEqual(now);
          expect(until).toBeGreaterThan(now);
          expect(bars[0]).toBe(since);
          expect(bars).toEqual(bars.toSorted((a, b) => a - b));
          if (period !== 'day') expect(bars).toHaveLength(period === 'week' ? 7 : 30);
          const week = weekBefore(now, zone);
          expect(week.bars).toHaveLength(7);
          expect(week.until).toBe(mondayOf(now, zone));
          expect(week.until).toBeLessThanOrEqual(now);
          for (const bar of bars) expect(bar % (15 * MINUTE)).toBe(0);
        },
      ),
    );
  });

  it('of the week before ends with Sunday', () => {
    const zone = 'America/Asuncion';
    const monday = at('2026-11-23T00:00', zone);
    for (const day of ['2026-11-23T00:00', '2026-11-25T12:00', '2026-11-29T23:59'])
      expect(mondayOf(at(day, zone), zone)).toBe(monday);
    expect(weekBefore(at('2026-11-25T12:00', zone), zone)).toMatchObject({
      since: at('2026-11-16T00:00', zone),
      until: monday,
    });
  });
});

describe('figures', () => {
  const zone = 'America/Asuncion';
  const noon = at('2026-11-25T12:00', zone);
  const all = [
    happened(at('2026-11-25T09:15', zone), { sent: 100, delivered: 90, read: 10 }),
    happened(at('2026-11-25T09:45', zone), { sent: 20, read: 5 }),
    happened(at('2026-11-25T10:00', zone), { delivered: 12, read: 16, failed: 3 }),
  ];
  const campaign = { kind: 'campaign', startedAt: noon + 5_000, endedAt: noon + 90 * MINUTE } as Campaign;
  const asked: { since: number; until: number; step: number; campaignId?: CampaignId }[] = [];
  const stats = (found: Happened[], about: Campaign | null = campaign) =>
    createStats({
      account: ACCOUNT,
      activity: {
        happened: async (_, span) => {
          asked.push(span);
          return found;
        },
      },
      people: { answered: async () => ({ replies: 7, optOuts: 1 }) },
      campaigns: { get: async () => about },
      zone: () => zone,
      clock: { now: () => noon },
    });

  it('of a day stand by its hours, and say when most was read', async () => {
    const told = await stats(all).of('day');
    expect(told).toMatchObject({ sent: 120, delivered: 102, read: 31, failed: 3, replies: 7, bestHour: 10 });
    expect(told.bars[9]).toEqual(
      happened(at('2026-11-25T09:00', zone), { sent: 120, delivered: 90, read: 15 }),
    );
    expect(told.bars[11]).toMatchObject({ sent: 0, read: 0 });
    expect((await stats([]).of('day')).bestHour).toBeNull();
  });

  it('are the same whether taken by day or all together', async () => {
    const week = await stats(all).of('week');
    expect(week.bars.map(({ sent }) => sent)).toEqual([0, 0, 0, 0, 0, 0, 120]);
    expect(week.bars.reduce((sum, { read }) => sum + read, 0)).toBe(week.read);
  });

  it('of a campaign go from its start to its end', async () => {
    const told = await stats([happened(noon + 10 * MINUTE, { sent: 4 })]).campaign(12 as CampaignId, 60);
    expect(asked.at(-1)).toEqual({
      since: noon,
      until: noon + 92 * MINUTE,
      step: 2 * MINUTE,
      campaignId: 12,
    });
    expect(told?.bars).toHaveLength(46);
    expect(told?.bars[5]).toMatchObject({ sent: 4 });
    const draft = { ...campaign, startedAt: null };
    expect(await stats([], draft).campaign(12 as CampaignId, 60)).toBeNull();
    expect(await stats([], { ...campaign, kind: 'test' }).campaign(12 as CampaignId, 60)).toBeNull();
  });

  it('have as many stretches as asked for, whatever the time; none is lost when they are joined', () => {
    fc.assert(
      fc.property(fc.nat(400 * DAY), fc.integer({ min: 1, max: 80 }), (long, most) => {
        const { since, until, step } = stretchOf(NOW + 17, NOW + 17 + long, most);
        const count = (until - since) / step;
        expect(Number.isInteger(count) && step % MINUTE === 0).toBe(true);
        expect(count).toBeLessThanOrEqual(most);
        expect(until).toBeGreaterThan(NOW + 17 + long);
        const bars = Array.from({ length: count }, (_, nth) => happened(since + nth * step, { sent: nth }));
        const joined = fewer(bars, 12);
        expect(joined.length).toBeLessThanOrEqual(12);
        const total = (some: readonly Happened[]) => some.reduce((sum, { sent }) => sum + sent, 0);
        expect(total(joined)).toBe(total(bars));
      }),
    );
  });
});
