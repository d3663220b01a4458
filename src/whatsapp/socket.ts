/** One Baileys socket after another: their life, what they tell, and what people do with the link. */
import type { ConnectionState, WASocket } from '@whiskeysockets/baileys';
import type { Logger } from 'pino';
import type { Clock, Dice } from '../clock.ts';
import type { AuthState, KeyStore } from './auth-state.ts';
import { type Ending, endingOf } from './codes.ts';
import { answerWithin, statusOf } from './deadline.ts';
import { lidOf, phoneOf } from './jid.ts';
import { createLife, type Life } from './life.ts';
import type { Link } from './link.ts';
import type { WireMessage } from './message.ts';
import { createOffer, type Offer } from './offer.ts';
import { type CodeLimit, createCodeLimit } from './pairing-code.ts';
import { createSockets, removeDevice, type SocketSettings } from './sockets.ts';
import { createSteps, type Steps } from './steps.ts';
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

export interface SocketDeps {
  readonly auth: AuthState;
  readonly store: Pick<KeyStore, 'get' | 'commit'>;
  readonly settings: Pick<SocketSettings, 'wsUrl'>;
  readonly versions: Versions;
  /** Answers a retry receipt: the content of one of our messages, or undefined when it must not go out. */
  readonly getMessage: (id: string) => Promise<WireMessage | undefined>;
  /** Resolves when what people wrote is handled; awaited, for a while, before the keys are put aside. */
  readonly handled: () => Promise<void>;
  readonly clock: Clock;
  readonly dice: Dice;
  readonly log: Logger;
}

const STUCK_AFTER = 60_000;
/** From the first byte to a code or to being logged in; the first login uploads 812 keys on its way. */
const CONNECT_DEADLINE = 60_000;
/** How long what people wrote may take to be handled before the keys are put aside. */
const HANDLED_DEADLINE = 5_000;
/** How long unlinking waits for a connection, since only a connected device can say goodbye. */
const ONLINE_DEADLINE = 20_000;

export function createSocketLink(deps: SocketDeps): SocketLink {
  const { auth, clock, log } = deps;
  const attach: ((sock: WASocket) => void)[] = [];
  const codes = createCodeLimit(deps);
  const steps: Steps = createSteps({ ...deps, open: () => life.open(), forget: () => forget(deps) });
  const offer = createOffer({ auth, steps, codes, isCurrent: (one) => life.current() === one, clock });
  const life = createLife({
    ...deps,
    steps,
    offer,
    make: createSockets(deps),
    made(one) {
      listen(deps, { one, isCurrent: () => life.current() === one, life, steps, offer });
      for (const listener of attach) listener(one);
      steps.later(CONNECT_DEADLINE, async () => {
        log.warn({ event: 'connect-deadline' });
        await one.end(new Error('neither a code nor a login'));
      });
    },
  });
  return {
    link: createLink(deps, { steps, offer, codes, life }),
    current: () => (steps.state().is === 'online' ? life.current() : null),
    onSocket: (listener) => void attach.push(listener),
    refresh() {
      void life.current()?.end(new Error('nothing comes in'));
    },
    async close() {
      steps.close();
      await life.close();
    },
  };
}

/** What people wrote is handled first, since the keys that opened it go. */
async function forget({ auth, handled, clock, log }: SocketDeps): Promise<void> {
  const done = handled().then(() => true);
  await answerWithin(clock, HANDLED_DEADLINE, done).catch((error) =>
    log.warn({ event: 'forget', err: error }),
  );
  await auth.reset();
}

