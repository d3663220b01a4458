/**
 * What a client may send that nobody offered it: payloads of buttons as they stand in the golden screens, and damaged;
 * commands as nobody types them; files that are not what they say. The same for the same seed.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { SentFile } from '../../demo/driver.ts';
import { damage, damaged } from '../damage.ts';

const root = join(import.meta.dirname, '../..');
const lists = join(root, 'test/data/lists');

/** Telegram's bound, in bytes. */
const LONGEST = 64;
/** Areas whose buttons, tapped as they are, change the business or end the program: those come damaged only. */
const EARNEST = /^(settings|power|connect|ops|optout:ref|ui:noop)/;

export type Forged =
  | { readonly is: 'tap'; readonly data: string }
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'file'; readonly file: SentFile };

/** Five taps to a command and a file: what a file began, taps and commands meet in the middle. */
export function forgeries(seed: number, count: number): Forged[] {
  const some = Math.ceil(count / 7);
  const taps = forgedTaps(seed, some * 5).map((data) => ({ is: 'tap', data }) as const);
  const texts = oddCommands(seed, some).map((text) => ({ is: 'text', text }) as const);
  const files = oddFiles(seed, some).map((file) => ({ is: 'file', file }) as const);
  return files.flatMap((file, at) => [file, ...taps.slice(at * 5, at * 5 + 5), ...texts.slice(at, at + 1)]);
}

/** Every payload that a screen has. */
const payloads: readonly string[] = [
  ...new Set(
    [...readFileSync(join(root, 'src/bot/golden/es.txt'), 'utf8').matchAll(/→ ([a-z]+:[^\]]+)\]/g)].map(
      ([, payload = '']) => payload,
    ),
  ),
];

const nasty = fc.constantFrom(
  ...['-1', '1e9', 'NaN', 'yes', 'ref', 'ref8F3K2A', '__proto__', 'constructor'],
  ...['../../etc', "'; --", '%00', '\u0000', '\n', 'ñ', '😀', ''],
);
/** What still looks like a number, a day or an hour, so that a handler may take it. */
const numbers = ['0', '1', '2', '00', '41', '2147483648', '9007199254740993', '99999999999999999999'];
const days = ['2026-02-31', '2026-13-01', '2026-11-31', '0000-00-00', '1970-01-01', '9999-12-31'];
const hours = ['00', '24', '25', '61', '99', '0'];

/** The same button for another campaign, file, column, day or hour. */
const elsewhere = fc
  .record({
    payload: fc.constantFrom(...payloads.filter((one) => /\d/.test(one))),
    number: fc.constantFrom(...numbers),
    day: fc.constantFrom(...days),
    hour: fc.constantFrom(...hours),
  })
  .map(({ payload, number, day, hour }) =>
    payload
      .replace(/\d{4}-\d\d-\d\d/, day)
      .replace(/T\d\d/, `T${hour}`)
      .replace(/:\d+(?=:|$)/, `:${number}`),
  );

/** One part replaced, left out, doubled, or swapped with its neighbour; or something at the end. */
const mutated = fc
  .record({
    payload: fc.constantFrom(...payloads),
    how: fc.constantFrom('replace', 'remove', 'double', 'swap', 'append', 'cut', 'area'),
    at: fc.nat(5),
    by: nasty,
    other: fc.constantFrom(...payloads),
  })
  .map(({ payload, how, at, by, other }) => {
    const parts = payload.split(':');
    const place = at % parts.length;
    if (how === 'replace') parts[place] = by;
    if (how === 'remove') parts.splice(place, 1);
    if (how === 'double') parts.splice(place, 0, parts[place] ?? '');
    if (how === 'swap') parts.reverse();
    if (how === 'append') parts.push(by);
    if (how === 'area') parts[0] = other.split(':')[0] ?? '';
    return how === 'cut' ? payload.slice(0, 1 + (at % payload.length)) : parts.join(':');
  });

