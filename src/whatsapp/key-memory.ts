import { BufferJSON, proto, type SignalDataTypeMap, type SignalKeyStore } from '@whiskeysockets/baileys';
import type { InboxEntry, KeyChanges, KeyStore } from './auth-state.ts';
import { keepNewest } from './cache.ts';

/** How many values are kept in memory beside those that are being written. */
const CACHED = 20_000;

export interface KeyMemory {
  readonly keys: SignalKeyStore;
  /** An inbox entry rides on the next commit, which is that of the ratchet that opened it. */
  alongside(entry: InboxEntry): void;
  /** The disk knows nothing of these users any more. */
  forget(users: readonly string[]): void;
  /** The link that these keys belong to is gone: what its socket still writes must not reach the next one's. */
  retire(): void;
}

/** Whose phone it is: digits of a number or a LID. */
export interface Phone {
  readonly user: string;
  readonly lid: boolean;
}

/**
 * Signal keys, readable the moment they are set and durable when the promise resolves. A store that becomes
 * readable later corrupts sessions of people who answer while we send to them.
 */
export function createKeyMemory(
  store: Pick<KeyStore, 'get' | 'commit'>,
  onFatal: (error: unknown) => void,
  /** A known phone shows another identity than before: set up anew, or another person's. Told when it is on disk. */
  onIdentity: (phone: Phone) => void = () => undefined,
): KeyMemory {
  const latest = createLatest();
  let retired = false;
  let inbox: InboxEntry[] = [];

  async function get<T extends keyof SignalDataTypeMap>(type: T, ids: string[]) {
    const found: Record<string, SignalDataTypeMap[T]> = {};
    const take = (id: string, text: string | null) => {
      if (text !== null) found[id] = REVIVE[type](text);
    };
    const missing: string[] = [];
    for (const id of ids) {
      const text = latest.get(nameOf(type, id));
      if (text === undefined) missing.push(id);
      else take(id, text);
    }
    if (missing.length === 0) return found;
    const stored = await store.get(type, missing);
    for (const id of missing) {
      const name = nameOf(type, id);
      // Set while the disk was read: that is newer.
      let text = latest.get(name);
      if (text === undefined) {
        text = stored.get(id) ?? null;
        latest.keep(name, text);
      }
      take(id, text);
    }
    return found;
  }

  async function set(data: Parameters<SignalKeyStore['set']>[0]) {
    const keys = serialized(data);
    const changes = Object.entries(keys).flatMap(([type, values]) =>
      Object.entries(values).map(([id, text]) => ({ type, id, name: nameOf(type, id), text })),
    );
    const strangers = changes.filter(({ type, name, text }) => {
      const before = type === 'identity-key' ? latest.get(name) : null;
      return before && text && before !== text;
    });
    for (const { name, text } of changes) latest.write(name, text);
    const entries = inbox;
    inbox = [];
    try {
      await store.commit(retired ? { inbox: entries } : { keys, inbox: entries });
    } catch (error) {
      onFatal(error);
      throw error;
    }
    for (const { name } of changes) latest.written(name);
    for (const phone of strangers.map(({ id }) => phoneAt(id))) if (phone) onIdentity(phone);
  }

  return {
    keys: { get, set },
    alongside: (entry) => void inbox.push(entry),
    forget: (users) => latest.forget((id) => users.some((user) => isOf(id, user))),
    retire() {
      retired = true;
    },
  };
}

/** The newest values by name: those on their way to the disk, and of the others those that were asked for last. */
interface Latest {
  /** Null when it is deleted, undefined when only the disk knows. */
  get(name: string): string | null | undefined;
  /** The disk has this. */
  keep(name: string, value: string | null): void;
  /** The disk will have this. */
  write(name: string, value: string | null): void;
  /** One of the values that were to be written is on disk. */
  written(name: string): void;
  forget(isGone: (id: string) => boolean): void;
}

function createLatest(): Latest {
  const cache = new Map<string, string | null>();
  const writing = new Map<string, { value: string | null; times: number }>();
  const keep = (name: string, value: string | null) => keepNewest(cache, name, value, CACHED);
  return {
    keep,
    get(name) {
      const later = writing.get(name);
      if (later) return later.value;
      const value = cache.get(name);
      if (value !== undefined) keep(name, value);
      return value;
    },
    write(name, value) {
      writing.set(name, { value, times: (writing.get(name)?.times ?? 0) + 1 });
    },
    written(name) {
      const now = writing.get(name);
      if (!now) return;
      if (now.times > 1) return void writing.set(name, { ...now, times: now.times - 1 });
      writing.delete(name);
      keep(name, now.value);
    },
    forget(isGone) {
      for (const name of cache.keys()) if (isGone(idOf(name))) cache.delete(name);
    },
  };
}

const nameOf = (type: string, id: string) => `${type} ${id}`;
const idOf = (name: string) => name.slice(name.indexOf(' ') + 1);

/** Ids of keys begin with the user: `595981123456`, `7700_reverse`, `7700_1.0`. */
const isOf = (id: string, user: string) => id.startsWith(user) && !/\d/.test(id.charAt(user.length));

/** Addresses are `7700_1.0` for a LID, `595981123456.0` for a number; null for other devices, which come and go. */
function phoneAt(address: string): Phone | null {
  const [, user, lid] = /^(\d+)(_1)?\.0$/.exec(address) ?? [];
  return user ? { user, lid: lid !== undefined } : null;
}

function serialized(data: Parameters<SignalKeyStore['set']>[0]): KeyChanges {
  const textOf = (type: string, value: unknown) =>
    value === null || value === undefined ? null : write(type, value);
  return Object.fromEntries(
    Object.entries(data).map(([type, values]) => [
      type,
      Object.fromEntries(Object.entries(values ?? {}).map(([id, value]) => [id, textOf(type, value)])),
    ]),
  );
}

/**
 * Sessions are plain JSON already, with their keys in base64 (`SessionRecord.serialize` of libsignal): by far
 * the most written and read of all, they go without the functions that look at every value for bytes.
 */
const write = (type: string, value: unknown): string =>
  type === 'session' ? JSON.stringify(value) : JSON.stringify(value, BufferJSON.replacer);

const withBytes = (text: string) => JSON.parse(text, BufferJSON.reviver);

const REVIVE: { readonly [T in keyof SignalDataTypeMap]: (text: string) => SignalDataTypeMap[T] } = {
  session: (text) => JSON.parse(text),
  'app-state-sync-key': (text) => proto.Message.AppStateSyncKeyData.fromObject(withBytes(text)),
  'app-state-sync-version': withBytes,
  'device-list': withBytes,
  'identity-key': withBytes,
  'lid-mapping': withBytes,
  'pre-key': withBytes,
  'sender-key': withBytes,
  'sender-key-memory': withBytes,
  tctoken: withBytes,
};
