/** Conversations never trap: every command in the middle of every question, and messages that nobody asked for. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  answered,
  answeredInPlace,
  lastId,
  type Operator,
  plain,
  startWorld,
  textOf,
  toCsv,
  type World,
} from './world.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FAAhKDveksOjmAAAAAElFTkSuQmCC',
  'base64',
);

describe('the chat', () => {
  let world: World;
  let ana: Operator;
  let campaign = 0;
  beforeAll(async () => {
    world = await startWorld({ quietPhones: true });
    ana = await world.connected();
    await preview(0);
    await answeredInPlace(ana, () => ana.tap('new:when'), /^¿Cuándo/);
    await answered(ana, () => ana.say('mañana 9'), /Cuándo: mañana 9:00/);
    await answeredInPlace(ana, () => ana.tap('new:send'), /^¿Estas/);
    const done = await answeredInPlace(ana, () => ana.tap('new:confirm'), /^Programada como campaña \d+/);
    campaign = Number(/\d+$/.exec(textOf(done))?.[0]);
  }, 90_000);
  afterAll(() => world.close());

  async function preview(from: number, text = 'Hola {nombre|amigo}') {
    await list(from);
    await answeredInPlace(ana, () => ana.tap('new:list:ok'), /^Paso 2 de 3/);
    return answered(ana, () => ana.say(text), /^(Paso 3 de 3|\d|.*no tiene)/);
  }
  const list = (from: number) =>
    answered(
      ana,
      () => ana.sendFile({ name: 'lista.csv', bytes: Buffer.from(toCsv(plain(3, from))) }),
      /^Lista leída: 3/,
    );

  /** Commands that leave a question open, and how each is answered. */
  const COMMANDS: readonly (readonly [string, RegExp])[] = [
    ['/start', /^WhatsApp conectado/],
    ['/estado', /^WhatsApp conectado · cola/],
    ['/campanas', /^Campañas: /],
    ['/bajas', /^Bajas: /],
    ['/ayuda', /^¿En qué te ayudo/],
    ['/stats', /^Hoy: /],
    ['/ajustes', /^Ajustes/],
    ['/connect', /^WhatsApp ya está conectado/],
  ];

  /** Each question: what opens it, what shows that it is open, an answer, and what the answer brings. */
  const QUESTIONS: readonly {
    name: string;
    open: () => Promise<unknown>;
    answer: string;
    brings: RegExp;
  }[] = [
    {
      name: 'the list',
      open: () => answered(ana, () => ana.say('/nueva'), /^Paso 1 de 3/),
      answer: '+595 981 123 001\n+595 981 123 002',
      brings: /^Lista: 2 personas/,
    },
    {
      name: 'the message',
      open: async () => {
        await list(10);
        await answeredInPlace(ana, () => ana.tap('new:list:ok'), /^Paso 2 de 3/);
      },
      answer: 'Hola {nombre|amigo}',
      brings: /^Paso 3 de 3/,
    },
    {
      name: 'the country',
      open: async () => {
        await list(20);
        await answeredInPlace(ana, () => ana.tap('new:countries'), /^¿De qué país/);
        await answeredInPlace(ana, () => ana.tap('new:country:ask'), /país/i);
      },
      answer: 'Paraguay',
      brings: /^Lista leída: 3/,
    },
    {
      name: 'when',
      open: async () => {
        await preview(30);
        await answeredInPlace(ana, () => ana.tap('new:when'), /^¿Cuándo/);
      },
      answer: 'pasado mañana 18:30',
      brings: /Cuándo: .* 18:30/,
    },
    {
      name: 'a name for a message',
      open: async () => {
        await preview(40);
        await answeredInPlace(ana, () => ana.tap('new:more'), /^Opciones/);
        await answeredInPlace(ana, () => ana.tap('new:savetext'), /nombre|llama/i);
      },
      answer: 'Saludo',
      brings: /Saludo/,
    },
    {
      name: 'another time for a scheduled campaign',
      open: async () => {
        const detail = await answered(ana, () => ana.say('/campanas'), /^Campañas: /);
        await answered(
          ana,
          () => ana.tap(`campaign:${campaign}:show`, { messageId: detail.id }),
          /^Campaña /,
        );
        await answered(ana, () => ana.tap(`campaign:${campaign}:card:here`), /^Programada/);
        await answeredInPlace(ana, () => ana.tap(`campaign:${campaign}:when`), /^¿Cuándo/);
      },
      answer: 'mañana 10:15',
      brings: /^Sale mañana 10:15/,
    },
    {
      name: 'the name of a campaign',
      open: async () => {
        const all = await answered(ana, () => ana.say('/campanas'), /^Campañas: /);
        await answered(ana, () => ana.tap(`campaign:${campaign}:show`, { messageId: all.id }), /^Campaña /);
        await answered(ana, () => ana.tap(`campaign:${campaign}:rename`), /^¿Cómo se llama/);
      },
      answer: 'Avisos',
      brings: /^Campaña \d+ · Avisos/,
    },
    {
      name: 'the password',
      open: () => answered(ana, () => ana.say('/disable'), /^Reinicio seguro: escribe la clave/),
      answer: 'not it',
      brings: /^Clave incorrecta/,
    },
  ];

  it.each(QUESTIONS)(
    'takes every command in the middle of the question for $name',
    { timeout: 120_000 },
    async ({ open, answer, brings }) => {
      await ana.say('/cancel');
      await open();
      for (const [command, sentence] of COMMANDS) await answered(ana, () => ana.say(command), sentence);
      // The question is open still.
      await answered(ana, () => ana.say(answer), brings);
    },
  );

  it.each(QUESTIONS)(
    'leaves the question for $name with /cancel: what is typed then answers nothing',
    {
      timeout: 120_000,
    },
    async ({ open, brings }) => {
      await ana.say('/cancel');
      await open();
      await answered(ana, () => ana.say('/cancel'), /cancel|descart|No hay nada|Bien, no hago nada/i);
      const after = await lastId(ana);
      const menu = await answered(ana, () => ana.say('hola'), /^WhatsApp conectado/);
      const { messages } = await ana.chat();
      expect(
        messages.filter(
          ({ id }) =>
            id > after && id < menu.id && brings.test(textOf(messages.find((one) => one.id === id))),
        ),
      ).toEqual([]);
    },
  );

  it('asks whether a second text takes the place of the first', { timeout: 60_000 }, async () => {
    await ana.say('/cancel');
    await preview(50);
    await answered(ana, () => ana.say('Buenas, {nombre|amigo}'), /^¿Este es el mensaje nuevo\?\nBuenas/);
    await answeredInPlace(ana, () => ana.tap('new:show'), /^Paso 3 de 3[\s\S]*Hola/);
    const own = await ana.say('Buenas, {nombre|amigo}');
    await ana.waitForMessage((message) => /^¿Este es el mensaje nuevo/.test(textOf(message)), {
      what: 'the question',
      after: own,
    });
    await answered(ana, () => ana.tap('new:text:swap'), /^Paso 3 de 3[\s\S]*Buenas/);
    // It is the draft's text now: an edit of it corrects the draft.
    await answered(ana, () => ana.edit(own, 'Saludos, {nombre|amigo}'), /^Paso 3 de 3[\s\S]*Saludos/);
  });

  it('begins a message with a picture that comes before any list', { timeout: 60_000 }, async () => {
    await ana.say('/cancel');
    await answered(
      ana,
      () => ana.sendFile({ name: 'foto.png', bytes: PNG, mime: 'image/png', as: 'photo' }),
      /^Paso 1 de 3[\s\S]*El mensaje ya está: una foto/,
    );
    await answered(ana, () => ana.say('Hola {nombre|amigo}'), /^Paso 1 de 3[\s\S]*una foto y un texto/);
    await list(60);
    const after = await lastId(ana);
    await ana.tap('new:list:ok');
    await ana.waitForButton('new:send', { after });
  });

  it('keeps a list that came instead of a message over a restart', { timeout: 120_000 }, async () => {
    await ana.say('/cancel');
    await list(70);
    await answeredInPlace(ana, () => ana.tap('new:list:ok'), /^Paso 2 de 3/);
    const other = { name: 'otra.csv', bytes: Buffer.from(toCsv(plain(2, 80))) };
    await answered(ana, () => ana.sendFile(other), /^Ahora espero el mensaje/);
    await world.restart();
    await answeredInPlace(ana, () => ana.tap('new:list:swap'), /^Lista leída: 2/);
  });
});
