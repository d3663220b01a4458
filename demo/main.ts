import { parseArgs } from 'node:util';
import { playScript } from './script.ts';
import { demoPassword, type Stage, startStage } from './stage.ts';
import { claim } from './story.ts';

const { values } = parseArgs({
  options: {
    script: { type: 'boolean', default: false },
    recipients: { type: 'string', default: '250' },
    images: { type: 'string', default: '0' },
    kill: { type: 'string', default: '0' },
    rtt: { type: 'string', default: '0' },
    json: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
    port: { type: 'string', default: '3010' },
    language: { type: 'string', default: 'es' },
  },
});

const say = (line: string) => process.stderr.write(`${line}\n`);

let stage: Stage | undefined;
let ending: Promise<void> | undefined;

function end(status: number): Promise<void> {
  ending ??= (async () => {
    await stage?.close();
    if (values.keep && stage) say(`the program's data are kept in ${stage.dataRoot}`);
    process.exit(status);
  })();
  return ending;
}

process.on('SIGINT', () => end(130));
process.on('SIGTERM', () => end(143));

try {
  if (!['es', 'en', 'pt'].includes(values.language)) throw new Error('--language: es, en or pt');
  stage = await startStage({
    env: { DEFAULT_LANGUAGE: values.language },
    rttMs: count('rtt'),
    port: values.script ? 0 : count('port'),
    keep: values.keep,
    ...(values.verbose ? { onLine: say } : {}),
  });
  if (values.script) await script(stage);
  else await page(stage);
} catch (error) {
  if (!ending) {
    say(error instanceof Error ? error.message : String(error));
    if (stage) say(`the program said last:\n${stage.program.logs().split('\n').slice(-15).join('\n')}`);
    await end(1);
  }
}

async function script(on: Stage): Promise<void> {
  const options = { recipients: count('recipients'), images: count('images'), kills: count('kill') };
  if (options.images > 10) throw new Error('--images: WhatsApp takes ten at most');
  const { result, complaints } = await playScript(on, { ...options, say });
  for (const complaint of complaints.slice(0, 20)) say(complaint);
  const words = Object.entries(result).map(([name, value]) => `${name}: ${value}`);
  process.stdout.write(`${values.json ? JSON.stringify(result) : words.join('\n')}\n`);
  await end(complaints.length === 0 ? 0 : 1);
}

async function page(on: Stage): Promise<void> {
  await claim(on, await on.operator(1001, 'Ana', values.language));
  process.stdout.write(
    `\nThe demo is at ${on.emulators.controlUrl}/?language=${values.language}\n` +
      "There: the operator's Telegram, the recipients' phones, and faults at a click; a yellow strip says what\n" +
      `comes next. The admin password is ${demoPassword}. --language en or pt plays in another language.\n` +
      'Ctrl-C ends everything.\n',
  );
}

function count(name: 'recipients' | 'images' | 'kill' | 'rtt' | 'port'): number {
  const value = Number(values[name]);
  if (!Number.isInteger(value) || value < 0) throw new Error(`--${name} wants a whole number`);
  return value;
}
