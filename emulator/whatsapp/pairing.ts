import { randomBytes } from 'node:crypto';
import { type BinaryNode, Curve, hmacSign, proto, WA_ADV_ACCOUNT_SIG_PREFIX } from '@whiskeysockets/baileys';
import type { Account, LinkedDevice } from './account.ts';
import type { Connection } from './connection.ts';
import type { FaultState } from './faults.ts';
import { createLinkCode, type LinkCode } from './link-code.ts';
import { child, node, nowSeconds } from './nodes.ts';
import type { ClientHello } from './noise.ts';

export type PairResult = { ok: true; text?: string } | { ok: false; error: string };

/** A client that has no account yet and waits for a phone to read its code. */
export interface PendingPair {
  readonly connection: Connection;
  readonly noiseKey: Buffer;
  readonly identityKey: Buffer;
  readonly registration: proto.ClientPayload.IDevicePairingRegistrationData;
  readonly refs: string[];
  device: number | undefined;
  /** A secret that the server has retired. */
  retired: Buffer | undefined;
}

export interface Pairing {
  readonly pending: number;
  begin(connection: Connection, hello: ClientHello): void;
  /** A stanza of a client that is not linked yet. */
  onStanza(connection: Connection, stanza: BinaryNode): void;
  forget(connection: Connection): void;
  /** The owner's phone has read this text from a QR code. */
  scan(text: string): PairResult;
  readonly linkCode: LinkCode;
}

const refCount = 6;

export function createPairing(deps: { account: Account; faults: FaultState; onChange(): void }): Pairing {
  const { account, faults } = deps;
  const waiting = new Map<Connection, PendingPair>();
  const approve = (pair: PendingPair, advSecret: Buffer) => {
    if (faults.now.pairing === 'silent') return;
    if (faults.now.pairing === 'passkey') {
      pair.connection.send(passkeyRequest());
      return;
    }
    pair.device = account.newDeviceNumber();
    pair.connection.send(pairSuccess(account, pair, pair.device, advSecret));
  };
  const linkCode = createLinkCode({ account, approve });
  return {
    linkCode,
    get pending() {
      return waiting.size;
    },
    begin(connection, hello) {
      const pair = newPair(connection, hello);
      waiting.set(connection, pair);
      const refs = pair.refs.map((ref) => node('ref', {}, Buffer.from(ref)));
      const attrs = { from: '@s.whatsapp.net', type: 'set', id: `pair-${connection.id}`, xmlns: 'md' };
      connection.send(node('iq', attrs, [node('pair-device', {}, refs)]));
      deps.onChange();
    },
    onStanza(connection, stanza) {
      const pair = waiting.get(connection);
      if (!pair || stanza.tag !== 'iq') return;
      if (child(stanza, 'pair-device-sign')) {
        finish(account, pair);
        waiting.delete(connection);
        deps.onChange();
      } else if (child(stanza, 'link_code_companion_reg')) {
        linkCode.onStanza(pair, stanza);
      } else if (stanza.attrs.type !== 'result') {
        connection.send(node('iq', { from: '@s.whatsapp.net', type: 'result', id: stanza.attrs.id }));
      }
    },
    forget(connection) {
      if (waiting.delete(connection)) deps.onChange();
      linkCode.forget(connection);
    },
    scan(text) {
      const qr = parseQr(text);
      if (!qr) return { ok: false, error: 'this is no WhatsApp code' };
      const pair = [...waiting.values()].find(({ refs }) => refs.includes(qr.ref));
      if (!pair) return { ok: false, error: 'this code is not valid any more' };
      if (!pair.noiseKey.equals(qr.noiseKey) || !pair.identityKey.equals(qr.identityKey)) {
        return { ok: false, error: 'the keys in the code are not those of the client' };
      }
      if (faults.now.pairing === 'refresh') {
        if (!pair.retired) {
          pair.retired = qr.advSecret;
          pair.connection.send(refresh());
        }
        if (pair.retired.equals(qr.advSecret)) return { ok: false, error: 'the device could not be linked' };
      }
      approve(pair, qr.advSecret);
      return { ok: true, text };
    },
  };
}

