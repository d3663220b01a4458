/** What an operator sent → what can be sent to people, or why it can't. */
import { createHash } from 'node:crypto';
import type { MediaFile } from '../content.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import { type PictureProblem, preparePicture, thumbnailOf } from './image.ts';
import { extensionOf, isImageName, isTold, type Kind, kindOf, nameOf } from './kinds.ts';
import { readFilm } from './mp4.ts';
import { readSpeech } from './ogg.ts';

/** A file as it came, with what the app said of it. */
export interface Received {
  readonly bytes: Uint8Array;
  readonly name: string;
  /** Telegram has made this picture smaller. */
  readonly recompressed?: boolean;
  readonly seconds?: number;
  readonly width?: number;
  readonly height?: number;
  /** A small picture of a film or a document, as the app has made it. */
  readonly thumbnail?: Uint8Array;
  /** Sent as it is, to be opened by what the phone has. */
  readonly asDocument?: boolean;
}

export type FileProblem =
  | PictureProblem
  | { readonly is: 'too-big'; readonly what: Limited; readonly bytes: number; readonly most: number }
  | { readonly is: 'heic' }
  /** Not what its name says (`kind`), nor anything else that can be recognised. */
  | { readonly is: 'broken'; readonly kind: string }
  /** A film of a kind that phones don't play. */
  | { readonly is: 'video-kind'; readonly kind: string }
  /** Sound that couldn't be made a voice note; `missing`: there is no `ffmpeg`. */
  | { readonly is: 'no-voice'; readonly why: 'missing' | 'failed' };

export type Prepared =
  | { readonly ok: true; readonly bytes: Uint8Array; readonly file: MediaFile }
  | { readonly ok: false; readonly problem: FileProblem };

export const LIMITED = ['image', 'video', 'audio', 'file'] as const;
export type Limited = (typeof LIMITED)[number];
export type Limits = Readonly<Record<Limited, number>>;

/** Pictures by the setting; films and sound as WhatsApp's apps take them; all else as Telegram lets a bot have it. */
export const limitsOf = (imageBytes: number): Limits => ({
  image: imageBytes,
  video: 16_000_000,
  audio: 16_000_000,
  file: 20 * 1024 * 1024,
});

/** By what the app says, before anything is downloaded; 0 bytes is a size that wasn't told. */
export function tooBig(
  file: { bytes: number; mime: string; asDocument?: boolean },
  limits: Limits,
): Extract<FileProblem, { is: 'too-big' }> | null {
  const { bytes } = file;
  if (bytes > limits.file) return { is: 'too-big', what: 'file', bytes, most: limits.file };
  if (file.asDocument) return null;
  const what = file.mime.startsWith('image/') ? 'image' : file.mime.startsWith('video/') ? 'video' : 'file';
  return bytes > limits[what] ? { is: 'too-big', what, bytes, most: limits[what] } : null;
}

/** Never throws for bad bytes. */
export async function prepareFile(
  received: Received,
  { limits, ffmpeg }: { limits: Limits; ffmpeg: Ffmpeg },
): Promise<Prepared> {
  const { bytes, name } = received;
  const big = tooBig({ bytes: bytes.length, mime: '' }, limits);
  if (big) return refuse(big);
  const kind = await kindOf(bytes);
  if (bytes.length === 0 || (kind.ext === null && isTold(name) && !received.asDocument))
    return refuse(isImageName(name) ? { is: 'broken-image' } : { is: 'broken', kind: extensionOf(name) });
  if (received.asDocument) return documentOf(received, kind);
  switch (kind.as) {
    case 'image':
      return pictureOf(received, kind, limits);
    case 'video':
      return videoOf(received, kind, limits, ffmpeg);
    case 'audio':
      return voiceOf(received, kind, limits, ffmpeg);
    case 'document':
      return documentOf(received, kind);
  }
}

