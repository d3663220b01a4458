/**
 * `npm run screenshots [-- --language es|en|pt]`: plays a small campaign between the emulators and photographs
 * the demo page. The pictures of the README and of the guide are made by this and by nothing else, so they
 * can't show what the program doesn't do. What differs from run to run: codes, minutes, and how far the card
 * had come; the hour doesn't, the story plays in a zone where it is mid-morning.
 */
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { z } from 'zod';
import type { Message, Operator } from '../demo/driver.ts';
import { makeList } from '../demo/list.ts';
import { type Stage, startStage } from '../demo/stage.ts';
import { claim, finished } from '../demo/story.ts';
import { pause, until } from '../demo/until.ts';
import { launchBrowser } from '../test/browser.ts';

interface Story {
  locale: string;
  header: string;
  text: string;
  refusal: string;
  /** What stands below the first of three pictures. */
  caption: string;
  /** A list in which no column holds numbers. */
  wrongList: string;
  fileName: string;
}

const stories: Record<string, Story> = {
  es: {
    locale: 'es-PY',
    header: 'telefono,nombre',
    text: 'Hola {nombre|amigo}, mañana abrimos a las 10 con *20 % de descuento* en toda la tienda. ¡Te esperamos!',
    refusal: 'BAJA',
    caption: 'Hola {nombre|amigo}, llegaron los colores del verano. ¿Cuál te guardamos?',
    wrongList: 'nombre,ciudad\nAna,Luque\nLuis,Areguá\n',
    fileName: 'clientes.csv',
  },
  en: {
    locale: 'en-GB',
    header: 'phone,name',
    text: 'Hi {name|friend}, tomorrow we open at 10 with *20% off* everything in the shop. See you there!',
    refusal: 'STOP',
    caption: 'Hi {name|friend}, the colours of the summer are here. Which shall we keep for you?',
    wrongList: 'name,town\nAna,Luque\nLuis,Areguá\n',
    fileName: 'customers.csv',
  },
  pt: {
    locale: 'pt-BR',
    header: 'telefone,nome',
    text: 'Oi {nome|amigo}, amanhã abrimos às 10 com *20% de desconto* em toda a loja. Esperamos você!',
    refusal: 'SAIR',
    caption: 'Oi {nome|amigo}, chegaram as cores do verão. Qual guardamos para você?',
    wrongList: 'nome,cidade\nAna,Luque\nLuis,Areguá\n',
    fileName: 'clientes.csv',
  },
};

const launched = z.object({ src: z.string() });
const people = 30;
/** The camera clicks when so many have seen it: the card is alive then, with all its figures and buttons. */
const whenShown = 14;
const wide = { width: 1280, height: 900 };
const phone = { width: 390, height: 844 };
const hour = 10;
/** Until toasts are gone and pictures drawn. */
const settledMs = 1_800;

const { values } = parseArgs({ options: { language: { type: 'string', default: 'es' } } });
const story = stories[values.language];
const browser = story ? await launchBrowser() : `--language: ${Object.keys(stories).join(', ')}`;
if (typeof browser === 'string' || !story) {
  process.stderr.write(`${browser}\n`);
  process.exitCode = 1;
} else {
  await using stack = new AsyncDisposableStack();
  stack.defer(() => browser.close());
  const zone = zoneWhereItIs(hour);
  const env = { PACE: 'normal', TZ: zone, DEFAULT_LANGUAGE: values.language };
  const stage = await startStage({ env, quietPhones: true });
  stack.defer(async () => void (await stage.close()));
  const operator = await stage.operator(1001, 'Ana', values.language);
  await claim(stage, operator);
  const page = await openPage(browser, stage, story, zone);
  await play(stage, operator, page, story, browser);
}

async function openPage(on: Browser, stage: Stage, { locale }: Story, timezoneId: string): Promise<Page> {
  const page = await on.newPage({
    ...{ viewport: phone, deviceScaleFactor: 1, locale, timezoneId },
    reducedMotion: 'reduce',
  });
  await page.goto(stage.emulators.controlUrl);
  await page.locator('#chat .message').last().waitFor();
  await page.locator('.guide button').last().click();
  return page;
}

