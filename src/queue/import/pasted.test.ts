import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contactEntry, entriesOf, isSurelyList, pastedCsv, readPasted } from './pasted.ts';

/** `number name`, one a line. */
const found = (text: string) =>
  entriesOf(text).map(({ written, fields }) => [written, ...Object.values(fields)].join(' · '));

describe('numbers in a message are found', () => {
  it.each<[string, string, string[]]>([
    [
      'one a line',
      '0981 123456\n+595 971 555000\n\n(0985) 777-111',
      ['0981 123456', '+595 971 555000', '(0985) 777-111'],
    ],
    ['with commas', '0981123456, 0971555000; 0985777111', ['0981123456', '0971555000', '0985777111']],
    ['with nothing but a space', '0981 123456 0971 555000', ['0981 123456', '0971 555000']],
    ['with two words of digits', '595981123456 595971555000', ['595981123456', '595971555000']],
    [
      'with names before them',
      'Ana: +595 981 123456\nLuis - 0971555000',
      ['+595 981 123456 · Ana', '0971555000 · Luis'],
    ],
    [
      'with names behind them',
      '0981123456 Ana\n0971555000 (Luis)',
      ['0981123456 · Ana', '0971555000 · Luis'],
    ],
    [
      'many in a line',
      'Ana 0981123456, Luis Pérez 0971555000',
      ['0981123456 · Ana', '0971555000 · Luis Pérez'],
    ],
    [
      'with names above them',
      'Ana\n0981123456\n\nLuis\n0971555000',
      ['0981123456 · Ana', '0971555000 · Luis'],
    ],
    [
      'in a numbered list',
      '1. Ana 0981123456\n2. Luis 0971555000\n• 0985777111',
      ['0981123456 · Ana', '0971555000 · Luis', '0985777111'],
    ],
    [
      'among words',
      'Hola, te paso los números:\nMarta de la panadería: cel. 0981 123456',
      ['0981 123456 · Marta de la panadería'],
    ],
    [
      'in a forwarded chat',
      '[12/3/26, 10:33:05] Ana: 0981 123456\n12/03/2026, 9:15 - Luis: 0971 555000',
      ['0981 123456 · Ana', '0971 555000 · Luis'],
    ],
    ['in links', 'Ana https://wa.me/595981123456?text=hola', ['+595981123456 · Ana']],
    ['two of one person', 'Ana: 0981 123456 / 0971 555000', ['0981 123456 / 0971 555000 · Ana']],
    ['cut by a spreadsheet', '5.95981E+11', ['5.95981E+11']],
    ['too short, when nothing else is there', '12345\n0981123456', ['12345', '0981123456']],
    ['but no dates and no prices', 'El 2026-03-01 pagó 1.500.000 y el 12/03/2026 también', []],
    ['with invisible marks', '\u202a+595 981\u00a0123456\u202c', ['+595 981 123456']],
  ])('%s', (_, text, people) => expect(found(text)).toEqual(people));

  it('in a pasted table with all its fields', () => {
    expect(entriesOf('Nombre\tCelular\tFecha\nAna\t0981123456\t3/3\nLuis\t0971555000\t')).toEqual([
      { written: '0981123456', fields: { nombre: 'Ana', fecha: '3/3' } },
      { written: '0971555000', fields: { nombre: 'Luis' } },
    ]);
  });

  it('whatever else is written, without a fall', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => Array.isArray(entriesOf(text))));
    const pieces = fc.array(
      fc.constantFrom('0981', ' ', '-', '+595', '\n', 'Ana', ':', '(', ')', '.', '/', '9'),
      { maxLength: 60 },
    );
    fc.assert(fc.property(pieces, (all) => Array.isArray(entriesOf(all.join('')))));
  });
});

describe('a message that nobody asked for', () => {
  it.each([
    ['0981123456', true],
    ['Ana Muñoz: 0981 123456\nLuis de la Cruz 0971555000', true],
    ['0981123456\n0971555000', true],
    ['Llámanos al 0981 123456', false],
    ['Hola {nombre}, tu cuota vence mañana. Consultas: 0981 123456', false],
    ['Promo de marzo\nCosta 50.000\nVen al local\nTel 0981123456', false],
    ['hola', false],
  ])('%j: a list? %s', (text, is) => expect(isSurelyList(text)).toBe(is));
});

it('a growing list is read back as it was written', () => {
  const text = fc
    .string({ unit: 'grapheme', minLength: 1 })
    .filter((one) => one.trim() === one && !/[\r]/.test(one));
  const entry = fc.record({ written: text, fields: fc.dictionary(fc.constantFrom('nombre', 'fecha'), text) });
  fc.assert(
    fc.property(fc.array(entry), (entries) => {
      expect(readPasted(pastedCsv(entries))).toEqual(
        entries.map(({ written, fields }) => ({ written, fields: { ...fields } })),
      );
    }),
  );
  expect(contactEntry('595981123456', 'Ana', undefined, 'Muñoz').fields).toEqual({ nombre: 'Ana Muñoz' });
});
