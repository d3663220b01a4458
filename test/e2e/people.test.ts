/** People, from their phones to the operator and back: answers, who said no, one person's card, who is forgotten. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  answered,
  answeredInPlace,
  lastId,
  type Message,
  type Operator,
  startWorld,
  textOf,
  until,
  type World,
} from './world.ts';

let world: World;
let ana: Operator;
beforeAll(async () => {
  world = await startWorld({ quietPhones: true });
  ana = await world.connected();
}, 60_000);
afterAll(() => world.close());

/** Numbers that nobody else in this file has. */
const numbers = (from: number, count: number) =>
  Array.from({ length: count }, (_, nth) => `+5959813${10_001 + from + nth}`);
const csv = (phones: readonly string[]) =>
  `telefono;nombre\n${phones.map((phone, nth) => `${phone};Persona ${nth}`).join('\n')}\n`;

async function campaign(phones: readonly string[], text = 'Hola {nombre}'): Promise<number> {
  const id = await world.send(ana, csv(phones), text);
  await world.finished(ana, id);
  return id;
}

const shownTo = async (phone: string) =>
  (await world.phones.phone(phone)).messages.filter(({ from }) => from === 'business');
const texts = async (phone: string) =>
  (await shownTo(phone)).map(({ text = '' }) => text.replace('\n\nResponde BAJA para no recibir más.', ''));

/** What somebody writes, as the operator is told of it. */
const told = (phone: string, what: string | object, sentence: RegExp) =>
  answered(ana, () => world.phones.say(phone, what), sentence);
const payloads = (message: Message) => message.buttons?.flat().map(({ data = '' }) => data) ?? [];
const payload = (message: Message, end: string) => {
  const found = payloads(message).find((one) => one.endsWith(end));
  if (!found) throw new Error(`no button ${end} below: ${textOf(message)}`);
  return found;
};
const reacted = (message: number) =>
  ana.waitFor(({ messages }) => messages.find(({ id, reaction }) => id === message && reaction), {
    what: 'the receipt',
    timeoutMs: 20_000,
  });

