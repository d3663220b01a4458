import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageRetryManager } from '@whiskeysockets/baileys';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { systemClock } from '../clock.ts';
import { openKeys } from '../store/keys.ts';
import { openAuthState } from './auth-state.ts';
import { createEnded } from './sockets.ts';

const log = pino({ level: 'silent' });
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sockets-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

it('what a socket has learned is let go when others came after it, also what it learned after its end', async () => {
  const store = openKeys({ dir, account: 1 });
  const auth = await openAuthState({ store, clock: systemClock(), log, onFatal: () => undefined });
  const ended = createEnded();
  const make = () => {
    const signalRepository = auth.makeSignalRepository({ creds: auth.creds, keys: auth.keys }, log);
    const one = { signalRepository, messageRetryManager: new MessageRetryManager(log, 5) };
    ended.follows(one);
    return one;
  };
  const sizeOf = (owner: object, name: string) =>
    z.object({ size: z.number() }).parse(Reflect.get(owner, name)).size;
  const kept = ({ signalRepository, messageRetryManager }: ReturnType<typeof make>) =>
    sizeOf(signalRepository.lidMapping, 'mappingCache') + sizeOf(messageRetryManager, 'recentMessagesMap');
  const [first, second] = [make(), make()];
  first.signalRepository.close?.();
  first.messageRetryManager.clear();
  await first.signalRepository.lidMapping.storeLIDPNMappings([
    { lid: '77@lid', pn: '595981000222@s.whatsapp.net' },
  ]);
  first.messageRetryManager.addRecentMessage('77@lid', '3A01', { conversation: 'sí' });
  expect(kept(first)).toBeGreaterThan(1);
  make();
  expect([kept(first), kept(second)]).toEqual([0, 0]);
  await store.close();
});
