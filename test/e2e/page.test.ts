/** The demo page in a real browser with a small bot of its own: what it draws, and what an operator can do. */
import { readFileSync } from 'node:fs';
import axe from 'axe-core';
import { type Bot, InlineKeyboard, InputFile, Keyboard, Bot as TelegramBot } from 'grammy';
import type { Message } from 'grammy/types';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { createControl } from '../../demo/driver.ts';
import { type Emulators, startEmulators } from '../../demo/processes.ts';
import { until } from '../../demo/until.ts';
import { findings, launchBrowser, openPhone, smallTargets } from '../browser.ts';

let browser: Browser | string;
let emulators: Emulators;
let bot: Bot;
/** What the bot was told, newest last. */
let heard: Message[];
const errors: string[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
  emulators = await startEmulators();
  bot = createBot(emulators);
  void bot.start();
});
afterAll(async () => {
  await bot.stop();
  await emulators.close();
  if (typeof browser !== 'string') await browser.close();
});
afterEach(() => expect(errors.splice(0)).toEqual([]));

function createBot({ token, telegramUrl }: Emulators): Bot {
  heard = [];
  const small = new TelegramBot(token, { client: { apiRoot: telegramUrl } });
  small.use(async (ctx, next) => {
    if (ctx.message) heard.push(ctx.message);
    await next();
  });
  small.command('start', (ctx) =>
    ctx.reply('Listo, Ana: eres quien administra este bot.\nPaso 1 de 3: conecta tu WhatsApp.', {
      reply_markup: new InlineKeyboard()
        .text('Conectar WhatsApp', 'connect:start')
        .primary()
        .row()
        .copyText('Copiar código', 'ABCDEFGH')
        .text('Qué significa este límite', 'help:limits'),
      entities: [{ type: 'bold', offset: 0, length: 10 }],
    }),
  );
  small.callbackQuery('connect:start', async (ctx) => {
    await ctx.answerCallbackQuery('Un momento');
    await ctx.editMessageText('Hecho.');
  });
  small.command('panel', (ctx) =>
    ctx.reply('Panel', {
      reply_markup: new InlineKeyboard().webApp('Abrir panel', 'https://panel.example/'),
    }),
  );
  small.callbackQuery('help:limits', (ctx) =>
    ctx.answerCallbackQuery({ text: 'Un límite es una espera.', show_alert: true }),
  );
  small.command('number', (ctx) =>
    ctx.reply('¿Qué número tiene?', {
      reply_markup: new Keyboard().requestContact('Compartir mi número').oneTime().resized(),
    }),
  );
  small.on('message:contact', (ctx) =>
    ctx.reply(ctx.message.contact.phone_number, { reply_markup: { remove_keyboard: true } }),
  );
  small.on('message:document', (ctx) =>
    ctx.replyWithDocument(new InputFile(Buffer.from('línea;motivo\n'), 'filas-malas.csv')),
  );
  small.on('message:text', (ctx) => ctx.reply(ctx.message.text.toUpperCase()));
  small.catch(() => undefined);
  return small;
}

async function open(context: TestContext): Promise<Page> {
  if (typeof browser === 'string') return context.skip(browser);
  return openPhone(browser, emulators.controlUrl, errors);
}

const button = (page: Page, data: string) => page.locator(`[data-data="${data}"]`).last();
const said = (page: Page, text: string) => page.locator('.bot .body', { hasText: text }).last();
const tab = (page: Page, name: string) => page.locator('.tabs').getByRole('button', { name }).click();

async function write(page: Page, text: string): Promise<void> {
  const box = page.getByRole('textbox', { name: 'Mensaje', exact: true });
  await box.fill(text);
  await box.press('Enter');
}

const told = <T>(fits: (message: Message) => T | undefined) =>
  until(() => heard.map(fits).findLast(Boolean), {
    what: 'what the bot hears',
    timeoutMs: 5000,
    everyMs: 50,
  });