const anything = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
  fc.stringMatching(/^[a-z]{1,8}(:[a-z0-9]{0,8}){0,5}$/),
);

const fits = (payload: string) => payload !== '' && Buffer.byteLength(payload) <= LONGEST;

/** Payloads of no button, and some of buttons that stood on other messages. */
function forgedTaps(seed: number, count: number): string[] {
  const forged = fc
    .oneof(
      { weight: 4, arbitrary: elsewhere },
      { weight: 4, arbitrary: mutated },
      { weight: 1, arbitrary: anything },
    )
    .filter((payload) => fits(payload) && !(EARNEST.test(payload) && payloads.includes(payload)));
  const real = fc.constantFrom(...payloads.filter((payload) => !EARNEST.test(payload)));
  const either = fc.oneof({ weight: 3, arbitrary: forged }, { weight: 1, arbitrary: real });
  return fc.sample(either, { seed, numRuns: count });
}

/** Commands with what doesn't belong to them; none of them is a password, or opens a question for one. */
function oddCommands(seed: number, count: number): string[] {
  const words = [
    'start',
    'new',
    'nueva',
    'campaigns',
    'status',
    'stats',
    'optouts',
    'settings',
    'help',
    'operators',
    'logs',
    'forget',
    'enable',
    'nosequé',
  ];
  const rest = fc.oneof(
    nasty,
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.constantFrom('claim_x', 'inv_AAAA', 'a'.repeat(4000), '+595 981 123456'),
  );
  const command = fc
    .tuple(
      fc.constantFrom(...words),
      fc.constantFrom('', '@otro_bot', '@'),
      fc.constantFrom(' ', '\n', '  ', '_'),
      rest,
      fc.boolean(),
    )
    .map(([word, at, gap, more, loud]) => `/${loud ? word.toUpperCase() : word}${at}${gap}${more}`);
  return [
    '/',
    '//',
    '/ start',
    '/start@',
    '/\u202eratse',
    ...fc.sample(command, { seed, numRuns: count - 5 }),
  ];
}

const NAMES = [
  '',
  '.',
  '.csv',
  '../../../etc/passwd',
  'a/b\\c.csv',
  'CON',
  '\u202evsc.exe',
  'lista.csv\u0000.png',
  `${'ñ'.repeat(255)}.csv`,
  'lista.xlsx',
  'a.vcf',
  'b.pdf',
];

/** Lists that were damaged, and bytes of any kind, under names and kinds that say something else. */
function oddFiles(seed: number, count: number): SentFile[] {
  const names = readdirSync(lists).filter((name) => !name.endsWith('.expected'));
  const broken = fc
    .tuple(fc.constantFrom(...names), fc.array(damage, { minLength: 1, maxLength: 4 }))
    .map(([name, how]) => ({ name, bytes: damaged(readFileSync(join(lists, name)), how) }));
  const other = fc.record({
    name: fc.constantFrom(...NAMES),
    bytes: fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      fc.constantFrom(
        Buffer.alloc(0),
        Buffer.from('PK\u0003\u0004'),
        Buffer.from('\uFEFF'),
        Buffer.from('\u00ff\u00fe', 'latin1'),
        Buffer.from(`tel\n"${'9'.repeat(200_000)}`),
        Buffer.from('tel;tel;tel\n=1+1;@SUM(A1);-2'),
        Buffer.from('BEGIN:VCARD\n'.repeat(50)),
        Buffer.from('GIF89a'),
      ),
    ),
    mime: fc.constantFrom('text/csv', 'image/jpeg', 'application/x-msdownload', 'x', ''),
    as: fc.constantFrom('document' as const, 'video' as const, 'voice' as const, 'audio' as const),
    caption: fc.constantFrom('', 'Hola {nombre|amigo}', '{', '/nueva'),
  });
  return fc.sample(fc.oneof(broken, other), { seed, numRuns: count });
}
