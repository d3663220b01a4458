import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aWorkbook } from '../../test/workbook.ts';
import type { CampaignId } from './campaign.ts';
import { badRow, mendings } from './mending.ts';
import type { Counts, Recipient } from './ports.ts';

const ID = 1 as CampaignId;
const TITLES = { line: ['línea', 'line'], written: ['número escrito', 'number as written'] };

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'mending-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

const out = (line: number, written: string, reason: string, detail: string | null = null) =>
  ({ line, written, reason, detail, fields: { nombre: 'Ana' } }) as unknown as Recipient;
const OUT = [
  out(4, '5.95981E+11', 'invalid', 'spreadsheet-damage'),
  out(5, '0981123456', 'duplicate'),
  out(9, '0971', 'invalid', 'too-short'),
  out(12, '0985 777111', 'opted-out'),
];
const recipients = {
  page: async (_: CampaignId, { after }: { after: number }) => OUT.filter(({ line }) => line > after),
  counts: async () => ({ out: { invalid: 2 } }) as unknown as Counts,
};

async function from(bytes: string | Uint8Array) {
  const path = join(dir, 'filas-malas');
  writeFileSync(path, bytes);
  return mendings(recipients, ID, path, TITLES);
}

describe('bad rows', () => {
  it('are asked about one after the other, those alone whose number is none', async () => {
    expect(await badRow(recipients, ID, -1)).toEqual({
      ...{ line: 4, written: '5.95981E+11', why: 'spreadsheet-damage', fields: { nombre: 'Ana' }, left: 2 },
    });
    expect(await badRow(recipients, ID, 4)).toMatchObject({ line: 9, why: 'too-short' });
    expect(await badRow(recipients, ID, 9)).toBeNull();
  });

  it('come back in their file, whatever program saved it: what was changed is put right', async () => {
    const rows = [
      ['línea', 'número escrito', 'motivo'],
      ['4', '0981 222333', 'Excel cortó el número'],
      ['5', "'0981123456", 'repetido'],
      ['9', '', 'muy corto'],
      ['12', '0985 777222', 'se dio de baja'],
    ];
    const csv = rows.map((row) => row.map((one) => `"${one}"`).join(';')).join('\r\n');
    const mended = { 4: '0981 222333' };
    expect(await from(`\ufeff${csv}`)).toEqual(mended);
    expect(await from(Buffer.from(csv.replaceAll(';', ','), 'latin1'))).toEqual(mended);
    const sheet = Object.fromEntries(rows.map((row, nth) => [nth + 1, row]));
    expect(await from(aWorkbook([{ name: 'filas', rows: sheet }]))).toEqual(mended);
  });

  it('of another list, and files of another kind, are no answer', async () => {
    const csv = (lines: number[]) =>
      ['línea;número escrito;motivo', ...lines.map((line) => `${line};0981 222333;x`)].join('\n');
    expect(await from(csv([4, 9]))).toEqual({ 4: '0981 222333', 9: '0981 222333' });
    expect(await from(csv([4, 100, 101, 102]))).toBeNull();
    expect(await from('nombre;telefono\nAna;0981 222333\n')).toBeNull();
    expect(await from('%PDF-1.7')).toBeNull();
    expect(await from('')).toBeNull();
  });
});