function newPair(connection: Connection, { noiseKey, payload }: ClientHello): PendingPair {
  const registration = payload.devicePairingData;
  if (!registration?.eIdent) throw new Error('a registration without keys');
  const refs = Array.from({ length: refCount }, () => `2@${randomBytes(24).toString('base64url')}`);
  const identityKey = Buffer.from(registration.eIdent);
  return { connection, noiseKey, identityKey, registration, refs, device: undefined, retired: undefined };
}

/** The WebAuthn step between the scan and `pair-success` (whatsmeow's `pair-passkey.go`). */
function passkeyRequest(): BinaryNode {
  const options = {
    challenge: randomBytes(32).toString('base64url'),
    rpId: 'whatsapp.com',
    timeout: 600_000,
    userVerification: 'required',
    allowCredentials: [],
  };
  const attrs = { from: '@s.whatsapp.net', type: 'passkey_prologue_request', id: `key-${nowSeconds()}` };
  return node('notification', { ...attrs, t: nowSeconds() }, [
    node('passkey_request_options', {}, Buffer.from(JSON.stringify(options))),
  ]);
}

/** The server retires what the client's code says. */
function refresh(): BinaryNode {
  const attrs = { from: '@s.whatsapp.net', type: 'companion_reg_refresh', id: `refresh-${nowSeconds()}` };
  return node('notification', { ...attrs, t: nowSeconds() }, [node('companion_reg_refresh', {})]);
}

/** `https://wa.me/settings/linked_devices#ref,noise,identity,adv secret,platform`, or the list alone. */
function parseQr(text: string) {
  const [ref, noiseKey, identityKey, advSecret] = (text.split('#').at(-1) ?? '').split(',');
  if (!ref || !noiseKey || !identityKey || !advSecret) return undefined;
  const bytes = (base64: string) => Buffer.from(base64, 'base64');
  return { ref, noiseKey: bytes(noiseKey), identityKey: bytes(identityKey), advSecret: bytes(advSecret) };
}

/**
 * The phone vouches for the new device; of all seals the client checks the HMAC alone
 * (`configureSuccessfulPairing` in Baileys' `validate-connection.js`).
 */
function pairSuccess(account: Account, pair: PendingPair, device: number, advSecret: Buffer): BinaryNode {
  const now = Math.floor(Date.now() / 1000);
  const details = proto.ADVDeviceIdentity.encode({ rawId: 1, timestamp: now, keyIndex: device }).finish();
  const { identity } = account.primary;
  const signed = Buffer.concat([WA_ADV_ACCOUNT_SIG_PREFIX, details, pair.identityKey]);
  const deviceIdentity = proto.ADVSignedDeviceIdentity.encode({
    details,
    accountSignatureKey: identity.public,
    accountSignature: Curve.sign(identity.private, signed),
  }).finish();
  const sealed = proto.ADVSignedDeviceIdentityHMAC.encode({
    details: deviceIdentity,
    hmac: hmacSign(deviceIdentity, advSecret),
  }).finish();
  const attrs = { from: '@s.whatsapp.net', type: 'set', id: `paired-${device}`, xmlns: 'md', t: `${now}` };
  return node('iq', attrs, [
    node('pair-success', {}, [
      node('device-identity', {}, sealed),
      node('platform', { name: 'android' }),
      node('device', { jid: account.jid(device), lid: account.lid(device) }),
    ]),
  ]);
}

/** The client agreed: it belongs to the account from now on, and has to connect again (515). */
function finish(account: Account, pair: PendingPair): void {
  const { registration, device } = pair;
  const { eRegid, eSkeyId, eSkeyVal, eSkeySig } = registration;
  if (device === undefined || !eRegid || !eSkeyId || !eSkeyVal || !eSkeySig) {
    throw new Error('the pairing was signed before it was offered, or lacks keys');
  }
  const linked: LinkedDevice = {
    number: device,
    noiseKey: pair.noiseKey,
    identityKey: pair.identityKey,
    registrationId: Buffer.from(eRegid).readUInt32BE(),
    signedPreKey: {
      keyId: Buffer.from(eSkeyId).readUIntBE(0, 3),
      publicKey: Buffer.from(eSkeyVal),
      signature: Buffer.from(eSkeySig),
    },
    preKeys: new Map(),
    connection: undefined,
    active: false,
    receiving: false,
    waiting: new Map(),
    historySent: false,
    lowKeysTold: false,
  };
  account.add(linked);
  pair.connection.send(node('stream:error', { code: '515' }));
  pair.connection.close();
}
