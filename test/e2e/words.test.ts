/** What a text becomes: fields that are empty, rows that share a number, a link with its preview. Chat to phone. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lastId, type Message, type Operator, startWorld, textOf, until, type World } from './world.ts';

const asked: string[] = [];
const tienda = createServer((request, response) => {
  asked.push(`${request.headers.host}${request.url}`);
  if (request.url === '/lento') return void setTimeout(() => response.writeHead(404).end(), 2_500);
  if (request.url !== '/marzo')
    return void sharp({ create: { width: 400, height: 300, channels: 3, background: '#2a6' } })
      .png()
      .toBuffer()
      .then((bytes) => response.writeHead(200, { 'content-type': 'image/png' }).end(bytes));
  response.writeHead(200, { 'content-type': 'text/html' });
  response.end(
    '<title>x</title><meta property="og:title" content="Ofertas de marzo"><meta property="og:image" content="foto.png">',
  );
});

let world: World;
let ana: Operator;
beforeAll(async () => {
  tienda.listen(0, '127.0.0.1');
  await once(tienda, 'listening');
  const env = {
    NODE_OPTIONS: `--import ${join(import.meta.dirname, 'web.mjs')}`,
    TIENDA_PORT: String((tienda.address() as AddressInfo).port),
  };
  world = await startWorld({ quietPhones: true, env });
  ana = await world.connected();
}, 60_000);
afterAll(async () => {
  await world.close();
  tienda.closeAllConnections();
  tienda.close();
});

/** Says, sends or taps something, and waits for the bot's screen that answers it; an edit counts too. */
async function answers(act: () => Promise<unknown>, sentence: RegExp): Promise<Message> {
  await act();
  return ana.waitForMessage((message) => message.from === 'bot' && sentence.test(textOf(message)), {
    what: String(sentence),
    timeoutMs: 20_000,
  });
}

const listed = (csv: string, people: number) =>
  answers(
    () => ana.sendFile({ name: 'lista.csv', bytes: Buffer.from(csv) }),
    new RegExp(`^Lista leída: ${people} personas?`),
  );
const written = async (text: string, sentence: RegExp) => {
  await answers(() => ana.tap('new:list:ok'), /^Paso 2 de 3/);
  return answers(() => ana.say(text), sentence);
};

/** Confirms, waits for the end, and tells who was shown what, by number. */
async function sent(): Promise<{ campaign: number; shown: (phone: string) => Promise<string[]> }> {
  await ana.tap('new:send');
  const { message } = await ana.waitForButton('new:confirm');
  await ana.tap('new:confirm');
  const { data } = await ana.waitForButton(/^campaign:\d+:/, { after: message.id });
  const campaign = Number(data.split(':')[1]);
  await world.finished(ana, campaign);
  const shown = async (phone: string) =>
    (await world.phones.phone(phone)).messages
      .filter(({ from }) => from === 'business')
      .map(({ text = '' }) => text.replace('\n\nResponde BAJA para no recibir más.', ''));
  return { campaign, shown };
}

async function reportOf(campaign: number): Promise<string[][]> {
  const after = await lastId(ana);
  await ana.tap(`campaign:${campaign}:report`);
  const { document } = await ana.waitForMessage((one) => /\.csv$/.test(one.document?.name ?? ''), {
    what: 'the report',
    after,
  });
  const csv = await ana.download(document?.fileId ?? '');
  return parse(csv, { bom: true, delimiter: ';' }).slice(1);
}

describe('people without a value', () => {
  it('get the word that was tapped or typed, after the question was answered', {
    timeout: 120_000,
  }, async () => {
    await listed('telefono;nombre;curso\n0981200001;Ana;1 A\n0981200002;;\n0981200003;Eva;2 B\n', 3);
    const question = await written('Hola {Nombre}, curso { curso }', /^1 persona no tiene \{Nombre\}/);
    expect(question.buttons?.flat().map(({ data }) => data)).not.toContain('new:send');
    await answers(() => ana.tap('new:gap:friend:0'), /^1 persona no tiene \{curso\}/);
    await answers(() => ana.tap('new:gap:ask:1'), /^¿Qué pongo donde falta \{curso\}\?/);
    const preview = await answers(() => ana.say('por confirmar'), /^Paso 3 de 3: revisa tu envío a 3/);
    expect(textOf(preview)).toContain('Hola amigo, curso por confirmar');
    const { shown } = await sent();
    expect(await shown('595981200001')).toEqual(['Hola Ana, curso 1 A']);
    expect(await shown('595981200002')).toEqual(['Hola amigo, curso por confirmar']);
  });

  it('are left out, told in the report, and may be taken back before', { timeout: 120_000 }, async () => {
    await listed('telefono;nombre\n0981210001;Ana\n0981210002;\n0981210003;Eva\n', 3);
    await written('Hola {nombre}', /^1 persona no tiene/);
    const after = await lastId(ana);
    await ana.tap('new:gap:show:0');
    const { document } = await ana.waitForMessage((one) => Boolean(one.document), { what: 'which', after });
    expect(document?.name).toBe('filas-incompletas.csv');
    expect((await ana.download(document?.fileId ?? '')).toString()).toContain('"3";"\'0981210002"');
    await answers(
      () => ana.tap('new:gap:skip:0'),
      /^Paso 3 de 3: revisa tu envío a 2 .*Omito a 1 persona sin \{nombre\}/s,
    );
    await answers(() => ana.tap('new:gap:back'), /^1 persona no tiene/);
    await answers(() => ana.tap('new:gap:skip:0'), /^Paso 3 de 3: revisa tu envío a 2/);
    const { campaign, shown } = await sent();
    expect(await shown('595981210002')).toEqual([]);
    expect(await shown('595981210003')).toEqual(['Hola Eva']);
    const rows = await reportOf(campaign);
    expect(rows.map(([line, , , state, reason]) => [line, state, reason])).toEqual([
      ['2', expect.stringMatching(/^(aceptado|entregado|leído)/), ''],
      ['3', 'omitido', 'no tiene nombre'],
      ['4', expect.stringMatching(/^(aceptado|entregado|leído)/), ''],
    ]);
  });
});

