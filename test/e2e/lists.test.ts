/** Lists of every kind, as operators send them: files, contacts, numbers in messages. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answered, lastId, type Operator, pause, startWorld, textOf, until, type World } from './world.ts';

const golden = (name: string) => ({
  name,
  bytes: readFileSync(join(import.meta.dirname, '../data/lists', name)),
});
const csv = (text: string) => ({ name: 'lista.csv', bytes: Buffer.from(text) });

let world: World;
let ana: Operator;
beforeAll(async () => {
  world = await startWorld({ quietPhones: true });
  ana = await world.connected();
}, 60_000);
afterAll(() => world.close());

const answers = (act: () => Promise<unknown>, sentence: RegExp) => answered(ana, act, sentence);

/** Several people shared one after another, as a phone does it with a selection of its contacts. */
async function share(...people: [phone: string, firstName: string][]): Promise<void> {
  for (const [phone, firstName] of people)
    await world.stage.control.post(`/telegram/chats/${ana.id}/contact`, { phone, firstName });
}

const fresh = async () => {
  await answers(() => ana.say('/cancel'), /^(Borrador descartado|No hay nada)/);
};
const screens = async (sentence: RegExp) =>
  (await ana.chat()).messages.filter((message) => message.from === 'bot' && sentence.test(textOf(message)));

describe('a file', () => {
  it.each<[string, RegExp, RegExp]>([
    ['excel-es.xlsx', /^Lista leída: 4 personas/, /Hoja "Clientes & Co"; hay otra hoja/],
    ['iphone.vcf', /^Lista leída: 3 personas/, /De cada contacto uso el móvil/],
    ['google-contacts.csv', /^Lista leída: 3 personas/, /\{nombre\}/],
    ['excel-es.csv', /^Lista leída: 4 personas/, /¿Se leen bien\? Ana Muñoz, José Giménez, Begoña/],
    ['excel-es-unicode.txt', /^Lista leída: 4 personas/, /Uno parece fijo/],
  ])('%s is read, and what was done with it is said', { timeout: 30_000 }, async (name, first, more) => {
    await fresh();
    const message = await answers(() => ana.sendFile(golden(name)), first);
    expect(textOf(message)).toMatch(more);
    const sent = (await ana.chat()).messages.findLast((one) => one.document?.name === name);
    expect(message.replyTo).toBe(sent?.id);
  });

  it('of a kind that is no list is answered with what to do', { timeout: 30_000 }, async () => {
    await fresh();
    const old = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]);
    const locked = Buffer.concat([old, Buffer.from('EncryptedPackage', 'utf16le')]);
    await answers(() => ana.sendFile({ name: 'a.xls', bytes: old }), /^No puedo leer un \.xls\. Guárdalo/);
    await answers(() => ana.sendFile({ name: 'a.xlsx', bytes: locked }), /^No puedo abrir este Excel/);
    const { bytes } = golden('excel-es.xlsx');
    await answers(
      () => ana.sendFile({ name: 'b.xlsx', bytes: bytes.subarray(0, 900) }),
      /^No puedo abrir este Excel/,
    );
  });

  it('in place of the message asks first, whatever its kind', { timeout: 30_000 }, async () => {
    await fresh();
    await answers(() => ana.sendFile(golden('excel-es.csv')), /^Lista leída: 4/);
    await ana.tap('new:list:ok');
    await ana.waitFor(({ messages }) => /^Paso 2 de 3/.test(textOf(messages.at(-1))), {
      what: 'the question',
    });
    for (const name of ['iphone.vcf', 'libreoffice-es.xlsx']) {
      await answers(() => ana.sendFile(golden(name)), /^Ahora espero el mensaje\. ¿Es otra lista\?/);
    }
    await ana.tap('new:list:swap');
    await until(async () => (await screens(/^Lista leída: 2 personas/)).length > 0, {
      what: 'the other list',
    });
  });

  it('that is long shows that it is being read, and can be stopped', { timeout: 60_000 }, async () => {
    await fresh();
    const rows = Array.from(
      { length: 450_000 },
      (_, nth) => `Persona ${nth};+5959810${String(nth).padStart(5, '0')}`,
    );
    const stop = answers(
      () => ana.sendFile(csv(`nombre;telefono\n${rows.join('\n')}\n`)),
      /^Leyendo lista\.csv · [\d.]+ filas/,
    );
    const message = await stop;
    expect(message.buttons?.flat().map(({ data }) => data)).toEqual(['new:stop']);
    const after = await lastId(ana);
    await ana.tap('new:stop');
    await ana.waitForMessage((one) => /^Lectura detenida/.test(textOf(one)), { what: 'the end', after });
    await pause(500);
    expect(await screens(/^Leyendo/)).toEqual([]);
    await answers(() => ana.sendFile(golden('excel-es.csv')), /^Lista leída: 4/);
  });
});

