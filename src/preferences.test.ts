import fc from 'fast-check';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { mergePreferences, openPreferences, PREFERENCES, type PreferenceValues } from './preferences.ts';
import type { SettingStore } from './queue/ports.ts';

const DEFAULTS: PreferenceValues = {
  zone: 'America/Asuncion',
  country: null,
  language: 'es',
  pace: 'normal',
  dailyCap: 'auto',
  quietHours: { from: 1200, to: 480 },
  quietDays: [],
  quietZone: 'recipient',
  canary: 5,
  health: { unregistered: 10, failed: 30, delivered: 70, answers: 5, unreadable: 2, quota: 80 },
  optOutWords: [],
  footer: true,
};

/** Values as a database gives them back: through JSON. */
function memory(rows: Record<string, unknown> = {}): SettingStore {
  const kept = new Map(Object.entries(rows).map(([key, value]) => [key, JSON.stringify(value)]));
  return {
    all: async () => new Map([...kept].map(([key, value]) => [key, JSON.parse(value)])),
    set: async (key, value) => void kept.set(key, JSON.stringify(value)),
    remove: async (key) => void kept.delete(key),
  };
}

const silent = pino({ level: 'silent' });
const open = (stored: SettingStore, defaults = DEFAULTS, log = silent) =>
  openPreferences({ defaults, stored, log });

describe('preferences', () => {
  it('are the defaults while nothing is stored, and name what differs once something is', async () => {
    const preferences = await open(memory());
    expect(preferences.now()).toEqual(DEFAULTS);
    expect(preferences.changed()).toEqual([]);
    await preferences.set('quietHours', 'off');
    await preferences.set('pace', 'normal');
    expect(preferences.now()).toEqual({ ...DEFAULTS, quietHours: 'off' });
    expect(preferences.changed()).toEqual(['quietHours']);
  });

  it('win over the environment after a restart, whatever that says by then', async () => {
    const stored = memory();
    await (await open(stored)).set('dailyCap', 300);
    const later = await open(stored, { ...DEFAULTS, dailyCap: 'off', zone: 'America/Lima' });
    expect(later.now()).toMatchObject({ dailyCap: 300, zone: 'America/Lima' });
    await later.reset();
    expect((await open(stored)).now()).toEqual(DEFAULTS);
  });

  it('tell who watches, with the new value in force', async () => {
    const preferences = await open(memory());
    const seen: string[] = [];
    const stop = preferences.watch(() => seen.push(preferences.now().zone));
    await preferences.set('zone', 'America/Lima');
    await preferences.reset();
    stop();
    await preferences.set('zone', 'America/Bogota');
    expect(seen).toEqual(['America/Lima', 'America/Asuncion']);
  });

  it('refuse a value that makes no sense, and stay as they were', async () => {
    const stored = memory();
    const preferences = await open(stored);
    await expect(preferences.set('zone', 'Mars/Base')).rejects.toThrow();
    await expect(preferences.set('quietHours', { from: 60, to: 60 })).rejects.toThrow();
    await expect(preferences.set('dailyCap', 0)).rejects.toThrow();
    expect(preferences.now()).toEqual(DEFAULTS);
    expect((await stored.all()).size).toBe(0);
  });

  it('ignore what a store of another version, or a hand, has left, and say so', async () => {
    const lines: string[] = [];
    const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
    const stored = memory({ pace: 'ludicrous', canary: 7, zone: 7, 'salt:1': 'x' });
    const preferences = await open(stored, DEFAULTS, log);
    expect(preferences.now()).toEqual({ ...DEFAULTS, canary: 7 });
    expect(lines.map((line) => JSON.parse(line).name).toSorted()).toEqual(['pace', 'zone']);
  });

  it('are always whole, whatever is stored', () => {
    const rows = fc.dictionary(fc.constantFrom(...PREFERENCES, 'other'), fc.jsonValue());
    fc.assert(
      fc.property(rows, (stored) => {
        const { values, bad } = mergePreferences(DEFAULTS, new Map(Object.entries(stored)));
        expect(Object.keys(values).toSorted()).toEqual([...PREFERENCES].toSorted());
        for (const name of bad) expect(values[name]).toEqual(DEFAULTS[name]);
        expect(mergePreferences(DEFAULTS, new Map(Object.entries(values))).bad).toEqual([]);
      }),
    );
  });
});
