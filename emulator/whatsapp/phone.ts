import { randomBytes } from 'node:crypto';
import { encodeBigEndian, encodeWAMessage, proto } from '@whiskeysockets/baileys';
import { type Account, type LinkedDevice, takeBundle } from './account.ts';
import { labelOf, readContent } from './content.ts';
import { lidJidOf, type Person, pnOf } from './directory.ts';
import type { FaultState } from './faults.ts';
import type { Content, Journal } from './journal.ts';
import { type MediaHost, MediaMissing } from './media.ts';
import { node, nowSeconds } from './nodes.ts';
import type { OfflineQueue } from './offline.ts';
import type { Receipts } from './receipts.ts';
import { type Bundle, bundleNodes, createSignalDevice, readMessage, type SignalDevice } from './signal.ts';
import type { Timers } from './timers.ts';

export type Addressing = 'lid' | 'pn';

/** One ciphertext for one device of a person, as the server got it from a linked client. */
export interface Arrival {
  id: string;
  seq: number;
  device: number;
  from: LinkedDevice;
  addressed: Addressing;
  /** The JID that the whole message went to. */
  chat: string;
  type: string;
  /** What the stanza says of its content. */
  label: { type: string | undefined; mediatype: string | undefined };
  ciphertext: Buffer;
}

/** A message that the phone wrote to the business. */
export interface SentMessage {
  id: string;
  message: proto.IMessage;
  attrs: Record<string, string>;
  at: string;
  state: 'sent' | 'delivered' | 'read';
}

export interface Phone {
  readonly person: Person;
  readonly sent: readonly SentMessage[];
  /** Keys for a new session with one of the devices; `undefined` when there is no such device. */
  bundle(device: number): Bundle | undefined;
  receive(arrival: Arrival): void;
  /** Writes to the business, to every device linked to it; resolves with the id when it is on its way. */
  say(what: string | proto.IMessage, how?: How): Promise<string>;
  /** Sends anything else to one linked device, for example what the owner's phone tells a new one. */
  send(to: LinkedDevice, sent: SentMessage): Promise<void>;
  /** The client could not open one of our messages: a new session, the same id. */
  resend(to: LinkedDevice, id: string, count: string, bundle: Bundle | undefined): Promise<void>;
  /** The client confirmed one of our messages. */
  confirmed(id: string, state: 'delivered' | 'read'): void;
  ruleChanged(change: { reply?: unknown; newIdentity?: unknown }): void;
}

/** How a message of a phone's goes out. */
export interface How {
  via?: Addressing | undefined;
  encrypted?: boolean;
  /** The server tells the sender by this one name, and not by the other too. */
  alone?: boolean;
}

export interface PhoneDeps {
  account: Account;
  faults: FaultState;
  journal: Journal;
  media: MediaHost;
  offline: OfflineQueue;
  receipts: Receipts;
  timers: Timers;
  /** A one-time key of this client was handed out. */
  onKeyTaken(device: LinkedDevice): void;
  onChange(): void;
}

const maxRetries = 5;

interface PhoneState {
  person: Person;
  deps: PhoneDeps;
  devices: Map<number, SignalDevice>;
  /** Device and id of every message that was opened. */
  seen: Set<string>;
  retries: Map<string, number>;
  /** What came while the phone was off. */
  held: Arrival[];
  sent: SentMessage[];
  replied: boolean;
  lastAddressed: Addressing;
}

export function createPhone(person: Person, deps: PhoneDeps): Phone {
  const phone: PhoneState = {
    person,
    deps,
    devices: new Map(person.isOwner ? [[0, deps.account.primary]] : []),
    seen: new Set(),
    retries: new Map(),
    held: [],
    sent: [],
    replied: false,
    lastAddressed: 'lid',
  };
  const { timers } = deps;
  return {
    person,
    sent: phone.sent,
    bundle: (device) => deviceOf(phone, device)?.bundle(),
    receive: (arrival) => timers.work(() => receive(phone, arrival)),
    say: (what, { via, ...how } = {}) =>
      inTurn(timers, () => say(phone, what, { ...how, via: via ?? phone.lastAddressed })),
    send: (to, entry) =>
      inTurn(timers, async () => {
        phone.sent.push(entry);
        await post(phone, to, entry);
      }),
    resend: (to, id, count, bundle) =>
      inTurn(timers, async () => {
        const entry = phone.sent.find((other) => other.id === id);
        if (!entry) return;
        await deviceOf(phone, 0)?.startSession(peerOf(to), bundle ?? takeBundle(to));
        await post(phone, to, entry, count);
      }),
    confirmed(id, state) {
      const entry = phone.sent.find((other) => other.id === id);
      if (entry && entry.state !== 'read') entry.state = state;
    },
    ruleChanged({ reply, newIdentity }) {
      if (reply !== undefined) phone.replied = false;
      if (newIdentity === true) phone.devices.clear();
      if (!person.rule.delivers) return;
      for (const arrival of phone.held.splice(0)) timers.work(() => receive(phone, arrival));
    },
  };
}