async function play(
  stage: Stage,
  operator: Operator,
  page: Page,
  told: Story,
  camera: Browser,
): Promise<void> {
  const list = { name: told.fileName, bytes: Buffer.from(listOf(told)), mime: 'text/csv' };
  const chat = page.locator('#chat');
  const shows = (payload: string) => page.locator(`#chat [data-data^="${payload}"]`).last().waitFor();
  const guide = (name: string) => shoot(page, `guide/${name}`, '#chat');

  await operator.tap('connect:start');
  await chat.locator('.picture').last().waitFor();
  await guide('connect');
  const code = await askForLetters(stage, operator);
  await chat.locator('.keyboard .drawing').last().waitFor();
  await guide('letters');
  await stage.control.post('/whatsapp/link-code', { code });
  await operator.waitForButton(/^new:(self|start)$/, { timeoutMs: 60_000 });

  await operator.sendFile({ ...list, bytes: Buffer.from(told.wrongList) });
  await shows('new:columns');
  await guide('list-problem');

  const sent = await operator.sendFile(list);
  const { message } = await operator.waitForButton('new:list:ok', { after: sent });
  await shows('new:list:ok');
  await guide('list');
  await operator.tap('new:list:ok', { messageId: message.id });
  await operator.waitForButton('new:list', { after: sent });
  const said = await operator.say(told.text);
  await operator.waitForButton('new:send', { after: said });
  await shows('new:send');
  await guide('preview');
  await stage.phones.expect(numbers());
  await operator.tap('new:send');
  await operator.waitForButton('new:confirm');
  await shows('new:confirm');
  await guide('consent');
  const { campaign } = await confirm(operator);
  await until(async () => (await stage.phones.journal()).people >= whenShown, {
    what: `the message on ${whenShown} phones`,
    timeoutMs: 120_000,
  });
  await photographCard(page);
  await finished(operator, campaign, 120_000);
  await chat.locator('.bot .file').last().waitFor();
  await guide('finished');
  await photographRefusal(stage, page, told);
  await photographTour(operator, page, told);
  await photographPanel(stage, operator, camera);
  await photographPictures(stage, operator, page, told);
}

/** What an operator reaches by a command, or by a number. */
async function photographTour(operator: Operator, page: Page, told: Story): Promise<void> {
  const [number = ''] = numbers();
  const stops: [name: string, said: string, button: RegExp][] = [
    ['menu', '/start', /^campaign:|^list:1$/],
    ['campaigns', '/campaigns', /^campaign:\d+:show$/],
    ['stats', '/stats', /^stats:week$/],
    ['status', '/status', /^status:show$/],
    ['opt-outs', '/optouts', /^optout:/],
    ['team', '/operators', /^ops:invite$/],
    ['settings', '/settings', /^settings:/],
    ['person', number, /^optout:|^person:/],
  ];
  for (const [name, said, button] of stops) {
    const after = await operator.say(said);
    await operator.waitForButton(button, { after, timeoutMs: 40_000 });
    await shoot(page, `guide/${name}`, '#chat');
  }
  // The date of a campaign is chosen on the draft.
  const list = { name: told.fileName, bytes: Buffer.from(listOf(told)), mime: 'text/csv' };
  const sent = await operator.sendFile(list);
  const { message } = await operator.waitForButton('new:list:ok', { after: sent });
  await operator.tap('new:list:ok', { messageId: message.id });
  await operator.waitForButton('new:list', { after: sent });
  const text = await operator.say(told.text);
  await operator.waitForButton('new:when', { after: text });
  await operator.tap('new:when');
  await operator.waitForButton(/^new:when:now$/, { after: text });
  await shoot(page, 'guide/when', '#chat');
}

/** The panel as Telegram opens it. */
async function photographPanel(stage: Stage, operator: Operator, camera: Browser): Promise<void> {
  const url = `${stage.programUrl}/panel/`;
  const { src } = launched.parse(await stage.control.post(`/telegram/chats/${operator.id}/webapp`, { url }));
  const page = await camera.newPage({ viewport: phone, reducedMotion: 'reduce' });
  await page.route('https://telegram.org/**', (route) => route.fulfill({ status: 404 }));
  await page.goto(src);
  await page.locator('#s-stats img').waitFor();
  await shoot(page, 'guide/panel');
  await page.close();
}

/** An album to the same people: above the preview as it will look, then on somebody's phone. */
async function photographPictures(stage: Stage, operator: Operator, page: Page, told: Story): Promise<void> {
  const list = { name: told.fileName, bytes: Buffer.from(listOf(told)), mime: 'text/csv' };
  const sent = await operator.sendFile(list);
  const { message } = await operator.waitForButton('new:list:ok', { after: sent });
  await operator.tap('new:list:ok', { messageId: message.id });
  await operator.waitForButton('new:list', { after: message.id - 1 });
  const colours = ['#f4a259', '#5b8e7d', '#bc4b51'];
  const files = await Promise.all(
    colours.map(async (colour, nth) => ({
      name: `${nth + 1}.jpg`,
      bytes: await aFlower(colour),
      as: 'photo' as const,
      ...(nth === 0 ? { caption: told.caption } : {}),
    })),
  );
  const album = await operator.sendAlbum(files);
  await operator.waitForButton('new:send', { after: album });
  await page.locator('#chat [data-data="new:send"]').last().waitFor();
  await shoot(page, 'guide/pictures', '#chat');
  const seen = (await stage.phones.journal()).shown;
  await operator.tap('new:send');
  await operator.waitForButton('new:confirm', { after: album });
  await confirm(operator);
  await until(async () => (await stage.phones.journal()).shown >= seen + 8, { what: 'two albums' });
  const [, , reader = ''] = numbers();
  await page.setViewportSize(wide);
  await page.locator('#phones button').filter({ hasText: '←' }).first().click();
  await page.locator('#phones input[type="search"]').fill(reader.slice(-6));
  await page.locator('.list button').first().click();
  await page.locator('#phones .bot').nth(1).waitFor();
  await shoot(page, 'demo-pictures');
}

