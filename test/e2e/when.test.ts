/** Campaigns that leave later: chosen by tapping and typing, over restarts, missed, and again. */
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  answered,
  answeredInPlace,
  type Message,
  type Operator,
  plain,
  startWorld,
  textOf,
  toCsv,
  until,
  type World,
} from './world.ts';

describe('a campaign that leaves later', () => {
  let world: World;
  let ana: Operator;
  beforeAll(async () => {
    world = await startWorld({ quietPhones: true });
    ana = await world.connected();
  }, 60_000);
  afterAll(() => world.close());

  const labels = (message: Message) => (message.buttons ?? []).flat().map(({ data }) => data);
  const shown = async () => (await world.phones.journal()).shown;

  /** A draft as far as its preview. */
  async function preview(from: number, count: number): Promise<Message> {
    const list = { name: 'lista.csv', bytes: Buffer.from(toCsv(plain(count, from))) };
    await answered(ana, () => ana.sendFile(list), new RegExp(`^Lista leída: ${count}`));
    await answeredInPlace(ana, () => ana.tap('new:list:ok'), /^Paso 2 de 3/);
    return answered(ana, () => ana.say('Hola {nombre|amigo}'), /^Paso 3 de 3/);
  }

  async function confirmed(): Promise<number> {
    await ana.tap('new:send');
    const done = await answeredInPlace(
      ana,
      () => ana.tap('new:confirm'),
      /^(Programada|Enviada) como campaña \d+$/,
    );
    return Number(/\d+$/.exec(textOf(done))?.[0]);
  }

  const cardOf = (campaign: number, first: RegExp) =>
    ana.waitForMessage(
      (message) =>
        first.test(textOf(message)) &&
        labels(message).some((data) => data?.startsWith(`campaign:${campaign}:`)),
      { what: `the card of ${campaign}: ${first}`, timeoutMs: 20_000 },
    );

  /** As if the program had been off when it was due. */
  function dueYesterday(campaign: number) {
    const database = new DatabaseSync(`${world.dataRoot}/data/message-sender.db`, { timeout: 5_000 });
    database.prepare('UPDATE campaigns SET due_at = due_at - 172800000 WHERE id = ?').run(campaign);
    database.close();
  }

  let first = 0;

  it('is chosen by tapping through the calendar, or by typing, also after a restart', {
    timeout: 240_000,
  }, async () => {
    const { id } = await preview(0, 4);
    await answeredInPlace(ana, () => ana.tap('new:when', { messageId: id }), /^¿Cuándo la envío\?/);
    const month = await answeredInPlace(
      ana,
      async () => ana.tap(labelled(await ana.chat(), id, /^new:month:/)),
      /de \d{4}/,
    );
    const next = labels(month).findLast((data) => data?.startsWith('new:month:')) ?? '';
    const other = await answeredInPlace(ana, () => ana.tap(next, { messageId: id }), /de \d{4}/);
    const day = labels(other).find((data) => data?.startsWith('new:day:')) ?? '';
    await answeredInPlace(ana, () => ana.tap(day, { messageId: id }), /^¿A qué hora/);
    const hour = day.replace('day', 'hour');
    await answeredInPlace(ana, () => ana.tap(`${hour}T09`, { messageId: id }), /^¿A qué hora/);
    const tapped = await answeredInPlace(
      ana,
      () => ana.tap(`${day.replace('day', 'when')}T09:15`, { messageId: id }),
      /^Paso 3 de 3[\s\S]*Cuándo: .* 9:15\./,
    );
    await answeredInPlace(ana, () => ana.tap('new:when', { messageId: tapped.id }), /^¿Cuándo la envío\?/);
    await world.restart();
    await answered(ana, () => ana.say('mañana temprano'), /^No entendí la fecha/);
    await answered(ana, () => ana.say('hoy 0:00'), /^Esa hora ya pasó/);
    await answered(ana, () => ana.say('/estado'), /^WhatsApp/);
    await answered(ana, () => ana.say('mañana 9'), /^Paso 3 de 3[\s\S]*Cuándo: mañana 9:00\./);
    first = await confirmed();
    const card = await cardOf(first, /^Programada: mañana 9:00 · 4 personas/);
    expect(card.silent).toBe(true);
    expect(await shown()).toBe(0);
  });

  it('gets another time on its card, asks before it goes, and is sent at once when told to', {
    timeout: 120_000,
  }, async () => {
    await answeredInPlace(ana, () => ana.tap(`campaign:${first}:when`), /^¿Cuándo la envío\?/);
    await answered(ana, () => ana.say('pasado mañana 18:30'), /^Sale .* 18:30/);
    await cardOf(first, /^Programada: .* 18:30 · 4 personas/);
    await answeredInPlace(
      ana,
      () => ana.tap(`campaign:${first}:cancel`),
      /^¿Cancelar la campaña \d+\? Aún no salió nada/,
    );
    await answeredInPlace(ana, () => ana.tap(`campaign:${first}:card`), /^Programada/);
    expect((await ana.tap(`campaign:${first}:now`)).toast).toBe('Va en camino');
    await world.finished(ana, first);
    expect(await shown()).toBe(4);
    expect((await world.phones.journal()).shownTwice).toBe(0);
  });

  it('that was missed asks with sound, once, and is not sent by itself', { timeout: 240_000 }, async () => {
    const { id } = await preview(10, 3);
    await answeredInPlace(ana, () => ana.tap('new:when', { messageId: id }), /^¿Cuándo/);
    await answered(ana, () => ana.say('mañana 9'), /Cuándo: mañana 9:00/);
    const campaign = await confirmed();
    await cardOf(campaign, /^Programada: mañana 9:00/);
    const before = await shown();
    dueYesterday(campaign);
    await world.restart();
    const asks = await cardOf(campaign, new RegExp(`^La campaña ${campaign} debía salir`));
    expect(asks.silent).toBe(false);
    await world.restart();
    await until(async () => (await world.phones.state()).online, { what: 'the link', timeoutMs: 30_000 });
    await answered(ana, () => ana.say('/estado'), /^WhatsApp conectado/);
    const { messages } = await ana.chat();
    expect(messages.filter((message) => /debía salir/.test(textOf(message)))).toHaveLength(1);
    expect(await shown()).toBe(before);
    await ana.tap(`campaign:${campaign}:now`);
    await world.finished(ana, campaign);
    expect(await shown()).toBe(before + 3);
  });

  it('that repeats leaves now, and is there again for tomorrow', { timeout: 120_000 }, async () => {
    const { id } = await preview(20, 3);
    await answeredInPlace(ana, () => ana.tap('new:when', { messageId: id }), /^¿Cuándo/);
    await answeredInPlace(ana, () => ana.tap('new:repeat', { messageId: id }), /^¿Cada cuánto\?/);
    await answeredInPlace(
      ana,
      () => ana.tap('new:repeat:day', { messageId: id }),
      /Se repite cada día, desde/,
    );
    await answeredInPlace(
      ana,
      () => ana.tap('new:when:now', { messageId: id }),
      /Cuándo: ahora[\s\S]*Se repite cada día/,
    );
    const campaign = await confirmed();
    await world.finished(ana, campaign);
    const list = await answered(ana, () => ana.say('/campanas'), /^Campañas: /);
    expect(labels(list)[0]).toBe(`campaign:${campaign + 1}:show`);
    await ana.tap(`campaign:${campaign + 1}:show`, { messageId: list.id });
    await answered(
      ana,
      () => ana.tap(`campaign:${campaign + 1}:card:here`),
      /^Programada: mañana [\s\S]*Se repite cada día/,
    );
  });
});

const labelled = (chat: { messages: Message[] }, id: number, payload: RegExp): string =>
  chat.messages
    .find((message) => message.id === id)
    ?.buttons?.flat()
    .find(({ data }) => data !== undefined && payload.test(data))?.data ?? '';
