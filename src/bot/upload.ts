/** Files from Telegram: their size is looked at first, their bytes come with a deadline. */
import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Context, GrammyError } from 'grammy';
import type { Kit } from './context.ts';

/** What Telegram lets a bot download. */
export const MOST_BYTES = 20 * 1024 * 1024;
const DEADLINE = 120_000;

export type Downloaded =
  | { ok: true; bytes: Uint8Array }
  | { ok: false; why: 'size'; bytes: number }
  | { ok: false; why: 'download' };

export interface Attachment {
  readonly fileId: string;
  readonly name: string;
  readonly bytes: number;
  /** A picture that Telegram has made smaller. */
  readonly photo: boolean;
  /** Looks like a picture by what Telegram says; its bytes decide later. */
  readonly image: boolean;
}

/** The file of a message, if it has one. */
export function attachmentOf(message: Context['message']): Attachment | null {
  const photo = message?.photo?.at(-1);
  if (photo)
    return { fileId: photo.file_id, name: 'foto.jpg', bytes: photo.file_size ?? 0, photo: true, image: true };
  const file = message?.document ?? message?.video ?? message?.audio ?? message?.voice ?? message?.animation;
  if (!file) return null;
  const unnamed = message?.voice ? 'audio.ogg' : message?.video ? 'video.mp4' : 'archivo';
  const name = ('file_name' in file && file.file_name) || unnamed;
  const mime = file.mime_type ?? '';
  return {
    fileId: file.file_id,
    name,
    bytes: file.file_size ?? 0,
    photo: false,
    image: mime.startsWith('image/') || /\.(jpe?g|png|webp|heic)$/i.test(name),
  };
}

export async function download(kit: Kit, file: Attachment): Promise<Downloaded> {
  if (file.bytes > MOST_BYTES) return { ok: false, why: 'size', bytes: file.bytes };
  try {
    const { file_path: path } = await kit.api.getFile(file.fileId);
    const root = kit.apiRoot ?? 'https://api.telegram.org';
    const answer = await fetch(`${root}/file/bot${kit.token}/${path}`, {
      signal: AbortSignal.timeout(DEADLINE),
    });
    if (!answer.ok) return { ok: false, why: 'download' };
    return { ok: true, bytes: new Uint8Array(await answer.arrayBuffer()) };
  } catch (error) {
    if (error instanceof GrammyError && /too big/.test(error.description))
      return { ok: false, why: 'size', bytes: file.bytes };
    kit.log.warn({ event: 'download', name: error instanceof Error ? error.name : 'error' });
    return { ok: false, why: 'download' };
  }
}

/** Keeps a list's bytes where the draft finds them again after a restart; with `over` in place of that file. */
export async function keepUpload(
  kit: Kit,
  operator: number,
  bytes: Uint8Array,
  over?: string,
): Promise<string> {
  const dir = join(kit.uploadsDir, String(operator));
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const path = over ?? join(dir, `${randomUUID()}.list`);
  await writeFile(`${path}.part`, bytes, { mode: 0o600 });
  await rename(`${path}.part`, path);
  return path;
}
