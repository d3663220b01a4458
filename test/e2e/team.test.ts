/** The team over real sockets: who comes in, who may do what, who is out at once, and what the record says of it. */
import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  answered,
  answeredInPlace,
  lastId,
  type Message,
  type Operator,
  plain,
  startWorld,
  textOf,
  toCsv,
  until,
  type World,
} from './world.ts';

let world: World;
let ana: Operator;
let luis: Operator;
beforeAll(async () => {
  world = await startWorld({ quietPhones: true, smallBatches: true });
  ana = await world.connected();
  luis = await world.operator(1002, 'Luis', 'en');
}, 90_000);
afterAll(() => world.close());

const buttonsOf = (message: Message) => message.buttons?.flat() ?? [];
const offered = async (who: Operator) => (await who.chat()).commands.map(({ command }) => command);
const shown = async () => (await world.phones.journal()).shown;
/** Taps where no such button is, as a forged update would. */
const forged = async (who: Operator, data: string) => who.tap(data, { messageId: 1, force: true });
const record = async () => {
  await ana.say('/equipo');
  await ana.tap('ops:audit');
  return textOf(
    await ana.waitForMessage(({ text }) => /^Registro: \d+/.test(text ?? ''), { what: 'the record' }),
  );
};

/** A new invitation's link, as the button to copy has it. */
async function invitation(): Promise<string> {
  await answered(ana, () => ana.say('/equipo'), /^Equipo: /);
  const made = await answeredInPlace(ana, () => ana.tap('ops:invite'), /^Comparte este enlace/);
  const link = buttonsOf(made).find(({ copy }) => copy)?.copy ?? '';
  expect(link).toMatch(/^https:\/\/t\.me\/\w+\?start=inv_[0-9A-F]{32}$/);
  return `/start ${link.split('start=')[1]}`;
}

describe('an invitation', () => {
  it('lets one person in, once, though two open it at the same moment; the admins hear of it', {
    timeout: 120_000,
  }, async () => {
    const bob = await world.operator(1003, 'Bob', 'en');
    const start = await invitation();
    const before = await lastId(ana);
    await Promise.all([luis.say(start), bob.say(start)]);
    const welcome = /^Hello, (Luis|Bob): you are in the team now/;
    const refusal = /^This invitation was used already/;
    const word = (who: Operator) =>
      who.waitForMessage((message) => message.from === 'bot', { what: 'a word' }).then(textOf);
    const words = [await word(luis), await word(bob)];
    expect(words.filter((text) => welcome.test(text))).toHaveLength(1);
    expect(words.filter((text) => refusal.test(text))).toHaveLength(1);
    const joined = await ana.waitForMessage(({ text }) => /entró al equipo/.test(text ?? ''), {
      what: 'the news',
      after: before,
    });
    expect(joined.silent).toBe(false);
    // From here on Luis is in and Bob is out, whoever was first.
    if (welcome.test(words[1] ?? '')) {
      await ana.tap('ops:1003:remove');
      await ana.tap('ops:1003:remove:yes');
      await luis.say(await invitation());
      await luis.waitForMessage(({ text }) => welcome.test(text ?? ''), { what: 'the welcome' });
    }
    await answered(luis, () => luis.say('/status'), /^WhatsApp connected/);
  });

  it('that was revoked, or guessed, lets nobody in; who guesses on hears nothing more', {
    timeout: 120_000,
  }, async () => {
    const eve = await world.operator(1009, 'Eve', 'en');
    const start = await invitation();
    await ana.tap(`ops:revoke:${start.split('inv_')[1]}`);
    await answered(eve, () => eve.say(start), /^This invitation was used already/);
    for (let nth = 0; nth < 6; nth += 1) await eve.say(`/start inv_${'0'.repeat(31)}${nth}`);
    await answered(eve, () => eve.say('/status'), /^This bot is private/);
    const heard = (await eve.chat()).messages.filter(({ from }) => from === 'bot').length;
    expect(heard).toBe(6);
    await eve.say('/start');
    await forged(eve, 'ops:show');
    expect((await eve.chat()).messages.filter(({ from }) => from === 'bot')).toHaveLength(heard);
  });
});

