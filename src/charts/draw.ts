/** Charts → pictures, by a process that is there only meanwhile: what draws takes memory that nobody else needs. */
import { spawn } from 'node:child_process';
import { buffer, text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import PQueue from 'p-queue';
import type { Chart, PictureKind } from './chart.ts';

/** Rejects when it can't be drawn: the words beside it say the same. */
export type Draw = (chart: Chart, as: PictureKind) => Promise<Uint8Array>;

/** On a busy machine too; whoever waits for a picture is shown the words then. */
const DEADLINE = 20_000;
const PROGRAM = fileURLToPath(new URL('render.ts', import.meta.url));
const OPTIONS = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=4'];

/** Pictures come one after the other, so that many who ask at once don't take the memory of many. */
export function createDraw({ signal }: { signal?: AbortSignal } = {}): Draw {
  const queue = new PQueue({ concurrency: 1 });
  return (chart, as) => queue.add(() => drawOne({ chart, as }, signal));
}

async function drawOne(what: { chart: Chart; as: PictureKind }, stop?: AbortSignal): Promise<Uint8Array> {
  const over = AbortSignal.timeout(DEADLINE);
  const child = spawn(process.execPath, [...OPTIONS, PROGRAM], {
    stdio: ['pipe', 'pipe', 'pipe'],
    // Neither tokens nor passwords are its business.
    env: {},
    signal: stop ? AbortSignal.any([stop, over]) : over,
    killSignal: 'SIGKILL',
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  // It may be gone before it has read all: how it ended tells more.
  child.stdin.on('error', () => undefined);
  child.stdin.end(JSON.stringify(what));
  const [picture, complaint, code] = await Promise.all([buffer(child.stdout), text(child.stderr), ended]);
  if (code !== 0) throw new Error(`a picture could not be drawn (${code}): ${complaint.slice(0, 300)}`);
  return picture;
}
