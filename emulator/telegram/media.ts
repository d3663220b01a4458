/** Files as Telegram takes and keeps them: photos are made anew and smaller, everything else stays as it is. */
import sharp from 'sharp';
import type { Media, TelegramState } from './chat.ts';
import { isRecord } from './checks.ts';
import type { Form } from './forms.ts';
import { bad } from './refusal.ts';

const LARGEST_PHOTO = 10 * 1024 * 1024;
const LONGEST_SIDE = 1280;
const MOST_OF_BOTH_SIDES = 10_000;
const MOST_STRETCHED = 20;

/** A picture as Telegram keeps it: a JPEG of at most 1280 px, whatever it was before. */
export async function recompress(bytes: Buffer): Promise<{ bytes: Buffer; width: number; height: number }> {
  try {
    const { data, info } = await sharp(bytes)
      .rotate()
      .flatten({ background: '#ffffff' })
      .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: 82 })
      .toBuffer({ resolveWithObject: true });
    return { bytes: data, width: info.width, height: info.height };
  } catch {
    throw bad('IMAGE_PROCESS_FAILED');
  }
}

export interface MediaSource {
  state: TelegramState;
  form: Form;
}

/** What a field of a request holds: an upload, or the id of a file that Telegram has already. */
export async function mediaOf(
  { state, form }: MediaSource,
  field: string,
  kind: Media['kind'],
): Promise<Media> {
  const upload = uploaded(form, field);
  if (!upload) return stored(state, form.fields[field], kind);
  if (upload.bytes.length === 0) throw bad('file must be non-empty');
  if (kind !== 'photo') return { kind, file: state.addFile(upload.bytes, upload.name, upload.mime) };
  if (upload.bytes.length > LARGEST_PHOTO) throw bad('file is too big');
  await checkDimensions(upload.bytes);
  const { bytes, width, height } = await recompress(upload.bytes);
  return { kind, file: state.addFile(bytes, 'photo.jpg', 'image/jpeg'), width, height };
}

async function checkDimensions(bytes: Buffer): Promise<void> {
  const { width, height } = await sharp(bytes)
    .metadata()
    .catch(() => {
      throw bad('IMAGE_PROCESS_FAILED');
    });
  const stretched = Math.max(width, height) / Math.min(width, height);
  if (width + height > MOST_OF_BOTH_SIDES || stretched > MOST_STRETCHED)
    throw bad('PHOTO_INVALID_DIMENSIONS');
}

const INPUT_KINDS: readonly string[] = ['photo', 'document', 'video', 'audio'];

/** An `InputMedia`, whose file may be attached to the request (`attach://name`). */
export async function inputMedia({ state, form }: MediaSource, media: unknown): Promise<Media> {
  if (!isRecord(media)) throw bad("can't parse InputMedia: expected an Object");
  if (!INPUT_KINDS.includes(String(media.type)))
    throw bad("can't parse InputMedia: unsupported type specified");
  const fields = { ...form.fields, item: media.media };
  return mediaOf({ state, form: { ...form, fields } }, 'item', media.type as Media['kind']);
}

function uploaded(form: Form, field: string) {
  const value = form.fields[field];
  const name = typeof value === 'string' && value.startsWith('attach://') ? value.slice(9) : field;
  return form.files.get(name);
}

async function stored(state: TelegramState, id: unknown, kind: Media['kind']): Promise<Media> {
  const file = state.files.get(String(id));
  if (!file) throw bad('wrong file identifier/HTTP URL specified');
  const isPhoto = file.name === 'photo.jpg' && file.mime === 'image/jpeg';
  if (isPhoto !== (kind === 'photo')) throw bad(`can't use file of another type as ${kind}`);
  if (!isPhoto) return { kind, file };
  const { width, height } = await sharp(file.bytes).metadata();
  return { kind, file, width, height };
}
