/** What people do in the middle of a dialogue: commands, old buttons, double taps, wrong files, restarts. */
import { globSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { forgeries } from './forged.ts';
import {
  answered,
  fetchReport,
  lastId,
  type Message,
  type Operator,
  pause,
  plain,
  prepare,
  startWorld,
  textOf,
  toCsv,
  until,
  type World,
} from './world.ts';

const PASSWORD = 'demo1234';
const SEED = 20_261_128;
/** Calls after which something is seen in the chat. */
const VISIBLE = /^(send(?!ChatAction)|edit|delete|setMessageReaction)/;
const said = z.object({
  next: z.number(),
  calls: z.array(z.object({ method: z.string(), chatId: z.number().optional() })),
});
/** Of all that the program's own parts have noted in this world: unhandled rejections are among them. */
const errorLines = ({ dataRoot }: World) =>
  globSync(`${dataRoot}/logs/{core,queue}.class*.log`).flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => /"level":[56]0/.test(line)),
  );
const csv = (text: string, name = 'lista.csv') => ({ name, bytes: Buffer.from(text) });

describe('the draft', () => {
  let world: World;
  let ana: Operator;
  beforeAll(async () => {
    world = await startWorld({ quietPhones: true });
    ana = await world.connected();
  }, 60_000);
  afterAll(() => world.close());

  it('says in words what is wrong with a file, as a reply to it', { timeout: 120_000 }, async () => {
    const cases: [Parameters<Operator['sendFile']>[0], RegExp][] = [
      [
        { name: 'a.pdf', bytes: Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj', 'latin1') },
        /^No puedo leer un \.pdf/,
      ],
      [csv('nombre,telefono\n'), /^La lista está vacía/],
      [csv('nombre,ciudad\nAna,Asunción\nLuis,Luque\n'), /^No encuentro una columna/],
      [csv('tel\n5.95981E+11\n5.95982E+11\n'), /^Excel dañó 2 números/],
      [csv('tel\n99 9999 9999 99\n'), /^Ningún número es válido para Paraguay \(\+595\)/],
      [{ ...csv('x'), declaredSize: 34_000_000 }, /^El archivo pesa 34 MB/],
    ];
    for (const [file, sentence] of cases) {
      let sent = 0;
      const message = await answered(
        ana,
        async () => {
          sent = await ana.sendFile(file);
        },
        sentence,
      );
      expect(message.replyTo).toBe(sent);
    }
  });

  it('reads a list, its bad rows come as a file, another column and country are a tap away', {
    timeout: 120_000,
  }, async () => {
    const list = csv(
      'Nombre;Tel 1;Tel 2\nAna;0981123456;11 2345-6789\nLuis;abc;11 2345-6780\nAna;0981123456;\n',
    );
    const read = await answered(ana, () => ana.sendFile(list), /^Lista leída: 1 persona/);
    expect(textOf(read)).toContain('Fuera: 1 repetido, 1 no válido');
    await ana.tap('new:badrows');
    const bad = await ana.waitForMessage((message) => message.document?.name === 'filas-malas.csv', {
      what: 'the file of bad rows',
      after: read.id,
    });
    const text = (await ana.download(bad.document?.fileId ?? '')).toString();
    expect(text).toMatch(/"3";"abc";"tiene letras"/);
    await ana.tap('new:columns');
    await ana.tap('new:column:2');
    await until(async () => /^Ningún número es válido/.test(textOf(await draftMessage())), {
      what: 'Paraguay',
    });
    await ana.tap('new:countries', { messageId: (await draftMessage()).id });
    await ana.tap('new:country:AR');
    await until(async () => textOf(await draftMessage()).startsWith('Lista leída: 2 personas'), {
      what: 'Argentina',
    });
  });

  const draftMessage = async () => {
    const { messages } = await ana.chat();
    const found = messages.findLast((message) =>
      message.buttons?.flat().some((one) => /^new:(?!start$|fresh$)/.test(one.data ?? '')),
    );
    if (!found) throw new Error('no draft message');
    return found;
  };

  it('takes commands in the middle of a question, and leaves it open', { timeout: 120_000 }, async () => {
    await answered(ana, () => ana.sendFile(csv(toCsv(plain(5)))), /^Lista leída: 5/);
    await ana.tap('new:list:ok');
    await until(async () => /^Paso 2 de 3/.test(textOf(await draftMessage())), { what: 'the question' });
    await answered(ana, () => ana.say('/estado'), /^WhatsApp conectado · cola/);
    await answered(ana, () => ana.say('/ayuda'), /^¿En qué te ayudo/);
    const preview = await answered(ana, () => ana.say('Hola {nonbre|amigo}'), /^No conozco \{nonbre\}/);
    await ana.tap('new:fix:0', { messageId: preview.id });
    await until(async () => /^Paso 3 de 3: revisa tu envío a 5 personas/.test(textOf(await draftMessage())), {
      what: 'the preview',
    });
    expect(textOf(await draftMessage())).toContain('Hola Ana');
    expect(textOf(await draftMessage())).toContain('Responde BAJA');
  });

  it('changes with the message that the person edits', { timeout: 60_000 }, async () => {
    const { messages } = await ana.chat();
    const own = messages.findLast((message) => message.from === 'user' && message.text?.includes('nonbre'));
    await answered(ana, () => ana.edit(own?.id ?? 0, 'Buenas {nombre|amigo}'), /Buenas Ana/);
  });

  it('refuses buttons of an old preview, and shows the current one', { timeout: 60_000 }, async () => {
    const { messages } = await ana.chat();
    const old = messages.find(
      (message) => /^Lista leída: 5/.test(textOf(message)) || /^No conozco/.test(textOf(message)),
    );
    const tap = await ana.tap('new:send', { messageId: old?.id ?? 1, force: true });
    expect(tap.toast).toBe('Este menú ya no sirve. Te muestro el actual.');
    expect(await ana.tap('bogus:1:x', { messageId: (await draftMessage()).id, force: true })).toMatchObject({
      toast: 'Este menú ya no sirve. Te muestro el actual.',
    });
  });

  it('asks when a list comes instead of the message', { timeout: 60_000 }, async () => {
    await ana.tap('new:content');
    await until(async () => /^Paso 2 de 3/.test(textOf(await draftMessage())), { what: 'the question' });
    await answered(ana, () => ana.sendFile(csv(toCsv(plain(7, 10)))), /^Ahora espero el mensaje/);
    await ana.tap('new:list:swap');
    await until(async () => /^Lista leída: 7/.test(textOf(await draftMessage())), { what: 'the other list' });
    await answered(
      ana,
      () => ana.sendFile({ name: 'x.jpg', bytes: Buffer.from('no picture'), mime: 'image/jpeg' }),
      /^Esa imagen está dañada/,
    );
  });

  it('survives a restart, and starts once however often it is confirmed', { timeout: 180_000 }, async () => {
    await world.restart();
    await until(async () => (await world.phones.state()).online, { what: 'the link', timeoutMs: 30_000 });
    await answered(ana, () => ana.say('/nueva'), /^Tienes un borrador: lista, 7 personas/);
    await ana.tap('new:show');
    await until(async () => /^Paso 3 de 3/.test(textOf(await draftMessage())), { what: 'the preview' });
    await ana.tap('new:send');
    const { message } = await ana.waitForButton('new:confirm');
    const taps = await Promise.all(
      [1, 2, 3].map(() => ana.tap('new:confirm', { messageId: message.id, force: true })),
    );
    const { data } = await ana.waitForButton(/^campaign:\d+:/, { after: message.id });
    const campaign = Number(data.split(':')[1]);
    expect(
      taps.filter(({ toast }) => toast === `Ya está en marcha: campaña ${campaign}`).length,
    ).toBeGreaterThanOrEqual(1);
    await world.finished(ana, campaign);
    await world.seen(7);
    await pause(1000);
    expect(await world.phones.journal()).toMatchObject({ shown: 7, shownTwice: 0 });
  });

  it('/cancel leaves nothing behind', { timeout: 60_000 }, async () => {
    await answered(ana, () => ana.say('/nueva'), /^Paso 1 de 3/);
    await answered(ana, () => ana.say('/cancelar'), /^Borrador descartado/);
    await answered(ana, () => ana.say('/cancelar'), /^No hay nada que cancelar/);
    await answered(ana, () => ana.say('hola'), /^WhatsApp conectado/);
  });

  it('lives through hundreds of forged taps, commands and files, each answered; then all is as before', {
    timeout: 300_000,
  }, async () => {
    const main = await world.program.mainPid();
    await prepare(ana, { list: csv(toCsv(plain(3, 30))), content: 'Hola {nombre|amigo}' });
    const heard = async (since: number) => {
      const { calls, next } = said.parse(await world.stage.control.get(`/telegram/calls?since=${since}`));
      return {
        next,
        shown: calls.filter(({ chatId, method }) => chatId === ana.id && VISIBLE.test(method)).length,
      };
    };
    const answers = async (act: () => Promise<unknown>, what: string) => {
      const { next } = await heard(Number.MAX_SAFE_INTEGER);
      if (await act()) return;
      await until(async () => (await heard(next)).shown > 0, {
        what: `an answer to ${what}`,
        timeoutMs: 20_000,
        everyMs: 20,
      });
    };
    for (const one of forgeries(SEED, 300))
      await answers(
        async () => {
          if (one.is === 'file') return void (await ana.sendFile(one.file));
          if (one.is === 'text') return void (await ana.say(one.text));
          const messageId = (await ana.chat()).messages.findLast(({ from }) => from === 'bot')?.id ?? 0;
          const { answered, toast } = await ana.tap(one.data, { messageId, force: true });
          expect(answered, one.data).toBe(true);
          return toast;
        },
        JSON.stringify(one).slice(0, 100),
      );
    expect(await world.program.mainPid()).toBe(main);
    expect(errorLines(world)).toEqual([]);
    // Some of it was understood: what was set is set back.
    await answered(ana, () => ana.say('/ajustes'), /^/);
    const messageId = await lastId(ana);
    for (const data of ['settings:lang:es', 'settings:reset:yes'])
      await ana.tap(data, { messageId, force: true });
    await ana.say('/cancelar');
    const campaign = await world.send(ana, toCsv(plain(9, 40)));
    await world.finished(ana, campaign);
    expect(await fetchReport(ana, campaign)).toMatchObject({ rows: 9, accepted: 9, open: 0 });
  });
});

describe('people around the bot', () => {
  let world: World;
  let ana: Operator;
  beforeAll(async () => {
    world = await startWorld({ quietPhones: true, env: { OPERATOR_IDS: '1001,1002' } });
    ana = await world.operator(1001);
    await answered(ana, () => ana.say('/start'), /^Falta conectar WhatsApp/);
  }, 60_000);
  afterAll(() => world.close());

  it('who are strangers get one polite line, once', { timeout: 60_000 }, async () => {
    const eva = await world.operator(5555, 'Eva');
    await answered(eva, () => eva.say('hola'), /^Este bot es privado/);
    await eva.say('hola?');
    await eva.say('/start claim_AAAAAAAA');
    await pause(1000);
    const { messages } = await eva.chat();
    expect(messages.filter((message) => message.from === 'bot').length).toBeLessThanOrEqual(2);
    expect(messages.some((message) => message.buttons)).toBe(false);
  });

  it('have a draft each, in their own language', { timeout: 120_000 }, async () => {
    const bob = await world.operator(1002, 'Bob', 'en');
    await answered(bob, () => bob.sendFile(csv(toCsv(plain(4)))), /^List read: 4 people/);
    await answered(ana, () => ana.sendFile(csv(toCsv(plain(6)))), /^Lista leída: 6 personas/);
    await answered(bob, () => bob.say('/new'), /^You have a draft: lista, 4 people/);
    const joao = await world.operator(1002, 'João', 'pt');
    expect(joao.id).toBe(1002);
  });

  it('in a group get one line, and nothing is done there', { timeout: 60_000 }, async () => {
    await world.stage.control.post('/telegram/group', { title: 'Grupo', from: 1001, text: '/status' });
    await pause(500);
    await answered(ana, () => ana.say('/status'), /^WhatsApp sin conexión · cola/);
  });
});

describe('a campaign in the chat', () => {
  let world: World;
  let ana: Operator;
  beforeAll(async () => {
    world = await startWorld({ quietPhones: true, smallBatches: true });
    ana = await world.connected();
  }, 60_000);
  afterAll(() => world.close());

  const card = async (campaign: number) => {
    const { messages } = await ana.chat();
    return messages.findLast((message) => message.text?.includes(`Campaña ${campaign} ·`));
  };

  it('is paused, resumed and cancelled by taps, with a word for each', { timeout: 180_000 }, async () => {
    await world.slowly();
    const campaign = await world.send(ana, toCsv(plain(160)));
    await until(async () => (await world.phones.journal()).shown > 5, {
      what: 'the first ones',
      everyMs: 50,
    });
    expect((await ana.chat()).pinned).toBe((await card(campaign))?.id);
    expect((await ana.tap(`campaign:${campaign}:pause`)).toast).toMatch(/^Pausada/);
    expect((await ana.tap(`campaign:${campaign}:resume`)).toast).toBe('Reanudada');
    await ana.tap(`campaign:${campaign}:pause`);
    await until(async () => /^En pausa/.test(textOf((await card(campaign)) ?? ({} as Message))), {
      what: 'the pause',
    });
    await ana.tap(`campaign:${campaign}:cancel`);
    await ana.waitForButton(`campaign:${campaign}:cancel:yes`);
    expect((await ana.tap(`campaign:${campaign}:cancel:yes`)).toast).toBe('Cancelada');
    await world.finished(ana, campaign);
    await world.hurry();
    // What was under way is counted still, in the report and on the card.
    const report = await until(
      async () => {
        const now = await fetchReport(ana, campaign);
        return now.open === 0 && now;
      },
      { what: 'the last acks' },
    );
    expect(report).toMatchObject({ rows: 160, skipped: 160 - report.accepted });
    const end = new RegExp(`^Cancelada: salieron ${report.accepted} `);
    await until(async () => end.test(textOf(await card(campaign))), { what: String(end) });
    await until(async () => (await ana.chat()).pinned === null, { what: 'the card to be unpinned' });
  });

  it('tells its end through a flood of Telegram, once', { timeout: 180_000 }, async () => {
    const rows = plain(60, 500);
    const campaign = await world.send(ana, toCsv(rows));
    await world.telegramFaults({
      floodSeconds: 6,
      floodMethods: ['editMessageText', 'sendMessage', 'sendDocument'],
    });
    await world.finished(ana, campaign, 60_000);
    await until(
      async () =>
        (await ana.chat()).messages.some((message) =>
          textOf(message).startsWith(`Campaña ${campaign} terminada: 60 de 60`),
        ),
      { what: 'the summary', timeoutMs: 30_000 },
    );
    await pause(1500);
    const { messages } = await ana.chat();
    expect(
      messages.filter((message) => message.document?.name === `campana-${campaign}-informe.csv`),
    ).toHaveLength(1);
  });

  it('goes on through a restart that the password asks for', { timeout: 240_000 }, async () => {
    const before = (await world.phones.journal()).shown;
    await world.slowly();
    const campaign = await world.send(ana, toCsv(plain(200, 700)));
    await until(async () => (await world.phones.journal()).shown > before + 5, {
      what: 'some',
      everyMs: 50,
      timeoutMs: 30_000,
    });
    await answered(ana, () => ana.say('/disable'), /^Reinicio seguro: escribe la clave/);
    const wrong = await ana.say('not it');
    await until(async () => (await ana.chat()).deleted.includes(wrong), { what: 'the wrong one to go' });
    const right = await ana.say(PASSWORD);
    const back = await ana.waitForMessage((message) => /^De vuelta en \d+ segundos/.test(textOf(message)), {
      what: 'the way back',
      after: right,
      timeoutMs: 40_000,
    });
    expect(back.silent).toBe(false);
    const chat = await ana.chat();
    expect(chat.deleted).toContain(right);
    expect(world.logs()).not.toContain(PASSWORD);
    await world.hurry();
    await world.finished(ana, campaign, 60_000);
    const report = await fetchReport(ana, campaign);
    expect(report).toMatchObject({ rows: 200, accepted: 200, open: 0 });
    expect((await world.phones.journal()).shownTwice).toBe(0);
  });

  it('waits while everything is switched off, and goes on with /enable', { timeout: 120_000 }, async () => {
    await answered(ana, () => ana.say('/disable hold'), /^Apagar: escribe la clave/);
    await answered(ana, () => ana.say(PASSWORD), /^Apagado\. No envío nada hasta/);
    // Phones may still be opening what the campaign before has sent.
    let before = -1;
    await until(
      async () => {
        const { shown } = await world.phones.journal();
        const still = shown === before;
        before = shown;
        return still;
      },
      { what: 'phones that show nothing new', everyMs: 1_000 },
    );
    const campaign = await world.send(ana, toCsv(plain(20, 1300)));
    await until(async () => /^Apagado/.test(textOf((await card(campaign)) ?? ({} as Message))), {
      what: 'the hold',
    });
    await pause(2500);
    expect((await world.phones.journal()).shown).toBe(before);
    await answered(ana, () => ana.say('/enable'), /^Encendido/);
    await world.finished(ana, campaign, 30_000);
  });

  it('never puts a number, a text or a secret into a log', async () => {
    const { readFileSync } = await import('node:fs');
    const dir = `${world.dataRoot}/logs`;
    const all = ['core.class.log', 'queue.class.log', 'baileys.log'].map((name) =>
      readFileSync(`${dir}/${name}`, 'utf8'),
    );
    const text = all.join('\n') + world.logs();
    expect(text).toContain('campaign-started');
    expect(text).not.toMatch(/5959\d{8}|Hola |demo1234|privKey|rootKey/);
    expect(text).not.toContain(world.stage.emulators.token);
  });
});
