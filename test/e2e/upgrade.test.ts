/** Today's program on the data of an earlier release; and that program on data of a later one. */
import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { connect } from '../../demo/story.ts';
import { settingsFor } from './another.ts';
import { startWorld, textOf } from './world.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const release = `${root}test/data/releases/0.1.0/message-sender.db.gz`;

it('a paused campaign of release 0.1.0 is there after an upgrade; data of a later release are refused', {
  timeout: 480_000,
}, async () => {
  await using world = await startWorld({ quietPhones: true });
  const data = join(world.dataRoot, 'data');
  const database = join(data, 'message-sender.db');
  await world.program.stop();
  mkdirSync(data, { recursive: true, mode: 0o700 });
  for (const rest of ['-wal', '-shm']) rmSync(database + rest, { force: true });
  writeFileSync(database, gunzipSync(await readFile(release)));
  {
    // This emulator counts its updates from one again, which Telegram never does.
    using raw = new DatabaseSync(database);
    raw.exec('DELETE FROM updates_seen');
  }
  await world.restart();
  const ana = await world.operator();
  const after = await ana.say('/start');
  await ana.waitForButton('connect:start', { after, timeoutMs: 60_000 });
  await connect(world.stage, ana);
  await ana.say('/campaigns');
  const { message } = await ana.waitForButton('campaign:3:show', { timeoutMs: 30_000 });
  await ana.tap('campaign:3:show', { messageId: message.id });
  await ana.waitForButton('campaign:3:resume', { timeoutMs: 30_000 });
  expect((await ana.chat()).messages.map(textOf).join('\n')).not.toMatch(/Algo falló/);

  await world.program.stop();
  {
    using raw = new DatabaseSync(database);
    raw.exec("INSERT INTO schema_steps VALUES (9000, 'of-next-year')");
  }
  const env = settingsFor(world, world.dataRoot);
  const ended = await new Promise<{ status: unknown; said: string }>((resolve) =>
    execFile(process.execPath, [`${root}start.mjs`], { cwd: world.dataRoot, env }, (error, _, said) =>
      resolve({ status: error?.code, said }),
    ),
  );
  expect(ended.status).toBe(78);
  expect(ended.said).toMatch(
    /^DatabaseTooNew: the database has schema 9000.*install the newer program again\n$/,
  );
});
