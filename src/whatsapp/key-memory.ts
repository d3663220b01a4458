import { BufferJSON, proto, type SignalDataTypeMap, type SignalKeyStore } from '@whiskeysockets/baileys';
import type { InboxEntry, KeyStore } from './auth-state.ts';

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

/**
 * Signal keys, readable the moment they are set and durable when the promise resolves. A store that becomes
 * readable later corrupts sessions of people who answer while we send to them.
 */
export function createKeyMemory(
  store: Pick<KeyStore, 'get' | 'commit'>,
  onFatal: (error: unknown) => void,
  /** A known device shows another identity than before: set up anew, or another person's. Told when it is on disk. */
  onIdentity: (address: string) => void = () => undefined,
): KeyMemory {
  let retired = false;
  const cache = new Map<string, string | null>();
  const writing = new Map<string, { value: string | null; times: number }>();
  let inbox: InboxEntry[] = [];
  const nameOf = (type: string, id: string) => `${type} ${id}`;

  function remember(name: string, value: string | null) {
    cache.delete(name);
    cache.set(name, value);
    if (cache.size > CACHED) cache.delete(cache.keys().next().value ?? '');
  }

  /** Undefined when only the disk knows. */
  function known(name: string): string | null | undefined {
    const later = writing.get(name);
    if (later) return later.value;
    const value = cache.get(name);
    if (value !== undefined) remember(name, value);
    return value;
  }

  async function get<T extends keyof SignalDataTypeMap>(type: T, ids: string[]) {
    const found: Record<string, SignalDataTypeMap[T]> = {};
    const take = (id: string, text: string | null) => {
      if (text !== null) found[id] = revive(type, text);
    };
    const missing: string[] = [];
    for (const id of ids) {
      const text = known(nameOf(type, id));
      if (text === undefined) missing.push(id);
      else take(id, text);
    }
    if (missing.length === 0) return found;
    const stored = await store.get(type, missing);
    for (const id of missing) {
      const name = nameOf(type, id);
      // Set while the disk was read: that is newer.
      let text = known(name);
      if (text === undefined) {
        text = stored.get(id) ?? null;
        remember(name, text);
      }
      take(id, text);
    }
    return found;
  }

  const keys: SignalKeyStore = {
    get,
    async set(data) {
      const changes: Record<string, Record<string, string | null>> = {};
      const names: string[] = [];
      const strangers: string[] = [];
      for (const [type, values] of Object.entries(data))
        for (const [id, value] of Object.entries(values ?? {})) {
          const text = value === null || value === undefined ? null : write(type, value);
          const some = changes[type] ?? {};
          some[id] = text;
          changes[type] = some;
          const name = nameOf(type, id);
          const before = type === IDENTITY ? known(name) : null;
          if (before && text && before !== text) strangers.push(id);
          writing.set(name, { value: text, times: (writing.get(name)?.times ?? 0) + 1 });
          names.push(name);
        }
      const entries = inbox;
      inbox = [];
      try {
        await store.commit(retired ? { inbox: entries } : { keys: changes, inbox: entries });
      } catch (error) {
        onFatal(error);
        throw error;
      }
      for (const name of names) settle(name);
      for (const id of strangers) onIdentity(id);
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
    alongside: (entry) => void inbox.push(entry),
    forget(users) {
      for (const name of cache.keys())
        if (users.some((user) => isOf(name.slice(name.indexOf(' ') + 1), user))) cache.delete(name);
    },
    retire() {
      retired = true;
    },
  };
}

const IDENTITY = 'identity-key';

/** Names of keys begin with the user: `595981123456`, `7700_reverse`, `7700_1.0`. */
const isOf = (id: string, user: string) => id.startsWith(user) && !/\d/.test(id.charAt(user.length));

/**
 * Sessions are plain JSON already, with their keys in base64 (`SessionRecord.serialize` of libsignal): by far
 * the most written and read of all, they go without the functions that look at every value for bytes.
 */
const isPlain = (type: string) => type === 'session';

const write = (type: string, value: unknown): string =>
  isPlain(type) ? JSON.stringify(value) : JSON.stringify(value, BufferJSON.replacer);

function revive<T extends keyof SignalDataTypeMap>(type: T, text: string): SignalDataTypeMap[T] {
  const value = isPlain(type) ? JSON.parse(text) : JSON.parse(text, BufferJSON.reviver);
  if (type !== 'app-state-sync-key') return value;
  return proto.Message.AppStateSyncKeyData.fromObject(value) as unknown as SignalDataTypeMap[T];
}
