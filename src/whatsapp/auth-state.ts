/**
 * WhatsApp's credentials and Signal keys. This file declares what the store must do; the rest of it makes
 * Baileys' authentication state of it.
 */
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
import { createListeners } from '../listeners.ts';
import { createKeyMemory, type Phone } from './key-memory.ts';
import { createLock, type Lock } from './lock.ts';
import { createOpening, type Opening } from './opening.ts';

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
export interface AuthState extends Pick<Opening, 'announce' | 'keepPlain' | 'onOpened'> {
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
  /** Tells whose phone shows another identity than before. */
  onIdentity(listener: (phone: Phone) => void): () => void;
  /** Nothing that names these users (digits of numbers and LIDs) stays; a new session is made when they write. */
  forget(users: readonly string[]): Promise<void>;
  /** Forgets the link: fresh credentials, an empty store; the old one is put aside if it ever was linked. */
  reset(): Promise<void>;
}

/** Reads the link that is kept, or begins without one. */
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
  const strangers = createListeners<[Phone]>();
  let { memory, transactions } = begin();
  let repository: SignalRepositoryWithLIDStore | null = null;
  const opening = createOpening({
    store,
    clock,
    withRatchet: (work) =>
      transactions.transaction(async () => {
        const entry = await work();
        memory.alongside(entry);
        return entry;
      }, 'inbox'),
  });

  function begin() {
    const memory = createKeyMemory(store, deps.onFatal, strangers.tell);
    const options = { maxCommitRetries: 2, delayBetweenTriesMs: 100 };
    return { memory, transactions: addTransactionCapability(memory.keys, deps.log, options) };
  }

  const saveCreds = () => store.commit({ credentials: JSON.stringify(creds, BufferJSON.replacer) });

  return {
    get creds() {
      return creds;
    },
    get keys() {
      return memory.keys;
    },
    linked: () => creds.account !== undefined,
    saveCreds: () => saveCreds().catch(deps.onFatal),
    makeSignalRepository(auth, log, pnToLid) {
      const own = { creds: auth.creds, keys: transactions };
      repository = guarded(
        DEFAULT_CONNECTION_CONFIG.makeSignalRepository(own, log, pnToLid),
        locked,
        opening,
      );
      return repository;
    },
    batch: (work) =>
      locked(() =>
        transactions.transaction(() => {
          if (!repository) throw new Error('no socket has been opened yet');
          return work(repository);
        }, 'batch'),
      ),
    announce: opening.announce,
    keepPlain: opening.keepPlain,
    onOpened: opening.onOpened,
    onIdentity: strangers.add,
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
      else await saveCreds();
      ({ memory, transactions } = begin());
    },
  };
}

/** What reads or moves a ratchet runs alone; what is opened goes into the inbox on its way. */
function guarded(
  stock: SignalRepositoryWithLIDStore,
  locked: Lock,
  opening: Pick<Opening, 'open'>,
): SignalRepositoryWithLIDStore {
  return {
    ...stock,
    encryptMessage: (options) => locked(() => stock.encryptMessage(options)),
    decryptMessage: (options) => locked(() => opening.open(options, () => stock.decryptMessage(options))),
    injectE2ESession: (options) => locked(() => stock.injectE2ESession(options)),
    migrateSession: (from, to) => locked(() => stock.migrateSession(from, to)),
    deleteSession: (jids) => locked(() => stock.deleteSession(jids)),
  };
}
