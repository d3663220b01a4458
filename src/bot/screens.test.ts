/** What holds for every screen: its first line, its buttons, and that none of them is dead. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { Bot } from 'grammy';
import { describe, expect, it } from 'vitest';
import { NOW } from '../../test/builders.ts';
import { gallery, type Picture } from '../../test/gallery.ts';
import { createTexts, createVoice, LANGUAGES, type Language } from '../texts/texts.ts';
import { createCampaign } from './campaign/campaign.ts';
import { createCancel } from './cancel.ts';
import { commandsFor, typed } from './commands.ts';
import { createConnect } from './connect/connect.ts';
import { createIdle } from './connect/idle.ts';
import type { BotContext, Kit } from './context.ts';
import { createCopy } from './copy.ts';
import { createDoctor } from './doctor.ts';
import { createHelp } from './help.ts';
import { createLogs } from './logs.ts';
import { createMenu } from './menu.ts';
import { createNew } from './new/new.ts';
import { createOps } from './ops/ops.ts';
import { createOptOut } from './optout/optout.ts';
import { createPerson } from './person/person.ts';
import { createPower } from './power/power.ts';
import { createReplyButtons } from './reply/buttons.ts';
import type { Button, Screen } from './screen.ts';
import { createSettings } from './settings/settings.ts';
import { createStatsArea } from './stats/stats.ts';
import { createStatus } from './status.ts';

const texts = createTexts();

/** Titles of screens that tell of something wrong. */
const WRONG =
  /problem|error|fail|refus|stopped|lost|lack|too |too-|unknown|wrong|banned|locked|taken over|outdated|given up|offline|disk|damaged|gone|missed|late/;
/** Of those, where nothing in this chat helps: the person is a stranger now. */
const DEAD_ENDS: readonly string[] = ['team: gone'];
const shown = (language: Language): Picture[] =>
  gallery(createVoice(texts, language, { country: 'PY', zone: 'America/Asuncion' }));

describe.each(LANGUAGES)('every screen in %s', (language) => {
  const pictures = shown(language);
  const each = <T>(find: (face: Screen) => T[]) =>
    pictures.flatMap(({ title, screen }) => find(screen).map((what) => `${title}: ${String(what)}`));

  it('says all that matters in a first line of 60 characters: it is the notification', () => {
    expect(
      each(({ text }) => [text.split('\n')[0] ?? ''].filter((line) => line === '' || line.length > 60)),
    ).toEqual([]);
  });

  it('has buttons whose labels a phone shows whole', () => {
    const most: Readonly<Record<number, number>> = { 1: 32, 2: 17, 3: 11, 4: 8, 7: 2 };
    expect(
      each(({ buttons }) =>
        buttons.flatMap((row) =>
          row
            .filter(({ label }) => label === '' || label.length > (most[row.length] ?? 0))
            .map(({ label }) => label),
        ),
      ),
    ).toEqual([]);
  });

  it('fits below a picture where it stands below one', () => {
    const below = pictures.filter(({ title }) => title.startsWith('stats'));
    expect(below.length).toBeGreaterThan(5);
    expect(below.filter(({ screen }) => screen.text.length > 1024).map(({ title }) => title)).toEqual([]);
  });

  it('has payloads that fit, can be read, and are the same in every language', () => {
    const payloads = (one: Picture[]) => one.flatMap(({ screen }) => payloadsOf(screen));
    expect(payloads(pictures)).toEqual(payloads(shown('es')));
    for (const payload of payloads(pictures)) {
      expect(payload).toMatch(/^[\x21-\x7e]{1,64}$/);
      expect(payload).toMatch(PAYLOAD);
    }
  });

  it('that tells of something wrong has the next step as a button', () => {
    const wrong = pictures.filter(({ title }) => WRONG.test(title));
    expect(wrong.length).toBeGreaterThan(60);
    expect(
      wrong.filter(({ screen }) => screen.buttons.flat().length === 0).map(({ title }) => title),
    ).toEqual(DEAD_ENDS);
  });

  it('of help is eight lines at most, and has a button that does what it says', () => {
    const topics = pictures.filter(({ title }) => /^help: (?!an )/.test(title));
    expect(topics.length).toBeGreaterThan(7);
    for (const { title, screen } of topics) {
      expect(screen.text.split('\n').length, title).toBeLessThanOrEqual(8);
      const does = payloadsOf(screen).filter((payload) => !payload.startsWith('help:'));
      expect(does.length, title).toBeGreaterThan(0);
    }
  });

  it('reads as it did when a person last looked at it', async () => {
    const all = pictures.map((picture, nth) => written(picture, pictures[nth - 1]));
    await expect(all.join('\n')).toMatchFileSnapshot(`./golden/${language}.txt`);
  });
});

