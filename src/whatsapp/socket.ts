/** One Baileys socket after another: their options, their life, and the link's state that follows from it. */
import { type ConnectionState, jidDecode, type WASocket } from '@whiskeysockets/baileys';
import type { Logger } from 'pino';
import type { Clock, Dice } from '../clock.ts';
import type { AuthState, KeyStore } from './auth-state.ts';
import { type Ending, endingOf } from './codes.ts';
import { FRESH, type LinkEvent, type Memory, next } from './connection.ts';
import { answerWithin, statusOf } from './deadline.ts';
import type { Link, LinkState } from './link.ts';
import type { WireMessage } from './message.ts';
import { createCodeLimit, requestCode } from './pairing-code.ts';
import { newSecret, withSecret } from './pairing-qr.ts';
import { createSockets, removeDevice, type SocketSettings } from './sockets.ts';
import type { Versions } from './version.ts';

export interface SocketLink {
  readonly link: Link;
  /** The socket that is open and logged in, if any. */
  current(): WASocket | null;
  /** Called with every new socket before it connects, to attach listeners. */
  onSocket(listener: (sock: WASocket) => void): void;
  /** Ends the socket and connects again, as after a loss: the connection is open but nothing comes in. */
  refresh(): void;
  close(): Promise<void>;
}

const FIRST_CODE_LIFE = 60_000;
const NEXT_CODE_LIFE = 20_000;
/** How long the eight letters stay valid: as long as the codes of one attempt. */
const LETTERS_LIFE = 160_000;
const STUCK_AFTER = 60_000;
/** From the first byte to a code or to being logged in; the first login uploads 812 keys on its way. */
const CONNECT_DEADLINE = 60_000;
const END_DEADLINE = 5_000;
/** How long unlinking waits for a connection, since only a connected device can say goodbye. */
const ONLINE_DEADLINE = 20_000;

