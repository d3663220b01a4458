import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classify } from './words.ts';

describe('an opt-out', () => {
  it.each([
    ['BAJA', 'es'],
    ['baja por favor', 'es'],
    ['Por favor, baja. Gracias!', 'es'],
    ['  Baja 🙏 ', 'es'],
    ['Cancelar suscripción', 'es'],
    ['STOP!!', 'en'],
    ['Unsubscribe', 'en'],
    ['SAIR', 'pt'],
    ['Descadastrar', 'pt'],
  ])('is «%s»', (text, language) => {
    expect(classify(text)).toMatchObject({ is: 'opt-out', language });
  });

  it.each([
    'We have got to STOP this bill',
    '¿cuándo es la baja de precios?',
    'No puedo bajar hoy',
    'Gracias',
    '',
    '🙏',
    'Stop by the shop at 5?',
  ])('is not «%s»', (text) => {
    expect(classify(text).is).toBe('other');
  });

  it.each([
    'no me escriban más',
    'Cancelar',
    'quítame de la lista',
    'stop messaging me',
    'não quero receber mensagens',
  ])('may be «%s»', (text) => {
    expect(classify(text).is).toBe('probable-opt-out');
  });

  it('is found whatever case, signs and spaces surround the word', () => {
    const noise = fc.stringMatching(/^[ .,!¡*_~🙏\n]{0,6}$/u);
    const cases = fc.constantFrom('baja', 'BAJA', 'Baja', 'bAjA', 'BÁJA');
    fc.assert(
      fc.property(noise, cases, noise, (before, word, after) => {
        expect(classify(before + word + after).is).toBe('opt-out');
      }),
    );
  });

  it('is found with politeness around it, accents or not, in any case', () => {
    const polite = fc.constantFrom(
      '',
      'por favor',
      'Gracias',
      'Hola, buenas tardes',
      'please',
      'obrigado',
      'ya',
    );
    const word = fc.constantFrom(
      'baja',
      'darme de baja',
      'cancelar suscripción',
      'stop',
      'unsubscribe',
      'sair',
    );
    const glue = fc.constantFrom(' ', ', ', '. ', '!! ', ' – ', '\n');
    const dress = fc.constantFrom<(text: string) => string>(
      (text) => text,
      (text) => text.toUpperCase(),
      (text) => text.normalize('NFD'),
      (text) => text.normalize('NFD').replace(/\p{M}/gu, ''),
    );
    fc.assert(
      fc.property(polite, glue, word, glue, polite, dress, (before, one, no, two, after, wear) => {
        expect(classify(wear(`${before}${one}${no}${two}${after}`)).is).toBe('opt-out');
      }),
    );
  });

  it('is no more once another word stands beside it', () => {
    const other = fc.constantFrom('precio', 'mañana', 'pedido', 'invoice', 'consulta', 'médico');
    const word = fc.constantFrom('baja', 'stop', 'sair', 'salir');
    fc.assert(
      fc.property(word, other, (no, more) => {
        expect(classify(`${no} ${more}`).is).not.toBe('opt-out');
        expect(classify(`${more} ${no}`).is).not.toBe('opt-out');
      }),
    );
  });

  it('never comes of long prose', () => {
    fc.assert(
      fc.property(fc.lorem({ maxCount: 30 }), (prose) => {
        expect(classify(`${prose} stop ${prose}`).is).not.toBe('opt-out');
      }),
    );
  });
});

it('people come back with one word', () => {
  expect(classify('ALTA').is).toBe('opt-in');
  expect(classify('start').is).toBe('opt-in');
  expect(classify('voltar').is).toBe('opt-in');
});

it('an installation may have words of its own', () => {
  expect(classify('Ñembotove, por favor', ['ñembotove'], 'pt')).toMatchObject({
    is: 'opt-out',
    language: 'pt',
  });
  expect(classify('Ñembotove ko'.repeat(3), ['ñembotove']).is).toBe('other');
});

it.each(['es', 'en', 'pt'] as const)(
  'a word of the installation’s own is confirmed in its language: %s',
  (own) => {
    expect(classify('Chega!', ['chega'], own)).toEqual({ is: 'opt-out', word: 'chega', language: own });
    // A word that everybody knows says which language its person reads.
    expect(classify('STOP', ['chega'], own)).toMatchObject({ is: 'opt-out', language: 'en' });
  },
);
