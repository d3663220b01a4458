/** From the claim to the first list: one button a step; a test to one's own chat before anybody else gets one. */
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  answeredInPlace,
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

const OWNER = '+595981000111';
const ROWS = plain(4);

let world: World;
let ana: Operator;
beforeAll(async () => {
  world = await startWorld({ quietPhones: true });
  ana = await world.operator();
}, 60_000);
afterAll(() => world.close());

const answers = (act: () => Promise<unknown>, sentence: RegExp) => answeredInPlace(ana, act, sentence);

const buttonsOf = (message: Message) => message.buttons?.flat().map(({ data }) => data);
/** What the owner's phone shows in the chat with itself. */
const notes = async () => {
  await world.phones.journal();
  return (await world.phones.people()).find(({ number }) => number === OWNER.slice(1))?.messages ?? [];
};

describe('the first run', () => {
  it('goes from the claim over the link to a test and to the list, one button a step', {
    timeout: 180_000,
  }, async () => {
    const [link] = await world.program.waitForLine(/claim_[A-Za-z0-9]+/);
    const claimed = await answers(() => ana.say(`/start ${link}`), /^Listo, Ana: eres quien administra/);
    expect(textOf(claimed)).toContain('Paso 1 de 3');
    expect(buttonsOf(claimed)).toEqual(['connect:start']);

    await ana.tap('connect:start');
    const picture = await ana.waitForMessage((message) => message.photo !== undefined, { what: 'a QR' });
    const png = await ana.download(picture.photo?.fileId ?? '');
    const linked = await answers(() => world.phones.scan(png), /^WhatsApp conectado: \+595 981 000111/);
    expect(textOf(linked)).toContain('Paso 2 de 3');
    expect(buttonsOf(linked)).toEqual(['new:self', 'new:start']);
    expect(linked.silent).toBe(false);

    const tested = await answers(() => ana.tap('new:self'), /^Tu prueba salió bien/);
    expect(tested.silent).toBe(false);
    expect(buttonsOf(tested)).toEqual(['help:sample']);
    await until(async () => (await notes()).length === 1, { what: 'the note' });
    expect((await notes())[0]?.text).toMatch(/^Hola, soy la prueba de tu bot/);

    await answers(
      () => ana.sendFile({ name: 'lista.csv', bytes: Buffer.from(toCsv(ROWS)) }),
      /^Lista leída: 4 personas/,
    );
  });

  it('sends a test once for a double tap', { timeout: 120_000 }, async () => {
    const before = (await notes()).length;
    await pause(10_100);
    const { messages } = await ana.chat();
    const linked = messages.findLast((message) => textOf(message).startsWith('WhatsApp conectado:'));
    const tap = () => ana.tap('new:self', { messageId: linked?.id ?? 0, force: true });
    const after = await lastId(ana);
    const toasts = (await Promise.all([tap(), tap(), tap()])).map(({ toast }) => toast);
    expect(toasts.filter((toast) => toast === 'Enviando la prueba a tu WhatsApp…')).toHaveLength(1);
    expect(toasts.filter((toast) => toast === 'Esa prueba ya va en camino.')).toHaveLength(2);
    await ana.waitForMessage(({ text }) => /^Tu prueba salió bien/.test(text ?? ''), {
      what: 'its end',
      after,
    });
    await pause(500);
    expect((await notes()).length).toBe(before + 1);
  });
});

describe('a test of a draft', () => {
  it('is what the first person would get, and goes to nobody else', { timeout: 120_000 }, async () => {
    await answers(() => ana.tap('new:list:ok'), /^Paso 2 de 3/);
    await answers(() => ana.say('Hola {nombre|amigo}, mañana a las 9'), /^Paso 3 de 3/);
    const told = await answers(() => ana.tap('new:test'), /^Prueba enviada: mírala/);
    expect(told.silent).toBe(true);
    await until(async () => (await notes()).length === 3, { what: 'the note' });
    expect((await notes()).at(-1)?.text).toBe(
      `Hola ${ROWS[0]?.name}, mañana a las 9\n\nResponde BAJA para no recibir más.`,
    );
    expect(await world.phones.journal()).toMatchObject({ people: 1, shown: 3, shownTwice: 1, errors: [] });
  });

  it('with a picture goes out as the picture; one that can’t be uploaded is told, not tried for ever', {
    timeout: 120_000,
  }, async () => {
    const bytes = await sharp({
      create: { width: 400, height: 300, channels: 3, background: { r: 200, g: 40, b: 40 } },
    })
      .jpeg()
      .toBuffer();
    await answers(() => ana.tap('new:content'), /^Paso 2 de 3/);
    await answers(
      () =>
        ana.sendFile({
          name: 'foto.jpg',
          bytes,
          mime: 'image/jpeg',
          caption: 'Mira, {nombre|amigo}',
          as: 'photo',
        }),
      /^Paso 3 de 3/,
    );
    await world.phones.faults({ mediaStatus: { status: 500, times: 1000 } });
    const failed = await answers(() => ana.tap('new:test'), /^Tu prueba no salió/);
    expect(textOf(failed)).toContain('WhatsApp no recibió los archivos');
    const refused = async () => Number((await journal()).refusedUploads);
    const tries = await refused();
    await pause(5_000);
    expect(await refused()).toBe(tries);
    expect(await notes()).toHaveLength(3);

    await world.phones.faults({ clear: true });
    await answers(() => ana.tap('new:test'), /^Prueba enviada: mírala/);
    await until(async () => (await notes()).length === 4, { what: 'the picture' });
    expect((await notes()).at(-1)?.image).toMatchObject({
      width: 400,
      caption: `Mira, ${ROWS[0]?.name}\n\nResponde BAJA para no recibir más.`,
    });
  });

  const journal = async () =>
    (await world.stage.control.get('/whatsapp/journal')) as Record<string, number | string[]>;

  it('under way says what the draft said when it was asked for', { timeout: 120_000 }, async () => {
    await answers(() => ana.say('/disable hold'), /^Apagar: escribe la clave/);
    await answers(() => ana.say('demo1234'), /^Apagado\. No envío nada/);
    await answers(() => ana.say('/nueva'), /^Tienes un borrador/);
    await answers(() => ana.tap('new:show'), /^Paso 3 de 3/);
    await answers(() => ana.tap('new:content'), /^Paso 2 de 3/);
    await answers(() => ana.say('Antes, {nombre|amigo}'), /^Paso 3 de 3/);
    expect((await ana.tap('new:test')).toast).toBe('Enviando la prueba a tu WhatsApp…');
    await answers(() => ana.tap('new:content'), /^Paso 2 de 3/);
    await answers(() => ana.say('Después, {nombre|amigo}'), /^Paso 3 de 3/);
    await world.restart();
    await until(async () => (await world.phones.state()).online, { what: 'the link', timeoutMs: 30_000 });
    expect(await notes()).toHaveLength(4);
    await answers(() => ana.say('/enable'), /^Encendido/);
    await ana.waitForMessage(({ text }) => /^Prueba enviada/.test(text ?? ''), { what: 'its end' });
    await until(async () => (await notes()).length === 5, { what: 'the note' });
    // Only the text was changed: the picture is still there.
    expect((await notes()).at(-1)?.image?.caption).toMatch(new RegExp(`^Antes, ${ROWS[0]?.name}`));
  });
});
