/** WhatsApp's media hosts: which they are, and one of them that takes a sealed file. */
import {
  type BinaryNode,
  DEFAULT_ORIGIN,
  encodeBase64EncodedStringForUpload,
  getBinaryNodeChild,
  getBinaryNodeChildren,
  MEDIA_PATH_MAP,
  type MediaType,
  type WASocket,
} from '@whiskeysockets/baileys';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { answerWithin } from './deadline.ts';

/** A file as hosts get it. */
export interface SealedFile {
  readonly type: MediaType;
  readonly sealed: Blob;
  /** Of all bytes in `sealed`. */
  readonly fileEncSha256: Buffer;
}

/** Where it lies, as messages name it. */
export interface Place {
  readonly url: string;
  readonly directPath: string;
}

const QUESTION_DEADLINE = 20_000;
/** A host has this long, and a millisecond more for each of so many bytes. */
const HOST_PATIENCE = { ms: 20_000, bytesPerMs: 50 };

/** The first host that takes it; throws the reasons of all when none does. */
export async function toAnyHost(
  sock: WASocket,
  { type, sealed, fileEncSha256 }: SealedFile,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<Place> {
  const token = encodeBase64EncodedStringForUpload(fileEncSha256.toString('base64'));
  const { names, auth } = await hostsOf(sock, clock);
  const query = new URLSearchParams({ auth, token });
  const reasons: string[] = [];
  for (const name of names) {
    const url = new URL(`https://${name}${MEDIA_PATH_MAP[type] ?? ''}/${token}?${query}`);
    try {
      return await toHost(url, sealed, signal);
    } catch (error) {
      signal.throwIfAborted();
      reasons.push(`${name}: ${reasonOf(error)}`);
    }
  }
  throw new Error(reasons.join(', '));
}

/** `fetch` says only that it failed; why stands in its cause. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

async function hostsOf(sock: WASocket, clock: Clock): Promise<{ names: string[]; auth: string }> {
  const question = {
    tag: 'iq',
    attrs: { type: 'set', xmlns: 'w:m', to: 's.whatsapp.net' },
    content: [{ tag: 'media_conn', attrs: {} }],
  };
  const answer: BinaryNode = await answerWithin(clock, QUESTION_DEADLINE, sock.query(question));
  const conn = getBinaryNodeChild(answer, 'media_conn');
  const names = getBinaryNodeChildren(conn, 'host').flatMap(({ attrs: { hostname } }) =>
    hostname ? [hostname] : [],
  );
  if (names.length === 0) throw new Error('WhatsApp named no host for media');
  return { names, auth: conn?.attrs.auth ?? '' };
}

const hostAnswer = z
  .object({
    url: z.string().optional().catch(undefined),
    direct_path: z.string().optional().catch(undefined),
  })
  .catch({});

async function toHost(url: URL, body: Blob, signal: AbortSignal): Promise<Place> {
  const patience = HOST_PATIENCE.ms + body.size / HOST_PATIENCE.bytesPerMs;
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/octet-stream', origin: DEFAULT_ORIGIN },
    signal: AbortSignal.any([signal, AbortSignal.timeout(Math.ceil(patience))]),
  });
  const answer = hostAnswer.parse(await response.json().catch(() => null));
  const at = answer.url === undefined ? null : new URL(answer.url, url);
  const path = answer.direct_path ?? (at && at.pathname + at.search);
  if (!response.ok || !path) throw new Error(`answered ${response.status}`);
  return { url: (at ?? new URL(path, url)).href, directPath: path };
}
