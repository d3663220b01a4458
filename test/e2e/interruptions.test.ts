/** What comes in between: other kinds of messages, other operators, deleted cards, blocks, wrong passwords. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  answered,
  answeredInPlace,
  fetchReport,
  lastId,
  type Operator,
  pause,
  plain,
  type Row,
  startWorld,
  textOf,
  toCsv,
  until,
  type World,
} from './world.ts';

const PASSWORD = 'demo1234';
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const OGG = Buffer.concat([Buffer.from('OggS'), Buffer.alloc(24), Buffer.from('OpusHead'), Buffer.alloc(64)]);
const list = (rows: Row[]) => ({ name: 'lista.csv', bytes: Buffer.from(toCsv(rows)) });
const cardOf = async (who: Operator, campaign: number) =>
  (await who.chat()).messages.findLast((message) => message.text?.includes(`Campaña ${campaign} · lista`));

describe('an open question', () => {
  let world: World;
  let ana: Operator;
  beforeAll(async () => {
    world = await startWorld({ quietPhones: true });
    ana = await world.claim();
  }, 60_000);
  afterAll(() => world.close());

  it('for a list is not answered by pictures, which the message gets, nor by voices or a chat', {
    timeout: 180_000,
  }, async () => {
    await answeredInPlace(ana, () => ana.say('/nueva'), /^Paso 1 de 3/);
    await answeredInPlace(
      ana,
      () => ana.sendFile({ name: 'foto.png', bytes: PIXEL, mime: 'image/png', as: 'photo' }),
      /^Paso 1 de 3[\s\S]*El mensaje ya está: una foto/,
    );
    await answered(ana, () => ana.say('hola, ¿cómo va?'), /^Paso 1 de 3[\s\S]*El mensaje ya está/);
    await answeredInPlace(
      ana,
      () => ana.sendFile({ name: 'nota.ogg', bytes: OGG, mime: 'audio/ogg', as: 'voice' }),
      /^No puedo convertir este audio en nota de voz/,
    );
    await answeredInPlace(ana, () => ana.say('0981 123456\n0971 555000'), /^Lista: 2 personas/);
    await answeredInPlace(ana, () => ana.tap('new:list:ok'), /^Paso 3 de 3: revisa tu envío a 2 personas/);
  });

  it('for the message is not answered by other kinds, a contact joins the list; it survives a restart', {
    timeout: 240_000,
  }, async () => {
    await answeredInPlace(ana, () => ana.say('/nueva'), /^Tienes un borrador/);
    await answeredInPlace(ana, () => ana.tap('new:fresh'), /^Paso 1 de 3/);
    await answeredInPlace(ana, () => ana.say('0981 123456\n0971 555000'), /^Lista: 2 personas/);
    await answeredInPlace(ana, () => ana.tap('new:list:ok'), /^Paso 2 de 3/);
    await answeredInPlace(
      ana,
      () => ana.sendFile({ name: 'a.mp4', bytes: Buffer.from('x'), mime: 'video/mp4', as: 'video' }),
      /^Ese archivo está dañado o no es un \.mp4/,
    );
    await answeredInPlace(
      ana,
      () => ana.sendFile({ name: 'x.jpg', bytes: Buffer.from('no picture'), mime: 'image/jpeg' }),
      /^Esa imagen está dañada/,
    );
    await answeredInPlace(ana, () => ana.say('a'.repeat(4097)), /^El mensaje es muy largo: 4\.097 de 4\.096/);
    await answeredInPlace(ana, () => ana.sendContact('+595981777888'), /^Lista: 3 personas/);
    await world.restart();
    await answeredInPlace(
      ana,
      () => ana.say('Hola, nos vemos'),
      /^Paso 3 de 3: revisa tu envío a 3 personas/,
    );
  });

  it('is passed over by an unknown command and by help, whose topics turn in place', {
    timeout: 120_000,
  }, async () => {
    await answeredInPlace(ana, () => ana.say('/nosequé'), /^Falta conectar WhatsApp/);
    const help = await answeredInPlace(ana, () => ana.say('/help'), /^¿En qué te ayudo/);
    const topic = await answeredInPlace(ana, () => ana.tap('help:list'), /^Cómo preparar la lista/);
    expect(topic.id).toBe(help.id);
    const after = await lastId(ana);
    await ana.tap('help:sample');
    const { document } = await ana.waitForMessage((message) => message.document !== undefined, {
      what: 'the sample',
      after,
    });
    const sample = await ana.download(document?.fileId ?? '');
    await answeredInPlace(
      ana,
      () => ana.sendFile({ name: 'ejemplo.csv', bytes: sample }),
      /^Lista leída: 2 personas/,
    );
  });

  it('does not send without a link: the draft waits, and the way to the link is a tap', {
    timeout: 120_000,
  }, async () => {
    await answeredInPlace(ana, () => ana.tap('new:list:ok'), /^Paso 3 de 3/);
    await answeredInPlace(ana, () => ana.tap('new:send'), /^WhatsApp no está conectado/);
    const after = await lastId(ana);
    await ana.tap('new:connect');
    const code = await ana.waitForMessage((message) => message.photo !== undefined, {
      what: 'a code',
      after,
    });
    expect(code.protected).toBe(true);
    expect((await ana.tap('connect:cancel', { messageId: code.id })).toast).toMatch(/^Bien, lo dejamos/);
    await until(async () => (await ana.chat()).deleted.includes(code.id), { what: 'the code to go' });
    await answeredInPlace(ana, () => ana.say('/start'), /^Falta conectar WhatsApp/);
  });

  it('for the password is closed by /cancel, and the next message is no password', {
    timeout: 120_000,
  }, async () => {
    await answeredInPlace(ana, () => ana.say('/disable'), /^Reinicio seguro/);
    await answeredInPlace(ana, () => ana.say('/cancel'), /^Bien, no hago nada/);
    const said = await ana.say('hola');
    await answeredInPlace(ana, () => ana.say('/estado'), /^WhatsApp sin conexión/);
    expect((await ana.chat()).deleted).not.toContain(said);
    await answeredInPlace(ana, () => ana.say('/nueva'), /^Tienes un borrador: ejemplo, 2 personas/);
  });

  it('for the password is locked by five wrong ones, told to all, also to the right one', {
    timeout: 120_000,
  }, async () => {
    for (const left of [4, 3, 2, 1]) {
      await answeredInPlace(ana, () => ana.say('/disable'), /^Reinicio seguro/);
      await answeredInPlace(ana, () => ana.say('wrong'), new RegExp(`${left} intentos?\\.$`));
    }
    const alarm = await answeredInPlace(ana, () => ana.say('wrong'), /^Reinicio bloqueado 15 min/);
    expect(alarm.silent).toBe(false);
    expect(textOf(alarm)).toContain('Lo intentó Ana');
    await answeredInPlace(ana, () => ana.say('/disable'), /^Reinicio seguro/);
    await answeredInPlace(ana, () => ana.say(PASSWORD), /^Bloqueado por claves incorrectas hasta/);
    const { messages } = await ana.chat();
    expect(messages.filter((message) => ['wrong', PASSWORD].includes(message.text ?? ''))).toEqual([]);
  });
});

describe('in the middle of a campaign', () => {
  let world: World;
  let ana: Operator;
  let bob: Operator;
  beforeAll(async () => {
    world = await startWorld({ quietPhones: true, smallBatches: true, env: { OPERATOR_IDS: '1001,1002' } });
    ana = await world.operator(1001);
    bob = await world.operator(1002, 'Bob');
    await bob.say('/start');
    await ana.say('/start');
    await ana.tap('connect:start');
    const code = await ana.waitForMessage((message) => message.photo !== undefined, { what: 'a code' });
    await world.phones.scan(await ana.download(code.photo?.fileId ?? ''));
    await until(async () => (await world.phones.state()).online, { what: 'the link', timeoutMs: 20_000 });
    await ana.waitForButton('new:start');
  }, 90_000);
  afterAll(() => world.close());
  const shown = async () => (await world.phones.journal()).shown;

  it('another operator pauses it: each card says who, and a second tap says so', {
    timeout: 180_000,
  }, async () => {
    await world.slowly();
    const campaign = await world.send(ana, toCsv(plain(160)));
    await until(async () => (await shown()) > 5, { what: 'the first ones', everyMs: 50 });
    await answeredInPlace(bob, () => bob.say('/campanas'), /^Campañas: 1 enviando$/m);
    await answeredInPlace(
      bob,
      () => bob.tap(`campaign:${campaign}:show`),
      new RegExp(`^Campaña ${campaign} · lista`),
    );
    await bob.tap(`campaign:${campaign}:card:here`);
    const pauseButton = await bob.waitForButton(`campaign:${campaign}:pause`);
    expect((await bob.tap(`campaign:${campaign}:pause`)).toast).toMatch(/^Pausada/);
    await until(async () => /la pausó Bob/.test(textOf(await cardOf(ana, campaign))), { what: 'Ana’s card' });
    const again = { messageId: pauseButton.message.id, force: true };
    expect((await bob.tap(`campaign:${campaign}:pause`, again)).toast).toBe('Ya estaba en pausa');
    expect((await ana.tap(`campaign:${campaign}:resume`)).toast).toBe('Reanudada');
    expect((await bob.tap(`campaign:${campaign}:resume`, again)).toast).toBe('Ya estaba enviando');
    await world.hurry();
    await world.finished(ana, campaign);
    expect((await bob.tap(`campaign:${campaign}:pause`, again)).toast).toBe('Ya había terminado');
    expect((await bob.tap(`campaign:${campaign}:cancel`, again)).toast).toBe('Ya había terminado');
    await until(async () => (await shown()) >= 160, { what: 'everybody to see it', timeoutMs: 60_000 });
    expect(await world.phones.journal()).toMatchObject({ shown: 160, shownTwice: 0 });
  });

  it('a card that was deleted comes anew, and the end is told', { timeout: 180_000 }, async () => {
    const before = await shown();
    await world.slowly();
    const campaign = await world.send(ana, toCsv(plain(100, 1200)));
    await until(async () => (await shown()) > before + 5, { what: 'the first ones', everyMs: 50 });
    const card = await cardOf(ana, campaign);
    await ana.remove(card?.id ?? 0);
    await until(async () => ((await cardOf(ana, campaign))?.id ?? 0) > (card?.id ?? 0), {
      what: 'a new card',
    });
    await world.hurry();
    await ana.waitForMessage(
      (message) => textOf(message).startsWith(`Campaña ${campaign} terminada: 100 de`),
      {
        what: 'the end',
        timeoutMs: 60_000,
      },
    );
    await ana.waitForMessage(({ document }) => document?.name === `campana-${campaign}-informe.csv`, {
      what: 'the report',
    });
    expect((await ana.chat()).pinned).toBeNull();
  });

  it('an edit of a text that was sent changes nothing', { timeout: 120_000 }, async () => {
    const { messages } = await ana.chat();
    const own = messages.findLast((message) => message.from === 'user' && message.text?.startsWith('Hola'));
    const after = await lastId(ana);
    await ana.edit(own?.id ?? 0, 'Adiós');
    await answeredInPlace(ana, () => ana.say('/estado'), /^WhatsApp conectado/);
    const since = (await ana.chat()).messages.filter(({ id, from }) => id > after && from === 'bot');
    expect(since).toHaveLength(1);
  });

  it('an operator who blocks the bot loses messages, not the campaign', { timeout: 180_000 }, async () => {
    const before = await shown();
    await world.slowly();
    const campaign = await world.send(ana, toCsv(plain(60, 1800)));
    await until(async () => (await shown()) > before + 5, { what: 'the first ones', everyMs: 50 });
    await ana.block(true);
    await world.hurry();
    // At least: phones may still have been showing the campaign before when these were counted.
    await until(async () => (await shown()) >= before + 60, { what: 'everybody', timeoutMs: 40_000 });
    await pause(1500);
    await ana.block(false);
    await answeredInPlace(ana, () => ana.say('/start'), /^WhatsApp conectado · nada enviando/);
    await ana.say('/campanas');
    await answeredInPlace(
      ana,
      () => ana.tap(`campaign:${campaign}:show`),
      new RegExp(`^Campaña ${campaign} .*terminada`),
    );
    expect(await fetchReport(ana, campaign)).toMatchObject({ rows: 60, accepted: 60, open: 0 });
  });

  it('who answers BAJA is counted and masked', { timeout: 120_000 }, async () => {
    const [row] = plain(1);
    await answeredInPlace(ana, () => ana.say('/bajas'), /^Bajas: nadie/);
    await world.phones.say(row?.number ?? '', 'BAJA');
    await until(
      async () => {
        const told = await answeredInPlace(ana, () => ana.say('/bajas'), /^Bajas: /);
        return textOf(told).startsWith('Bajas: 1 persona no') && told;
      },
      { what: 'one', everyMs: 500 },
    );
    const { messages } = await ana.chat();
    const told = messages.findLast((message) => textOf(message).startsWith('Bajas: 1'));
    expect(textOf(told)).toContain(`••• ${row?.number.slice(-3)}`);
    expect(textOf(told)).not.toContain(row?.number.slice(1));
    await answeredInPlace(
      ana,
      () => ana.sendFile(list(plain(3))),
      /^Lista leída: 2 personas para escribir[\s\S]*1 dado de baja/,
    );
  });

  it('has a confirmation that is on no card, and that no button can stop', { timeout: 120_000 }, async () => {
    const [, row] = plain(2);
    const { messages } = await ana.chat();
    expect(messages.filter((message) => /confirmation/.test(textOf(message)))).toEqual([]);
    const messageId = messages.findLast(({ from }) => from === 'bot')?.id ?? 0;
    for (let id = 1; id <= 30; id += 1) await ana.tap(`campaign:${id}:pause`, { messageId, force: true });
    const { shown } = await world.phones.journal();
    await world.phones.say(row?.number ?? '', 'BAJA');
    const confirmed = async () => (await world.phones.journal()).shown === shown + 1;
    await until(confirmed, { what: 'the confirmation', timeoutMs: 15_000 });
  });
});
