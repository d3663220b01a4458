/** One person's message as the `<message>` that leaves: encrypted for each of their devices and our other ones. */
import {
  type BinaryNode,
  encodeSignedDeviceIdentity,
  encodeWAMessage,
  type SignalRepositoryWithLIDStore,
} from '@whiskeysockets/baileys';
import type { Logger } from 'pino';
import type { Address, Outgoing } from '../queue/ports.ts';
import type { AuthState } from './auth-state.ts';
import type { Reach } from './devices.ts';
import { isOwn } from './jid.ts';
import { kindOf, type WireMessage } from './message.ts';

export interface StanzaDeps {
  readonly creds: Pick<AuthState['creds'], 'me' | 'account'>;
  /** How people are named on the wire. Sessions live under LIDs in either case. */
  readonly addressing: 'lid' | 'pn';
  readonly log: Logger;
}

/**
 * Encrypts under the caller's lock: each call moves the ratchets of all devices in `reach`. Resolves `null` when
 * no device of the recipient could be encrypted for; a copy for the own devices alone reaches nobody but
 * ourselves.
 */
export async function stanzaOf(
  repository: SignalRepositoryWithLIDStore,
  message: Outgoing,
  wire: WireMessage,
  { reach, token }: { reach: Reach; token: Uint8Array | null },
  { creds, addressing, log }: StanzaDeps,
): Promise<BinaryNode | null> {
  const { address } = message;
  const to = addressee(address, addressing);
  const { type: kind, mediatype } = kindOf(wire);
  const media = mediatype === null ? {} : { mediatype };
  let fresh = false;

  const encrypt = async (jid: string, data: Uint8Array): Promise<BinaryNode[]> => {
    try {
      const { type, ciphertext } = await repository.encryptMessage({ jid, data });
      if (type === 'pkmsg') fresh = true;
      const enc = { tag: 'enc', attrs: { v: '2', type, ...media }, content: ciphertext };
      const named = addressing === 'lid' ? jid : byNumber(jid, message, creds.me?.id);
      return [{ tag: 'to', attrs: { jid: named }, content: [enc] }];
    } catch (error) {
      log.warn({ event: 'encrypt', message: error instanceof Error ? error.message : String(error) });
      return [];
    }
  };

  const plain = encodeWAMessage(wire);
  const theirs: BinaryNode[] = [];
  // The chat with oneself has no other side: our own devices get it as sent from here (whatsmeow's `send.go`).
  const toSelf = isOwn(address.lid, creds.me);
  if (!toSelf) for (const jid of reach.of(address.lid)) theirs.push(...(await encrypt(jid, plain)));
  if (theirs.length === 0 && !toSelf) return null;
  const own: BinaryNode[] = [];
  if (reach.own.length > 0) {
    const { messageContextInfo } = wire;
    const context = messageContextInfo ? { messageContextInfo } : {};
    const copy = encodeWAMessage({ deviceSentMessage: { destinationJid: to, message: wire }, ...context });
    for (const jid of reach.own) own.push(...(await encrypt(jid, copy)));
  }
  if (theirs.length + own.length === 0) return null;
  const content: BinaryNode[] = [{ tag: 'participants', attrs: {}, content: [...theirs, ...own] }];
  if (fresh && creds.account)
    content.push({
      tag: 'device-identity',
      attrs: {},
      content: encodeSignedDeviceIdentity(creds.account, true),
    });
  if (token) content.push({ tag: 'tctoken', attrs: {}, content: token });
  const attrs = {
    id: message.id,
    to,
    type: kind,
    // As whatsmeow names the number beside a LID since July 2026.
    ...(addressing === 'lid' ? { peer_recipient_pn: address.jid } : {}),
  };
  return { tag: 'message', attrs, content };
}

/** The JID that a person's stanzas go to. */
export const addressee = ({ lid, jid }: Address, addressing: StanzaDeps['addressing']): string =>
  addressing === 'lid' ? lid : jid;

/** On the wire all devices of a stanza are named in its own addressing. */
function byNumber(jid: string, { address }: Outgoing, me: string | undefined): string {
  const device = /:(\d+)@/.exec(jid)?.[1];
  const theirs = jid.split(/[:@]/)[0] === address.lid.split('@')[0];
  const base = theirs ? address.jid : (me?.replace(/:\d+@/, '@') ?? jid);
  return device ? base.replace('@', `:${device}@`) : base;
}
