/**
 * `npm run screenshots`: plays a small campaign between the emulators and photographs the demo page. The
 * pictures of the README are made by this and by nothing else, so they can't show what the program doesn't do.
 */
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { makeList, toCsv } from '../demo/list.ts';
import { type Stage, startStage } from '../demo/stage.ts';
import { claim, connect, launch, prepare } from '../demo/story.ts';
import { pause, until } from '../demo/until.ts';
import { launchBrowser } from '../test/browser.ts';

const people = 40;
const text =
  'Hola {nombre|amigo}, mañana abrimos a las 10 con 20 % de descuento en toda la tienda. ¡Te esperamos!';
/** The camera clicks when so many have seen it: the card is alive then, with all its figures and buttons. */
const whenShown = 30;
const wide = { width: 1280, height: 900 };
const phone = { width: 390, height: 844 };

const browser = await launchBrowser();
if (typeof browser === 'string') {
  process.stderr.write(`${browser}\n`);
  process.exitCode = 1;
} else {
  await using stack = new AsyncDisposableStack();
  stack.defer(() => browser.close());
  const stage = await startStage({ env: { PACE: 'normal' } });
  stack.defer(async () => void (await stage.close()));
  await playCampaign(stage);
  await photograph(browser, stage);
}

async function playCampaign(stage: Stage): Promise<void> {
  const operator = await stage.operator(1001);
  await claim(stage, operator);
  await connect(stage, operator);
  const list = { name: 'clientes.csv', bytes: Buffer.from(toCsv(makeList(people))), mime: 'text/csv' };
  await prepare(operator, { list, content: text });
  await launch(operator);
  await until(async () => (await stage.phones.journal()).people >= whenShown, {
    what: `the message on ${whenShown} phones`,
    timeoutMs: 120_000,
  });
}

async function photograph(browser: Browser, stage: Stage): Promise<void> {
  const page = await browser.newPage({ viewport: wide, locale: 'es-PY', timezoneId: 'America/Asuncion' });
  await page.goto(stage.emulators.controlUrl);
  await page.locator('#chat .message').last().waitFor();
  await page.locator('.list button').first().waitFor();
  await shoot(page, 'demo');
  await page.setViewportSize(phone);
  await shoot(page, 'demo-phone');
}

/** A tap on the pinned line brings the card into sight, as in Telegram. */
async function shoot(page: Page, name: string): Promise<void> {
  await page.locator('#chat .pinned').click();
  await pause(1_000);
  await page.screenshot({ path: fileURLToPath(new URL(`${name}.png`, import.meta.url)) });
}
