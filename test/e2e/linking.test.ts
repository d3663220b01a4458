/** Linking from the chat: by letters typed into the phone, by a picture, from one to the other, and what stops it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  answered,
  lastId,
  type Message,
  type Operator,
  pause,
  startWorld,
  textOf,
  until,
  type World,
} from './world.ts';

const OWNER = '+595981000111';

const lettersOf = (message: Message): string =>
  message.buttons?.flat().find((button) => button.copy !== undefined)?.copy ?? '';
const pictures = async (who: Operator) => (await who.chat()).messages.filter((message) => message.photo);
const keyboard = async (who: Operator) => (await who.chat()).replyKeyboard;
const online = async (world: World) =>
  until(async () => (await world.phones.state()).online, { what: 'the link', timeoutMs: 30_000 });

describe('letters', () => {
  let world: World;
  let ana: Operator;
  beforeAll(async () => {
    world = await startWorld({ quietPhones: true });
    ana = await world.claim();
  }, 60_000);
  afterAll(() => world.close());

  it('are asked for on the picture’s own card; the number is shared by a tap or typed', {
    timeout: 120_000,
  }, async () => {
    await ana.tap('connect:start');
    const picture = await ana.waitForMessage((message) => message.photo !== undefined, { what: 'a QR' });
    await answered(ana, () => ana.tap('connect:code'), /^¿Qué número tiene ese WhatsApp/);
    expect((await keyboard(ana))?.buttons[0]?.[0]).toEqual({
      text: 'Compartir mi número',
      requestContact: true,
    });
    await answered(ana, () => ana.say('mi número'), /^Ese número no es válido/);
    await answered(ana, () => ana.say('0981'), /^Ese número no es válido/);
    await answered(ana, () => ana.say('/cancelar'), /^Bien, lo dejamos para después/);
    expect(await keyboard(ana)).toBeNull();

    await answered(ana, () => ana.tap('connect:code', { messageId: picture.id }), /^¿Qué número/);
    const code = await answered(ana, () => ana.say('0981 000 111'), /^Tu código: [A-Z0-9]{4}-[A-Z0-9]{4}/);
    expect(code.protected).toBe(false);
    expect(textOf(code)).toContain('Para +595 981 000111');
    expect(lettersOf(code)).toMatch(/^[A-Z0-9]{8}$/);
    expect(await pictures(ana)).toEqual([]);
    expect(await keyboard(ana)).toBeNull();
  });

  it('are not asked for again at once, and the picture is offered; the old ones stay good', {
    timeout: 120_000,
  }, async () => {
    const before = await ana.waitForMessage(({ text }) => /^Tu código/.test(text ?? ''), { what: 'letters' });
    const wait = await answered(ana, () => ana.tap('connect:code'), /^Otro código de 8 letras: en \d+ s/);
    expect(wait.buttons?.flat().map(({ data }) => data)).toEqual(['connect:qr']);
    expect((await ana.chat()).messages.find(({ id }) => id === before.id)?.text).toBe(before.text);
  });

  it('give way to a picture, whose card leaves no dead letters behind', { timeout: 120_000 }, async () => {
    const before = await ana.waitForMessage(({ text }) => /^Tu código/.test(text ?? ''), { what: 'letters' });
    const after = await lastId(ana);
    await ana.tap('connect:qr');
    await ana.waitForMessage((message) => message.photo !== undefined, { what: 'a QR', after });
    await until(
      async () =>
        /^El código venció/.test(
          textOf((await ana.chat()).messages.find(({ id }) => id === before.id) ?? before),
        ),
      { what: 'no dead letters' },
    );
    expect(await world.phones.typeLetters(lettersOf(before)).catch(() => false)).toBe(false);
  });

  it('are limited also after a restart, which leaves no dead picture either', {
    timeout: 180_000,
  }, async () => {
    expect(await pictures(ana)).toHaveLength(1);
    await world.restart();
    await until(async () => (await pictures(ana)).length === 0, { what: 'no dead picture' });
    await answered(ana, () => ana.tap('connect:code'), /^¿Qué número/);
    await answered(ana, () => ana.sendContact(OWNER), /^Otro código de 8 letras/);
  });
});

describe('two operators', () => {
  let world: World;
  let ana: Operator;
  let bob: Operator;
  beforeAll(async () => {
    world = await startWorld({ quietPhones: true, env: { OPERATOR_IDS: '1001,1002' } });
    ana = await world.operator(1001);
    bob = await world.operator(1002, 'Bob');
    for (const who of [ana, bob]) await answered(who, () => who.say('/start'), /^Falta conectar/);
  }, 60_000);
  afterAll(() => world.close());
  const now = async (who: Operator, { id }: Message) =>
    textOf((await who.chat()).messages.find((message) => message.id === id) ?? ({} as Message));

  it('see the same picture; it ends for both when one asks for letters', { timeout: 120_000 }, async () => {
    for (const who of [ana, bob]) {
      await who.tap('connect:start');
      await who.waitForMessage((message) => message.photo !== undefined, { what: 'a QR' });
    }
    await answered(ana, () => ana.tap('connect:code'), /^¿Qué número/);
    const ended = bob.waitForMessage(({ text }) => /^El código venció/.test(text ?? ''), { what: 'the end' });
    await answered(ana, () => ana.sendContact(OWNER), /^Tu código/);
    await ended;
    for (const who of [ana, bob]) expect(await pictures(who)).toEqual([]);
    expect((await bob.chat()).messages.some((message) => /Tu código/.test(textOf(message)))).toBe(false);
  });

  it('and letters end when the other one asks for a picture, which links', { timeout: 120_000 }, async () => {
    const code = await ana.waitForMessage(({ text }) => /^Tu código/.test(text ?? ''), { what: 'letters' });
    const after = await lastId(bob);
    await bob.tap('connect:qr');
    const picture = await bob.waitForMessage((message) => message.photo !== undefined, {
      what: 'a QR',
      after,
    });
    await until(async () => /^El código venció/.test(await now(ana, code)), { what: 'the end' });
    expect(await pictures(ana)).toEqual([]);
    await world.phones.scan(await bob.download(picture.photo?.fileId ?? ''));
    for (const who of [ana, bob])
      await who.waitForMessage(({ text }) => /^WhatsApp conectado/.test(text ?? ''), { what: 'the link' });
  });
});

describe('a picture', () => {
  let world: World;
  let ana: Operator;
  beforeAll(async () => {
    world = await startWorld({ quietPhones: true });
    ana = await world.claim();
  }, 90_000);
  afterAll(() => world.close());

  it('and its question for a number: another way of linking closes it, with its keyboard', {
    timeout: 120_000,
  }, async () => {
    await ana.tap('connect:start');
    const picture = await ana.waitForMessage((message) => message.photo !== undefined, { what: 'a QR' });
    await answered(ana, () => ana.tap('connect:code'), /^¿Qué número/);
    expect(await keyboard(ana)).not.toBeNull();
    const after = await lastId(ana);
    await ana.tap('connect:start');
    const again = await ana.waitForMessage((message) => message.photo !== undefined, { what: 'a QR', after });
    expect(await keyboard(ana)).toBeNull();
    expect((await ana.chat()).messages.some(({ id }) => id === picture.id)).toBe(false);
    // Answers no question any more: it asks about that person.
    await answered(ana, () => ana.say('0981 000 111'), /^\+595 981 000111\nPuede recibir/);
    expect((await pictures(ana)).map(({ id }) => id)).toEqual([again.id]);
    await answered(ana, () => ana.tap('connect:code'), /^¿Qué número/);
    await answered(ana, () => ana.say('Cancelar'), /^Bien, lo dejamos/);
    expect(await pictures(ana)).toEqual([]);
    expect(await keyboard(ana)).toBeNull();
    await answered(ana, () => ana.say('/start'), /^Falta conectar WhatsApp/);
  });

  it('that a phone read and nothing came of tells nothing on the wire: at the end the card names what it may have been', {
    timeout: 120_000,
  }, async () => {
    await world.phones.faults({ pairing: 'silent' });
    const after = await lastId(ana);
    await ana.tap('connect:start');
    const picture = await ana.waitForMessage((message) => message.photo !== undefined, {
      ...{ what: 'a QR', after },
    });
    expect(await world.phones.scan(await ana.download(picture.photo?.fileId ?? ''))).toBe(true);
    // The server ends such a connection with the last code.
    const told = await answered(
      ana,
      () => world.phones.faults({ disconnect: { kind: 'drop' } }),
      /^El código venció/,
    );
    expect(textOf(told)).toContain('llave de acceso (passkey)');
    expect(told.buttons?.flat().map(({ data }) => data)).toEqual(['connect:qr', 'connect:code']);
    expect(await pictures(ana)).toEqual([]);
    await pause(3000);
    expect((await world.phones.state()).connections).toBe(0);
  });

  it('is drawn again in its place when the server retires it', { timeout: 120_000 }, async () => {
    await world.phones.faults({ clear: true });
    await world.phones.faults({ pairing: 'refresh' });
    const after = await lastId(ana);
    await ana.tap('connect:start');
    const first = await ana.waitForMessage((message) => message.photo !== undefined, {
      ...{ what: 'a QR', after },
    });
    expect(await world.phones.scan(await ana.download(first.photo?.fileId ?? ''))).toBe(false);
    const second = await ana.waitForMessage(
      ({ photo }) => photo !== undefined && photo.fileId !== first.photo?.fileId,
      { what: 'another QR' },
    );
    expect(second.id).toBe(first.id);
    expect(await world.phones.scan(await ana.download(second.photo?.fileId ?? ''))).toBe(true);
    await online(world);
  });
});

describe('a number', () => {
  it('links by its letters: they go, and the way on comes with sound', { timeout: 180_000 }, async () => {
    await using world = await startWorld({ quietPhones: true, env: { DEFAULT_COUNTRY: '' } });
    const ana = await world.claim();
    await ana.tap('connect:start');
    await answered(ana, () => ana.tap('connect:code'), /^¿Qué número/);
    await answered(ana, () => ana.say('0981 000 111'), /^Falta el código de país/);
    const code = await answered(ana, () => ana.sendContact('595981000111'), /^Tu código/);
    const typed = world.phones.typeLetters(lettersOf(code));
    expect(await typed).toBe(true);
    await online(world);
    const linked = await ana.waitForMessage(
      ({ text }) => /^WhatsApp conectado: \+595 981 000111/.test(text ?? ''),
      { what: 'the link', after: code.id },
    );
    expect(linked.silent).toBe(false);
    const { messages } = await ana.chat();
    expect(messages.some(({ id }) => id === code.id)).toBe(false);
    expect(messages.some((message) => /Tu código|Pidiendo un código/.test(textOf(message)))).toBe(false);
  });

  it('that WhatsApp refuses is told, leaves nothing behind, and the picture links', {
    timeout: 180_000,
  }, async () => {
    await using world = await startWorld({ quietPhones: true });
    const ana = await world.claim();
    await ana.tap('connect:start');
    await answered(ana, () => ana.tap('connect:code'), /^¿Qué número/);
    await answered(ana, () => ana.say('+34 600 111 222'), /^WhatsApp no dio un código para ese número/);
    const after = await lastId(ana);
    await ana.tap('connect:qr');
    const picture = await ana.waitForMessage((message) => message.photo !== undefined, {
      what: 'a QR',
      after,
    });
    expect(await world.phones.scan(await ana.download(picture.photo?.fileId ?? ''))).toBe(true);
    await online(world);
    await until(async () => (await pictures(ana)).length === 0, { what: 'the picture to go' });
  });

  it('of an account that wants a passkey is told so, by either way, and can still link later', {
    timeout: 240_000,
  }, async () => {
    await using world = await startWorld({ quietPhones: true });
    const ana = await world.claim();
    await world.phones.faults({ pairing: 'passkey' });
    await ana.tap('connect:start');
    const picture = await ana.waitForMessage((message) => message.photo !== undefined, { what: 'a QR' });
    const scanned = await ana.download(picture.photo?.fileId ?? '');
    await answered(ana, () => world.phones.scan(scanned), /^WhatsApp pide una llave de acceso/);
    expect(await pictures(ana)).toEqual([]);
    expect((await world.phones.state()).connections).toBe(0);

    await answered(ana, () => ana.tap('connect:code'), /^¿Qué número/);
    const code = await answered(ana, () => ana.sendContact(OWNER), /^Tu código/);
    await answered(ana, () => world.phones.typeLetters(lettersOf(code)), /^WhatsApp pide una llave/);
    expect((await ana.chat()).messages.some(({ id }) => id === code.id)).toBe(false);

    await world.phones.faults({ clear: true });
    const after = await lastId(ana);
    await ana.tap('connect:qr');
    const again = await ana.waitForMessage((message) => message.photo !== undefined, { what: 'a QR', after });
    expect(await world.phones.scan(await ana.download(again.photo?.fileId ?? ''))).toBe(true);
    await online(world);
  });

  it('whose phone goes silent after the letters is told so after a minute', {
    timeout: 240_000,
  }, async () => {
    await using world = await startWorld({ quietPhones: true });
    const ana = await world.claim();
    await world.phones.faults({ pairing: 'silent' });
    await ana.tap('connect:start');
    await answered(ana, () => ana.tap('connect:code'), /^¿Qué número/);
    const code = await answered(ana, () => ana.sendContact(OWNER), /^Tu código/);
    await world.phones.typeLetters(lettersOf(code));
    await until(
      async () => {
        const now = (await ana.chat()).messages.find(({ id }) => id === code.id);
        return now && /^Código leído/.test(textOf(now)) && textOf(now).includes('escríbelo otra vez');
      },
      { what: 'the letters were read' },
    );
    const told = await ana.waitForMessage(({ text }) => /^El teléfono no termina/.test(text ?? ''), {
      what: 'the silence',
      after: code.id,
      timeoutMs: 75_000,
    });
    expect(textOf(told)).toContain('passkey');
    expect((await ana.chat()).messages.some(({ id }) => id === code.id)).toBe(false);
  });
});