function deviceOf({ person, devices }: PhoneState, number: number): SignalDevice | undefined {
  if (number < 0 || number >= person.rule.devices) return undefined;
  const device = devices.get(number) ?? createSignalDevice();
  devices.set(number, device);
  return device;
}

function jidOf({ person }: PhoneState, addressed: Addressing, device = 0): string {
  return addressed === 'lid' ? lidJidOf(person, device) : pnOf(person, device);
}

function peerOf(device: LinkedDevice): string {
  return `business:${device.number}`;
}

async function receive(phone: PhoneState, arrival: Arrival): Promise<void> {
  const { person, seen, held, deps } = phone;
  if (!person.rule.delivers) {
    held.push(arrival);
    return;
  }
  const device = deviceOf(phone, arrival.device);
  if (!device) return;
  const key = `${arrival.device} ${arrival.id}`;
  const again = seen.has(key);
  if (!person.isOwner && !again && deps.faults.take('retryReceipts')) {
    askAgain(phone, arrival, device);
    return;
  }
  const place = `${person.number}:${arrival.device}`;
  let message: proto.Message | undefined;
  try {
    message = readMessage(await device.decrypt(peerOf(arrival.from), arrival.type, arrival.ciphertext));
  } catch {
    message = undefined;
  }
  if (again) {
    repeat(phone, arrival);
  } else if (message) {
    seen.add(key);
    deps.journal.opened(place, arrival.id);
    await open(phone, arrival, message);
  } else {
    deps.journal.undecryptable(place, arrival.id);
    askAgain(phone, arrival, device);
  }
}

/** A retry receipt; from the second on with keys for a new session. */
function askAgain(phone: PhoneState, arrival: Arrival, device: SignalDevice): void {
  const key = `${arrival.device} ${arrival.id}`;
  const count = (phone.retries.get(key) ?? 0) + 1;
  if (count > maxRetries) return;
  phone.retries.set(key, count);
  phone.deps.journal.counts.retriesAsked += 1;
  const { id } = arrival;
  const nodes = [
    node('retry', { count: `${count}`, id, t: nowSeconds(), v: '1' }),
    node('registration', {}, encodeBigEndian(device.registrationId, 4)),
  ];
  if (count > 1) nodes.push(node('keys', {}, bundleNodes(device.bundle()).slice(1)));
  const from = jidOf(phone, arrival.addressed, arrival.device);
  const stanza = node('receipt', { id, type: 'retry', from, t: nowSeconds() }, nodes);
  phone.deps.receipts.sendNow(arrival.from, stanza);
}

function confirm(phone: PhoneState, arrival: Arrival, type?: 'read'): void {
  const { id, chat, addressed } = arrival;
  const { person, deps } = phone;
  const from = jidOf(phone, addressed, type ? 0 : arrival.device);
  const own = person.isOwner ? ({ type: 'sender', recipient: chat } as const) : { type };
  deps.receipts.send(arrival.from, { id, from, person: person.number, ...own });
}

function repeat(phone: PhoneState, arrival: Arrival): void {
  const { journal } = phone.deps;
  if (!phone.person.isOwner) journal.counts.repeatedIds += 1;
  const shown = journal.shownBy(phone.person).find(({ id }) => id === arrival.id);
  if (shown) shown.repeats += 1;
  confirm(phone, arrival);
}

