/** A link → what WhatsApp shows below it: fetched once, and the same in everybody's message. */
import { fileTypeFromBuffer } from 'file-type';
import type { Logger } from 'pino';
import type { LinkFacts } from '../content.ts';
import { addressOf } from './link.ts';
import { factsOf, htmlOf } from './page.ts';
import { NoVisit, publicWeb, type Visit, visit, type Web } from './visit.ts';

/** Null where there is nothing to show, whatever the reason: the message goes without. */
export type FindLink = (link: string) => Promise<LinkFacts | null>;

const PAGE: Visit = {
  accepts: (type) => /^(text\/html|application\/xhtml\+xml)\b/i.test(type),
  mostBytes: 512 * 1024,
  withinMs: 5_000,
};
const IMAGE: Visit = {
  accepts: (type) => /^image\//i.test(type),
  mostBytes: 5 * 1024 * 1024,
  withinMs: 5_000,
};
const KINDS = ['jpg', 'png', 'webp', 'gif', 'avif'];
const MOST_PIXELS = 64_000_000;
/** As wide as Baileys makes them; it travels in every message. */
const THUMBNAIL = { side: 192, quality: 60 };

/** `web` is the open internet unless a test says where names lead. */
export function createFindLink({ log, web = publicWeb }: { log: Logger; web?: Web }): FindLink {
  const underWay = new Map<string, Promise<LinkFacts | null>>();

  async function find(link: string): Promise<LinkFacts | null> {
    const start = addressOf(link);
    if (!start) return null;
    try {
      const page = await visit(start, PAGE, web);
      const facts = factsOf(htmlOf(page.bytes, page.contentType));
      if (!facts) return null;
      const { title, description, image } = facts;
      const thumbnail = image ? await thumbnailOf(URL.parse(image, page.url)?.href) : null;
      return { title, description, ...(thumbnail ? { thumbnail } : {}) };
    } catch (error) {
      log.info({ event: 'link', why: reasonOf(error) });
      return null;
    }
  }

  /** A page without its picture is shown all the same. */
  async function thumbnailOf(source: string | undefined): Promise<string | null> {
    const url = source ? addressOf(source) : null;
    if (!url) return null;
    try {
      const { bytes, whole } = await visit(url, IMAGE, web);
      const kind = (await fileTypeFromBuffer(bytes))?.ext ?? '';
      if (!whole || !KINDS.includes(kind)) return null;
      const { side, quality } = THUMBNAIL;
      const { default: sharp } = await import('sharp');
      const small = await sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' })
        .autoOrient()
        .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
        .flatten({ background: '#ffffff' })
        .jpeg({ quality })
        .toBuffer();
      return small.toString('base64');
    } catch (error) {
      log.info({ event: 'link-image', why: reasonOf(error) });
      return null;
    }
  }

  return (link) => {
    const before = underWay.get(link);
    if (before) return before;
    const work = find(link).finally(() => underWay.delete(link));
    underWay.set(link, work);
    return work;
  };
}

/** Never the address: it may be somebody's own. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'error';
  if (error instanceof NoVisit) return error.message;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
