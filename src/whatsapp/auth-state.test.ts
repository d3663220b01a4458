import { BufferJSON, type SignalDataTypeMap } from '@whiskeysockets/baileys';
import fc from 'fast-check';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import { type KeyChanges, type KeyStore, openAuthState } from './auth-state.ts';
import { createKeyMemory } from './key-memory.ts';
import { createLock } from './lock.ts';

type Change = Parameters<KeyStore['commit']>[0];

/** A store in memory whose commits take as long as the test wants. */
function slowStore(stored: KeyChanges = {}) {
  const rows = new Map(
    Object.entries(stored).flatMap(([type, values]) =>
      Object.entries(values).map(([id, value]) => [`${type} ${id}`, value] as const),
    ),
  );
  const commits: Change[] = [];
  const open: { land(): void; fail(error: Error): void }[] = [];
  return {
    commits,
    open,
    async get(type: string, ids: readonly string[]) {
      const found = new Map<string, string>();
      for (const id of ids) {
        const value = rows.get(`${type} ${id}`);
        if (value) found.set(id, value);
      }
      return found;
    },
    commit(change: Change) {
      commits.push(change);
      return new Promise<void>((resolve, reject) => {
        const land = () => {
          for (const [type, values] of Object.entries(change.keys ?? {}))
            for (const [id, value] of Object.entries(values)) rows.set(`${type} ${id}`, value);
          resolve();
        };
        open.push({ land, fail: reject });
      });
    },
  };
}

const mapping = (value: string | null) => ({ 'lid-mapping': { '595981': value } });
const tick = () => new Promise((resolve) => setImmediate(resolve));

describe('keys', () => {
  it('are readable at once, and promised only when they are on disk', async () => {
    const store = slowStore();
    const { keys } = createKeyMemory(store, () => undefined);
    let onDisk = false;
    const set = Promise.resolve(keys.set(mapping('77'))).then(() => {
      onDisk = true;
    });
    expect(await keys.get('lid-mapping', ['595981'])).toEqual({ '595981': '77' });
    await tick();
    expect(onDisk).toBe(false);
    store.open[0]?.land();
    await set;
    expect(onDisk).toBe(true);
  });

  it('never go back to what was there before, in whatever order sets and commits interleave', async () => {
    const steps = fc.array(
      fc.oneof(fc.constant('land'), fc.constant('read'), fc.constantFrom('a', 'b', null)),
    );
    await fc.assert(
      fc.asyncProperty(steps, async (todo) => {
        const store = slowStore({ 'lid-mapping': { '595981': '"old"' } });
        const { keys } = createKeyMemory(store, () => undefined);
        let last: string | null = 'old';
        for (const step of todo) {
          if (step === 'land') store.open.shift()?.land();
          else if (step !== 'read') {
            last = step;
            void keys.set(mapping(step));
          }
          const found = await keys.get('lid-mapping', ['595981']);
          expect(found['595981'] ?? null).toBe(last);
        }
      }),
    );
  });

  it('come back as they were, bytes included', async () => {
    const store = slowStore();
    const { keys } = createKeyMemory(store, () => undefined);
    const token: SignalDataTypeMap['tctoken'] = { token: Buffer.from([1, 2, 3]), timestamp: '5' };
    const set = keys.set({ tctoken: { '1@lid': token } });
    store.open[0]?.land();
    await set;
    const other = createKeyMemory(store, () => undefined);
    expect(await other.keys.get('tctoken', ['1@lid'])).toEqual({ '1@lid': token });
    expect(store.commits[0]?.keys?.tctoken?.['1@lid']).toBe(JSON.stringify(token, BufferJSON.replacer));
  });

  it('that cannot be written end the program', async () => {
    const store = slowStore();
    const fatal: unknown[] = [];
    const { keys } = createKeyMemory(store, (error) => fatal.push(error));
    const set = keys.set(mapping('77'));
    store.open[0]?.fail(new Error('disk full'));
    await expect(set).rejects.toThrow('disk full');
    expect(fatal).toHaveLength(1);
  });

  it('of a link that is gone do not reach the next one, but what people wrote does', async () => {
    const store = slowStore();
    const memory = createKeyMemory(store, () => undefined);
    const entry = { key: 'k', sender: '1@lid', plaintext: new Uint8Array([1]), at: 1 };
    memory.alongside(entry);
    memory.retire();
    void memory.keys.set(mapping('77'));
    expect(store.commits).toEqual([{ inbox: [entry] }]);
  });
});

describe('the lock', () => {
  it('lets one in at a time, in order, and whoever is inside go straight on', async () => {
    const locked = createLock();
    const seen: string[] = [];
    const work = (name: string) =>
      locked(async () => {
        seen.push(`${name} in`);
        await locked(async () => void seen.push(`${name} again`));
        await tick();
        seen.push(`${name} out`);
      });
    await Promise.all([work('a'), work('b')]);
    expect(seen).toEqual(['a in', 'a again', 'a out', 'b in', 'b again', 'b out']);
  });

  it('makes what was started inside and lives on queue up', async () => {
    const locked = createLock();
    const seen: string[] = [];
    let late: Promise<void> = Promise.resolve();
    await locked(async () => {
      late = tick().then(() => locked(async () => void seen.push('late')));
    });
    const other = locked(async () => {
      await tick();
      await tick();
      seen.push('other');
    });
    await Promise.all([late, other]);
    expect(seen).toEqual(['other', 'late']);
  });

  it('opens again when the work inside fails', async () => {
    const locked = createLock();
    await expect(locked(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await locked(async () => 'yes')).toBe('yes');
  });
});

describe('the credentials', () => {
  it('of a store that was never linked are fresh, and not taken for a link', async () => {
    const store: KeyStore = {
      ...slowStore(),
      commit: async () => undefined,
      credentials: async () => null,
      opened: async () => null,
      describe: async () => undefined,
      waiting: async () => [],
      handled: async () => undefined,
      prune: async () => undefined,
      forget: async () => undefined,
      archive: async () => undefined,
      close: async () => undefined,
    };
    const log = pino({ level: 'silent' });
    const auth = await openAuthState({ store, clock: systemClock(), log, onFatal: () => undefined });
    const { creds } = auth;
    expect(auth.linked()).toBe(false);
    auth.creds.me = { id: '595981000111:1@s.whatsapp.net' };
    expect(auth.linked()).toBe(false);
    await auth.reset();
    expect(auth.creds.me).toBeUndefined();
    expect(auth.creds.advSecretKey).not.toBe(creds.advSecretKey);
  });
});
