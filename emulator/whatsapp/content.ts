import { createHash } from 'node:crypto';
import { type MediaType, normalizeMessageContent, type proto } from '@whiskeysockets/baileys';
import type { Content, FileKind, LinkCard } from './journal.ts';
import type { MediaHost, MediaReference } from './media.ts';

/** What a phone would put on its screen; `undefined` for what it doesn't show (edits, reactions, keys). */
export async function readContent(message: proto.IMessage, media: MediaHost): Promise<Content | undefined> {
  const inner = normalizeMessageContent(message) ?? {};
  const text = inner.conversation || inner.extendedTextMessage?.text;
  if (text) return { kind: 'text', text, ...previewOf(text, inner.extendedTextMessage) };
  const file = fileOf(inner);
  if (file) return openFile(file, albumOf(message), media);
  if (inner.albumMessage) {
    const { expectedImageCount, expectedVideoCount } = inner.albumMessage;
    return { kind: 'album', expected: (expectedImageCount ?? 0) + (expectedVideoCount ?? 0) };
  }
  if (inner.protocolMessage || inner.reactionMessage || inner.senderKeyDistributionMessage) return undefined;
  const [name] = Object.entries(inner).find(([, value]) => value) ?? [];
  if (!name) throw new Error('an empty message');
  return { kind: 'other', name };
}

/** The `type` and `mediatype` that a stanza with this content has, by WhatsApp Web, Baileys and whatsmeow alike. */
export function labelOf({ kind }: Content): { type: string; mediatype: string | undefined } {
  if (kind === 'text' || kind === 'album' || kind === 'other') return { type: 'text', mediatype: undefined };
  return { type: 'media', mediatype: kind === 'voice' ? 'ptt' : kind };
}

/** The card that a phone draws above a text with a link: by what the message says, nothing is fetched. */
function previewOf(
  text: string,
  extended: proto.Message.IExtendedTextMessage | null | undefined,
): { preview?: LinkCard } {
  const { matchedText: url, title, description, jpegThumbnail: thumbnail } = extended ?? {};
  if (!url) {
    if (title || description || thumbnail?.length) throw new Error('a preview of no link');
    return {};
  }
  if (!text.includes(url)) throw new Error('a preview of a link that is not in the text');
  if (!title) throw new Error('a preview without a title');
  const picture = thumbnail?.length ? Buffer.from(thumbnail) : null;
  if (picture && picture.readUInt16BE() !== JPEG) throw new Error('a preview whose picture is no JPEG');
  return {
    preview: {
      url,
      title,
      ...(description ? { description } : {}),
      ...(picture ? { thumbnail: picture.toString('base64') } : {}),
    },
  };
}

const JPEG = 0xffd8;

interface FoundFile {
  kind: FileKind;
  /** By which the keys are derived. */
  type: MediaType;
  reference: MediaReference;
  mimetype?: string | null | undefined;
  caption?: string | null | undefined;
  width?: number | null | undefined;
  height?: number | null | undefined;
  seconds?: number | null | undefined;
  fileName?: string | null | undefined;
  jpegThumbnail?: Uint8Array | null | undefined;
  waveform?: Uint8Array | null | undefined;
}

function fileOf({
  imageMessage: image,
  videoMessage: video,
  audioMessage: audio,
  documentMessage: document,
}: proto.IMessage): FoundFile | undefined {
  if (image) return { kind: 'image', type: 'image', reference: image, ...image };
  if (video) return { kind: 'video', type: 'video', reference: video, ...video };
  if (document) {
    if (!document.fileName) throw new Error('a document without a name');
    return { kind: 'document', type: 'document', reference: document, ...document };
  }
  if (!audio) return undefined;
  if (!audio.ptt || audio.mimetype !== 'audio/ogg; codecs=opus')
    throw new Error('a voice note that no phone plays');
  return { kind: 'voice', type: 'audio', reference: audio, ...audio };
}

/** WhatsApp Web wraps the file, Baileys doesn't; the association stands outside in both. */
function albumOf({ messageContextInfo }: proto.IMessage): string | null {
  const association = messageContextInfo?.messageAssociation;
  if (!association) return null;
  const { parentMessageKey: parent } = association;
  if (!parent?.id || !parent.fromMe || !parent.remoteJid) throw new Error('an album that nobody could find');
  return parent.id;
}

async function openFile(found: FoundFile, album: string | null, media: MediaHost): Promise<Content> {
  const {
    kind,
    type,
    reference,
    mimetype,
    caption,
    width,
    height,
    seconds,
    fileName,
    jpegThumbnail,
    waveform,
  } = found;
  const bytes = await media.open(reference, type);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const file = {
    ...{ sha256, width: width ?? 0, height: height ?? 0, caption: caption ?? '' },
    ...(seconds ? { seconds } : {}),
    ...(fileName ? { name: fileName } : {}),
    ...(jpegThumbnail?.length ? { preview: jpegThumbnail.length } : {}),
    ...(waveform?.length ? { bars: waveform.length } : {}),
  };
  return { kind, file, bytes, mimetype: mimetype || 'application/octet-stream', album };
}
