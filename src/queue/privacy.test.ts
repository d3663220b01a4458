import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNT, aCampaign, NOW, rowsInto } from '../../test/builders.ts';
import { aFolder } from '../../test/simulation.ts';
import { aWorkbook } from '../../test/workbook.ts';
import { seededDice, virtualClock } from '../clock.ts';
import { openStore, type Store } from '../store/store.ts';
import type { CampaignId, ListSource } from './campaign.ts';
import { eraseFrom } from './import/erase.ts';
import { importList } from './import/import.ts';
import { pastedCsv, readPasted } from './import/pasted.ts';
import type { PhoneNumber } from './import/phone.ts';
import type { NewRecipient, SavedList } from './ports.ts';
import { createPrivacy } from './privacy.ts';

const ANA = '595981123456' as PhoneNumber;
const dice = seededDice(1);
const dirs: string[] = [];

/** A file, read as an operator who takes what is proposed would have it. */
async function aList(
  bytes: string | Buffer,
  how: { rows?: 'each'; mended?: Record<string, string>; pasted?: { added: number } } = {},
) {
  const dir = aFolder('erase-');
  dirs.push(dir);
  const path = join(dir, 'a.list');
  writeFileSync(path, bytes);
  return (await read({ path, ...how })).list;
}

async function read(
  source: Pick<ListSource, 'path' | 'rows' | 'mended'> & { column?: number; pasted?: { added: number } },
) {
  const rows: NewRecipient[] = [];
  const { path, ...how } = source;
  const input = { campaignId: 1 as CampaignId, accountId: ACCOUNT, path, name: 'a', country: 'PY', ...how };
  const people = { refused: async () => new Set<PhoneNumber>() };
  const result = await importList(input, { recipients: rowsInto(rows), people, dice, join: String });
  if (!result.ok) throw new Error(result.problem.is);
  return { list: result.list, rows };
}

const told = (rows: readonly NewRecipient[]) =>
  rows.map(({ line, written, fields, skip }) => [line, written, fields, skip]);

afterEach(() => {
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true });
});

