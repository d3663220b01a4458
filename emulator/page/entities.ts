import type { Entity } from './api.ts';
import { h } from './dom.ts';

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
      return h('a', { href: entity.url ?? '', target: '_blank', rel: 'noreferrer' }, ...content);
    case 'url':
      return h('a', { href: text, target: '_blank', rel: 'noreferrer' }, ...content);
    case 'bot_command':
      return h('button', { type: 'button', class: 'command', onclick: () => onCommand(text) }, text);
    case 'date_time':
      return dateTime(entity, text);
    default:
      return h('span', {}, ...content);
  }
}

function expandable(content: Node[]): HTMLElement {
  const quote = h(
    'blockquote',
    { class: 'expandable', tabindex: 0, title: 'Ver todo' },
    h('div', { class: 'folded' }, ...content),
  );
  const toggle = () => quote.classList.toggle('open');
  quote.addEventListener('click', toggle);
  quote.addEventListener('keydown', ({ key }) => key === 'Enter' && toggle());
  return quote;
}

function dateTime({ unix_time: unix = 0, date_time_format: format = '' }: Entity, text: string) {
  const time = h('time', { datetime: new Date(unix * 1000).toISOString(), title: text });
  time.dataset.unix = String(unix);
  time.dataset.format = format;
  time.textContent = spoken(unix, format, text);
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
function spoken(unix: number, format: string, text: string): string {
  const date = new Date(unix * 1000);
  if (format === 'r') {
    const seconds = Math.round((date.getTime() - Date.now()) / 1000);
    const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1];
    const words = new Intl.RelativeTimeFormat('es', { style: 'short', numeric: 'auto' });
    return words.format(Math.trunc(seconds / size), unit).replace(/^dentro de/, 'en');
  }
  const options: Intl.DateTimeFormatOptions = { hour12: false };
  if (format.includes('w')) options.weekday = 'long';
  if (format.includes('d')) options.dateStyle = 'short';
  if (format.includes('D')) options.dateStyle = 'long';
  if (format.includes('t')) options.timeStyle = 'short';
  if (format.includes('T')) options.timeStyle = 'medium';
  if (options.weekday && (options.dateStyle || options.timeStyle)) delete options.weekday;
  const known = options.weekday ?? options.dateStyle ?? options.timeStyle;
  return known ? new Intl.DateTimeFormat('es', options).format(date) : text;
}
