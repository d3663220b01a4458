import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  aesDecryptCTR,
  aesDecryptGCM,
  aesEncryptCTR,
  type BinaryNode,
  Curve,
  derivePairingCodeKey,
  hkdf,
  type KeyPair,
} from '@whiskeysockets/baileys';
import type { Account } from './account.ts';
import type { Connection } from './connection.ts';
import { bytesOf, child, node, parseJid } from './nodes.ts';
import type { PairResult, PendingPair } from './pairing.ts';

/** Linking by the eight characters that the client shows and the owner types into the phone. */
export interface LinkCode {
  onStanza(pair: PendingPair, stanza: BinaryNode): void;
  /** The owner typed a code; resolves when the client has answered, at the latest after 10 s. */
  type(code: string): Promise<PairResult>;
  forget(connection: Connection): void;
}

interface Request {
  pair: PendingPair;
  ref: string;
  wrappedKey: Buffer;
  typed?: { shared: Buffer; resolve(result: PairResult): void };
}

const answerMs = 10_000;

export function createLinkCode(deps: {
  account: Account;
  approve(pair: PendingPair, advSecret: Buffer): void;
}): LinkCode {
  const { account, approve } = deps;
  const requests = new Map<Connection, Request>();
  const { identity } = account.primary;
  /** The client may show its code a moment before the server has heard of it. */
  const newestRequest = async (): Promise<Request | undefined> => {
    for (let tries = 0; tries < 50 && requests.size === 0; tries++) await sleep(20);
    return [...requests.values()].at(-1);
  };
  return {
    onStanza(pair, stanza) {
      const reg = child(stanza, 'link_code_companion_reg');
      const result = { from: '@s.whatsapp.net', type: 'result', id: stanza.attrs.id };
      if (reg?.attrs.stage === 'companion_hello') {
        const wrappedKey = bytesOf(child(reg, 'link_code_pairing_wrapped_companion_ephemeral_pub'));
        if (!wrappedKey || parseJid(reg.attrs.jid)?.user !== account.owner.jidUser) {
          const error = node('error', { code: '400', text: 'bad-request' });
          pair.connection.send(node('iq', { ...result, type: 'error' }, [error]));
          return;
        }
        const ref = randomBytes(16).toString('hex');
        requests.set(pair.connection, { pair, ref, wrappedKey });
        const answer = node('link_code_pairing_ref', {}, Buffer.from(ref));
        pair.connection.send(node('iq', result, [node('link_code_companion_reg', {}, [answer])]));
      } else if (reg?.attrs.stage === 'companion_finish') {
        pair.connection.send(node('iq', result));
        const typed = requests.get(pair.connection)?.typed;
        if (!typed) return;
        const advSecret = openKeyBundle(reg, typed.shared, identity);
        if (advSecret) approve(pair, advSecret);
        typed.resolve(advSecret ? { ok: true } : { ok: false, error: 'this code is wrong' });
      }
    },
    async type(code) {
      const request = await newestRequest();
      if (!request) return { ok: false, error: 'nobody has asked for a code' };
      const clean = code.replace(/[^A-Za-z0-9]/g, '').toUpperCase();
      const ephemeral = Curve.generateKeyPair();
      const wrapped = request.wrappedKey;
      const companionKey = await derivePairingCodeKey(clean, wrapped.subarray(0, 32));
      const companion = aesDecryptCTR(wrapped.subarray(48, 80), companionKey, wrapped.subarray(32, 48));
      const { promise, resolve } = Promise.withResolvers<PairResult>();
      request.typed = { shared: Curve.sharedKey(ephemeral.private, companion), resolve };
      request.pair.connection.send(await primaryHello(account, request, clean, ephemeral));
      const timer = setTimeout(() => resolve({ ok: false, error: 'the client did not answer' }), answerMs);
      return promise.finally(() => clearTimeout(timer));
    },
    forget(connection) {
      requests.get(connection)?.typed?.resolve({ ok: false, error: 'the client went away' });
      requests.delete(connection);
    },
  };
}

async function primaryHello(account: Account, request: Request, code: string, ephemeral: KeyPair) {
  const salt = randomBytes(32);
  const iv = randomBytes(16);
  const sealed = aesEncryptCTR(ephemeral.public, await derivePairingCodeKey(code, salt), iv);
  const attrs = {
    from: '@s.whatsapp.net',
    type: 'link_code_companion_reg',
    id: `code-${request.ref.slice(0, 8)}`,
    t: Math.floor(Date.now() / 1000).toString(),
  };
  return node('notification', attrs, [
    node('link_code_companion_reg', { stage: 'primary_hello' }, [
      node('link_code_pairing_wrapped_primary_ephemeral_pub', {}, Buffer.concat([salt, iv, sealed])),
      node('primary_identity_pub', {}, account.primary.identity.public),
      node('link_code_pairing_ref', {}, Buffer.from(request.ref)),
    ]),
  ]);
}

/** The client's half: identity ‖ our identity ‖ random, sealed under the shared key; a wrong code fails here. */
function openKeyBundle(reg: BinaryNode, shared: Buffer, identity: KeyPair): Buffer | undefined {
  const wrapped = bytesOf(child(reg, 'link_code_pairing_wrapped_key_bundle'));
  const companionIdentity = bytesOf(child(reg, 'companion_identity_public'));
  if (!wrapped || !companionIdentity) return undefined;
  const info = 'link_code_pairing_key_bundle_encryption_key';
  const key = Buffer.from(hkdf(shared, 32, { salt: wrapped.subarray(0, 32), info }));
  let bundle: Buffer;
  try {
    bundle = aesDecryptGCM(wrapped.subarray(44), key, wrapped.subarray(32, 44), Buffer.alloc(0));
  } catch {
    return undefined;
  }
  if (!bundle.subarray(0, 32).equals(companionIdentity)) return undefined;
  if (!bundle.subarray(32, 64).equals(identity.public)) return undefined;
  const identityShared = Curve.sharedKey(identity.private, companionIdentity);
  const secret = Buffer.concat([shared, identityShared, bundle.subarray(64, 96)]);
  return Buffer.from(hkdf(secret, 32, { info: 'adv_secret' }));
}
