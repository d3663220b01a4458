import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aWorkbook, aZip, type Cell, type SheetPlan } from '../../../test/workbook.ts';
import { inspect, isDamage, readRows, type TableRow } from './table.ts';
import { MOST_UNPACKED } from './workbook.ts';

let dir: string;
let files = 0;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'workbooks-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

function aFile(bytes: Uint8Array): string {
  files += 1;
  const path = join(dir, `${files}.xlsx`);
  writeFileSync(path, bytes);
  return path;
}

async function read(bytes: Uint8Array) {
  const path = aFile(bytes);
  const inspected = await inspect(path, { country: 'PY' });
  if (!inspected.ok) throw new Error(JSON.stringify(inspected.problem));
  const rows = (await Array.fromAsync(readRows(path, inspected.inspection, { country: 'PY' }))).flat();
  return { inspection: inspected.inspection, rows };
}

async function problem(bytes: Uint8Array) {
  const inspected = await inspect(aFile(bytes), { country: 'PY' });
  return inspected.ok ? 'fine' : inspected.problem;
}

const sheet = (name: string, rows: SheetPlan['rows'], state?: 'hidden'): SheetPlan => ({
  name,
  rows,
  ...(state ? { state } : {}),
});
const LIST = { 1: ['nombre', 'tel'], 2: ['Ana', '0981123456'], 5: ['Luis', '0971555000'] };

