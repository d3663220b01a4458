import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVERY } from './campaign.ts';
import { judge, localOf, momentOf, occurrenceAfter, TOO_LATE } from './schedule.ts';

const ZONES = [
  'America/Asuncion',
  'America/Santiago',
  'America/Sao_Paulo',
  'America/Mexico_City',
  'America/New_York',
] as const;
const MINUTE = 60_000;

describe('a scheduled campaign', () => {
  const due = Date.UTC(2026, 11, 3, 12);
  const at = (now: number, missedAt: number | null = null) => judge({ dueAt: due, missedAt }, now);

  it('waits for its time, leaves then, and asks when it is half an hour late', () => {
    expect(at(due - 1)).toBe('wait');
    expect(at(due)).toBe('start');
    expect(at(due + TOO_LATE)).toBe('start');
    expect(at(due + TOO_LATE + 1)).toBe('missed');
    expect(at(due + 400 * 86_400_000)).toBe('missed');
  });

  it('that was missed waits for a person, however late it gets', () => {
    expect(at(due + TOO_LATE + 1, due + TOO_LATE + 1)).toBe('wait');
    expect(at(due, due - 1)).toBe('wait');
  });

  it('without a time never leaves', () => {
    expect(judge({ dueAt: null, missedAt: null }, due)).toBe('wait');
  });
});

describe('a local time', () => {
  it.each([
    // Paraguay keeps its summer time since October 2024.
    ['America/Asuncion', '2026-07-01T09:00', '2026-07-01T12:00:00Z'],
    ['America/Asuncion', '2026-12-01T09:00', '2026-12-01T12:00:00Z'],
    ['America/Santiago', '2026-07-01T09:00', '2026-07-01T13:00:00Z'],
    ['America/Santiago', '2026-12-01T09:00', '2026-12-01T12:00:00Z'],
    ['America/Sao_Paulo', '2026-12-01T09:00', '2026-12-01T12:00:00Z'],
    ['America/Mexico_City', '2026-07-01T09:00', '2026-07-01T15:00:00Z'],
    ['America/New_York', '2026-07-01T09:00', '2026-07-01T13:00:00Z'],
    ['America/New_York', '2026-12-01T09:00', '2026-12-01T14:00:00Z'],
    // 2:30 is skipped on 8 March, and comes twice on 1 November.
    ['America/New_York', '2026-03-08T02:30', '2026-03-08T07:30:00Z'],
    ['America/New_York', '2026-11-01T01:30', '2026-11-01T05:30:00Z'],
    // Midnight is skipped in Chile on 6 September 2026.
    ['America/Santiago', '2026-09-06T00:30', '2026-09-06T04:30:00Z'],
  ])('in %s, %s is %s', (zone, local, instant) => {
    expect(new Date(momentOf(local, zone) ?? 0).toISOString()).toBe(instant.replace('Z', '.000Z'));
  });

  it.each(['2026-02-30T09:00', '2026-12-01', 'mañana', '2026-12-01T25:00', '2026-12-01T09:00Z'])(
    '%s is none',
    (local) => expect(momentOf(local, 'America/Asuncion')).toBeNull(),
  );

  it('is read back as it was written, except where the clock skips it', () => {
    const minute = fc.integer({ min: 29_000_000, max: 32_000_000 });
    fc.assert(
      fc.property(minute, fc.constantFrom(...ZONES), (minutes, zone) => {
        const at = minutes * MINUTE;
        const back = momentOf(localOf(at, zone), zone) ?? 0;
        // The second of two equal hours is read as the first.
        expect([0, 60 * MINUTE]).toContain(at - back);
      }),
    );
  });
});

describe('the next time', () => {
  const next = (every: (typeof EVERY)[number], from: string, after: string, zone: string) =>
    localOf(occurrenceAfter({ every, from }, Date.parse(after), zone), zone);

  it.each([
    ['day', '2026-12-01T09:00', '2026-12-01T12:00:00Z', 'America/Asuncion', '2026-12-02T09:00'],
    ['week', '2026-12-01T09:00', '2026-12-01T12:00:00Z', 'America/Asuncion', '2026-12-08T09:00'],
    ['month', '2026-12-01T09:00', '2026-12-01T12:00:00Z', 'America/Asuncion', '2027-01-01T09:00'],
    // The last day of a short month, and the 31st again after it.
    ['month', '2027-01-31T09:00', '2027-01-31T12:00:00Z', 'America/Asuncion', '2027-02-28T09:00'],
    ['month', '2027-01-31T09:00', '2027-02-28T12:00:00Z', 'America/Asuncion', '2027-03-31T09:00'],
    ['month', '2028-01-31T09:00', '2028-01-31T12:00:00Z', 'America/Asuncion', '2028-02-29T09:00'],
    ['month', '2026-03-31T18:00', '2026-03-31T21:00:00Z', 'America/Sao_Paulo', '2026-04-30T18:00'],
    // Over a clock change the hour on the wall stays; the one that is skipped comes an hour later, that day alone.
    ['day', '2026-03-06T02:30', '2026-03-07T07:30:00Z', 'America/New_York', '2026-03-08T03:30'],
    ['day', '2026-03-06T02:30', '2026-03-08T07:30:00Z', 'America/New_York', '2026-03-09T02:30'],
    ['day', '2026-10-30T01:30', '2026-10-31T05:30:00Z', 'America/New_York', '2026-11-01T01:30'],
    ['day', '2026-10-30T01:30', '2026-11-01T05:30:00Z', 'America/New_York', '2026-11-02T01:30'],
    ['week', '2026-03-29T09:00', '2026-03-29T12:00:00Z', 'America/Santiago', '2026-04-05T09:00'],
    ['week', '2026-08-30T09:00', '2026-08-30T13:00:00Z', 'America/Santiago', '2026-09-06T09:00'],
    ['month', '2026-10-15T09:00', '2026-10-15T13:00:00Z', 'America/New_York', '2026-11-15T09:00'],
    // After a week without power only the next one comes, not seven.
    ['day', '2026-12-01T09:00', '2026-12-08T13:00:00Z', 'America/Asuncion', '2026-12-09T09:00'],
  ] as const)('of every %s from %s, after %s in %s, is %s', (every, from, after, zone, wanted) => {
    expect(next(every, from, after, zone)).toBe(wanted);
  });

  it('is later, is the next one, and keeps the hour on the wall', () => {
    const first = fc.integer({ min: 29_500_000, max: 30_500_000 });
    const later = fc.integer({ min: 0, max: 1_500_000 });
    fc.assert(
      fc.property(
        first,
        later,
        fc.constantFrom(...EVERY),
        fc.constantFrom(...ZONES),
        (minutes, passed, every, zone) => {
          const from = localOf(minutes * MINUTE, zone);
          const after = (minutes + passed) * MINUTE;
          const at = occurrenceAfter({ every, from }, after, zone);
          expect(at).toBeGreaterThan(after);
          const most = { day: 1, week: 7, month: 31 }[every] * 1440 + 120;
          expect(at - after).toBeLessThanOrEqual(most * MINUTE);
          const [wanted, got] = [from.slice(11), localOf(at, zone).slice(11)];
          const skipped = momentOf(`${localOf(at, zone).slice(0, 10)}T${wanted}`, zone);
          if (got !== wanted) expect(at).toBe(skipped);
        },
      ),
    );
  });
});
