/** A passphrase typed on a terminal, where nobody reads it over a shoulder. */
import type { ReadStream } from 'node:tty';

const ENTER = ['\r', '\n', '\u0004'];
const BACKSPACE = ['\u007f', '\b'];
const CTRL_C = '\u0003';

/** What was typed before Enter; null after Ctrl-C, and where nobody sits at a terminal. */
export async function askHidden(
  question: string,
  terminal: { in: ReadStream; out: NodeJS.WritableStream } = { in: process.stdin, out: process.stderr },
): Promise<string | null> {
  const { in: input, out } = terminal;
  if (!input.isTTY) return null;
  out.write(question);
  input.setRawMode(true);
  input.setEncoding('utf8');
  let typed = '';
  try {
    return await new Promise((resolve) => {
      const take = (keys: string) => {
        for (const key of keys) {
          if (ENTER.includes(key) || key === CTRL_C) {
            input.off('data', take);
            resolve(key === CTRL_C ? null : typed);
            return;
          }
          typed = BACKSPACE.includes(key) ? [...typed].slice(0, -1).join('') : typed + key;
        }
      };
      input.on('data', take);
      input.resume();
    });
  } finally {
    input.setRawMode(false);
    input.pause();
    out.write('\n');
  }
}
