import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT, aPhone, rowsInto } from '../../../test/builders.ts';
import { seededDice } from '../../clock.ts';
import type { CampaignId } from '../campaign.ts';
import type { NewRecipient, Recipient } from '../ports.ts';
import { badRows, importList } from './import.ts';
import type { PhoneNumber } from './phone.ts';

let dir: string;
let files = 0;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'lists-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

async function read(
  bytes: string | Uint8Array,
  options: { column?: number; country?: string | null; out?: PhoneNumber[] } = {},
) {
  files += 1;
  const path = join(dir, `${files}.csv`);
  writeFileSync(path, bytes);
  const rows: NewRecipient[] = [];
  const refused = new Set(options.out ?? []);
  const result = await importList(
    {
      campaignId: 1 as CampaignId,
      accountId: ACCOUNT,
      path,
      name: 'marzo.csv',
      country: options.country === undefined ? 'PY' : options.country,
      ...(options.column === undefined ? {} : { column: options.column }),
    },
    {
      recipients: rowsInto(rows),
      people: { refused: async (_, phones) => new Set(phones.filter((phone) => refused.has(phone))) },
      join: (values) => values.join(' y '),
      dice: seededDice(1),
    },
  );
  return { result, rows };
}

const people = (rows: readonly NewRecipient[]) =>
  rows.filter((row) => row.skip === null).map((row) => row.phone);
const problem = async (bytes: string | Uint8Array) => {
  const { result } = await read(bytes);
  return result.ok ? 'fine' : result.problem.is;
};

describe('a list', () => {
  it('gives people, their fields by column name, and line numbers as a person counts', async () => {
    const { result, rows } = await read('Nombre;Teléfono\nAna;0981 123456\n\nLuis;0971555000\n');
    expect(people(rows)).toEqual(['595981123456', '595971555000']);
    expect(rows[0]).toMatchObject({ line: 2, fields: { nombre: 'Ana', teléfono: '0981 123456' } });
    expect(rows[1]?.line).toBe(4);
    expect(result).toMatchObject({
      ok: true,
      list: { column: 1, columnName: 'Teléfono', fields: ['nombre', 'teléfono'] },
    });
  });

  it('needs no header', async () => {
    const { rows } = await read('0981123456\n0971555000\n');
    expect(people(rows)).toHaveLength(2);
    expect(rows[0]).toMatchObject({ line: 1, fields: {} });
  });

  it.each([
    ['utf-8 with BOM', Buffer.from('\ufeffnombre,tel\nMuñoz,0981123456\n')],
    ['windows-1252', Buffer.from('nombre,tel\nMuñoz,0981123456\n', 'latin1')],
    ['utf-16le with BOM', Buffer.from('\ufeffnombre\ttel\r\nMuñoz\t0981123456\r\n', 'utf16le')],
    ['utf-16be with BOM', Buffer.from('\ufeffnombre\ttel\r\nMuñoz\t0981123456\r\n', 'utf16le').swap16()],
    ['utf-16le without BOM', Buffer.from('nombre\ttel\r\nMuñoz\t0981123456\r\n', 'utf16le')],
    ['CR alone', Buffer.from('nombre|tel\rMuñoz|0981123456\r')],
  ])('is read in %s', async (_, bytes) => {
    const { rows } = await read(bytes);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ phone: '595981123456', fields: { nombre: 'Muñoz' } });
  });

  it('may have quotes, line breaks in cells, trailing delimiters and padding', async () => {
    const { rows } = await read(
      'nombre;tel;nota;\n"Ana\nMaría";" 0981123456 ";"di ""hola""";\nLuis;0971555000;;\n',
    );
    expect(rows.map((row) => [row.line, row.phone])).toEqual([
      [2, '595981123456'],
      [4, '595971555000'],
    ]);
    expect(rows[0]?.fields).toEqual({ nombre: 'Ana\nMaría', tel: '0981123456', nota: 'di "hola"' });
  });

  it('keeps its bad rows with their reasons, and its sums add up', async () => {
    const { result, rows } = await read('tel\n0981123456\n0981 123 456\nabc\n5.95981E+11\n0971555000\n', {
      out: ['595971555000' as PhoneNumber],
    });
    expect(rows.map((row) => row.skip)).toEqual([null, 'duplicate', 'invalid', 'invalid', 'opted-out']);
    expect(rows.map((row) => row.detail).slice(2, 4)).toEqual(['letters', 'spreadsheet-damage']);
    expect(result).toMatchObject({
      ok: true,
      list: { summary: { rows: 5, people: 1, out: { invalid: 2, duplicate: 1, optedOut: 1 }, damaged: 1 } },
    });
  });

  it('takes the first valid number of a cell that holds several', async () => {
    const { rows } = await read(
      'tel\n021 / 0981123456\n0981222333 o 0971555000\n0981 444555 - 0971 555000\n',
    );
    expect(rows.map((row) => [row.phone, row.detail])).toEqual([
      ['595981123456', 'several-numbers'],
      ['595981222333', 'several-numbers'],
      ['595981444555', 'several-numbers'],
    ]);
  });

  it('has the same fingerprint in another order, and another one with other people', async () => {
    const print = async (text: string) => {
      const { result } = await read(text);
      return result.ok ? result.list.summary.fingerprint : '';
    };
    const one = await print('0981123456\n0971555000\n');
    expect(await print('tel\n0971555000\n0981123456\n')).toBe(one);
    expect(await print('0981123456\n')).not.toBe(one);
  });

  it('obeys a column and a country chosen by hand', async () => {
    const text = 'a,b\n0981123456,11 2345-6789\n';
    expect(people((await read(text, { column: 1, country: 'AR' })).rows)).toEqual(['541123456789']);
  });
});