describe('no button', () => {
  const written = sourcePayloads();

  it('is missing from the search through the source', () => {
    expect(written.length).toBeGreaterThan(50);
    for (const area of ['menu', 'help', 'connect', 'new', 'list', 'campaign', 'status', 'optout', 'power'])
      expect(written.some((payload) => payload.startsWith(`${area}:`))).toBe(true);
  });

  it('is dead', async () => {
    const all = new Set([...shown('es').flatMap(({ screen }) => payloadsOf(screen)), ...written]);
    const taken = await taps();
    const dead: string[] = [];
    for (const payload of all) if (!(await taken(payload))) dead.push(payload);
    expect(dead).toEqual([]);
    expect(await taken('campaign:12:bogus')).toBe(false);
  });
});

describe('a command', () => {
  it('is taken in every language, by whoever types it', async () => {
    const { says } = await parts();
    const dead: string[] = [];
    for (const command of commandsFor('admin'))
      for (const word of typed(command)) if (!(await says(`/${word}`))) dead.push(word);
    expect(dead).toEqual([]);
    expect(await says('/bogus')).toBe(false);
  });

  it('is offered to admins besides those of everybody, and never by two names', () => {
    expect(commandsFor('admin')).toEqual(expect.arrayContaining([...commandsFor('operator')]));
    expect(commandsFor('operator')).not.toContain('operators');
    const all = commandsFor('admin').flatMap(typed);
    expect(new Set(all).size).toBe(all.length);
    for (const word of all) expect(word).toMatch(/^[a-z0-9_]{1,32}$/);
  });
});

describe('a payload', () => {
  it('that nobody made is no payload', async () => {
    const taken = await taps();
    const real = shown('es').flatMap(({ screen }) => payloadsOf(screen));
    const forged = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 64 }),
      fc.constantFrom(...real).chain((data) => fc.constantFrom(data.toUpperCase(), `x${data}`, `${data}\n`)),
    );
    await fc.assert(fc.asyncProperty(forged, async (data) => !(await taken(data))));
  });
});

/** `area:action[:value]`, `area:id:action[:value]`, or `area:page`; the value is the rest of the string. */
const PAYLOAD = /^[a-z]+(:(\d+|ref[0-9A-Z]+))?:([a-z]+(:.+)?)$|^[a-z]+:\d+$/s;

const payloadsOf = ({ buttons }: Screen): string[] => buttons.flat().flatMap(({ payload }) => payload ?? []);

/**
 * A screen as the manual writes them: `◆ title`, the text, `[*Label → payload]` by rows. Many lines at the end
 * of the text that are those of the screen before stand as `(…)`.
 */
function written({ title, screen }: Picture, before: Picture | undefined): string {
  const sign = { primary: '*', success: '+', danger: '-' } as const;
  const elsewhere = ({ copy, url, app }: Button) =>
    app ? 'web_app' : url ? `url ${url}` : `copy_text ${copy}`;
  const label = (one: Button) =>
    `[${one.style ? sign[one.style] : ''}${one.label} → ${one.payload ?? elsewhere(one)}]`;
  const rows = screen.buttons.map((row) => row.map(label).join(' '));
  const lines = withEntities(screen).split('\n');
  const others = before ? withEntities(before.screen).split('\n') : [];
  let same = 0;
  while (same < lines.length - 1 && lines.at(-1 - same) === others.at(-1 - same)) same += 1;
  const text = same > 2 ? [...lines.slice(0, -same), '(…)'] : lines;
  const keys = (screen.keys ?? []).map((key) => `⌨ [${key.label}]`);
  return [`◆ ${title}`, ...text, ...rows, ...keys, ''].join('\n');
}

/** Quotes stand in ❝…❞, times that the reader's phone counts in ⟨…⟩. */
function withEntities({ text, entities }: Screen): string {
  const signs: Readonly<Record<string, readonly [string, string]>> = {
    expandable_blockquote: ['❝', '❞'],
    date_time: ['⟨', '⟩'],
    bold: ['<b>', '</b>'],
    italic: ['<i>', '</i>'],
    strikethrough: ['<s>', '</s>'],
    code: ['<code>', '</code>'],
  };
  // From the end to the beginning; at one place what ends stands before what begins, the inner inside of the outer.
  const places = entities.flatMap(({ type, offset, length }) => {
    const [open, close] = signs[type] ?? ['«', '»'];
    return [
      { at: offset, inner: -length, sign: open },
      { at: offset + length, inner: length, sign: close },
    ];
  });
  const order = (one: (typeof places)[number]) => (one.inner < 0 ? 1 : 0);
  return places
    .toSorted((a, b) => b.at - a.at || order(b) - order(a) || b.inner - a.inner)
    .reduce((all, { at, sign }) => all.slice(0, at) + sign + all.slice(at), text);
}

