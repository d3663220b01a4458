/** The panel in a real browser: who gets in, what it shows, and that panel and chat never part. */
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { z } from 'zod';
import { demoPassword } from '../../demo/stage.ts';
import { findings, launchBrowser, openPhone, smallTargets } from '../browser.ts';
import { type Operator, plain, startWorld, textOf, toCsv, until, type World } from './world.ts';

let browser: Browser | string;
let world: World;
let ana: Operator;
const errors: string[] = [];
const launched = z.object({ src: z.string() });

beforeAll(async () => {
  browser = await launchBrowser();
  // Slow enough to be watched, and paused on the way.
  world = await startWorld({ quietPhones: true, env: { PACE: 'normal' } });
  ana = await world.connected();
}, 90_000);
afterAll(async () => {
  if (typeof browser !== 'string') await browser.close();
  await world.close();
});

/** The address that a tap on the panel's button opens, or a forged one. */
async function address(options: { user?: number; forge?: string; dark?: boolean } = {}): Promise<string> {
  const { user = ana.id, ...rest } = options;
  const url = `${world.programUrl}/panel/`;
  const answer = await world.stage.control.post(`/telegram/chats/${user}/webapp`, { url, ...rest });
  return launched.parse(answer).src;
}

async function open(context: TestContext, url: string): Promise<Page> {
  if (typeof browser === 'string') return context.skip(browser);
  const page = await openPhone(browser, 'about:blank', errors);
  await page.setViewportSize({ width: 390, height: 700 });
  // Telegram's script is not to be had here; the panel does without.
  await page.route('https://telegram.org/**', (route) => route.fulfill({ status: 404 }));
  await page.goto(url);
  return page;
}

const said = (page: Page, text: RegExp) =>
  page.getByRole('alert').filter({ hasText: text }).first().waitFor();
const card = (text: RegExp) =>
  ana.waitForMessage((message) => message.from === 'bot' && text.test(textOf(message)), {
    what: String(text),
    timeoutMs: 20_000,
  });

