import { createDecipheriv, createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, get } from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import { getMediaKeys, type MediaType, type proto } from '@whiskeysockets/baileys';
import type { TestCertificates } from './certificate.ts';
import type { FaultState, MediaTrouble } from './faults.ts';

/** The TLS host that takes encrypted media from clients and gives them to phones. */
export interface MediaHost {
  /** As told in `media_conn`: two names of the same host. */
  readonly hosts: readonly string[];
  readonly auth: string;
  readonly counts: { uploads: number; refusedUploads: number; downloads: number };
  /** As a phone does it: fetch, check the hash, check the seal, decrypt, check the hash of the file. */
  open(file: MediaReference, type: MediaType): Promise<Buffer>;
  close(): Promise<void>;
}

/** The host doesn't have the file, or not any more. */
export class MediaMissing extends Error {
  override name = 'MediaMissing';
}

export type MediaReference = Pick<
  proto.Message.IImageMessage,
  'url' | 'directPath' | 'mediaKey' | 'fileEncSha256' | 'fileSha256' | 'fileLength'
>;

const macLength = 10;
const maxBytes = 64 * 1024 * 1024;
const fetchMs = 10_000;

/** What the host holds: the sealed files by their hash. */
interface Shelf {
  host: string;
  auth: string;
  files: Map<string, Buffer>;
  counts: MediaHost['counts'];
  /** The status to fail with instead, if a fault says so. */
  failure(on: 'upload' | 'download'): number | undefined;
  /** What else is to go wrong with this request. */
  trouble(on: 'upload' | 'download'): MediaTrouble | undefined;
}

export async function startMediaHost(certificates: TestCertificates, faults: FaultState): Promise<MediaHost> {
  const server = createServer({ cert: certificates.cert, key: certificates.key });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const shelf: Shelf = {
    host: `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    auth: 'emulator-media-auth',
    files: new Map(),
    counts: { uploads: 0, refusedUploads: 0, downloads: 0 },
    failure(on) {
      const fault = faults.now.mediaStatus;
      return fault?.on === on ? faults.takeTimes(fault)?.status : undefined;
    },
    trouble(on) {
      const fault = faults.now.mediaTrouble;
      return fault?.on === on ? faults.takeTimes(fault) : undefined;
    },
  };
  server.on('request', (request, response) => {
    const handle = request.method === 'POST' ? upload : download;
    handle(shelf, request, response).catch(() => response.destroy());
  });
  const opened = new Map<string, Promise<Buffer>>();
  return {
    hosts: [shelf.host, shelf.host.replace('127.0.0.1', 'localhost')],
    auth: shelf.auth,
    counts: shelf.counts,
    open(file, type) {
      // One file and key is fetched and opened once, however many people get it: the answer is the same.
      const key = `${type} ${referenceKey(file)}`;
      const known = opened.get(key);
      if (known) return known;
      const opening = fetchAndDecrypt(file, type, shelf.host, certificates.ca);
      opened.set(key, opening);
      opening.catch(() => opened.delete(key));
      return opening;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function referenceKey({
  directPath,
  mediaKey,
  fileSha256,
  fileEncSha256,
  fileLength,
}: MediaReference): string {
  const hex = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString('hex');
  return [directPath, hex(mediaKey), hex(fileSha256), hex(fileEncSha256), fileLength].join(' ');
}

async function upload(shelf: Shelf, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', `https://${shelf.host}`);
  const trouble = shelf.trouble('upload');
  if (trouble?.how === 'reset') return void request.socket.destroy();
  const bytes = await readBody(request);
  if (await delayed(trouble, response)) return;
  const name = decodeURIComponent(url.pathname.split('/').at(-1) ?? '');
  const hash = createHash('sha256').update(bytes).digest('base64url');
  const refusal =
    shelf.failure('upload') ??
    (url.pathname.startsWith('/mms/') ? undefined : 404) ??
    (url.searchParams.get('auth') === shelf.auth ? undefined : 401) ??
    // The name of an upload is the hash of its bytes.
    (name === hash ? undefined : 400);
  if (refusal !== undefined) {
    shelf.counts.refusedUploads += 1;
    answer(response, refusal, { error: 'refused' });
    return;
  }
  shelf.counts.uploads += 1;
  shelf.files.set(hash, bytes);
  const path = `/v/t62.7118-24/${hash}?ccb=11-4`;
  answer(response, 200, { url: `https://${shelf.host}${path}`, direct_path: path });
}

async function download(shelf: Shelf, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const name = new URL(request.url ?? '/', `https://${shelf.host}`).pathname.split('/').at(-1) ?? '';
  const trouble = shelf.trouble('download');
  if (trouble?.how === 'reset') return void request.socket.destroy();
  if (trouble?.how === 'expired') shelf.files.delete(name);
  if (await delayed(trouble, response)) return;
  const bytes = shelf.files.get(name);
  const status = shelf.failure('download') ?? (bytes ? 200 : 404);
  shelf.counts.downloads += 1;
  response.writeHead(status, { 'content-type': 'application/octet-stream' });
  response.end(status === 200 ? bytes : undefined);
}

/** Waits when the host is slow; true when it is to say nothing at all. */
async function delayed(trouble: MediaTrouble | undefined, response: ServerResponse): Promise<boolean> {
  if (trouble?.how !== 'slow' && trouble?.how !== 'hang') return false;
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const ms = trouble.how === 'hang' ? 2 ** 31 - 1 : trouble.ms;
  await pause(ms, undefined, { signal: gone.signal }).catch(() => undefined);
  return gone.signal.aborted;
}

async function fetchAndDecrypt(
  file: MediaReference,
  type: MediaType,
  host: string,
  ca: string,
): Promise<Buffer> {
  const url = file.directPath ? `https://${host}${file.directPath}` : file.url;
  if (!url || !file.mediaKey) throw new Error('a file without an address or a key');
  const sealed = await fetchBytes(url, ca);
  if (!sha256(sealed).equals(Buffer.from(file.fileEncSha256 ?? []))) {
    throw new Error('the fetched file is not the one that was announced');
  }
  const { iv, cipherKey, macKey } = await getMediaKeys(file.mediaKey, type);
  const body = sealed.subarray(0, -macLength);
  const mac = createHmac('sha256', macKey ?? Buffer.alloc(0))
    .update(iv)
    .update(body)
    .digest();
  if (!mac.subarray(0, macLength).equals(sealed.subarray(-macLength))) throw new Error('the seal is broken');
  const cipher = createDecipheriv('aes-256-cbc', cipherKey, iv);
  const plain = Buffer.concat([cipher.update(body), cipher.final()]);
  if (!sha256(plain).equals(Buffer.from(file.fileSha256 ?? []))) {
    throw new Error('the opened file is not the one that was announced');
  }
  if (Number(file.fileLength) !== plain.length) throw new Error('the announced length is wrong');
  return plain;
}

async function fetchBytes(url: string, ca: string): Promise<Buffer> {
  const request = get(url, { ca, signal: AbortSignal.timeout(fetchMs) });
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve).once('error', reject);
  });
  const bytes = await readBody(response);
  const { statusCode: status } = response;
  if (status === 404 || status === 410) throw new MediaMissing(`the media host answered ${status}`);
  if (status !== 200) throw new Error(`the media host answered ${status}`);
  return bytes;
}

async function readBody(from: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of from) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > maxBytes) throw new Error('too big');
  }
  return Buffer.concat(chunks);
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}
