import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Recipient } from './ports.ts';
import { cell, REPORT_COLUMNS, reportCsv } from './report.ts';

const words = {
  column: (column: string) => column,
  state: (state: string) => `<${state}>`,
  reason: (code: string) => `(${code})`,
};

async function report(rows: Partial<Recipient>[]) {
  const source = (async function* () {
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
        ...row,
      } as Recipient;
  })();
  let text = '';
  for await (const part of reportCsv(source, words, { zone: 'America/Asuncion', delimiter: ';' }))
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
    expect(one).toEqual(['2', '0981 123456', "'+595981123456", '<read>', '', '2026-11-25 12:04:05', '', '']);
    expect(two?.slice(3, 5)).toEqual(['<skipped>', '(letters)']);
  });

  it('carries no formula, whatever people wrote', () => {
    fc.assert(
      fc.property(fc.string(), (written) => {
        const inner = cell(written).slice(1, -1);
        expect(inner).not.toMatch(/^\s*[=+\-@\t\r]/);
      }),
    );
    expect(cell('=1+1')).toBe('"\'=1+1"');
  });

  it('keeps digits and zeros of written numbers in Excel, and leaves other cells alone', () => {
    expect(cell('595981123456')).toBe('"\'595981123456"');
    expect(cell('0981123456')).toBe('"\'0981123456"');
    for (const plain of ['12', '0', '0981 123456', 'Ana']) expect(cell(plain)).toBe(`"${plain}"`);
  });
});
