/** A file that is there whole or not at all, whatever is killed meanwhile. */
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes beside it, at `part`, then takes its place; on disk when the promise resolves. */
export async function writeWhole(
  path: string,
  part: string,
  pieces: AsyncIterable<string> | Iterable<string | Uint8Array>,
): Promise<void> {
  try {
    await synced(await open(part, 'w', 0o600), async (file) => {
      for await (const piece of pieces) await file.appendFile(piece);
    });
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  await synced(await open(dirname(path)), async () => undefined);
}

async function synced(file: FileHandle, work: (file: FileHandle) => Promise<void>): Promise<void> {
  try {
    await work(file);
    await file.sync();
  } finally {
    await file.close();
  }
}
