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

export function createDelivery(deps: {
  directory: Directory;
  faults: FaultState;
  journal: Journal;
  offline: OfflineQueue;
  phones: Phones;
  onChange(): void;
}): Delivery {
  const { directory, faults, journal, offline, phones } = deps;

  /** Hands one ciphertext to the phone it is addressed to; false when there is no such phone. */
  const handOver = (
    from: LinkedDevice,
    stanza: BinaryNode,
    jid: string | undefined,
    enc: BinaryNode | undefined,
  ) => {
    const person = directory.byJid(jid);
    const address = parseJid(jid);
    const ciphertext = bytesOf(enc);
    const { id, to: chat } = stanza.attrs;
    if (!id || !chat || !person?.rule.registered || !address || !enc || !ciphertext) return undefined;
    const seq = journal.arrival(person, id);
    const addressed = address.server === 'lid' ? 'lid' : 'pn';
    const type = enc.attrs.type ?? '';
    phones.of(person).receive({ id, seq, device: address.device, from, addressed, chat, type, ciphertext });
    return person;
  };

  const fanOut = (device: LinkedDevice, stanza: BinaryNode) => {
    const direct = child(stanza, 'enc');
    const copies = children(child(stanza, 'participants'), 'to');
    const reached: (Person | undefined)[] = copies.map((copy) =>
      handOver(device, stanza, copy.attrs.jid, child(copy, 'enc')),
    );
    if (direct) reached.push(handOver(device, stanza, stanza.attrs.to, direct));
    const addressee = directory.byJid(stanza.attrs.to);
    if (!reached.includes(addressee) && !addressee?.isOwner) journal.counts.withoutRecipient += 1;
  };

  const ack = (device: LinkedDevice, stanza: BinaryNode, error?: string) => {
    const { id, to } = stanza.attrs;
    const phash = error === undefined && faults.take('phashOnAck') ? '2:stale000' : undefined;
    if (error !== undefined) journal.counts.errorAcks += 1;
    const attrs = { class: 'message', id, from: to, t: nowSeconds(), error, phash };
    device.connection?.send(node('ack', attrs));
  };

  return {
    onMessage(device, stanza) {
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
        ack(device, stanza, error);
        return;
      }
      fanOut(device, stanza);
      if (faults.countDown('dropBeforeAck')) {
        device.connection?.terminate();
        return;
      }
      if (!faults.losesAck()) ack(device, stanza);
      if (faults.countDown('dropAfterAck')) device.connection?.close();
    },
    onReceipt(device, stanza) {
      const { id, to, type, participant } = stanza.attrs;
      device.connection?.send(node('ack', { class: 'receipt', id, from: to, type, participant }));
      const person = directory.byJid(to);
      if (type === 'retry') {
        if (!person || !id) return;
        const count = child(stanza, 'retry')?.attrs.count ?? '1';
        phones
          .of(person)
          .resend(device, id, count, readRetryBundle(stanza))
          .catch((error: unknown) => journal.error(error));
        return;
      }
      const state = type === 'read' || type === 'read-self' ? 'read' : 'delivered';
      for (const received of offline.onReceipt(device, stanza)) {
        if (person) phones.of(person).confirmed(received, state);
      }
      deps.onChange();
    },
    onAck(device, stanza) {
      if (stanza.attrs.class === 'message' && stanza.attrs.error) journal.counts.nacks += 1;
      offline.onAck(device, stanza);
    },
  };
}
