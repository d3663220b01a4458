/** The demo page in a real browser with the program behind it: the story by taps, a stranger, a fault. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { launchBrowser, openPhone } from '../browser.ts';
import { plain, startWorld, toCsv, until, type World } from './world.ts';

let browser: Browser | string;
const errors: string[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  if (typeof browser !== 'string') await browser.close();
});
afterEach(() => expect(errors.splice(0)).toEqual([]));

async function open(context: TestContext, world: World): Promise<Page> {
  if (typeof browser === 'string') return context.skip(browser);
  return openPhone(browser, world.pageUrl, errors);
}

const button = (page: Page, data: string) => page.locator(`#chat [data-data="${data}"]`).last();
const tab = (page: Page, name: string) => page.locator('.tabs').getByRole('button', { name }).click();
const verdict = (page: Page) => page.locator('.verdict').textContent();

describe('the demo page with the program', () => {
  it('plays the whole story by taps alone: link, list, text, every phone, BAJA, the report', async (context) => {
    await using world = await startWorld({ quietPhones: true });
    await world.claim();
    const page = await open(context, world);
    await button(page, 'connect:start').click();
    await page.locator('#chat .picture').last().click();
    await page.locator('.guide').getByRole('button', { name: 'Lista de ejemplo' }).click();
    await button(page, 'new:list:ok').click();
    await button(page, 'new:list').waitFor();
    await page.locator('.guide').getByRole('button', { name: 'Mensaje de ejemplo' }).click();
    await page.locator('#chat').getByRole('button', { name: 'Enviar', exact: true }).click();
    await button(page, 'new:send').click();
    await button(page, 'new:confirm').click();
    const report = page.locator('#chat [data-data^="campaign:"][data-data$=":report"]').last();
    await report.waitFor({ timeout: 30_000 });
    await page.locator('.guide').getByRole('button', { name: 'Teléfonos' }).click();
    await page.locator('.list button', { hasText: '+595 981 234 501' }).click();
    const shown = page.locator('#phones .bubble', { hasText: 'Hola Ana, mañana abrimos' });
    expect(await shown.locator('b').textContent()).toBe('20 % de descuento');
    await page.getByRole('button', { name: 'BAJA' }).click();
    await page.locator('#phones .bot', { hasText: 'ALTA' }).waitFor();
    await page.getByRole('button', { name: 'Volver a los teléfonos' }).click();
    await expect
      .poll(() => verdict(page), { timeout: 20_000 })
      .toMatch(/vistos 10\s*dos veces 0\s*faltan 0\s*sin orden 0/);
    await tab(page, 'Chat');
    await report.click();
    const file = page.locator('#chat .bot .file', { hasText: 'informe.csv' }).last();
    const [download] = await Promise.all([page.waitForEvent('download'), file.click()]);
    expect(
      readFileSync(await download.path(), 'utf8')
        .trim()
        .split('\n'),
    ).toHaveLength(13);
    await page.close();
  }, 120_000);

  describe('before a number is linked', () => {
    let world: World;
    beforeAll(async () => {
      world = await startWorld({ quietPhones: true });
      await world.claim();
    }, 90_000);
    afterAll(() => world.close());

    it('turns a stranger away, and takes them in when they are allowed', async (context) => {
      const page = await open(context, world);
      const who = page.getByRole('button', { name: /^Quién opera/ });
      await who.click();
      await page.getByRole('button', { name: 'Agregar una persona' }).click();
      await page.getByRole('button', { name: 'Agregar', exact: true }).click();
      await page.getByRole('button', { name: 'Empezar' }).click();
      await page.locator('#chat .bot', { hasText: 'Este bot es privado' }).waitFor();
      await who.click();
      await page.getByRole('button', { name: /^Dejarle operar/ }).click();
      await page.getByRole('status').filter({ hasText: 'ya puede operar' }).waitFor({ timeout: 20_000 });
      const box = page.getByRole('textbox', { name: 'Mensaje', exact: true });
      await box.fill('/start');
      await box.press('Enter');
      await button(page, 'connect:start').waitFor({ timeout: 20_000 });
      await page.close();
    }, 120_000);

    it('links by eight letters on the very phone, and shows the test in the chat with oneself', async (context) => {
      const page = await open(context, world);
      await button(page, 'connect:start').click();
      await button(page, 'connect:code').click();
      await page.getByRole('button', { name: 'Compartir mi número' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Compartir' }).click();
      await page.getByRole('button', { name: 'Copiar código' }).click();
      const copied = page.getByRole('status').filter({ hasText: 'Copiado: ' });
      const [code = ''] = /[A-Z0-9]{8}$/.exec((await copied.textContent()) ?? '') ?? [];
      await page.locator('.guide').getByRole('button', { name: 'Teléfonos' }).click();
      await page.getByLabel('Código de 8 letras').fill(code);
      await page.getByRole('button', { name: 'Vincular', exact: true }).click();
      await page.getByText('vinculado, en línea').waitFor();
      await tab(page, 'Chat');
      await button(page, 'new:self').click();
      await tab(page, 'Teléfonos');
      await page.getByRole('button', { name: 'Chat conmigo' }).click();
      await page.locator('#phones .bubble', { hasText: 'prueba' }).waitFor();
      await page.close();
    }, 120_000);
  });

  it('kills the program in the middle of a campaign at a click, and the verdict says what came of it', async (context) => {
    await using world = await startWorld({ quietPhones: true, smallBatches: true });
    const ana = await world.connected();
    const page = await open(context, world);
    const rows = plain(100);
    await world.phones.expect(rows.map(({ number }) => number));
    await tab(page, 'Fallos');
    await page.getByText('Matar el proceso').waitFor();
    await world.slowly();
    const campaign = await world.send(ana, toCsv(rows));
    await until(async () => (await world.phones.journal()).people > 5, {
      what: 'the first phones',
      timeoutMs: 20_000,
    });
    await page.getByRole('button', { name: 'Hacerlo: Matar el proceso' }).click();
    await page.getByText('Hecho.').waitFor();
    expect((await world.phones.journal()).people).toBeLessThan(rows.length);
    await world.hurry();
    await world.finished(ana, campaign);
    await expect
      .poll(() => verdict(page), { timeout: 20_000 })
      .toMatch(/vistos 100\s*dos veces 0\s*faltan 0\s*sin orden 0/);
    // The verdict is no ornament: the same text again, by a second campaign, is seen twice.
    const again = await world.send(ana, toCsv(rows.slice(0, 1)));
    await world.finished(ana, again);
    await expect.poll(() => verdict(page), { timeout: 20_000 }).toMatch(/vistos 101\s*dos veces 1/);
    await tab(page, 'Teléfonos');
    await page.locator('.list button').first().getByText('visto dos veces').waitFor();
    await page.close();
  }, 120_000);
});
