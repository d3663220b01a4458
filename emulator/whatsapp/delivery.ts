import type { BinaryNode } from '@whiskeysockets/baileys';
import type { LinkedDevice } from './account.ts';
import type { Directory, Person } from './directory.ts';
import type { FaultState } from './faults.ts';
import type { Journal } from './journal.ts';
import { bytesOf, child, children, node, nowSeconds, parseJid } from './nodes.ts';
import type { OfflineQueue } from './offline.ts';
import type { Phones } from './phones.ts';
import { readRetryBundle } from './signal.ts';

/** What happens to messages, receipts and acks of a linked client. */
export interface Delivery {
  onMessage(device: LinkedDevice, stanza: BinaryNode): void;
  onReceipt(device: LinkedDevice, stanza: BinaryNode): void;
  onAck(device: LinkedDevice, stanza: BinaryNode): void;
}

interface DeliveryDeps {
  directory: Directory;
  faults: FaultState;
  journal: Journal;
  offline: OfflineQueue;
  phones: Phones;
  onChange(): void;
}

export function createDelivery(deps: DeliveryDeps): Delivery {
  const { journal, offline } = deps;
  return {
    onMessage: (device, stanza) => onMessage(deps, device, stanza),
    onReceipt: (device, stanza) => onReceipt(deps, device, stanza),
    onAck(device, stanza) {
      if (stanza.attrs.class === 'message' && stanza.attrs.error) journal.counts.nacks += 1;
      offline.onAck(device, stanza);
    },
  };
}

function onMessage(deps: DeliveryDeps, device: LinkedDevice, stanza: BinaryNode): void {
  const { faults, journal } = deps;
  const { id, to } = stanza.attrs;
  if (!id || !to) return;
  if (faults.countDown('dropAfterStanzas')) {
    device.connection?.terminate();
    return;
  }
  journal.counts.stanzas += 1;
  const refusesPn = faults.now.refusePn && parseJid(to)?.server !== 'lid';
  const error = faults.takeErrorAck() ?? (refusesPn ? '463' : undefined);
  if (error !== undefined) {
    journal.counts.errorAcks += 1;
    ack(device, stanza, { error });
    return;
  }
  fanOut(deps, device, stanza);
  if (faults.countDown('dropBeforeAck')) {
    device.connection?.terminate();
    return;
  }
  const phash = faults.take('phashOnAck') ? '2:stale000' : undefined;
  if (!faults.losesAck()) ack(device, stanza, { phash });
  if (faults.countDown('dropAfterAck')) device.connection?.close();
}

function ack(
  device: LinkedDevice,
  { attrs: { id, to } }: BinaryNode,
  more: { error?: string; phash?: string | undefined },
): void {
  device.connection?.send(node('ack', { class: 'message', id, from: to, t: nowSeconds(), ...more }));
}

/** Gives every device its ciphertext, and notes when there is none for the addressee. */
function fanOut(deps: DeliveryDeps, device: LinkedDevice, stanza: BinaryNode): void {
  const copies = children(child(stanza, 'participants'), 'to').map((copy) => ({
    jid: copy.attrs.jid,
    enc: child(copy, 'enc'),
  }));
  // A retry goes to one device, with its ciphertext in the message itself.
  copies.push({ jid: stanza.attrs.to, enc: child(stanza, 'enc') });
  const reached = copies.map(({ jid, enc }) => handOver(deps, device, stanza, jid, enc));
  const addressee = deps.directory.byJid(stanza.attrs.to);
  if (!reached.includes(addressee)) deps.journal.counts.withoutRecipient += 1;
}

function handOver(
  { directory, journal, phones }: DeliveryDeps,
  from: LinkedDevice,
  stanza: BinaryNode,
  jid: string | undefined,
  enc: BinaryNode | undefined,
): Person | undefined {
  const { id, to: chat } = stanza.attrs;
  const person = directory.byJid(jid);
  const address = parseJid(jid);
  const ciphertext = bytesOf(enc);
  if (!id || !chat || !person?.rule.registered || !address || !ciphertext) return undefined;
  if (!person.isOwner) journal.counts.copies += 1;
  phones.of(person).receive({
    id,
    seq: journal.arrival(person, id),
    device: address.device,
    from,
    addressed: address.server === 'lid' ? 'lid' : 'pn',
    chat,
    type: enc?.attrs.type ?? '',
    label: { type: stanza.attrs.type, mediatype: enc?.attrs.mediatype },
    ciphertext,
  });
  return person;
}

function onReceipt(deps: DeliveryDeps, device: LinkedDevice, stanza: BinaryNode): void {
  const { id, to, type, participant } = stanza.attrs;
  device.connection?.send(node('ack', { class: 'receipt', id, from: to, type, participant }));
  const person = deps.directory.byJid(to);
  const phone = person && deps.phones.of(person);
  if (type === 'retry') {
    const count = child(stanza, 'retry')?.attrs.count ?? '1';
    phone?.resend(device, id ?? '', count, readRetryBundle(stanza)).catch(deps.journal.error);
    return;
  }
  const state = type === 'read' || type === 'read-self' ? 'read' : 'delivered';
  for (const received of deps.offline.onReceipt(device, stanza)) phone?.confirmed(received, state);
  deps.onChange();
}
