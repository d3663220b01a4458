/**
 * WhatsApp marks its text with signs (*bold*), Telegram with entities beside it: how a text will look over there,
 * and what somebody who marked it here means.
 */
import { FormattedString } from '@grammyjs/parse-mode';
import type { MessageEntity } from 'grammy/types';

type Style = 'bold' | 'italic' | 'strikethrough' | 'code';

interface Span {
  readonly text: string;
  readonly styles: readonly Style[];
}

const STYLES: Readonly<Record<string, Style>> = {
  '*': 'bold',
  _: 'italic',
  '~': 'strikethrough',
  '`': 'code',
};
const MONO = '```';
const WORD = /[\p{L}\p{N}]/u;

/**
 * A text as WhatsApp shows it: signs at the edges of words become bold, italic, struck and typed text, on one line
 * (```typed``` text on several); lines that begin with a dash or a star are lists, those with > are quotes. Telegram
 * knows no quote in a quote, so that a line stands for it.
 */
export function asShown(text: string): FormattedString {
  const spans: Span[] = [];
  for (const { inner, mono } of monospaced(text)) {
    if (mono) spans.push({ text: inner, styles: ['code'] });
    else for (const line of inner.split(/(?<=\n)/)) spans.push(...lineOf(line, isAtStart(spans)));
  }
  return formatted(spans);
}

/** As much of it as three of them have room for in one message. */
export const beginningOf = (text: string): FormattedString =>
  asShown(text.slice(0, 900).replace(/[\uD800-\uDBFF]$/, ''));

/** Typed text is found first: no other sign counts in it. */
function monospaced(text: string): { inner: string; mono: boolean }[] {
  const parts: { inner: string; mono: boolean }[] = [];
  let from = 0;
  for (let at = text.indexOf(MONO); at >= 0; at = text.indexOf(MONO, at + 1)) {
    const begin = at + MONO.length;
    const end = text.indexOf(MONO, begin);
    if (at < from || end < 0) continue;
    const inner = text.slice(begin, end);
    if (inner.trim() === '' || isWord(text, at - 1) || isWord(text, end + MONO.length)) continue;
    parts.push({ inner: text.slice(from, at), mono: false }, { inner, mono: true });
    from = end + MONO.length;
  }
  return [...parts, { inner: text.slice(from), mono: false }];
}

const isAtStart = (spans: readonly Span[]) => {
  const last = spans.findLast(({ text }) => text !== '')?.text;
  return last === undefined || last.endsWith('\n');
};

function lineOf(line: string, atStart: boolean): Span[] {
  const quoted = atStart ? /^> (?=\S)/.exec(line) : null;
  const listed = atStart ? /^(\s{0,3})[-*] (?=\S)/.exec(line) : null;
  const sign = quoted ? '▎' : listed ? `${listed[1]}• ` : '';
  const rest = line.slice((quoted ?? listed)?.[0].length ?? 0);
  return [{ text: sign, styles: [] }, ...inline(rest, [])];
}

/** Signs that have their partner; of those inside of each other each counts once. */
function inline(text: string, styles: readonly Style[]): Span[] {
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charAt(at);
    const style = STYLES[sign];
    if (!style || styles.includes(style) || isWord(text, at - 1)) continue;
    const end = partner(text, at, sign);
    if (end === null) continue;
    const inner = text.slice(at + 1, end);
    const within = [...styles, style];
    return [
      { text: text.slice(0, at), styles },
      ...(style === 'code' ? [{ text: inner, styles: within }] : inline(inner, within)),
      ...inline(text.slice(end + 1), styles),
    ];
  }
  return [{ text, styles }];
}

/** Where the sign at `open` ends: neither side of what it marks is blank, no letter stands outside. */
function partner(text: string, open: number, sign: string): number | null {
  const next = text.charAt(open + 1);
  if (next === sign || !/\S/.test(next)) return null;
  for (let at = text.indexOf(sign, open + 2); at >= 0; at = text.indexOf(sign, at + 1))
    if (/\S/.test(text.charAt(at - 1)) && !isWord(text, at + 1)) return at;
  return null;
}

const isWord = (text: string, at: number) => WORD.test(text.charAt(at));

/** Entities of neighbours with the same style are one. Telegram lets typed text have no other style. */
function formatted(spans: readonly Span[]): FormattedString {
  const text = spans.map((span) => span.text).join('');
  const entities: MessageEntity[] = [];
  for (const style of ['bold', 'italic', 'strikethrough', 'code'] as const) {
    let offset = 0;
    for (const { text: own, styles } of spans) {
      const last = entities.at(-1);
      const shown = styles.includes('code') ? style === 'code' : styles.includes(style);
      if (shown && own !== '') {
        if (last?.type === style && last.offset + last.length === offset) last.length += own.length;
        else entities.push({ type: style, offset, length: own.length });
      }
      offset += own.length;
    }
  }
  return new FormattedString(text, entities);
}

const SIGNS: Readonly<Record<string, string>> = {
  bold: '*',
  italic: '_',
  strikethrough: '~',
  code: '`',
  pre: MONO,
};

/**
 * What somebody wrote with Telegram's own formatting, with WhatsApp's signs: Telegram's apps turn ```typed``` text
 * into it by themselves and take the signs away. A hidden link is written out.
 */
export function asWritten(text: string, entities: readonly MessageEntity[] = []): string {
  const inserts = entities.flatMap((entity) => {
    if (entity.type === 'text_link') {
      const end = entity.offset + entity.length;
      const inner = text.slice(entity.offset, end);
      return inner.includes(entity.url) ? [] : [{ at: end, sign: ` (${entity.url})`, closes: true }];
    }
    const sign = SIGNS[entity.type];
    if (!sign) return [];
    return linesOf(text, entity, sign === MONO).flatMap(([from, to]) => [
      { at: from, sign, closes: false },
      { at: to, sign, closes: true },
    ]);
  });
  // Of signs at one place those that end something come first; what began last ends first.
  const opens = inserts.filter(({ closes }) => !closes);
  const ends = inserts.filter(({ closes }) => closes).toReversed();
  const places = [...new Set(inserts.map(({ at }) => at))].toSorted((a, b) => b - a);
  return places.reduce((all, place) => {
    const signs = [...ends, ...opens].filter(({ at }) => at === place).map(({ sign }) => sign);
    return all.slice(0, place) + signs.join('') + all.slice(place);
  }, text);
}

/** The stretches that a sign can mark: without blanks at their ends, and one for each line. */
function linesOf(text: string, { offset, length }: MessageEntity, whole: boolean): [number, number][] {
  const inner = text.slice(offset, offset + length);
  const lines = whole ? [inner] : inner.split('\n');
  let at = offset;
  return lines.flatMap((line): [number, number][] => {
    const from = at + (line.length - line.trimStart().length);
    const to = at + line.trimEnd().length;
    at += line.length + 1;
    return to > from ? [[from, to]] : [];
  });
}