/** Payloads of buttons as they stand in the source, with an example for each `${…}`. */
function sourcePayloads(): string[] {
  const examples: Readonly<Record<string, string>> = {
    topic: 'list',
    log: 'core',
    code: 'PY',
    pace: 'normal',
    period: 'day',
    name: 'friend',
    one: 'joined',
    'column.index': '1',
    language: 'pt',
    span: '20:00-08:00',
    zone: 'America/Lima',
    'member.id': '1002',
    'joined.id': '1002',
    id: '12',
    ref: 'ref8F3K2A',
    'person.ref': 'ref8F3K2A',
    'only.person.ref': 'ref8F3K2A',
    'next.person.ref': 'ref8F3K2A',
    doubt: 'identity',
    what: 'add',
  };
  const files = globSync('**/*.ts', {
    cwd: import.meta.dirname,
    exclude: (name) => name.endsWith('.test.ts'),
  });
  return files.flatMap((name) => {
    const source = readFileSync(join(import.meta.dirname, name), 'utf8');
    return [...source.matchAll(/\bbutton\(/g)].flatMap(({ index }) =>
      [...call(source, index).matchAll(/['`]([a-z]+:[^'`\s]+)['`]/g)].map(([, payload = '']) =>
        payload.replaceAll(/\$\{([^}]*)\}/g, (_, name: string) => examples[name] ?? '1'),
      ),
    );
  });
}

/** A call from its name to the bracket that closes it. */
function call(source: string, from: number): string {
  let depth = 0;
  for (let at = source.indexOf('(', from); at < source.length; at += 1) {
    if (source[at] === '(') depth += 1;
    if (source[at] === ')') depth -= 1;
    if (depth === 0) return source.slice(from, at + 1);
  }
  return source.slice(from);
}

/** Whether any part takes a tap with this payload. */
const taps = async () => (await parts()).taps;

/** The bot's parts in a real grammY bot that reaches nobody; tells whether any of them takes a tap, or a command. */
async function parts(): Promise<Record<'taps' | 'says', (text: string) => Promise<boolean>>> {
  const bot = new Bot<BotContext>('1:nobody', {
    botInfo: { id: 1, is_bot: true, first_name: 'Bot', username: 'nobody_bot' } as Bot['botInfo'],
  });
  const kit = nothing() as Kit;
  const all = [
    createMenu(kit),
    createHelp(kit),
    createConnect(kit, nothing() as Parameters<typeof createConnect>[1]).composer,
    createNew(kit, async () => undefined).composer,
    createCampaign(
      kit,
      ...([nothing(), nothing()] as [
        Parameters<typeof createCampaign>[1],
        Parameters<typeof createCampaign>[2],
      ]),
    ).composer,
    createStatus(kit),
    createStatsArea(kit).composer,
    createOptOut(kit).composer,
    createPerson(kit, async () => undefined).composer,
    createReplyButtons(kit),
    createPower(kit).composer,
    createIdle(kit).composer,
    createLogs(kit),
    createDoctor(kit),
    createSettings(kit).composer,
    createOps(kit, async () => undefined).composer,
    createCancel(kit, nothing() as Parameters<typeof createCancel>[1]),
    createCopy({ ...kit, power: { ...kit.power, isCopy: () => false } }).composer,
  ];
  let taken = true;
  bot.api.config.use(async () => Promise.reject(new Error('nobody is reached')));
  // What a part does with the tap is tried elsewhere; here it need only take it.
  bot.catch(() => undefined);
  bot.use(...all);
  bot.on(['callback_query', 'message'], () => {
    taken = false;
  });
  let id = 0;
  const from = { id: 1001, is_bot: false, first_name: 'Ana' };
  const message = { message_id: 5, date: NOW / 1000, chat: { id: 1001, type: 'private', first_name: 'Ana' } };
  const handled = async (update: object) => {
    taken = true;
    id += 1;
    await bot
      .handleUpdate({ update_id: id, ...update } as Parameters<typeof bot.handleUpdate>[0])
      .catch(() => undefined);
    return taken;
  };
  return {
    taps: (data) => handled({ callback_query: { id: String(id), from, chat_instance: '1', data, message } }),
    says: (text) => {
      const entities = [{ type: 'bot_command', offset: 0, length: text.length }];
      return handled({ message: { ...message, from, text, entities } });
    },
  };
}

/** Any property and any call of it is nothing again; awaited it is `undefined`. */
function nothing(): unknown {
  return new Proxy(() => undefined, {
    get: (_, name) => (name === 'then' || typeof name === 'symbol' ? undefined : nothing()),
    apply: () => Promise.resolve(undefined),
  });
}
