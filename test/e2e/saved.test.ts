/** Messages that are kept: shared by all operators, with their files, over restarts; and files that nobody needs. */
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findOnPhones, makePictures, timesShown } from '../../demo/pictures.ts';
import {
  answered,
  answeredInPlace,
  lastId,
  type Operator,
  plain,
  startWorld,
  textOf,
  toCsv,
  until,
  type World,
} from './world.ts';

const media = (world: World) => join(world.dataRoot, 'data', 'media');
const filesIn = async (dir: string) => (await readdir(dir)).sort();

/** Sends a list and goes on as far as the question for the message. */
async function askedForMessage(who: Operator, csv: string) {
  const list = await who.sendFile({ name: 'lista.csv', bytes: Buffer.from(csv) });
  await who.waitForButton('new:list:ok', { after: list });
  await who.tap('new:list:ok');
  await who.waitForButton('new:templates:1', { after: list });
}

/** From a preview below `after` to the question for a name. */
async function askToSave(who: Operator, after: number) {
  for (const payload of ['new:more', 'new:savetext']) {
    const { message } = await who.waitForButton(payload, { after });
    await who.tap(payload, { messageId: message.id });
  }
  await who.waitForButton('new:savetext:ok', { after });
}

it('a message with a picture is saved, then used, renamed and deleted by another operator after a restart', {
  timeout: 240_000,
}, async () => {
  await using world = await startWorld({ quietPhones: true, env: { OPERATOR_IDS: '1001,1002' } });
  const ana = await world.operator(1001);
  await ana.say('/start');
  await ana.tap('connect:start');
  const code = await ana.waitForMessage((message) => message.photo !== undefined, { what: 'a code' });
  await world.phones.scan(await ana.download(code.photo?.fileId ?? ''));
  await ana.waitForButton(/^new:(start|self)$/);
  const rows = plain(5);
  const [bytes = Buffer.alloc(0)] = await makePictures(1);

  // Ana prepares a message, keeps it under a name of her own, and throws the draft away.
  await askedForMessage(ana, toCsv(rows));
  const photo = await ana.sendFile({ name: 'promo.jpg', bytes, as: 'photo', caption: 'Hola {nombre|amigo}' });
  await askToSave(ana, photo);
  const { message: asking } = await ana.waitForButton('new:savetext:ok', { after: photo });
  expect(asking.buttons?.flat().map(({ text }) => text)).toContain('Hola');
  await ana.say('Promo de marzo');
  await ana.waitForMessage((message) => textOf(message) === 'Guardado: Promo de marzo', {
    what: 'the answer',
  });
  await ana.waitForButton('new:send', { after: asking.id });
  await ana.tap('new:cancel');
  const kept = await filesIn(media(world));
  expect(kept).toHaveLength(1);

  // The program starts anew, and so does the picture's age.
  const longAgo = new Date(Date.now() - 3_600_000);
  await utimes(join(media(world), kept[0] ?? ''), longAgo, longAgo);
  await world.restart();
  const bob = await world.operator(1002, 'Bob');
  await bob.say('/start');
  await until(async () => (await world.phones.state()).online, { what: 'the link', timeoutMs: 30_000 });
  await askedForMessage(bob, toCsv(rows));
  await bob.tap('new:templates:1');
  const { message: list, data } = await bob.waitForButton(/^new:template:\d+$/);
  expect(textOf(list)).toMatch(/Promo de marzo · Ana, \d/);
  expect(await filesIn(media(world))).toEqual(kept);

  // Bob gives it another name, uses it and sends it.
  const id = Number(data.split(':')[2]);
  await bob.tap('new:saved:1');
  await bob.tap(`new:savedtext:${id}`);
  await bob.tap(`new:savedtext:${id}:rename`);
  const renamed = await bob.say('Promo de abril');
  await bob.waitForMessage((message) => textOf(message).startsWith('Promo de abril\nLo guardó Ana'), {
    ...{ what: 'the new name', after: renamed },
  });
  await bob.tap(`new:template:${id}`);
  await bob.tap('new:send');
  await bob.tap('new:confirm');
  await until(async () => (await world.phones.journal()).shown === 5, { what: 'all pictures' });
  const people = await world.phones.people();
  const hashes = await findOnPhones(world.stage, [bytes], people);
  expect(people.map(({ messages }) => timesShown(messages, hashes, 'Hola '))).toEqual(rows.map(() => 1));

  // It is deleted for both; the campaign's picture stays.
  const sent = await lastId(bob);
  await askedForMessage(bob, toCsv(rows));
  for (const payload of [
    'new:templates:1',
    'new:saved:1',
    `new:savedtext:${id}`,
    `new:savedtext:${id}:remove`,
  ]) {
    const { message } = await bob.waitForButton(payload, { after: sent });
    await bob.tap(payload, { messageId: message.id });
  }
  await bob.waitForButton(`new:savedtext:${id}:remove:yes`, { after: sent });
  expect((await bob.tap(`new:savedtext:${id}:remove:yes`)).toast).toBe('Borrado.');
  await bob.waitForMessage((message) => textOf(message).startsWith('Todavía no hay mensajes guardados'), {
    what: 'an empty list',
  });
  expect(await filesIn(media(world))).toEqual(kept);
});

