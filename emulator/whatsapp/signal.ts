import { randomBytes } from 'node:crypto';
import {
  type BinaryNode,
  Curve,
  encodeBigEndian,
  generateRegistrationId,
  generateSignalPubKey,
  type KeyPair,
  proto,
} from '@whiskeysockets/baileys';
import {
  ProtocolAddress,
  SessionBuilder,
  SessionCipher,
  type SessionRecord,
  type SignalStorage,
} from 'libsignal';
import { bytesOf, child, node, uintOf } from './nodes.ts';

/** The public keys of a device, with which another one begins a session. */
export interface Bundle {
  registrationId: number;
  identityKey: Buffer;
  signedPreKey: { keyId: number; publicKey: Buffer; signature: Buffer };
  preKey?: { keyId: number; publicKey: Buffer };
}

/** A device with a Signal identity and its sessions, all in memory. `peer` names any other device. */
export interface SignalDevice {
  readonly registrationId: number;
  readonly identity: KeyPair;
  /** Public keys with one fresh one-time key, which only one sender will use. */
  bundle(): Bundle;
  hasSession(peer: string): boolean;
  startSession(peer: string, bundle: Bundle): Promise<void>;
  encrypt(peer: string, plain: Uint8Array): Promise<{ type: 'msg' | 'pkmsg'; ciphertext: Buffer }>;
  decrypt(peer: string, type: string, ciphertext: Buffer): Promise<Buffer>;
}

let made = 0;

export function createSignalDevice(): SignalDevice {
  const identity = Curve.generateKeyPair();
  const signed = Curve.generateKeyPair();
  // rc14 takes any 64 bytes for this signature; a real one costs 3 ms of pure JavaScript.
  const signature = randomBytes(64);
  const registrationId = generateRegistrationId() + 1;
  const preKeys = new Map<number, KeyPair>();
  const sessions = new Map<string, SessionRecord>();
  let nextPreKeyId = 1;
  const storage: SignalStorage = {
    loadSession: async (id) => sessions.get(id),
    storeSession: async (id, session) => {
      sessions.set(id, session);
    },
    isTrustedIdentity: () => true,
    loadPreKey: async (id) => toLibsignal(preKeys.get(Number(id))),
    removePreKey: (id) => {
      preKeys.delete(id);
    },
    loadSignedPreKey: () => withPrefix(signed),
    getOurRegistrationId: () => registrationId,
    getOurIdentity: () => withPrefix(identity),
  };
  // libsignal queues its work by address for the whole process: the address has to name both ends.
  const own = `device${made++}`;
  const addressOf = (peer: string) => new ProtocolAddress(`${own}>${peer.replaceAll('.', '-')}`, 0);
  return {
    registrationId,
    identity,
    bundle() {
      const keyId = nextPreKeyId++;
      const pair = Curve.generateKeyPair();
      preKeys.set(keyId, pair);
      return {
        registrationId,
        identityKey: Buffer.from(identity.public),
        signedPreKey: { keyId: 1, publicKey: Buffer.from(signed.public), signature },
        preKey: { keyId, publicKey: Buffer.from(pair.public) },
      };
    },
    hasSession: (peer) => sessions.get(addressOf(peer).toString())?.haveOpenSession() ?? false,
    async startSession(peer, bundle) {
      await new SessionBuilder(storage, addressOf(peer)).initOutgoing(toSession(bundle));
    },
    async encrypt(peer, plain) {
      const sealed = await new SessionCipher(storage, addressOf(peer)).encrypt(Buffer.from(plain));
      // Declared as a string by libsignal, bytes in truth; either way these are the right bytes.
      return { type: sealed.type === 3 ? 'pkmsg' : 'msg', ciphertext: Buffer.from(sealed.body, 'latin1') };
    },
    async decrypt(peer, type, ciphertext) {
      const cipher = new SessionCipher(storage, addressOf(peer));
      if (type === 'pkmsg') return cipher.decryptPreKeyWhisperMessage(ciphertext);
      if (type === 'msg') return cipher.decryptWhisperMessage(ciphertext);
      throw new Error(`an enc of unknown type ${type}`);
    },
  };
}

function withPrefix(pair: KeyPair): { privKey: Buffer; pubKey: Buffer } {
  return { privKey: Buffer.from(pair.private), pubKey: Buffer.from(generateSignalPubKey(pair.public)) };
}

function toLibsignal(pair: KeyPair | undefined): { privKey: Buffer; pubKey: Buffer } | undefined {
  return pair && withPrefix(pair);
}

function toSession(bundle: Bundle): Parameters<SessionBuilder['initOutgoing']>[0] {
  const preKey = bundle.preKey && {
    keyId: bundle.preKey.keyId,
    publicKey: generateSignalPubKey(bundle.preKey.publicKey),
  };
  const session = {
    registrationId: bundle.registrationId,
    identityKey: generateSignalPubKey(bundle.identityKey),
    signedPreKey: {
      ...bundle.signedPreKey,
      publicKey: generateSignalPubKey(bundle.signedPreKey.publicKey),
    },
  };
  // libsignal works without a one-time key, though its types want one.
  return Object.assign(session, preKey ? { preKey } : {}) as Parameters<SessionBuilder['initOutgoing']>[0];
}

/** The children of a `user` in the answer of `encrypt get key`. */
export function bundleNodes(bundle: Bundle): BinaryNode[] {
  const { signedPreKey, preKey } = bundle;
  const nodes = [
    node('registration', {}, encodeBigEndian(bundle.registrationId, 4)),
    node('type', {}, Buffer.from([5])),
    node('identity', {}, bundle.identityKey),
    node('skey', {}, [
      ...keyNodes(signedPreKey.keyId, signedPreKey.publicKey),
      node('signature', {}, signedPreKey.signature),
    ]),
  ];
  if (preKey) nodes.push(node('key', {}, keyNodes(preKey.keyId, preKey.publicKey)));
  return nodes;
}

function keyNodes(keyId: number, publicKey: Buffer): BinaryNode[] {
  return [node('id', {}, encodeBigEndian(keyId, 3)), node('value', {}, publicKey)];
}

export function readPreKey(from: BinaryNode): { keyId: number; publicKey: Buffer } | undefined {
  const keyId = uintOf(child(from, 'id'));
  const publicKey = bytesOf(child(from, 'value'));
  return keyId === undefined || !publicKey ? undefined : { keyId, publicKey };
}

/** The bundle in a retry receipt (`registration` beside `keys`), or nothing when it carries none. */
export function readRetryBundle(receipt: BinaryNode): Bundle | undefined {
  const keys = child(receipt, 'keys');
  const skey = child(keys, 'skey');
  const signedPreKey = skey && readPreKey(skey);
  const signature = bytesOf(child(skey, 'signature'));
  const identityKey = bytesOf(child(keys, 'identity'));
  const registrationId = uintOf(child(receipt, 'registration'));
  if (!signedPreKey || !signature || !identityKey || registrationId === undefined) return undefined;
  const key = child(keys, 'key');
  const preKey = key && readPreKey(key);
  return {
    registrationId,
    identityKey,
    signedPreKey: { ...signedPreKey, signature },
    ...(preKey ? { preKey } : {}),
  };
}

/** Strips the random padding that ends every plaintext and reads the message. */
export function readMessage(padded: Buffer): proto.Message {
  const padding = padded.at(-1);
  if (padding === undefined || padding === 0 || padding > 16 || padding > padded.length) {
    throw new Error('a plaintext without padding');
  }
  return proto.Message.decode(padded.subarray(0, padded.length - padding));
}