async function open(phone: PhoneState, arrival: Arrival, message: proto.Message): Promise<void> {
  const { person, deps } = phone;
  confirm(phone, arrival);
  if (person.isOwner && message.deviceSentMessage) deps.journal.counts.ownCopies += 1;
  const shown = person.isOwner ? ownNote(phone, arrival, message) : message;
  if (!shown) return;
  if (!person.isOwner) phone.lastAddressed = arrival.addressed;
  try {
    const content = await readContent(shown, deps.media);
    const known = deps.journal.shownBy(person).some(({ id }) => id === arrival.id);
    if (!content) return;
    const label = labelOf(content);
    if (label.type !== arrival.label.type || label.mediatype !== arrival.label.mediatype)
      deps.journal.counts.mislabelled += 1;
    if (!known) show(phone, arrival, content);
  } catch (error) {
    deps.journal.counts.brokenMedia += 1;
    deps.journal.error(error);
    if (error instanceof MediaMissing) missFile(phone, arrival);
  }
}

/** What the owner's phone shows in the chat with itself: only what another own device says was sent there. */
function ownNote(
  { person }: PhoneState,
  { chat }: Arrival,
  { deviceSentMessage: sent }: proto.Message,
): proto.IMessage | undefined {
  const own = [pnOf(person), lidJidOf(person)];
  const isNote = own.includes(chat) && sent?.destinationJid === chat;
  return (isNote && sent.message) || undefined;
}

/** The phone asks for a file that the host doesn't have. */
function missFile(phone: PhoneState, { id, addressed, device, from: to }: Arrival): void {
  const from = jidOf(phone, addressed, device);
  phone.deps.receipts.sendNow(to, node('receipt', { id, type: 'server-error', from, t: nowSeconds() }));
}

function show(phone: PhoneState, arrival: Arrival, content: Content): void {
  const { person, deps } = phone;
  const shown = deps.journal.show(person, { id: arrival.id, seq: arrival.seq, content });
  if (person.rule.reads) {
    deps.timers.after(person.rule.readDelayMs, () => {
      shown.state = 'read';
      confirm(phone, arrival, 'read');
      deps.onChange();
    });
  }
  if (content.kind !== 'album') answer(phone, arrival.addressed);
  deps.onChange();
}

function answer(phone: PhoneState, addressed: Addressing): void {
  const { reply, replyDelayMs, replyEvery } = phone.person.rule;
  const { timers, journal } = phone.deps;
  if (reply === null || (phone.replied && !replyEvery)) return;
  phone.replied = true;
  timers.after(replyDelayMs, async () => {
    journal.counts.repliesSent += 1;
    await inTurn(timers, () => say(phone, reply, { via: addressed }));
  });
}

async function say(
  phone: PhoneState,
  what: string | proto.IMessage,
  { via = 'lid', encrypted = true, alone = false }: How,
): Promise<string> {
  const { person, deps } = phone;
  const id = `3A${randomBytes(9).toString('hex').toUpperCase()}`;
  const other = via === 'lid' ? { sender_pn: pnOf(person) } : { sender_lid: lidJidOf(person) };
  const notify = `Contacto ${person.number.slice(-4)}`;
  const message = typeof what === 'string' ? { conversation: what } : what;
  const type = typeof what === 'string' ? 'text' : 'media';
  const attrs = { from: jidOf(phone, via), id, t: nowSeconds(), type, notify, ...(alone ? {} : other) };
  const at = new Date().toISOString();
  const entry: SentMessage = { id, message, attrs, at, state: 'sent' };
  phone.sent.push(entry);
  for (const to of deps.account.devices.values())
    if (encrypted) await post(phone, to, entry);
    else deps.offline.push(to, node('message', attrs, [plaintextOf(entry)]));
  deps.onChange();
  return id;
}

async function post(phone: PhoneState, to: LinkedDevice, entry: SentMessage, count?: string): Promise<void> {
  const device = deviceOf(phone, 0);
  if (!device) return;
  const peer = peerOf(to);
  if (!device.hasSession(peer)) {
    await device.startSession(peer, takeBundle(to));
    phone.deps.onKeyTaken(to);
  }
  const { type, ciphertext } = await device.encrypt(peer, encodeWAMessage(entry.message));
  const enc = node('enc', { v: '2', type, count }, ciphertext);
  phone.deps.offline.push(to, node('message', entry.attrs, [enc]));
}

const plaintextOf = ({ message }: SentMessage) =>
  node('plaintext', {}, proto.Message.encode(proto.Message.fromObject(message)).finish());

/** Runs a job after those given before it, so that a phone writes after it has read. */
function inTurn<T>(timers: Timers, job: () => Promise<T>): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  timers.work(() => job().then(resolve, reject));
  return promise;
}
