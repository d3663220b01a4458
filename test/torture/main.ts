/**
 * Campaigns through the real program, which is killed again and again: `npm run torture -- --kills 200 --seed 7`. A line
 * a kill; the last line is one JSON object; status 0 only if nobody was lost, nobody saw anything twice, and every sum
 * was right after every kill. What it says stands in docs/reliability.md.
 */
import { parseArgs } from 'node:util';
import { startStage } from '../../demo/stage.ts';
import { seededDice } from '../../src/clock.ts';
import { playTorture } from './play.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    /** Of everything that is left to chance; printed, so that a bad run can be played again. */
    seed: { type: 'string' },
    keep: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
});

const say = (line: string) => process.stderr.write(`${line}\n`);
const seed = whole('seed', values.seed ?? String(Math.floor(Math.random() * 1e9)));
const kills = whole('kills', values.kills);
say(`seed ${seed}`);

const since = performance.now();
const stage = await startStage({
  quietPhones: true,
  keep: values.keep,
  ...(values.verbose ? { onLine: say } : {}),
});
let ending: Promise<void> | undefined;
const end = (status: number) => {
  ending ??= (async () => {
    const { killed } = await stage.close();
    if (values.keep) say(`the program's data are kept in ${stage.dataRoot}`);
    // What SIGTERM doesn't end is a fault of its own.
    process.exit(status === 0 && killed ? 1 : status);
  })();
  return ending;
};
process.on('SIGINT', () => void end(130));
process.on('SIGTERM', () => void end(143));

try {
  const chances = (series: number) => seededDice(seed + series).next;
  const result = await playTorture(stage, { kills, chances, say });
  for (const complaint of result.complaints.slice(0, 20)) say(complaint);
  const seconds = Math.round((performance.now() - since) / 1000);
  process.stdout.write(`${JSON.stringify({ seed, ...result, seconds })}\n`);
  await end(result.complaints.length === 0 ? 0 : 1);
} catch (error) {
  // Nothing answers any more once it was told to end.
  await ending;
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  say(`the program said last:\n${stage.program.logs().split('\n').slice(-25).join('\n')}`);
  process.stdout.write(`${JSON.stringify({ seed, complaints: [String(error)] })}\n`);
  await end(1);
}

function whole(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new Error(`--${name} wants a whole number`);
  return value;
}
