/**
 * What a power cut leaves of an installation, beyond a kill: whatever the disk had not confirmed may be torn. Commits
 * are confirmed (`synchronous=FULL`), so they stay; behind the last of them the log may end in half a write. What is
 * never waited for may be gone: the index of the log, and the last lines of what WhatsApp told.
 */
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/** Tears the files of a program that is dead. `chance` gives numbers in [0, 1). */
export function tearFiles(dataRoot: string, chance: () => number): void {
  for (const path of [join(dataRoot, 'data', 'message-sender.db'), join(dataRoot, 'bot_sessions', '1.db')]) {
    rmSync(`${path}-shm`, { force: true });
    tearLog(`${path}-wal`, chance);
  }
  cutTail(join(dataRoot, 'bot_sessions', '1.receipts'), chance);
}

/** https://sqlite.org/fileformat2.html#the_write_ahead_log */
const HEADER = 32;
const FRAME = 24;

/** Behind the last commit: half a frame, one whose page was not written, or old bytes of the disk. */
function tearLog(path: string, chance: () => number) {
  if (!existsSync(path) || statSync(path).size < HEADER) return;
  const log = readFileSync(path);
  const end = endOfCommits(log);
  const pageSize = log.readUInt32BE(8);
  const garbage = Buffer.from(
    Array.from({ length: Math.floor(chance() * 3 * (pageSize + FRAME)) }, () => Math.floor(chance() * 256)),
  );
  // A frame of this log by its salts, as if its header alone had reached the disk.
  if (garbage.length > FRAME && chance() < 0.5) {
    garbage.writeUInt32BE(1 + Math.floor(chance() * 50), 0);
    garbage.writeUInt32BE(chance() < 0.5 ? 0 : 50, 4);
    log.copy(garbage, 8, 16, 24);
  }
  truncateSync(path, end);
  const file = openSync(path, 'r+');
  writeSync(file, garbage, 0, garbage.length, end);
  closeSync(file);
}

/** Where the last frame that ends a commit ends. */
export function endOfCommits(log: Buffer): number {
  const size = FRAME + log.readUInt32BE(8);
  const salts = log.subarray(16, 24);
  let end = HEADER;
  for (let at = HEADER; at + size <= log.length; at += size) {
    if (!log.subarray(at + 8, at + 16).equals(salts)) break;
    if (log.readUInt32BE(at + 4) > 0) end = at + size;
  }
  return end;
}

const TOLD_LATELY = 2_000;

function cutTail(path: string, chance: () => number) {
  if (!existsSync(path)) return;
  const { size } = statSync(path);
  truncateSync(path, Math.max(0, size - Math.floor(chance() * TOLD_LATELY)));
}