export function createSocketLink(deps: {
  auth: AuthState;
  store: Pick<KeyStore, 'get' | 'commit'>;
  settings: Pick<SocketSettings, 'wsUrl'>;
  versions: Versions;
  /** Answers a retry receipt: the content of one of our messages, or undefined when it must not go out. */
  getMessage: (id: string) => Promise<WireMessage | undefined>;
  /** Resolves when what people wrote is handled; awaited, for a while, before the keys are put aside. */
  handled: () => Promise<void>;
  clock: Clock;
  dice: Dice;
  log: Logger;
}): SocketLink {
  const { auth, clock, log } = deps;
  const watchers = new Set<(state: LinkState, before: LinkState) => void>();
  const attach: ((sock: WASocket) => void)[] = [];
  const make = createSockets(deps);
  const codes = createCodeLimit(deps);
  let state: LinkState = { is: 'offline' };
  let memory: Memory = FRESH;
  let sock: WASocket | null = null;
  let timer = new AbortController();
  let wanted: { phone: string; done(): void; failed(error: unknown): void } | null = null;
  let closed = false;
  let opening = 0;

  const failed = (error: unknown) => log.error({ event: 'link', err: error });

  /** Steps the reducer and does what it says. */
  async function step(event: LinkEvent): Promise<void> {
    const before = state;
    const result = next(state, memory, event, clock.now(), deps.dice.next());
    ({ state, memory } = result);
    if (result.forget) await forget();
    if (state !== before) {
      log.info({ event: 'link', state: state.is });
      for (const watcher of watchers) watcher(state, before);
    }
    if (closed) return;
    if (result.socket.open === 'now') await open();
    else if (result.socket.open === 'at')
      later(result.socket.at - clock.now(), () => step({ type: 'retry' }));
  }

  function later(ms: number, then: () => Promise<void>) {
    timer.abort();
    timer = new AbortController();
    clock.sleep(ms, timer.signal).then(
      () => then().catch(failed),
      () => undefined,
    );
  }

  async function forget() {
    await answerWithin(
      clock,
      END_DEADLINE,
      deps.handled().then(() => true),
    ).catch((error) => log.warn({ event: 'forget', err: error }));
    await auth.reset();
  }

  async function open() {
    timer.abort();
    opening += 1;
    const mine = opening;
    // A code that nobody typed leaves a `me` behind, and the next connection would try to log in with it.
    if (!auth.linked() && auth.creds.me) await auth.reset();
    if (mine !== opening || closed) return;
    const { creds } = auth;
    const one = make();
    sock = one;
    one.ev.on('creds.update', (update) => {
      // What a socket of a link that is gone still says must not reach the next one's credentials.
      if (auth.creds !== creds) return;
      Object.assign(creds, update);
      void auth.saveCreds();
    });
    one.ev.on('connection.update', (update) => {
      if (sock === one) changed(one, update).catch(failed);
    });
    one.ws.on('CB:notification,type:link_code_companion_reg', () => {
      // The letters were typed. What the phone does with the answer is not told.
      if (sock === one) step({ type: 'scanned' }).then(waitForPhone, failed);
    });
    one.ws.on('CB:notification,type:passkey_prologue_request', () => {
      if (sock === one) passkey().catch(failed);
    });
    one.ws.on('CB:notification,type:companion_reg_refresh', () => {
      if (sock === one) renewCode().catch(failed);
    });
    for (const listener of attach) listener(one);
    later(CONNECT_DEADLINE, async () => {
      log.warn({ event: 'connect-deadline' });
      await one.end(new Error('neither a code nor a login'));
    });
  }

  const waitForPhone = () => later(STUCK_AFTER, () => step({ type: 'stuck', why: 'silence' }));

  /**
   * The phone has read the code, and the server wants a passkey of this side (whatsmeow's `pair-passkey.go`).
   * Only WhatsApp's own apps can show one, so further codes would end at the same door.
   */
  async function passkey() {
    await end();
    await step({ type: 'stuck', why: 'passkey' });
  }

  /**
   * The server retires the secret that the QR on the screen carries: a phone that reads it is refused.
   * WhatsApp Web makes another one and draws the same code again; the letters have a secret of their own.
   */
  async function renewCode() {
    if (state.is !== 'awaiting-scan' || state.how !== 'qr') return;
    auth.creds.advSecretKey = newSecret();
    await auth.saveCreds();
    await step({ ...state, type: 'code', text: withSecret(state.text, auth.creds.advSecretKey) });
  }

  async function changed(one: WASocket, update: Partial<ConnectionState>) {
    if (update.qr) {
      if (state.is !== 'linking') timer.abort();
      await code(one, update.qr);
    }
    if (update.isNewLogin) {
      await step({ type: 'scanned' });
      waitForPhone();
    }
    if (update.connection === 'open') {
      timer.abort();
      await step({ type: 'opened', phone: phoneOf(auth) ?? '' });
    }
    if (update.connection === 'close') {
      sock = null;
      const mine = opening;
      const error = update.lastDisconnect?.error;
      const data = error && 'data' in error && typeof error.data === 'object' ? error.data : null;
      const ending = await curable(endingOf(statusOf(error), { ...data }, clock.now()));
      if (mine !== opening) return;
      log.info({ event: 'closed', code: statusOf(error), ending: ending.is });
      wanted?.failed(error ?? new Error('the connection closed'));
      wanted = null;
      await step({ type: 'closed', ending, linked: auth.linked() });
    }
  }

  /** Too old a version is tried once more, as a newer one if there is any. */
  const curable = async (ending: Ending): Promise<Ending> =>
    ending.is === 'outdated' && (await deps.versions.renew()) ? { is: 'restart' } : ending;

  async function code(one: WASocket, text: string) {
    const now = clock.now();
    if (state.is === 'linking' || (state.is === 'awaiting-scan' && state.how === 'code')) return;
    const asked = wanted;
    wanted = null;
    try {
      const letters = asked && (await requestCode(clock, one, asked.phone, codes));
      if (letters) await step({ type: 'code', how: 'code', text: letters, expiresAt: now + LETTERS_LIFE });
      asked?.done();
      if (letters) return;
    } catch (error) {
      asked?.failed(error);
      if (sock !== one) return;
    }
    const first = state.is !== 'awaiting-scan';
    const expiresAt = now + (first ? FIRST_CODE_LIFE : NEXT_CODE_LIFE);
    // Baileys makes all codes of a socket with the secret that it began with.
    const current = withSecret(text, auth.creds.advSecretKey);
    await step({ type: 'code', how: 'qr', text: current, expiresAt });
  }

  /** Ends what is open; its `close` event is nobody's any more. */
  async function end() {
    timer.abort();
    opening += 1;
    wanted?.failed(new Error('something else was asked for'));
    wanted = null;
    const one = sock;
    sock = null;
    if (!one) return;
    await answerWithin(
      clock,
      END_DEADLINE,
      Promise.resolve(one.end(undefined)).then(() => true),
    ).catch(() => undefined);
  }

  /** Tells the server, which is the only way to disappear from the phone's list of devices. */
  async function sayGoodbye(): Promise<boolean> {
    if (!auth.linked()) return true;
    if (state.is !== 'online') await link.connect();
    const since = clock.monotonic();
    while (!closed && state.is !== 'online' && clock.monotonic() - since < ONLINE_DEADLINE)
      await clock.sleep(50);
    const one = sock;
    const jid = auth.creds.me?.id;
    if (!one || !jid || state.is !== 'online') return false;
    // The server's answer is an end of the stream with 401, which is no news by now.
    sock = null;
    const told = await removeDevice(clock, one, jid).then(
      () => true,
      (error) => {
        log.warn({ event: 'unlink', err: error });
        return false;
      },
    );
    sock = one;
    return told;
  }

  const link: Link = {
    state: () => state,
    identity: () =>
      auth.linked()
        ? { linked: true, phone: phoneOf(auth), lid: lidOf(auth) }
        : { linked: false, phone: null, lid: null },
    watch(listener) {
      watchers.add(listener);
      return () => watchers.delete(listener);
    },
    async connect() {
      const busy = state.is === 'connecting' || (state.is === 'linking' && !state.stuck);
      if (state.is === 'online' || (busy && sock)) return;
      await end();
      await step({ type: 'connect', linked: auth.linked() });
    },
    async pairWithCode(phone) {
      if (auth.linked()) return link.connect();
      await codes.count();
      await end();
      const asked = new Promise<void>((done, failed) => {
        wanted = { phone: phone.replace(/\D/g, ''), done, failed };
      });
      await step({ type: 'connect', linked: false });
      await asked;
    },
    async cancelScan() {
      const stuck = state.is === 'linking' && state.stuck;
      const waits = state.is === 'awaiting-scan' || state.is === 'scan-expired' || state.is === 'unreachable';
      if (!waits && !stuck) return;
      await end();
      await step({ type: 'cancel' });
    },
    async sleep() {
      await end();
      await step({ type: 'sleep' });
    },
    wake: () => link.connect(),
    stayOut: (since) => step({ type: 'stay-out', since }),
    async unlink() {
      const told = await sayGoodbye();
      if (!told) log.warn({ event: 'unlink', told });
      await end();
      await step({ type: 'unlink' });
      return { told };
    },
  };

  return {
    link,
    current: () => (state.is === 'online' ? sock : null),
    onSocket: (listener) => void attach.push(listener),
    refresh() {
      const one = sock;
      if (one) void one.end(new Error('nothing comes in'));
    },
    async close() {
      closed = true;
      await end();
    },
  };
}

function phoneOf(auth: AuthState): string | null {
  const id = auth.creds.me?.id;
  return id ? (jidDecode(id)?.user ?? null) : null;
}

function lidOf(auth: AuthState): string | null {
  const user = jidDecode(auth.creds.me?.lid)?.user;
  return user ? `${user}@lid` : null;
}
