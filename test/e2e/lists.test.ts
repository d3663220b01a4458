/** Lists of every kind, as operators send them: files, contacts, numbers in messages. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { aWorkbook } from '../workbook.ts';
import {
  answered,
  answeredInPlace,
  lastId,
  type Operator,
  startWorld,
  textOf,
  until,
  type World,
} from './world.ts';

const golden = (name: string) => ({
  name,
  bytes: readFileSync(join(import.meta.dirname, '../data/lists', name)),
});
const csv = (text: string) => ({ name: 'lista.csv', bytes: Buffer.from(text) });

const Calls = z.object({ calls: z.array(z.object({ method: z.string() })) });

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

/** Anew, and ready to answer: a busy machine takes its time. */
const restarted = async () => {
  await world.restart();
  await until(async () => (await world.phones.state()).online, { what: 'the link', timeoutMs: 60_000 });
};
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
  ])('%s is read, and what was done with it is said', { timeout: 60_000 }, async (name, first, more) => {
    await fresh();
    const message = await answers(() => ana.sendFile(golden(name)), first);
    expect(textOf(message)).toMatch(more);
    const sent = (await ana.chat()).messages.findLast((one) => one.document?.name === name);
    expect(message.replyTo).toBe(sent?.id);
  });

  it('of a kind that is no list is answered with what to do', { timeout: 60_000 }, async () => {
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

  it('in place of the message asks first, whatever its kind', { timeout: 60_000 }, async () => {
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

  it('that is long shows that it is being read, and can be stopped', { timeout: 120_000 }, async () => {
    await fresh();
    await answers(
      () => ana.sendFile(csv('telefono\n0981 123456\n0971 555000\n')),
      /^Lista leída: 2 personas/,
    );
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
    const { calls } = Calls.parse(await world.stage.control.get('/telegram/calls'));
    expect(calls.map(({ method }) => method)).toContain('sendChatAction');
    const after = await lastId(ana);
    await ana.tap('new:stop');
    const end = await ana.waitForMessage((one) => /^Lectura detenida/.test(textOf(one)), {
      ...{ what: 'the end', after },
    });
    expect(textOf(end)).toContain('Tu lista lista.csv sigue como estaba: 2 personas.');
    await until(async () => (await screens(/^Leyendo/)).length === 0, { what: 'the end of the count' });
    await ana.tap('new:show', { messageId: end.id });
    await ana.waitForButton('new:templates:1');
    await answers(() => ana.say('Hola'), /^Paso 3 de 3: revisa tu envío a 2 personas/);
    await fresh();
    await answers(() => ana.sendFile(golden('excel-es.csv')), /^Lista leída: 4/);
  });
});

describe('rows without a number', () => {
  const bad = 'nombre;telefono\nAna;0981 123456\nLuis;0971\nEva;5.95981E+11\nJosé;no tiene\n';
  const inPlace = async (payload: string, sentence: RegExp) => {
    const { message } = await ana.waitForButton(payload);
    return answeredInPlace(ana, () => ana.tap(payload, { messageId: message.id }), sentence);
  };

  it('are put right one by one, over a restart too', { timeout: 300_000 }, async () => {
    await fresh();
    await answers(() => ana.sendFile(csv(bad)), /^Lista leída: 1 persona/);
    const first = await inPlace('new:mend', /^Fila 3: 0971\nMotivo: muy corto\.[\s\S]*Quedan 3/);
    expect(textOf(first)).toContain('Luis');
    await answers(() => ana.say('097'), /^Fila 3: 0971[\s\S]*Así tampoco: muy corto/);
    await restarted();
    await answers(() => ana.say('0971 555000'), /^Fila 4: 5\.95981E\+11[\s\S]*Fila 3: .*, agregada/);
    await answers(
      () => ana.say('+595 981 123 456'),
      /^Fila 5: no tiene[\s\S]*Fila 4: queda fuera \(repetido\)/,
    );
    await inPlace('new:mend:skip', /^Lista leída: 2 personas[\s\S]*Fuera: 1 repetido, 1 no válido/);
    // The question is closed by itself: what is written now is the message.
    await ana.tap('new:list:ok');
    await ana.waitForButton('new:templates:1');
    await answers(
      () => ana.say('Hola {nombre}'),
      /^Paso 3 de 3: revisa tu envío a 2 personas[\s\S]*Hola Luis/,
    );
  });

  it('are put right in their file, whatever is asked meanwhile', { timeout: 120_000 }, async () => {
    await fresh();
    await answers(() => ana.sendFile(csv(bad)), /^Lista leída: 1 persona/);
    await answers(() => ana.tap('new:badrows'), /^Corrige los números en el archivo y envíamelo/);
    const file = (await ana.chat()).messages.findLast(({ document }) => document?.name === 'filas-malas.csv');
    const sent = (await ana.download(file?.document?.fileId ?? '')).toString();
    const mended = sent.replace(`"'0971"`, '"0971555000"').replace('"no tiene"', '"0985 777111"');
    expect(mended).not.toBe(sent);
    await ana.tap('new:list:ok');
    await ana.waitForButton('new:templates:1');
    const answer = { name: 'filas-malas.csv', bytes: Buffer.from(mended) };
    const list = await answers(() => ana.sendFile(answer), /^Lista leída: 3 personas/);
    expect(textOf(list)).toContain('Fuera: 1 no válido');
    // Another country is another look at the same corrections.
    await ana.tap('new:countries');
    await ana.waitForButton('new:country:AR');
    await answeredInPlace(ana, () => ana.tap('new:country:AR'), /^Excel dañó 1 número/);
  });
});

describe('a workbook', () => {
  const rows = {
    1: ['nombre', 'telefono'],
    2: ['Ana', '0981 123456'],
    3: ['Luis', '0971 555000'],
    4: ['Eva', '0985 777111'],
  };
  const bytes = aWorkbook([
    { name: 'Clientes', rows, hidden: [3] },
    { name: 'Marzo', rows: { 1: ['celular'], 2: ['0981 222333'] } },
  ]);

  it('lets its sheet and its hidden rows be chosen', { timeout: 120_000 }, async () => {
    await fresh();
    const list = await answers(() => ana.sendFile({ name: 'libro.xlsx', bytes }), /^Lista leída: 2 personas/);
    expect(textOf(list)).toContain('Excel oculta 1 fila: no la incluí.');
    const at = { messageId: list.id };
    const whole = await answeredInPlace(ana, () => ana.tap('new:hidden', at), /^Lista leída: 3 personas/);
    expect(textOf(whole)).toContain('Incluí 1 fila que Excel oculta.');
    await answeredInPlace(ana, () => ana.tap('new:sheets', at), /^¿Qué hoja tiene la lista\?/);
    const other = await answeredInPlace(ana, () => ana.tap('new:sheet:1', at), /^Lista leída: 1 persona/);
    expect(textOf(other)).toContain('Números: columna "celular"');
  });
});

describe('what is sent in messages', () => {
  it('adds up: contacts in a row, and numbers with names', { timeout: 120_000 }, async () => {
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

  it('survives a restart, and a file takes its place', { timeout: 240_000 }, async () => {
    await fresh();
    await answers(() => ana.say('0981 111222\n0981 222111'), /^Lista: 2 personas/);
    await restarted();
    await answers(() => ana.say('Luis 0981 333444'), /^Lista: 3 personas · acabo de sumar 1/);
    await answers(() => ana.sendFile(golden('excel-es.csv')), /^Lista leída: 4 personas/);
    await answers(() => share(['595981123456', 'Ana']), /^Ahora espero el mensaje\. ¿Es otra lista\?/);
    await ana.tap('new:list:swap');
    await until(async () => (await screens(/^Lista: 1 persona\b/)).length > 0, { what: 'the contact' });
  });

  it('that is a sentence with a number stays the message', { timeout: 60_000 }, async () => {
    await fresh();
    await answers(() => ana.say('0981 111222'), /^\+595 981 111222\nPuede recibir campañas/);
    await answers(() => ana.say('0981 111222, 0981 222111'), /^Lista: 2 personas/);
    await answers(() => ana.say('Llámanos al 0981 999999 si no puedes venir'), /^Paso 3 de 3/);
  });
});

describe('the country of numbers without a code', () => {
  it('is offered by what fits, and may be typed', { timeout: 120_000 }, async () => {
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
