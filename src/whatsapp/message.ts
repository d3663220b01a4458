/** Content → what goes on the wire. Media are uploaded once per campaign, and again when the upload is old. */
import { prepareWAMessageMedia, type WAMessage, type WASocket } from '@whiskeysockets/baileys';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { CampaignId } from '../queue/campaign.ts';
import type { Content, MediaFile, Rendered } from '../queue/content.ts';
import { GatewayError } from '../queue/ports.ts';

export type WireMessage = NonNullable<WAMessage['message']>;

export interface Messages {
  /** Uploads what isn't uploaded, or too long ago. Throws `GatewayError('upload')`. */
  prepare(sock: WASocket, campaign: CampaignId, content: Content, signal?: AbortSignal): Promise<void>;
  /** One part of one person's message; `null` when its media aren't prepared. */
  build(campaign: CampaignId, rendered: Rendered, part: number): WireMessage | null;
}

/** How long an upload is trusted. */
const UPLOAD_LIFE = 86_400_000;
const MOST_UPLOADS = 200;
const UPLOAD_DEADLINE = 120_000;

export function createMessages(deps: {
  mediaPath: (sha256: string) => string;
  clock: Clock;
  log: Logger;
}): Messages {
  const uploads = new Map<string, { message: WireMessage; at: number }>();

  async function upload(sock: WASocket, file: MediaFile): Promise<WireMessage> {
    const picture = {
      image: { url: deps.mediaPath(file.sha256) },
      mimetype: file.mime,
      jpegThumbnail: file.thumbnail ?? '',
      ...(file.width && file.height ? { width: file.width, height: file.height } : {}),
    };
    return prepareWAMessageMedia(picture, { upload: sock.waUploadToServer, logger: deps.log });
  }

  return {
    async prepare(sock, _campaign, content, signal) {
      for (const file of content.media) {
        const known = uploads.get(file.sha256);
        if (known && deps.clock.now() - known.at < UPLOAD_LIFE) continue;
        signal?.throwIfAborted();
        const over = new AbortController();
        const late = deps.clock.sleep(UPLOAD_DEADLINE, over.signal).then(() => {
          throw new GatewayError('upload', 'the upload took too long');
        });
        try {
          const message = await Promise.race([upload(sock, file), late]);
          uploads.set(file.sha256, { message, at: deps.clock.now() });
          if (uploads.size > MOST_UPLOADS) uploads.delete(uploads.keys().next().value ?? '');
        } catch (cause) {
          if (cause instanceof GatewayError) throw cause;
          throw new GatewayError('upload', cause instanceof Error ? cause.message : String(cause), { cause });
        } finally {
          over.abort();
          late.catch(() => undefined);
        }
      }
    },
    build(_campaign, rendered, part) {
      const [only] = rendered.media;
      if (!only) return { extendedTextMessage: { text: rendered.text } };
      if (part > 0) return null;
      const image = uploads.get(only.sha256)?.message.imageMessage;
      if (!image) return null;
      return { imageMessage: { ...image, ...(rendered.text === '' ? {} : { caption: rendered.text }) } };
    },
  };
}
