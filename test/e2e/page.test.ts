import { existsSync } from 'node:fs';
import { mkdtemp, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Bot, InlineKeyboard, InputFile } from 'grammy';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { type Emulators, startEmulators } from '../../demo/processes.ts';
import { launchBrowser } from '../browser.ts';
import { startWorld } from './world.ts';

const phoneSize = { width: 390, height: 844 };
const hasProgram = existsSync(new URL('../../src/main.ts', import.meta.url));

let browser: Browser | string;
let pictures: string;

beforeAll(async () => {
  browser = await launchBrowser();
  pictures = await mkdtemp(join(tmpdir(), 'message-sender-page-'));
});
afterAll(async () => {
  if (typeof browser !== 'string') await browser.close();
});

/** Mistakes of the page's scripts; none is forgiven. */
const errors: Error[] = [];
afterEach(() => expect(errors.splice(0)).toEqual([]));

async function openPage(context: TestContext, url: string): Promise<Page> {
  if (typeof browser === 'string') return context.skip(browser);
  const page = await browser.newPage({ viewport: phoneSize, locale: 'es-PY' });
  page.on('pageerror', (error) => errors.push(error));
  await page.goto(url);
  return page;
}

async function picture(page: Page, name: string): Promise<number> {
  const path = join(pictures, `${name}.png`);
  await page.screenshot({ path });
  return (await stat(path)).size;
}

const button = (page: Page, data: string) => page.locator(`[data-data="${data}"]`).last();

describe('the demo page with a small bot', () => {
  let emulators: Emulators;
  let bot: Bot;

  beforeAll(async () => {
    emulators = await startEmulators();
    bot = new Bot(emulators.token, { client: { apiRoot: emulators.telegramUrl } });
    bot.command('start', (ctx) =>
      ctx.reply('Listo, Ana: eres quien administra este bot.\nPaso 1 de 3: conecta tu WhatsApp.', {
        reply_markup: new InlineKeyboard().text('Conectar WhatsApp', 'connect:start').primary(),
        entities: [{ type: 'bold', offset: 0, length: 10 }],
      }),
    );
    bot.callbackQuery('connect:start', async (ctx) => {
      await ctx.answerCallbackQuery('Un momento');
      await ctx.editMessageText('Hecho.');
    });
    bot.on('message:document', (ctx) =>
      ctx.replyWithDocument(new InputFile(Buffer.from('línea;motivo\n'), 'filas-malas.csv')),
    );
    bot.on('message:text', (ctx) => ctx.reply(ctx.message.text.toUpperCase()));
    bot.catch(() => undefined);
    void bot.start();
  });
  afterAll(async () => {
    await bot.stop();
    await emulators.close();
  });

  it('shows a chat: what is typed, the answer, a tap with its toast, an edit', async (context) => {
    const page = await openPage(context, emulators.controlUrl);
    const box = page.getByRole('textbox', { name: 'Mensaje' });
    await box.fill('/start');
    await box.press('Enter');
    await button(page, 'connect:start').waitFor();
    expect(await page.locator('.bot b').textContent()).toBe('Listo, Ana');
    expect(await picture(page, 'chat')).toBeGreaterThan(10_000);
    await button(page, 'connect:start').click();
    await page.getByRole('status').filter({ hasText: 'Un momento' }).waitFor();
    await page.locator('.bot .body', { hasText: 'Hecho.' }).waitFor();
    expect(await button(page, 'connect:start').count()).toBe(0);
    await page.close();
  });

  it('sends a list as a file and offers the file that comes back', async (context) => {
    const page = await openPage(context, emulators.controlUrl);
    await page.getByRole('button', { name: 'Adjuntar' }).click();
    await page.getByRole('button', { name: 'Lista de ejemplo' }).click();
    await page.locator('.user .file', { hasText: 'clientes.csv' }).waitFor();
    const answer = page.locator('.bot .file', { hasText: 'filas-malas.csv' });
    await answer.waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), answer.click()]);
    expect(download.suggestedFilename()).toBe('filas-malas.csv');
    await page.close();
  });

  it('lets another operator take the phone, with a chat of their own', async (context) => {
    const page = await openPage(context, emulators.controlUrl);
    await page.getByLabel('Quién opera').selectOption('new');
    const box = page.getByRole('textbox', { name: 'Mensaje' });
    await box.fill('hola');
    await box.press('Enter');
    await page.locator('.bot .body', { hasText: 'HOLA' }).waitFor();
    expect(await page.locator('#chat .message').count()).toBe(2);
    await page.close();
  });

  it('shows nothing beyond the edge of a phone of 390 pixels', async (context) => {
    const page = await openPage(context, emulators.controlUrl);
    for (const tab of ['Chat', 'Teléfonos', 'Fallos']) {
      await page.locator('.tabs').getByRole('button', { name: tab }).click();
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    }
    await page.close();
  });
});

describe.skipIf(!hasProgram)('the demo page with the program', () => {
  it('plays the whole story by tapping: link, list, text, every phone shows it', async (context) => {
    if (typeof browser === 'string') return context.skip(browser);
    await using world = await startWorld();
    await world.claim();
    const page = await openPage(context, world.pageUrl);
    const tab = (name: string) => page.locator('.tabs').getByRole('button', { name }).click();
    await button(page, 'connect:start').click();
    await page.locator('#chat .bubble img').last().waitFor();
    await picture(page, 'qr');
    await tab('Teléfonos');
    await page.getByRole('button', { name: 'Escanear QR' }).click();
    await page.getByText('vinculado, en línea').waitFor();
    await tab('Chat');
    await page.getByRole('button', { name: 'Adjuntar' }).click();
    await page.getByRole('button', { name: 'Lista de ejemplo' }).click();
    await button(page, 'new:list:ok').click();
    await button(page, 'new:list').waitFor();
    const box = page.getByRole('textbox', { name: 'Mensaje' });
    await box.fill('Hola {nombre|amigo}, te esperamos mañana a las 10.');
    await box.press('Enter');
    await button(page, 'new:send').waitFor();
    await picture(page, 'preview');
    await button(page, 'new:send').click();
    await button(page, 'new:confirm').click();
    await page.locator('[data-data^="campaign:"][data-data$=":report"]').last().waitFor();
    await picture(page, 'finished');
    await tab('Teléfonos');
    await page.locator('.list button', { hasText: '+595 981 234 501' }).click();
    await page.locator('.bubble', { hasText: 'Hola Ana, te esperamos' }).waitFor();
    await page.setViewportSize({ width: 1280, height: 860 });
    await picture(page, 'wide');
    await page.close();
  }, 90_000);
});
