import { existsSync } from 'node:fs';
import chromium from '@sparticuz/chromium';
import { type Browser, type Page, chromium as playwright } from 'playwright-core';

const installed = [
  '/usr/bin/google-chrome',
  '/usr/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * A real browser: the one that a package carries (Linux x64), else an installed Chrome. Without either, a
 * sentence that says so: the test is then skipped with that line.
 */
export async function launchBrowser(): Promise<Browser | string> {
  const carried = process.platform === 'linux' && process.arch === 'x64';
  const executablePath = carried
    ? await chromium.executablePath()
    : installed.find((path) => existsSync(path));
  if (!executablePath) return 'no browser on this machine: install Chrome to run this test';
  try {
    return await playwright.launch({ executablePath, args: carried ? argumentsOf() : [], headless: true });
  } catch (error) {
    return `the browser does not start here: ${error instanceof Error ? error.message.split('\n')[0] : error}`;
  }
}

/** Without the package's single process, in which the browser ends with its first page. */
function argumentsOf(): string[] {
  return chromium.args.filter((each) => each !== '--single-process' && each !== '--no-zygote');
}

/** A phone of 390 pixels on the page at `url`; what its scripts throw or complain of is added to `errors`. */
export async function openPhone(browser: Browser, url: string, errors: string[]): Promise<Page> {
  const page = await browser.newPage({
    viewport: { width: 390, height: 844 },
    locale: 'es-PY',
    hasTouch: true,
    timezoneId: 'America/Asuncion',
  });
  page.setDefaultTimeout(10_000);
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('console', (line) => {
    if (line.type() === 'error') errors.push(`${line.text()} ${line.location().url}`);
  });
  await page.goto(url);
  return page;
}

/** What axe complains of, for `page.evaluate`; its source must have been evaluated before. */
export const findings = `axe.run({ resultTypes: ['violations'] }).then(({ violations }) =>
  violations.map(({ id, nodes }) => id + ' ' + nodes[0].html))`;

/** Targets that a thumb misses. A command inside a sentence is as high as its line. */
export const smallTargets = `[...document.querySelectorAll('button:not(.command), a, input, select, textarea')]
  .filter((each) => each.checkVisibility())
  .map((each) => ({ each, box: each.getBoundingClientRect() }))
  .filter(({ box }) => box.width < 44 || box.height < 44)
  .map(({ each, box }) => each.className + ' ' + each.textContent + ' ' + box.width + ' x ' + box.height)`;
