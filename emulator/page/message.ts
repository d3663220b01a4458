import { type Button, fileUrl, type Message } from './api.ts';
import { button, type Child, clock, h } from './dom.ts';
import { rich } from './entities.ts';

export interface MessageActions {
  tap(message: Message, key: Button, element: HTMLButtonElement): void;
  say(text: string): void;
  reply(message: Message): void;
  edit(message: Message): void;
  /** The message that another one answers. */
  find(id: number): Message | undefined;
}

export function drawMessage(message: Message, actions: MessageActions): HTMLElement {
  if (message.from === 'service') {
    return h('p', { class: 'service' }, 'Mensaje fijado');
  }
  const text = message.text ?? message.caption;
  const quoted = message.replyTo === undefined ? undefined : actions.find(message.replyTo);
  const body =
    text !== undefined &&
    h('div', { class: 'body' }, ...rich(text, message.entities ?? [], (command) => actions.say(command)));
  const bubble = h(
    'div',
    { class: 'bubble' },
    quoted && h('div', { class: 'quoted' }, summary(quoted)),
    picture(message),
    file(message),
    message.contact && h('div', { class: 'body' }, `Contacto: ${message.contact.phone ?? ''}`),
    body,
    meta(message, actions),
  );
  const keys = message.buttons ?? [];
  return h(
    'article',
    { class: `message ${message.from}${keys.length > 0 ? ' has-buttons' : ''}`, 'data-id': message.id },
    bubble,
    keys.length > 0 && keyboard(message, keys, actions),
    message.reaction !== undefined && h('div', { class: 'reaction' }, message.reaction),
  );
}

/** The first line, as a notification would show it. */
export function summary(message: Message): string {
  const text = message.text ?? message.caption;
  return text?.split('\n')[0] ?? message.document?.name ?? (message.photo ? 'Foto' : 'Mensaje');
}

function picture({ photo, protected: shut }: Message): Child {
  if (!photo) return undefined;
  const image = h('img', {
    src: fileUrl(photo.fileId),
    alt: 'Foto',
    width: photo.width,
    height: photo.height,
    draggable: !shut,
  });
  if (shut) image.addEventListener('contextmenu', (event) => event.preventDefault());
  return image;
}

function file({ document: sent }: Message): Child {
  if (!sent) return undefined;
  const ending = sent.name.split('.').at(-1) ?? '';
  return h(
    'a',
    { class: 'file', href: fileUrl(sent.fileId), download: sent.name },
    h('span', { class: 'avatar', 'aria-hidden': 'true' }, ending.slice(0, 4)),
    h('span', {}, sent.name, h('small', {}, `${bytes(sent.size)} · descargar`)),
  );
}

function bytes(size: number): string {
  const [value, unit] =
    size < 1024 ? [size, 'B'] : size < 1_048_576 ? [size / 1024, 'KB'] : [size / 1_048_576, 'MB'];
  return `${new Intl.NumberFormat('es', { maximumFractionDigits: 1 }).format(value)} ${unit}`;
}

function meta(message: Message, actions: MessageActions): HTMLElement {
  const own = message.from === 'user';
  const act = own
    ? message.text !== undefined && button('Editar', () => actions.edit(message), { class: 'act' })
    : button('Responder', () => actions.reply(message), { class: 'act' });
  return h(
    'div',
    { class: 'meta' },
    act,
    message.protected && h('span', {}, 'protegido'),
    !own && message.silent && h('span', {}, 'sin sonido'),
    (message.edits ?? 0) > 0 && h('span', {}, 'editado'),
    h('span', {}, clock(message.date * 1000)),
  );
}

function keyboard(message: Message, rows: Button[][], actions: MessageActions): HTMLElement {
  const draw = (key: Button) => {
    const sign = (key.url ?? key.webApp) ? ' ↗' : '';
    const element = button(`${key.text}${sign}`, () => actions.tap(message, key, element), {
      class: key.style ?? '',
      title: key.text,
      'data-data': key.data,
    });
    return element;
  };
  const lines = rows.map((row) => h('div', {}, ...row.map(draw)));
  return h('div', { class: 'keyboard' }, ...lines);
}
