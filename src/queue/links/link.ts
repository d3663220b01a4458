/** The link of a text: the first one, which is the one that WhatsApp shows a preview of. */
import type { Content } from '../content.ts';
import { piecesOf } from '../template.ts';

const LINK = /(?<![\p{L}\p{N}@.])(?:https?:\/\/|www\.)[^\s<>"'`{}|\\^]+/iu;

/** As it stands in the text, without what ends the sentence after it. */
export function firstLink(text: string): string | null {
  const found = LINK.exec(text)?.[0];
  if (!found) return null;
  const link = bare(found);
  return addressOf(link) ? link : null;
}

/** Where a link leads, when it is one that may be visited. */
export function addressOf(link: string): URL | null {
  const url = URL.parse(/^www\./i.test(link) ? `https://${link}` : link);
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.username || url.password) return null;
  return url.hostname.includes('.') || url.hostname.startsWith('[') ? url : null;
}

export type LinkOf =
  | { is: 'link'; link: string }
  /** There is none. */
  | { is: 'none' }
  /** It is made of a field: each person's leads elsewhere. */
  | { is: 'differs' }
  /** Captions have no preview. */
  | { is: 'media' };

/** The link that everybody's text has. */
export function linkOf({ text, media }: Content): LinkOf {
  if (media[0] && media[0].kind !== 'voice') return { is: 'media' };
  // A field stands for anything; a letter that no link has marks where it was.
  const plain = piecesOf(text)
    .map((piece) => (piece.is === 'field' ? '\u{e000}' : piece.written))
    .join('');
  const found = LINK.exec(plain)?.[0];
  if (!found) return { is: 'none' };
  if (found.includes('\u{e000}')) return { is: 'differs' };
  const link = firstLink(plain);
  return link ? { is: 'link', link } : { is: 'none' };
}

/** Somebody looks at the link, or will: what is there isn't known yet. */
export function isUnseen(content: Content): boolean {
  const what = linkOf(content);
  return content.links === true && what.is === 'link' && content.link?.url !== what.link;
}

/** Full stops and closing brackets belong to the sentence, unless the link has opened them. WhatsApp's signs too. */
function bare(found: string): string {
  let link = found;
  for (;;) {
    const last = link.at(-1) ?? '';
    const opened = last === ')' && link.split('(').length >= link.split(')').length;
    if (opened || !/[.,;:!?)\]*_~»”’…]/u.test(last)) return link;
    link = link.slice(0, -1);
  }
}