describe('the chat of the demo page', () => {
  it('shows what is typed, the answer with its buttons, a tap with its toast, an edit', async (context) => {
    const page = await open(context);
    await write(page, '/start');
    await button(page, 'connect:start').waitFor();
    expect(await page.locator('.bot b').first().textContent()).toBe('Listo, Ana');
    await button(page, 'help:limits').click();
    await page.getByRole('dialog').getByText('Un límite es una espera.').waitFor();
    await page.getByRole('button', { name: 'Cerrar' }).click();
    await page.getByRole('button', { name: 'Copiar código' }).click();
    await page.getByRole('status').filter({ hasText: 'Copiado: ABCDEFGH' }).waitFor();
    const label = button(page, 'help:limits').locator('.label');
    expect(await label.evaluate((each) => each.scrollWidth > each.clientWidth)).toBe(true);
    await button(page, 'connect:start').click();
    await page.getByRole('status').filter({ hasText: 'Un momento' }).waitFor();
    await said(page, 'Hecho.').waitFor();
    await page.locator('.bot .meta', { hasText: 'editado' }).waitFor();
    expect(await button(page, 'connect:start').count()).toBe(0);
    await page.close();
  });

  it('draws waits that count down, quotes that unfold and a pin that leads to its message', async (context) => {
    const page = await open(context);
    await write(page, '/start');
    await button(page, 'connect:start').waitFor();
    const chat = heard.at(-1)?.chat.id ?? 0;
    const long = 'Hola Ana, te esperamos el 3 de marzo en la tienda de siempre. '.repeat(5);
    const sent = await bot.api.sendMessage(chat, `vence 14:03\n${long}`, {
      entities: [
        { type: 'date_time', offset: 6, length: 5, unix_time: inSeconds(50), date_time_format: 'r' },
        { type: 'expandable_blockquote', offset: 12, length: long.length },
      ],
    });
    const wait = page.locator('.bot time').last();
    await wait.waitFor();
    const first = await wait.textContent();
    expect(first).toMatch(/en \d\d s/);
    await expect.poll(() => wait.textContent(), { timeout: 4000 }).not.toBe(first);
    const quote = page.locator('.folded').last();
    const folded = (await quote.boundingBox())?.height ?? 0;
    await page.getByRole('button', { name: 'Ver todo' }).last().click();
    expect((await quote.boundingBox())?.height).toBeGreaterThan(folded + 20);
    await bot.api.pinChatMessage(chat, sent.message_id);
    for (let n = 0; n < 12; n += 1) await bot.api.sendMessage(chat, `línea ${n}\n\n\n\n`.concat('·'));
    await said(page, 'línea 11').waitFor();
    await page.locator('#chat .pinned').click();
    await expect.poll(() => isInSight(page, `[data-id="${sent.message_id}"]`), { timeout: 3000 }).toBe(true);
    await bot.api.sendMessage(chat, 'una más');
    await page.getByRole('button', { name: 'Ir al final: 1 sin leer' }).click();
    await expect.poll(() => isInSight(page, '.bot:last-of-type'), { timeout: 3000 }).toBe(true);
    await page.close();
  });

  it('lets an operator answer a message, correct and delete their own', async (context) => {
    const page = await open(context);
    await write(page, 'pregunta');
    await said(page, 'PREGUNTA').waitFor();
    await page.locator('.bot .more').last().click();
    await page.getByRole('button', { name: 'Responder' }).click();
    await write(page, 'respuesta');
    expect(await told((each) => each.reply_to_message?.text)).toBe('PREGUNTA');
    await said(page, 'RESPUESTA').waitFor();
    await page.locator('.user .more').last().click();
    await page.getByRole('button', { name: 'Editar' }).click();
    await write(page, 'corregida');
    await page.locator('.user', { hasText: 'corregida' }).locator('.meta', { hasText: 'editado' }).waitFor();
    await page.locator('.user .more').last().click();
    await page.getByRole('button', { name: 'Eliminar' }).click();
    await page.locator('.user', { hasText: 'corregida' }).waitFor({ state: 'detached' });
    await page.close();
  });

  it('shares the own number at a one-time key, which folds away, and any other as a contact', async (context) => {
    const page = await open(context);
    await write(page, '/number');
    await page.getByRole('button', { name: 'Compartir mi número' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Compartir' }).click();
    const own = await told((each) => each.contact);
    expect(own.user_id).toBe(heard.at(-1)?.from?.id);
    await said(page, own.phone_number).waitFor();
    await page.locator('.reply-keyboard').waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Adjuntar' }).click();
    await page.getByRole('button', { name: 'Contacto' }).click();
    await page.getByLabel('Número', { exact: true }).fill('+595 981 777 111');
    await page.getByLabel('Nombre').fill('Rosa');
    await page.getByRole('button', { name: 'Compartir' }).click();
    const given = await told((each) => (each.contact?.first_name === 'Rosa' ? each.contact : undefined));
    expect(given).toEqual({ phone_number: '+595 981 777 111', first_name: 'Rosa' });
    await page.close();
  });

  it('opens a Mini App in a frame, with launch data of who opens it', async (context) => {
    const page = await open(context);
    await page.route('https://panel.example/**', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<p>Panel abierto</p>' }),
    );
    await write(page, '/panel');
    await page.getByRole('button', { name: 'Abrir panel' }).click();
    await page.frameLocator('iframe').getByText('Panel abierto').waitFor();
    const launch = new URL(page.frames().at(-1)?.url() ?? '').hash.slice(1);
    const data = new URLSearchParams(new URLSearchParams(launch).get('tgWebAppData') ?? '');
    expect(JSON.parse(data.get('user') ?? '{}')).toMatchObject({ id: heard.at(-1)?.from?.id });
    await page.close();
  });

  it('sends a file and offers the one that comes back; sends several as one album, with its text', async (context) => {
    const page = await open(context);
    await page.getByRole('button', { name: 'Adjuntar' }).click();
    await page.getByRole('button', { name: 'Lista de ejemplo' }).click();
    await page.locator('.user .file', { hasText: 'clientes.csv' }).waitFor();
    const answer = page.locator('.bot .file', { hasText: 'filas-malas.csv' });
    const [download] = await Promise.all([page.waitForEvent('download'), answer.click()]);
    expect(download.suggestedFilename()).toBe('filas-malas.csv');
    expect(readFileSync(await download.path(), 'utf8')).toBe('línea;motivo\n');
    const buffer = await sharp({ create: { width: 1600, height: 900, channels: 3, background: '#864' } })
      .png()
      .toBuffer();
    await page.getByRole('button', { name: 'Adjuntar' }).click();
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'Fotos o videos' }).click(),
    ]);
    const photo = (name: string) => ({ name, mimeType: 'image/png', buffer });
    await chooser.setFiles([photo('a.png'), photo('b.png')]);
    await page.getByLabel('Texto que acompaña').fill('Promo');
    await page.getByRole('dialog').getByRole('button', { name: 'Enviar' }).click();
    await told((each) => heard.filter((one) => one.photo).length === 2 && each);
    const [first, second] = heard.filter((each) => each.photo);
    expect(first?.caption).toBe('Promo');
    expect(first?.photo?.at(-1)?.width).toBe(1280);
    expect(second?.media_group_id).toBe(first?.media_group_id);
    await page.close();
  });

  it('takes files that are dropped on it, a photo also unchanged', async (context) => {
    const page = await open(context);
    await page.evaluate(drop);
    await page.getByLabel('Archivo, sin cambios').check();
    await page.getByRole('dialog').getByRole('button', { name: 'Enviar' }).click();
    const sent = await told(({ document }) => (document?.file_name === 'logo.png' ? document : undefined));
    expect(sent).toMatchObject({ mime_type: 'image/png', file_size: 5 });
    await page.close();
  });

  it('gives another operator a chat of their own, and counts what they have not read', async (context) => {
    const page = await open(context);
    const who = page.getByRole('button', { name: /^Quién opera/ });
    await who.click();
    await page.getByRole('button', { name: 'Agregar una persona' }).click();
    await page.getByLabel('Nombre').fill('Luisa');
    await page.getByLabel('Idioma').selectOption('pt');
    await page.getByRole('button', { name: 'Agregar', exact: true }).click();
    await page.getByText('Aún no hay mensajes').waitFor();
    await page.getByRole('button', { name: 'Empezar' }).click();
    await button(page, 'connect:start').waitFor();
    const from = await told((each) => (each.from?.first_name === 'Luisa' ? each.from : undefined));
    expect(from.language_code).toBe('pt');
    await who.click();
    await page.getByRole('dialog').getByRole('button').filter({ hasText: 'Ana' }).click();
    await bot.api.sendMessage(from.id, 'para Luisa');
    await page.getByRole('button', { name: /^Quién opera: Ana.*1 Mensajes sin leer/ }).click();
    await page.getByRole('button', { name: /Luisa.*1 sin leer/ }).click();
    await said(page, 'para Luisa').waitFor();
    await who.click();
    await page.getByRole('button', { name: /Bloquear el bot/ }).click();
    await expect(bot.api.sendMessage(from.id, 'x')).rejects.toThrow('bot was blocked by the user');
    await page.close();
  });
});

