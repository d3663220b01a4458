/** What holds for every list, in whatever encoding, cut by whatever sign, whole or broken. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT, aPhone, rowsInto } from '../../../test/builders.ts';
import { seededDice } from '../../clock.ts';
import type { CampaignId } from '../campaign.ts';
import type { NewRecipient } from '../ports.ts';
import { importList } from './import.ts';

let dir: string;
let files = 0;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'damage-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

async function read(bytes: Uint8Array) {
  files += 1;
  const path = join(dir, String(files));
  writeFileSync(path, bytes);
  const rows: NewRecipient[] = [];
  const result = await importList(
    { campaignId: 1 as CampaignId, accountId: ACCOUNT, path, name: 'lista', country: 'PY' },
    {
      recipients: rowsInto(rows),
      people: { refused: async () => new Set() },
      join: (values) => values.join(' y '),
      dice: seededDice(1),
    },
  );
  rmSync(path);
  return { result, rows };
}

const ENCODINGS: Readonly<Record<string, (text: string) => Buffer>> = {
  'utf-8': (text) => Buffer.from(text),
  'utf-8 with BOM': (text) => Buffer.from(`\ufeff${text}`),
  'windows-1252': (text) => Buffer.from(text, 'latin1'),
  'utf-16le': (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'utf-16be': (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
  'utf-16le without BOM': (text) => Buffer.from(text, 'utf16le'),
};

interface Person {
  readonly name: string;
  readonly nth: number;
  /** Blank lines above the row. */
  readonly blank: number;
  readonly quoted: boolean;
}

const person: fc.Arbitrary<Person> = fc.record({
  name: fc.stringMatching(/^[A-Za-zñáéÑ]{1,12}( [A-Za-zñáéÑ]{1,12})?$/),
  nth: fc.nat(400),
  blank: fc.constantFrom(0, 0, 0, 1, 2),
  quoted: fc.boolean(),
});
const list = fc.record({
  people: fc.array(person, { minLength: 2, maxLength: 30 }),
  encoding: fc.constantFrom(...Object.keys(ENCODINGS)),
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  end: fc.constantFrom('\n', '\r\n', '\r'),
  header: fc.boolean(),
  /** A file may be so long that it comes in several pieces. */
  note: fc.constantFrom('', 'x'.repeat(3_000)),
});
type List = typeof list extends fc.Arbitrary<infer T> ? T : never;

/** The file, and where each person stands in it. */
function written({ people, encoding, delimiter, end, header, note }: List) {
  const lines: string[] = header ? [['nombre', 'telefono', 'nota'].join(delimiter)] : [];
  const places: { line: number; name: string; phone: string }[] = [];
  let line = lines.length;
  for (const { name, nth, blank, quoted } of people) {
    for (let empty = 0; empty < blank; empty += 1) lines.push('');
    line += blank + 1;
    const first = quoted ? `"${name}${delimiter}\n${name}"` : name;
    lines.push([first, `+${aPhone(nth)}`, note].join(delimiter));
    places.push({ line, name: quoted ? `${name}${delimiter}\n${name}` : name, phone: aPhone(nth) });
    if (quoted) line += 1;
  }
  const text = lines.join('\n').replaceAll('\n', end);
  return { bytes: (ENCODINGS[encoding] ?? Buffer.from)(text + end), places };
}

describe('a list that is whole', () => {
  it('gives the same people from the same lines, however it is written', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(list, async (plan) => {
        const { bytes, places } = written(plan);
        const { result, rows } = await read(bytes);
        expect(result.ok).toBe(true);
        expect(rows.map(({ line, phone }) => [line, phone])).toEqual(
          places.map(({ line, phone }) => [line, phone]),
        );
        if (plan.header)
          expect(rows.map(({ fields }) => fields.nombre)).toEqual(places.map(({ name }) => name));
        const first = new Set<string>();
        for (const { phone, skip } of rows) {
          expect(skip).toBe(first.has(phone ?? '') ? 'duplicate' : null);
          first.add(phone ?? '');
        }
      }),
      { numRuns: 300 },
    );
  });
});

type Damage = (bytes: Buffer) => Buffer;

const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc.nat(100).map(
    (share): Damage =>
      (bytes) =>
        bytes.subarray(0, Math.floor((bytes.length * share) / 100)),
  ),
  fc.tuple(fc.nat(), fc.nat(255)).map(
    ([at, byte]): Damage =>
      (bytes) => {
        const broken = Buffer.from(bytes);
        if (broken.length > 0) broken[at % broken.length] = byte;
        return broken;
      },
  ),
  fc
    .tuple(
      fc.nat(),
      fc.constantFrom(
        '"',
        '\0',
        '\0\0\0\0',
        '\n"\n',
        '\ufffd',
        '"""',
        '\r',
        '9'.repeat(250_000),
        ';'.repeat(5_000),
      ),
    )
    .map(
      ([at, text]): Damage =>
        (bytes) => {
          const place = bytes.length === 0 ? 0 : at % bytes.length;
          return Buffer.concat([bytes.subarray(0, place), Buffer.from(text), bytes.subarray(place)]);
        },
    ),
);

describe('a list that is broken', () => {
  it('never makes the import fall, its sums add up, and its lines go forward', {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(list, fc.array(damage, { minLength: 1, maxLength: 3 }), async (plan, all) => {
        const whole = written(plan).bytes;
        const { result, rows } = await read(all.reduce((bytes, one) => one(bytes), whole));
        const lines = rows.map(({ line }) => line);
        expect(lines).toEqual(lines.toSorted((a, b) => a - b));
        expect(new Set(lines).size).toBe(lines.length);
        for (const { skip, phone } of rows) expect(phone === null).toBe(skip === 'invalid');
        if (!result.ok) return;
        const { summary } = result.list;
        const { invalid, duplicate, optedOut } = summary.out;
        expect(summary.rows).toBe(rows.length);
        expect(summary.people + invalid + duplicate + optedOut).toBe(summary.rows);
        expect(rows.filter(({ skip }) => skip === null)).toHaveLength(summary.people);
      }),
      { numRuns: 500 },
    );
  });

  it('says so when a quote is never closed, and keeps what came before it from being sent', async () => {
    const rows = Array.from({ length: 9_000 }, (_, nth) => `"Ana";+${aPhone(nth)}\n`).join('');
    const { result } = await read(Buffer.from(`nombre;telefono\n${rows}"nunca;+595981123456\n`));
    expect(result).toMatchObject({ ok: false, problem: { is: 'damaged' } });
    const long = await read(Buffer.from(`nombre;telefono\n${rows}"nunca;${'x'.repeat(300_000)}\n${rows}`));
    expect(long.result).toMatchObject({ ok: false, problem: { is: 'damaged' } });
  });

  it('is read the same whether quotes come early, late or never', async () => {
    const plain = Array.from({ length: 4_000 }, (_, nth) => `Ana ${nth};+${aPhone(nth)};\n`);
    const people = async (lines: readonly string[]) =>
      (await read(Buffer.from(`nombre;telefono;nota\n${lines.join('')}`))).rows.map(
        ({ line, phone, fields }) => [line, phone, fields.nombre],
      );
    const expected = await people(plain);
    expect(expected).toHaveLength(4_000);
    for (const at of [0, 1, 700, 3_999]) {
      const quoted = plain.map((line, nth) => (nth === at ? line.replace(/^(Ana \d+)/, '"$1"') : line));
      expect(await people(quoted)).toEqual(expected);
    }
  });
});