/** A picture that needs no font and no file. */
function aFlower(colour: string): Promise<Buffer> {
  const petals = Array.from(
    { length: 8 },
    (_, nth) =>
      `<ellipse cx="320" cy="210" rx="70" ry="130" fill="${colour}" opacity="0.85" transform="rotate(${nth * 45} 320 320)"/>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="640"><rect width="640" height="640" fill="#fdf6e3"/>${petals.join('')}<circle cx="320" cy="320" r="70" fill="#fff3b0"/></svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 90 }).toBuffer();
}

/** Eight of them, for the number that the operator shares. */
async function askForLetters(stage: Stage, operator: Operator): Promise<string> {
  await operator.tap('connect:code');
  await operator.waitFor(({ messages }) => messages.at(-1)?.from === 'bot', { what: 'a question' });
  await operator.sendContact((await stage.phones.state()).owner);
  const copies = (message: Message) => message.buttons?.flat().find(({ copy }) => copy !== undefined)?.copy;
  const asked = await operator.waitForMessage((each) => copies(each) !== undefined, {
    what: 'eight letters',
    timeoutMs: 30_000,
  });
  return copies(asked) ?? '';
}

/** The last tap only: the preview's question stands already. */
async function confirm(operator: Operator): Promise<{ campaign: number }> {
  const { message } = await operator.waitForButton('new:confirm');
  await operator.tap('new:confirm', { messageId: message.id });
  const { data } = await operator.waitForButton(/^campaign:\d+:/, { after: message.id });
  return { campaign: Number(data.split(':')[1]) };
}

/** A tap on the pinned line brings the card into sight, as in Telegram. */
async function photographCard(page: Page): Promise<void> {
  const pinned = page.locator('#chat .pinned');
  await pinned.click();
  await shoot(page, 'guide/sending', '#chat');
  await shoot(page, 'demo-phone');
  await page.setViewportSize(wide);
  await page.locator('#phones .list button').first().waitFor();
  await pinned.click();
  await shoot(page, 'demo');
  await page.setViewportSize(phone);
}

async function photographRefusal(stage: Stage, page: Page, { refusal }: Story): Promise<void> {
  const [first = ''] = numbers();
  await page.locator('[data-tab="phones"]').last().click();
  await page
    .locator('.list button')
    .filter({ hasText: first.slice(-3) })
    .first()
    .waitFor();
  await stage.phones.say(first, refusal);
  await page.locator('#phones input[type="search"]').fill(first.slice(-6));
  await page.locator('.list button').first().click();
  await page.locator('#phones .bot').nth(1).waitFor();
  await shoot(page, 'guide/opt-out', '#phones');
  await page.locator('[data-tab="chat"]').last().click();
}

/** As a palette, which makes a screen small and changes nothing to see. */
async function shoot(page: Page, name: string, selector?: string): Promise<void> {
  await pause(settledMs);
  const raw = selector ? await page.locator(selector).screenshot() : await page.screenshot();
  const folder = values.language === 'es' ? name : name.replace('guide/', `guide/${values.language}/`);
  // The README shows one language.
  if (values.language !== 'es' && !name.startsWith('guide/')) return;
  const path = fileURLToPath(new URL(`${folder}.png`, import.meta.url));
  await mkdir(fileURLToPath(new URL('.', new URL(`${folder}.png`, import.meta.url))), { recursive: true });
  await sharp(raw).png({ palette: true, compressionLevel: 9, effort: 10 }).toFile(path);
}

function numbers(): string[] {
  return makeList(people).map(({ number }) => number);
}

/** With a number that comes twice and one that is too short: the check has something to say. */
function listOf({ header }: Story): string {
  const rows = makeList(people).map(({ written, name }) => `${written},${name}`);
  return [header, ...rows, rows[0], '0981 12,Juan', ''].join('\n');
}

/** Fixed offsets are named the wrong way round: Etc/GMT+4 lies four hours behind. */
function zoneWhereItIs(wanted: number): string {
  const behind = (new Date().getUTCHours() - wanted + 24) % 24;
  const shift = behind > 12 ? behind - 24 : behind;
  return shift === 0 ? 'Etc/GMT' : `Etc/GMT${shift > 0 ? '+' : ''}${shift}`;
}