describe('the file of a list from which somebody is taken out', () => {
  const CSV = [
    'Clientes de marzo;;',
    'nombre;tel;nota',
    'Ana;0981 123456;paga en cuotas',
    '',
    'Bea;+595 971 555000;"hermana de Ana, 0981-123-456;\nllamar"',
    'Cid;0985 777111 / 0981 123456;',
    'Ana otra vez;595981123456;',
    'Dan;nada;"dice ""hola"""',
  ].join('\n');

  it('holds nothing of them any more, and everybody else in the line where they were', async () => {
    const list = await aList(CSV);
    const before = (await read(list)).rows;
    const left = await eraseFrom(list, ANA);
    if (!left) throw new Error('nobody was found');
    const text = readFileSync(list.path, 'utf8');
    expect(text.replace(/\D/g, '')).not.toContain('981123456');
    expect(text).not.toMatch(/cuotas|otra vez/);
    const after = (await read(left)).rows;
    expect(told(after)).toEqual(
      told(before)
        .filter(([line]) => line !== 3 && line !== 8)
        .map(([line, written, fields, skip]) => {
          if (line === 5) return [5, written, { ...Object(fields), nota: 'hermana de Ana, \nllamar' }, skip];
          if (line === 7) return [7, '0985 777111', { ...Object(fields), tel: '0985 777111' }, skip];
          return [line, written, fields, skip];
        }),
    );
    expect(await eraseFrom(left, ANA)).toBeNull();
    expect(readdirSync(join(list.path, '..'))).toEqual(['a.list']);
  });

  it('is not touched where nobody of that number stands in it, nor where it has gone', async () => {
    const list = await aList(CSV);
    expect(await eraseFrom(list, '595981123457' as PhoneNumber)).toBeNull();
    expect(readFileSync(list.path, 'utf8')).toBe(CSV);
    rmSync(list.path);
    expect(await eraseFrom(list, ANA)).toBeNull();
  });

  it('loses what was put right for them, and keeps what was put right for others in its line', async () => {
    const csv = 'nombre;tel\nAna;falta\nBea;0971555000\nCid;tampoco\n';
    const list = await aList(csv, { mended: { 2: '0981123456', 4: '0985777111' } });
    const left = await eraseFrom(list, ANA);
    expect(left?.mended).toEqual({ 4: '0985777111' });
    expect(told((await read(left ?? list)).rows).map(([line, written]) => [line, written])).toEqual([
      [3, '0971555000'],
      [4, '0985777111'],
    ]);
    expect(readFileSync(list.path, 'utf8')).not.toContain('Ana');
  });

  it('is text from then on if it was a spreadsheet: the rows that were read, not its other sheets', async () => {
    const [head, ana, bea] = [
      ['nombre', 'tel'],
      ['Ana', '0981123456'],
      ['Bea\nMaría', '0971555000'],
    ];
    const list = await aList(
      aWorkbook([
        { name: 'Hoja1', rows: { 1: head, 3: bea, 4: ['Eva', '0985777222'] } },
        { name: 'Hoja2', rows: { 1: head, 2: ana } },
      ]),
    );
    const left = await eraseFrom(list, ANA);
    expect(left?.origin).toEqual({ is: 'text', encoding: 'utf-8', delimiter: ',' });
    expect(told((await read(left ?? list)).rows)).toEqual([
      [3, '0971555000', { nombre: 'Bea María', tel: '0971555000' }, null],
      [4, '0985777222', { nombre: 'Eva', tel: '0985777222' }, null],
    ]);
    // The row that names it was not written before a kill.
    expect((await eraseFrom(list, ANA))?.origin).toEqual(left?.origin);
  });

  it('of an address book keeps its names and numbers', async () => {
    const card = (name: string, tel: string) => `BEGIN:VCARD\nFN:${name}\nTEL;CELL:${tel}\nEND:VCARD\n`;
    const list = await aList(card('Ana', '+595981123456') + card('Bea', '+595971555000'));
    const left = await eraseFrom(list, ANA);
    expect(told((await read(left ?? list)).rows)).toEqual([
      [5, '+595971555000', { nombre: 'Bea', telefono: '+595971555000' }, null],
    ]);
  });

  it('that grew out of messages can grow on, in the same lines', async () => {
    const people = [
      { written: '0981 123456', fields: { nombre: 'Ana' } },
      { written: '0971 555000', fields: { nombre: 'Bea' } },
    ];
    const list = await aList(pastedCsv(people), { pasted: { added: 2 } });
    const left = await eraseFrom(list, ANA);
    expect(left?.origin).toEqual({ is: 'pasted', added: 2 });
    expect((await read(left ?? list)).rows.map(({ line }) => line)).toEqual([3]);
    const grown = readPasted(readFileSync(list.path, 'utf8'));
    writeFileSync(list.path, pastedCsv([...grown, { written: '0985 777111', fields: {} }]));
    expect((await read(left ?? list)).rows.map(({ line }) => line)).toEqual([3, 4]);
    expect(await eraseFrom(left ?? list, ANA)).toBeNull();
  });

  it('names a number in whatever way people write it, and no other one', async () => {
    const written = fc.constantFrom(
      ...[
        '595981123456',
        '+595 981 123-456',
        '0981/123456',
        '(0981) 12 34 56',
        '00595981123456',
        '981123456',
      ],
    );
    const around = fc.constantFrom('', 'tel ', 'x', '0971 555000 / ', 'Ana: ');
    const other = fc.constantFrom('0971123456', '5959811234567', '595981 123 457', '123456', '981123456000');
    await fc.assert(
      fc.asyncProperty(written, around, other, async (theirs, before, others) => {
        const list = await aList(`nombre;tel;nota;más\nBea;0971555000;${before}${theirs};${others}\n`);
        await eraseFrom(list, ANA);
        const { nota, más } = (await read(list)).rows[0]?.fields ?? {};
        expect(nota?.replace(/\D/g, '')).not.toContain('981123456');
        expect(nota).toBe(before.replace(/[\s/]+$/, ''));
        expect(más).toBe(others);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a person who is forgotten', () => {
  let store: Store;
  let dir: string;
  let kept: SavedList;
  const dies = { at: null as 'keys' | 'row' | null };

  const start = () =>
    createPrivacy({
      ...{ ...store, account: ACCOUNT, retentionDays: null, dice, log: pino({ level: 'silent' }) },
      lists: {
        ...store.lists,
        async replace(...to) {
          if (dies.at === 'row') throw new Error('killed');
          await store.lists.replace(...to);
        },
      },
      forgetWire: async () => {
        if (dies.at === 'keys') throw new Error('killed');
      },
      clock: virtualClock(NOW),
    });
  const now = async () => (await store.lists.get(ACCOUNT, kept.id))?.list;

  beforeEach(async () => {
    dies.at = null;
    dir = aFolder('privacy-');
    store = openStore({ dir });
    const list = await aList('nombre;tel\nAna;0981123456\nBea;0971555000\nAna;0981123456\n');
    const by = { id: 1001, name: 'Ana' };
    const saved = await store.lists.add({ accountId: ACCOUNT, name: 'Clientes', by, at: NOW, list });
    if (!saved) throw new Error('not kept');
    kept = saved;
  });
  afterEach(async () => {
    await store.close();
    rmSync(dir, { recursive: true });
  });

  it('leaves saved lists and drafts, whose sums follow', async () => {
    const draft = await aCampaign(store, { state: 'draft' });
    const list = await aList('tel;nombre\n0981123456;Ana\n0971555000;Bea\n');
    await store.campaigns.save(draft.id, { list });
    const { people, rows } = kept.list.summary;
    expect([people, rows]).toEqual([2, 3]);
    await start().forget({ phone: ANA, lid: null });
    expect((await now())?.summary).toMatchObject({ people: 1, rows: 1, out: { duplicate: 0 } });
    for (const path of [kept.list.path, list.path]) {
      expect(readFileSync(path, 'utf8')).not.toMatch(/Ana|981123456/);
      expect(readFileSync(path, 'utf8')).toMatch(/Bea/);
    }
    expect(await store.privacy.unfinished(ACCOUNT)).toEqual([]);
  });

  it('who was alone in a list leaves an empty one', async () => {
    await start().forget({ phone: '595971555000' as PhoneNumber, lid: null });
    await start().forget({ phone: ANA, lid: null });
    expect((await now())?.summary).toMatchObject({ people: 0, rows: 0 });
    expect(readFileSync(kept.list.path, 'utf8').trim()).toBe('"nombre","tel"');
  });

  it.each(['keys', 'row'] as const)(
    'is forgotten to the end at the next start after a kill at the %s',
    async (at) => {
      dies.at = at;
      await expect(start().forget({ phone: ANA, lid: null })).rejects.toThrow('killed');
      expect((await now())?.summary.people).toBe(2);
      expect(await store.people.listed(ACCOUNT, { phone: ANA, lid: null })).toBe(true);
      dies.at = null;
      const stop = new AbortController();
      const running = start().run(stop.signal);
      await expect.poll(() => store.privacy.unfinished(ACCOUNT), { timeout: 10_000 }).toEqual([]);
      stop.abort();
      await running;
      expect((await now())?.summary).toMatchObject({ people: 1, rows: 1 });
      expect(readFileSync(kept.list.path, 'utf8')).not.toContain('981123456');
      // Forgotten once: the refusal stands, and there is one.
      expect((await store.people.optOuts(ACCOUNT, { limit: 9 })).total).toBe(1);
    },
  );
});
