/** Files on WhatsApp's media hosts: each is encrypted and uploaded once, and named in everybody's message. */
import { createCipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { getMediaKeys, type MediaType, type WASocket } from '@whiskeysockets/baileys';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { MediaFile, MediaKind } from '../queue/content.ts';
import { DiskFull, GatewayError } from '../queue/ports.ts';
import type { KeyStore } from './auth-state.ts';
import { type Place, reasonOf, toAnyHost } from './media-host.ts';

/** What a message says of an uploaded file, as its protobuf names it. */
export interface Uploaded extends Place {
  readonly mediaKey: Uint8Array;
  readonly fileSha256: Uint8Array;
  readonly fileEncSha256: Uint8Array;
  readonly fileLength: number;
  /** Unix seconds. */
  readonly mediaKeyTimestamp: number;
}

export interface Uploads {
  /** Uploads what isn't there yet, or too long ago: one round over all hosts. Throws `GatewayError`. */
  prepare(sock: WASocket, files: readonly MediaFile[]): Promise<void>;
  /** What a message says of this file; null when it was never prepared. */
  of(file: MediaFile): Uploaded | null;
  /** Somebody's phone didn't find it: the next `prepare` uploads it again. */
  doubt(file: MediaFile): void;
  /** Gives up what is under way. */
  close(): Promise<void>;
}

/** How long an upload is trusted; what hosts keep for how long is nowhere written. */
const LIFE = 86_400_000;
/** One phone without luck isn't a missing file: nobody makes us upload more often than this. */
const DOUBT_AFTER = 600_000;
const MAC_LENGTH = 10;
/** Where the key of each file is kept, beside those of Signal. */
const KEPT_AS = 'media-upload';

const TYPES = {
  image: 'image',
  video: 'video',
  document: 'document',
  voice: 'audio',
} as const satisfies Record<MediaKind, string>;

interface Known {
  readonly uploaded: Uploaded;
  /** When it was uploaded; 0 when it is doubted. */
  readonly at: number;
}

/**
 * Baileys' own upload writes each file twice below TMPDIR and ends the process when that is full, keeps a failed
 * answer about hosts for as long as the socket lives, waits for ever for a host that hangs, and doesn't tell why it
 * gave up. Files are as large as Telegram lets a bot download, so they are sealed in memory.
 *
 * An upload is on disk before anything is sent that names it, so that a part sent again after a kill is the same
 * message. Killed before that, the file is uploaded under another key: then nobody has been told the first.
 */
export function createUploads(deps: {
  store: Pick<KeyStore, 'get' | 'commit'>;
  mediaPath: (sha256: string) => string;
  clock: Clock;
  log: Logger;
}): Uploads {
  const { store, clock, log } = deps;
  const known = new Map<string, Known>();
  const underWay = new Map<string, Promise<void>>();
  const ending = new AbortController();
  const isFresh = (one: Known | null | undefined) => Boolean(one) && clock.now() - (one?.at ?? 0) < LIFE;

  async function prepareOne(sock: WASocket, file: MediaFile, key: string): Promise<void> {
    if (!known.has(key)) {
      const kept = (await store.get(KEPT_AS, [key])).get(key);
      if (kept) known.set(key, parse(kept));
    }
    if (isFresh(known.get(key))) return;
    const one = { uploaded: await upload(sock, file), at: clock.now() };
    await store.commit({ keys: { [KEPT_AS]: { [key]: serialize(one) } } });
    known.set(key, one);
  }

  async function upload(sock: WASocket, file: MediaFile): Promise<Uploaded> {
    const bytes = await readFile(deps.mediaPath(file.sha256));
    const type = TYPES[file.kind];
    const { sealed, ...keys } = await seal(bytes, type);
    if (keys.fileSha256.toString('hex') !== file.sha256) throw new Error('the stored file is damaged');
    const { fileEncSha256 } = keys;
    const place = await toAnyHost(sock, { type, sealed, fileEncSha256 }, { clock, signal: ending.signal });
    log.info({ event: 'uploaded', type, bytes: bytes.length });
    return { ...place, ...keys, mediaKeyTimestamp: Math.floor(clock.now() / 1000) };
  }

  /** Two who need the same file wait for the same upload. */
  function once(sock: WASocket, file: MediaFile): Promise<void> {
    const key = keyOf(file);
    const work = underWay.get(key) ?? prepareOne(sock, file, key).finally(() => underWay.delete(key));
    underWay.set(key, work);
    return work;
  }

  return {
    async prepare(sock, files) {
      for (const file of files) {
        if (isFresh(known.get(keyOf(file)))) continue;
        try {
          await once(sock, file);
        } catch (cause) {
          if (cause instanceof DiskFull) throw cause;
          if (cause instanceof GatewayError && cause.reason === 'link-down') throw cause;
          throw new GatewayError('upload', reasonOf(cause), { cause });
        }
      }
    },
    of: (file) => known.get(keyOf(file))?.uploaded ?? null,
    doubt(file) {
      const key = keyOf(file);
      const one = known.get(key);
      if (one && clock.now() - one.at > DOUBT_AFTER) known.set(key, { ...one, at: 0 });
    },
    async close() {
      ending.abort();
      await Promise.allSettled(underWay.values());
    },
  };
}

/** AES-256-CBC, then ten bytes of an HMAC over IV and ciphertext, as `encryptedStream` of Baileys does it. */
async function seal(bytes: Uint8Array, type: MediaType) {
  const mediaKey = randomBytes(32);
  const { iv, cipherKey, macKey = Buffer.alloc(0) } = await getMediaKeys(mediaKey, type);
  const cipher = createCipheriv('aes-256-cbc', cipherKey, iv);
  const body = Buffer.concat([cipher.update(bytes), cipher.final()]);
  const mac = createHmac('sha256', macKey).update(iv).update(body).digest().subarray(0, MAC_LENGTH);
  return {
    sealed: new Blob([body, mac]),
    mediaKey,
    fileSha256: createHash('sha256').update(bytes).digest(),
    fileEncSha256: createHash('sha256').update(body).update(mac).digest(),
    fileLength: bytes.length,
  };
}

/** The same bytes as a picture and as a document are sealed with different keys. */
const keyOf = ({ kind, sha256 }: MediaFile) => `${TYPES[kind]} ${sha256}`;

const BYTES = ['mediaKey', 'fileSha256', 'fileEncSha256'] as const;

function serialize({ uploaded, at }: Known): string {
  const bytes = BYTES.map((name) => [name, Buffer.from(uploaded[name]).toString('base64')]);
  return JSON.stringify({ ...uploaded, ...Object.fromEntries(bytes), at });
}

/** The other way round; only what `serialize` wrote comes here. */
function parse(text: string): Known {
  const { at, ...uploaded } = JSON.parse(text);
  const bytes = BYTES.map((name) => [name, Buffer.from(uploaded[name], 'base64')]);
  return { uploaded: { ...uploaded, ...Object.fromEntries(bytes) }, at };
}
