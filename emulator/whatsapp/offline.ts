import type { BinaryNode } from '@whiskeysockets/baileys';
import type { LinkedDevice } from './account.ts';
import type { FaultState } from './faults.ts';
import { children, node } from './nodes.ts';

/**
 * What the server holds for a client until the client has confirmed it: messages until their receipt
 * or a refusal, receipts and notifications until their ack. Whatever is left at a login goes out again,
 * marked `offline`.
 */
export interface OfflineQueue {
  push(device: LinkedDevice, stanza: BinaryNode): void;
  /** The client is ready: tells it how much is waiting. */
  open(device: LinkedDevice): void;
  /** `ib offline_batch`: the waiting stanzas, then the end mark. */
  deliver(device: LinkedDevice): void;
  /** An `ack` of the client. An error of 500 leaves the message in the queue for the next login. */
  onAck(device: LinkedDevice, ack: BinaryNode): void;
  /** A `receipt` of the client for messages that it got. */
  onReceipt(device: LinkedDevice, receipt: BinaryNode): string[];
}

export function waitingKey(stanza: BinaryNode): string {
  const { id, from, type } = stanza.attrs;
  return stanza.tag === 'message' ? `message ${id}` : `${stanza.tag} ${id} ${from} ${type ?? ''}`;
}

export function createOfflineQueue(faults: FaultState): OfflineQueue {
  const messageKeys = (device: LinkedDevice) =>
    [...device.waiting.keys()].filter((key) => key.startsWith('message '));
  const send = (device: LinkedDevice, stanza: BinaryNode) => {
    if (!faults.now.silent) device.connection?.send(stanza);
  };
  const sendOffline = (device: LinkedDevice, keys: Iterable<string>) => {
    let index = 0;
    for (const key of keys) {
      const stanza = device.waiting.get(key);
      if (stanza) send(device, { ...stanza, attrs: { ...stanza.attrs, offline: `${index++}` } });
    }
    if (!faults.now.holdOffline) send(device, node('ib', {}, [node('offline', { count: `${index}` })]));
  };
  return {
    push(device, stanza) {
      device.waiting.set(waitingKey(stanza), stanza);
      if (device.receiving && !(faults.now.blockedHead && stanza.tag === 'message')) send(device, stanza);
    },
    open(device) {
      device.active = true;
      const messages = messageKeys(device).length;
      const attrs = {
        count: `${device.waiting.size}`,
        message: `${messages}`,
        receipt: `${device.waiting.size - messages}`,
        notification: '0',
        appdata: '0',
      };
      send(device, node('ib', {}, [node('offline_preview', attrs)]));
    },
    deliver(device) {
      device.receiving = true;
      const messages = messageKeys(device);
      // With a blocked head only the oldest message goes out, as reported of a NACKed one (upstream #2779).
      const held = new Set(faults.now.blockedHead ? messages.slice(1) : []);
      sendOffline(
        device,
        [...device.waiting.keys()].filter((key) => !held.has(key)),
      );
    },
    onAck(device, { attrs }) {
      const { id, class: of, to, type, error } = attrs;
      if (of === 'message') {
        if (error !== '500') device.waiting.delete(`message ${id}`);
      } else {
        device.waiting.delete(`${of} ${id} ${to} ${type ?? ''}`);
      }
    },
    onReceipt(device, receipt) {
      const items = children(children(receipt, 'list')[0], 'item').map(({ attrs }) => attrs.id);
      const ids = [receipt.attrs.id, ...items].filter((id) => id !== undefined);
      for (const id of ids) device.waiting.delete(`message ${id}`);
      return ids;
    },
  };
}
