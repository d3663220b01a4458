import type { BinaryNode } from '@whiskeysockets/baileys';
import type { LinkedDevice } from './account.ts';
import type { FaultState } from './faults.ts';
import type { Journal } from './journal.ts';
import { node, nowSeconds } from './nodes.ts';
import type { OfflineQueue } from './offline.ts';
import type { Timers } from './timers.ts';

/** Receipts on their way from phones to the client, delayed, repeated or held as the faults say. */
export interface Receipts {
  send(to: LinkedDevice, receipt: Receipt): void;
  /** A retry receipt, which no fault delays. */
  sendNow(to: LinkedDevice, stanza: BinaryNode): void;
  /** Lets go what `lateReceipts` held, once it is off. */
  release(): void;
}

export interface Receipt {
  id: string;
  from: string;
  /** `undefined` = delivered; `sender` = the owner's own phone has its copy of what was sent. */
  type: 'read' | 'sender' | undefined;
  /** The chat that a `sender` receipt speaks of. */
  recipient?: string | undefined;
  /** The same for all devices of a person: what counts is that somebody has it. */
  person: string;
}

export function createReceipts(deps: {
  faults: FaultState;
  journal: Journal;
  offline: OfflineQueue;
  timers: Timers;
}): Receipts {
  const { faults, journal, offline, timers } = deps;
  const held: (() => void)[] = [];
  const counted = new Set<string>();
  return {
    send(to, { id, from, type, recipient, person }) {
      const pushAll = () => {
        for (let times = 0; times <= faults.now.repeatReceipts; times++) {
          offline.push(to, node('receipt', { id, from, type, recipient, t: nowSeconds() }));
        }
        const key = `${type} ${id} ${person}`;
        if (type === 'sender' || counted.has(key)) return;
        counted.add(key);
        journal.counts[type ?? 'delivered'] += 1;
      };
      if (faults.now.lateReceipts) held.push(pushAll);
      else if (faults.now.receiptDelayMs > 0) timers.after(faults.now.receiptDelayMs, pushAll);
      else pushAll();
    },
    sendNow: (to, stanza) => offline.push(to, stanza),
    release() {
      if (faults.now.lateReceipts) return;
      const all = held.splice(0);
      for (const push of faults.now.reverseReceipts ? all.toReversed() : all) push();
    },
  };
}
