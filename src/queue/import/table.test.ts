import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspect, readRows, type TableRow } from './table.ts';

let dir: string;
let files = 0;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'tables-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

function aFile(bytes: string | Uint8Array): string {
  files += 1;
  const path = join(dir, `${files}.csv`);
  writeFileSync(path, bytes);
  return path;
}

async function look(bytes: string | Uint8Array) {
  const path = aFile(bytes);
  const inspected = await inspect(path, { country: 'PY' });
  if (!inspected.ok) throw new Error(inspected.problem.is);
  return { path, ...inspected.inspection };
}

async function all(bytes: string | Uint8Array): Promise<TableRow[]> {
  const { path, ...inspection } = await look(bytes);
  return (await Array.fromAsync(readRows(path, inspection, { country: 'PY' }))).flat();
}

async function kindOfFile(bytes: string | Uint8Array): Promise<string> {
  const inspected = await inspect(aFile(bytes), { country: 'PY' });
  if (inspected.ok) return 'list';
  return inspected.problem.is === 'kind' ? inspected.problem.kind : inspected.problem.is;
}

describe('a table', () => {
  it.each([['\n'], ['\r\n'], ['\r']])(
    'counts lines as an editor does, breaks inside of cells too, with ends %j',
    async (br) => {
      const lines = [
        'nombre;tel',
        '"Ana',
        'María";0981123456',
        '',
        '"a',
        'b',
        'c";0971555000',
        'x;0971555001',
      ];
      const rows = await all(lines.join(br));
      expect(rows.map((row) => row.line)).toEqual([2, 5, 8]);
      expect(rows[0]?.cells).toEqual(['Ana\nMaría', '0981123456']);
    },
  );

  it('has its column of numbers recognised by its cells, wherever it is', async () => {
    const text =
      'cédula,alta,contacto,cuota\n1234567,2026-03-01,0981 123456,150000\n2345678,2026-04-01,0971555000,90000\n';
    expect(await look(text)).toMatchObject({
      column: 2,
      source: { delimiter: ',' },
      hasHeader: true,
      before: 1,
    });
  });

  it('may begin with titles, blank rows and the line by which Excel names the delimiter', async () => {
    for (const top of ['sep=;\r\n', 'Clientes de marzo;\r\n;\r\n', 'Clientes de marzo\r\n', ';;\r\n\r\n']) {
      const { columns, hasHeader } = await look(`${top}nombre;tel\r\nAna;0981123456\r\nLuis;0971555000\r\n`);
      expect(hasHeader).toBe(true);
      expect(columns.map((column) => column.name)).toEqual(['nombre', 'tel']);
      const rows = await all(`${top}nombre;tel\r\nAna;0981123456\r\nLuis;0971555000\r\n`);
      expect(rows.map((row) => row.cells[0])).toEqual(['Ana', 'Luis']);
    }
  });

  it('never loses a first row of data to a header or a title', async () => {
    for (const text of ['0981123456;\nAna;x\n0971555000;y\n', 'Ana;0981123456\nLuis;0971555000\n'])
      expect((await all(text))[0]?.line).toBe(1);
  });

  it('in Windows-1252 may have its first ñ in its last line', async () => {
    const late = Buffer.from(`nombre,tel\n${'Ana,0981123456\n'.repeat(20_000)}Muñoz,0981123456\n`, 'latin1');
    expect(await look(late)).toMatchObject({ source: { encoding: 'windows-1252' } });
    expect((await all(late)).at(-1)?.cells[0]).toBe('Muñoz');
  });

  it('with long notes in quotes is no damaged one because the sample ends inside of them', async () => {
    const note = 'una línea de la nota\n'.repeat(300);
    const rows = await all(`nombre,nota,tel\n${`Ana,"${note}",0981123456\n`.repeat(60)}`);
    expect(rows).toHaveLength(60);
    expect(rows[59]?.line).toBe(2 + 59 * 301);
  });
});

describe('a file is what its bytes say', () => {
  it.each([
    [Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'png'],
    [Buffer.from('%PDF-1.7\n1 0 obj\n'), 'pdf'],
    [Buffer.from('d0cf11e0a1b11ae1000000000000000000', 'hex'), 'xls'],
    ['<html><table><tr><td>0981123456</td></tr></table>', 'html'],
    [Buffer.from([1, 0, 2, 3, 4, 5, 6, 7, 8, 9]), 'bin'],
    ['nombre,tel\n"Ana,0981123456\nLuis,0971555000\n', 'damaged'],
    [' \n\t\n', 'empty'],
    ['BMW,0981123456\nAudi,0971555000\n', 'list'],
    ['MZ,0981123456\nAudi,0971555000\n', 'list'],
  ])('%#', async (bytes, kind) => {
    expect(await kindOfFile(bytes)).toBe(kind);
  });
});

describe('reading', () => {
  const long = `nombre,tel\n${'Ana,0981123456\n'.repeat(100_000)}`;

  it('ends at once when it is aborted, and throws the reason', async () => {
    const { path, ...inspection } = await look(long);
    const stop = new AbortController();
    let rows = 0;
    const reading = (async () => {
      for await (const some of readRows(path, inspection, { country: 'PY', signal: stop.signal })) {
        rows += some.length;
        if (rows > 10) stop.abort(new Error('stopped by hand'));
      }
    })();
    await expect(reading).rejects.toThrow('stopped by hand');
    expect(rows).toBeLessThan(100_000);
  });

  it('may be left early', async () => {
    const { path, ...inspection } = await look(long);
    for await (const [row] of readRows(path, inspection, { country: 'PY' })) {
      expect(row?.line).toBe(2);
      break;
    }
  });

  it('of a file that has gone throws', async () => {
    const { path, ...inspection } = await look('nombre,tel\nAna,0981123456\n');
    rmSync(path);
    await expect(Array.fromAsync(readRows(path, inspection, { country: 'PY' }))).rejects.toThrow('ENOENT');
  });

  it('gives back every cell and its line, whatever stands in quotes', async () => {
    const text = fc.stringMatching(/^[a-zñ ";,\n]{0,8}$/);
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 8 }), async (names) => {
        const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
        const lines = names.map((name) => `0981123456;${quoted(name)};z\n`);
        const rows = await all(`tel;${quoted('nom\nbre')};fin\n${lines.join('')}`);
        expect(rows.map((row) => row.cells[1])).toEqual(names);
        let line = 3;
        for (const [nth, name] of names.entries()) {
          expect(rows[nth]?.line).toBe(line);
          line += name.split('\n').length;
        }
      }),
      { numRuns: 100 },
    );
  });
});
