import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openKeys } from '../store/keys.ts';
import type { KeyStore } from '../whatsapp/auth-state.ts';
import { readMultiFile } from '../whatsapp/multi-file.ts';
import { importSession } from './import-session.ts';

const bytes = { type: 'Buffer', data: 'AAAA' };
const pair = { private: bytes, public: bytes };
const CREDS = {
  noiseKey: pair,
  signedIdentityKey: pair,
  signedPreKey: { keyPair: pair, signature: bytes, keyId: 1 },
  registrationId: 7,
  advSecretKey: 'secret',
  me: { id: '595981000111:5@s.whatsapp.net' },
  account: { details: 'x' },
};
const session = JSON.stringify({ _sessions: {}, version: 'v1' });
const FILES: Readonly<Record<string, string>> = {
  'creds.json': JSON.stringify(CREDS),
  'session-59012901019692_1.0.json': session,
  'pre-key-12.json': JSON.stringify(pair),
  'app-state-sync-key-AAAA__w==.json': JSON.stringify({ keyData: 'x' }),
  'app-state-sync-version-regular_low.json': '{"version":1}',
  'lid-mapping-59012901019692_reverse.json': '"595981123456"',
  'sender-key-memory-1@g.us.json': '{}',
};

let dir: string;
let keys: KeyStore;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'import-'));
  keys = openKeys({ dir, account: 1 });
});
afterEach(async () => {
  await keys.close();
  rmSync(dir, { recursive: true });
});

function put(files: Readonly<Record<string, string>>, below = '') {
  mkdirSync(join(dir, below), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, below, name), text);
}
const take = () => importSession({ dir, keys, now: 0 });
const left = (below = '') =>
  readdirSync(join(dir, below))
    .filter((name) => name.endsWith('.json'))
    .toSorted();

describe('a session of many files', () => {
  it.each(['', 'session'])('in the folder %j becomes ours, key by key, and is put aside', async (below) => {
    put(FILES, below);
    if (below === '') put({ 'notes.json': '{}' });
    const aside = join(dir, 'imported-1970-01-01T00-00-00-000Z');
    expect(await take()).toEqual({ ok: true, phone: '595981000111', keys: 5, unreadable: 0, aside });
    expect(await keys.credentials()).toBe(FILES['creds.json']);
    const get = async (type: string, id: string) => (await keys.get(type, [id])).get(id);
    expect(await get('session', '59012901019692_1.0')).toBe(session);
    expect(await get('app-state-sync-key', 'AAAA/w==')).toBe('{"keyData":"x"}');
    expect(await get('lid-mapping', '59012901019692_reverse')).toBe('"595981123456"');
    expect(readdirSync(aside).toSorted()).toEqual(Object.keys(FILES).toSorted());
    expect(left(below)).toEqual(below === '' ? ['notes.json'] : []);
    expect(await take()).toBeNull();
  });

  it('that is damaged, not linked, or one of several is refused, with nothing changed', async () => {
    const refused = async (problem: string) => {
      const before = [left(), left('a')];
      expect(await take()).toEqual({ ok: false, problem });
      expect([left(), left('a')]).toEqual(before);
      expect(await keys.credentials()).toBeNull();
    };
    put({ ...FILES, 'creds.json': FILES['creds.json']?.slice(0, 90) ?? '' }, 'a');
    await refused('damaged');
    put({ 'creds.json': JSON.stringify({ ...CREDS, account: undefined }) }, 'a');
    await refused('unlinked');
    put(FILES);
    await refused('several');
  });

  it('beside a link of our own is left alone, unless a kill kept it from being put aside', async () => {
    await keys.commit({ credentials: JSON.stringify({ ...CREDS, registrationId: 8 }) });
    put(FILES);
    expect(await take()).toBeNull();
    expect(left()).toContain('creds.json');
    await keys.commit({ credentials: FILES['creds.json'] ?? '' });
    expect(await take()).toBeNull();
    expect(left()).toEqual([]);
  });

  it('is read or refused, whatever is in its files; keys that can’t be read are left out', () => {
    const text = fc.oneof(fc.string(), fc.json(), fc.constant(session));
    const name = fc.oneof(fc.constantFrom(...Object.keys(FILES)), fc.string());
    fc.assert(
      fc.property(fc.array(fc.tuple(name, text)), fc.boolean(), (files, good) => {
        const all = new Map(files);
        if (good) all.set('creds.json', FILES['creds.json'] ?? '');
        const found = readMultiFile(all);
        if (good) expect(found.ok).toBe(true);
        if (!found.ok) return;
        const kept = Object.values(found.keys).flatMap((some) => Object.values(some));
        for (const value of kept) if (value !== null) JSON.parse(value);
        expect(kept).toHaveLength(found.count);
      }),
    );
    const cut = readMultiFile(new Map(Object.entries({ ...FILES, 'session-1_1.0.json': '{"_sess' })));
    expect(cut).toMatchObject({ ok: true, unreadable: 1, count: 5 });
  });
});
