import { randomBytes } from 'node:crypto';
import {
  aesDecryptGCM,
  aesEncryptGCM,
  Curve,
  hkdf,
  type KeyPair,
  NOISE_MODE,
  NOISE_WA_HEADER,
  proto,
  sha256,
} from '@whiskeysockets/baileys';

const noData = Buffer.alloc(0);

/** What the client told of itself, and the key it proved to hold. */
export interface ClientHello {
  payload: proto.ClientPayload;
  noiseKey: Buffer;
}

/** The server's side of Noise_XX_25519_AESGCM_SHA256; wrong bytes throw, the connection ends then. */
export interface Noise {
  /** First frame of the client → our answer. */
  readHello(frame: Buffer): Buffer;
  /** Second frame of the client; from here on `encrypt` and `decrypt` work. */
  readFinish(frame: Buffer): ClientHello;
  encrypt(plain: Uint8Array): Buffer;
  decrypt(frame: Buffer): Buffer;
}

/** The hash, salt, key and counter that both sides mix the same things into. */
function createSymmetricState() {
  let hash = Buffer.from(NOISE_MODE);
  let salt: Buffer = hash;
  let key: Buffer = hash;
  let counter = 0;
  const authenticate = (data: Uint8Array) => {
    hash = Buffer.from(sha256(Buffer.concat([hash, data])));
  };
  const expand = (data: Uint8Array): [Buffer, Buffer] => {
    const out = Buffer.from(hkdf(data, 64, { salt, info: '' }));
    return [out.subarray(0, 32), out.subarray(32)];
  };
  return {
    authenticate,
    expand,
    mix(data: Uint8Array) {
      [salt, key] = expand(data);
      counter = 0;
    },
    encrypt(plain: Uint8Array): Buffer {
      const sealed = aesEncryptGCM(plain, key, iv(counter++), hash);
      authenticate(sealed);
      return sealed;
    },
    decrypt(sealed: Uint8Array): Buffer {
      const plain = aesDecryptGCM(sealed, key, iv(counter++), hash);
      authenticate(sealed);
      return plain;
    },
  };
}

function iv(counter: number): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32BE(counter, 8);
  return bytes;
}

/**
 * A chain that rc14 accepts: it looks for details and signatures and for the issuer's serial 0, and
 * takes any 64 bytes for a signature (`Curve.verify` ignores the answer of libsignal).
 */
function certificate(leafKey: Uint8Array): Uint8Array {
  const details = (serial: number, issuerSerial: number, key: Uint8Array) =>
    proto.CertChain.NoiseCertificate.Details.encode({ serial, issuerSerial, key }).finish();
  const intermediateKey = randomBytes(32);
  return proto.CertChain.encode({
    leaf: { details: details(2, 1, leafKey), signature: randomBytes(64) },
    intermediate: { details: details(1, 0, intermediateKey), signature: randomBytes(64) },
  }).finish();
}

export function createNoise(serverKey: KeyPair): Noise {
  const state = createSymmetricState();
  const ephemeral = Curve.generateKeyPair();
  let keys: { out: Buffer; in: Buffer } | undefined;
  let sent = 0;
  let received = 0;
  return {
    readHello(frame) {
      const { clientHello } = proto.HandshakeMessage.decode(frame);
      if (!clientHello?.ephemeral) throw new Error('the handshake begins without a client hello');
      state.authenticate(NOISE_WA_HEADER);
      state.authenticate(clientHello.ephemeral);
      state.authenticate(ephemeral.public);
      state.mix(Curve.sharedKey(ephemeral.private, clientHello.ephemeral));
      const sealedKey = state.encrypt(serverKey.public);
      state.mix(Curve.sharedKey(serverKey.private, clientHello.ephemeral));
      const payload = state.encrypt(certificate(serverKey.public));
      const serverHello = { ephemeral: ephemeral.public, static: sealedKey, payload };
      return Buffer.from(proto.HandshakeMessage.encode({ serverHello }).finish());
    },
    readFinish(frame) {
      const { clientFinish } = proto.HandshakeMessage.decode(frame);
      if (!clientFinish?.static || !clientFinish.payload) throw new Error('the client finish is incomplete');
      const noiseKey = state.decrypt(clientFinish.static);
      state.mix(Curve.sharedKey(ephemeral.private, noiseKey));
      const payload = proto.ClientPayload.decode(state.decrypt(clientFinish.payload));
      const [fromClient, toClient] = state.expand(noData);
      keys = { out: toClient, in: fromClient };
      return { payload, noiseKey };
    },
    encrypt(plain) {
      if (!keys) throw new Error('encrypt before the handshake is finished');
      return aesEncryptGCM(plain, keys.out, iv(sent++), noData);
    },
    decrypt(frame) {
      if (!keys) throw new Error('decrypt before the handshake is finished');
      return aesDecryptGCM(frame, keys.in, iv(received++), noData);
    },
  };
}

/**
 * Cuts a byte stream into frames with a length of three bytes. The stream begins with an intro: `WA`
 * and the version, before it possibly `ED`, two bytes and the routing info with its length.
 */
export function createFrameReader(): (bytes: Buffer) => Buffer[] {
  let waiting: Buffer = noData;
  let introSeen = false;
  const skipIntro = (): boolean => {
    let at = 0;
    if (waiting.length < 4) return false;
    if (waiting.toString('latin1', 0, 2) === 'ED') {
      if (waiting.length < 7) return false;
      at = 7 + waiting.readUIntBE(4, 3);
    }
    if (waiting.length < at + NOISE_WA_HEADER.length) return false;
    if (waiting.toString('latin1', at, at + 2) !== 'WA') throw new Error('not a WhatsApp client');
    waiting = waiting.subarray(at + NOISE_WA_HEADER.length);
    introSeen = true;
    return true;
  };
  return (bytes) => {
    waiting = waiting.length === 0 ? bytes : Buffer.concat([waiting, bytes]);
    const frames: Buffer[] = [];
    if (!introSeen && !skipIntro()) return frames;
    while (waiting.length >= 3) {
      const end = 3 + waiting.readUIntBE(0, 3);
      if (waiting.length < end) break;
      frames.push(waiting.subarray(3, end));
      waiting = waiting.subarray(end);
    }
    return frames;
  };
}

export function frameOf(bytes: Uint8Array): Buffer {
  const head = Buffer.alloc(3);
  head.writeUIntBE(bytes.length, 0, 3);
  return Buffer.concat([head, bytes]);
}