it('a list is saved with what was put right, used after a restart, and not asked about again; a BAJA counts', {
  timeout: 240_000,
}, async () => {
  await using world = await startWorld({ quietPhones: true });
  const ana = await world.connected();
  const rows = plain(4);
  const csv = `nombre;telefono\n${rows.map(({ number }, nth) => `P${nth};${nth === 3 ? 'falta' : number}`).join('\n')}\n`;
  const list = await ana.sendFile({ name: 'clientes.csv', bytes: Buffer.from(csv) });
  const answer = (act: () => Promise<unknown>, sentence: RegExp) => answered(ana, act, sentence);
  const tap = async (payload: string | RegExp) => {
    const { message, data } = await ana.waitForButton(payload, { after: list });
    await ana.tap(data, { messageId: message.id });
  };
  await tap('new:mend');
  await ana.waitForButton('new:mend:skip');
  await answer(() => ana.say(rows[3]?.number ?? ''), /^Lista leída: 4 personas/);
  await tap('new:list:ok');
  await ana.waitForButton('new:templates:1', { after: list });
  await ana.say('Hola {nombre}');
  await ana.waitForButton('new:send');
  await tap('new:more');
  await tap('new:savelist');
  await ana.waitForButton('new:savelist:ok');
  await answer(() => ana.say('Mis clientes'), /^Lista guardada: Mis clientes/);
  await ana.waitForButton('new:send');
  await tap('new:send');
  await ana.waitForButton('new:confirm');
  await tap('new:confirm');
  await until(async () => (await world.phones.journal()).shown === 4, { what: 'all messages' });
  await world.phones.say(rows[0]?.number ?? '', 'BAJA');
  await ana.waitForMessage((message) => /BAJA|baja/.test(textOf(message)) && message.from === 'bot', {
    ...{ what: 'the answer', after: list, timeoutMs: 30_000 },
  });
  // The campaign's own file is gone with it; the saved one stays over a restart, however old it is.
  const uploads = join(world.dataRoot, 'uploads', '1001');
  await until(async () => (await filesIn(uploads)).length === 1, { what: 'the end of the campaign' });
  const [kept = ''] = await filesIn(uploads);
  const longAgo = new Date(Date.now() - 10 * 86_400_000);
  await utimes(join(uploads, kept), longAgo, longAgo);
  await world.restart();
  await until(async () => (await world.phones.state()).online, { what: 'the link', timeoutMs: 30_000 });
  const later = await answer(() => ana.say('/nueva'), /^Paso 1 de 3/);
  await answeredInPlace(
    ana,
    () => ana.tap('new:lists', { messageId: later.id }),
    /^Tus listas guardadas\nMis clientes · Ana/,
  );
  const { data } = await ana.waitForButton(/^new:uselist:\d+$/);
  const again = await answeredInPlace(ana, () => ana.tap(data), /^Lista leída: 3 personas/);
  expect(textOf(again)).toMatch(/Fuera: 1 dad[oa] de baja/);
  await ana.tap('new:list:ok', { messageId: again.id });
  await ana.waitForButton('new:templates:1', { after: later.id - 1 });
  await answer(() => ana.say('Hola otra vez'), /^Paso 3 de 3: revisa tu envío a 3/);
  await answeredInPlace(ana, () => ana.tap('new:send'), /^¿Enviar ahora a 3 personas\?/);
  expect(await filesIn(uploads)).toHaveLength(2);
  expect(await filesIn(uploads)).toContain(kept);

  // Who is forgotten goes from the files too: the saved one, and the draft's.
  const ask = await answer(() => ana.say(`/forget ${rows[1]?.number}`), /^¿Olvidar a \+595/);
  const yes = ask.buttons?.flat().find(({ data }) => data?.endsWith(':forget:yes'))?.data ?? '';
  await answeredInPlace(ana, () => ana.tap(yes, { messageId: ask.id }), /^Olvidado: estaba en/);
  for (const name of await filesIn(uploads)) {
    const text = await readFile(join(uploads, name), 'utf8');
    expect(text).not.toContain(rows[1]?.number);
    expect(text).toContain(rows[2]?.number);
  }
  await answer(() => ana.say('/cancelar'), /^Borrador descartado/);
  const { id: messageId } = await answer(() => ana.say('/nueva'), /^Paso 1 de 3/);
  await answeredInPlace(
    ana,
    () => ana.tap('new:lists', { messageId }),
    /^Tus listas guardadas\nMis clientes/,
  );
  await answeredInPlace(ana, () => ana.tap(data, { messageId }), /^Lista leída: 2 personas/);
});

