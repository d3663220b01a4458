/**
 * How fast, against the loop that everybody writes first, in the same run on the same machine. The emulator
 * runs in its own process; CPU is that of the sending process alone. `--json`: the last line is one object.
 */
import { parseArgs } from 'node:util';
import { startEmulators } from '../demo/processes.ts';
import { openNaive } from './naive.ts';
import { openOurs } from './ours.ts';
import type { Way } from './way.ts';

interface Measured {
  perSecond: number;
  cpuMsPerMessage: number;
}

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '500' },
    json: { type: 'boolean', default: false },
  },
});
const messages = Number(values.messages);
/** The naive loop at 80 ms is slow: a part of the messages tells its rate as well. */
const naiveMessages = (known: boolean, rttMs: number) =>
  !known && rttMs > 0 ? Math.min(messages, 100) : messages;

let people = 0;
/** Numbers that nobody has been written to at; none ends in a rule of the emulator. */
const fresh = (count: number) =>
  Array.from({ length: count }, () => {
    people += 1;
    return `595981${String(people).padStart(5, '0')}1`;
  });

/** Opens one way of sending on an emulator of its own, and measures new and known people on it. */
async function measure(
  open: (wsUrl: string, scan: (text: string) => Promise<void>) => Promise<Way>,
  rttMs: number,
  count: (known: boolean) => number,
) {
  const emulators = await startEmulators(['--quiet']);
  const control = async (path: string, body: object) => {
    const headers = { 'content-type': 'application/json' };
    await fetch(`${emulators.controlUrl}/control${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
  };
  const bench = await open(emulators.whatsappUrl, (text) => control('/whatsapp/scan', { text }));
  await bench.send(fresh(20));
  await control('/whatsapp/faults', { rttMs });
  const phones = fresh(count(false));
  const newText = await timed(() => bench.send(phones), phones.length);
  const known = phones.slice(0, count(true));
  await bench.send(known);
  const knownText = await timed(() => bench.send(known), known.length);
  await bench.close();
  await emulators.close();
  return { 'new-text': newText, 'known-text': knownText };
}

async function timed(work: () => Promise<void>, count: number): Promise<Measured> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await work();
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { perSecond: count / seconds, cpuMsPerMessage: (user + system) / 1000 / count };
}

const round = (value: number) => Math.round(value * 100) / 100;
const rows: object[] = [];
for (const rttMs of [0, 80]) {
  const naive = await measure(openNaive, rttMs, (known) => naiveMessages(known, rttMs));
  const ours = await measure(openOurs, rttMs, () => messages);
  for (const name of ['new-text', 'known-text'] as const) {
    const row = {
      case: name,
      rttMs,
      naivePerSecond: round(naive[name].perSecond),
      oursPerSecond: round(ours[name].perSecond),
      ratio: round(ours[name].perSecond / naive[name].perSecond),
      cpuMsPerMessage: round(ours[name].cpuMsPerMessage),
      naiveCpuMsPerMessage: round(naive[name].cpuMsPerMessage),
    };
    rows.push(row);
    process.stderr.write(
      `${name} at ${rttMs} ms: ${row.oursPerSecond}/s against ${row.naivePerSecond}/s, ${row.ratio} times; ` +
        `${row.cpuMsPerMessage} ms of CPU a message against ${row.naiveCpuMsPerMessage}\n`,
    );
  }
}
if (values.json) process.stdout.write(`${JSON.stringify({ node: process.versions.node, rows })}\n`);
process.exit(0);
