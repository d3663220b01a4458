/**
 * How fast, against the loop that everybody writes first, in the same run on the same machine. The emulator
 * runs in its own process; CPU is that of the sending process alone. `--json`: the last line is one object.
 * What is measured, and what it says, stands in docs/performance.md.
 */
import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { startEmulators } from '../demo/processes.ts';
import { silenceLibsignal } from '../src/log.ts';
import { type PhoneNumber, parsePhone } from '../src/queue/import/phone.ts';
import { measureImport } from './import.ts';
import { openNaive } from './naive.ts';
import { openOurs } from './ours.ts';
import { makePicture } from './picture.ts';
import type { Way } from './way.ts';

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '500' },
    /** The long campaign, whose cost a message is held against that of the short one; 0 leaves it out. */
    many: { type: 'string', default: '10000' },
    /** Rows of the list that is imported; 0 leaves it out. */
    rows: { type: 'string', default: '1000000' },
    json: { type: 'boolean', default: false },
  },
});
const messages = Number(values.messages);
const many = Number(values.many);
const listRows = Number(values.rows);
/** The naive loop is slow at a distance: a part of the messages tells its rate as well. */
const NAIVE_AT_A_DISTANCE = 100;
/** And with pictures, each of which it uploads again, slower still. */
const NAIVE_PICTURES = { near: 100, far: 40 };

interface Measured {
  readonly perSecond: number;
  readonly cpuMsPerMessage: number;
}

/** One line of the table. */
export interface Row {
  readonly case: string;
  readonly rttMs: number;
  readonly naivePerSecond: number;
  readonly oursPerSecond: number;
  readonly ratio: number;
  readonly cpuMsPerMessage: number;
  readonly [more: string]: number | string;
}

const authorities = getCACertificates();
let people = 0;
/** Numbers that nobody has been written to at; none ends in a rule of the emulator. */
const fresh = (count: number) =>
  Array.from({ length: count }, () => {
    people += 1;
    const written = `+595981${String(people).padStart(5, '0')}1`;
    const parsed = parsePhone(written, 'PY');
    if (!parsed.ok) throw new Error(`${written}: ${parsed.why}`);
    return parsed.phone;
  });

/** Opens one way of sending on an emulator of its own, warms it up, and measures on it. */
async function onEmulator<T>(
  open: (wsUrl: string, scan: (text: string) => Promise<void>) => Promise<Way>,
  rttMs: number,
  work: (way: Way) => Promise<T>,
): Promise<T> {
  const emulators = await startEmulators(['--quiet']);
  // What NODE_EXTRA_CA_CERTS does for a process that starts after its media host.
  setDefaultCACertificates([...authorities, readFileSync(emulators.caFile, 'utf8')]);
  const control = async (path: string, body: object) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${emulators.controlUrl}/control${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
  };
  const way = await open(emulators.whatsappUrl, (text) => control('/whatsapp/scan', { text }));
  const warm = fresh(100);
  await way.send(warm);
  await way.send(warm);
  await control('/whatsapp/faults', { rttMs });
  const result = await work(way);
  await way.close();
  await emulators.close();
  return result;
}

/** Strangers first, then the same people again. */
async function newAndKnown(way: Way, strangers: number) {
  const phones = fresh(strangers);
  const asNew = await timed(way, phones);
  const all = [...phones, ...fresh(messages - strangers)];
  await way.send(all);
  return { asNew, asKnown: await timed(way, all) };
}

async function timed(way: Way, phones: readonly PhoneNumber[], picture?: Buffer): Promise<Measured> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await way.send(phones, picture);
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { perSecond: phones.length / seconds, cpuMsPerMessage: (user + system) / 1000 / phones.length };
}

const rows: Row[] = [];
/** Three digits that mean something, whole numbers as they are. */
const round = (value: number) => (Number.isInteger(value) ? value : Number(value.toPrecision(3)));
function tell(row: Row) {
  const figures = Object.entries(row).map(([key, value]) => [
    key,
    typeof value === 'number' ? round(value) : value,
  ]);
  const rounded: Row = { ...row, ...Object.fromEntries(figures) };
  rows.push(rounded);
  const { naivePerSecond, oursPerSecond, ratio, cpuMsPerMessage } = rounded;
  process.stderr.write(
    `${row.case} at ${row.rttMs} ms: ${oursPerSecond}/s against ${naivePerSecond}/s, ${ratio} times; ` +
      `${cpuMsPerMessage} ms of CPU each\n`,
  );
}
const compare = (name: string, rttMs: number, naive: Measured, ours: Measured): Row => ({
  case: name,
  rttMs,
  naivePerSecond: naive.perSecond,
  oursPerSecond: ours.perSecond,
  ratio: ours.perSecond / naive.perSecond,
  cpuMsPerMessage: ours.cpuMsPerMessage,
  naiveCpuMsPerMessage: naive.cpuMsPerMessage,
});

// libsignal prints whole sessions; neither way is to be measured by the speed of a terminal.
silenceLibsignal(pino({ level: 'silent' }));
for (const rttMs of [0, 80]) {
  const strangers = rttMs > 0 ? Math.min(messages, NAIVE_AT_A_DISTANCE) : messages;
  const naive = await onEmulator(openNaive, rttMs, (way) => newAndKnown(way, strangers));
  const ours = await onEmulator(openOurs, rttMs, (way) => newAndKnown(way, messages));
  tell(compare('new-text', rttMs, naive.asNew, ours.asNew));
  tell(compare('known-text', rttMs, naive.asKnown, ours.asKnown));
  const picture = await makePicture();
  const few = Math.min(messages, rttMs > 0 ? NAIVE_PICTURES.far : NAIVE_PICTURES.near);
  const naiveImages = await onEmulator(openNaive, rttMs, (way) => timed(way, fresh(few), picture));
  const ourImages = await onEmulator(openOurs, rttMs, (way) => timed(way, fresh(messages), picture));
  tell(compare('images', rttMs, naiveImages, ourImages));
  if (rttMs > 0 || many === 0) continue;
  const long = await onEmulator(openOurs, rttMs, async (way) => timed(way, fresh(many)));
  const row = compare('many-texts', rttMs, naive.asNew, long);
  tell({ ...row, messages: many, costAgainstShort: long.cpuMsPerMessage / ours.asNew.cpuMsPerMessage });
}
if (listRows > 0) tell({ ...(await measureImport(listRows)) });
if (values.json) process.stdout.write(`${JSON.stringify({ node: process.versions.node, rows })}\n`);
process.exit(0);
