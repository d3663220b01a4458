/** What Baileys is told when a socket is made, and how one ends. */
import { makeWASocket, type WASocket } from '@whiskeysockets/baileys';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { AuthState } from './auth-state.ts';
import { createCache } from './cache.ts';
import { answerWithin } from './deadline.ts';
import type { WireMessage } from './message.ts';
import type { Version, Versions } from './version.ts';

export interface SocketSettings {
  readonly wsUrl: string | null;
  readonly version: Version | null;
}

const GOODBYE_DEADLINE = 5_000;

/** Returns what makes a socket, which connects at once; all of them share what was learned about devices. */
export function createSockets(deps: {
  auth: AuthState;
  settings: Pick<SocketSettings, 'wsUrl'>;
  versions: Pick<Versions, 'current'>;
  /** Answers a retry receipt: the content of one of our messages, or undefined when it must not go out. */
  getMessage: (id: string) => Promise<WireMessage | undefined>;
  log: Logger;
}): () => WASocket {
  const { auth, settings } = deps;
  const devices = createCache(20_000);
  const retries = createCache(20_000);
  const ended = createEnded();
  return () => {
    const sock = makeWASocket({
      auth: { creds: auth.creds, keys: auth.keys },
      logger: deps.log,
      makeSignalRepository: auth.makeSignalRepository,
      getMessage: async ({ id }) => (id ? deps.getMessage(id) : undefined),
      ...(settings.wsUrl ? { waWebSocketUrl: settings.wsUrl } : {}),
      version: [...deps.versions.current()],
      markOnlineOnConnect: false,
      syncFullHistory: false,
      emitOwnEvents: false,
      generateHighQualityLinkPreview: false,
      shouldIgnoreJid: () => false,
      maxMsgRetryCount: 10,
      // Baileys starts this clock for every frame it writes, with two stack traces each: a tenth of what a
      // message costs. Connecting (`socket.ts`) and writing (`gateway.ts`) have deadlines of their own.
      connectTimeoutMs: 0,
      defaultQueryTimeoutMs: 20_000,
      keepAliveIntervalMs: 10_000,
      transactionOpts: { maxCommitRetries: 2, delayBetweenTriesMs: 100 },
      userDevicesCache: devices,
      msgRetryCounterCache: retries,
      placeholderResendCache: createCache(1_000),
      callOfferCache: createCache(100),
    });
    closeAtOnce(sock);
    ended.follows(sock);
    return sock;
  };
}

/** Takes this device off the phone's list. Throws `GatewayError` when the server doesn't answer. */
export async function removeDevice(clock: Clock, sock: WASocket, jid: string): Promise<void> {
  const farewell = { tag: 'remove-companion-device', attrs: { jid, reason: 'user_initiated' } };
  const attrs = { to: 's.whatsapp.net', type: 'set', xmlns: 'md' };
  await answerWithin(clock, GOODBYE_DEADLINE, sock.query({ tag: 'iq', attrs, content: [farewell] }));
}

/**
 * On a dead link Baileys waits for the WebSocket's closing handshake, up to 30 s, before it says `close`:
 * tearing the connection first makes that immediate.
 */
function closeAtOnce(sock: WASocket) {
  const close = sock.ws.close.bind(sock.ws);
  sock.ws.close = async () => {
    // biome-ignore lint/complexity/useLiteralKeys: a protected property, reachable only so
    sock.ws['socket']?.terminate();
    await close();
  };
}

/** What a socket remembers beside what it shares. */
type Memory = Pick<WASocket, 'signalRepository' | 'messageRetryManager'>;

/**
 * Baileys empties what a socket remembers when the socket ends. What was received before that is still worked off, and
 * fills it again: each entry has a timer of five minutes to three days, so that a line which drops often would cost
 * more and more memory. It is emptied again as the next sockets come, twice, since the work may outlast the first.
 */
export function createEnded(): { follows(next: Memory): void } {
  let earlier: Memory[] = [];
  return {
    follows(next) {
      for (const { signalRepository, messageRetryManager } of earlier) {
        signalRepository.close?.();
        messageRetryManager?.clear();
      }
      earlier = [...earlier.slice(-1), next];
    },
  };
}