describe('what is sent in messages', () => {
  it('adds up: contacts in a row, and numbers with names', { timeout: 60_000 }, async () => {
    await fresh();
    await answers(() => ana.say('/nueva'), /^Paso 1 de 3/);
    const list = await answers(
      () => share(['595981123456', 'Ana'], ['0971555000', 'Luis'], ['+595 985 777111', 'Eva']),
      /^Lista: 3 personas · acabo de sumar 3/,
    );
    expect(textOf(list)).toContain('Puedes enviar más números o contactos: se suman.');
    expect(await screens(/^Lista: /)).toHaveLength(1);
    await answers(() => ana.say('José: 0981 222333\n0981 444555'), /^Lista: 5 personas · acabo de sumar 2/);
    const again = await answers(() => share(['595981123456', 'Ana otra vez']), /^Lista: 5 personas/);
    expect(textOf(again)).toContain('Fuera: 1 repetido');
    await ana.tap('new:list:ok');
    await ana.waitFor(({ messages }) => textOf(messages.at(-1)).includes('{nombre}'), {
      what: 'the question',
    });
    await answers(() => share(['595981666777', 'Última']), /^Lista: 6 personas/);
    const preview = await answers(() => ana.say('Hola {nombre|amigo}'), /^Paso 3 de 3: revisa tu envío a 6/);
    expect(textOf(preview)).toMatch(/Hola Ana[^ ]*\n/);
  });

  it('survives a restart, and a file takes its place', { timeout: 60_000 }, async () => {
    await fresh();
    await answers(() => ana.say('0981 111222\n0981 222111'), /^Lista: 2 personas/);
    await world.restart();
    await answers(() => ana.say('Luis 0981 333444'), /^Lista: 3 personas · acabo de sumar 1/);
    await answers(() => ana.sendFile(golden('excel-es.csv')), /^Lista leída: 4 personas/);
    await answers(() => share(['595981123456', 'Ana']), /^Ahora espero el mensaje\. ¿Es otra lista\?/);
    await ana.tap('new:list:swap');
    await until(async () => (await screens(/^Lista: 1 personas/)).length > 0, { what: 'the contact' });
  });

  it('that is a sentence with a number stays the message', { timeout: 30_000 }, async () => {
    await fresh();
    await answers(() => ana.say('0981 111222'), /^\+595 981 111222\nPuede recibir campañas/);
    await answers(() => ana.say('0981 111222, 0981 222111'), /^Lista: 2 personas/);
    await answers(() => ana.say('Llámanos al 0981 999999 si no puedes venir'), /^Paso 3 de 3/);
  });
});

describe('the country of numbers without a code', () => {
  it('is offered by what fits, and may be typed', { timeout: 60_000 }, async () => {
    await fresh();
    await answers(
      () => ana.sendFile(csv('nombre;tel\nJoão;(11) 98765-4321\nZé;11987654322\n')),
      /^Ningún número/,
    );
    await ana.tap('new:countries');
    const { message } = await ana.waitForButton('new:country:ask');
    expect(message.buttons?.[0]?.[0]?.data).toBe('new:country:BR');
    await ana.tap('new:country:ask');
    await until(async () => (await screens(/^¿De qué país.*\nEscríbelo/)).length > 0, {
      what: 'the question',
    });
    await answers(() => ana.say('Narnia'), /^No conozco ese país: Narnia/);
    const read = await answers(() => ana.say('brazil'), /^Lista leída: 2 personas/);
    expect(textOf(read)).toContain('Brasil (+55)');
  });
});
