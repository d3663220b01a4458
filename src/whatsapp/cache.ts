import type { PossiblyExtendedCacheStore } from '@whiskeysockets/baileys';

/** A bounded cache in the form that Baileys takes: what was not used for longest goes first. */
export function createCache(most: number): PossiblyExtendedCacheStore {
  const values = new Map<string, unknown>();
  const set = (key: string, value: unknown) => {
    keepNewest(values, key, value, most);
  };
  const get = <T>(key: string): T | undefined => {
    const value = values.get(key);
    if (value === undefined) return undefined;
    set(key, value);
    return value as T;
  };
  return {
    get,
    set,
    del: (key) => void values.delete(key),
    flushAll: () => values.clear(),
    mget: async <T>(keys: string[]) => {
      const found: Record<string, T | undefined> = {};
      for (const key of keys) found[key] = get<T>(key);
      return found;
    },
    mset: async (entries) => {
      for (const { key, value } of entries) set(key, value);
    },
    mdel: async (keys) => {
      for (const key of keys) values.delete(key);
    },
  };
}

/** Sets it as the newest; beyond `most` values the oldest goes. */
export function keepNewest<T>(values: Map<string, T>, key: string, value: T, most: number): void {
  values.delete(key);
  values.set(key, value);
  if (values.size > most) values.delete(values.keys().next().value ?? '');
}
