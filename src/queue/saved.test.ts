import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNT, aCampaign } from '../../test/builders.ts';
import { virtualClock } from '../clock.ts';
import { openStore, type Store } from '../store/store.ts';
import type { SavedTextId } from './ports.ts';
import { cleanName, createSavedTexts, LONGEST_NAME, proposedName, type SavedTexts } from './saved.ts';

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
