import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNT } from '../../test/builders.ts';
import { aFolder } from '../../test/simulation.ts';
import { virtualClock } from '../clock.ts';
import type { GatewayEvent } from '../queue/ports.ts';
import { openStore, type Store } from '../store/store.ts';
import { phoneNews, watchPhone } from './phone-away.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 10, 25, 13);

describe('a phone whose copies wait', () => {
  let dir: string;
  let store: Store;
  let clock: ReturnType<typeof virtualClock>;
  let told: number[];
  let clockIsRight: boolean;
  let event: (event: GatewayEvent) => void;
  let ending: AbortController;
  let running: Promise<void>;

  const start = () => {
    ending = new AbortController();
    running = watchPhone({
      account: ACCOUNT,
      accounts: store.accounts,
      gateway: {
        on(listener) {
          event = listener;
          return () => undefined;
        },
      },
      clockIsRight: () => clockIsRight,
      tell: (days) => told.push(days),
      clock,
      signal: ending.signal,
    });
  };
  const stop = () => {
    ending.abort();
    return running;
  };
  /** In steps of an hour. */
  const pass = async (ms: number) => {
    for (let gone = 0; gone < ms; gone += HOUR) await clock.advance(HOUR);
  };
  const ack = () => event({ type: 'ack', id: 'A', at: clock.now() });

  beforeEach(async () => {
    dir = aFolder('phone-');
    store = openStore({ dir });
    clock = virtualClock(NOW);
    told = [];
    clockIsRight = true;
    start();
    await clock.advance(HOUR);
  });
  afterEach(async () => {
    await stop();
    await store.close();
    rmSync(dir, { recursive: true });
  });

  it('is told of after 7, 10 and 12 days, each once, and no more when it is back', async () => {
    ack();
    await pass(6 * DAY);
    expect(told).toEqual([]);
    await pass(2 * DAY);
    expect(told).toEqual([7]);
    await pass(5 * DAY);
    expect(told).toEqual([7, 10, 12]);
    event({ type: 'own-phone' });
    await pass(20 * DAY);
    expect(told).toEqual([7, 10, 12]);
  });

  it('is not away because nothing was sent, nor while it fetches its copies', async () => {
    await pass(20 * DAY);
    ack();
    event({ type: 'own-phone' });
    await pass(20 * DAY);
    expect(told).toEqual([]);
  });

  it('is remembered over a restart, and told once', async () => {
    ack();
    await pass(8 * DAY);
    await stop();
    start();
    await pass(DAY);
    expect(told).toEqual([7]);
    await pass(2 * DAY);
    expect(told).toEqual([7, 10]);
  });

  it('is forgotten with its link, and never judged by a wrong clock', async () => {
    clockIsRight = false;
    ack();
    await pass(9 * DAY);
    expect(told).toEqual([]);
    await store.accounts.save(ACCOUNT, { linkedAt: clock.now() });
    clockIsRight = true;
    await pass(DAY);
    expect(told).toEqual([]);
  });
});

it('tells the latest that is due, whatever was slept through', () => {
  expect(phoneNews({ since: 0, told: 0 }, 13 * DAY)).toBe(12);
  expect(phoneNews({ since: 0, told: 12 }, 40 * DAY)).toBeNull();
  expect(phoneNews(null, 40 * DAY)).toBeNull();
});