/** Rows of a report: number as written, state, reason. */
async function reportOf(id: number): Promise<string[][]> {
  const after = await lastId(ana);
  await ana.tap(`campaign:${id}:report`);
  const { document } = await ana.waitForMessage((one) => /informe\.csv$/.test(one.document?.name ?? ''), {
    what: 'the report',
    after,
  });
  const rows = parse(await ana.download(document?.fileId ?? ''), { bom: true, delimiter: ';' }) as string[][];
  return rows
    .slice(1)
    .map(([, , phone = '', state = '', reason = '']) => [phone.replace(/^'/, ''), state, reason]);
}

describe('answers', () => {
  const [one = '', two = '', three = ''] = numbers(0, 3);
  let first: Message;
  let id: number;

  it('are told with sound once a campaign, then silently, media in words', { timeout: 120_000 }, async () => {
    id = await campaign([one, two, three]);
    first = await told(one, '¿Puedo ir a las 10?', /respondió: "¿Puedo ir a las 10\?"/);
    expect(textOf(first)).toContain(`· campaña ${id}`);
    expect(first.silent).toBe(false);
    const voice = { audioMessage: { ptt: true, seconds: 3, mimetype: 'audio/ogg; codecs=opus' } };
    const second = await told(two, voice, /envió una nota de voz/);
    expect(second.silent).toBe(true);
    await told(two, { imageMessage: { caption: 'Mira esto' } }, /envió una foto\nMira esto/);
    for (const message of [first, second]) expect(JSON.stringify(payloads(message))).not.toMatch(/59598/);
  });

  it('are answered by a reply, with words, pictures and files', { timeout: 120_000 }, async () => {
    const reply = await ana.say('Sí, te *esperamos*', { replyTo: first.id });
    await until(async () => (await texts(one)).includes('Sí, te *esperamos*'), { what: 'the answer' });
    await reacted(reply);
    const bytes = await sharp({ create: { width: 300, height: 200, channels: 3, background: '#28a' } })
      .jpeg()
      .toBuffer();
    const photo = await ana.sendFile(
      { name: 'mapa.jpg', bytes, as: 'photo', caption: 'Así se llega' },
      { replyTo: first.id },
    );
    const pictures = async () => {
      const person = (await world.phones.people()).find(({ number }) => one.endsWith(number));
      return person?.messages.flatMap(({ image }) => image?.caption ?? []);
    };
    await until(async () => (await pictures())?.includes('Así se llega'), { what: 'the picture' });
    await reacted(photo);
    expect(await texts(two)).toEqual(['Hola Persona 1']);
  });

  it('of a campaign are listed, and muted with one tap', { timeout: 120_000 }, async () => {
    const { toast } = await ana.tap(`campaign:${id}:mute`, { messageId: first.id });
    expect(toast).toMatch(/^Silenciada/);
    await ana.waitFor(
      ({ messages }) =>
        messages.find((one) => one.id === first.id && payloads(one).includes(`campaign:${id}:unmute`)),
      { what: 'the button' },
    );
    const before = await lastId(ana);
    await world.phones.say(three, 'No lo ves');
    const list = await answered(ana, () => ana.tap(`campaign:${id}:replies`), /^Respuestas a la campaña/);
    await until(
      async () => {
        await ana.tap(`campaign:${id}:unmute`, { messageId: list.id }).catch(() => undefined);
        await ana.tap(`campaign:${id}:mute`, { messageId: list.id }).catch(() => undefined);
        const { messages } = await ana.chat();
        return textOf(messages.find((one) => one.id === list.id)).includes('No lo ves');
      },
      { what: 'the third answer', timeoutMs: 20_000, everyMs: 500 },
    );
    const { messages } = await ana.chat();
    expect(messages.filter((one) => one.id > before && /respondió: "No lo ves"/.test(textOf(one)))).toEqual(
      [],
    );
    expect(textOf(messages.find((one) => one.id === list.id))).toMatch(/una nota de voz/);
  });

  it('leave once though the program is killed before they could', { timeout: 180_000 }, async () => {
    await world.phones.faults({ refuseConnections: true, disconnect: { kind: 'drop' } });
    const asked = await ana.say('Esto sale una vez', { replyTo: first.id });
    await until(async () => (await ana.chat()).messages.at(-1)?.id === asked, { what: 'nothing yet' });
    await world.cut();
    await world.phones.faults({ clear: true });
    await until(async () => (await texts(one)).includes('Esto sale una vez'), {
      what: 'the answer',
      timeoutMs: 60_000,
    });
    await reacted(asked);
    expect((await texts(one)).filter((text) => text === 'Esto sale una vez')).toHaveLength(1);
    expect(await world.phones.journal()).toMatchObject({ shownTwice: 0, undecryptable: 0 });
  });

  it('go to nobody who has opted out, and that is said', { timeout: 120_000 }, async () => {
    const out = payload(first, ':add');
    expect((await ana.tap(out, { messageId: first.id })).toast).toMatch(/^De baja/);
    await ana.waitFor(
      ({ messages }) => messages.find((one) => one.id === first.id && /De baja: ya no/.test(textOf(one))),
      { what: 'the state' },
    );
    const before = await texts(one);
    const refused = await answered(
      ana,
      () => ana.say('¿Hola?', { replyTo: first.id }),
      /^No la envié: esa persona pidió la baja/,
    );
    expect(refused.replyTo).toBeGreaterThan(first.id);
    expect(await texts(one)).toEqual(before);
  });

  it('that come in a flood become a few messages', { timeout: 120_000 }, async () => {
    const crowd = numbers(100, 30);
    await campaign(crowd);
    const before = await lastId(ana);
    for (const phone of crowd) await world.phones.say(phone, `Soy ${phone.slice(-3)}`);
    await ana.waitForMessage((one) => /respuestas más\n/.test(textOf(one)), {
      what: 'many at once',
      after: before,
      timeoutMs: 30_000,
    });
    const { messages } = await ana.chat();
    const singles = messages.filter((one) => one.id > before && /respondió: "Soy/.test(textOf(one)));
    expect(singles.length).toBeLessThanOrEqual(10);
  });
});

describe('who says no', () => {
  it('in other words waits for the operator, and no campaign writes meanwhile', {
    timeout: 180_000,
  }, async () => {
    const [perhaps = '', other = ''] = numbers(200, 2);
    await campaign([perhaps, other]);
    await world.phones.say(perhaps, 'Por favor no me escriban más');
    const list = await until(
      async () => {
        const screen = await answered(ana, () => ana.say('/bajas'), /^Bajas/);
        return payloads(screen).includes('optout:doubts') && screen;
      },
      { what: 'the doubt', timeoutMs: 20_000, everyMs: 500 },
    );
    const held = await campaign([perhaps, other], 'Segunda');
    expect(await reportOf(held)).toEqual([
      [perhaps, 'omitido', 'espera tu decisión'],
      [other, expect.stringMatching(/^(aceptado|entregado|leído)/), ''],
    ]);
    const decide = await answeredInPlace(
      ana,
      () => ana.tap('optout:doubts', { messageId: list.id }),
      /quizá pide la baja/,
    );
    expect(textOf(decide)).toContain('no me escriban más');
    await answeredInPlace(
      ana,
      () => ana.tap(payload(decide, ':keep:next'), { messageId: decide.id }),
      /^Nada por decidir/,
    );
    await campaign([perhaps], 'Tercera');
    expect(await texts(perhaps)).toEqual(['Hola Persona 0', 'Tercera']);
  });

  it('under a LID alone, unknown and while we are down, is refused by number', {
    timeout: 180_000,
  }, async () => {
    const [hidden = '', other = ''] = numbers(210, 2);
    await world.kill();
    await world.phones.say(hidden, 'BAJA por favor', { via: 'lid', alone: true });
    await until(async () => (await world.phones.state()).online, { what: 'the link', timeoutMs: 40_000 });
    await until(async () => (await shownTo(hidden)).some(({ text }) => text?.includes('ALTA')), {
      what: 'the confirmation',
      timeoutMs: 30_000,
    });
    const id = await campaign([hidden, other]);
    expect(await reportOf(id)).toEqual([
      [hidden, 'omitido', 'se dio de baja'],
      [other, expect.stringMatching(/^(aceptado|entregado|leído)/), ''],
    ]);
    expect((await shownTo(hidden)).filter(({ text }) => text?.startsWith('Hola'))).toEqual([]);
  });

  it('is added, taken off after one question, imported from a file and exported', {
    timeout: 180_000,
  }, async () => {
    const [one = '', two = '', three = ''] = numbers(220, 3);
    const list = await answered(ana, () => ana.say('/bajas'), /^Bajas: /);
    await answeredInPlace(ana, () => ana.tap('optout:add', { messageId: list.id }), /^Escribe el número/);
    await answered(ana, () => ana.say('mañana'), /^No entiendo ese número: mañana/);
    await answered(ana, () => ana.say(one), /^De baja: \+595 981 3/);
    await answered(ana, () => ana.say('/bajas'), /^Bajas: /);
    await ana.tap('optout:import');
    await ana.waitFor(({ messages }) => /^Envíame la lista de bajas/.test(textOf(messages.at(-1))), {
      what: 'the question',
    });
    await answered(
      ana,
      () => ana.sendFile({ name: 'bajas.csv', bytes: Buffer.from(csv([one, two, three, two, '123'])) }),
      /^Bajas importadas: 2\nYa estaban o repetidas: 2 · no válidas: 1/,
    );
    const screen = await answered(ana, () => ana.say('/bajas'), /^Bajas: /);
    await answeredInPlace(
      ana,
      () => ana.tap('optout:remove', { messageId: screen.id }),
      /^Escribe el número que quieres quitar/,
    );
    const sure = await answered(ana, () => ana.sendContact(two, 'Otra'), /^¿Volver a escribir a \+595/);
    await answeredInPlace(ana, () => ana.tap(payload(sure, ':yes'), { messageId: sure.id }), /^Baja quitada/);
    await answered(ana, () => ana.say('/bajas'), /^Bajas: /);
    const after = await lastId(ana);
    await ana.tap('optout:export');
    const { document } = await ana.waitForMessage((message) => message.document?.name === 'bajas.csv', {
      what: 'the file',
      after,
    });
    const rows = parse(await ana.download(document?.fileId ?? ''), {
      bom: true,
      delimiter: ';',
    }) as string[][];
    const phones = rows.map(([phone = '', , how = '']) => [phone.replace(/^'/, ''), how]);
    expect(phones).toContainEqual([one, 'la puso el equipo']);
    expect(phones).toContainEqual([three, 'lista importada']);
    expect(phones.map(([phone]) => phone)).not.toContain(two);
    const id = await campaign([one, two, three]);
    expect((await reportOf(id)).map(([, state]) => state)).toEqual([
      'omitido',
      expect.not.stringMatching('omitido'),
      'omitido',
    ]);
  });
});

describe('a number that may have another owner', () => {
  it('waits for the operator’s word, and is written to again after one tap', {
    timeout: 180_000,
  }, async () => {
    const [changed = '', other = ''] = numbers(250, 2);
    await campaign([changed, other]);
    await world.phones.say(changed, 'Hola');
    await until(async () => (await world.phones.phone(changed)).messages.length === 2, {
      what: 'the first word',
    });
    await world.phones.rule(changed, { newIdentity: true });
    const asked = await told(changed, 'Soy otra persona', /^Un número quizá tiene otro dueño/);
    expect(textOf(asked)).toContain('+595 981 3');
    const held = await campaign([changed, other], 'Segunda');
    expect((await reportOf(held)).map(([, state, reason]) => [state, reason])[0]).toEqual([
      'omitido',
      'espera tu decisión',
    ]);
    await answeredInPlace(
      ana,
      () => ana.tap('optout:changed:keep', { messageId: asked.id }),
      /^Ningún número por confirmar/,
    );
    await campaign([changed], 'Tercera');
    await until(async () => (await texts(changed)).includes('Tercera'), { what: 'the third one' });
    expect(await texts(changed)).not.toContain('Segunda');
  });
});

describe('one person', () => {
  const [phone = '', other = ''] = numbers(300, 2);

  it('is shown on a card when the number or contact is sent, with evidence as a file', {
    timeout: 180_000,
  }, async () => {
    const id = await campaign([phone, other], 'Hola {nombre}, te esperamos');
    await world.phones.say(phone, 'Gracias, ahí estaré');
    const card = await until(
      async () => {
        const shown = await answered(ana, () => ana.say(phone), /^(Contacto|Persona)[^\n]* · \+595/);
        return /Respuestas: 1/.test(textOf(shown)) && shown;
      },
      { what: 'the card', timeoutMs: 20_000, everyMs: 300 },
    );
    expect(textOf(card)).toMatch(new RegExp(`Permiso: lo confirmó Ana .*\\(campaña ${id}\\)`));
    expect(textOf(card)).toMatch(new RegExp(`^${id} lista · (aceptado|entregado|leído)`, 'm'));
    expect(payloads(card).join(' ')).not.toContain('59598');
    await answered(ana, () => ana.sendContact(phone, 'Ana de la tienda'), /· \+595 981 3/);
    const after = await lastId(ana);
    await ana.tap(payload(card, ':evidence'), { messageId: card.id });
    const { document } = await ana.waitForMessage(
      (message) => /^evidencia-\w+\.txt$/.test(message.document?.name ?? ''),
      { what: 'the evidence', after },
    );
    const evidence = (await ana.download(document?.fileId ?? '')).toString();
    expect(evidence).toContain('Hola Persona 0, te esperamos');
    expect(evidence).toContain('Gracias, ahí estaré');
    expect(evidence).toMatch(/Ana confirmó que las personas de la lista "lista\.csv" aceptaron/);
    expect(evidence).toMatch(/entregado \d{4}-\d\d-\d\d \d\d:\d\d:\d\d/);
    const reply = await ana.say('Nos vemos', { replyTo: card.id });
    await until(async () => (await texts(phone)).includes('Nos vemos'), { what: 'the answer' });
    await reacted(reply);
  });

  it('begins a list when asked to, and several contacts are one', { timeout: 120_000 }, async () => {
    const card = await answered(ana, () => ana.say(other), /· \+595|^\+595/);
    await answered(ana, () => ana.tap(payload(card, ':draft'), { messageId: card.id }), /^Lista: 1 persona/);
    await answered(ana, () => ana.say('/cancelar'), /^Borrador descartado/);
    await answered(
      ana,
      async () => {
        await ana.sendContact(phone, 'Uno');
        await ana.sendContact(other, 'Otra');
      },
      /^Lista: 2 personas/,
    );
    await answered(ana, () => ana.say('/cancelar'), /^Borrador descartado/);
  });

  it('is forgotten by an admin after one question, everywhere, and never written to again', {
    timeout: 180_000,
  }, async () => {
    const before = await texts(phone);
    const ask = await answered(ana, () => ana.say(`/forget ${phone}`), /^¿Olvidar a \+595/);
    await answeredInPlace(
      ana,
      () => ana.tap(payload(ask, ':forget:yes'), { messageId: ask.id }),
      /^Olvidado: estaba en/,
    );
    const id = await campaign([phone, other], 'Otra vez');
    const rows = await reportOf(id);
    expect(rows.map(([, state, reason]) => [state, reason])[0]).toEqual(['omitido', 'se dio de baja']);
    expect(await texts(phone)).toEqual(before);
    const card = await answered(ana, () => ana.say(phone), /^Persona 0 · \+595 981 3/);
    expect(textOf(card)).toMatch(/De baja\./);
  });
});

it('no log has a number, a name or a word of anybody', () => {
  const folder = join(world.dataRoot, 'logs');
  const all = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  const text = all.join('\n') + world.logs();
  expect(text).toContain('probable-opt-out');
  expect(text).not.toMatch(/5959\d{8}|Persona \d|Contacto \d|escriban más|ahí estaré|Nos vemos|te esperamos/);
});

it('nothing in the folders is readable by anybody else', () => {
  const open = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      const loose = !entry.isSymbolicLink() && (statSync(path).mode & 0o077) !== 0 ? [path] : [];
      return entry.isDirectory() ? [...loose, ...open(path)] : loose;
    });
  expect(
    ['data', 'bot_sessions', 'uploads', 'logs'].flatMap((name) => open(join(world.dataRoot, name))),
  ).toEqual([]);
});