describe('a spreadsheet', () => {
  it('gives the sheet that was asked for; where there is none of that name, the one with numbers', async () => {
    const path = aFile(aWorkbook([sheet('Lista', LIST), sheet('Otra', { 1: ['tel'], 2: ['0985777111'] })]));
    const names = async (wanted: string) => {
      const inspected = await inspect(path, { country: 'PY', sheet: wanted });
      if (!inspected.ok || inspected.inspection.source.is !== 'sheet') throw new Error('no sheet');
      const rows = await Array.fromAsync(readRows(path, inspected.inspection, { country: 'PY' }));
      return [inspected.inspection.source.sheet, rows.flat().length];
    };
    expect(await names('Otra')).toEqual(['Otra', 1]);
    expect(await names('Borrada')).toEqual(['Lista', 2]);
  });

  it('leaves out the rows that it hides, counts them, and gives them when they are wanted', async () => {
    const rows = {
      1: ['nombre', 'tel'],
      2: ['Ana', '0981123456'],
      3: ['Luis', '0971555000'],
      4: [''],
      5: ['Eva', '1'],
    };
    const path = aFile(aWorkbook([{ ...sheet('Lista', rows), hidden: [3, 4, 5] }]));
    const linesOf = async (withHidden: boolean) => {
      const inspected = await inspect(path, { country: 'PY', withHidden });
      if (!inspected.ok) throw new Error('no list');
      let hidden = 0;
      const onHidden = (count: number) => {
        hidden += count;
      };
      const options = { country: 'PY', withHidden, onHidden };
      const all = (await Array.fromAsync(readRows(path, inspected.inspection, options))).flat();
      return { lines: all.map(({ line }) => line), hidden };
    };
    expect(await linesOf(false)).toEqual({ lines: [2], hidden: 2 });
    expect(await linesOf(true)).toEqual({ lines: [2, 3, 5], hidden: 2 });
  });

  it('gives the rows of the sheet with numbers, by the line that the program shows', async () => {
    const { inspection, rows } = await read(
      aWorkbook([
        sheet('Vacía', {}),
        sheet('Oculta', { 1: ['0981999999'] }, 'hidden'),
        sheet('Notas', { 1: ['nada'], 2: ['más'] }),
        sheet('Lista', LIST),
        sheet('Otra', LIST),
      ]),
    );
    expect(inspection.source).toEqual({ is: 'sheet', sheet: 'Lista', names: ['Notas', 'Lista', 'Otra'] });
    expect(rows).toEqual([
      { line: 2, cells: ['Ana', '0981123456'] },
      { line: 5, cells: ['Luis', '0971555000'] },
    ]);
  });

  it('keeps all digits of numeric cells, and takes what a formula gave', async () => {
    const { rows } = await read(
      aWorkbook([
        sheet('Hoja1', {
          1: ['tel', 'saludo', 'error', 'pagó'],
          2: [
            { n: '595981123456' },
            {
              xml: '<c r="{ref}" t="str"><f>"Hola "&amp;A1</f><v>Hola _x000D_Ana &amp; Luis &#128666;</v></c>',
            },
            { xml: '<c r="{ref}" t="e"><v>#REF!</v></c>' },
            { xml: '<c r="{ref}" t="b"><v>1</v></c>' },
          ],
          3: [{ n: '5.95971555E11' }, { xml: '<c r="{ref}"><f>1+1</f><v>2</v></c>' }],
        }),
      ]),
    );
    expect(rows.map((row) => row.cells)).toEqual([
      ['595981123456', 'Hola \rAna & Luis 🚚', '', 'TRUE'],
      ['595971555000', '2'],
    ]);
  });

  it('may have texts in parts, with readings beside them, and cells without a place', async () => {
    const { rows } = await read(
      aWorkbook([
        sheet('Hoja1', {
          1: ['nombre', 'tel'],
          2: [
            '<r><t>山</t></r><r><t>田</t></r><rPh sb="0" eb="2"><t>やまだ</t></rPh>',
            { xml: '<c t="inlineStr"><is><r><t>0981</t></r><r><t>123456</t></r></is></c>' },
          ],
        }),
      ]),
    );
    expect(rows[0]?.cells).toEqual(['山田', '0981123456']);
  });

  it('is read the same whatever its texts and wherever they stand', async () => {
    const word = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
      .filter(
        (text) => text.trim() !== '' && !text.startsWith('<') && !/_x[0-9a-f]{4}_/i.test(text) && isXml(text),
      );
    await fc.assert(
      fc.asyncProperty(
        fc.array(word, { minLength: 1, maxLength: 6 }),
        fc.boolean(),
        fc.constantFrom('', 'x'),
        async (words, inline, prefix) => {
          const rows: Record<number, Cell[]> = { 1: ['nombre', 'tel'] };
          for (const [nth, text] of words.entries()) rows[nth + 3] = [text, '0981123456'];
          const got = await read(aWorkbook([sheet('Hoja1', rows)], { inline, prefix }));
          expect(got.rows).toEqual(
            words.map((text, nth): TableRow => ({ line: nth + 3, cells: [text, '0981123456'] })),
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});

/** What may stand in XML as it is; a carriage return would become a line feed. */
const isXml = (text: string) => !/[\p{Cc}\p{Cs}\ufffe\uffff]/u.test(text);

describe('a file that looks like a spreadsheet and is none is refused', () => {
  const whole = aWorkbook([sheet('Hoja1', LIST)]);
  const ole = (name: string) =>
    Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600), Buffer.from(name, 'utf16le')]);

  it.each([
    ['cut at its end', whole.subarray(0, -40), { is: 'damaged', sheet: true }],
    ['cut in the middle', whole.subarray(0, 700), { is: 'damaged', sheet: true }],
    ['locked by a password', ole('EncryptedPackage'), { is: 'damaged', sheet: true }],
    ['of before 2007', ole('Workbook'), { is: 'kind', kind: 'xls' }],
    ['a zip of something else', aZip({ 'foto.txt': 'x' }), { is: 'kind', kind: 'zip' }],
    ['a text', aZip({ 'word/document.xml': '<x/>' }), { is: 'kind', kind: 'docx' }],
    ['an .ods', aZip({ mimetype: 'x', 'content.xml': '<x/>' }), { is: 'kind', kind: 'ods' }],
    ['a .numbers', aZip({ 'Index/Document.iwa': 'x' }), { is: 'kind', kind: 'numbers' }],
    ['an .xlsb', aZip({ 'xl/workbook.bin': 'x' }), { is: 'kind', kind: 'xlsb' }],
    ['without sheets', aZip({ 'xl/workbook.xml': '<workbook/>' }), { is: 'empty' }],
    [
      'with broken XML',
      aZip({ 'xl/workbook.xml': '<workbook><sheets></workbook>' }),
      { is: 'damaged', sheet: true },
    ],
    ['with nothing', aWorkbook([sheet('Hoja1', {})]), { is: 'empty' }],
    ['with a header alone', aWorkbook([sheet('Hoja1', { 1: ['nombre', 'tel'] })]), { is: 'empty' }],
  ])('%s', async (_, bytes, is) => expect(await problem(bytes)).toEqual(is));

  it('before a byte is unpacked, when it would be too large', async () => {
    const bomb = aZip(
      { 'xl/workbook.xml': '<workbook/>', 'xl/worksheets/sheet1.xml': ' ' },
      { 'xl/worksheets/sheet1.xml': { unpacked: MOST_UNPACKED } },
    );
    expect(await problem(bomb)).toEqual({ is: 'large' });
  });

  it('as soon as a part is larger than its directory says', async () => {
    const liar = aZip(
      { 'xl/workbook.xml': `<workbook>${' '.repeat(5_000_000)}</workbook>` },
      { 'xl/workbook.xml': { unpacked: 1000 } },
    );
    expect(await problem(liar)).toEqual({ is: 'damaged', sheet: true });
  });

  it('when its XML never comes to an end', async () => {
    const endless = aZip({ 'xl/workbook.xml': `<workbook>${'a'.repeat(20_000_000)}` });
    expect(await problem(endless)).toEqual({ is: 'damaged', sheet: true });
  });

  it('when a part is locked', async () => {
    const locked = aZip({ 'xl/workbook.xml': '<workbook/>' }, { 'xl/workbook.xml': { encrypted: true } });
    expect(await problem(locked)).toEqual({ is: 'damaged', sheet: true });
  });
});

it('no damage makes the reading of a spreadsheet throw what nobody knows', async () => {
  const whole = aWorkbook([sheet('Hoja1', LIST), sheet('Dos', LIST)]);
  const damage = fc.oneof(
    fc.record({ cut: fc.nat(whole.length - 1) }),
    fc.record({ at: fc.nat(whole.length - 1), byte: fc.nat(255) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 4 }), async (all) => {
      let bytes = Buffer.from(whole);
      for (const one of all) {
        if ('cut' in one) bytes = bytes.subarray(0, one.cut);
        else if (one.at < bytes.length) bytes[one.at] = one.byte;
      }
      const path = aFile(bytes);
      const inspected = await inspect(path, { country: 'PY' });
      if (!inspected.ok) return;
      const reading = Array.fromAsync(readRows(path, inspected.inspection, { country: 'PY' }));
      await reading.catch((error: unknown) => expect(isDamage(error), String(error)).toBe(true));
    }),
    { numRuns: 400 },
  );
});
