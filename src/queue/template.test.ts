import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  asWritten,
  bareFields,
  columnOf,
  fieldsOf,
  lacksValue,
  piecesOf,
  renameField,
  render,
  unknownFields,
  withFallback,
} from './template.ts';

describe('a template', () => {
  it('puts values in, whatever case and accents the name has', () => {
    expect(render('Hola {Nómbre}, cuota {MES}', { nombre: ' Ana ', mes: 'marzo' })).toBe(
      'Hola Ana, cuota marzo',
    );
  });

  it('falls back when the value is empty', () => {
    expect(render('Hola {nombre|amigo}', { nombre: '  ' })).toBe('Hola amigo');
    expect(render('Hola {nombre}!', { nombre: '' })).toBe('Hola !');
    expect(render('Hola { nombre | amigo }', { nombre: '' })).toBe('Hola amigo');
    expect(lacksValue('Hola {nombre|amigo}', { nombre: '' })).toBe(true);
    expect(lacksValue('Hola {nombre|amigo}', { nombre: 'Ana' })).toBe(false);
  });

  it('leaves alone what is no field', () => {
    for (const text of ['a { b', '{}', '{ }', '{ \n }', '}{', '{{x', '}} {{', ':-{ |', '{{}}', '\\{']) {
      expect(render(text, { b: 'X' })).toBe(text);
      expect(fieldsOf(text)).toEqual([]);
    }
  });

  it('takes a field with two braces, as other tools write it, and lets braces be braces after a backslash', () => {
    expect(render('Hola {{ Nombre }}!', { nombre: 'Ana' })).toBe('Hola Ana!');
    expect(render('{{nombre} {nombre}}', { nombre: 'Ana' })).toBe('{Ana Ana}');
    expect(render('así: \\{nombre} {nombre}', { nombre: 'Ana' })).toBe('así: {nombre} Ana');
    expect(fieldsOf('\\{nombre}')).toEqual([]);
    expect(render(asWritten('{x} {nombre}', 'x'), { nombre: 'Ana' })).toBe('{x} Ana');
    expect(unknownFields(asWritten('{x} {{x}}', 'x'), [])).toEqual([]);
  });

  it('finds a name whatever blanks and invisible signs it was typed with', () => {
    expect(render('{ Fecha_de\u00a0Pago\u200b }', { 'fecha de pago': '3/3' })).toBe('3/3');
    expect(columnOf('FECHA DE  PAGO', ['nombre', 'fecha_de_pago'])).toBe('fecha_de_pago');
    expect(columnOf('zzz', ['nombre'])).toBeNull();
  });

  it('knows the fields that say nothing for who has no value, and can be told what', () => {
    const text = 'Hola {nombre}, {Nombre|amigo}: {curso} {fecha|}';
    expect(bareFields(text)).toEqual(['nombre', 'curso']);
    const told = withFallback(text, 'NOMBRE', ' amigo {querido} ');
    expect(told).toBe('Hola {nombre|amigo  querido}, {Nombre|amigo}: {curso} {fecha|}');
    expect(bareFields(told)).toEqual(['curso']);
    expect(withFallback('{{nombre}}', 'nombre', 'amigo')).toBe('{nombre|amigo}');
  });

  it('is nothing but its pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('{', '}', '|', 'a', ' ', '\n', '\\')), (signs) => {
        const text = signs.join('');
        const pieces = piecesOf(text);
        expect(render(text, {})).toBe(
          pieces
            .map((piece) => (piece.is === 'field' ? (piece.fallback ?? piece.written) : piece.written))
            .join(''),
        );
        expect(fieldsOf(text).every((name) => /^\S(.*\S)?$/.test(name))).toBe(true);
      }),
    );
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
