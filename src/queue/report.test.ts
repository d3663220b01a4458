import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOW } from '../../test/builders.ts';
import type { Recipient } from './ports.ts';
import { cell, REPORT_COLUMNS, reportCsv } from './report.ts';

const words = {
  column: (column: string) => column,
  state: (state: string) => `<${state}>`,
  reason: (code: string) => `(${code})`,
};

async function* from(rows: readonly Partial<Recipient>[]): AsyncIterable<Recipient> {
  for (const row of rows)
    yield {
      line: 2,
      written: '',
      phone: null,
      state: 'read',
      reason: null,
      detail: null,
      acceptedAt: null,
      deliveredAt: null,
      readAt: null,
      failedAt: null,
      fields: {},
      ...row,
    } as Recipient;
}

async function report(rows: Partial<Recipient>[], fields: string[] = []) {
  let text = '';
  for await (const part of reportCsv(from(rows), words, {
    zone: 'America/Asuncion',
    delimiter: ';',
    fields,
  }))
    text += part;
  return text;
}

describe('the report', () => {
  it('has a BOM, one line a row, words for states and reasons, times of the business', async () => {
    const text = await report([
      {
        line: 2,
        written: '0981 123456',
        phone: '595981123456' as never,
        acceptedAt: Date.UTC(2026, 10, 25, 15, 4, 5),
      },
      { line: 3, written: 'abc', state: 'skipped', reason: 'invalid', detail: 'letters' },
    ]);
    expect(text.startsWith('\ufeff')).toBe(true);
    const [head, one, two] = parse(text, { bom: true, delimiter: ';' });
    expect(head).toEqual([...REPORT_COLUMNS]);
    expect(one).toEqual([
      '2',
      '0981 123456',
      "'+595981123456",
      '<read>',
      '',
      '2026-11-25 12:04:05',
      '',
      '',
      '',
    ]);
    expect(two?.slice(3, 5)).toEqual(['<skipped>', '(letters)']);
  });

  it('has the columns of the list behind its own, and the time of who got nothing', async () => {
    const text = await report(
      [{ state: 'failed', reason: 'refused', failedAt: NOW, fields: { nombre: 'Ana; "la jefa"\nMuñoz' } }],
      ['nombre', 'ciudad'],
    );
    const [head, row] = parse(text, { bom: true, delimiter: ';' });
    expect(head?.slice(-2)).toEqual(['nombre', 'ciudad']);
    expect(row?.slice(-3)).toEqual(['2026-11-25 12:00:00', 'Ana; "la jefa"\nMuñoz', '']);
  });

  it('is made in pieces, however many rows there are', async () => {
    const rows = Array.from({ length: 5_000 }, (_, nth) => ({ line: nth, written: 'x'.repeat(50) }));
    const pieces: string[] = [];
    for await (const piece of reportCsv(from(rows), words, { zone: 'UTC', delimiter: ',', fields: [] }))
      pieces.push(piece);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(34_000);
    expect(parse(pieces.join(''), { bom: true })).toHaveLength(5_001);
  });

  it('carries no formula, whatever people wrote, and wherever a program cuts it', async () => {
    const sign = fc.constantFrom('=', '+', '-', '@', '＝', '＋', '－', '＠');
    const other = fc.constantFrom(',', ';', '\t', '"', "'", ' ', '\n', '\r', 'A1', '1', '|');
    const nasty = fc.array(fc.oneof(sign, other), { maxLength: 12 }).map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(fc.oneof(nasty, fc.string()), nasty, async (written, name) => {
        const text = await report([{ written, fields: { nombre: name } }], ['nombre']);
        const [, row] = parse(text, { bom: true, delimiter: ';' });
        // Nothing but apostrophes was added.
        expect(row?.at(-1)?.replaceAll("'", '')).toBe(name.replaceAll("'", ''));
        for (const delimiter of [';', ',', '\t']) {
          const cells = parse(text, {
            bom: true,
            delimiter,
            relax_quotes: true,
            relax_column_count: true,
            skip_records_with_error: true,
          }).flat();
          expect(cells.filter((one) => /^[\s"]*[=+\-@＝＋－＠]/.test(one))).toEqual([]);
        }
        // Also for a program that thinks nothing of quotes.
        expect(text.split(/[,;\t\r\n]/).filter((one) => /^[\s"]*[=+\-@＝＋－＠]/.test(one))).toEqual([]);
      }),
      { numRuns: 250 },
    );
    expect(cell('=1+1')).toBe('"\'=1+1"');
  });

  it('keeps digits and zeros of written numbers in Excel, and leaves other cells alone', () => {
    expect(cell('595981123456')).toBe('"\'595981123456"');
    expect(cell('0981123456')).toBe('"\'0981123456"');
    for (const plain of ['12', '0', '0981 123456', 'Ana']) expect(cell(plain)).toBe(`"${plain}"`);
  });
});
