/** Another program beside a world's own, without a supervisor, on folders of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../demo/processes.ts';
import { until, type World } from './world.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Another {
  /** What it wrote to the terminal. */
  said(): string;
  /** The word for its link's state. */
  link(): Promise<unknown>;
  stop(): Promise<void>;
}

/** The settings that such a program is given. */
export const settingsFor = (world: World, dataRoot: string): Record<string, string> => {
  const { emulators } = world.stage;
  return {
    PATH: process.env.PATH ?? '',
    TELEGRAM_BOT_TOKEN: emulators.token,
    TELEGRAM_API_ROOT: emulators.telegramUrl,
    WHATSAPP_WS_URL: emulators.whatsappUrl,
    NODE_EXTRA_CA_CERTS: emulators.caFile,
    DATA_ROOT: dataRoot,
    PACE: 'maximum',
    DAILY_CAP: 'off',
    QUIET_HOURS: 'off',
    CANARY: 'off',
    TZ: 'America/Asuncion',
    DEFAULT_COUNTRY: 'PY',
  };
};

const others: ChildProcess[] = [];

/** Resolves when it has started. */
export async function another(
  world: World,
  dataRoot: string,
  env: Record<string, string> = {},
): Promise<Another> {
  const port = await freePort();
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', `${root}src/main.ts`], {
    cwd: dataRoot,
    env: { ...settingsFor(world, dataRoot), PORT: String(port), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  others.push(child);
  let said = '';
  for (const output of [child.stdout, child.stderr]) output.on('data', (part) => (said += String(part)));
  await until(() => /started/.test(said), { what: 'the other program', timeoutMs: 60_000 });
  const link = async () => {
    const answer: unknown = await (await fetch(`http://127.0.0.1:${port}/healthz`)).json();
    return typeof answer === 'object' && answer && 'link' in answer ? answer.link : null;
  };
  return { said: () => said, link, stop: () => end(child) };
}

export const stopOthers = async (): Promise<void> => {
  await Promise.all(others.splice(0).map(end));
};

async function end(child: ChildProcess) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}