describe('a role', () => {
  it('decides which commands the client offers, in the person’s language', { timeout: 120_000 }, async () => {
    expect(await offered(ana)).toEqual(
      expect.arrayContaining(['operators', 'disable', 'logout', 'settings']),
    );
    expect(await offered(luis)).toContain('settings');
    expect(await offered(luis)).not.toContain('operators');
    const described = async () => (await luis.chat()).commands.find(({ command }) => command === 'status');
    expect((await described())?.description).toBe('Status now');
    await luis.say('/settings');
    await luis.tap('settings:lang');
    await luis.tap('settings:lang:pt');
    await until(async () => (await described())?.description === 'Status agora', { what: 'the commands' });
    await luis.tap('settings:lang');
    await luis.tap('settings:lang:en');
  });

  it('keeps an operator from what is the admins’, also by buttons that were never shown', {
    timeout: 120_000,
  }, async () => {
    await answered(luis, () => luis.say('/operators'), /^Only an admin can do this/);
    for (const data of [
      'ops:show',
      'ops:invite',
      'ops:1001:remove:yes',
      'ops:1002:admin',
      'ops:audit',
      'ops:export',
      'settings:pace:careful',
      'settings:zone:America/Lima',
      'settings:cap:off',
      'settings:footer',
      'settings:owned:37',
      'settings:reset:yes',
      'power:unlink:yes',
    ])
      expect((await forged(luis, data)).toast, data).toBe('Only an admin can do this.');
    const status = await answered(ana, () => ana.say('/estado'), /^WhatsApp conectado/);
    expect(textOf(status)).not.toMatch(/Cambiado en el chat/);
    await answered(ana, () => ana.say('/equipo'), /^Equipo: 2 personas/);
  });

  it('of the last admin stays: nobody can be left without one', { timeout: 120_000 }, async () => {
    for (const data of ['ops:1001:remove:yes', 'ops:1001:operator'])
      expect((await forged(ana, data)).toast).toBe('Es la única persona que administra');
    await ana.say('/equipo');
    await ana.tap('ops:1002:show');
    await ana.tap('ops:1002:admin');
    await until(async () => (await offered(luis)).includes('operators'), { what: 'the admin’s commands' });
    await ana.tap('ops:1002:operator');
    await until(async () => !(await offered(luis)).includes('operators'), {
      what: 'the operator’s commands',
    });
  });
});

describe('the settings', () => {
  it('change in place, by taps and typed words, are in force at once and after a restart', {
    timeout: 300_000,
  }, async () => {
    await answered(ana, () => ana.say('/ajustes'), /^Ajustes/);
    await answeredInPlace(ana, () => ana.tap('settings:quiet'), /^¿A qué horas no se envía nada/);
    await answeredInPlace(ana, () => ana.tap('settings:ask:quiet'), /^Escribe de qué hora a qué hora/);
    await answered(ana, () => ana.say('mañana'), /^No entiendo "mañana"/);
    const all = await answered(ana, () => ana.say('de 21:30 a 7'), /^Ajustes/);
    expect(buttonsOf(all).map(({ text }) => text)).toContain('Silencio: 21:30 a 7:00');
    await ana.tap('settings:zone');
    await ana.tap('settings:ask:zone');
    const moved = await answered(ana, () => ana.say('bogota'), /^Ajustes/);
    expect(buttonsOf(moved).map(({ text }) => text)).toContain('Hora: Bogotá (UTC−5)');
    await world.restart();
    const after = await ana.say('/estado');
    const status = await ana.waitForMessage(({ text }) => /^WhatsApp/.test(text ?? ''), {
      what: 'the status after the restart',
      after,
      timeoutMs: 60_000,
    });
    expect(textOf(status)).toContain('Cambiado en el chat: hora, silencio.');
    expect(world.logs()).not.toMatch(/preference-ignored/);
    await ana.say('/ajustes');
    await ana.tap('settings:reset');
    await ana.tap('settings:reset:yes');
    const back = await answered(ana, () => ana.say('/estado'), /^WhatsApp/);
    expect(textOf(back)).not.toContain('Cambiado en el chat');
  });

  it('ask how long the number has been theirs before the fastest pace of a new link', {
    timeout: 120_000,
  }, async () => {
    await ana.say('/ajustes');
    await ana.tap('settings:pace');
    await ana.tap('settings:pace:normal');
    await ana.tap('settings:pace');
    await answeredInPlace(ana, () => ana.tap('settings:pace:maximum'), /^Antes de ir al máximo/);
    await answeredInPlace(ana, () => ana.tap('settings:owned:37'), /^Ajustes/);
    await ana.tap('settings:pace');
    const fast = await answeredInPlace(ana, () => ana.tap('settings:pace:maximum'), /^Ajustes/);
    expect(buttonsOf(fast).map(({ text }) => text)).toContain('Ritmo: máximo');
  });
});

