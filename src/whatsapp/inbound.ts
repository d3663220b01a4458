/**
 * What comes in: acks and receipts straight from the wire, messages from the inbox, where they lie since before their
 * receipt left.
 */
import {
  type BinaryNode,
  getBinaryNodeChild,
  getBinaryNodeChildren,
  jidDecode,
  type WASocket,
} from '@whiskeysockets/baileys';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { createListeners } from '../listeners.ts';
import type { GatewayEvent, PersonKey } from '../queue/ports.ts';
import type { AuthState, KeyStore } from './auth-state.ts';
import { type Barrier, createBarrier } from './barrier.ts';
import type { Devices } from './devices.ts';
import { createInbox, type Inbox } from './inbox.ts';
import { isOwn, isPerson } from './jid.ts';
import { newChats, reachOutLock } from './limits.ts';
import { createReader } from './reading.ts';
import { eventOf, type Told, type ToldLog } from './receipts.ts';

export interface Inbound extends Pick<Inbox, 'onMessage' | 'idle' | 'close'> {
  /** Tells again what a kill may have kept from the store. */
  repeat(): void;
  /** The barrier is passed and the socket is open. */
  ready(): boolean;
  on(listener: (event: GatewayEvent) => void): () => void;
  /** When anything but a ping's answer came last, by the monotonic clock. */
  lastInbound(): number;
  /** Sets who is told that a known number may be another person's by now. */
  onStranger(handler: (person: PersonKey) => Promise<void>): void;
}

/** Refused for its devices or its address: both are asked for anew before the next try. */
const STALE: readonly string[] = ['400', '479'];
/** An ack is an answer; one that took longer than this says little about the time. */
const ACK_AGE = 30_000;

interface InboundDeps {
  readonly auth: AuthState;
  readonly store: KeyStore;
  readonly told: ToldLog;
  readonly devices: Pick<Devices, 'forget' | 'forgetOwn'>;
  readonly current: () => WASocket | null;
  readonly onSocket: (listener: (sock: WASocket) => void) => void;
  /** A phone didn't find the file of this message. */
  readonly mediaMissing: (id: string) => void;
  readonly heardTime: (theirs: number, age: number) => void;
  readonly clock: Clock;
  readonly log: Logger;
  readonly onFatal: (error: unknown) => void;
}

export function createInbound(deps: InboundDeps): Inbound {
  const { auth, clock, log } = deps;
  const reader = createReader(auth);
  const inbox = createInbox({ ...deps, read: reader.read });
  const listeners = createListeners<[GatewayEvent]>();
  const ending = new AbortController();
  let strange: (person: PersonKey) => Promise<void> = async () => undefined;
  let ready = false;
  let inboundAt = clock.monotonic();

  const emit = listeners.tell;
  const hearing: Hearing = {
    alive() {
      inboundAt = clock.monotonic();
    },
    emit,
    barrier: createBarrier({
      clock,
      log,
      idle: inbox.idle,
      inboundAt: () => inboundAt,
      signal: ending.signal,
    }),
    setReady(now) {
      if (ready === now) return;
      ready = now;
      emit({ type: 'link', ready });
    },
    stranger(jid) {
      reader
        .personOf({ from: jid })
        .then((person) => strange(person))
        .catch((error) => log.error({ event: 'identity', err: error }));
    },
  };
  deps.onSocket((sock) => {
    hearing.barrier.reset();
    deps.devices.forgetOwn();
    hearFrames(deps, hearing, sock);
    hearEvents(deps, hearing, sock);
  });
  auth.onIdentity(({ user, lid }) => hearing.stranger(`${user}@${lid ? 'lid' : 's.whatsapp.net'}`));
  auth.onOpened(inbox.work);

  return {
    ready: () => ready && deps.current() !== null,
    on: listeners.add,
    idle: inbox.idle,
    repeat() {
      for (const told of deps.told.earlier()) emit(eventOf(told));
    },
    onMessage: inbox.onMessage,
    onStranger(handler) {
      strange = handler;
    },
    lastInbound: () => inboundAt,
    async close() {
      ending.abort();
      await inbox.close();
    },
  };
}

/** What a socket's listeners share. */
interface Hearing {
  /** Something came that is no ping's answer. */
  alive(): void;
  emit(event: GatewayEvent): void;
  readonly barrier: Barrier;
  setReady(ready: boolean): void;
  /** A known number may be another person's by now. */
  stranger(jid: string): void;
}

