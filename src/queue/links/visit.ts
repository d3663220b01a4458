/** One visit to a web page: public addresses only, a few steps, a few seconds, a bounded part of it. */
import { lookup } from 'node:dns/promises';
import { get as getPlain, type IncomingMessage, type RequestOptions } from 'node:http';
import { get as getSecure } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { PassThrough, pipeline, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { isPublic } from './address.ts';
import { addressOf } from './link.ts';

/** What the internet is: where names lead, and which addresses may be asked. */
export interface Web {
  resolve(host: string): Promise<readonly string[]>;
  allows(address: string): boolean;
}

/** The open internet, and nothing of our own network. */
export const publicWeb: Web = {
  resolve: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
  allows: isPublic,
};

export interface Visit {
  /** Kinds of content that are wanted; of others nothing is read. */
  readonly accepts: (type: string) => boolean;
  readonly mostBytes: number;
  readonly withinMs: number;
}

export interface Visited {
  /** Where the redirects ended. */
  readonly url: URL;
  readonly contentType: string;
  readonly bytes: Buffer;
  /** False when there was more than `mostBytes`. */
  readonly whole: boolean;
}

/** Why there is nothing to show; the message says what happened, without the address. */
export class NoVisit extends Error {
  override name = 'NoVisit';
}

const MOST_REDIRECTS = 3;
/** Sites give what others may show to those who name themselves like this. */
const AGENT = 'message-sender (link preview, as WhatsApp/2)';

/** Throws `NoVisit`, or what the network throws. */
export async function visit(start: URL, wanted: Visit, web: Web): Promise<Visited> {
  const signal = AbortSignal.timeout(wanted.withinMs);
  let url = start;
  for (let steps = 0; ; steps += 1) {
    const response = await ask(url, await addressFor(url, web, signal), signal);
    try {
      const { statusCode = 0, headers } = response;
      if ([301, 302, 303, 307, 308].includes(statusCode) && headers.location) {
        if (steps === MOST_REDIRECTS) throw new NoVisit('too many redirects');
        const next = URL.parse(headers.location, url)?.href;
        const checked = next ? addressOf(next) : null;
        if (!checked) throw new NoVisit('a redirect to what is no web page');
        url = checked;
        continue;
      }
      if (statusCode !== 200) throw new NoVisit(`status ${statusCode}`);
      const contentType = headers['content-type'] ?? '';
      if (!wanted.accepts(contentType)) throw new NoVisit('another kind of content');
      return { url, contentType, ...(await bodyOf(response, wanted.mostBytes)) };
    } finally {
      response.destroy();
    }
  }
}

/**
 * The address that is connected to is the one that was looked at: a name that leads elsewhere the next time it is
 * asked for gains nothing. One address of ours among those of a name refuses all of it.
 */
async function addressFor(url: URL, web: Web, signal: AbortSignal): Promise<string> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(host) ? [host] : await unlessLate(web.resolve(host), signal);
  const [first] = addresses;
  if (!first || !addresses.every((address) => web.allows(address))) throw new NoVisit('not a public address');
  return first;
}

/** Names are resolved by the system, which takes its time. */
async function unlessLate<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const over = new AbortController();
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { signal: over.signal });
    if (signal.aborted) reject(signal.reason);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort();
  }
}

function ask(url: URL, address: string, signal: AbortSignal): Promise<IncomingMessage> {
  const family = isIP(address);
  const pinned: LookupFunction = (_host, options, done) =>
    options.all ? done(null, [{ address, family }]) : done(null, address, family);
  const headers = {
    'user-agent': AGENT,
    accept: 'text/html,application/xhtml+xml,image/*',
    'accept-encoding': 'identity',
  };
  const options: RequestOptions = { agent: false, lookup: pinned, headers, signal };
  return new Promise((resolve, reject) => {
    const get = url.protocol === 'https:' ? getSecure : getPlain;
    get(url, options, resolve).on('error', reject);
  });
}

/** Some servers pack what they were asked not to: the limit is for what comes out. */
async function bodyOf(response: IncomingMessage, most: number): Promise<{ bytes: Buffer; whole: boolean }> {
  const chunks: Buffer[] = [];
  let left = most;
  const stream = pipeline(response, unpacking(response.headers['content-encoding']), () => undefined);
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    chunks.push(bytes.subarray(0, left));
    left -= bytes.length;
    if (left < 0) return { bytes: Buffer.concat(chunks), whole: false };
  }
  return { bytes: Buffer.concat(chunks), whole: true };
}

function unpacking(encoding: string | undefined): Transform {
  switch (encoding?.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      return new PassThrough();
  }
}
