import fc from 'fast-check';
import type { MessageEntity } from 'grammy/types';
import { describe, expect, it } from 'vitest';
import { asShown, asWritten } from './marks.ts';
import { quote } from './screen.ts';

/** `[b:…]` and so on, as a person reads it. */
function read(text: string): string {
  const { rawText, rawEntities } = asShown(text);
  const letters = { bold: 'b', italic: 'i', strikethrough: 's', code: 'c' } as Record<string, string>;
  const inserts = rawEntities.flatMap(({ type, offset, length }) => [
    { at: offset, size: -length, sign: `[${letters[type]}:` },
    { at: offset + length, size: length, sign: ']' },
  ]);
  inserts.sort((a, b) => b.at - a.at || Number(a.size > 0) - Number(b.size > 0) || b.size - a.size);
  return inserts.reduce((all, { at, sign }) => all.slice(0, at) + sign + all.slice(at), rawText);
}

describe('a text as WhatsApp shows it', () => {
  it.each([
    ['*Oferta* de _hoy_, ~100~ 80', '[b:Oferta] de [i:hoy], [s:100] 80'],
    ['¡*Hola*!', '¡[b:Hola]!'],
    ['(*a*) "_b_"', '([b:a]) "[i:b]"'],
    ['código `A1` y ```B 2```', 'código [c:A1] y [c:B 2]'],
    ['```dos\nlíneas *x*```', '[c:dos\nlíneas *x*]'],
    ['*a _b_ c*', '[b:a [i:b] c]'],
    ['*a `b` c*', '[b:a ][c:b][b: c]'],
    ['*_~todo~_*', '[s:[i:[b:todo]]]'],
    ['**dos**', '*[b:dos]*'],
    ['*no * y * tampoco*', '[b:no * y * tampoco]'],
  ])('%s', (text, shown) => {
    expect(read(text)).toBe(shown);
  });

  it.each([
    '2*3*4 = 24',
    'archivo_de_marzo_2026',
    '* solo una estrella',
    '*abierto',
    '*en dos\nlíneas*',
    '5 * 4 * 3',
    '_ _',
    '``````',
    'https://x.test/a_b_c',
    'ñ*a*ñ',
  ])('has no signs in %j', (text) => {
    expect(read(text).replace('• ', '* ')).toBe(text);
  });

  it('has lists and quotes at the beginning of lines', () => {
    expect(read('Trae:\n- lápiz\n* *goma*\n1. agua\n> _dijo_ Ana\na - b')).toBe(
      'Trae:\n• lápiz\n• [b:goma]\n1. agua\n▎[i:dijo] Ana\na - b',
    );
  });

  it('keeps its marks inside of a quote', () => {
    const { rawText, rawEntities } = quote(asShown('Hola *Ana*'));
    expect(rawText).toBe('Hola Ana');
    expect(rawEntities).toEqual(
      expect.arrayContaining([
        { type: 'expandable_blockquote', offset: 0, length: 8 },
        { type: 'bold', offset: 5, length: 3 },
      ]),
    );
  });

  it('never has entities that cross, nor any in typed text, whatever is written', () => {
    const sign = fc.constantFrom('*', '_', '~', '`', '```', ' ', '\n', 'a', 'ñ', '😀', '.', '- ', '> ');
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 30 }), (signs) => {
        const { rawText, rawEntities } = asShown(signs.join(''));
        for (const one of rawEntities) {
          const end = one.offset + one.length;
          expect(end).toBeLessThanOrEqual(rawText.length);
          for (const other of rawEntities) {
            const otherEnd = other.offset + other.length;
            const apart = otherEnd <= one.offset || end <= other.offset;
            const inside = other.offset >= one.offset && otherEnd <= end;
            const around = one.offset >= other.offset && end <= otherEnd;
            expect(apart || inside || around).toBe(true);
            if (one !== other && one.type === 'code') expect(apart).toBe(true);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a text that was marked in Telegram', () => {
  const entity = (type: 'bold' | 'italic' | 'pre' | 'underline', offset: number, length: number) =>
    ({ type, offset, length }) as MessageEntity;

  it('gets the signs of WhatsApp', () => {
    expect(asWritten('Hola Ana', [entity('bold', 5, 3)])).toBe('Hola *Ana*');
    expect(asWritten('Hola Ana ', [entity('bold', 5, 4)])).toBe('Hola *Ana* ');
    expect(asWritten('uno\ndos', [entity('bold', 0, 7)])).toBe('*uno*\n*dos*');
    expect(asWritten('x\ny', [entity('pre', 0, 3)])).toBe('```x\ny```');
    expect(asWritten('ab', [entity('bold', 0, 2), entity('italic', 0, 2)])).toBe('*_ab_*');
    expect(asWritten('ab', [entity('bold', 0, 1), entity('italic', 1, 1)])).toBe('*a*_b_');
    expect(asWritten('hoy', [entity('underline', 0, 3)])).toBe('hoy');
    expect(
      asWritten('mira aquí', [{ type: 'text_link', offset: 5, length: 4, url: 'https://x.test/' }]),
    ).toBe('mira aquí (https://x.test/)');
  });

  it('without any is as it was', () => {
    fc.assert(fc.property(fc.string(), (text) => asWritten(text) === text));
  });

  it('is shown as it was marked', () => {
    const { rawEntities, rawText } = asShown(
      asWritten('Hola Ana', [entity('bold', 0, 8), entity('italic', 5, 3)]),
    );
    expect(rawText).toBe('Hola Ana');
    expect(rawEntities).toEqual([entity('bold', 0, 8), entity('italic', 5, 3)]);
  });
});
