import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import { createWayDown, endAll } from './shutdown.ts';

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

  it('tells each step as it is done, and is not held up by who hears it', async () => {
    const heard: string[] = [];
    const told = async ({ name }: { name: string }) => {
      heard.push(name);
      if (name === 'link') throw new Error('nobody is there');
    };
    const thing = (name: string) => ({ name, withinMs: 1000, end: () => undefined });
    await endAll([thing('store'), thing('link'), thing('http')], deps, told);
    expect(heard).toEqual(['http', 'link', 'store']);
  });

  it('is gone once, whoever asks', async () => {
    const left: number[] = [];
    const exit = (status: number): never => {
      left.push(status);
      throw new Error('gone');
    };
    const way = createWayDown({ ...deps, exit });
    let ended = 0;
    way.add('store', 1000, () => {
      ended += 1;
    });
    await Promise.allSettled([way.end(75, 'asked'), way.end(0, 'SIGTERM')]);
    expect(left).toEqual([75]);
    expect(ended).toBe(1);
  });
});