describe('the panel opens', () => {
  it.each([
    ['with another signature', { forge: 'hash' }, /Ábrelo desde Telegram/],
    ['as somebody else', { forge: 'user' }, /Ábrelo desde Telegram/],
    ['with data of two days ago', { forge: 'old' }, /La sesión terminó/],
    ['to a stranger', { user: 4242 }, /Este bot es privado/],
  ])('not %s', { timeout: 120_000 }, async (_, options, sentence) => {
    await world.operator(4242, 'Eva', 'es');
    const answer = await fetch(`${world.programUrl}/panel/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept-language': 'es' },
      body: JSON.stringify({
        initData: new URLSearchParams(new URL(await address(options)).hash.slice(1)).get('tgWebAppData'),
      }),
    });
    expect(answer.ok).toBe(false);
    expect(z.object({ say: z.string() }).parse(await answer.json()).say).toMatch(sentence);
  });

  it('not in a browser', { timeout: 120_000 }, async (context) => {
    const page = await open(context, `${world.programUrl}/panel/`);
    await said(page, /Ábrelo desde Telegram/);
    await page.close();
  });

  it('by a button in the menu and beside the line of the chat', async () => {
    const asked = await ana.say('/start');
    const menu = await ana.waitForMessage(
      (message) =>
        message.id > asked &&
        message.from === 'bot' &&
        (message.buttons ?? []).flat().some(({ webApp }) => webApp),
      { what: 'the menu' },
    );
    expect(menu.buttons?.flat().find(({ webApp }) => webApp)?.webApp).toBe(`${world.programUrl}/panel/`);
    await until(async () => (await ana.chat()).menuButton?.type === 'web_app', { what: 'the menu button' });
  });
});

describe('a campaign', () => {
  it('is watched and paused in both places, by name', { timeout: 240_000 }, async (context) => {
    const campaign = await world.send(ana, toCsv(plain(40)));
    const page = await open(context, await address());
    await page.getByRole('heading', { name: 'WhatsApp conectado' }).waitFor();
    await page.getByRole('progressbar').waitFor();
    // The same words as below `/status`.
    await page
      .locator('#s-account')
      .getByText(/^Salud buena: \d+ de 100$/)
      .waitFor();
    await page.locator('#s-account').getByText('Nada raro en los últimos 7 días.').waitFor();
    await page.locator('#main', { hasText: 'Pausar' }).click();
    await card(/^En pausa \d+ % · la pausó Ana/);
    await page.locator('#main', { hasText: 'Reanudar' }).waitFor();
    await page.getByText(/^En pausa .* la pausó Ana/).waitFor();

    // The other way round within two seconds.
    const { id } = await card(/^En pausa/);
    await ana.tap(`campaign:${campaign}:resume`, { messageId: id });
    await page.locator('#main', { hasText: 'Pausar' }).waitFor({ timeout: 5_000 });

    // Slower, from the card, while it goes.
    await ana.tap(`campaign:${campaign}:pace`, { messageId: id });
    const { toast } = await ana.tap(`campaign:${campaign}:pace:careful`, { messageId: id });
    expect(toast).toBe('Ritmo cambiado');
    await card(/^Enviando[\s\S]*Ritmo prudente/);

    for (const dark of [false, true]) {
      await page.goto('about:blank');
      await page.goto(await address({ dark }));
      await page.getByRole('progressbar').waitFor();
      await page.evaluate(axe.source);
      expect(await page.evaluate(findings)).toEqual([]);
      expect(await page.evaluate(smallTargets)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
      expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toMatch(
        dark ? /rgb\((\d\d?), / : /rgb\((2\d\d), /,
      );
    }

    // A dialogue by the keyboard alone: one confirmation, and it can be left.
    await page.locator(`[data-act="campaign:${campaign}:cancel"]`).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.locator(`[data-act="campaign:${campaign}:cancel"]`).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancelar' }).click();
    await card(/^Cancelada: salieron/);
    await page.getByRole('heading', { name: 'Últimas campañas' }).waitFor();
    await page.getByRole('button', { name: 'Semana' }).click();
    await page
      .locator('#s-stats')
      .getByText(/enviados/)
      .first()
      .waitFor();
    await page.locator('#s-stats img').waitFor();
    await until(() => page.evaluate<boolean>("document.querySelector('#s-stats img').naturalWidth > 100"), {
      what: 'the picture',
    });
    expect(await page.getByRole('progressbar').count()).toBe(0);
    await page.close();
  });
});

describe('the password', () => {
  it('is asked for what stops everything, counted when wrong, and kept nowhere', {
    timeout: 180_000,
  }, async (context) => {
    const page = await open(context, await address());
    await page.getByText('Más: apagar').click();
    await page.locator('[data-act="power:hold"]').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Clave').fill('no-es-esta');
    await dialog.getByRole('button', { name: 'Apagar' }).click();
    await dialog.getByText(/Clave incorrecta/).waitFor();
    await dialog.getByLabel('Clave').fill(demoPassword);
    await page.keyboard.press('Enter');
    await card(/^Apagado\. No envío nada/);
    await dialog.waitFor({ state: 'hidden' });
    expect(await page.locator('#ask-value').inputValue()).toBe('');
    await page.locator('[data-act="power:enable"]').click();
    await page.locator('[data-act="power:hold"]').waitFor();
    await page.close();
  });
});

describe('the stream', () => {
  it('breaks: the panel says since when, and goes on by itself', { timeout: 240_000 }, async (context) => {
    if (typeof browser === 'string') return context.skip(browser);
    const page = await open(context, 'about:blank');
    await page.clock.install();
    await page.goto(await address());
    await page.getByRole('heading', { name: 'WhatsApp conectado' }).waitFor();
    await world.program.stop();
    await page.clock.fastForward(20_000);
    await said(page, /^Sin datos desde \d\d?:\d\d/);
    await world.restart();
    await until(
      async () => {
        await page.clock.fastForward(3_000);
        const connected = page.getByRole('heading', { name: 'WhatsApp conectado' });
        return (await page.locator('#notice').isHidden()) && connected.isVisible();
      },
      { what: 'new data', timeoutMs: 60_000, everyMs: 500 },
    );
    await page.close();
  });
});

it('complains of nothing in the browser’s console but the script that is not there', () => {
  expect(
    errors.filter((line) => !/telegram\.org|ERR_CONNECTION|Failed to fetch|Failed to load/.test(line)),
  ).toEqual([]);
});
