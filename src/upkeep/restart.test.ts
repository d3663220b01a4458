import fc from 'fast-check';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { type Clock, virtualClock } from '../clock.ts';
import { planRestart, postponed, type RestartFacts } from './restart.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const idle: RestartFacts = { unacked: 0, endsAt: null, linking: false };
const at = (text: string) => Temporal.ZonedDateTime.from(text).epochMilliseconds;

/** A plan over virtual time; `fired` are the moments on the business's wall. */
function plan(from: string, { cron = '0 4 * * *', facts = async () => idle } = {}) {
  let zone = Temporal.ZonedDateTime.from(from).timeZoneId;
  const virtual = virtualClock(at(from));
  let skew = 0;
  const clock: Clock = { ...virtual, now: () => virtual.now() + skew };
  const fired: string[] = [];
  const wall = () =>
    Temporal.Instant.fromEpochMilliseconds(clock.now()).toZonedDateTimeISO(zone).toPlainDateTime().toString();
  const running = planRestart({
    cron,
    zone: () => zone,
    clock,
    facts,
    log: pino({ level: 'silent' }),
    run: async () => void fired.push(wall()),
  });
  return {
    fired,
    running,
    advance: virtual.advance,
    moveTo: (other: string) => {
      zone = other;
    },
    /** The machine sleeps, or its clock is set: no timer runs meanwhile. */
    jump: (ms: number) => {
      skew += ms;
    },
  };
}

const SWITCHES = [
  ['America/Asuncion', '2026-03-21T12:00', '2026-10-03T12:00'],
  ['America/Santiago', '2026-04-03T12:00', '2026-09-04T12:00'],
  ['America/Sao_Paulo', '2026-02-14T12:00', '2026-11-01T12:00'],
  ['America/Mexico_City', '2026-04-04T12:00', '2026-10-24T12:00'],
  ['America/New_York', '2026-03-07T12:00', '2026-10-31T12:00'],
] as const;

describe('the preventive restart', () => {
  it.each(SWITCHES)('comes once each night over both switches in %s', async (zone, ...switches) => {
    for (const from of switches) {
      const { fired, running, advance } = plan(`${from}[${zone}]`);
      await advance(3 * 24 * HOUR);
      await running.stop();
      expect(fired).toHaveLength(3);
      for (const moment of fired) expect(moment).toMatch(/T04:00:00$/);
    }
  });

  it.each(SWITCHES)(
    'at a time that is skipped or comes twice is once a night in %s',
    async (zone, ...switches) => {
      for (const from of switches)
        for (const cron of ['30 0 * * *', '30 1 * * *', '30 2 * * *', '0 0 * * *', '30 23 * * *']) {
          const { fired, running, advance } = plan(`${from}[${zone}]`, { cron });
          await advance(3 * 24 * HOUR);
          await running.stop();
          const days = new Set(fired.map((moment) => moment.slice(0, 10)));
          expect(days.size, `${zone} ${cron} ${fired}`).toBe(fired.length);
          expect(fired).toHaveLength(3);
        }
    },
  );

  it('that a suspended machine slept through comes once when it wakes', async () => {
    const { fired, running, advance, jump } = plan('2026-11-25T22:00[America/Asuncion]');
    await advance(5 * HOUR);
    jump(6 * HOUR);
    await advance(2 * MINUTE);
    expect(fired).toHaveLength(1);
    expect(fired[0]).toMatch(/^2026-11-26T09:0[01]/);
    await advance(24 * HOUR);
    expect(fired).toHaveLength(2);
    expect(fired[1]).toBe('2026-11-27T04:00:00');
    await running.stop();
  });

  it('is reckoned anew when the clock is put back, and is not lost', async () => {
    const { fired, running, advance, jump } = plan('2026-11-25T22:00[America/Asuncion]');
    jump(3 * 24 * HOUR);
    await advance(2 * MINUTE);
    expect(fired).toHaveLength(1);
    jump(-3 * 24 * HOUR);
    await advance(8 * HOUR);
    expect(fired).toHaveLength(2);
    expect(fired[1]).toBe('2026-11-26T04:00:00');
    await running.stop();
  });

  it('can be every other day, or never', async () => {
    const other = plan('2026-11-01T12:00[America/Asuncion]', { cron: '0 4 */2 * *' });
    await other.advance(8 * 24 * HOUR);
    expect(other.fired).toHaveLength(4);
    await other.running.stop();
    const never = plan('2026-11-01T12:00[America/Asuncion]', { cron: 'off' });
    expect(never.running.nextAt()).toBeNull();
    await never.advance(3 * 24 * HOUR);
    expect(never.fired).toEqual([]);
  });

  it('waits for the batch under way, and says when it comes next', async () => {
    let facts = { ...idle, unacked: 5 };
    const { fired, running, advance } = plan('2026-11-25T03:00[America/Asuncion]', {
      facts: async () => facts,
    });
    expect(running.nextAt()).toBe(at('2026-11-25T04:00[America/Asuncion]'));
    await advance(HOUR + 30_000);
    expect(fired).toEqual([]);
    facts = idle;
    await advance(2_000);
    expect(fired).toEqual(['2026-11-25T04:00:32']);
    expect(running.nextAt()).toBe(at('2026-11-26T04:00[America/Asuncion]'));
    await running.stop();
  });
});

describe('a restart that is due', () => {
  it('waits for a campaign that ends soon, and not for one that ends late', () => {
    expect(postponed({ ...idle, endsAt: 10 * MINUTE }, 0, 0)).toBe('ending');
    expect(postponed({ ...idle, endsAt: 3 * HOUR }, 0, 0)).toBeNull();
  });

  it('waits for the phone that is being linked', () => {
    expect(postponed({ ...idle, linking: true }, 0, 0)).toBe('linking');
  });

  it('comes within half an hour, whatever goes on', () => {
    fc.assert(
      fc.property(
        fc.record({ unacked: fc.nat(), endsAt: fc.option(fc.nat()), linking: fc.boolean() }),
        fc.nat(),
        (facts, now) => {
          expect(postponed(facts, 30 * MINUTE, now)).toBeNull();
        },
      ),
    );
  });

  it('goes by the new zone when the business moves, and says so at once', async () => {
    const { fired, running, advance, moveTo } = plan('2026-11-25T12:00[America/Asuncion]');
    moveTo('Europe/Madrid');
    expect(running.nextAt()).toBe(at('2026-11-26T04:00[Europe/Madrid]'));
    await advance(13 * HOUR);
    expect(fired).toEqual(['2026-11-26T04:00:00']);
    await running.stop();
  });
});
