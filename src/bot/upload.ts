/** Files from Telegram: their size is looked at first, their bytes come with a deadline. */
import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Context, GrammyError } from 'grammy';
import { z } from 'zod';
import { isImageName } from '../queue/preparing/kinds.ts';
import type { Kit } from './context.ts';

/** What Telegram lets a bot download. */
export const MOST_BYTES = 20 * 1024 * 1024;
const DEADLINE = 120_000;
const LIST_NAMES = /\.(csv|txt|tsv|xlsx?|vcf)$/i;

export type Downloaded =
  | { ok: true; bytes: Uint8Array }
  | { ok: false; why: 'size'; bytes: number }
  | { ok: false; why: 'download' }
  /** The server has no room for it. */
  | { ok: false; why: 'disk' };

/** A file in the chat, as Telegram tells of it. Some wait for the person's word, also over a restart. */
export const attachment = z
  .object({
    fileId: z.string(),
    name: z.string(),
    bytes: z.number(),
    /** As Telegram says; the bytes decide later. */
    mime: z.string(),
    /** A picture that Telegram has made smaller. */
    photo: z.boolean(),
    /** Looks like a picture by what Telegram says. */
    image: z.boolean(),
    /** Its name is that of a list. */
    list: z.boolean(),
    seconds: z.number().exactOptional(),
    width: z.number().exactOptional(),
    height: z.number().exactOptional(),
    /** A small picture of it that the app has made. */
    thumbnail: z.object({ fileId: z.string(), bytes: z.number() }).exactOptional(),
  })
  .readonly();
export type Attachment = z.infer<typeof attachment>;

/** The file of a message, if it has one. */
export function attachmentOf(message: Context['message']): Attachment | null {
  const photo = message?.photo?.at(-1);
  if (photo)
    return {
      ...{ fileId: photo.file_id, name: 'foto.jpg', bytes: photo.file_size ?? 0, mime: 'image/jpeg' },
      ...{ photo: true, image: true, list: false },
    };
  // What moves is told twice by Telegram, as an animation and as the file that older bots know.
  const film = message?.animation ?? message?.video ?? message?.video_note;
  const file = film ?? message?.document ?? message?.audio ?? message?.voice;
  if (!file) return null;
  const unnamed = message?.voice ? 'audio.ogg' : film ? 'video.mp4' : 'archivo';
  const name = ('file_name' in file && file.file_name) || unnamed;
  const mime = ('mime_type' in file && file.mime_type) || (film ? 'video/mp4' : '');
  const small = (film ?? message?.document)?.thumbnail;
  const side = message?.video_note?.length;
  const { width, height } = message?.animation ?? message?.video ?? { width: side, height: side };
  return {
    ...{ fileId: file.file_id, name, bytes: file.file_size ?? 0, mime, photo: false },
    image: mime.startsWith('image/') || isImageName(name),
    list: LIST_NAMES.test(name),
    ...('duration' in file ? { seconds: file.duration } : {}),
    ...(width && height ? { width, height } : {}),
    ...(small ? { thumbnail: { fileId: small.file_id, bytes: small.file_size ?? 0 } } : {}),
  };
}

/** A picture, a film or a sound: nothing that could be a list. */
export const isMedia = ({ image, mime }: Attachment): boolean => image || /^(video|audio)\//.test(mime);

/** Its bytes; nothing is fetched of what is too big, or where the disk has no room. Waits two minutes at most. */
export async function download(kit: Kit, file: Pick<Attachment, 'fileId' | 'bytes'>): Promise<Downloaded> {
  if (file.bytes > MOST_BYTES) return { ok: false, why: 'size', bytes: file.bytes };
  if (await kit.disk.lacks(file.bytes)) return { ok: false, why: 'disk' };
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