it('a saved message whose fields another list lacks asks what to do; a name is given once', {
  timeout: 120_000,
}, async () => {
  await using world = await startWorld({ quietPhones: true });
  const ana = await world.connected();
  await askedForMessage(ana, 'telefono,nombre\n0981123456,Ana\n');
  await askToSave(ana, await ana.say('Hola {nombre}'));
  await ana.tap('new:savetext:ok');
  await ana.waitForMessage((message) => textOf(message) === 'Guardado: Hola', { what: 'the answer' });
  await askToSave(ana, (await lastId(ana)) - 1);
  const typed = await ana.say('HOLA');
  await ana.waitForMessage((message) => textOf(message).startsWith('Ya hay un mensaje con ese nombre'), {
    ...{ what: 'the refusal', after: typed },
  });
  await ana.tap('new:savetext:ok');
  await ana.waitForMessage((message) => textOf(message) === 'Guardado: Hola 2', { what: 'the answer' });
  // A picture in place of a name is the draft's message, not a name.
  const [bytes = Buffer.alloc(0)] = await makePictures(1);
  await askToSave(ana, (await lastId(ana)) - 1);
  const photo = await ana.sendFile({ name: 'promo.jpg', bytes, as: 'photo', caption: 'Mira' });
  await ana.waitForMessage((message) => /^Paso 3 de 3[\s\S]*Mira/.test(textOf(message)), {
    ...{ what: 'the preview', after: photo },
  });
  await ana.tap('new:cancel');
  await askedForMessage(ana, 'telefono,cliente\n0981123456,Ana\n');
  await ana.tap('new:templates:1');
  const { data } = await ana.waitForButton(/^new:template:\d+$/);
  await ana.tap(data);
  await ana.waitForMessage((message) => textOf(message).startsWith('No conozco {nombre}'), {
    what: 'the question',
  });
});

it('files that no row names go at the start and when a campaign ends; those of campaigns and drafts stay', {
  timeout: 180_000,
}, async () => {
  await using world = await startWorld({ quietPhones: true });
  const ana = await world.connected();
  const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = await makePictures(2);
  const rows = plain(5);
  const campaign = await world.send(ana, toCsv(rows), { name: 'a.jpg', bytes: first, as: 'photo' });
  await world.finished(ana, campaign);
  await askedForMessage(ana, toCsv(rows));
  const sent = await ana.sendFile({ name: 'b.jpg', bytes: second, as: 'photo' });
  await ana.waitForButton('new:send', { after: sent });
  const needed = await filesIn(media(world));
  expect(needed).toHaveLength(2);

  const longAgo = new Date(Date.now() - 3_600_000);
  const leaveBehind = async () => {
    await mkdir(join(media(world), '.part-abc'), { recursive: true });
    await writeFile(join(media(world), '0'.repeat(64)), 'x');
    for (const name of await filesIn(media(world))) await utimes(join(media(world), name), longAgo, longAgo);
  };
  const onlyNeeded = () =>
    until(async () => (await filesIn(media(world))).join() === needed.join(), { what: 'a sweep' });

  await leaveBehind();
  const upload = join(world.dataRoot, 'uploads', '1001', '0b0e7f5c-9d3b-4c1e-8b57-0a8f1d2c3e4f.list');
  await writeFile(upload, 'x');
  const days = new Date(Date.now() - 2 * 86_400_000);
  await utimes(upload, days, days);
  const uploads = async () => (await readdir(join(world.dataRoot, 'uploads', '1001'))).length;
  expect(await uploads()).toBe(2);
  await world.restart();
  await onlyNeeded();
  await until(async () => (await uploads()) === 1, { what: 'a sweep of uploads' });

  await leaveBehind();
  await until(async () => (await world.phones.state()).online, { what: 'the link', timeoutMs: 30_000 });
  await ana.tap('new:send');
  await ana.tap('new:confirm');
  await until(async () => (await world.phones.journal()).shown === 10, { what: 'the second campaign' });
  await onlyNeeded();
  expect(await uploads()).toBe(0);
});
