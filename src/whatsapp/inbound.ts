/**
 * What comes in: acks and receipts straight from the wire, messages from the inbox, where they lie since
 * before their receipt left. Also the barrier: after a (re)connect nobody is written to before what waited
 * for us is worked off.
 */
import {
  type BinaryNode,
  getBinaryNodeChildren,
  jidDecode,
  normalizeMessageContent,
  proto,
  unpadRandomMax16,
  type WASocket,
} from '@whiskeysockets/baileys';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { PhoneNumber } from '../queue/import/phone.ts';
import type { GatewayEvent, IncomingMessage, PersonKey } from '../queue/ports.ts';
import type { AuthState, InboxMessage, KeyStore } from './auth-state.ts';
import { newChats, reachOutLock } from './gateway.ts';
import type { Directory } from './lookup.ts';

export interface Inbound {
  /** The barrier is passed and the socket is open. */
  ready(): boolean;
  on(listener: (event: GatewayEvent) => void): () => void;
  /** Sets who handles messages; what waits is handed over at once. A batch that throws comes again. */
  onMessage(handler: (messages: IncomingMessage[]) => Promise<void>): void;
  /** When anything but a ping's answer came last, by the monotonic clock. */
  lastInbound(): number;
  /** Resolves when nothing is being handled. */
  close(): Promise<void>;
}

const BARRIER = { quiet: 5_000, most: 60_000, look: 100 };
const BATCH = 100;
const KEEP_HANDLED = 7 * 86_400_000;
/** A kind of message that no person wrote. */
const SILENT = ['protocolMessage', 'reactionMessage', 'senderKeyDistributionMessage', 'pollUpdateMessage'];

export function createInbound(deps: {
  auth: AuthState;
  store: KeyStore;
  directory: Pick<Directory, 'forget' | 'reset'>;
  current: () => WASocket | null;
  onSocket: (listener: (sock: WASocket) => void) => void;
  clock: Clock;
  log: Logger;
  onFatal: (error: unknown) => void;
}): Inbound {
  const { auth, store, clock, log } = deps;
  const listeners = new Set<(event: GatewayEvent) => void>();
  const offline = new Set<string>();
  const ending = new AbortController();
  let handler: ((messages: IncomingMessage[]) => Promise<void>) | null = null;
  let working: Promise<void> = Promise.resolve();
  let asked = false;
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
    deps.directory.reset();
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
    });
    sock.ws.on('CB:ack,class:message', (node: BinaryNode) => {
      alive();
      acked(node);
    });
    sock.ws.on('CB:receipt', (node: BinaryNode) => {
      alive();
      receipt(node);
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
    work();
    await working;
    if (deps.current() === sock) setReady(true);
  }

  function acked({ attrs }: BinaryNode) {
    const at = Number(attrs.t) * 1000 || clock.now();
    if (!attrs.id) return;
    if (attrs.phash && attrs.from) deps.directory.forget(attrs.from);
    if (attrs.error) emit({ type: 'refused', id: attrs.id, code: Number(attrs.error), at });
    else emit({ type: 'ack', id: attrs.id, at });
  }

  /** `sender` is our own phone's, `retry` asks again, `inactive` says nothing about a screen. */
  function receipt(node: BinaryNode) {
    const { attrs } = node;
    const at = Number(attrs.t) * 1000 || clock.now();
    const lists = getBinaryNodeChildren(node, 'list').flatMap((list) => getBinaryNodeChildren(list, 'item'));
    const ids = [attrs.id, ...lists.map((item) => item.attrs.id)].filter((id) => id !== undefined);
    if (attrs.type === 'retry') for (const id of ids) emit({ type: 'retry-asked', id, at });
    const kind =
      attrs.type === undefined || attrs.type === ''
        ? 'delivered'
        : attrs.type === 'read' || attrs.type === 'played'
          ? 'read'
          : null;
    if (kind && !isOwn(attrs.from)) for (const id of ids) emit({ type: 'receipt', id, kind, at });
  }

  const isOwn = (jid: string | undefined) => {
    const user = jidDecode(jid)?.user;
    const { me } = auth.creds;
    return user !== undefined && (user === jidDecode(me?.id)?.user || user === jidDecode(me?.lid)?.user);
  };

  auth.onOpened(() => work());

  /** Hands over what waits, in order; one run at a time, another one if more came meanwhile. */
  function work() {
    if (asked) return;
    asked = true;
    working = working.then(run).catch((error) => log.error({ event: 'inbox', err: error }));
  }

  async function run() {
    asked = false;
    if (!handler || ending.signal.aborted) return;
    for (;;) {
      const waiting = (await store.waiting(BATCH)).filter(({ attrs }) => attrs !== null);
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

  /** `null` for what no person wrote to us: own messages, groups, statuses, protocol. */
  async function read(entry: InboxMessage): Promise<IncomingMessage | null> {
    const attrs = entry.attrs ?? {};
    const from = attrs.from ?? '';
    if (!/@(s\.whatsapp\.net|lid)$/.test(from) || isOwn(from)) return null;
    const content = decode(entry.plaintext);
    const kind = content && kindOf(content);
    if (!content || !kind || SILENT.includes(kind)) return null;
    return {
      key: entry.key,
      id: attrs.id ?? entry.key,
      at: Number(attrs.t) * 1000 || entry.at,
      person: await personOf(attrs),
      pushName: attrs.notify ?? null,
      text: textOf(content),
      kind: kind === 'conversation' || kind === 'extendedTextMessage' ? 'text' : kind.replace(/Message$/, ''),
    };
  }

  /** Both names of a person: those that the stanza tells, the missing one from what was learned before. */
  async function personOf(attrs: Readonly<Record<string, string>>): Promise<PersonKey> {
    const named = [
      attrs.from,
      attrs.sender_pn,
      attrs.sender_lid,
      attrs.participant_pn,
      attrs.participant_lid,
    ];
    const user = (server: string) =>
      jidDecode(named.find((jid) => jid?.endsWith(`@${server}`)))?.user ?? null;
    let [phone, lid] = [user('s.whatsapp.net'), user('lid')];
    if (phone && !lid) lid = (await auth.keys.get('lid-mapping', [phone]))[phone] ?? null;
    if (lid && !phone)
      phone = (await auth.keys.get('lid-mapping', [`${lid}_reverse`]))[`${lid}_reverse`] ?? null;
    return { phone: phone as PhoneNumber | null, lid };
  }

  return {
    ready: () => ready && deps.current() !== null,
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
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

function decode(plaintext: Uint8Array) {
  try {
    return normalizeMessageContent(proto.Message.decode(unpadRandomMax16(plaintext))) ?? null;
  } catch {
    return null;
  }
}

type Message = NonNullable<ReturnType<typeof decode>>;

function kindOf(content: Message): string | null {
  const plain = proto.Message.toObject(proto.Message.fromObject(content));
  return Object.keys(plain).find((key) => key !== 'messageContextInfo') ?? null;
}

function textOf(content: Message): string | null {
  return (
    content.conversation ||
    content.extendedTextMessage?.text ||
    content.imageMessage?.caption ||
    content.videoMessage?.caption ||
    content.documentMessage?.caption ||
    content.buttonsResponseMessage?.selectedDisplayText ||
    content.listResponseMessage?.title ||
    null
  );
}