async function pictureOf(received: Received, kind: Kind, limits: Limits): Promise<Prepared> {
  const { bytes } = received;
  const most = limits.image;
  if (bytes.length > most) return refuse({ is: 'too-big', what: 'image', bytes: bytes.length, most });
  // The library that reads pictures comes without the decoder for it.
  if (kind.ext === 'heic') return refuse({ is: 'heic' });
  if (kind.ext === 'apng') return refuse({ is: 'animated' });
  const prepared = await preparePicture(bytes);
  if (!prepared.ok) return refuse(prepared.problem);
  const { picture } = prepared;
  return done(picture.bytes, {
    ...{ kind: 'image', mime: 'image/jpeg', ...called(received, kind) },
    ...{ width: picture.width, height: picture.height, thumbnail: picture.thumbnail },
    ...(received.recompressed ? { recompressed: true } : {}),
  });
}

/** Phones play these two containers. */
const PLAYED = ['mp4', 'm4v', '3gp', '3g2'];

async function videoOf(received: Received, kind: Kind, limits: Limits, ffmpeg: Ffmpeg): Promise<Prepared> {
  const { bytes } = received;
  if (!PLAYED.includes(kind.ext ?? '')) return refuse({ is: 'video-kind', kind: kind.ext ?? '' });
  const film = readFilm(bytes);
  if (!film) return refuse({ is: 'broken', kind: kind.ext ?? '' });
  if (!film.video) return voiceOf(received, { ...kind, as: 'audio', ext: 'm4a' }, limits, ffmpeg);
  const most = limits.video;
  if (bytes.length > most) return refuse({ is: 'too-big', what: 'video', bytes: bytes.length, most });
  const { seconds = received.seconds, width = received.width, height = received.height } = film;
  const told = await thumbnailIn(received);
  const first = told.thumbnail ? null : await ffmpeg.firstPicture(bytes);
  const own = first?.ok ? await thumbnailIn({ thumbnail: first.bytes }) : {};
  return done(bytes, {
    ...{ kind: 'video', mime: kind.ext?.startsWith('3') ? 'video/3gpp' : 'video/mp4' },
    ...called(received, kind),
    ...(seconds ? { seconds } : {}),
    ...(width && height ? { width, height } : {}),
    ...told,
    ...own,
  });
}

/** A picture that can't be read is none. */
async function thumbnailIn({ thumbnail }: Pick<Received, 'thumbnail'>): Promise<{ thumbnail?: string }> {
  const small = thumbnail && (await thumbnailOf(thumbnail).catch(() => null));
  return small ? { thumbnail: small } : {};
}

const OPUS = 'audio/ogg; codecs=opus';

async function voiceOf(received: Received, kind: Kind, limits: Limits, ffmpeg: Ffmpeg): Promise<Prepared> {
  let { bytes } = received;
  const recorded = kind.ext === 'opus' ? readSpeech(bytes) : null;
  let speech = recorded;
  if (!speech) {
    const made = await ffmpeg.toVoice(bytes, kind.ext ?? '');
    if (!made.ok) return refuse({ is: 'no-voice', why: made.why });
    bytes = made.bytes;
    speech = readSpeech(bytes);
  }
  if (!speech) return refuse({ is: 'no-voice', why: 'failed' });
  const most = limits.audio;
  if (bytes.length > most) return refuse({ is: 'too-big', what: 'audio', bytes: bytes.length, most });
  return done(bytes, { kind: 'voice', mime: OPUS, ...called(received, kind), ...speech });
}

async function documentOf(received: Received, kind: Kind): Promise<Prepared> {
  const thumbnail = await thumbnailIn(received);
  return done(received.bytes, { kind: 'document', ...nameOf(kind, received.name), ...thumbnail });
}

/** Names of what isn't a document are nobody's to see; a name that lied is told to the operator. */
function called({ name }: Received, kind: Kind): { name: string; was?: string } {
  const { name: tidied, was } = nameOf(kind, name);
  return { name: tidied, ...(was === undefined ? {} : { was }) };
}

function done(bytes: Uint8Array, file: Omit<MediaFile, 'sha256' | 'bytes'>): Prepared {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { ok: true, bytes, file: { ...file, sha256, bytes: bytes.length } };
}

const refuse = (problem: FileProblem): Prepared => ({ ok: false, problem });
