/** `parse_mode: HTML`, read and refused as the Bot API does: the text that is left and its entities. */
import type { Entity } from './checks.ts';
import { bad } from './refusal.ts';

const TYPES: Record<string, string> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  code: 'code',
  pre: 'pre',
  'tg-spoiler': 'spoiler',
  'tg-time': 'date_time',
  blockquote: 'blockquote',
  a: 'text_link',
};
const NAMED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' };

interface Open {
  tag: string;
  entity: Entity;
}

export function parseHtml(source: string): { text: string; entities: Entity[] } {
  const open: Open[] = [];
  const entities: Entity[] = [];
  let text = '';
  for (const { 0: token, index } of source.matchAll(/<[^>]*>?|&[#\w]+;|[^<&]+|&/g)) {
    const at = Buffer.byteLength(source.slice(0, index));
    if (!token.startsWith('<')) {
      text += unescaped(token);
      continue;
    }
    const [, end, tag = '', rest = ''] = /^<(\/?)([\w-]+)([^>]*)>$/.exec(token) ?? [];
    if (tag === '') throw refusal(`Unclosed start tag at byte offset ${at}`);
    if (end === '') {
      open.push({ tag, entity: { ...opened(tag, rest, at), offset: text.length, length: 0 } });
      continue;
    }
    const last = open.pop();
    if (!last) throw refusal(`Unexpected end tag at byte offset ${at}`);
    if (last.tag !== tag.toLowerCase())
      throw refusal(`Unmatched end tag at byte offset ${at}, expected "</${last.tag}>", found "</${tag}>"`);
    const length = text.length - last.entity.offset;
    if (length > 0) entities.push({ ...last.entity, length });
  }
  const left = open.pop();
  if (left) throw refusal(`Can't find end tag corresponding to start tag "${left.tag}"`);
  return { text, entities: entities.toSorted((a, b) => a.offset - b.offset || b.length - a.length) };
}

function opened(tag: string, rest: string, at: number): { type: string } & Record<string, unknown> {
  const attribute = (name: string) => new RegExp(`\\b${name}\\s*=\\s*["']([^"']*)["']`).exec(rest)?.[1];
  const spoiler = tag === 'span' && attribute('class') === 'tg-spoiler';
  const type = spoiler ? 'spoiler' : TYPES[tag];
  if (!type) throw refusal(`Unsupported start tag "${tag}" at byte offset ${at}`);
  if (tag === 'blockquote' && /\bexpandable\b/.test(rest)) return { type: 'expandable_blockquote' };
  if (tag === 'a') return { type, url: attribute('href') ?? '' };
  if (tag === 'tg-time')
    return { type, unix_time: Number(attribute('unix')), date_time_format: attribute('format') ?? '' };
  return { type };
}

function unescaped(token: string): string {
  const [, name = ''] = /^&([#\w]+);$/.exec(token) ?? [];
  if (name === '') return token;
  if (name.startsWith('#x')) return String.fromCodePoint(Number.parseInt(name.slice(2), 16));
  if (name.startsWith('#')) return String.fromCodePoint(Number(name.slice(1)));
  return NAMED[name] ?? token;
}

function refusal(words: string) {
  return bad(`can't parse entities: ${words}`);
}
