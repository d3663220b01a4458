/** The list of campaigns, one in detail, and campaigns once more: retried, copied, renamed, put first. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  answered,
  answeredInPlace,
  type Message,
  type Operator,
  plain,
  type Row,
  startWorld,
  textOf,
  toCsv,
  until,
  type World,
} from './world.ts';

describe('campaigns', () => {
  let world: World;
  let ana: Operator;
  beforeAll(async () => {
    world = await startWorld({ quietPhones: true, smallBatches: true });
    ana = await world.connected();
  }, 60_000);
  afterAll(() => world.close());

  const labels = (message: Message) => (message.buttons ?? []).flat().map(({ data }) => data ?? '');
  const journal = () => world.phones.journal();
  const detail = (campaign: number, first: RegExp) =>
    answered(ana, () => ana.tap(`campaign:${campaign}:show`), first);
  const drawn = (campaign: number, first: RegExp) =>
    until(
      async () =>
        (await ana.chat()).messages.findLast(
          (message) =>
            first.test(textOf(message)) &&
            labels(message).some((data) => data.startsWith(`campaign:${campaign}:`)),
        ),
      { what: `${campaign}: ${first}`, timeoutMs: 60_000 },
    );

  let first = 0;

  it('is retried with those whom it did not reach, once, and they see it once', {
    timeout: 180_000,
  }, async () => {
    // One person is refused for good.
    await world.phones.faults({ errorAck: { code: 463, times: 1 } });
    first = await world.send(ana, toCsv(plain(4)));
    await drawn(first, /^Campaña \d+ terminada: 3 de 4 enviados/);
    await answered(
      ana,
      () => ana.tap(`campaign:${first}:failed`),
      /^Campaña \d+: 1 de 4 no la recibió\n1 · /,
    );
    const before = (await journal()).shown;
    expect(before).toBe(3);
    await answered(ana, () => ana.tap(`campaign:${first}:retry`), /^¿Reintentar con la persona que falló\?/);
    const done = await answeredInPlace(
      ana,
      () => ana.tap(`campaign:${first}:retry:yes`),
      /^Reintento de la campaña \d+: es la campaña \d+/,
    );
    const again = Number(/\d+$/.exec(textOf(done))?.[0]);
    await drawn(again, /^Campaña \d+ terminada: 1 de 1 enviado/);
    await until(async () => (await journal()).shown === 4, { what: 'the fourth' });
    expect((await journal()).shownTwice).toBe(0);
    // Asked for again, the very same one is told.
    await answered(ana, () => ana.tap(`campaign:${first}:retry`), /^¿Reintentar/);
    expect((await ana.tap(`campaign:${first}:retry:yes`)).toast).toBe(`Ya se reintentó: campaña ${again}`);
    expect((await journal()).shown).toBe(4);
  });

  it('has a name, and a history that tells who did what', { timeout: 60_000 }, async () => {
    await detail(first, /^Campaña \d+ · lista · terminada/);
    await answered(ana, () => ana.tap(`campaign:${first}:rename`), /^¿Cómo se llama la campaña/);
    await answered(ana, () => ana.say('/estado'), /^WhatsApp conectado/);
    await answered(ana, () => ana.say('  Cobros de marzo  '), /^Campaña \d+ · Cobros de marzo · terminada/);
    const history = await answered(ana, () => ana.tap(`campaign:${first}:audit`), /^Historial de la campaña/);
    expect(textOf(history)).toMatch(
      /· empezó \(Ana\)\n.* · terminó\n.* · reintento en la campaña \d+ \(Ana\)\n.* · se llama Cobros de marzo \(Ana\)/,
    );
    const list = await answered(ana, () => ana.say('/campanas'), /^Campañas: 2 en total/);
    expect((list.buttons ?? []).flat().map(({ text }) => text)).toContain(
      `${first} Cobros de marzo · terminada`,
    );
  });

  it('is copied into a draft whose list is asked for, and never over another draft without a word', {
    timeout: 120_000,
  }, async () => {
    await answered(
      ana,
      () => ana.tap(`campaign:${first}:repeat`),
      /^Paso 1 de 3[\s\S]*El mensaje ya está: un texto/,
    );
    const list = { name: 'abril.csv', bytes: Buffer.from(toCsv(plain(3, 20))) };
    await answered(ana, () => ana.sendFile(list), /^Lista leída: 3/);
    await answered(ana, () => ana.tap(`campaign:${first}:copy`), /^Tienes un borrador: abril, 3 personas/);
    await answeredInPlace(ana, () => ana.tap('new:show'), /^Paso 3 de 3[\s\S]*Hola/);
    await ana.tap('new:send');
    await answeredInPlace(ana, () => ana.tap('new:confirm'), /^Enviada como campaña/);
    await until(async () => (await journal()).shown === 7, { what: 'the copies', timeoutMs: 30_000 });
  });

  it('marked urgent goes before what runs, at the next batch, and gives the place back', {
    timeout: 240_000,
  }, async () => {
    await world.slowly();
    const long = await world.send(ana, toCsv(plain(200, 100)));
    await drawn(long, /^Enviando/);
    const short = await world.send(ana, toCsv(plain(5, 50)));
    const queued = await drawn(short, new RegExp(`^En cola: sale después de la campaña ${long}`));
    expect((await ana.tap(`campaign:${short}:urgent`, { messageId: queued.id })).toast).toBe(
      'Sale antes que las demás',
    );
    await drawn(short, /^Campaña \d+ terminada: 5 de 5 enviados/);
    await world.hurry();
    await drawn(long, /^Campaña \d+ terminada: 200 de 200 enviados/);
    await until(async () => (await journal()).shown === 7 + 205, { what: 'all phones' });
    const places = new Map(
      (await world.phones.people()).map(({ number, messages }) => [`+${number}`, messages.at(-1)?.seq]),
    );
    const last = (rows: Row[]) => Math.max(...rows.map(({ number }) => places.get(number) ?? Number.NaN));
    expect(last(plain(5, 50))).toBeLessThan(last(plain(200, 100)));
    expect((await journal()).wrongOrder).toBe(0);
    expect((await journal()).shownTwice).toBe(0);
  });
});
