/** One part of somebody's message → what is encrypted for the wire. */
import { proto, type WAMessage } from '@whiskeysockets/baileys';
import type { Body, LinkPreview, MediaFile } from '../queue/content.ts';
import { GatewayError } from '../queue/ports.ts';
import type { Uploaded, Uploads } from './upload.ts';

export type WireMessage = NonNullable<WAMessage['message']>;

const VOICE = 'audio/ogg; codecs=opus';

/**
 * `to`: the JID that the stanza goes to. The same part for the same person is the same message, whenever it is
 * made. Throws `GatewayError('upload')` when its file isn't uploaded.
 */
export function wireOf(body: Body, to: string, uploads: Pick<Uploads, 'of'>): WireMessage {
  switch (body.is) {
    case 'text':
      return { extendedTextMessage: { text: body.text, ...(body.link ? previewOf(body.link) : {}) } };
    case 'album':
      return { albumMessage: { expectedImageCount: body.images, expectedVideoCount: body.videos } };
    case 'media': {
      const uploaded = uploads.of(body.file);
      if (!uploaded) throw new GatewayError('upload', 'not uploaded');
      const message = mediaOf(body.file, uploaded, body.caption);
      return body.parent === null ? message : { ...message, ...inAlbum(to, body.parent) };
    }
  }
}

/** What `generateWAMessageContent` of Baileys makes of a link that it has looked at itself. */
const previewOf = ({ url, title, description, thumbnail }: LinkPreview) => ({
  matchedText: url,
  title,
  ...(description === '' ? {} : { description }),
  ...(thumbnail ? { jpegThumbnail: Buffer.from(thumbnail, 'base64') } : {}),
  previewType: proto.Message.ExtendedTextMessage.PreviewType.NONE,
});

/** As Baileys' `albumParentKey` does it. */
const inAlbum = (to: string, parent: string): WireMessage => ({
  messageContextInfo: {
    messageAssociation: {
      associationType: proto.MessageAssociation.AssociationType.MEDIA_ALBUM,
      parentMessageKey: { remoteJid: to, fromMe: true, id: parent },
    },
  },
});

function mediaOf(file: MediaFile, uploaded: Uploaded, text: string): WireMessage {
  const sealed = { ...uploaded, mimetype: file.mime };
  const caption = text === '' ? {} : { caption: text };
  const preview = file.thumbnail ? { jpegThumbnail: Buffer.from(file.thumbnail, 'base64') } : {};
  const size = file.width && file.height ? { width: file.width, height: file.height } : {};
  const length = file.seconds === undefined ? {} : { seconds: Math.round(file.seconds) };
  switch (file.kind) {
    case 'image':
      return { imageMessage: { ...sealed, ...size, ...preview, ...caption } };
    case 'video':
      return { videoMessage: { ...sealed, ...size, ...length, ...preview, ...caption } };
    case 'document': {
      const named = { fileName: file.name, title: file.name };
      return { documentMessage: { ...sealed, ...named, ...preview, ...caption } };
    }
    case 'voice': {
      const waveform = file.waveform ? { waveform: Buffer.from(file.waveform, 'base64') } : {};
      return { audioMessage: { ...sealed, mimetype: VOICE, ptt: true, ...length, ...waveform } };
    }
  }
}

/** What a stanza says of its content: as `getMessageType` and `getMediaType` of Baileys, and whatsmeow's. */
export function kindOf(wire: WireMessage): { type: 'text' | 'media'; mediatype: string | null } {
  const mediatype = wire.imageMessage
    ? 'image'
    : wire.videoMessage
      ? 'video'
      : wire.audioMessage
        ? 'ptt'
        : wire.documentMessage
          ? 'document'
          : null;
  return { type: mediatype === null ? 'text' : 'media', mediatype };
}
