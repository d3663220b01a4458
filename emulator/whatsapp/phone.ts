import { randomBytes } from 'node:crypto';
import { encodeBigEndian, encodeWAMessage, type proto } from '@whiskeysockets/baileys';
import { type Account, type LinkedDevice, takeBundle } from './account.ts';
import { readContent } from './content.ts';
import { lidJidOf, type Person, pnOf } from './directory.ts';
import type { FaultState } from './faults.ts';
import type { Content, Journal } from './journal.ts';
import type { MediaHost } from './media.ts';
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
  say(text: string, via?: Addressing): Promise<string>;
  /** Sends anything else to one linked device, for example what the owner's phone tells a new one. */
  send(to: LinkedDevice, sent: SentMessage): Promise<void>;
  /** The client could not open one of our messages: a new session, the same id. */
  resend(to: LinkedDevice, id: string, count: string, bundle: Bundle | undefined): Promise<void>;
  /** The client confirmed one of our messages. */
  confirmed(id: string, state: 'delivered' | 'read'): void;
  ruleChanged(change: { reply?: unknown; newIdentity?: unknown }): void;
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

export function createPhone(person: Person, deps: PhoneDeps): Phone {
  const { journal, timers, receipts } = deps;
  const devices = new Map<number, SignalDevice>();
  if (person.isOwner) devices.set(0, deps.account.primary);
  const seen = new Set<string>();
  const retries = new Map<string, number>();
  const held: Arrival[] = [];
  const sent: SentMessage[] = [];
  let replied = false;
  let lastAddressed: Addressing = 'lid';

  const deviceOf = (number: number): SignalDevice | undefined => {
    if (number < 0 || number >= person.rule.devices) return undefined;
    const device = devices.get(number) ?? createSignalDevice();
    devices.set(number, device);
    return device;
  };
  const jidOf = (addressed: Addressing, device = 0) =>
    addressed === 'lid' ? lidJidOf(person, device) : pnOf(person, device);

  const askAgain = (arrival: Arrival, device: SignalDevice) => {
    const key = `${arrival.device} ${arrival.id}`;
    const count = (retries.get(key) ?? 0) + 1;
    if (count > maxRetries) return;
    retries.set(key, count);
    journal.counts.retriesAsked += 1;
    const { id } = arrival;
    const keys = bundleNodes(device.bundle()).slice(1);
    const nodes = [
      node('retry', { count: `${count}`, id, t: nowSeconds(), v: '1' }),
      node('registration', {}, encodeBigEndian(device.registrationId, 4)),
      ...(count > 1 ? [node('keys', {}, keys)] : []),
    ];
    const attrs = { id, type: 'retry', from: jidOf(arrival.addressed, arrival.device), t: nowSeconds() };
    receipts.sendNow(arrival.from, node('receipt', attrs, nodes));
  };

  const confirm = (arrival: Arrival, type?: 'read') => {
    const { id, chat } = arrival;
    const from = jidOf(arrival.addressed, type ? 0 : arrival.device);
    const own = person.isOwner ? ({ type: 'sender', recipient: chat } as const) : { type };
    receipts.send(arrival.from, { id, from, person: person.number, ...own });
  };

  const answer = (addressed: Addressing) => {
    const { reply, replyDelayMs, replyEvery } = person.rule;
    if (reply === null || (replied && !replyEvery)) return;
    replied = true;
    timers.after(replyDelayMs, async () => {
      journal.counts.repliesSent += 1;
      await say(reply, addressed);
    });
  };

  const show = (arrival: Arrival, content: Content) => {
    const shown = journal.show(person, { id: arrival.id, seq: arrival.seq, content });
    const { reads, readDelayMs } = person.rule;
    if (reads) {
      timers.after(readDelayMs, () => {
        shown.state = 'read';
        confirm(arrival, 'read');
        deps.onChange();
      });
    }
    if (content.kind !== 'album') answer(arrival.addressed);
    deps.onChange();
  };

  const open = async (arrival: Arrival, message: proto.Message) => {
    confirm(arrival);
    if (person.isOwner) {
      if (message.deviceSentMessage) journal.counts.ownCopies += 1;
      return;
    }
    lastAddressed = arrival.addressed;
    try {
      const content = await readContent(message, deps.media);
      const known = journal.shownBy(person).some(({ id }) => id === arrival.id);
      if (content && !known) show(arrival, content);
    } catch (error) {
      journal.counts.brokenMedia += 1;
      journal.error(error);
    }
  };

  const repeat = (arrival: Arrival) => {
    if (!person.isOwner) journal.counts.repeatedIds += 1;
    const shown = journal.shownBy(person).find(({ id }) => id === arrival.id);
    if (shown) shown.repeats += 1;
    confirm(arrival);
  };

  const process = async (arrival: Arrival) => {
    if (!person.rule.delivers) {
      held.push(arrival);
      return;
    }
    const device = deviceOf(arrival.device);
    if (!device) return;
    const key = `${arrival.device} ${arrival.id}`;
    const place = `${person.number}:${arrival.device}`;
    if (!person.isOwner && !seen.has(key) && deps.faults.take('retryReceipts')) {
      askAgain(arrival, device);
      return;
    }
    let message: proto.Message;
    try {
      const peer = `business:${arrival.from.number}`;
      message = readMessage(await device.decrypt(peer, arrival.type, arrival.ciphertext));
    } catch {
      if (seen.has(key)) {
        repeat(arrival);
        return;
      }
      journal.undecryptable(place, arrival.id);
      askAgain(arrival, device);
      return;
    }
    if (seen.has(key)) {
      repeat(arrival);
      return;
    }
    seen.add(key);
    journal.opened(place, arrival.id);
    await open(arrival, message);
  };

  const post = async (to: LinkedDevice, entry: SentMessage, count?: string) => {
    const device = deviceOf(0);
    if (!device) return;
    const peer = `business:${to.number}`;
    if (!device.hasSession(peer)) {
      await device.startSession(peer, takeBundle(to));
      deps.onKeyTaken(to);
    }
    const { type, ciphertext } = await device.encrypt(peer, encodeWAMessage(entry.message));
    deps.offline.push(to, node('message', entry.attrs, [node('enc', { v: '2', type, count }, ciphertext)]));
  };

  const inTurn = <T>(job: () => Promise<T>): Promise<T> => {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    timers.work(() => job().then(resolve, reject));
    return promise;
  };

  const say = (text: string, via: Addressing = lastAddressed): Promise<string> =>
    inTurn(async () => {
      const id = `3A${randomBytes(9).toString('hex').toUpperCase()}`;
      const alt = via === 'lid' ? { sender_pn: pnOf(person) } : { sender_lid: lidJidOf(person) };
      const name = `Contacto ${person.number.slice(-4)}`;
      const attrs = { from: jidOf(via), id, t: nowSeconds(), type: 'text', notify: name, ...alt };
      const entry: SentMessage = {
        id,
        message: { conversation: text },
        attrs,
        at: new Date().toISOString(),
        state: 'sent',
      };
      sent.push(entry);
      for (const to of deps.account.devices.values()) await post(to, entry);
      deps.onChange();
      return id;
    });

  return {
    person,
    sent,
    bundle: (device) => deviceOf(device)?.bundle(),
    receive: (arrival) => timers.work(() => process(arrival)),
    say,
    send: (to, entry) =>
      inTurn(async () => {
        sent.push(entry);
        await post(to, entry);
      }),
    resend: (to, id, count, bundle) =>
      inTurn(async () => {
        const entry = sent.find((other) => other.id === id);
        if (!entry) return;
        await deviceOf(0)?.startSession(`business:${to.number}`, bundle ?? takeBundle(to));
        await post(to, entry, count);
      }),
    confirmed(id, state) {
      const entry = sent.find((other) => other.id === id);
      if (entry && entry.state !== 'read') entry.state = state;
    },
    ruleChanged({ reply, newIdentity }) {
      if (reply !== undefined) replied = false;
      if (newIdentity === true) devices.clear();
      if (person.rule.delivers) {
        for (const arrival of held.splice(0)) timers.work(() => process(arrival));
      }
    },
  };
}
