/**
 * What comes in: acks and receipts straight from the wire, messages from the inbox, where they lie since
 * before their receipt left. Also the barrier: after a (re)connect nobody is written to before what waited
 * for us is worked off.
 */
import {
  type BinaryNode,
  getBinaryNodeChild,
  getBinaryNodeChildren,
  type WASocket,
} from '@whiskeysockets/baileys';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { GatewayEvent, IncomingMessage } from '../queue/ports.ts';
import type { AuthState, KeyStore } from './auth-state.ts';
import type { Devices } from './devices.ts';
import { newChats, reachOutLock } from './limits.ts';
import { createReader, isPerson } from './reading.ts';
import { eventOf, type Told, type ToldLog } from './receipts.ts';

export interface Inbound {
  /** Tells again what a kill may have kept from the store. */
  repeat(): void;
  /** The barrier is passed and the socket is open. */
  ready(): boolean;
  on(listener: (event: GatewayEvent) => void): () => void;
  /** Sets who handles messages; what waits is handed over at once. A batch that throws comes again. */
  onMessage(handler: (messages: IncomingMessage[]) => Promise<void>): void;
  /** When anything but a ping's answer came last, by the monotonic clock. */
  lastInbound(): number;
  /** Resolves when nothing that came in waits. */
  idle(): Promise<void>;
  /** Resolves when nothing is being handled. */
  close(): Promise<void>;
}

const BARRIER = { quiet: 5_000, most: 60_000, look: 100 };
const BATCH = 100;
/** How long until a batch that could not be handled is tried again. */
const TRY_AGAIN = [500, 2_000, 10_000, 30_000];
/** What the wire said about a message is lost if we are killed in between, and comes again with the message. */
const NAMELESS_FOR = 600_000;
const KEEP_HANDLED = 7 * 86_400_000;
export function createInbound(deps: {
  auth: AuthState;
  store: KeyStore;
  told: ToldLog;
  devices: Pick<Devices, 'forget' | 'forgetOwn'>;
  current: () => WASocket | null;
  onSocket: (listener: (sock: WASocket) => void) => void;
  /** A phone didn't find the file of this message. */
  mediaMissing: (id: string) => void;
  clock: Clock;
  log: Logger;
  onFatal: (error: unknown) => void;
}): Inbound {
  const { auth, store, clock, log } = deps;
  const listeners = new Set<(event: GatewayEvent) => void>();
  const { isOwn, read } = createReader(auth);
  const offline = new Set<string>();
  const ending = new AbortController();
  let handler: ((messages: IncomingMessage[]) => Promise<void>) | null = null;
  let working: Promise<void> = Promise.resolve();
  let asked = false;
  let failures = 0;
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
    await Promise.race([idle(), late]);
    over.abort();
    if (deps.current() === sock) setReady(true);
  }

  const stale = (jid: string | undefined) =>
    void deps.devices.forget(jid).catch((error) => log.warn({ event: 'devices', err: error }));

  function acked({ attrs }: BinaryNode) {
    const at = Number(attrs.t) * 1000 || clock.now();
    if (!attrs.id) return;
    if (attrs.phash) for (const jid of [attrs.from, undefined]) stale(jid);
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

  auth.onOpened(() => work());

  /** Hands over what waits, in order; one run at a time, another one if more came meanwhile. */
  function work() {
    if (asked) return;
    asked = true;
    working = working.then(run);
  }

  /** A batch that fails comes again until it is handled: an opt-out among it must not wait for news. */
  async function run(): Promise<void> {
    while (!ending.signal.aborted) {
      try {
        asked = false;
        await handleAll();
        failures = 0;
        return;
      } catch (error) {
        log.error({ event: 'inbox', err: error });
        const wait = TRY_AGAIN[Math.min(failures, TRY_AGAIN.length - 1)] ?? 0;
        failures += 1;
        await clock.sleep(wait, ending.signal).catch(() => undefined);
      }
    }
  }

  async function idle() {
    work();
    await working;
  }

  async function handleAll() {
    if (!handler || ending.signal.aborted) return;
    for (;;) {
      const known = clock.now() - NAMELESS_FOR;
      const waiting = (await store.waiting(BATCH)).filter(({ attrs, at }) => attrs !== null || at < known);
      if (waiting.length === 0) return;
      const messages: IncomingMessage[] = [];
      for (const entry of waiting) {
        const message = await read(entry);
        if (message) messages.push(message);
      }
      if (messages.length > 0) await handler(messages);
      await store.handled(
        waiting.map(({ key }) => key),
        clock.now(),
      );
      await store.prune(clock.now() - KEEP_HANDLED);
    }
  }

  return {
    ready: () => ready && deps.current() !== null,
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    idle,
    repeat() {
      for (const told of deps.told.earlier()) emit(eventOf(told));
    },
    onMessage(next) {
      handler = next;
      work();
    },
    lastInbound: () => inboundAt,
    async close() {
      ending.abort();
      await working;
    },
  };
}

const attrsOf = (node: BinaryNode): Record<string, string> => ({ ...node.attrs });
