import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aFilm, aHeic, anMp3, anOpus, aPdf, aProgram } from '../../../test/data/media.ts';
import { kindOf, nameOf, oddityOf } from './kinds.ts';

describe('a file is what its bytes say', () => {
  it.each([
    ['image', 'heic', aHeic()],
    ['video', 'mp4', aFilm()],
    ['video', 'mov', aFilm({ brand: 'qt  ' })],
    ['audio', 'm4a', aFilm({ brand: 'M4A ', handler: 'soun' })],
    ['audio', 'opus', anOpus(1)],
    ['audio', 'mp3', anMp3()],
    ['document', 'pdf', aPdf()],
    ['document', 'exe', aProgram()],
    ['document', null, Buffer.from('hola')],
    ['document', null, Buffer.alloc(0)],
  ])('%s, %s', async (as, ext, bytes) => {
    expect(await kindOf(bytes)).toMatchObject({ as, ext });
  });
});

describe('its name', () => {
  const pdf = { as: 'document', ext: 'pdf', mime: 'application/pdf' } as const;
  const text = { as: 'document', ext: null, mime: 'application/octet-stream' } as const;
  const cfb = { as: 'document', ext: 'cfb', mime: 'application/x-cfb' } as const;

  it('stays when it is true', () => {
    expect(nameOf(pdf, 'Lista de precios.PDF')).toEqual({
      name: 'Lista de precios.PDF',
      mime: 'application/pdf',
    });
    expect(nameOf(cfb, 'viejo.doc')).toEqual({ name: 'viejo.doc', mime: 'application/msword' });
    expect(nameOf(text, 'leeme.txt')).toEqual({ name: 'leeme.txt', mime: 'text/plain' });
  });

  it('that lies is told, and put right so that phones open it', () => {
    expect(nameOf(pdf, 'foto.jpg')).toMatchObject({ name: 'foto.pdf', was: 'foto.jpg' });
    const program = { as: 'document', ext: 'exe', mime: 'application/x-msdownload' } as const;
    expect(nameOf(program, 'factura.pdf')).toMatchObject({ name: 'factura.exe', was: 'factura.pdf' });
  });

  it('without an ending gets one', () => {
    expect(nameOf(pdf, 'recibo')).toEqual({ name: 'recibo.pdf', mime: 'application/pdf' });
    expect(nameOf(pdf, 'recibo.2026')).toEqual({ name: 'recibo.2026.pdf', mime: 'application/pdf' });
  });

  it('names no folder, hides no ending, and is never too long', () => {
    expect(nameOf(text, '../../etc/passwd').name).toBe('.._.._etc_passwd');
    expect(nameOf(pdf, 'foto\u202egpj.pdf').name).toBe('foto_gpj.pdf');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 150 }), (given) => {
        const { name } = nameOf(pdf, given);
        expect(name).toMatch(/^[^\\/\p{Cc}\p{Cf}]{1,124}$/u);
        expect(name.toLowerCase().endsWith('.pdf')).toBe(true);
      }),
    );
  });

  it('of a program or of nothing known is odd', () => {
    expect(oddityOf({ name: 'a.exe', mime: 'application/x-msdownload' })).toBe('program');
    expect(oddityOf({ name: 'a.bat', mime: 'application/octet-stream' })).toBe('program');
    expect(oddityOf({ name: 'a.xyz', mime: 'application/octet-stream' })).toBe('unknown');
    expect(oddityOf({ name: 'a.pdf', mime: 'application/pdf' })).toBeNull();
  });
});
