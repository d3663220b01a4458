import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANA, type Drafts, openDrafts } from '../../test/drafts.ts';
import { aWorkbook } from '../../test/workbook.ts';
import { ReadingStopped } from './list.ts';

let dir: string;
let drafts: Drafts;
let removed: (string | null)[];
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'list-'));
  removed = [];
  drafts = await openDrafts({ removeFile: async (path) => void removed.push(path) });
});
afterEach(async () => {
  await drafts.end();
  rmSync(dir, { recursive: true });
});

const fileOf = (name: string, content: string | Uint8Array) => {
  const path = join(dir, name);
  writeFileSync(path, content);
  return { path, name };
};
const told = async () =>
  (await drafts.rows()).map(({ line, phone, state, reason }) => [line, phone, reason ?? state]);

describe('numbers put right', () => {
  const csv = 'nombre;telefono\nAna;0981 123456\nLuis;0971\nEva;no tiene\n';

  it('go the way of all others: sums, repeated numbers and opt-outs are those of one import', async () => {
    await drafts.read(csv);
    const first = await drafts.control.readList(ANA, { mended: { 3: '0971 555000' } });
    expect(first).toMatchObject({
      ok: true,
      draft: { list: { summary: { people: 2, out: { invalid: 1 } } } },
    });
    const person = { phone: '595985777111' as never, lid: null };
    await drafts.store.people.optOut(1 as never, { person, at: 1, source: 'operator', word: null });
    await drafts.control.readList(ANA, { mended: { 4: '+595 981 123456' } });
    expect(await told()).toEqual([
      [2, '595981123456', 'queued'],
      [3, '595971555000', 'queued'],
      [4, '595981123456', 'duplicate'],
    ]);
    await drafts.control.readList(ANA, { mended: { 4: '0985 777111' } });
    expect((await told())[2]).toEqual([4, '595985777111', 'opted-out']);
    const counts = await drafts.counts();
    expect(counts).toMatchObject({ rows: 3, people: 2, out: { invalid: 0, 'opted-out': 1 } });
  });

  it('stay for every other look at the same file, and go with it', async () => {
    await drafts.read(csv);
    await drafts.control.readList(ANA, { mended: { 3: '+595 971 555000' } });
    const other = await drafts.control.readList(ANA, { rows: 'each' });
    expect(other).toMatchObject({ ok: true, draft: { list: { mended: { 3: '+595 971 555000' } } } });
    const fresh = await drafts.control.readList(ANA, { file: fileOf('otra.csv', csv) });
    expect(fresh).toMatchObject({ ok: true, draft: { list: { summary: { people: 1 } } } });
  });

  it('make a list of a file that was none, one after the other', async () => {
    const cut = fileOf('cortada.csv', 'tel\n5,95981E+11\n5,95982E+11\n5,95983E+11\n');
    expect(await drafts.control.readList(ANA, { file: cut })).toMatchObject({ problem: { is: 'excel' } });
    expect(await drafts.control.readList(ANA, { mended: { 2: '0981 111222' } })).toMatchObject({ ok: false });
    const list = await drafts.control.readList(ANA, { mended: { 3: '0981 222333' } });
    expect(list).toMatchObject({ ok: true, draft: { list: { summary: { people: 2, damaged: 1 } } } });
  });
});

describe('a reading that is stopped', () => {
  const long = `tel\n${'0981123456\n'.repeat(5_000)}`;
  async function stopped(reason: Error) {
    const stop = new AbortController();
    const options = { signal: stop.signal, onProgress: () => stop.abort(reason) };
    const reading = drafts.control.readList(ANA, { file: fileOf('larga.csv', long) }, options);
    await expect(reading).rejects.toBe(reason);
    return drafts.control.draft(ANA.id);
  }

  it('leaves list, rows, choices and file as they were', async () => {
    await drafts.read('nombre;tel\nAna;0981 123456\nLuis;x\nEva;0981 123456\n', 'each');
    await drafts.control.readList(ANA, { mended: { 3: '0971 555000' } });
    const before = [await drafts.control.draft(ANA.id), await told()];
    const draft = await stopped(new ReadingStopped('by hand'));
    expect([draft, await told()]).toEqual(before);
    expect(removed).toEqual([join(dir, 'larga.csv')]);
  });

  it('leaves a draft without a list without one', async () => {
    await drafts.control.newDraft(ANA);
    expect(await stopped(new ReadingStopped('by hand'))).toMatchObject({ list: null, name: '' });
    expect(await drafts.rows()).toEqual([]);
  });

  it('for another reason leaves nobody to write to', async () => {
    await drafts.read('tel\n0981 123456\n0971 555000\n');
    expect(await stopped(new Error('another list came'))).toMatchObject({ list: { summary: { people: 0 } } });
  });
});

it('another sheet has columns of its own, and what was put right in one is nothing there', async () => {
  const clients = { 1: ['nombre', 'telefono'], 2: ['Ana', '0981 123456'], 3: ['Luis', 'x'] };
  const march = { 1: ['celular', 'fecha'], 2: ['0981 222333', '1/3'], 3: ['0981 333444', '2/3'] };
  const sheets = [
    { name: 'Clientes', rows: clients },
    { name: 'Marzo', rows: march },
  ];
  await drafts.control.readList(ANA, { file: fileOf('libro.xlsx', aWorkbook(sheets)) });
  await drafts.control.readList(ANA, { mended: { 3: '0971 555000' } });
  const other = await drafts.control.readList(ANA, { sheet: 'Marzo' });
  expect(other).toMatchObject({
    ok: true,
    draft: { list: { columnName: 'celular', summary: { people: 2 } } },
  });
  const again = await drafts.control.readList(ANA, { rows: 'each' });
  expect(again).toMatchObject({ ok: true, draft: { list: { origin: { sheet: 'Marzo', others: 1 } } } });
});

describe('the name of a draft', () => {
  it('is that of its file until a person gives it one, which stays', async () => {
    const csv = 'telefono\n0981 123456\n';
    await drafts.read(csv);
    const name = async () => (await drafts.preview()).draft.name;
    expect(await name()).toBe('lista');
    await drafts.control.readList(ANA, { file: fileOf('abril.csv', csv) });
    expect(await name()).toBe('abril');
    expect(await drafts.control.nameDraft(ANA, ' \n ')).toBeNull();
    await drafts.control.nameDraft(ANA, ' Promo  de\nabril ');
    await drafts.control.readList(ANA, { country: 'AR' });
    await drafts.control.readList(ANA, { file: fileOf('mayo.csv', csv) });
    expect(await name()).toBe('Promo de abril');
  });
});
