/**
 * Returns what prints a line for whoever started a command. They may stop reading before the end, as `head` does: the
 * rest is for nobody, and the command goes on to its end.
 */
export function openTerminal(out: NodeJS.WritableStream = process.stdout): (line: string) => void {
  out.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return (line) => void out.write(`${line}\n`);
}
