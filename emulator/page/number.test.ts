import { describe, expect, it } from 'vitest';
import { numbersIn, spaced } from './number.ts';

describe('the page', () => {
  it('reads whom a list names, in order and once, however they are written', () => {
    const list = [
      'nombre;telefono',
      'Ana;0981 234 501',
      'Luis;+595 971 234 502',
      'Rosa;00595985234503',
      '"Óscar";"(0982) 234-504"',
      'Inés;982234505',
      'Ana otra vez;595981234501',
      'Corto;0981 23',
      'Nadie;',
      '',
    ].join('\r\n');
    const local = ['981234501', '971234502', '985234503', '982234504', '982234505'];
    expect(numbersIn(list)).toEqual(local.map((each) => `595${each}`));
  });

  it('finds nobody in prose', () => {
    expect(numbersIn('Hola {nombre}, mañana a las 10.\nTe esperamos el 03/12/2026.')).toEqual([]);
  });

  it('spaces a number so that it can be read', () => {
    expect(spaced('595981234501')).toBe('+595 981 234 501');
    expect(spaced('+595 981 234501')).toBe('+595 981 234 501');
  });
});
