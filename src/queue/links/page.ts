/** What a web page says of itself for others to show: Open Graph, else its title and description. */

export interface PageFacts {
  readonly title: string;
  readonly description: string;
  /** As it stands there, maybe without host. */
  readonly image: string | null;
}

const MOST = { title: 200, description: 300 };
/** A page that has more, or longer ones, wants to be slow. */
const LONGEST_TAG = 8_192;
const MOST_TAGS = 300;
const MOST_ATTRIBUTES = 20;

/** The facts of a page; null when it has no title. */
export function factsOf(html: string): PageFacts | null {
  const metas = metasOf(html);
  const first = (...names: string[]) =>
    names.map((name) => metas.get(name) ?? '').find((value) => value !== '');
  const title = first('og:title', 'twitter:title') ?? titleOf(html);
  if (title === '') return null;
  return {
    title: clip(title, MOST.title),
    description: clip(first('og:description', 'twitter:description', 'description') ?? '', MOST.description),
    image:
      first('og:image:secure_url', 'og:image', 'og:image:url', 'twitter:image', 'twitter:image:src') ?? null,
  };
}

/** The letters that a page's bytes are: by what the server says, else by what the page says. */
export function htmlOf(bytes: Uint8Array, contentType: string): string {
  const head = Buffer.from(bytes.subarray(0, 2048)).toString('latin1');
  const told = /charset\s*=\s*["']?\s*([\w:-]+)/i;
  const label = told.exec(contentType)?.[1] ?? told.exec(head)?.[1] ?? 'utf-8';
  return decoder(label).decode(bytes);
}

function decoder(label: string): TextDecoder {
  try {
    return new TextDecoder(label);
  } catch {
    return new TextDecoder();
  }
}

/** `<meta property|name="…" content="…">`, the first of each name. */
function metasOf(html: string): ReadonlyMap<string, string> {
  const metas = new Map<string, string>();
  const lower = html.toLowerCase();
  let tags = 0;
  for (let at = lower.indexOf('<meta'); at >= 0; at = lower.indexOf('<meta', at + 5)) {
    tags += 1;
    if (tags > MOST_TAGS) break;
    const attributes = attributesOf(html, at + 5);
    const name = (attributes.get('property') ?? attributes.get('name') ?? '').trim().toLowerCase();
    const content = clean(attributes.get('content') ?? '');
    if (name !== '' && content !== '' && !metas.has(name)) metas.set(name, content);
  }
  return metas;
}

function titleOf(html: string): string {
  const lower = html.toLowerCase();
  const open = lower.indexOf('<title');
  const begin = open < 0 ? -1 : lower.indexOf('>', open);
  const end = begin < 0 ? -1 : lower.indexOf('</title', begin);
  return end < 0 ? '' : clean(html.slice(begin + 1, Math.min(end, begin + 1 + LONGEST_TAG)));
}

const ATTRIBUTE = /\s*\/?\s*([^\s=>/"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/y;

/** The attributes of a tag, from after its name to its end. */
function attributesOf(html: string, from: number): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  const tag = html.slice(from, from + LONGEST_TAG);
  ATTRIBUTE.lastIndex = 0;
  for (let nth = 0; nth < MOST_ATTRIBUTES; nth += 1) {
    const found = ATTRIBUTE.exec(tag);
    if (!found) break;
    const [, name = '', double, single, plain] = found;
    const key = name.toLowerCase();
    if (!attributes.has(key)) attributes.set(key, double ?? single ?? plain ?? '');
  }
  return attributes;
}

const NAMED: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', iexcl: '¡', iquest: '¿', euro: '€' },
  ...{
    laquo: '«',
    raquo: '»',
    ndash: '–',
    mdash: '—',
    hellip: '…',
    middot: '·',
    bull: '•',
    copy: '©',
    reg: '®',
  },
  ...{ lsquo: '‘', rsquo: '’', ldquo: '“', rdquo: '”', ordm: 'º', ordf: 'ª', deg: '°', trade: '™' },
};
const ACCENTS: Readonly<Record<string, string>> = {
  ...{ acute: '\u0301', grave: '\u0300', circ: '\u0302', tilde: '\u0303', uml: '\u0308', cedil: '\u0327' },
};

/** Character references read, everything that isn't seen or breaks a line as one blank. */
function clean(text: string): string {
  return text
    .replace(
      /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/gi,
      (whole, decimal, hex, name: string | undefined) => {
        if (name === undefined) return letter(decimal ? Number(decimal) : Number.parseInt(hex, 16)) ?? whole;
        const accent = ACCENTS[name.slice(1)];
        return accent ? (name.charAt(0) + accent).normalize('NFC') : (NAMED[name] ?? whole);
      },
    )
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, (gap) => (/^\p{Cf}+$/u.test(gap) ? '' : ' '))
    .trim();
}

const letter = (code: number) =>
  code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : null;

function clip(text: string, most: number): string {
  const letters = [...text];
  return letters.length <= most
    ? text
    : `${letters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}
