/** Bundles of keys → Signal sessions, so that a device can be encrypted for. */
import {
  type BinaryNode,
  getBinaryNodeChild,
  getBinaryNodeChildren,
  jidDecode,
  parseAndInjectE2ESessions,
  type WASocket,
} from '@whiskeysockets/baileys';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { AuthState } from './auth-state.ts';
import { answerWithin } from './deadline.ts';
import { halving, QUERY_DEADLINE } from './usync.ts';

export interface Sessions {
  /**
   * Fetches the bundles of devices without a session; those that the server refuses stay without. Asked each
   * time: Baileys deletes sessions by itself when it answers retry receipts.
   */
  have(sock: WASocket, jids: readonly string[]): Promise<void>;
}

export function createSessions({
  auth,
  clock,
  log,
}: {
  auth: AuthState;
  clock: Clock;
  log: Logger;
}): Sessions {
  async function ask(sock: WASocket, jids: readonly string[]): Promise<BinaryNode[]> {
    const users = jids.map((jid) => ({ tag: 'user', attrs: { jid } }));
    const iq: BinaryNode = {
      tag: 'iq',
      attrs: { xmlns: 'encrypt', type: 'get', to: 's.whatsapp.net' },
      content: [{ tag: 'key', attrs: {}, content: users }],
    };
    const answer = await answerWithin(clock, QUERY_DEADLINE, sock.query(iq));
    return getBinaryNodeChildren(getBinaryNodeChild(answer, 'list'), 'user');
  }

  return {
    async have(sock, jids) {
      const missing: string[] = [];
      for (const jid of jids)
        if (!(await sock.signalRepository.validateSession(jid)).exists) missing.push(jid);
      const users = await halving(
        missing,
        (some) => ask(sock, some),
        () => [],
      );
      const good = users.filter((user) => !getBinaryNodeChild(user, 'error'));
      if (good.length < missing.length)
        log.warn({ event: 'bundles-missing', count: missing.length - good.length });
      if (good.length === 0) return;
      const list: BinaryNode = { tag: 'iq', attrs: {}, content: [{ tag: 'list', attrs: {}, content: good }] };
      await auth.batch((repository) => parseAndInjectE2ESessions(list, repository));
      await auth.keys.set({ 'identity-key': identitiesIn(good) });
    },
  };
}

/**
 * Who each phone is, so that another one under the same number is noticed. The library keeps it only of those who
 * write to us first; names and form are its own (`saveIdentity`): the LID's address, a byte of type before the key.
 */
function identitiesIn(users: readonly BinaryNode[]): Record<string, Uint8Array> {
  const found: Record<string, Uint8Array> = {};
  for (const user of users) {
    const { user: lid, server, device = 0 } = jidDecode(user.attrs.jid) ?? {};
    const key = getBinaryNodeChild(user, 'identity')?.content;
    if (lid && server === 'lid' && device === 0 && key instanceof Uint8Array)
      found[`${lid}_1.0`] = Buffer.concat([Buffer.from([KEY_TYPE]), key]);
  }
  return found;
}

/** Of Curve25519, in libsignal's keys. */
const KEY_TYPE = 5;
