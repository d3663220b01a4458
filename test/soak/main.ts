/**
 * A long life in a short time: `npm run soak -- --reconnections 1000 --messages 100000`. People write while the line
 * drops again and again; what the process holds and what lies on its disk is measured ten times on the way, and at the
 * end nothing may have grown that should not. A line a measurement; the last line is one JSON object, status 0 only
 * within the limits. What it says stands in docs/reliability.md.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { Operator } from '../../demo/driver.ts';
import { makeList } from '../../demo/list.ts';
import { startStage } from '../../demo/stage.ts';
import { claim, connect } from '../../demo/story.ts';
import { pause, until } from '../../demo/until.ts';
import { readLedger } from '../ledger.ts';
import { complaintsOf, type Measured, RESTS } from './limits.ts';

const { values } = parseArgs({
  options: {
    reconnections: { type: 'string', default: '1000' },
    messages: { type: 'string', default: '100000' },
    keep: { type: 'boolean', default: false },
  },
});

const say = (line: string) => process.stderr.write(`${line}\n`);
const reconnections = Number(values.reconnections);
const messages = Number(values.messages);
/** How many write; each of them again and again. */
const PEOPLE = 300;
/** What may wait at the server before more is written. */
const AHEAD = 400;
/** Requests to the emulator at once. */
const AT_ONCE = 16;

const inside = z.object({
  heapUsed: z.number(),
  external: z.number(),
  rss: z.number(),
  handles: z.number(),
});

const dir = mkdtempSync(join(tmpdir(), 'soak-'));
const measureTo = join(dir, 'measured');
const stage = await startStage({
  quietPhones: true,
  keep: values.keep,
  env: {
    NODE_OPTIONS: `--import ${new URL('measure.ts', import.meta.url).href}`,
    MEASURE_TO: measureTo,
    INACTIVITY_MINUTES: 'off',
  },
});
let ending: Promise<void> | undefined;
const end = (status: number) => {
  ending ??= stage.close().then(({ killed }) => {
    rmSync(dir, { recursive: true });
    if (values.keep) say(`the program's data are kept in ${stage.dataRoot}`);
    process.exit(status === 0 && killed ? 1 : status);
  });
  return ending;
};
process.on('SIGINT', () => void end(130));
process.on('SIGTERM', () => void end(143));

try {
  await soak();
} catch (error) {
  await ending;
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  say(`the program said last:\n${stage.program.logs().split('\n').slice(-15).join('\n')}`);
  await end(1);
}

async function soak(): Promise<void> {
  const since = performance.now();
  const operator = await stage.operator(1001);
  await claim(stage, operator);
  await connect(stage, operator);
  const born = await stage.program.mainPid();
  const { message } = await operator.waitForButton(/^new:(self|start)$/);
  const people = makeList(PEOPLE * 2)
    .filter(({ registered }) => registered)
    .slice(0, PEOPLE);
  const measured: Measured[] = [];
  let [said, dropped] = [0, 0];
  for (let part = 0; part <= RESTS; part += 1) {
    for (; said < (messages * part) / RESTS; said += AT_ONCE) {
      await roomAtTheServer();
      await Promise.all(
        Array.from({ length: AT_ONCE }, (_, nth) =>
          stage.phones.say(people[(said + nth) % PEOPLE]?.number ?? '', `Mensaje ${said + nth}`),
        ),
      );
      if (dropped < (reconnections * (said + AT_ONCE)) / messages) {
        await dropLine(dropped, () => tapConnect(operator, message.id));
        dropped += 1;
      }
    }
    await until(async () => (await stage.phones.state()).queuedOffline === 0, {
      what: 'all that was written to be fetched',
      timeoutMs: 120_000,
    });
    const seconds = Math.round((performance.now() - since) / 1000);
    const now = { messages: said, reconnections: dropped, seconds, ...(await measure()) };
    measured.push(now);
    say(JSON.stringify(now));
  }
  if ((await stage.program.mainPid()) !== born) throw new Error('the process is another one by now');
  const ledger = await stage.program.frozen(() => readLedger(stage.dataRoot));
  const complaints = [...ledger.complaints, ...complaintsOf(measured)];
  if (ledger.unhandled > 0) complaints.push(`${ledger.unhandled} messages were never handled`);
  for (const complaint of complaints) say(complaint);
  process.stdout.write(`${JSON.stringify({ ...measured.at(-1), complaints })}\n`);
  await end(complaints.length === 0 ? 0 : 1);
}

/** The server keeps what we have not confirmed: so much may wait. */
async function roomAtTheServer(): Promise<void> {
  await until(async () => (await stage.phones.state()).queuedOffline < AHEAD, {
    what: 'the program to keep up',
    timeoutMs: 120_000,
    everyMs: 20,
  });
}

/**
 * The line drops; most times an operator does not wait for the next try, so that a thousand of them take no day.
 */
async function dropLine(nth: number, dontWait: () => void): Promise<void> {
  const { online } = await stage.phones.state();
  if (!online) throw new Error('the line was down already');
  const before = z.object({ connects: z.number() });
  const connects = async () => before.parse(await stage.control.get('/whatsapp/state')).connects;
  const had = await connects();
  await stage.phones.faults({ disconnect: nth % 3 === 0 ? { kind: 'drop' } : { code: '503' } });
  if (nth % 50 !== 0) {
    await until(async () => !(await stage.phones.state()).online, { what: 'the drop', everyMs: 10 });
    await pause(50);
    dontWait();
  }
  await until(async () => (await stage.phones.state()).online && (await connects()) > had, {
    what: 'the line to come back',
    timeoutMs: 120_000,
    everyMs: 20,
  });
}

/** On any message of the chat: an app may still show the button that stood there once. */
function tapConnect(operator: Operator, messageId: number): void {
  operator.tap('connect:retry', { messageId, force: true }).catch(() => undefined);
}

async function measure(): Promise<Omit<Measured, 'messages' | 'reconnections' | 'seconds'>> {
  const pid = await until(() => stage.program.mainPid(), { what: 'the program' });
  // What is done in the background goes on for a moment.
  await pause(3_000);
  rmSync(measureTo, { force: true });
  process.kill(pid, 'SIGUSR2');
  const text = await until(() => readIfThere(measureTo), { what: 'a measurement', timeoutMs: 60_000 });
  const open = readdirSync(`/proc/${pid}/fd`).length;
  const size = (path: string) => statSync(join(stage.dataRoot, path), { throwIfNoEntry: false })?.size ?? 0;
  return {
    ...inside.parse(JSON.parse(text)),
    openFiles: open,
    database: size('data/message-sender.db'),
    keys: size('bot_sessions/1.db'),
    logs: files(join(stage.dataRoot, 'logs')).reduce((sum, name) => sum + size(`logs/${name}`), 0),
    wal: size('data/message-sender.db-wal') + size('bot_sessions/1.db-wal'),
    receipts: size('bot_sessions/1.receipts') + size('bot_sessions/1.receipts.1'),
  };
}

/** Each log has a name that points at its newest file: that is not another one. */
function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((one) => (one.isFile() ? [one.name] : []));
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
