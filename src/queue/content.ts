/** What can be sent. Text is a template (`template.ts`); with media it is the caption of the first one. */
export interface Content {
  readonly text: string;
  readonly media: readonly MediaFile[];
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
  /** A small JPEG, base64: Baileys makes none by itself without loss. */
  readonly thumbnail?: string;
  /** Telegram had already made the picture smaller. */
  readonly recompressed?: boolean;
}

/** A content with one person's values filled in, ready for the wire. */
export interface Rendered {
  readonly text: string;
  readonly media: readonly MediaFile[];
}

/** How many stanzas one person's message needs. */
export function partsOf(content: Pick<Content, 'media'>): number {
  return content.media.length > 1 ? content.media.length + 1 : 1;
}