describe('the demo page on a phone', () => {
  it('has nothing beyond its edge, no target below 44 px, and nothing that axe complains of', async (context) => {
    const page = await open(context);
    await write(page, '/start');
    await button(page, 'connect:start').waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      for (const name of ['Chat', 'Teléfonos', 'Fallos']) {
        await tab(page, name);
        await page.evaluate(axe.source);
        expect(await page.evaluate(findings), `${name}, ${colorScheme}`).toEqual([]);
        expect(await page.evaluate(smallTargets), `${name}, ${colorScheme}`).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
      }
      await tab(page, 'Chat');
      await page.getByRole('button', { name: 'Adjuntar' }).click();
      expect(await page.evaluate(findings), `sheet, ${colorScheme}`).toEqual([]);
      await page.keyboard.press('Escape');
    }
    await page.close();
  });

  it('keeps the newest message and the box in sight when a keyboard takes half of the screen', async (context) => {
    const page = await open(context);
    await write(page, '/start');
    await button(page, 'connect:start').waitFor();
    await page.setViewportSize({ width: 390, height: 420 });
    const box = page.getByRole('textbox', { name: 'Mensaje', exact: true });
    await box.focus();
    await expect.poll(() => isInSight(page, '.bot .keyboard'), { timeout: 3000 }).toBe(true);
    const { y = 0, height = 0 } = (await box.boundingBox()) ?? {};
    expect(y + height).toBeLessThan(420);
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
    await expect.poll(() => isInSight(page, '.bot .keyboard'), { timeout: 3000 }).toBe(true);
    await page.close();
  });

  it('says which fault is on wherever one looks, and ends it', async (context) => {
    const page = await open(context);
    await tab(page, 'Fallos');
    await page.getByRole('button', { name: 'Activar: Red lenta' }).click();
    await page.getByText('Fallo activo: Red lenta').waitFor();
    const control = createControl(emulators.controlUrl);
    expect(await control.post('/whatsapp/faults')).toMatchObject({ rttMs: 800 });
    await tab(page, 'Chat');
    await page.getByText('Fallo activo: Red lenta').waitFor();
    await tab(page, 'Fallos');
    await page.getByRole('button', { name: 'Terminar: Red lenta' }).click();
    await page.getByText('Fallo activo: Red lenta').waitFor({ state: 'hidden' });
    expect(await control.post('/whatsapp/faults')).toMatchObject({ rttMs: 0 });
    await page.close();
  });
});

const drop = `{
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File(['bytes'], 'logo.png', { type: 'image/png' }));
  for (const type of ['dragenter', 'dragover', 'drop'])
    document.getElementById('chat')
      .dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
}`;

const inSeconds = (seconds: number) => Math.round(Date.now() / 1000) + seconds;

async function isInSight(page: Page, selector: string): Promise<boolean> {
  const wall = await page.locator('#chat .wall').boundingBox();
  const box = await page.locator(selector).last().boundingBox();
  if (!wall || !box) return false;
  return box.y + box.height > wall.y && box.y < wall.y + wall.height;
}
