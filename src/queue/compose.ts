/** A draft's message, as it is put together from what its operator sends: files in order, and one text. */
import { type Content, type MediaFile, MOST_MEDIA } from './content.ts';

export type ComposeProblem =
  | { readonly is: 'full'; readonly most: number }
  /** The text doesn't fit; with `files` it would as a message without them. */
  | { readonly is: 'long'; readonly length: number; readonly most: number; readonly files: boolean };

export type Composed =
  | { readonly ok: true; readonly content: Content }
  | { readonly ok: false; readonly problem: ComposeProblem };

/** What phones show of a text, and of one below a file; more of it would be cut without a word. */
const LONGEST = { text: 4096, caption: 1024 };

/** A new text takes the place of the one before; files stay. */
export function withText(before: Content | null, text: string): Composed {
  return checked({ ...before, text, media: before?.media ?? [] });
}

/**
 * A file follows those that are there, or stands `at` a place among them. Its caption is a new text; with `join` it
 * goes on with the one before, as captions of one album do.
 */
export function withFile(
  before: Content | null,
  file: MediaFile,
  { caption, at, join = false }: { caption: string; at?: number; join?: boolean },
): Composed {
  const { text = '', media = [] } = before ?? {};
  if (isFull(before)) return { ok: false, problem: { is: 'full', most: MOST_MEDIA } };
  const told = caption === '' ? text : join && text !== '' ? `${text}\n${caption}` : caption;
  return checked({ ...before, text: told, media: media.toSpliced(at ?? media.length, 0, file) });
}

export const isFull = (content: Content | null): boolean => (content?.media.length ?? 0) >= MOST_MEDIA;

/** Null when nothing is left to send. */
export function withoutFiles(before: Content | null): Content | null {
  return before?.text ? { ...before, media: [] } : null;
}

/** Files stay, and are sent without a word; null when there are none. */
export function withoutText(before: Content | null): Content | null {
  return before && before.media.length > 0 ? { ...before, text: '' } : null;
}

function checked(content: Content): Composed {
  const { text } = content;
  const most = mostLetters(content);
  const files = most === LONGEST.caption;
  if (text.length > most) return { ok: false, problem: { is: 'long', length: text.length, most, files } };
  return { ok: true, content };
}

/** How long a text may be, with everything in it. Before a voice note it is a message of its own. */
export function mostLetters({ media: [first] }: Pick<Content, 'media'>): number {
  return first !== undefined && first.kind !== 'voice' ? LONGEST.caption : LONGEST.text;
}
