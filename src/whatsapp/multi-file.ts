/**
 * A session as `useMultiFileAuthState` of Baileys keeps it: `creds.json`, and a file for each key, its type and its id
 * in the name. Written without care, so that any of them may be cut.
 */
import { z } from 'zod';
import type { KeyChanges } from './auth-state.ts';

export type MultiFileProblem = 'damaged' | 'unlinked';

export type MultiFile =
  | {
      readonly ok: true;
      /** As the key store keeps them: the same text. */
      readonly credentials: string;
      readonly keys: KeyChanges;
      /** Files that can't be read: phones are asked for new keys where one is missed. */
      readonly unreadable: number;
      readonly count: number;
      readonly phone: string;
    }
  | { readonly ok: false; readonly problem: MultiFileProblem };

/** Types of keys; `sender-key` is left out: names don't give its ids back, and only groups have them. */
const TYPES = [
  'app-state-sync-key',
  'app-state-sync-version',
  'device-list',
  'identity-key',
  'lid-mapping',
  'pre-key',
  'session',
  'tctoken',
] as const;
const NAME = new RegExp(`^(${TYPES.join('|')})-(.+)\\.json$`);

export const CREDENTIALS = 'creds.json';

/** A file that such a session is made of, whatever is in it. */
export const isOfMultiFile = (name: string): boolean =>
  name === CREDENTIALS || NAME.test(name) || /^sender-key(-memory)?-.+\.json$/.test(name);

const buffer = z.object({ type: z.literal('Buffer'), data: z.string() });
const pair = z.looseObject({ private: buffer, public: buffer });
const creds = z.looseObject({
  noiseKey: pair,
  signedIdentityKey: pair,
  signedPreKey: z.looseObject({ keyPair: pair, signature: buffer, keyId: z.number() }),
  registrationId: z.number(),
  advSecretKey: z.string(),
  me: z.looseObject({ id: z.string().regex(/^\d+[:@]/) }).optional(),
  account: z.looseObject({}).optional(),
});

/** Takes the text of each file by its name. */
export function readMultiFile(files: ReadonlyMap<string, string>): MultiFile {
  const credentials = files.get(CREDENTIALS) ?? '';
  const found = creds.safeParse(json(credentials));
  if (!found.success) return { ok: false, problem: 'damaged' };
  const { me, account } = found.data;
  if (!me || !account) return { ok: false, problem: 'unlinked' };
  const keys: Record<string, Record<string, string>> = {};
  let [count, unreadable] = [0, 0];
  for (const [name, text] of files) {
    const [, type, id] = NAME.exec(name) ?? [];
    if (!type || !id) continue;
    const value = json(text);
    if (value === undefined || value === null || (type === 'session' && !isSession(value))) {
      unreadable += 1;
      continue;
    }
    // What an id has of `/` stands as `__` in the name; ids of these types have no `:`.
    const some = keys[type] ?? {};
    some[id.replaceAll('__', '/')] = text;
    keys[type] = some;
    count += 1;
  }
  const phone = /^\d+/.exec(me.id)?.[0] ?? '';
  return { ok: true, credentials, keys, unreadable, count, phone };
}

const isSession = (value: unknown) => typeof value === 'object' && value !== null && '_sessions' in value;

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
