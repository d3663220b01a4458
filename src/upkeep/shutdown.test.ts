import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import { endAll } from './shutdown.ts';

const deps = { clock: systemClock(), log: pino({ level: 'silent' }) };

describe('the way down', () => {
  it('ends the last thing first, and waits for each', async () => {
    const order: string[] = [];
    const thing = (name: string) => ({
      name,
      withinMs: 1000,
      end: async () => {
        await deps.clock.sleep(5);
        order.push(name);
      },
    });
    const reports = await endAll([thing('store'), thing('link'), thing('bot')], deps);
    expect(order).toEqual(['bot', 'link', 'store']);
    expect(reports.every((report) => report.ok)).toBe(true);
  });

  it('goes on when something hangs or throws, and says so', async () => {
    let closed = false;
    const reports = await endAll(
      [
        { name: 'store', withinMs: 1000, end: () => (closed = true) },
        {
          name: 'throws',
          withinMs: 1000,
          end: () => {
            throw new Error('no');
          },
        },
        { name: 'hangs', withinMs: 20, end: () => new Promise(() => undefined) },
      ],
      deps,
    );
    expect(closed).toBe(true);
    expect(reports.map((report) => [report.name, report.ok])).toEqual([
      ['hangs', false],
      ['throws', false],
      ['store', true],
    ]);
  });
});
