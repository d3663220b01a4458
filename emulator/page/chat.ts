import { type Button, type Chat, emptyChat, fileUrl, get, type Message, post } from './api.ts';
import { button, choose, createToast, h, openSheet, sentenceOf, throttled } from './dom.ts';
import { createReplyKeyboard } from './keyboard.ts';
import { botName, type MessageActions, summary } from './message.ts';
import { createOperators } from './operators.ts';
import { createWall } from './wall.ts';
import { words } from './words.ts';
import { createWriter } from './writer.ts';

export interface ChatDeps {
  /** A code waits to be read: tapping its picture holds the business's phone before it. */
  isScannable(): boolean;
  scan(fileId: string): Promise<string>;
  onList(text: string): void;
  /** Called after each change of the chat. */
  onChange(): void;
}

export interface ChatView {
  readonly user: number;
  readonly chat: Chat;
  readonly writer: ReturnType<typeof createWriter>;
  refresh(): void;
  /** Another operator's chat changed: its badge does. */
  refreshOthers(): void;
  /** The newest picture that the bot sent, as a camera before the screen would see it. */
  latestPhoto(): string | undefined;
  tick(): void;
}

const uploads = new Set(['upload_photo', 'upload_document', 'upload_video', 'upload_voice']);

/** The operator's Telegram: one chat with the bot, and who of the operators holds the phone. */
export function createChat(root: HTMLElement, deps: ChatDeps): ChatView {
  let user = 0;
  let chat: Chat = emptyChat;
  const toast = createToast();
  const status = h('p', {}, words.bot);
  const pinned = h('button', { type: 'button', class: 'pinned', hidden: true });
  const act = async (work: () => Promise<unknown>) => {
    try {
      await ready;
      await work();
    } catch (error) {
      toast.say(sentenceOf(error));
    }
    refresh();
  };
  const send = (path: string, body: object) => act(() => post(`/telegram/chats/${user}/${path}`, body));
  const say = (text: string) => send('text', { text });
  const operators = createOperators({
    say: toast.say,
    onChoose(id) {
      user = id;
      chat = emptyChat;
      writer.about(undefined);
      refresh();
    },
  });
  const keys = createReplyKeyboard({ user: operators.user, users: operators.users, act, say });
  const openApp = (url: string) => act(() => openWebApp(user, url));
  const writer = createWriter({
    send,
    chat: () => chat,
    openWebApp: openApp,
    onList: deps.onList,
    keyboardToggle: keys.toggle,
  });
  const actions: MessageActions = {
    say,
    tap: (message, key, element) => tap({ user, message, key, element, say: toast.say, act, openApp }),
    more: (message) => openMore(message, { send, about: writer.about, say: toast.say }),
    picture: (message) => showPicture(message, deps, toast.say),
    find: (id) => chat.messages.find((each) => each.id === id),
    show: (id) => wall.show(id),
  };
  const wall = createWall(actions);
  const begin = button(words.begin, () => say('/start'), { class: 'primary' });
  const empty = h('div', { class: 'empty', hidden: true }, h('p', {}, words.empty), begin);
  const drawStatus = () => {
    const { action } = chat;
    const busy = action !== null && action.until > Date.now();
    status.textContent = !busy ? words.bot : uploads.has(action.name) ? words.uploading : words.typing;
    status.classList.toggle('busy', busy);
  };
  const draw = () => {
    drawStatus();
    drawPinned(pinned, chat, wall.show);
    keys.draw(chat, writer.box);
    empty.hidden = chat.messages.length > 0;
    wall.draw(chat.messages, user);
    deps.onChange();
  };
  const refresh = throttled(async () => {
    if (user === 0) return;
    const asked = user;
    const [answer] = await Promise.all([get<Chat>(`/telegram/chats/${asked}`), operators.refresh()]);
    if (asked !== user) return;
    chat = answer;
    draw();
  }, 80);
  const head = h(
    'header',
    { class: 'head' },
    h('span', { class: 'avatar', 'aria-hidden': 'true' }, botName.slice(0, 1)),
    h('div', {}, h('h2', {}, botName), status),
    operators.opener,
  );
  const [messages, ...floating] = wall.elements;
  const stage = h('div', { class: 'wall-frame' }, messages, empty, ...floating, toast.element);
  root.append(head, pinned, stage, keys.element, ...writer.elements);
  acceptDrops(root, writer.attach.sendFiles);
  // Nothing is sent before somebody holds the phone.
  const ready = operators.begin();
  return {
    get user() {
      return user;
    },
    get chat() {
      return chat;
    },
    writer,
    refresh,
    refreshOthers: () => void operators.refresh(),
    latestPhoto: () => chat.messages.findLast((each) => each.from === 'bot' && each.photo)?.photo?.fileId,
    tick: drawStatus,
  };
}