describe('a file that is no list says what is wrong', () => {
  it.each([
    ['', 'empty'],
    ['nombre,telefono\n', 'empty'],
    ['nombre,ciudad\nAna,Asunción\n', 'no-column'],
    ['tel\n5,95981E+11\n5,95982E+11\n', 'excel'],
    ['tel\n99 9999 9999 99\n', 'country'],
    [Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj\n', 'latin1'), 'kind'],
    [Buffer.from('504b0304140000000800', 'hex'), 'damaged'],
    [Buffer.from(`504b0506${'00'.repeat(18)}`, 'hex'), 'kind'],
  ])('%j', async (bytes, is) => {
    expect(await problem(bytes)).toBe(is);
  });
});

it('no bytes at all make the import throw', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
      const { result, rows } = await read(bytes);
      if (result.ok) expect(result.list.summary.rows).toBe(rows.length);
    }),
    { numRuns: 200 },
  );
});

it('whatever the delimiter and line end, the same people come out', async () => {
  const delimiter = fc.constantFrom(',', ';', '\t', '|');
  const end = fc.constantFrom('\n', '\r\n', '\r');
  const names = fc.array(fc.stringMatching(/^[A-Za-zñáé ]{1,12}$/), { minLength: 2, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(delimiter, end, names, async (cut, br, all) => {
      const lines = all.map((name, nth) => [name, `+${aPhone(nth)}`].join(cut));
      const { rows } = await read(['nombre', 'telefono'].join(cut) + br + lines.join(br) + br);
      expect(people(rows)).toEqual(all.map((_, nth) => aPhone(nth)));
    }),
    { numRuns: 60 },
  );
});

it('a long list that is being read can be stopped', async () => {
  const path = join(dir, 'long.csv');
  writeFileSync(path, `tel\n${'0981123456\n'.repeat(50_000)}`);
  const stop = new AbortController();
  let appended = 0;
  const reading = importList(
    { campaignId: 1 as CampaignId, accountId: ACCOUNT, path, name: 'long.csv', country: 'PY' },
    {
      recipients: {
        ...rowsInto([]),
        append: async (_, some) => {
          appended += some.length;
        },
      },
      people: { refused: async () => new Set() },
      join: (values) => values.join(' y '),
      dice: seededDice(1),
    },
    { signal: stop.signal, onProgress: (rows) => rows >= 3000 && stop.abort(new Error('stopped by hand')) },
  );
  await expect(reading).rejects.toThrow('stopped by hand');
  expect(appended).toBe(3000);
});

it('bad rows come back as a file that can be mended and sent again', async () => {
  const text = 'tel\n0981123456\n0981123456\n5959811234\n=SUMA(A1)\n\n5.95981E+11\n';
  const { rows } = await read(text);
  const bad = rows
    .filter((row) => row.skip !== null)
    .map((row) => ({ ...row, reason: row.skip }) as unknown as Recipient);
  const page = async (_: CampaignId, { after }: { after: number }) => bad.filter((row) => row.line > after);
  let csv = '';
  const columns = ['línea', 'número', 'motivo'] as const;
  for await (const part of badRows(
    1 as CampaignId,
    { page },
    { columns, reason: (code) => `<${code}>`, delimiter: ';' },
  ))
    csv += part;
  expect(csv.split('\r\n')).toEqual([
    '\ufeff"línea";"número";"motivo"',
    '"3";"\'0981123456";"<duplicate>"',
    '"4";"5959811234";"<not-valid>"',
    '"5";"\'=SUMA(A1)";"<letters>"',
    '"7";"5.95981E+11";"<spreadsheet-damage>"',
    '',
  ]);
  expect(people((await read(csv)).rows)).toEqual(['595981123456']);
});
