import { randomBytes } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { proto } from '@whiskeysockets/baileys';
import type { Account, LinkedDevice } from './account.ts';
import { nowSeconds } from './nodes.ts';
import type { Phone } from './phone.ts';

/**
 * What the owner's phone tells a newly linked device: a key for the app state, and an empty history.
 * Without it the client waits 20 s at its first login before it lets incoming messages through.
 */
export async function sendHistory(owner: Phone, account: Account, device: LinkedDevice): Promise<void> {
  const { Type } = proto.Message.ProtocolMessage;
  const keyData = {
    keyData: randomBytes(32),
    timestamp: Date.now(),
    fingerprint: { rawId: 1, currentIndex: 1 },
  };
  const syncType = proto.HistorySync.HistorySyncType.INITIAL_BOOTSTRAP;
  const history = proto.HistorySync.encode({ syncType, progress: 100, chunkOrder: 1 }).finish();
  const messages: proto.Message.IProtocolMessage[] = [
    {
      type: Type.APP_STATE_SYNC_KEY_SHARE,
      appStateSyncKeyShare: { keys: [{ keyId: { keyId: randomBytes(6) }, keyData }] },
    },
    {
      type: Type.HISTORY_SYNC_NOTIFICATION,
      historySyncNotification: {
        syncType,
        chunkOrder: 1,
        progress: 100,
        initialHistBootstrapInlinePayload: deflateSync(history),
      },
    },
  ];
  for (const protocolMessage of messages) {
    const id = `3B${randomBytes(9).toString('hex').toUpperCase()}`;
    const attrs = { from: account.jid(0), id, t: nowSeconds(), type: 'text', category: 'peer' };
    const at = new Date().toISOString();
    await owner.send(device, { id, message: { protocolMessage }, attrs, at, state: 'sent' });
  }
}
