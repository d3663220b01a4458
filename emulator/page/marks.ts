import { h } from './dom.ts';

const marks = [
  { sign: '```', tag: 'code' },
  { sign: '*', tag: 'b' },
  { sign: '_', tag: 'i' },
  { sign: '~', tag: 's' },
] as const;

/** Text as WhatsApp shows it: *bold*, _italic_, ~struck~, ```typed```, and links. */
export function marked(text: string): Node[] {
  for (const { sign, tag } of marks) {
    const found = enclosed(sign).exec(text);
    if (!found) continue;
    const [all, before = '', inner = ''] = found;
    const start = found.index + before.length;
    const content = tag === 'code' ? [document.createTextNode(inner)] : marked(inner);
    const end = found.index + all.length;
    return [...marked(text.slice(0, start)), h(tag, {}, ...content), ...marked(text.slice(end))];
  }
  return linked(text);
}

/** A sign counts at a word's edge only, and not around blanks. */
function enclosed(sign: string): RegExp {
  const safe = sign.replace(/[*]/g, '\\$&');
  return new RegExp(`(^|[^\\p{L}\\p{N}])${safe}(?! )([^\\n]*?[^\\s])${safe}(?![\\p{L}\\p{N}])`, 'u');
}

function linked(text: string): Node[] {
  return text
    .split(/(https?:\/\/\S+)/)
    .map((part, at) =>
      at % 2 === 1
        ? h('a', { href: part, target: '_blank', rel: 'noreferrer' }, part)
        : document.createTextNode(part),
    );
}
