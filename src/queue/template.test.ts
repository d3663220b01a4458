import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldsOf, hasHole, renameField, render, unknownFields } from './template.ts';

describe('a template', () => {
  it('puts values in, whatever case and accents the name has', () => {
    expect(render('Hola {Nómbre}, cuota {MES}', { nombre: ' Ana ', mes: 'marzo' })).toBe(
      'Hola Ana, cuota marzo',
    );
  });

  it('falls back when the value is empty', () => {
    expect(render('Hola {nombre|amigo}', { nombre: '  ' })).toBe('Hola amigo');
    expect(render('Hola {nombre}!', { nombre: '' })).toBe('Hola !');
    expect(hasHole('Hola {nombre}', { nombre: '' })).toBe(true);
    expect(hasHole('Hola {nombre|amigo}', { nombre: '' })).toBe(false);
  });

  it('leaves alone what is no field', () => {
    for (const text of ['a { b', '{}', '{ \n }', '}{', '{{x']) expect(render(text, { b: 'X' })).toBe(text);
  });

  it('never reads a value as a template again', () => {
    expect(render('{a}', { a: '{b}', b: 'no' })).toBe('{b}');
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(render('[{a}|{b}]', { a, b })).toBe(`[${a.trim()}|${b.trim()}]`);
      }),
    );
  });

  it('without fields is the same text', () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !text.includes('{')),
        (text) => {
          expect(render(text, { a: 'x' })).toBe(text);
          expect(fieldsOf(text)).toEqual([]);
        },
      ),
    );
  });

  it('tells unknown fields with the nearest known one', () => {
    expect(unknownFields('{nonbre} {fecha} {zzz}', ['nombre', 'fecha'])).toEqual([
      { field: 'nonbre', suggestion: 'nombre' },
      { field: 'zzz', suggestion: null },
    ]);
    expect(renameField('Hola {nonbre|amigo} {x}', 'nonbre', 'nombre')).toBe('Hola {nombre|amigo} {x}');
  });
});
