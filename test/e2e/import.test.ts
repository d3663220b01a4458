/** A session that an earlier sender left as many files is taken over: online without a code, and what it had is kept. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { claim } from '../../demo/story.ts';
import { fetchReport, plain, startWorld, textOf, toCsv, until, type World } from './world.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Links with the owner's phone, writes to somebody, and ends. */
async function earlierSender(world: World, folder: string, someone: string) {
  await mkdir(folder, { recursive: true });
  const script = `${root}emulator/earlier-sender.ts`;
  const options = ['--disable-warning=ExperimentalWarning', script];
  const { whatsappUrl } = world.stage.emulators;
  const child = spawn(process.execPath, [...options, whatsappUrl, folder, `${someone}@s.whatsapp.net`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  const [code] = await once(createInterface({ input: child.stdout }), 'line');
  await world.stage.control.post('/whatsapp/scan', { text: String(code) });
  const [status] = await exit;
  expect(status).toBe(0);
}

it('a session of many files is used once and put aside; a damaged one is left as it is', {
  timeout: 480_000,
}, async () => {
  await using world = await startWorld({ quietPhones: true });
  const people = plain(12);
  const sessions = join(world.dataRoot, 'bot_sessions');
  const old = join(sessions, 'session');
  await world.program.stop();
  await earlierSender(world, old, people[0]?.number.replaceAll(/\D/g, '').replace(/^0/, '595') ?? '');
  const creds = join(old, 'creds.json');
  const whole = readFileSync(creds);
  truncateSync(creds, Math.floor(whole.length / 2));
  const files = readdirSync(old).length;
  expect(files).toBeGreaterThan(100);

  await world.restart();
  await until(() => /session-import/.test(world.logs()), { what: 'the refusal', timeoutMs: 60_000 });
  const ana = await world.operator();
  await claim(world.stage, ana);
  await ana.waitForMessage((one) => /^Encontré una sesión anterior, pero está dañada/.test(textOf(one)), {
    what: 'the word',
    timeoutMs: 30_000,
  });
  expect(readdirSync(old)).toHaveLength(files);
  expect((await world.phones.state()).online).toBe(false);

  await world.program.stop();
  await writeFile(creds, whole);
  await world.restart();
  await until(async () => (await world.phones.state()).online, { what: 'the link', timeoutMs: 60_000 });
  await ana.waitForMessage((one) => /^WhatsApp vinculado con la sesión que estaba aquí/.test(textOf(one)), {
    what: 'the word',
    timeoutMs: 30_000,
  });
  expect(existsSync(creds)).toBe(false);
  const [aside = ''] = readdirSync(sessions).filter((name) => name.startsWith('imported-'));
  expect(readFileSync(join(sessions, aside, 'creds.json'))).toEqual(whole);
  expect(statSync(join(sessions, aside)).mode & 0o777).toBe(0o700);

  const campaign = await world.send(ana, toCsv(people));
  await world.finished(ana, campaign);
  expect(await fetchReport(ana, campaign)).toMatchObject({ rows: 12, accepted: 12, open: 0 });
  expect(await world.phones.journal()).toMatchObject({ undecryptable: 0, missing: 0 });
  await world.restart();
  await until(async () => (await world.phones.state()).online, { what: 'the link again', timeoutMs: 60_000 });
  expect(
    (await ana.chat()).messages.filter((one) => /sesión que estaba aquí/.test(textOf(one))),
  ).toHaveLength(1);
});