describe('who is removed', () => {
  it('is out at once in mid-campaign: card, buttons, words; the campaign goes on without them', {
    timeout: 300_000,
  }, async () => {
    await luis.say('/settings');
    await luis.tap('settings:plain');
    const before = await shown();
    await world.slowly();
    const campaign = await world.send(luis, toCsv(plain(120)));
    await until(async () => (await shown()) > before + 5, {
      what: 'the first ones',
      everyMs: 50,
      timeoutMs: 60_000,
    });
    const { message: card } = await luis.waitForButton(`campaign:${campaign}:pause`);
    expect(textOf(card)).not.toMatch(/[▰▱]/);
    // A question is open when it happens.
    await luis.say('/new');
    await ana.say('/equipo');
    await ana.tap('ops:1002:show');
    await ana.tap('ops:1002:remove');
    await answeredInPlace(ana, () => ana.tap('ops:1002:remove:yes'), /^Equipo: 1 persona/);

    await luis.waitForMessage(
      ({ id, text }) => id > card.id && /not in this bot's team any more/.test(text ?? ''),
      {
        what: 'the goodbye',
      },
    );
    await world.hurry();
    const { messages, pinned } = await luis.chat();
    expect(pinned).toBeNull();
    expect(textOf(messages.find(({ id }) => id === card.id))).toBe(
      "You are not in this bot's team any more.",
    );
    const heard = messages.filter(({ from }) => from === 'bot').length;
    for (const data of [
      `campaign:${campaign}:pause`,
      `campaign:${campaign}:cancel:yes`,
      'new:start',
      'connect:start',
    ])
      expect((await luis.tap(data, { messageId: card.id, force: true })).toast).toBeNull();
    await luis.say('Una lista que nadie lee');
    await luis.sendFile({ name: 'lista.csv', bytes: Buffer.from(toCsv(plain(5, 2000))) });
    await world.finished(ana, campaign);
    await until(async () => (await shown()) === before + 120, { what: 'everybody', timeoutMs: 60_000 });
    expect((await world.phones.journal()).shownTwice).toBe(0);
    expect((await luis.chat()).messages.filter(({ from }) => from === 'bot')).toHaveLength(heard);
    expect(await offered(luis)).not.toContain('operators');
  });
});

describe('the record', () => {
  it('says who did what, page by page, and leaves as a table that Excel opens', {
    timeout: 120_000,
  }, async () => {
    const first = await record();
    expect(first).toMatch(/· Ana: quitó a Luis del equipo$/m);
    const after = await lastId(ana);
    await ana.tap('ops:export');
    const file = await ana.waitForMessage(({ document }) => /^registro-.*\.csv$/.test(document?.name ?? ''), {
      what: 'the table',
      after,
    });
    const bytes = await ana.download(file.document?.fileId ?? '');
    const rows = z
      .array(z.array(z.string()))
      .parse(parse(bytes, { bom: true, delimiter: ';', relax_column_count: true }));
    expect(rows[0]).toEqual(['hora', 'quién', 'id de Telegram', 'qué hizo', 'campaña']);
    const deeds = rows.slice(1).map(([, who, , what]) => `${who}: ${what}`);
    for (const deed of [
      'Ana: entró como admin',
      'Ana: creó una invitación',
      'Luis: entró con una invitación',
      'Ana: anuló una invitación',
      'Ana: hizo admin a Luis',
      'Ana: cambió silencio: 21:30 a 7:00',
      'Ana: volvió a los ajustes del servidor',
      'Ana: exportó el registro',
    ])
      expect(deeds).toContain(deed);
    expect(deeds.some((deed) => /^Luis: inició la campaña \d+$/.test(deed))).toBe(true);
  });
});

describe('what lies on the disk', () => {
  it('is for nobody else on the machine, and no name of a file leads out of its folder', {
    timeout: 120_000,
  }, async () => {
    const bytes = Buffer.from(toCsv(plain(3, 3000)));
    for (const name of [
      '../../../climbs.csv',
      '..\\..\\climbs.csv',
      '/tmp/climbs.csv',
      'climbs\u0000.csv',
      '.climbs.csv',
    ])
      await answered(ana, () => ana.sendFile({ name, bytes }), /^Lista leída: 3 personas/);
    const entries = readdirSync(world.dataRoot, { recursive: true, withFileTypes: true });
    expect(entries.filter(({ name }) => name.includes('climbs'))).toEqual([]);
    expect(readdirSync(dirname(world.dataRoot)).filter((name) => name.includes('climbs'))).toEqual([]);
    const open = entries
      .filter((entry) => !entry.isSymbolicLink())
      .map(({ parentPath, name }) => join(parentPath, name))
      // Files of the moment may be gone by now.
      .filter((path) => ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o077) !== 0);
    expect(open).toEqual([]);
  });
});

describe('in a group', () => {
  it('one line says where the bot works, once, and nothing is done there', { timeout: 60_000 }, async () => {
    const write = (body: object) =>
      world.stage.control.post('/telegram/group', { title: 'Grupo', from: 1001, ...body });
    const said = async () => {
      const answer = await world.stage.control.get('/telegram/group');
      return z.object({ texts: z.array(z.string()) }).parse(answer).texts;
    };
    await write({ added: true });
    await until(async () => (await said()).length === 1, { what: 'the line' });
    for (const text of ['/status', '/equipo', '/start']) await write({ text });
    await answered(ana, () => ana.say('/estado'), /^WhatsApp conectado/);
    expect(await said()).toEqual(['Trabajo solo en chat privado.']);
  });
});
