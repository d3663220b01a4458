/** Several people at one bot: a live card each, one start however many tap, and what one does is told to all. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  lastId,
  type Message,
  type Operator,
  pause,
  plain,
  startWorld,
  textOf,
  toCsv,
  until,
  type World,
} from './world.ts';

const cardOf = async (who: Operator, campaign: number): Promise<Message | undefined> =>
  (await who.chat()).messages.findLast((message) => message.text?.includes(`Campaña ${campaign} · `));
const cardsOf = async (who: Operator, campaign: number) =>
  (await who.chat()).messages.filter((message) => message.text?.includes(`Campaña ${campaign} · lista`));
const firstLine = async (who: Operator, campaign: number) =>
  textOf(await cardOf(who, campaign)).split('\n')[0] ?? '';

describe('several operators', () => {
  let world: World;
  let ana: Operator;
  let bob: Operator;
  beforeAll(async () => {
    world = await startWorld({
      quietPhones: true,
      smallBatches: true,
      env: { OPERATOR_IDS: '1001,1002,1003,1004' },
    });
    ana = await world.operator(1001);
    bob = await world.operator(1002, 'Bob');
    await bob.say('/start');
    await ana.say('/start');
    await ana.tap('connect:start');
    const code = await ana.waitForMessage((message) => message.photo !== undefined, { what: 'a code' });
    await world.phones.scan(await ana.download(code.photo?.fileId ?? ''));
    await ana.waitForButton('new:start');
  }, 90_000);
  afterAll(() => world.close());
  const shown = async () => (await world.phones.journal()).shown;
  const sending = (from: number) =>
    until(async () => (await shown()) > from + 5, { what: 'the first ones', everyMs: 50 });

  it('have a live card each, silent and pinned; who pauses is named on all, another resumes', {
    timeout: 180_000,
  }, async () => {
    const before = await shown();
    await world.slowly();
    const campaign = await world.send(ana, toCsv(plain(160)));
    const { message } = await bob.waitForButton(`campaign:${campaign}:pause`);
    expect(message.silent).toBe(true);
    await until(async () => (await bob.chat()).pinned === message.id, { what: 'the pin' });
    await sending(before);
    expect((await bob.tap(`campaign:${campaign}:pause`)).toast).toMatch(/^Pausada/);
    for (const who of [ana, bob])
      await until(async () => /^En pausa \d+ % · la pausó Bob /.test(await firstLine(who, campaign)), {
        what: 'the pause on each card',
      });
    expect((await ana.tap(`campaign:${campaign}:resume`)).toast).toBe('Reanudada');
    for (const who of [ana, bob])
      await until(async () => /^(Enviando|Empezando)/.test(await firstLine(who, campaign)), {
        what: 'the end of the pause on each card',
      });
    await world.hurry();
    await world.finished(bob, campaign);
    await world.finished(ana, campaign);
    await until(async () => (await shown()) === before + 160, { what: 'everybody', timeoutMs: 60_000 });
    expect((await world.phones.journal()).shownTwice).toBe(0);
    expect(await cardsOf(bob, campaign)).toHaveLength(1);
  });

  it('who come while a campaign runs get its card, also who had blocked the bot', {
    timeout: 180_000,
  }, async () => {
    const before = await shown();
    await bob.block(true);
    await pause(300);
    await world.slowly();
    const campaign = await world.send(ana, toCsv(plain(160, 1000)));
    await sending(before);
    expect(await cardOf(bob, campaign)).toBeUndefined();
    const carla = await world.operator(1003, 'Carla');
    await carla.say('/start');
    const { message } = await carla.waitForButton(`campaign:${campaign}:pause`);
    await until(async () => (await carla.chat()).pinned === message.id, { what: 'the pin' });
    await bob.block(false);
    await bob.say('/start');
    await bob.waitForButton(`campaign:${campaign}:pause`);
    await carla.tap(`campaign:${campaign}:pause`);
    for (const who of [ana, bob, carla])
      await until(async () => /la pausó Carla/.test(await firstLine(who, campaign)), { what: 'the pause' });
    await bob.tap(`campaign:${campaign}:resume`);
    await world.hurry();
    await world.finished(carla, campaign);
    for (const who of [ana, bob, carla]) expect(await cardsOf(who, campaign)).toHaveLength(1);
    await until(async () => (await shown()) === before + 160, { what: 'everybody', timeoutMs: 60_000 });
    expect((await world.phones.journal()).shownTwice).toBe(0);
  });

  it('start a draft once: on two devices at once, by a double tap, by updates that come twice', {
    timeout: 180_000,
  }, async () => {
    const before = await shown();
    await ana.sendFile({ name: 'lista.csv', bytes: Buffer.from(toCsv(plain(60, 2000))) });
    const read = await ana.waitForMessage(({ text }) => /^Lista leída: 60/.test(text ?? ''), {
      what: 'the list',
    });
    await ana.tap('new:list:ok', { messageId: read.id });
    await ana.waitForMessage(({ text }) => /^Paso 2 de 3/.test(text ?? ''), { what: 'the question' });
    const said = await ana.say('Una vez, {nombre|amigo}');
    await ana.waitForButton('new:send', { after: said });
    await ana.tap('new:send');
    const { message } = await ana.waitForButton('new:confirm');
    await world.telegramFaults({ repeatUpdates: 6 });
    const taps = await Promise.all(
      [1, 2, 3, 4].map(() => ana.tap('new:confirm', { messageId: message.id, force: true })),
    );
    const { data } = await ana.waitForButton(/^campaign:\d+:/, { after: message.id });
    const campaign = Number(data.split(':')[1]);
    expect(taps.filter(({ toast }) => toast === `Ya está en marcha: campaña ${campaign}`)).toHaveLength(3);
    await world.finished(ana, campaign);
    await ana.tap('new:confirm', { messageId: message.id, force: true });
    await pause(1500);
    expect(await world.phones.journal()).toMatchObject({ shown: before + 60, shownTwice: 0 });
    const after = await lastId(ana);
    await ana.say('/campanas');
    const list = await ana.waitForMessage(({ text }) => /^Campañas:/.test(text ?? ''), {
      what: 'the list',
      after,
    });
    expect(textOf(list)).toBe('Campañas: 3 en total');
  });

  it('each keep their own draft while another one sends', { timeout: 120_000 }, async () => {
    await bob.sendFile({ name: 'lista.csv', bytes: Buffer.from(toCsv(plain(3, 3000))) });
    await bob.waitForMessage(({ text }) => /^Lista leída: 3/.test(text ?? ''), { what: 'Bob’s list' });
    const campaign = await world.send(ana, toCsv(plain(5, 3100)));
    await world.finished(ana, campaign);
    const after = await lastId(bob);
    await bob.say('/nueva');
    await bob.waitForMessage(({ text }) => /^Tienes un borrador: lista, 3 personas/.test(text ?? ''), {
      what: 'Bob’s draft',
      after,
    });
  });
});

describe('who wants to send before WhatsApp is connected', () => {
  it('connects by a tap, and the confirmation comes back by itself', { timeout: 180_000 }, async () => {
    await using world = await startWorld({ quietPhones: true });
    const ana = await world.claim();
    await ana.sendFile({ name: 'lista.csv', bytes: Buffer.from(toCsv(plain(5))) });
    await ana.tap('new:list:ok');
    await ana.waitForMessage(({ text }) => /^Paso 2 de 3/.test(text ?? ''), { what: 'the question' });
    const said = await ana.say('Hola {nombre|amigo}');
    await ana.waitForButton('new:send', { after: said });
    await ana.tap('new:test');
    await ana.waitForMessage(({ text }) => /^WhatsApp no está conectado/.test(text ?? ''), { what: 'N9' });
    await ana.tap('new:connect');
    const picture = await ana.waitForMessage((message) => message.photo !== undefined, { what: 'a QR' });
    await world.restart();
    const after = await lastId(ana);
    await ana.tap('connect:qr');
    const again = await ana.waitForMessage((message) => message.photo !== undefined, { what: 'a QR', after });
    expect(again.id).not.toBe(picture.id);
    await world.phones.scan(await ana.download(again.photo?.fileId ?? ''));
    const { message } = await ana.waitForButton('new:confirm', { after: again.id });
    expect(textOf(message)).toMatch(/^¿Estas 5 personas aceptaron/);
    const { messages } = await ana.chat();
    const linked = messages.find(
      ({ id, text }) => id > again.id && /^WhatsApp conectado: \+595/.test(text ?? ''),
    );
    expect(linked).toMatchObject({ silent: false });
    expect(linked?.buttons ?? []).toEqual([]);
    await ana.tap('new:confirm');
    await until(async () => (await world.phones.journal()).shown === 5, { what: 'everybody' });
  });
});
