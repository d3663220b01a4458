import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { TOLD, type Told, type ToldLog } from '../whatsapp/receipts.ts';

/** Two files of this size at most: far more than is settled late, and read in a moment. */
const MOST_BYTES = 512 * 1024;
const LINE = /^(\w+) ([0-9A-Z]+) (\d+)$/gm;

/**
 * Opens `<dir>/<account>.receipts`, to which what the server tells is appended before it is confirmed to it. One
 * short write a line, without waiting for the disk: it survives a kill of the process, not of the machine.
 */
export function openReceipts({ dir, account }: { dir: string; account: number }): ToldLog {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, `${account}.receipts`);
  const older = `${path}.1`;
  const open = () => openSync(path, 'a', 0o600);
  /** Null once it is closed: the number may be another file's by then. */
  let file: number | null = open();
  let bytes = fstatSync(file).size;
  // Whatever a kill has cut ends here.
  if (bytes > 0) bytes += writeSync(file, '\n');

  function close() {
    if (file !== null) closeSync(file);
    file = null;
  }

  return {
    note({ type, id, at }) {
      if (file === null) return;
      bytes += writeSync(file, `${type} ${id} ${at}\n`);
      if (bytes <= MOST_BYTES) return;
      close();
      renameSync(path, older);
      file = open();
      bytes = 0;
    },
    earlier: () =>
      [older, path].flatMap((one) => (existsSync(one) ? linesOf(readFileSync(one, 'utf8')) : [])),
    close,
  };
}

/** A last line that a kill has cut is left out. */
const linesOf = (text: string): Told[] =>
  [...text.matchAll(LINE)].flatMap(([, kind, id = '', at]) => {
    const type = TOLD.find((one) => one === kind);
    return type ? [{ type, id, at: Number(at) }] : [];
  });
