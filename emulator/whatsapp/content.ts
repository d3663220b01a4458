import { normalizeMessageContent, type proto } from '@whiskeysockets/baileys';
import type { Content } from './journal.ts';
import type { MediaHost } from './media.ts';

/** What a phone would put on its screen; `undefined` for what it doesn't show (edits, reactions, keys). */
export async function readContent(message: proto.IMessage, media: MediaHost): Promise<Content | undefined> {
  const inner = normalizeMessageContent(message) ?? {};
  const text = inner.conversation || inner.extendedTextMessage?.text;
  if (text) return { kind: 'text', text };
  if (inner.imageMessage) return readImage(inner.imageMessage, media);
  if (inner.albumMessage) {
    const { expectedImageCount, expectedVideoCount } = inner.albumMessage;
    return { kind: 'album', expected: (expectedImageCount ?? 0) + (expectedVideoCount ?? 0) };
  }
  if (inner.protocolMessage || inner.reactionMessage || inner.senderKeyDistributionMessage) return undefined;
  const [name] = Object.entries(inner).find(([, value]) => value) ?? [];
  if (!name) throw new Error('an empty message');
  return { kind: 'other', name };
}

async function readImage(image: proto.Message.IImageMessage, media: MediaHost): Promise<Content> {
  const bytes = await media.open(image);
  const sha256 = Buffer.from(image.fileSha256 ?? []).toString('hex');
  const { width, height, caption, mimetype } = image;
  return {
    kind: 'image',
    image: { sha256, width: width ?? 0, height: height ?? 0, caption: caption ?? '' },
    bytes,
    mimetype: mimetype ?? 'image/jpeg',
  };
}