/** What a new socket tells, as steps of the link. */
function listen(
  { auth, clock, versions, log }: SocketDeps,
  on: { one: WASocket; isCurrent: () => boolean; life: Life; steps: Steps; offer: Offer },
) {
  const { one, isCurrent, life, offer } = on;
  const { step, later, still, state } = on.steps;
  const { creds } = auth;
  const failed = (error: unknown) => log.error({ event: 'link', err: error });
  const waitForPhone = () => later(STUCK_AFTER, () => step({ type: 'stuck', why: 'silence' }));

  async function ended(error: Error | undefined) {
    const data = error && 'data' in error && typeof error.data === 'object' ? error.data : null;
    const { found: ending, stillLost } = await life.lost(() =>
      curable(versions, endingOf(statusOf(error), { ...data }, clock.now())),
    );
    if (!stillLost) return;
    log.info({ event: 'closed', code: statusOf(error), ending: ending.is });
    offer.refuse(error ?? new Error('the connection closed'));
    await step({ type: 'closed', ending, linked: auth.linked() });
  }

  async function changed(update: Partial<ConnectionState>) {
    if (update.qr) {
      if (state().is !== 'linking') still();
      await offer.show(one, update.qr);
    }
    if (update.isNewLogin) {
      await step({ type: 'scanned' });
      waitForPhone();
    }
    if (update.connection === 'open') {
      still();
      await step({ type: 'opened', phone: phoneOf(auth.creds.me) ?? '' });
    }
    if (update.connection === 'close') await ended(update.lastDisconnect?.error);
  }

  /**
   * The phone has read the code, and the server wants a passkey of this side (whatsmeow's `pair-passkey.go`).
   * Only WhatsApp's own apps can show one, so further codes would end at the same door.
   */
  async function passkey() {
    await life.end();
    await step({ type: 'stuck', why: 'passkey' });
  }

  const onNotice = (type: string, act: () => Promise<void>) =>
    one.ws.on(`CB:notification,type:${type}`, () => {
      if (isCurrent()) act().catch(failed);
    });

  one.ev.on('creds.update', (update) => {
    // What a socket of a link that is gone still says must not reach the next one's credentials.
    if (auth.creds !== creds) return;
    Object.assign(creds, update);
    void auth.saveCreds();
  });
  one.ev.on('connection.update', (update) => {
    if (isCurrent()) changed(update).catch(failed);
  });
  // The letters were typed. What the phone does with the answer is not told.
  onNotice('link_code_companion_reg', () => step({ type: 'scanned' }).then(waitForPhone));
  onNotice('passkey_prologue_request', passkey);
  onNotice('companion_reg_refresh', offer.renew);
}

/** Too old a version is tried once more, as a newer one if there is any. */
async function curable(versions: Versions, ending: Ending): Promise<Ending> {
  return ending.is === 'outdated' && (await versions.renew()) ? { is: 'restart' } : ending;
}

/** What people do with the link. */
function createLink(
  deps: SocketDeps,
  { steps, offer, codes, life }: { steps: Steps; offer: Offer; codes: CodeLimit; life: Life },
): Link {
  const { auth, log } = deps;
  const { state, step } = steps;

  async function connect() {
    const now = state();
    const busy = now.is === 'connecting' || (now.is === 'linking' && !now.stuck);
    if (now.is === 'online' || (busy && life.current())) return;
    await life.end();
    await step({ type: 'connect', linked: auth.linked() });
  }

  return {
    state,
    identity: () =>
      auth.linked()
        ? { linked: true, phone: phoneOf(auth.creds.me), lid: lidOf(auth.creds.me) }
        : { linked: false, phone: null, lid: null },
    watch: steps.watch,
    connect,
    async pairWithCode(phone) {
      if (auth.linked()) return connect();
      await codes.count();
      await life.end();
      await Promise.all([offer.ask(phone.replace(/\D/g, '')), step({ type: 'connect', linked: false })]);
    },
    async cancelScan() {
      const now = state();
      const stuck = now.is === 'linking' && now.stuck;
      const waits = now.is === 'awaiting-scan' || now.is === 'scan-expired' || now.is === 'unreachable';
      if (!waits && !stuck) return;
      await life.end();
      await step({ type: 'cancel' });
    },
    async sleep() {
      await life.end();
      await step({ type: 'sleep' });
    },
    wake: connect,
    stayOut: (since) => step({ type: 'stay-out', since }),
    async unlink() {
      const told = await sayGoodbye(deps, { steps, life, connect });
      if (!told) log.warn({ event: 'unlink', told });
      await life.end();
      await step({ type: 'unlink' });
      return { told };
    },
  };
}

/** Tells the server, which is the only way to disappear from the phone's list of devices. */
async function sayGoodbye(
  { auth, clock, log }: SocketDeps,
  { steps, life, connect }: { steps: Steps; life: Life; connect: () => Promise<void> },
): Promise<boolean> {
  const isOnline = () => steps.state().is === 'online';
  if (!auth.linked()) return true;
  if (!isOnline()) await connect();
  const since = clock.monotonic();
  while (!steps.isClosed() && !isOnline() && clock.monotonic() - since < ONLINE_DEADLINE)
    await clock.sleep(50);
  const one = isOnline() ? life.current() : null;
  const jid = auth.creds.me?.id;
  if (!one || !jid) return false;
  // The server's answer is an end of the stream with 401, which is no news by now.
  return life.deaf(one, () =>
    removeDevice(clock, one, jid).then(
      () => true,
      (error) => {
        log.warn({ event: 'unlink', err: error });
        return false;
      },
    ),
  );
}
