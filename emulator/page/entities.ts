import type { Entity } from './api.ts';
import { button, h } from './dom.ts';
import { format, locale, words } from './words.ts';

/** Text with its entities as nodes; `onCommand` is called when somebody taps a command in it. */
export function rich(text: string, entities: Entity[], onCommand: (command: string) => void): Node[] {
  const sorted = entities.toSorted((a, b) => a.offset - b.offset || b.length - a.length);
  return part(text, 0, text.length, sorted, onCommand);
}

function part(
  text: string,
  from: number,
  to: number,
  entities: Entity[],
  onCommand: (command: string) => void,
): Node[] {
  const nodes: Node[] = [];
  let at = from;
  for (let index = 0; index < entities.length; ) {
    const entity = entities[index];
    if (!entity) break;
    const end = Math.min(entity.offset + entity.length, to);
    const inner = entities.slice(index + 1).filter(({ offset }) => offset < end);
    if (entity.offset > at) nodes.push(document.createTextNode(text.slice(at, entity.offset)));
    const content = part(text, entity.offset, end, inner, onCommand);
    nodes.push(wrap(entity, text.slice(entity.offset, end), content, onCommand));
    at = end;
    index += 1 + inner.length;
    // A block brings its own line break.
    if (entity.type.endsWith('blockquote') && text[at] === '\n') at += 1;
  }
  if (at < to) nodes.push(document.createTextNode(text.slice(at, to)));
  return nodes;
}

function wrap(entity: Entity, text: string, content: Node[], onCommand: (command: string) => void): Node {
  switch (entity.type) {
    case 'bold':
      return h('b', {}, ...content);
    case 'italic':
      return h('i', {}, ...content);
    case 'underline':
      return h('u', {}, ...content);
    case 'strikethrough':
      return h('s', {}, ...content);
    case 'code':
      return h('code', {}, ...content);
    case 'pre':
      return h('pre', {}, ...content);
    case 'blockquote':
      return h('blockquote', {}, ...content);
    case 'expandable_blockquote':
      return expandable(content);
    case 'text_link':
      return link(entity.url ?? '', content);
    case 'url':
      return link(/^\w+:\/\//.test(text) ? text : `https://${text}`, content);
    case 'email':
      return link(`mailto:${text}`, content);
    case 'phone_number':
      return link(`tel:${text}`, content);
    case 'bot_command':
      return button(text, () => onCommand(text), { class: 'command' });
    case 'date_time':
      return dateTime(entity, text);
    case 'spoiler':
      return spoiler(content);
    case 'mention':
    case 'text_mention':
    case 'hashtag':
    case 'cashtag':
      return h('span', { class: 'tag' }, ...content);
    default:
      return h('span', {}, ...content);
  }
}

function link(href: string, content: Node[]): HTMLElement {
  return h('a', { href, target: '_blank', rel: 'noreferrer' }, ...content);
}

function spoiler(content: Node[]): HTMLElement {
  const cover = button('', () => cover.classList.add('open'), { class: 'spoiler', 'aria-label': '···' });
  cover.append(h('span', {}, ...content));
  cover.addEventListener('click', () => cover.removeAttribute('aria-label'));
  return cover;
}

/** Three lines, and the rest at a tap; one that is short enough has nothing to unfold. */
function expandable(content: Node[]): HTMLElement {
  const folded = h('div', { class: 'folded' }, ...content);
  const toggle = button(
    words.expand,
    () => {
      const open = quote.classList.toggle('open');
      toggle.textContent = open ? words.fold : words.expand;
      toggle.setAttribute('aria-expanded', String(open));
    },
    { class: 'unfold', 'aria-expanded': 'false', hidden: true },
  );
  const quote = h('blockquote', { class: 'expandable' }, folded, toggle);
  const measure = new ResizeObserver(() => {
    if (quote.classList.contains('open')) return;
    toggle.hidden = folded.scrollHeight <= folded.clientHeight + 2;
  });
  measure.observe(folded);
  return quote;
}

function dateTime({ unix_time: unix = 0, date_time_format: shape = '' }: Entity, text: string) {
  const time = h('time', { datetime: new Date(unix * 1000).toISOString(), title: text });
  time.dataset.unix = String(unix);
  time.dataset.format = shape;
  time.textContent = spoken(unix, shape, text);
  return time;
}

/** Called once a second: waits count down without an edit by the bot. */
export function tick(): void {
  for (const time of document.querySelectorAll<HTMLElement>('time[data-format="r"]')) {
    time.textContent = spoken(Number(time.dataset.unix), 'r', time.title);
  }
}

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

/** As the app says it in the reader's own zone: `r` = "en 40 s", else any of w d D t T. */
function spoken(unix: number, shape: string, text: string): string {
  const date = new Date(unix * 1000);
  if (shape === 'r') {
    const seconds = Math.round((date.getTime() - Date.now()) / 1000);
    const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1];
    const relative = new Intl.RelativeTimeFormat(locale, { style: 'short', numeric: 'auto' });
    return relative.format(Math.trunc(seconds / size), unit).replace(/^dentro de/, 'en');
  }
  const options: Intl.DateTimeFormatOptions = {};
  if (shape.includes('w')) options.weekday = 'long';
  if (shape.includes('d')) options.dateStyle = 'short';
  if (shape.includes('D')) options.dateStyle = 'long';
  if (shape.includes('t')) options.timeStyle = 'short';
  if (shape.includes('T')) options.timeStyle = 'medium';
  if (options.weekday && (options.dateStyle || options.timeStyle)) delete options.weekday;
  const known = options.weekday ?? options.dateStyle ?? options.timeStyle;
  return known ? format(options, date) : text;
}
