/** Conversations never trap: commands in the middle of every question, and messages that nobody asked for. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../demo/story.ts';
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
    ana = await world.claim();
  }, 90_000);
  afterAll(() => world.close());

  /** Before anything is linked: the only time when a number is asked for. */
  it('takes commands in the middle of the question for the number, and leaves it with /cancel', {
    timeout: 90_000,
  }, async () => {
    const ask = async () => {
      const after = await lastId(ana);
      await ana.say('/connect');
      const { message } = await ana.waitForButton('connect:code', { after });
      await answered(ana, () => ana.tap('connect:code', { messageId: message.id }), /^¿Qué número tiene/);
    };
    await ask();
    for (const [command, sentence] of COMMANDS.filter(([one]) => one !== '/connect'))
      await answered(ana, () => ana.say(command), sentence);
    await answered(ana, () => ana.say('12'), /^Ese número no es válido/);
    await answered(ana, () => ana.say('/cancel'), /^Bien, lo dejamos para después/);
    await answered(ana, () => ana.say('+595 981 000 111'), /^\+595 981 000111|^¿|^WhatsApp|^Falta/);
    await ask();
    await answered(ana, () => ana.say('+595 981 000 111'), /^Tu código: /);
    await ana.tap('connect:cancel').catch(() => undefined);
  });

  it('is linked, and has a campaign that leaves tomorrow', { timeout: 90_000 }, async () => {
    await ana.say('/start');
    await connect(world.stage, ana);
    await preview(0);
    await answeredInPlace(ana, () => ana.tap('new:when'), /^¿Cuándo/);
    await answered(ana, () => ana.say('mañana 9'), /Cuándo: mañana 9:00/);
    await answeredInPlace(ana, () => ana.tap('new:send'), /^¿Estas/);
    const done = await answeredInPlace(ana, () => ana.tap('new:confirm'), /^Programada como campaña \d+/);
    campaign = Number(/\d+$/.exec(textOf(done))?.[0]);
  });

  async function preview(from: number, text = 'Hola {nombre|amigo}', csv = toCsv(plain(3, from))) {
    await list(from, csv);
    await answeredInPlace(ana, () => ana.tap('new:list:ok'), /^Paso 2 de 3/);
    return answered(ana, () => ana.say(text), /^(Paso 3 de 3|\d|.*no tiene)/);
  }
  const list = (from: number, csv = toCsv(plain(3, from))) =>
    answered(ana, () => ana.sendFile({ name: 'lista.csv', bytes: Buffer.from(csv) }), /^Lista leída: \d/);
  /** A draft with its options open, or one step further. */
  async function options(from: number, further: string, sentence: RegExp) {
    await preview(from);
    await answeredInPlace(ana, () => ana.tap('new:more'), /^Opciones/);
    await answeredInPlace(ana, () => ana.tap(further), sentence);
  }
  /** One of the settings, as far as its typed question. */
  async function setting(what: string) {
    const all = await answered(ana, () => ana.say('/ajustes'), /^Ajustes/);
    await answeredInPlace(ana, () => ana.tap(`settings:${what}`, { messageId: all.id }), /^¿/);
    await answeredInPlace(ana, () => ana.tap(`settings:ask:${what}`, { messageId: all.id }), /^Escribe/);
  }
  /** Names that are given once only. */
  let named = 0;
  const aName = () => {
    named += 1;
    return `Nombre ${named}`;
  };
  async function rename(kind: 'text' | 'list') {
    const [save, page, one, change] =
      kind === 'text'
        ? ['new:savetext', 'new:templates:1', 'new:savedtext', 'new:saved:1']
        : ['new:savelist', 'new:lists', 'new:savedlist', 'new:savedlists:1'];
    await options(90, save, /nombre/i);
    await answered(ana, () => ana.say(aName()), /^Paso 3 de 3/);
    if (kind === 'text') await answeredInPlace(ana, () => ana.tap('new:content'), /^Paso 2 de 3/);
    else {
      await ana.say('/nueva');
      const { message } = await ana.waitForButton('new:fresh');
      await answeredInPlace(ana, () => ana.tap('new:fresh', { messageId: message.id }), /^Paso 1 de 3/);
    }
    await answeredInPlace(ana, () => ana.tap(page), /^Tus (mensajes|listas)/);
    await answeredInPlace(ana, () => ana.tap(change), /^¿Qué/);
    const { data } = await ana.waitForButton(new RegExp(`^${one}:\\d+$`));
    await answeredInPlace(ana, () => ana.tap(data), /^Nombre \d/);
    await answeredInPlace(ana, () => ana.tap(`${data}:rename`), /nombre/i);
  }
  const HOLES = 'telefono;nombre\n+595981300001;Ana\n+595981300002;\n';

  /** Commands that leave a question open, and how each is answered. */
  const COMMANDS: readonly (readonly [string, RegExp])[] = [
    ['/start', /^(WhatsApp conectado|Falta conectar)/],
    ['/estado', /^WhatsApp .* · cola/],
    ['/campanas', /^(Campañas: |Aún no hay)/],
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
    /** It stands beside the draft, which outlives it. */
    aside?: boolean;
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
      aside: true,
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
      aside: true,
    },
    {
      name: 'what stands where a value is missing',
      open: async () => {
        await preview(0, 'Hola {nombre}', HOLES);
        await answeredInPlace(ana, () => ana.tap('new:gap:ask:0'), /^¿Qué pongo/);
      },
      answer: 'vecino',
      brings: /^Paso 3 de 3/,
    },
    {
      name: 'a bad row',
      open: async () => {
        await list(0, 'telefono;nombre\n+595981300001;Ana\nfalta;Luis\n');
        await answeredInPlace(ana, () => ana.tap('new:mend'), /^Fila 3: falta/);
      },
      answer: '+595981300002',
      brings: /^Lista leída: 2/,
    },
    {
      name: 'a pace of one’s own',
      open: async () => {
        await preview(100);
        await answeredInPlace(ana, () => ana.tap('new:pace'), /^¿A qué ritmo/);
        await answeredInPlace(ana, () => ana.tap('new:pace:ask'), /^¿Cuántos mensajes/);
      },
      answer: '20',
      brings: /^Paso 3 de 3[\s\S]*20 por minuto/,
    },
    {
      name: 'the hour at which a campaign’s day ends',
      open: async () => {
        await preview(105);
        await answeredInPlace(ana, () => ana.tap('new:pace'), /^¿A qué ritmo/);
        await answeredInPlace(ana, () => ana.tap('new:closing'), /^¿A qué hora cierra/);
      },
      answer: '18:30',
      brings: /18:30/,
    },
    {
      name: 'the name of the draft',
      open: () => options(110, 'new:rename', /^¿Cómo se llama/),
      answer: 'Promo de abril',
      brings: /^Opciones del borrador/,
    },
    {
      name: 'another name for a saved message',
      open: () => rename('text'),
      answer: 'Otro nombre',
      brings: /^Otro nombre/,
      aside: true,
    },
    {
      name: 'another name for a saved list',
      open: () => rename('list'),
      answer: 'Otra lista',
      brings: /^Otra lista/,
      aside: true,
    },
    {
      name: 'the number of an opt-out',
      open: async () => {
        const all = await answered(ana, () => ana.say('/bajas'), /^Bajas: /);
        await answeredInPlace(ana, () => ana.tap('optout:add', { messageId: all.id }), /^Escribe el número/);
      },
      answer: '+595 981 300 009',
      brings: /^De baja: /,
      aside: true,
    },
    {
      name: 'whom to forget',
      open: () => answered(ana, () => ana.say('/forget'), /^¿A quién olvido/),
      answer: '+595 981 300 008',
      brings: /^¿Olvidar a/,
      aside: true,
    },
    ...(
      [
        ['zone', 'Lima'],
        ['country', 'Paraguay'],
        ['quiet', 'no'],
        ['cap', '100000'],
        ['owned', '3/2020'],
      ] as const
    ).map(([what, answer]) => ({
      name: `a setting: ${what}`,
      open: () => setting(what),
      answer,
      brings: /^Ajustes/,
      aside: true,
    })),
    {
      name: 'the password',
      open: () => answered(ana, () => ana.say('/disable'), /^Reinicio seguro: escribe la clave/),
      answer: 'not it',
      brings: /^Clave incorrecta/,
    },
  ];

  it.each(QUESTIONS)(
    'takes commands in the middle of the question for $name',
    { timeout: 120_000 },
    async ({ name, open, answer, brings }) => {
      await ana.say('/cancel');
      await open();
      // Three for each question, so that every command meets several.
      const from = QUESTIONS.findIndex((question) => question.name === name) * 3;
      for (let nth = from; nth < from + 3; nth += 1) {
        const [command, sentence] = COMMANDS[nth % COMMANDS.length] ?? ['', /^/];
        await answered(ana, () => ana.say(command), sentence);
      }
      // The question is open still.
      await answered(ana, () => ana.say(answer), brings);
    },
  );

  it.each(QUESTIONS)(
    'leaves the question for $name with /cancel: what is typed then answers nothing',
    {
      timeout: 120_000,
    },
    async ({ open, brings, aside = false }) => {
      await ana.say('/cancel');
      await open();
      await answered(
        ana,
        () => ana.say('/cancel'),
        aside ? /^Bien, lo dejamos/ : /cancel|descart|No hay nada|Bien, no hago nada/i,
      );
      const after = await lastId(ana);
      // Where a draft outlives the question, it may be what a text is for.
      const menu = await answered(ana, () => ana.say('hola'), /^(WhatsApp conectado|¿Este es el mensaje)/);
      const { messages } = await ana.chat();
      expect(
        messages.filter(
          ({ id }) =>
            id > after && id < menu.id && brings.test(textOf(messages.find((one) => one.id === id))),
        ),
      ).toEqual([]);
    },
  );

  it('keeps the draft when a question beside it is left', { timeout: 60_000 }, async () => {
    await ana.say('/cancel');
    await preview(120);
    await setting('quiet');
    await answered(ana, () => ana.say('/cancel'), /^Bien, lo dejamos/);
    await answered(ana, () => ana.say('/nueva'), /^Tienes un borrador: lista, 3 personas/);
    await answered(ana, () => ana.say('/cancel'), /^Borrador descartado/);
  });

  it('says what can be sent where a sticker comes, and goes on asking', { timeout: 60_000 }, async () => {
    const sticker = { name: 'a.webp', bytes: PNG, mime: 'image/webp', as: 'sticker' as const };
    await ana.say('/cancel');
    await answered(ana, () => ana.sendFile(sticker), /^WhatsApp conectado/);
    await answered(ana, () => ana.say('/nueva'), /^Paso 1 de 3/);
    await answered(ana, () => ana.sendFile(sticker), /^Paso 1 de 3/);
    await list(130);
    await answeredInPlace(ana, () => ana.tap('new:list:ok'), /^Paso 2 de 3/);
    await answered(ana, () => ana.sendFile(sticker), /^No puedo enviar eso\.\nEnvía texto, fotos, PDF/);
    await answered(ana, () => ana.say('Hola {nombre|amigo}'), /^Paso 3 de 3/);
  });

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
