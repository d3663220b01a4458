/** The npm that has started us, or the one on the path; run with whatever Node is ours. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

export interface NpmOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs it and reads what it prints. */
export async function askNpm(args: readonly string[], options: NpmOptions) {
  const child = start(args, options, 'pipe');
  const [status, stdout, stderr] = await Promise.all([
    ended(child),
    textOf(child.stdout),
    textOf(child.stderr),
  ]);
  return { status, stdout, stderr };
}

/** Runs it and shows what it prints; the status that it ends with. */
export const runNpm = (args: readonly string[], options: NpmOptions): Promise<number> =>
  ended(start(args, options, 'inherit'));

function start(args: readonly string[], { cwd, env }: NpmOptions, stdio: 'pipe' | 'inherit') {
  const own = process.env.npm_execpath;
  const [command, before] = own?.endsWith('.js') ? [process.execPath, [own]] : ['npm', []];
  return spawn(command, [...before, ...args], { cwd, stdio, ...(env && { env }) });
}

const textOf = async (stream: NodeJS.ReadableStream | null) => (stream === null ? '' : text(stream));

const ended = (child: ReturnType<typeof spawn>) =>
  new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
