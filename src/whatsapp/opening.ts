/**
 * What people send is opened and kept at once: it lies in the inbox, in the transaction of the ratchet that opened
 * it, before its receipt leaves.
 */
import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { createListeners } from '../listeners.ts';
import type { InboxEntry, KeyStore } from './auth-state.ts';
import { keepNewest } from './cache.ts';

export interface Opening {
  /** What the wire says about a ciphertext that is about to be opened. */
  announce(ciphertext: Uint8Array, attrs: Attrs): void;
  /** Resolves with the plaintext when it is on disk. A ciphertext that was opened before is answered from there. */
  open(message: { ciphertext: Uint8Array; jid: string }, decrypt: () => Promise<Uint8Array>): Promise<Buffer>;
  /**
   * Keeps a message that came unencrypted as if it had been opened. WhatsApp itself does so for channels only,
   * servers of one's own may for people; its receipt may leave before this is on disk.
   */
  keepPlain(plaintext: Uint8Array, attrs: Attrs): Promise<void>;
  /** Tells after a message was opened and is on disk. */
  onOpened(listener: (key: string) => void): () => void;
}

type Attrs = Readonly<Record<string, string>>;

/** More than waits in anybody's offline queue: the server tells all of it before the first is opened. */
const ANNOUNCED = 50_000;

export function createOpening(deps: {
  store: Pick<KeyStore, 'opened' | 'describe' | 'commit'>;
  /** Runs what moves a ratchet, and commits what it resolves with in the same transaction. */
  withRatchet: (work: () => Promise<InboxEntry>) => Promise<InboxEntry>;
  clock: Pick<Clock, 'now'>;
}): Opening {
  const { store, clock } = deps;
  const announced = new Map<string, Attrs>();
  const listeners = createListeners<[key: string]>();

  return {
    announce(ciphertext, attrs) {
      keepNewest(announced, hashOf(ciphertext), attrs, ANNOUNCED);
    },
    async open({ ciphertext, jid }, decrypt) {
      const key = hashOf(ciphertext);
      // Opened before: its keys are gone.
      const before = await store.opened(key);
      const plaintext =
        before ??
        (
          await deps.withRatchet(async () => {
            const opened = await decrypt();
            return { key, sender: jid, plaintext: opened, at: clock.now() };
          })
        ).plaintext;
      const attrs = announced.get(key);
      announced.delete(key);
      if (attrs) await store.describe(key, attrs);
      listeners.tell(key);
      return Buffer.from(plaintext);
    },
    async keepPlain(plaintext, attrs) {
      const from = attrs.from ?? '';
      const key = createHash('sha256').update(`${from} ${attrs.id} `).update(plaintext).digest('hex');
      // Entries of the inbox carry the padding of the wire, of which there is none here: one byte of it.
      const padded = Buffer.concat([plaintext, Buffer.from([1])]);
      await store.commit({ inbox: [{ key, sender: from, plaintext: padded, at: clock.now() }] });
      await store.describe(key, attrs);
      listeners.tell(key);
    },
    onOpened: listeners.add,
  };
}

const hashOf = (ciphertext: Uint8Array) => createHash('sha256').update(ciphertext).digest('hex');
