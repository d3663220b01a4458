/** Updates that Telegram brings: switching to that and back loses none and repeats none. */
import { expect, it } from 'vitest';
import { answered, lastId, pause, plain, startWorld, textOf, toCsv, until, type World } from './world.ts';

const online = (world: World) =>
  until(async () => (await fetch(`${world.programUrl}/readyz`).catch(() => null))?.ok ?? false, {
    what: 'the program',
    timeoutMs: 40_000,
  });
const webhook = (world: World) => ({ TELEGRAM_WEBHOOK: 'true', PUBLIC_URL: world.programUrl });

/** How often the bot has answered `/help` since. */
async function helped(ana: Awaited<ReturnType<World['operator']>>, after: number): Promise<number> {
  const { messages } = await ana.chat();
  return messages.filter(
    (one) => one.id > after && one.from === 'bot' && /^¿En qué te ayudo/.test(textOf(one)),
  ).length;
}

it('Telegram brings updates where it is told to, and polls again when it is told that', {
  timeout: 300_000,
}, async () => {
  await using world = await startWorld({ quietPhones: true });
  const ana = await world.connected();

  // What is said while the program is off waits at Telegram, whichever way it comes then.
  const before = await lastId(ana);
  await world.program.stop();
  for (let nth = 0; nth < 3; nth += 1) await ana.say('/help');
  await world.restart(webhook(world));
  await online(world);
  await until(async () => (await helped(ana, before)) === 3, { what: 'three answers', timeoutMs: 20_000 });

  // A whole campaign by the webhook, killed on the way.
  const campaign = await world.send(ana, toCsv(plain(60)));
  await world.kill();
  await world.finished(ana, campaign, 60_000);
  await world.seen(60);
  expect(await world.phones.journal()).toMatchObject({ shown: 60, shownTwice: 0, missing: 0 });

  // Nobody else gets in by that door.
  const forged = await fetch(`${world.programUrl}/telegram/webhook`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ update_id: 9_999_999, message: { text: '/help' } }),
  });
  expect(forged.status).toBe(401);

  // And back to polling.
  const then = await lastId(ana);
  await world.program.stop();
  for (let nth = 0; nth < 3; nth += 1) await ana.say('/help');
  await world.restart({ TELEGRAM_WEBHOOK: 'false' });
  await until(async () => (await helped(ana, then)) === 3, { what: 'three answers', timeoutMs: 20_000 });
  await answered(ana, () => ana.say('/estado'), /^WhatsApp/);
  await pause(500);
  expect(await helped(ana, then)).toBe(3);
});
