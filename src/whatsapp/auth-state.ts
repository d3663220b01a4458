/**
 * WhatsApp's credentials and Signal keys. This file declares what the store must do; the rest of it makes
 * Baileys' authentication state of it.
 */
import { createHash } from 'node:crypto';
import {
  type AuthenticationCreds,
  addTransactionCapability,
  BufferJSON,
  DEFAULT_CONNECTION_CONFIG,
  initAuthCreds,
  type SignalKeyStore,
  type SignalRepositoryWithLIDStore,
  type SocketConfig,
} from '@whiskeysockets/baileys';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { createKeyMemory } from './key-memory.ts';
import { createLock } from './lock.ts';

/** A message that was opened, kept in the same transaction as the ratchet that opened it. */
export interface InboxEntry {
  /** SHA-256 of the ciphertext, hexadecimal. */
  readonly key: string;
  /** JID that encrypted it, as on the wire. */
  readonly sender: string;
  /** The plaintext, padded protobuf as decrypted. */
  readonly plaintext: Uint8Array;
  readonly at: number;
}

/** What the wire said about an inbox entry: filled in when the stanza was parsed. */
export interface InboxMessage extends InboxEntry {
  /** The stanza's attributes (`id`, `from`, `t`, `notify`, `sender_pn`, `sender_lid` …) as JSON; null until known. */
  readonly attrs: Readonly<Record<string, string>> | null;
  readonly handledAt: number | null;
}

/** One change of keys: type → id → serialized value, `null` deletes. */
export type KeyChanges = Readonly<Record<string, Readonly<Record<string, string | null>>>>;

/**
 * `bot_sessions/<account>.db`. Concurrent saves share one transaction (group commit); a promise resolves when
 * its change is on disk (`synchronous=FULL`).
 */
