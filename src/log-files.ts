/** The log files as they lie in their folder: what they are called, how long they stay, what stands in them last. */
import { readdirSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';

export const LOGS = ['core', 'queue', 'baileys'] as const;
export type LogName = (typeof LOGS)[number];

/** As the files begin: `core.class.2026-03-01.1.log`; `core.class.log` points to the one that is written now. */
export const STEMS: Readonly<Record<LogName, string>> = {
  core: 'core.class',
  queue: 'queue.class',
  baileys: 'baileys',
};

const KEEP_DAYS = 14;

/** A line as it was written, parsed. */
export interface LogLine {
  readonly at: number;
  readonly level: number;
  readonly event: string;
  /** The rest, in the order in which it was written. */
  readonly values: Readonly<Record<string, unknown>>;
}

export interface LogFiles {
  /** The last lines of the file that is written now, oldest first; none when there is no file. */
  last(log: LogName, lines: number): Promise<readonly LogLine[]>;
  /** That file; null when there is none. */
  current(log: LogName): { readonly name: string; readonly path: string } | null;
}

export const pointerOf = (log: LogName): string => `${STEMS[log]}.log`;

/** Enough for the lines that a screen has room for. */
const TAIL_BYTES = 64 * 1024;

export function createLogFiles(dir: string): LogFiles {
  const path = (log: LogName) => join(dir, pointerOf(log));
  return {
    async last(log, lines) {
      const text = await tailOf(path(log)).catch(() => '');
      return text.split('\n').flatMap(lineOf).slice(-lines);
    },
    current: (log) =>
      (statSync(path(log), { throwIfNoEntry: false })?.size ?? 0) > 0
        ? { name: pointerOf(log), path: path(log) }
        : null,
  };
}

const OURS = Object.values(STEMS).map((stem) => stem.replace('.', '\\.'));
const DATED = new RegExp(`^(?:${OURS.join('|')})\\.(\\d{4}-\\d\\d-\\d\\d)\\.\\d+\\.log$`);
/** As releases before named them; they are as old as their last line. */
const UNDATED = /^(?:(?:core|queue)\.\d+\.class|baileys\.\d+\.log)$/;

/** Takes away the files that are older than they are kept. Never throws: logs aren't worth that. */
export function sweepLogs(dir: string, now: number): void {
  const before = now - KEEP_DAYS * 86_400_000;
  for (const name of namesIn(dir)) {
    const [, day] = DATED.exec(name) ?? [];
    const path = join(dir, name);
    try {
      // A day is over when the next one begins.
      const last = day ? Date.parse(day) + 86_400_000 : UNDATED.test(name) ? statSync(path).mtimeMs : now;
      if (last < before) rmSync(path);
    } catch {
      // Somebody else was faster, or may do what we may not.
    }
  }
}

function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch {
    return [];
  }
}

async function tailOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const from = Math.max(0, size - TAIL_BYTES);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

/** A line that was cut, or that nobody here wrote, is none. */
function lineOf(text: string): LogLine[] {
  try {
    const told: unknown = JSON.parse(text);
    if (typeof told !== 'object' || told === null) return [];
    const { time, level, event, ...values } = { time: 0, level: 0, event: '', ...told };
    return [{ at: Number(time), level: Number(level), event: String(event), values }];
  } catch {
    return [];
  }
}