describe('several rows of one phone', () => {
  const list = (first: number) =>
    `telefono;alumno\n09812${first};Luis\n09812${first + 1};Eva\n+595 9812${first};Inés\n`;

  it('become one message with the values of all, and the report shows each row', {
    timeout: 120_000,
  }, async () => {
    await listed(list(20_001), 2);
    await answers(() => ana.tap('new:repeated'), /^1 fila repite un número/);
    await answers(() => ana.tap('new:repeated:joined'), /^Lista leída: 2 personas.*1 unido a otra fila/s);
    const preview = await written('Cuota de {alumno}', /^Paso 3 de 3: revisa tu envío a 2/);
    expect(textOf(preview)).toContain('Cuota de Luis e Inés');
    const { campaign, shown } = await sent();
    expect(await shown('595981220001')).toEqual(['Cuota de Luis e Inés']);
    expect((await reportOf(campaign)).map(([line, , , , reason]) => [line, reason])).toEqual([
      ['2', ''],
      ['3', ''],
      ['4', 'va en el mensaje de la fila 2'],
    ]);
  });

  it('become a message each, in the order of the list', { timeout: 120_000 }, async () => {
    await listed(list(30_001), 2);
    await answers(() => ana.tap('new:repeated'), /^1 fila repite un número/);
    await answers(() => ana.tap('new:repeated:each'), /^Lista leída: 3 personas/);
    await written('Cuota de {alumno}', /^Paso 3 de 3: revisa tu envío a 3/);
    const { shown } = await sent();
    await until(async () => (await shown('595981230001')).length === 2, { what: 'both messages' });
    expect(await shown('595981230001')).toEqual(['Cuota de Luis', 'Cuota de Inés']);
  });
});

it('a link is looked at once, and every phone shows what was found', { timeout: 120_000 }, async () => {
  const rows = Array.from({ length: 20 }, (_, nth) => `09812400${10 + nth};Persona ${nth}`);
  await listed(`telefono;nombre\n${rows.join('\n')}\n`, 20);
  await written('*Hola* {nombre}: http://tienda.test/marzo.', /^Paso 3 de 3/);
  expect(asked).toEqual([]);
  await answers(() => ana.tap('new:more'), /^Opciones del borrador/);
  await answers(() => ana.tap('new:links'), /^Opciones del borrador\nVista del enlace: Ofertas de marzo/);
  await answers(() => ana.tap('new:show'), /^Paso 3 de 3.*Vista del enlace: Ofertas de marzo/s);
  await sent();
  const people = (await world.phones.people()).filter(({ number }) => /5959812400\d\d$/.test(number));
  expect(people).toHaveLength(20);
  for (const { messages } of people)
    expect(messages).toMatchObject([
      {
        preview: {
          url: 'http://tienda.test/marzo',
          title: 'Ofertas de marzo',
          thumbnail: expect.stringMatching(/^\/9j\//),
        },
      },
    ]);
  expect(asked).toEqual(['tienda.test/marzo', 'tienda.test/foto.png']);
  expect((await world.phones.journal()).errors).toEqual([]);
});

it('a slow page keeps nobody waiting, and what became of it is told by itself', {
  timeout: 120_000,
}, async () => {
  await listed('telefono;nombre\n0981250001;Ana\n', 1);
  await written('Mira http://tienda.test/lento', /^Paso 3 de 3/);
  await answers(() => ana.tap('new:more'), /^Opciones del borrador/);
  await answers(() => ana.tap('new:links'), /^Opciones del borrador\nMirando el enlace…/);
  await answers(() => ana.tap('new:show'), /^Paso 3 de 3.*Mirando el enlace…/s);
  await answers(async () => undefined, /^Paso 3 de 3.*Sin vista del enlace: no pude leer http/s);
});
