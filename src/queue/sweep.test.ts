/** Real files, and a store that is asked what it needs. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNT, aCampaign } from '../../test/builders.ts';
import { systemClock } from '../clock.ts';
import { openStore, type Store } from '../store/store.ts';
import { touchMedia } from './media.ts';
import { KEEP_AFTER_END, type SweepDeps, sweep } from './sweep.ts';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const hash = (letter: string) => letter.repeat(64);
const aFile = (sha256: string) => ({
  kind: 'image' as const,
  sha256,
  mime: 'image/jpeg',
  name: 'a',
  bytes: 1,
});

describe('a sweep', () => {
  let dir: string;
  let store: Store;
  let deps: SweepDeps;
  const clock = systemClock();

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'sweep-'));
    store = openStore({ dir: join(dir, 'data') });
    const folders = { uploads: join(dir, 'uploads'), media: join(dir, 'media'), temp: join(dir, 'tmp') };
    for (const folder of Object.values(folders)) mkdirSync(folder);
    deps = { ...store, folders, clock, log: pino({ level: 'silent' }) };
  });
  afterEach(async () => {
    await store.close();
    rmSync(dir, { recursive: true });
  });

  /** A file of this age, in minutes. */
  function put(folder: keyof SweepDeps['folders'], name: string, minutes: number): string {
    const path = join(deps.folders[folder], name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, 'x');
    const at = (clock.now() - minutes * MINUTE) / 1000;
    utimesSync(path, at, at);
    return path;
  }
  const there = (folder: keyof SweepDeps['folders']) => readdirSync(deps.folders[folder]).sort();

  it('takes stored files that no row names, and nothing that is not ours', async () => {
    const campaign = await aCampaign(store, { state: 'draft' });
    await store.campaigns.save(campaign.id, { content: { text: '', media: [aFile(hash('a'))] } });
    const by = { id: 1, name: 'Ana' };
    const content = { text: '', media: [aFile(hash('b'))] };
    await store.texts.add({ accountId: ACCOUNT, name: 'Promo', content, by, at: 1 });
    for (const letter of ['a', 'b', 'c']) put('media', hash(letter), 60);
    put('media', 'notes.txt', 60);
    expect(await sweep(deps)).toBe(1);
    expect(there('media')).toEqual([hash('a'), hash('b'), 'notes.txt']);
  });

  it('leaves a file alone that is about to be named, also one that was there before', async () => {
    put('media', hash('a'), 1);
    put('media', hash('b'), 60);
    put('media', hash('c'), 60);
    expect(touchMedia(deps.folders.media, hash('b'), clock.now())).toBe(true);
    await sweep(deps);
    expect(there('media')).toEqual([hash('a'), hash('b')]);
    expect(touchMedia(deps.folders.media, hash('c'), clock.now())).toBe(false);
  });

  it('keeps what a campaign sent for as long as phones may ask again', async () => {
    for (const [letter, ago] of [
      ['a', KEEP_AFTER_END - MINUTE] as const,
      ['b', KEEP_AFTER_END + MINUTE] as const,
    ]) {
      const campaign = await aCampaign(store, { state: 'finished' });
      const patch = { content: { text: '', media: [aFile(hash(letter))] }, endedAt: clock.now() - ago };
      await store.campaigns.save(campaign.id, patch);
      put('media', hash(letter), 60);
    }
    await sweep(deps);
    expect(there('media')).toEqual([hash('a')]);
  });

  it('takes what a kill left half-written, once nobody can be writing it any more', async () => {
    for (const [name, minutes] of [['.part-old', 60] as const, ['.part-new', 1] as const]) {
      put('media', join(name, hash('a')), minutes);
      const at = (clock.now() - minutes * MINUTE) / 1000;
      utimesSync(join(deps.folders.media, name), at, at);
    }
    await sweep(deps);
    expect(there('media')).toEqual(['.part-new']);
  });

  it('takes lists that nobody needs after a day, not those that are kept, and temporary files after an hour', async () => {
    const name = '0b0e7f5c-9d3b-4c1e-8b57-0a8f1d2c3e4f';
    const needed = put('uploads', join('1001', `${name}.list`), 3 * 1440);
    const campaign = await aCampaign(store, { state: 'paused' });
    const summary = { rows: 0, people: 0, out: { invalid: 0, duplicate: 0, optedOut: 0 }, damaged: 0 };
    const aList = (path: string) => ({
      ...{ name: 'a.csv', path, column: 0, columnName: '', country: null, fields: [] },
      summary: { ...summary, examples: [], badExample: null, fingerprint: '' },
    });
    await store.campaigns.save(campaign.id, { list: aList(needed) });
    const kept = put('uploads', join('1004', `${name}.list`), 30 * 1440);
    const by = { id: 1, name: 'Ana' };
    await store.lists.add({ accountId: ACCOUNT, name: 'Clientes', list: aList(kept), by, at: 1 });
    const old = put('uploads', join('1002', `${name}.list`), DAY / MINUTE + 1);
    const half = put('uploads', join('1002', `${name}.list.part`), DAY / MINUTE + 1);
    const fresh = put('uploads', join('1003', `${name}.list`), 60);
    const foreign = put('uploads', join('1003', 'photo.jpg'), 3 * 1440);
    put('temp', 'voice.ogg', 61);
    put('temp', 'at-work.ogg', 59);
    expect(await sweep(deps)).toBe(3);
    expect([needed, kept, old, half, fresh, foreign].map((path) => existsSync(path))).toEqual([
      true,
      true,
      false,
      false,
      true,
      true,
    ]);
    expect(there('temp')).toEqual(['at-work.ogg']);
  });
});
