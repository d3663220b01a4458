/**
 * What an admin may change in the chat. The environment gives the default; a value that was set in the chat is
 * stored and wins, over restarts too. Whoever uses one reads it at each use, so that a change works at once.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Logger } from 'pino';
import { z } from 'zod';
import { createListeners } from './listeners.ts';
import { businessChoices } from './queue/calendar.ts';
import type { SettingStore } from './queue/ports.ts';
import { healthChoices } from './queue/sending/health.ts';
import { pacingChoices } from './queue/sending/pacing.ts';
import { wordChoices } from './queue/words.ts';

/** A subject's choices stand beside its code; here they are one list. Values must survive JSON. */
const choices = z.object({ ...businessChoices, ...pacingChoices, ...healthChoices, ...wordChoices });

export type PreferenceValues = Readonly<z.infer<typeof choices>>;
export type PreferenceName = keyof PreferenceValues;

export const PREFERENCES: readonly PreferenceName[] = z.keyof(choices).options;

/** The setting of the environment that gives the default, where there is one. */
export const SETTING_OF: Readonly<Partial<Record<PreferenceName, string>>> = {
  zone: 'TZ',
  country: 'DEFAULT_COUNTRY',
  language: 'DEFAULT_LANGUAGE',
  pace: 'PACE',
  dailyCap: 'DAILY_CAP',
  quietHours: 'QUIET_HOURS',
  quietDays: 'QUIET_DAYS',
  quietZone: 'QUIET_ZONE',
  canary: 'CANARY',
  optOutWords: 'OPT_OUT_WORDS',
};

export interface Preferences {
  /** The values in force; never keep them. */
  now(): PreferenceValues;
  /** Those whose value in force is not the default. */
  changed(): PreferenceName[];
  /** Stores a value, which is in force from then on. Throws on one that its subject doesn't take. */
  set<Name extends PreferenceName>(name: Name, value: PreferenceValues[Name]): Promise<void>;
  /** All are the defaults again. */
  reset(): Promise<void>;
  /** Told after each change. */
  watch(listener: () => void): () => void;
}

/** `bad` are stored values that nobody understands any more: their defaults are in force. */
export function mergePreferences(
  defaults: PreferenceValues,
  stored: ReadonlyMap<string, unknown>,
): { values: PreferenceValues; bad: PreferenceName[] } {
  const good: Partial<Record<PreferenceName, unknown>> = {};
  const bad: PreferenceName[] = [];
  for (const name of PREFERENCES) {
    if (!stored.has(name)) continue;
    const parsed = choices.shape[name].safeParse(stored.get(name));
    if (parsed.success) good[name] = parsed.data;
    else bad.push(name);
  }
  return { values: choices.parse({ ...defaults, ...good }), bad };
}

/** A value as it was written down elsewhere, by its name and as JSON; null when it makes no sense any more. */
export function readPreference(
  key: string,
  json: string,
): { name: PreferenceName; values: Partial<PreferenceValues> } | null {
  const name = PREFERENCES.find((one) => one === key);
  if (!name) return null;
  try {
    const parsed = choices.shape[name].safeParse(JSON.parse(json));
    return parsed.success ? { name, values: { [name]: parsed.data } } : null;
  } catch {
    return null;
  }
}

/** Reads what is stored; a value that nobody understands any more is told in the log. */
export async function openPreferences(deps: {
  defaults: PreferenceValues;
  stored: SettingStore;
  log: Logger;
}): Promise<Preferences> {
  const { defaults, stored, log } = deps;
  const listeners = createListeners<[]>();
  const merged = mergePreferences(defaults, await stored.all());
  let { values } = merged;
  for (const name of merged.bad) log.warn({ event: 'preference-ignored', name });

  const changed = () => PREFERENCES.filter((name) => !isDeepStrictEqual(values[name], defaults[name]));
  if (changed().length > 0) log.info({ event: 'preferences', chat: changed().map(nameOf) });

  return {
    now: () => values,
    changed,
    async set(name, value) {
      const parsed = choices.shape[name].parse(value);
      await stored.set(name, parsed);
      values = { ...values, [name]: parsed };
      log.info({ event: 'preference-set', name: nameOf(name) });
      listeners.tell();
    },
    async reset() {
      for (const name of PREFERENCES) await stored.remove(name);
      values = defaults;
      log.info({ event: 'preferences-reset' });
      listeners.tell();
    },
    watch: listeners.add,
  };
}

const nameOf = (name: PreferenceName): string => SETTING_OF[name] ?? name;
