/** Processes of this machine, as the system tells of them: groups, children, what they do. */
import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';

/** Whether the group had anybody left to take the signal. */
export function signalGroup(leader: number, signal: NodeJS.Signals | 0): boolean {
  if (leader === 0) return false;
  try {
    return process.kill(-leader, signal);
  } catch {
    return false;
  }
}

/** Zombies, which nobody may have waited for yet, do nothing any more. */
export async function groupLives(leader: number): Promise<boolean> {
  if (process.platform !== 'linux') return signalGroup(leader, 0);
  return (await statesOf(leader)).some((state) => state !== 'Z');
}

/** None of the group moves, where the system tells. */
export async function groupStandsStill(leader: number): Promise<boolean> {
  return (await statesOf(leader)).every((state) => state === 'T' || state === 'Z');
}

/** It is gone, or does nothing any more. */
export async function isOver(pid: number): Promise<boolean> {
  return ['', 'Z'].includes((await statOf(String(pid)))[0] ?? '');
}

/** The states of all processes of a group, where the system tells. */
async function statesOf(leader: number): Promise<string[]> {
  const states: string[] = [];
  for (const name of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(name)) continue;
    const [state, , group] = await statOf(name);
    if (state !== undefined && Number(group) === leader) states.push(state);
  }
  return states;
}

/** State, parent, group … of a process (proc(5)); nothing when it is gone. */
async function statOf(pid: string): Promise<string[]> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** Those that live, with how each was started. */
export async function childrenOf(parent: number): Promise<{ pid: number; command: string }[]> {
  if (process.platform !== 'linux') return childrenByPs(parent);
  const found: { pid: number; command: string }[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const [state, ppid] = await statOf(name);
    if (Number(ppid) !== parent || state === 'Z') continue;
    const command = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
    found.push({ pid: Number(name), command });
  }
  return found;
}

async function childrenByPs(parent: number): Promise<{ pid: number; command: string }[]> {
  const ps = spawn('ps', ['-A', '-o', 'pid=,ppid=,command=']);
  let out = '';
  for await (const chunk of ps.stdout) out += String(chunk);
  return out.split('\n').flatMap((line) => {
    const [, pid, ppid, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return Number(ppid) === parent ? [{ pid: Number(pid), command }] : [];
  });
}
