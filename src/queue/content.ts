import type { Campaign } from './campaign.ts';
import { firstLink } from './links/link.ts';

/**
 * What can be sent, and in which messages it leaves. Text is a template (`template.ts`); with media it is the
 * caption of the first one, or a message before it where that can carry none.
 */
export interface Content {
  readonly text: string;
  readonly media: readonly MediaFile[];
  /** The link gets a preview. */
  readonly links?: boolean;
  /** The link of everybody's text and what was found there, once for all. */
  readonly link?: { readonly url: string; readonly found: LinkFacts | null };
}

/** What WhatsApp shows below a link. */
export interface LinkFacts {
  readonly title: string;
  readonly description: string;
  /** A small JPEG, base64. */
  readonly thumbnail?: string;
}

export const MEDIA_KINDS = ['image', 'video', 'voice', 'document'] as const;
export type MediaKind = (typeof MEDIA_KINDS)[number];

/** A prepared file, stored once by its hash under `DATA_DIR/media`. */
export interface MediaFile {
  readonly kind: MediaKind;
  /** SHA-256 of the bytes, hexadecimal; also the file's name. */
  readonly sha256: string;
  readonly mime: string;
  /** The name the operator gave it, shown with documents. */
  readonly name: string;
  readonly bytes: number;
  readonly width?: number;
  readonly height?: number;
  /** How long a video or a voice note plays. */
  readonly seconds?: number;
  /** Loudness over time of a voice note: 64 bytes of 0–100, base64. */
  readonly waveform?: string;
  /** A small JPEG, base64: Baileys makes none by itself without loss. */
  readonly thumbnail?: string;
  /** Telegram had already made the picture smaller. */
  readonly recompressed?: boolean;
  /** The name that it came with, where its bytes are something else. */
  readonly was?: string;
}

/** A content with one person's values filled in. */
export interface Rendered {
  readonly text: string;
  readonly media: readonly MediaFile[];
}

/** What a campaign may carry beside its text. */
export const MOST_MEDIA = 10;

/** Facts with the link as it stands in the text. */
export interface LinkPreview extends LinkFacts {
  readonly url: string;
}

/** One message of those that a content becomes: the same for everybody, so that its bit in the masks is too. */
export type Part =
  | { readonly is: 'text'; readonly link?: LinkPreview }
  /** Announces the pictures and videos that follow, so that a phone shows them as one. */
  | { readonly is: 'album'; readonly images: number; readonly videos: number }
  | {
      readonly is: 'media';
      readonly file: MediaFile;
      /** Carries the text. */
      readonly captioned: boolean;
      /** The part that announced the album this one belongs to. */
      readonly album: number | null;
    };

/** A part with one person's values, ready for the wire. */
export type Body =
  | { readonly is: 'text'; readonly text: string; readonly link?: LinkPreview }
  | Extract<Part, { is: 'album' }>
  | {
      readonly is: 'media';
      readonly file: MediaFile;
      /** Empty where this file carries no text. */
      readonly caption: string;
      /** Wire id of the part that announced the album. */
      readonly parent: string | null;
    };

/** WhatsApp shows no fewer and takes no more as one album. */
const ALBUM = { least: 2, most: 10 };

/**
 * The messages that leave, in order. Text is the caption of the first file; a voice note can carry none, so the
 * text goes before it. Two to ten pictures and videos in a row are an album. `worded`: everybody gets a text,
 * be it only the invitation to opt out.
 */
export function layout({ media, link }: Omit<Content, 'text'>, worded: boolean): readonly Part[] {
  const [first] = media;
  const text: Part = link?.found ? { is: 'text', link: { url: link.url, ...link.found } } : { is: 'text' };
  if (!first) return [text];
  const parts: Part[] = first.kind === 'voice' && worded ? [text] : [];
  const isFirst = (at: number) => at === 0 && first.kind !== 'voice';
  for (let at = 0; at < media.length; ) {
    const run = albumFrom(media, at);
    const album = run.length < ALBUM.least ? null : parts.length;
    if (album !== null) {
      const videos = run.filter(({ kind }) => kind === 'video').length;
      parts.push({ is: 'album', images: run.length - videos, videos });
    }
    for (const file of run) {
      parts.push({ is: 'media', file, captioned: isFirst(at), album });
      at += 1;
    }
  }
  return parts;
}

/** The pictures and videos that stand together from here on; anything else stands alone. */
function albumFrom(media: readonly MediaFile[], from: number): readonly MediaFile[] {
  const rest = media.slice(from, from + ALBUM.most);
  const end = rest.findIndex(({ kind }) => kind !== 'image' && kind !== 'video');
  return rest.slice(0, end === -1 ? rest.length : Math.max(1, end));
}

/** The messages that one person of this campaign gets, in order. */
export function layoutOf({ content, footer, kind }: Pick<Campaign, 'content' | 'footer' | 'kind'>) {
  const worded = (content?.text ?? '') !== '' || (footer && kind === 'campaign');
  return layout(content ?? { media: [] }, worded);
}

/** Fills one part in; `idOf` names the others of the same person. */
export function bodyOf(part: Part, text: string, idOf: (part: number) => string): Body {
  switch (part.is) {
    case 'text':
      // Somebody's values may bring a link that stands before the one that was looked at.
      return part.link && firstLink(text) === part.link.url ? { ...part, text } : { is: 'text', text };
    case 'album':
      return part;
    case 'media': {
      const { file, captioned, album } = part;
      return {
        is: 'media',
        file,
        caption: captioned ? text : '',
        parent: album === null ? null : idOf(album),
      };
    }
  }
}
