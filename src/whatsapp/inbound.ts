/**
 * What comes in: acks and receipts straight from the wire, messages from the inbox, where they lie since
 * before their receipt left. Also the barrier: after a (re)connect nobody is written to before what waited
 * for us is worked off.
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
import type { GatewayEvent, PersonKey } from '../queue/ports.ts';
import type { AuthState, KeyStore } from './auth-state.ts';
import type { Devices } from './devices.ts';
import { createInbox, type Inbox } from './inbox.ts';
import { newChats, reachOutLock } from './limits.ts';
import { createReader, isPerson } from './reading.ts';
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

const BARRIER = { quiet: 5_000, most: 60_000, look: 100 };
/** Refused for its devices or its address: both are asked for anew before the next try. */
const STALE: readonly string[] = ['400', '479'];
/** An ack is an answer; one that took longer than this says little about the time. */
const ACK_AGE = 30_000;

export function createInbound(deps: {
  auth: AuthState;
  store: KeyStore;
  told: ToldLog;
  devices: Pick<Devices, 'forget' | 'forgetOwn'>;
  current: () => WASocket | null;
  onSocket: (listener: (sock: WASocket) => void) => void;
  /** A phone didn't find the file of this message. */
  mediaMissing: (id: string) => void;
  heardTime: (theirs: number, age: number) => void;
  clock: Clock;
  log: Logger;
  onFatal: (error: unknown) => void;
}): Inbound {
  const { auth, store, clock, log } = deps;
  const listeners = new Set<(event: GatewayEvent) => void>();
  const { isOwn, read, personOf } = createReader(auth);
  let strange: (person: PersonKey) => Promise<void> = async () => undefined;
  const inbox = createInbox({ store, read, clock, log });
  const offline = new Set<string>();
  const ending = new AbortController();
  let ready = false;
  let listRead = false;
  let inboundAt = clock.monotonic();
  let movedAt = inboundAt;

  const emit = (event: GatewayEvent) => {
    for (const listener of listeners) listener(event);
  };

  function setReady(now: boolean) {
    if (ready === now) return;
    ready = now;
    emit({ type: 'link', ready });
  }

  deps.onSocket((sock) => {
    offline.clear();
    listRead = false;
    deps.devices.forgetOwn();
    const madeAt = clock.monotonic();
    sock.ws.on('CB:success', ({ attrs }: BinaryNode) =>
      deps.heardTime(Number(attrs.t) * 1000, clock.monotonic() - madeAt),
    );
    const alive = () => {
      inboundAt = clock.monotonic();
    };
    sock.ws.on('CB:message', (node: BinaryNode) => {
      alive();
      for (const enc of getBinaryNodeChildren(node, 'enc')) {
        if (!(enc.content instanceof Uint8Array)) continue;
        auth.announce(enc.content, attrsOf(node));
        if (node.attrs.offline && node.attrs.id) offline.add(node.attrs.id);
      }
      const plain = getBinaryNodeChild(node, 'plaintext')?.content;
      if (plain instanceof Uint8Array && isPerson(node.attrs.from))
        void auth.keepPlain(plain, attrsOf(node)).catch(deps.onFatal);
    });
    sock.ws.on('CB:ack,class:message', (node: BinaryNode) => {
      alive();
      acked(node);
    });
    sock.ws.on('CB:receipt', (node: BinaryNode) => {
      alive();
      receipt(node);
    });
    sock.ws.on('CB:notification,type:devices', (node: BinaryNode) => stale(node.attrs.from));
    sock.ws.on('CB:notification,type:encrypt', (node: BinaryNode) => {
      const { from } = node.attrs;
      if (getBinaryNodeChild(node, 'identity') && isPerson(from) && !isOwn(from)) stranger(from ?? '');
    });
    sock.ev.on('messages.upsert', ({ messages }) => {
      for (const { key, messageStubType } of messages)
        if (key.id && !messageStubType && offline.delete(key.id)) movedAt = clock.monotonic();
    });
    sock.ev.on('message-capping.update', (cap) =>
      emit({ type: 'limits', limits: { reachOutLock: null, newChats: newChats(cap) } }),
    );
    sock.ev.on('connection.update', (update) => {
      if (update.receivedPendingNotifications) listRead = true;
      if (update.reachoutTimeLock)
        emit({
          type: 'limits',
          limits: { reachOutLock: reachOutLock(update.reachoutTimeLock), newChats: null },
        });
      if (update.connection === 'open') void barrier(sock).catch(deps.onFatal);
      if (update.connection === 'close') setReady(false);
    });
  });

  /** Waits until what lay in the offline queue is handled, or nothing moves any more. */
  async function barrier(sock: WASocket) {
    const since = clock.monotonic();
    movedAt = since;
    for (;;) {
      const now = clock.monotonic();
      if (listRead && offline.size === 0) break;
      if (now - Math.max(movedAt, inboundAt) > BARRIER.quiet || now - since > BARRIER.most) {
        log.warn({ event: 'barrier', listRead, left: offline.size });
        break;
      }
      await clock.sleep(BARRIER.look, ending.signal);
    }
    const over = new AbortController();
    const late = clock.sleep(BARRIER.most, over.signal).catch(() => undefined);
    await Promise.race([inbox.idle(), late]);
    over.abort();
    if (deps.current() === sock) setReady(true);
  }

  const stale = (jid: string | undefined) =>
    void deps.devices.forget(jid).catch((error) => log.warn({ event: 'devices', err: error }));

  function stranger(jid: string) {
    personOf({ from: jid })
      .then((person) => strange(person))
      .catch((error) => log.error({ event: 'identity', err: error }));
  }

  auth.onIdentity(({ user, lid }) => stranger(`${user}@${lid ? 'lid' : 's.whatsapp.net'}`));

  function acked({ attrs }: BinaryNode) {
    const at = Number(attrs.t) * 1000 || clock.now();
    deps.heardTime(Number(attrs.t) * 1000, ACK_AGE);
    if (!attrs.id) return;
    if (attrs.phash) for (const jid of [attrs.from, undefined]) stale(jid);
    if (attrs.error && STALE.includes(attrs.error)) stale(attrs.from);
    if (attrs.error) emit({ type: 'refused', id: attrs.id, code: Number(attrs.error), at });
    else tell({ type: 'ack', id: attrs.id, at });
  }

  function tell(told: Told) {
    try {
      deps.told.note(told);
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
  function receipt(node: BinaryNode) {
    const { attrs } = node;
    const at = Number(attrs.t) * 1000 || clock.now();
    const lists = getBinaryNodeChildren(node, 'list').flatMap((list) => getBinaryNodeChildren(list, 'item'));
    const ids = [attrs.id, ...lists.map((item) => item.attrs.id)].filter((id) => id !== undefined);
    // Other programs that are linked confirm their copies, too; the phone is device 0.
    if (attrs.type === 'sender' && !jidDecode(attrs.from)?.device) emit({ type: 'own-phone' });
    if (attrs.type === 'retry') for (const id of ids) emit({ type: 'retry-asked', id, at });
    if (attrs.type === 'server-error') for (const id of ids) deps.mediaMissing(id);
    const kind =
      attrs.type === undefined || attrs.type === ''
        ? 'delivered'
        : attrs.type === 'read' || attrs.type === 'played'
          ? 'read'
          : null;
    if (kind && !isOwn(attrs.from)) for (const id of ids) tell({ type: kind, id, at });
  }

  auth.onOpened(inbox.work);

  return {
    ready: () => ready && deps.current() !== null,
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
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

const attrsOf = (node: BinaryNode): Record<string, string> => ({ ...node.attrs });
