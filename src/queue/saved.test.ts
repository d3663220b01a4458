import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNT, aCampaign } from '../../test/builders.ts';
import { virtualClock } from '../clock.ts';
import { openStore, type Store } from '../store/store.ts';
import type { ListSource } from './campaign.ts';
import type { SavedTextId } from './ports.ts';
import {
  cleanName,
  createSavedLists,
  createSavedTexts,
  LONGEST_NAME,
  proposedName,
  type SavedLists,
  type SavedTexts,
} from './saved.ts';

const file = { kind: 'image', sha256: 'x', mime: 'image/jpeg', name: 'promo.jpg', bytes: 1 } as const;

describe('a saved text', () => {
  const NOW = Date.UTC(2026, 10, 25, 15);
  const ana = { id: 1001, name: 'Ana' };
  const bob = { id: 1002, name: 'Bob' };
  let dir: string;
  let store: Store;
  let saved: SavedTexts;
  let freed: number;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'saved-'));
    store = openStore({ dir });
    freed = 0;
    const draft = async (createdBy: number) =>
      (await store.campaigns.list({ states: ['draft'], createdBy, limit: 1 })).campaigns[0] ?? null;
    saved = createSavedTexts({
      account: ACCOUNT,
      texts: store.texts,
      campaigns: store.campaigns,
      control: {
        draft,
        newDraft: ({ id, name }) =>
          store.campaigns.create({
            ...{ accountId: ACCOUNT, kind: 'campaign', state: 'draft', name: '' },
            ...{ createdBy: id, createdByName: name, at: NOW },
          }),
      },
      mediaDir: dir,
      freed: () => {
        freed += 1;
      },
      clock: virtualClock(NOW),
    });
  });
  afterEach(async () => {
    await store.close();
    rmSync(dir, { recursive: true });
  });

  /** Ana's draft says hello, with a picture that was stored an hour ago. */
  async function anaSaves(name: string) {
    const draft = await aCampaign(store, { state: 'draft' });
    await store.campaigns.save(draft.id, { content: { text: 'Hola {nombre}', media: [file] } });
    writeFileSync(join(dir, file.sha256), 'x');
    utimesSync(join(dir, file.sha256), NOW / 1000 - 3600, NOW / 1000 - 3600);
    return saved.save(ana, name);
  }

  it('knows who saved it and when, and becomes the message of another operator, files and all', async () => {
    const result = await anaSaves(' Promo ');
    if (!result.ok) throw new Error(result.why);
    expect(result.saved).toMatchObject({ name: 'Promo', by: ana, at: NOW });
    const used = await saved.use(bob, result.saved.id);
    expect(used).toMatchObject({
      ok: true,
      draft: { createdBy: bob.id, content: { text: 'Hola {nombre}', media: [file] } },
    });
  });

  it('that is used makes its files young, so that no sweep takes them if it is deleted meanwhile', async () => {
    const result = await anaSaves('Promo');
    if (!result.ok) throw new Error(result.why);
    await saved.use(bob, result.saved.id);
    expect(statSync(join(dir, file.sha256)).mtimeMs).toBe(NOW);
  });

  it('without its file is not used: nobody gets half of it', async () => {
    const result = await anaSaves('Promo');
    if (!result.ok) throw new Error(result.why);
    rmSync(join(dir, file.sha256));
    expect(await saved.use(bob, result.saved.id)).toEqual({ ok: false, why: 'lost' });
    expect((await store.campaigns.list({ states: ['draft'], createdBy: bob.id, limit: 1 })).total).toBe(0);
  });

  it('needs a message and a name of its own', async () => {
    expect(await saved.propose(bob)).toBeNull();
    expect(await saved.save(bob, 'Promo')).toEqual({ ok: false, why: 'nothing' });
    expect(await anaSaves('Hola')).toMatchObject({ ok: true });
    expect(await saved.save(ana, 'HOLA')).toEqual({ ok: false, why: 'taken' });
    expect(await saved.save(ana, ' \n ')).toEqual({ ok: false, why: 'empty' });
    expect(await saved.propose(ana)).toBe('Hola 2');
  });

  it('that is removed frees its files, once', async () => {
    const result = await anaSaves('Promo');
    if (!result.ok) throw new Error(result.why);
    expect(await saved.rename(result.saved.id, ' Otra ')).toBe('renamed');
    expect(await saved.remove(result.saved.id)).toMatchObject({ name: 'Otra' });
    expect(await saved.remove(result.saved.id)).toBeNull();
    expect(freed).toBe(1);
    expect(await saved.use(ana, result.saved.id)).toEqual({ ok: false, why: 'gone' });
    expect(await saved.rename(-1 as SavedTextId, 'x')).toBe('gone');
  });
});

