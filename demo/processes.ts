/** The emulators and the program, each as a process of its own, driven from outside. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { childrenOf, groupLives, groupStandsStill, isOver, signalGroup } from './process-table.ts';
import { pause, until } from './until.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

const whereabouts = z.object({
  controlUrl: z.string(),
  telegramUrl: z.string(),
  whatsappUrl: z.string(),
  caFile: z.string(),
  token: z.string(),
});

export interface Emulators extends z.infer<typeof whereabouts> {
  pid: number;
  close(): Promise<void>;
}

/** Starts both emulators in a process of their own, which ends with this one. */
export async function startEmulators(args: string[] = []): Promise<Emulators> {
  const options = ['--disable-warning=ExperimentalWarning', 'emulator/main.ts', '--with-parent', ...args];
  const child = spawn(process.execPath, options, { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`the emulators ended with status ${code}`);
    }),
  ]);
  return {
    ...whereabouts.parse(JSON.parse(String(line))),
    pid: child.pid ?? 0,
    async close() {
      if (hasEnded(child)) return;
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
    },
  };
}

export interface Program {
  /** The supervisor's; changes with `restart`. */
  readonly pid: number;
  readonly running: boolean;
  /** The process under the supervisor that does the work. */
  mainPid(): Promise<number | undefined>;
  /** What both wrote to the terminal, the last of it. */
  logs(): string;
  waitForLine(pattern: RegExp, timeoutMs?: number): Promise<RegExpExecArray>;
  /** kill -9 of the main process; the supervisor starts another. Returns the pid that is no more. */
  kill(): Promise<number>;
  /** The same; the supervisor stands still until `look` is done. */
  killAndLook<T>(look: () => T | Promise<T>): Promise<T>;
  /** A power cut: kill -9 of everything at once, then `meanwhile`, and a start from scratch. */
  cut<T>(meanwhile?: () => T | Promise<T>): Promise<T | undefined>;
  /** Nothing of the program moves while `work` runs: its files are as a cut at this moment would leave them. */
  frozen<T>(work: () => T | Promise<T>): Promise<T>;
  /** SIGTERM, waits for the end, starts again. */
  restart(env?: Record<string, string>): Promise<void>;
  /** SIGTERM and wait; whatever is left after `patienceMs` is killed. Says if that was needed. */
  stop(patienceMs?: number): Promise<{ killed: boolean; status: number | null }>;
}

export interface ProgramOptions {
  env: Record<string, string>;
  cwd: string;
  onLine?: (line: string) => void;
}

const keptLines = 5000;
const keptEnvironment = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'NODE_COMPILE_CACHE'];

/**
 * Starts the program as `npm start` does, in a process group of its own, with nothing in its environment
 * but what is given: a developer's `.env` must not change what a test sees. It ends with this process, also
 * when this one is killed: their channel closes.
 */
export function startProgram({ env, cwd, onLine }: ProgramOptions): Program {
  const lines: string[] = [];
  const note = (line: string) => {
    lines.push(line);
    if (lines.length > keptLines) lines.splice(0, keptLines / 2);
    onLine?.(line);
  };
  let settings = env;
  let child = launch(settings, cwd, note);
  const pid = () => child.pid ?? 0;
  const mainPid = () => mainChild(pid());
  const killGroup = () => signalGroup(pid(), 'SIGKILL');
  process.on('exit', killGroup);
  const stop = async (patienceMs = 20_000) => {
    child.kill('SIGTERM');
    const end = performance.now() + patienceMs;
    while (signalGroup(pid(), 0) && performance.now() < end) await pause(20);
    const killed = killGroup();
    return { killed, status: child.exitCode };
  };
  return {
    get pid() {
      return pid();
    },
    get running() {
      return !hasEnded(child);
    },
    mainPid,
    logs: () => lines.join('\n'),
    waitForLine: (pattern, timeoutMs = 20_000) =>
      until(() => firstMatch(lines, pattern) ?? failIfEnded(child, lines), {
        what: `a line like ${pattern}`,
        timeoutMs,
        everyMs: 50,
      }),
    async kill() {
      const victim = await until(mainPid, { what: 'the main process', everyMs: 20, timeoutMs: 90_000 });
      process.kill(victim, 'SIGKILL');
      return victim;
    },
    async killAndLook(look) {
      const victim = await until(mainPid, { what: 'the main process', everyMs: 5, timeoutMs: 90_000 });
      process.kill(pid(), 'SIGSTOP');
      try {
        process.kill(victim, 'SIGKILL');
        await until(() => isOver(victim), { what: 'the end of the main process', everyMs: 5 });
        return await look();
      } finally {
        process.kill(pid(), 'SIGCONT');
      }
    },
    async cut(meanwhile) {
      killGroup();
      await until(async () => hasEnded(child) && !(await groupLives(pid())), {
        what: 'the end of the program',
        everyMs: 10,
      });
      const found = await meanwhile?.();
      child = launch(settings, cwd, note);
      return found;
    },
    async frozen(work) {
      signalGroup(pid(), 'SIGSTOP');
      try {
        await until(() => groupStandsStill(pid()), { what: 'the program to stand still', everyMs: 5 });
        return await work();
      } finally {
        signalGroup(pid(), 'SIGCONT');
      }
    },
    async restart(change = {}) {
      await stop();
      settings = { ...settings, ...change };
      child = launch(settings, cwd, note);
    },
    async stop(patienceMs) {
      const how = await stop(patienceMs);
      process.off('exit', killGroup);
      return how;
    },
  };
}

function launch(env: Record<string, string>, cwd: string, note: (line: string) => void): ChildProcess {
  const kept = keptEnvironment.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  const child = spawn(process.execPath, [`${root}start.mjs`], {
    cwd,
    env: { ...Object.fromEntries(kept), ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  });
  for (const input of [child.stdout, child.stderr]) {
    if (input) createInterface({ input }).on('line', note);
  }
  return child;
}

function firstMatch(lines: string[], pattern: RegExp): RegExpExecArray | undefined {
  for (const line of lines) {
    const found = pattern.exec(line);
    if (found) return found;
  }
  return undefined;
}

function failIfEnded(child: ChildProcess, lines: string[]): undefined {
  if (hasEnded(child)) throw new Error(`the program ended:\n${lines.slice(-20).join('\n')}`);
  return undefined;
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function mainChild(supervisor: number): Promise<number | undefined> {
  const children = await childrenOf(supervisor);
  return children.find(({ command }) => command.includes('main.ts'))?.pid;
}

/** A port that is free at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
