import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { expect, it } from 'vitest';
import { aPhone, NOW } from '../../test/builders.ts';
import type { Recipient } from '../queue/ports.ts';
import { reportCsv } from '../queue/report.ts';
import { createTexts, createVoice, type Language } from '../texts/texts.ts';
import type { Kit } from './context.ts';
import { reportWords, sendCsv } from './csv.ts';
import type { Outbox } from './outbox.ts';

const texts = createTexts();
const MINUTE = 60_000;

const empty = {
  reason: null,
  detail: null,
  acceptedAt: null,
  deliveredAt: null,
  readAt: null,
  failedAt: null,
};
const person = (nth: number) => ({ line: nth + 2, written: `0981 1${nth}`, phone: aPhone(nth), ...empty });

/** One row of each fate. */
async function* rows(): AsyncIterable<Recipient> {
  const all: Partial<Recipient>[] = [
    {
      ...person(0),
      state: 'read',
      fields: { nombre: 'Ana Muñoz' },
      acceptedAt: NOW,
      deliveredAt: NOW + 2_000,
      readAt: NOW + MINUTE,
    },
    { ...person(1), state: 'delivered', fields: { nombre: 'João; "Zé"' }, deliveredAt: NOW + 3_000 },
    { ...person(2), state: 'accepted', fields: { nombre: '=SUMA(A1)' }, acceptedAt: NOW + 1_000 },
    { ...person(3), state: 'failed', reason: 'refused', fields: {}, failedAt: NOW + 4_000 },
    { ...person(4), state: 'skipped', reason: 'not-on-whatsapp', fields: {}, failedAt: NOW },
    { ...person(5), state: 'skipped', reason: 'joined', detail: '2', fields: {}, atImport: true },
    {
      ...person(6),
      state: 'skipped',
      reason: 'invalid',
      detail: 'letters',
      written: 'no tiene',
      phone: null,
      fields: {},
    },
    { ...person(7), state: 'skipped', reason: 'of-a-later-release', written: '595981123456', fields: {} },
    { ...person(8), state: 'queued', fields: {} },
  ];
  yield* all as Recipient[];
}

it.each<[Language, string]>([
  ['es', 'PY'],
  ['es', 'MX'],
  ['en', 'US'],
  ['pt', 'BR'],
])('the report reads as it did when a person last looked at it: %s-%s', async (language, country) => {
  const voice = createVoice(texts, language, { country, zone: 'America/Asuncion' });
  const form = { zone: 'America/Asuncion', delimiter: voice.delimiter, fields: ['nombre'] };
  let text = '';
  for await (const piece of reportCsv(rows(), reportWords(texts, voice), form)) text += piece;
  await expect(text.replaceAll('\r\n', '\n')).toMatchFileSnapshot(
    `./golden/report.${language}-${country}.csv`,
  );
  const table: string[][] = parse(text, { bom: true, delimiter: voice.delimiter });
  expect(new Set(table.map((row) => row.length))).toEqual(new Set([10]));
});

interface Sent {
  name: string;
  caption: string | undefined;
  bytes: Buffer;
}

/** Sends lines to nobody and tells what would have come. */
async function sent(lines: AsyncIterable<string>, count?: number): Promise<Sent> {
  const all: Sent[] = [];
  const file: Outbox['file'] = async (_, name, content, options) => {
    if (!('path' in content)) throw new Error('a table is sent from the disk');
    all.push({ name, caption: options?.caption, bytes: readFileSync(content.path) });
    return 1;
  };
  const voice = createVoice(texts, 'es', { country: 'PY', zone: 'UTC' });
  const kit = { outbox: { file }, voiceOf: async () => voice } as unknown as Pick<Kit, 'outbox' | 'voiceOf'>;
  await sendCsv(kit, 1, { name: 'informe.csv', lines, ...(count ? { rows: count } : {}) });
  const [one] = all;
  if (!one) throw new Error('nothing was sent');
  return one;
}

it('a table goes as it is; one that Telegram would refuse goes as a zip, and that is said', async () => {
  const line = `${'x'.repeat(998)}\r\n`;
  const many = async function* (count: number) {
    for (let nth = 0; nth < count; nth += 1) yield line;
  };
  expect(await sent(many(3))).toMatchObject({ name: 'informe.csv', caption: undefined });
  const large = await sent(many(46_000), 1_100_000);
  expect(large.name).toBe('informe.zip');
  expect(large.caption).toMatch(/^Pesa 46 MB: va comprimido[^\n]*\nSon 1\.100\.000 filas y Excel muestra/);
  const begin = 30 + 'informe.csv'.length;
  expect(large.bytes.toString('latin1', 30, begin)).toBe('informe.csv');
  expect(inflateRawSync(large.bytes.subarray(begin)).equals(Buffer.from(line.repeat(46_000)))).toBe(true);
});