describe('a saved list', () => {
  const NOW = Date.UTC(2026, 10, 25, 15);
  const ana = { id: 1001, name: 'Ana' };
  const summary = {
    ...{ rows: 2, people: 2, out: { invalid: 0, duplicate: 0, optedOut: 0 }, damaged: 0 },
    ...{ examples: [], badExample: null, fingerprint: 'f' },
  };
  const how: Omit<ListSource, 'path'> = {
    ...{ name: 'marzo.xlsx', column: 1, columnName: 'tel', country: 'PY', fields: ['nombre'], summary },
    rows: 'joined',
    withHidden: true,
    mended: { 3: '0981 123456' },
    leftOut: ['nombre'],
    origin: { is: 'sheet', sheet: 'Marzo', others: 1 },
  };
  let dir: string;
  let store: Store;
  let lists: SavedLists;
  const files = () => readdirSync(dir).filter((name) => name.endsWith('.list'));

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'saved-lists-'));
    store = openStore({ dir });
    const draft = async (createdBy: number) =>
      (await store.campaigns.list({ states: ['draft'], createdBy, limit: 1 })).campaigns[0] ?? null;
    lists = createSavedLists({
      account: ACCOUNT,
      lists: store.lists,
      control: { draft, newDraft: () => Promise.reject(new Error('nobody needs a new draft')) },
      removeFile: async (path) => rmSync(path ?? '', { force: true }),
      freed: () => undefined,
      clock: virtualClock(NOW),
    });
    const own = await aCampaign(store, { state: 'draft' });
    writeFileSync(join(dir, 'draft.list'), 'nombre;tel');
    await store.campaigns.save(own.id, { name: 'marzo', list: { ...how, path: join(dir, 'draft.list') } });
  });
  afterEach(async () => {
    await store.close();
    rmSync(dir, { recursive: true });
  });

  it('has a file of its own: the draft’s may go, and each use has another one', async () => {
    expect(await lists.propose(ana)).toBe('marzo');
    const result = await lists.save(ana, 'Clientes');
    if (!result.ok) throw new Error(result.why);
    rmSync(join(dir, 'draft.list'));
    const used = await lists.use(result.saved.id);
    const again = await lists.use(result.saved.id);
    if (!used.ok || !again.ok) throw new Error('lost');
    expect(readFileSync(used.input.file?.path ?? '', 'utf8')).toBe('nombre;tel');
    expect(new Set([used, again].map(({ input }) => input.file?.path)).size).toBe(2);
    const { file, ...choices } = used.input;
    expect(file?.name).toBe('marzo.xlsx');
    // Who was left out for a text is no part of it.
    expect(choices).toEqual({
      ...{ column: 1, country: 'PY', rows: 'joined', withHidden: true, sheet: 'Marzo' },
      mended: { 3: '0981 123456' },
    });
  });

  it('whose name is taken leaves no file behind, and takes its own with it when it is deleted', async () => {
    const result = await lists.save(ana, 'Clientes');
    if (!result.ok) throw new Error(result.why);
    expect(await lists.save(ana, 'CLIENTES')).toEqual({ ok: false, why: 'taken' });
    expect(files()).toHaveLength(2);
    expect(await lists.propose(ana)).toBe('marzo');
    await lists.remove(result.saved.id);
    expect(files()).toEqual(['draft.list']);
    expect(await lists.use(result.saved.id)).toEqual({ ok: false, why: 'gone' });
  });

  it('without its file is not used, and a draft without people is none', async () => {
    const result = await lists.save(ana, 'Clientes');
    if (!result.ok) throw new Error(result.why);
    rmSync(result.saved.list.path);
    expect(await lists.use(result.saved.id)).toEqual({ ok: false, why: 'lost' });
    expect(await lists.save({ id: 1002, name: 'Bob' }, 'Otra')).toEqual({ ok: false, why: 'nothing' });
  });
});

describe('the name that is proposed for a message', () => {
  it.each([
    ['¡Hola {nombre|amigo}! Te esperamos el {fecha}', 'Hola! Te esperamos el'],
    ['*Promoción* de noviembre: todo a mitad de precio', 'Promoción de noviembre: todo'],
    ['Hola\nsegunda línea', 'Hola'],
    ['\n\n  Recordatorio  de   cita', 'Recordatorio de cita'],
  ])('is its first words, without fields: %s', (text, name) => {
    expect(proposedName({ text, media: [] }, 'marzo')).toBe(name);
  });

  it('is its file where there are no words, else the name of the draft', () => {
    expect(proposedName({ text: '{nombre}', media: [file] }, 'marzo')).toBe('promo.jpg');
    expect(proposedName({ text: '', media: [] }, 'marzo')).toBe('marzo');
    expect(proposedName({ text: '', media: [] }, '')).toBe('1');
  });

  it('is a name in itself, whatever the message', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const name = proposedName({ text, media: [] }, '');
        expect(cleanName(name)).toBe(name);
        expect(name).not.toBe('');
      }),
    );
  });
});

it('a name is one line of letters that can be read, no longer than a title', () => {
  expect(cleanName('  Promo\n\tde \u2028 marzo ')).toBe('Promo de marzo');
  expect([...cleanName('🎉'.repeat(100))]).toHaveLength(LONGEST_NAME);
  expect(cleanName('\u0000\n')).toBe('');
});
