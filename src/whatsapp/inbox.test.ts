import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { virtualClock } from '../clock.ts';
import { openKeys } from '../store/keys.ts';
import type { KeyStore } from './auth-state.ts';
import { createInbox } from './inbox.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 10, 25);

let dir: string;
let keys: KeyStore;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'inbox-'));
  keys = openKeys({ dir, account: 1 });
});
afterEach(async () => {
  await keys.close();
  rmSync(dir, { recursive: true });
});

it('keeps what was handled for a week, and no longer', async () => {
  const clock = virtualClock(START);
  const inbox = createInbox({ store: keys, read: async () => null, clock, log: pino({ enabled: false }) });
  inbox.onMessage(async () => undefined);
  const comes = async (key: string) => {
    await keys.commit({ inbox: [{ key, sender: 's', plaintext: Buffer.from('sí'), at: clock.now() }] });
    await keys.describe(key, {});
    await inbox.idle();
  };
  const kept = async (key: string) => (await keys.opened(key)) !== null;
  await comes('first');
  await clock.advance(6 * DAY);
  await comes('second');
  expect([await kept('first'), await kept('second')]).toEqual([true, true]);
  await clock.advance(1 * DAY + 1);
  await comes('third');
  expect([await kept('first'), await kept('second')]).toEqual([false, true]);
  await inbox.close();
});