interface Tap {
  user: number;
  message: Message;
  key: Button;
  element: HTMLButtonElement;
  say: (text: string) => void;
  act: (work: () => Promise<unknown>) => Promise<void>;
  openApp: (url: string) => unknown;
}

interface Answer {
  toast: string | null;
  alert: boolean;
  answered: boolean;
}

async function tap({ user, message, key, element, say, act, openApp }: Tap): Promise<unknown> {
  if (key.copy !== undefined) return copy(key.copy, say);
  if (key.webApp !== undefined) return openApp(key.webApp);
  if (key.url !== undefined) return open(key.url, '_blank', 'noreferrer');
  if (element.getAttribute('aria-busy') === 'true') return undefined;
  element.setAttribute('aria-busy', 'true');
  await act(async () => {
    const path = `/telegram/chats/${user}/tap`;
    const { toast, alert, answered } = await post<Answer>(path, { messageId: message.id, data: key.data });
    if (toast && alert) openSheet(botName, h('p', { class: 'alert' }, toast));
    else if (toast) say(toast);
    else if (!answered) say(words.noAnswer);
  });
  return element.removeAttribute('aria-busy');
}

async function copy(text: string, say: (text: string) => void): Promise<void> {
  await navigator.clipboard?.writeText(text).catch(() => undefined);
  say(`${words.copied}: ${text}`);
}

interface More {
  send(path: string, body: object): Promise<void>;
  about: ReturnType<typeof createWriter>['about'];
  say(text: string): void;
}

function openMore(message: Message, { send, about, say }: More): void {
  const text = message.text ?? message.caption;
  const own = message.from === 'user';
  const messageId = message.id;
  choose(summary(message), [
    {
      label: words.reply,
      act: () => about({ kind: 'reply', id: messageId, words: summary(message) }),
    },
    text !== undefined && !message.protected && { label: words.copy, act: () => copy(text, say) },
    !message.protected && { label: words.forward, act: () => send('forward', { messageId }) },
    own &&
      text !== undefined && {
        label: words.edit,
        act: () => about({ kind: 'edit', id: messageId, words: text }),
      },
    { label: words.remove, style: 'danger', act: () => send('delete', { messageId }) },
  ]);
}

/** Larger, and to be kept unless it is protected; a code that waits is read by the business's phone instead. */
async function showPicture(
  { from, photo, protected: shut }: Message,
  { isScannable, scan }: ChatDeps,
  say: (text: string) => void,
): Promise<void> {
  if (!photo) return;
  if (from === 'bot' && isScannable()) return say(await scan(photo.fileId));
  const source = fileUrl(photo.fileId);
  openSheet(
    words.photo,
    h('img', { src: source, alt: words.photo, class: shut ? 'shut' : '', draggable: !shut }),
    !shut && h('a', { class: 'key', href: source, download: 'foto.jpg' }, words.save),
  );
}

async function openWebApp(user: number, url: string): Promise<void> {
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const { src } = await post<{ src: string }>(`/telegram/chats/${user}/webapp`, { url, dark });
  openSheet(botName, h('iframe', { src, title: botName, class: 'webapp' })).classList.add('tall');
}

function drawPinned(element: HTMLButtonElement, chat: Chat, show: (id: number) => void): void {
  const message = chat.messages.find(({ id }) => id === chat.pinned);
  element.hidden = message === undefined;
  if (!message) return;
  element.replaceChildren(h('small', {}, words.pinned), summary(message));
  element.onclick = () => show(message.id);
}

function acceptDrops(root: HTMLElement, onFiles: (files: File[]) => unknown): void {
  const cover = h('div', { class: 'drop', hidden: true }, words.drop);
  root.append(cover);
  const over = (event: DragEvent, on: boolean) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    cover.hidden = !on;
  };
  root.addEventListener('dragenter', (event) => over(event, true));
  root.addEventListener('dragover', (event) => over(event, true));
  root.addEventListener('dragleave', (event) => {
    if (!(event.relatedTarget instanceof Node && root.contains(event.relatedTarget))) over(event, false);
  });
  root.addEventListener('drop', (event) => {
    over(event, false);
    onFiles([...(event.dataTransfer?.files ?? [])]);
  });
}
