/**
 * WhatsApp's credentials and Signal keys. This file declares what the store must do; the rest of it makes
 * Baileys' authentication state of it.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import {
  type AuthenticationCreds,
  addTransactionCapability,
  BufferJSON,
  DEFAULT_CONNECTION_CONFIG,
  initAuthCreds,
  proto,
  type SignalDataTypeMap,
  type SignalKeyStore,
  type SignalRepositoryWithLIDStore,
  type SocketConfig,
} from '@whiskeysockets/baileys';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';

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
  /** Tells after a message was opened and is on disk. */
  onOpened(listener: (key: string) => void): () => void;
  /** Forgets the link: fresh credentials, an empty store. */
  reset(): Promise<void>;
}

/** How many values are kept in memory beside those that are being written. */
const CACHED = 20_000;
const ANNOUNCED = 2_000;

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
  const memory = createMemory(store, deps.onFatal);
  const locked = createLock();
  const transactions = addTransactionCapability(memory.keys, deps.log, {
    maxCommitRetries: 2,
    delayBetweenTriesMs: 100,
  });
  const announced = new Map<string, Readonly<Record<string, string>>>();
  const listeners = new Set<(key: string) => void>();
  let repository: SignalRepositoryWithLIDStore | null = null;

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
    keys: memory.keys,
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
    onOpened(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async reset() {
      await store.archive(clock.now());
      memory.clear();
      creds = initAuthCreds();
    },
  };
}

/**
 * Signal keys, readable the moment they are set and durable when the promise resolves. A store that becomes
 * readable later corrupts sessions of people who answer while we send to them.
 */
function createMemory(store: KeyStore, onFatal: (error: unknown) => void) {
  const cache = new Map<string, string | null>();
  const writing = new Map<string, { value: string | null; times: number }>();
  let inbox: InboxEntry[] = [];
  const nameOf = (type: string, id: string) => `${type} ${id}`;

  function remember(name: string, value: string | null) {
    cache.delete(name);
    cache.set(name, value);
    if (cache.size > CACHED) cache.delete(cache.keys().next().value ?? '');
  }

  async function get<T extends keyof SignalDataTypeMap>(type: T, ids: string[]) {
    const found: Record<string, SignalDataTypeMap[T]> = {};
    const missing: string[] = [];
    for (const id of ids) {
      const name = nameOf(type, id);
      const known = writing.has(name) ? (writing.get(name)?.value ?? null) : cache.get(name);
      if (known === undefined) missing.push(id);
      else if (known !== null) found[id] = revive(type, known);
    }
    if (missing.length === 0) return found;
    const stored = await store.get(type, missing);
    for (const id of missing) {
      const name = nameOf(type, id);
      const later = writing.get(name);
      const value = later ? later.value : (stored.get(id) ?? null);
      if (!later) remember(name, value);
      if (value !== null) found[id] = revive(type, value);
    }
    return found;
  }

  const keys: SignalKeyStore = {
    get,
    async set(data) {
      const changes: Record<string, Record<string, string | null>> = {};
      const names: string[] = [];
      for (const [type, values] of Object.entries(data))
        for (const [id, value] of Object.entries(values ?? {})) {
          const text =
            value === null || value === undefined ? null : JSON.stringify(value, BufferJSON.replacer);
          const some = changes[type] ?? {};
          some[id] = text;
          changes[type] = some;
          const name = nameOf(type, id);
          writing.set(name, { value: text, times: (writing.get(name)?.times ?? 0) + 1 });
          names.push(name);
        }
      const entries = inbox;
      inbox = [];
      try {
        await store.commit({ keys: changes, inbox: entries });
      } catch (error) {
        onFatal(error);
        throw error;
      }
      for (const name of names) settle(name);
    },
  };

  function settle(name: string) {
    const now = writing.get(name);
    if (!now) return;
    if (now.times > 1) writing.set(name, { ...now, times: now.times - 1 });
    else {
      writing.delete(name);
      remember(name, now.value);
    }
  }

  return {
    keys,
    /** Rides on the next commit, which is that of the ratchet that opened it. */
    alongside: (entry: InboxEntry) => void inbox.push(entry),
    clear() {
      cache.clear();
      inbox = [];
    },
  };
}

function revive<T extends keyof SignalDataTypeMap>(type: T, text: string): SignalDataTypeMap[T] {
  const value = JSON.parse(text, BufferJSON.reviver);
  if (type !== 'app-state-sync-key') return value;
  return proto.Message.AppStateSyncKeyData.fromObject(value) as unknown as SignalDataTypeMap[T];
}

/** One at a time; who is inside already goes straight on. */
function createLock(): <T>(work: () => Promise<T>) => Promise<T> {
  const inside = new AsyncLocalStorage<{ open: boolean }>();
  let tail: Promise<unknown> = Promise.resolve();
  return (work) => {
    if (inside.getStore()?.open) return work();
    const run = tail.then(() => {
      const hold = { open: true };
      return inside.run(hold, async () => {
        try {
          return await work();
        } finally {
          // What was started inside and lives on must queue up like everybody else.
          hold.open = false;
        }
      });
    });
    tail = run.catch(() => undefined);
    return run;
  };
}