export interface KeyStore {
  /** Serialized credentials, or null before the first link. */
  credentials(): Promise<string | null>;
  /** Values of one type; absent ids are left out. */
  get(type: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Credentials, keys and inbox entries in one transaction. */
  commit(change: { credentials?: string; keys?: KeyChanges; inbox?: readonly InboxEntry[] }): Promise<void>;
  /** The plaintext of a ciphertext that was opened before. */
  opened(key: string): Promise<Uint8Array | null>;
  /** Adds what the wire said to an entry. */
  describe(key: string, attrs: Readonly<Record<string, string>>): Promise<void>;
  /** Entries nobody has handled yet, oldest first. */
  waiting(limit: number): Promise<InboxMessage[]>;
  handled(keys: readonly string[], at: number): Promise<void>;
  /** Removes handled entries older than `before`. */
  prune(before: number): Promise<void>;
  /** Removes the keys of these users (digits of numbers and LIDs) and what was handled of what they wrote. */
  forget(users: readonly string[]): Promise<void>;
  /** Renames the database away (unlinked) and starts empty. */
  archive(at: number): Promise<void>;
  /** Waits for what is under way, checkpoints, closes. */
  close(): Promise<void>;
}

/** Baileys' authentication state over a `KeyStore`, with two promises that stock Baileys does not keep. */
export interface AuthState {
  readonly creds: AuthenticationCreds;
  readonly keys: SignalKeyStore;
  /** A link exists: `registered` says nothing after a QR, `account` does. */
  linked(): boolean;
  saveCreds(): Promise<void>;
  /** For the socket's option of that name. */
  readonly makeSignalRepository: SocketConfig['makeSignalRepository'];
  /**
   * Runs `work` alone, and commits all keys it changed at once before resolving. No network and no function of
   * a socket inside: it would wait for itself.
   */
  batch<T>(work: (repository: SignalRepositoryWithLIDStore) => Promise<T>): Promise<T>;
  /** What the wire says about a ciphertext that is about to be opened. */
  announce(ciphertext: Uint8Array, attrs: Readonly<Record<string, string>>): void;
  /**
   * Keeps a message that came unencrypted as if it had been opened. WhatsApp itself does so for channels only,
   * servers of one's own may for people; its receipt may leave before this is on disk.
   */
  keepPlain(plaintext: Uint8Array, attrs: Readonly<Record<string, string>>): Promise<void>;
  /** Tells after a message was opened and is on disk. */
  onOpened(listener: (key: string) => void): () => void;
  /** Tells whose phone shows another identity than before: digits of a number or a LID. */
  onIdentity(listener: (person: { user: string; lid: boolean }) => void): () => void;
  /** Nothing that names these users (digits of numbers and LIDs) stays; a new session is made when they write. */
  forget(users: readonly string[]): Promise<void>;
  /** Forgets the link: fresh credentials, an empty store; the old one is put aside if it ever was linked. */
  reset(): Promise<void>;
}

/** More than waits in anybody's offline queue: the server tells all of it before the first is opened. */
const ANNOUNCED = 50_000;

export async function openAuthState(deps: {
  store: KeyStore;
  clock: Clock;
  log: Logger;
  /** Memory is ahead of the disk: the process must end. */
  onFatal: (error: unknown) => void;
}): Promise<AuthState> {
  const { store, clock } = deps;
  const saved = await store.credentials();
  let creds: AuthenticationCreds = saved ? JSON.parse(saved, BufferJSON.reviver) : initAuthCreds();
  const locked = createLock();
  let { memory, transactions } = begin();
  const announced = new Map<string, Readonly<Record<string, string>>>();
  const listeners = new Set<(key: string) => void>();
  const strangers = new Set<(person: { user: string; lid: boolean }) => void>();
  let repository: SignalRepositoryWithLIDStore | null = null;

  function begin() {
    const memory = createKeyMemory(store, deps.onFatal, identityOf);
    const options = { maxCommitRetries: 2, delayBetweenTriesMs: 100 };
    return { memory, transactions: addTransactionCapability(memory.keys, deps.log, options) };
  }

  /** Addresses are `7700_1.0` for a LID, `595981123456.0` for a number; other devices come and go. */
  function identityOf(address: string) {
    const [, user, lid] = /^(\d+)(_1)?\.0$/.exec(address) ?? [];
    if (user) for (const listener of strangers) listener({ user, lid: lid !== undefined });
  }

  /**
   * The plaintext goes to the inbox in the same transaction as the ratchet that opened it, before the receipt
   * leaves. A ciphertext that was opened before is answered from there: its keys are gone.
   */
  async function open(
    stock: SignalRepositoryWithLIDStore,
    message: Parameters<typeof stock.decryptMessage>[0],
  ) {
    const key = createHash('sha256').update(message.ciphertext).digest('hex');
    const before = await store.opened(key);
    const plaintext =
      before ??
      (await transactions.transaction(async () => {
        const opened = await stock.decryptMessage(message);
        memory.alongside({ key, sender: message.jid, plaintext: opened, at: clock.now() });
        return opened;
      }, 'inbox'));
    const attrs = announced.get(key);
    announced.delete(key);
    if (attrs) await store.describe(key, attrs);
    for (const listener of listeners) listener(key);
    return Buffer.from(plaintext);
  }

  return {
    get creds() {
      return creds;
    },
    get keys() {
      return memory.keys;
    },
    linked: () => creds.account !== undefined,
    saveCreds: () =>
      store.commit({ credentials: JSON.stringify(creds, BufferJSON.replacer) }).catch(deps.onFatal),
    makeSignalRepository(auth, log, pnToLid) {
      const stock = DEFAULT_CONNECTION_CONFIG.makeSignalRepository(
        { creds: auth.creds, keys: transactions },
        log,
        pnToLid,
      );
      repository = {
        ...stock,
        encryptMessage: (options) => locked(() => stock.encryptMessage(options)),
        decryptMessage: (options) => locked(() => open(stock, options)),
        injectE2ESession: (options) => locked(() => stock.injectE2ESession(options)),
        migrateSession: (from, to) => locked(() => stock.migrateSession(from, to)),
        deleteSession: (jids) => locked(() => stock.deleteSession(jids)),
      };
      return repository;
    },
    batch: (work) =>
      locked(() =>
        transactions.transaction(() => {
          if (!repository) throw new Error('no socket has been opened yet');
          return work(repository);
        }, 'batch'),
      ),
    announce(ciphertext, attrs) {
      announced.set(createHash('sha256').update(ciphertext).digest('hex'), attrs);
      if (announced.size > ANNOUNCED) announced.delete(announced.keys().next().value ?? '');
    },
    async keepPlain(plaintext, attrs) {
      const from = attrs.from ?? '';
      const key = createHash('sha256').update(`${from} ${attrs.id} `).update(plaintext).digest('hex');
      // Entries of the inbox carry the padding of the wire, of which there is none here: one byte of it.
      const padded = Buffer.concat([plaintext, Buffer.from([1])]);
      await store.commit({ inbox: [{ key, sender: from, plaintext: padded, at: clock.now() }] });
      await store.describe(key, attrs);
      for (const listener of listeners) listener(key);
    },
    onOpened(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onIdentity(listener) {
      strangers.add(listener);
      return () => strangers.delete(listener);
    },
    forget: (users) =>
      locked(async () => {
        await store.forget(users);
        memory.forget(users);
      }),
    async reset() {
      const linked = creds.account !== undefined;
      memory.retire();
      repository = null;
      creds = initAuthCreds();
      if (linked) await store.archive(clock.now());
      else await store.commit({ credentials: JSON.stringify(creds, BufferJSON.replacer) });
      ({ memory, transactions } = begin());
    },
  };
}
