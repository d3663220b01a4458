import { type Button, fileUrl, type Message, type Sent } from './api.ts';
import { button, type Child, clock, drawing, h, iconButton } from './dom.ts';
import { rich } from './entities.ts';
import { locale, words } from './words.ts';

export const botName = 'Campañas';

export interface MessageActions {
  tap(message: Message, key: Button, element: HTMLButtonElement): void;
  say(text: string): void;
  /** What else can be done with this message. */
  more(message: Message): void;
  picture(message: Message): void;
  /** The message that another one answers. */
  find(id: number): Message | undefined;
  show(id: number): void;
}

export function drawMessage(message: Message, actions: MessageActions): HTMLElement {
  if (message.from === 'service') {
    return h('p', { class: 'service' }, `${botName} ${words.pinnedService}`);
  }
  const text = message.text ?? message.caption;
  const keys = message.buttons ?? [];
  const bubble = h(
    'div',
    { class: `bubble${message.protected ? ' shut' : ''}` },
    message.forwarded !== undefined && h('div', { class: 'origin' }, words.forwarded),
    quoted(message, actions),
    picture(message, actions),
    file(message),
    contact(message),
    text !== undefined &&
      text !== '' &&
      h('div', { class: 'body' }, ...rich(text, message.entities ?? [], (command) => actions.say(command))),
    meta(message),
  );
  const kind = `message ${message.from}${keys.length > 0 ? ' has-buttons' : ''}`;
  return h(
    'article',
    { class: kind, 'data-id': message.id },
    h(
      'div',
      { class: 'line' },
      bubble,
      iconButton('⋯', words.more, () => actions.more(message), 'more'),
    ),
    keys.length > 0 && keyboard(message, keys, actions),
    message.reaction !== undefined && h('div', { class: 'reaction' }, message.reaction),
  );
}

/** The first line, as a notification would show it. */
export function summary(message: Message): string {
  const text = message.text ?? message.caption;
  const first = text?.split('\n')[0];
  if (first) return first;
  if (message.photo) return words.photo;
  if (message.contact) return words.contact;
  return message.document?.name ?? words.message;
}

function quoted({ replyTo }: Message, actions: MessageActions): Child {
  const found = replyTo === undefined ? undefined : actions.find(replyTo);
  if (!found) return undefined;
  const author = found.from === 'user' ? words.you : botName;
  const element = button('', () => actions.show(found.id), { class: 'quoted' });
  element.append(h('b', {}, author), h('span', {}, summary(found)));
  return element;
}

function picture(message: Message, actions: MessageActions): Child {
  const { photo, protected: shut } = message;
  if (!photo) return undefined;
  const { width, height } = photo;
  const image = h('img', { src: fileUrl(photo.fileId), alt: '', width, height, draggable: !shut });
  const label = message.from === 'bot' && shut ? words.scanThis : words.enlarge;
  const frame = button('', () => actions.picture(message), { class: 'picture', 'aria-label': label });
  frame.append(image);
  if (shut) frame.addEventListener('contextmenu', (event) => event.preventDefault());
  return frame;
}

function file({ document: sent, protected: shut }: Message): Child {
  if (!sent) return undefined;
  const source = fileUrl(sent.fileId);
  const label = words[sent.kind === 'document' ? 'message' : sent.kind];
  if (sent.kind === 'video')
    return h('video', { src: source, controls: true, preload: 'metadata', 'aria-label': label });
  if (sent.kind === 'audio' || sent.kind === 'voice')
    return h(
      'div',
      { class: 'sound' },
      sent.kind === 'voice' ? words.voice : sent.name,
      h('audio', { src: source, controls: true, preload: 'none', 'aria-label': label }),
    );
  const look = fileLook(sent, shut);
  return shut
    ? h('div', { class: 'file' }, ...look)
    : h('a', { class: 'file', href: source, download: sent.name }, ...look);
}

function fileLook({ name, size }: Sent, shut: boolean): HTMLElement[] {
  const ending = name.includes('.') ? (name.split('.').at(-1) ?? '') : '';
  const note = shut ? bytes(size) : `${bytes(size)} · ${words.download}`;
  return [
    h('span', { class: 'avatar', 'aria-hidden': 'true' }, ending.slice(0, 4)),
    h('span', {}, name, h('small', {}, note)),
  ];
}

function contact({ contact: card, shared }: Message): Child {
  if (shared) {
    const names = shared.users.map(({ id, firstName }) => firstName ?? String(id));
    return h('div', { class: 'body' }, `${words.people}: ${names.join(', ')}`);
  }
  if (!card) return undefined;
  return h(
    'div',
    { class: 'file' },
    h('span', { class: 'avatar', 'aria-hidden': 'true' }, card.firstName.slice(0, 1)),
    h('span', {}, card.firstName, h('small', {}, card.phone)),
  );
}

export function bytes(size: number): string {
  const [value, unit] =
    size < 1024 ? [size, 'B'] : size < 1_048_576 ? [size / 1024, 'KB'] : [size / 1_048_576, 'MB'];
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(value)} ${unit}`;
}

function meta(message: Message): HTMLElement {
  return h(
    'div',
    { class: 'meta' },
    message.protected && h('span', {}, words.protected),
    message.from === 'bot' && message.silent && h('span', {}, words.silent),
    (message.edits ?? 0) > 0 && h('span', {}, words.edited),
    h('span', {}, clock(message.date * 1000)),
    message.from === 'user' && h('span', { 'aria-hidden': 'true' }, '✓✓'),
  );
}

/** What a tap does beside telling the bot, as the app marks it: lines on a field of 12 by 12. */
const signs: [keyof Button, string][] = [
  ['url', 'M3 9 9 3M4 3h5v5'],
  ['webApp', 'M2 2h8v8H2zM2 5h8'],
  ['copy', 'M2 2h5v5H2zM5 7v3h5V5H7'],
];

function keyboard(message: Message, rows: Button[][], actions: MessageActions): HTMLElement {
  const draw = (key: Button) => {
    const lines = signs.find(([kind]) => key[kind] !== undefined)?.[1];
    const element = button('', () => actions.tap(message, key, element), {
      class: key.style ?? '',
      title: key.text,
      'data-data': key.data,
    });
    element.append(h('span', { class: 'label' }, key.text));
    if (lines !== undefined) element.append(drawing(lines));
    return element;
  };
  return h('div', { class: 'keyboard' }, ...rows.map((row) => h('div', {}, ...row.map(draw))));
}