/** Straight from the wire. */
function hearFrames(deps: InboundDeps, hearing: Hearing, { ws }: WASocket) {
  const { auth, clock } = deps;
  const { alive } = hearing;
  const madeAt = clock.monotonic();
  ws.on('CB:success', ({ attrs }: BinaryNode) =>
    deps.heardTime(Number(attrs.t) * 1000, clock.monotonic() - madeAt),
  );
  ws.on('CB:message', (node: BinaryNode) => {
    alive();
    for (const enc of getBinaryNodeChildren(node, 'enc')) {
      if (!(enc.content instanceof Uint8Array)) continue;
      auth.announce(enc.content, attrsOf(node));
      if (node.attrs.offline && node.attrs.id) hearing.barrier.came(node.attrs.id);
    }
    const plain = getBinaryNodeChild(node, 'plaintext')?.content;
    if (plain instanceof Uint8Array && isPerson(node.attrs.from))
      void auth.keepPlain(plain, attrsOf(node)).catch(deps.onFatal);
  });
  ws.on('CB:ack,class:message', (node: BinaryNode) => {
    alive();
    acked(deps, hearing, node);
  });
  ws.on('CB:receipt', (node: BinaryNode) => {
    alive();
    receipt(deps, hearing, node);
  });
  ws.on('CB:notification,type:devices', (node: BinaryNode) => stale(deps, node.attrs.from));
  ws.on('CB:notification,type:encrypt', (node: BinaryNode) => {
    const { from } = node.attrs;
    if (getBinaryNodeChild(node, 'identity') && isPerson(from) && !isOwn(from, auth.creds.me))
      hearing.stranger(from ?? '');
  });
}

/** What Baileys makes of it. */
function hearEvents(deps: InboundDeps, { emit, barrier, setReady }: Hearing, sock: WASocket) {
  async function opened() {
    if ((await barrier.pass()) && deps.current() === sock) setReady(true);
  }

  sock.ev.on('messages.upsert', ({ messages }) => {
    for (const { key, messageStubType } of messages) if (key.id && !messageStubType) barrier.kept(key.id);
  });
  sock.ev.on('message-capping.update', (cap) =>
    emit({ type: 'limits', limits: { reachOutLock: null, newChats: newChats(cap) } }),
  );
  sock.ev.on('connection.update', (update) => {
    if (update.receivedPendingNotifications) barrier.listRead();
    if (update.reachoutTimeLock)
      emit({
        type: 'limits',
        limits: { reachOutLock: reachOutLock(update.reachoutTimeLock), newChats: null },
      });
    if (update.connection === 'open') void opened().catch(deps.onFatal);
    if (update.connection === 'close') setReady(false);
  });
}

function stale({ devices, log }: InboundDeps, jid: string | undefined) {
  devices.forget(jid).catch((error) => log.warn({ event: 'devices', err: error }));
}

function acked(deps: InboundDeps, hearing: Hearing, { attrs }: BinaryNode) {
  const at = Number(attrs.t) * 1000 || deps.clock.now();
  deps.heardTime(Number(attrs.t) * 1000, ACK_AGE);
  if (!attrs.id) return;
  if (attrs.phash) for (const jid of [attrs.from, undefined]) stale(deps, jid);
  if (attrs.error && STALE.includes(attrs.error)) stale(deps, attrs.from);
  if (attrs.error) hearing.emit({ type: 'refused', id: attrs.id, code: Number(attrs.error), at });
  else tell(deps, hearing, { type: 'ack', id: attrs.id, at });
}

function tell({ told: file, log }: InboundDeps, { emit }: Hearing, told: Told) {
  try {
    file.note(told);
  } catch (error) {
    // A full disk: what is told is still told, only not safe from a kill.
    log.error({ event: 'told', err: error });
  }
  emit(eventOf(told));
}

/**
 * `sender` is our own phone's, `retry` asks again, `server-error` misses a file, `inactive` says nothing about a
 * screen.
 */
function receipt(deps: InboundDeps, hearing: Hearing, node: BinaryNode) {
  const { attrs } = node;
  const at = Number(attrs.t) * 1000 || deps.clock.now();
  const lists = getBinaryNodeChildren(node, 'list').flatMap((list) => getBinaryNodeChildren(list, 'item'));
  const ids = [attrs.id, ...lists.map((item) => item.attrs.id)].filter((id) => id !== undefined);
  // Other programs that are linked confirm their copies, too; the phone is device 0.
  if (attrs.type === 'sender' && !jidDecode(attrs.from)?.device) hearing.emit({ type: 'own-phone' });
  if (attrs.type === 'retry') for (const id of ids) hearing.emit({ type: 'retry-asked', id, at });
  if (attrs.type === 'server-error') for (const id of ids) deps.mediaMissing(id);
  const kind =
    attrs.type === undefined || attrs.type === ''
      ? 'delivered'
      : attrs.type === 'read' || attrs.type === 'played'
        ? 'read'
        : null;
  if (kind && !isOwn(attrs.from, deps.auth.creds.me))
    for (const id of ids) tell(deps, hearing, { type: kind, id, at });
}

const attrsOf = (node: BinaryNode): Record<string, string> => ({ ...node.attrs });
