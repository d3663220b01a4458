/**
 * The parent of the program: starts it again at once when it asks for that, with growing pauses after a crash,
 * and takes it down with itself. Imports nothing of the program, so that nothing of it can break this.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { config } from 'dotenv';

/** How the program tells why it ended. */
export const EXIT = {
  /** Start me again at once. */
  restart: 75,
  /** The settings or the data are wrong: starting again changes nothing. */
  settings: 78,
} as const;

/**
 * How Node runs the program. Left to itself V8 doubles the room for young objects while a long list is read,
 * and keeps it: 64 MB for nothing that can be measured.
 */
export const NODE_OPTIONS = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=16'] as const;

/** What the program says to its supervisor when all of it is up. */
export const UP = 'up';

/** Ten short lives in a row are one too many. */
const MOST_CRASHES = 10;
/** A life longer than this (ms) was no failed start. */
const LONG_LIFE = 5_000;
const LONGEST_PAUSE = 60_000;

export type Next = { do: 'start'; afterMs: number; crashes: number } | { do: 'give-up'; status: number };

/**
 * What to do after an exit. `crashes` counts short lives in a row; a life begins when the program is up, so that a
 * start that fails is a short one on a slow machine, too.
 */
export function nextStart(crashes: number, exit: { code: number | null; livedMs: number }): Next {
  if (exit.code === EXIT.settings) return { do: 'give-up', status: EXIT.settings };
  if (exit.livedMs >= LONG_LIFE) return { do: 'start', afterMs: 0, crashes: 0 };
  if (exit.code === EXIT.restart) return { do: 'start', afterMs: 0, crashes };
  if (crashes + 1 >= MOST_CRASHES) return { do: 'give-up', status: 1 };
  return { do: 'start', afterMs: Math.min(1000 * 2 ** crashes, LONGEST_PAUSE), crashes: crashes + 1 };
}

/** Runs the program until a signal comes or it can't be started. Resolves with the exit status. */
export async function supervise(main = fileURLToPath(new URL('main.ts', import.meta.url))): Promise<number> {
  const signal = firstSignal();
  let crashes = 0;
  for (;;) {
    let born: number | null = null;
    const child = spawn(process.execPath, [...NODE_OPTIONS, main], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: environment(crashes),
    });
    child.on('message', (said) => {
      if (said === UP) born ??= performance.now();
    });
    const code = await exitOf(child, signal.came);
    if (signal.name()) return code === null || code === EXIT.restart ? 0 : code;
    const next = nextStart(crashes, { code, livedMs: born === null ? 0 : performance.now() - born });
    if (next.do === 'give-up') {
      if (next.status === 1)
        process.stderr.write('The program ended ten times in a row; not starting it again.\n');
      return next.status;
    }
    crashes = next.crashes;
    if (next.afterMs > 0)
      process.stderr.write(
        `The program ended (${code === null ? 'killed' : `status ${code}`}) ${crashes} times in a row; ` +
          `starting it again in ${next.afterMs / 1000} s.\n`,
      );
    await Promise.race([new Promise((resolve) => setTimeout(resolve, next.afterMs)), signal.came]);
    if (signal.name()) return 0;
  }
}

/**
 * `.env` reaches the child as its environment, so that what Node itself reads (`NODE_EXTRA_CA_CERTS`) works
 * there too. `STARTS_FAILED` lets the program say after how many tries it is back.
 */
function environment(crashes: number): NodeJS.ProcessEnv {
  const file: Record<string, string> = {};
  config({ processEnv: file, quiet: true });
  return { ...file, ...process.env, STARTS_FAILED: String(crashes) };
}

/** Resolves with the exit code; `null` after a signal. Passes the first signal of our own on. */
function exitOf(child: ChildProcess, signal: Promise<NodeJS.Signals>): Promise<number | null> {
  let alive = true;
  void signal.then((name) => alive && child.kill(name));
  return new Promise((resolve) => {
    const end = (code: number | null) => {
      alive = false;
      resolve(code);
    };
    child.once('exit', end);
    child.once('error', () => end(1));
  });
}

/** Repeated signals count once. */
function firstSignal(): { came: Promise<NodeJS.Signals>; name: () => NodeJS.Signals | null } {
  let name: NodeJS.Signals | null = null;
  const came = new Promise<NodeJS.Signals>((resolve) => {
    for (const one of ['SIGTERM', 'SIGINT'] as const)
      process.on(one, () => {
        name ??= one;
        resolve(one);
      });
  });
  return { came, name: () => name };
}
