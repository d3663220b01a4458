import { type Chat, emptyChat, get, post } from './api.ts';
import { acceptDrops } from './attach.ts';
import { openMore, openWebApp, type Scanner, showPicture, tap } from './deeds.ts';
import { button, createToast, h, sentenceOf, throttled } from './dom.ts';
import { createReplyKeyboard } from './keyboard.ts';
import { botName, type MessageActions, summary } from './message.ts';
import { createOperators } from './operators.ts';
import { createWall } from './wall.ts';
import { words } from './words.ts';
import { createWriter } from './writer.ts';

export interface ChatDeps extends Scanner {
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

/** The operator's Telegram: one chat with the bot, and who of the operators holds the phone. */
export function createChat(root: HTMLElement, deps: ChatDeps): ChatView {
  let user = 0;
  let chat: Chat = emptyChat;
  const toast = createToast();
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
  const head = createHead(operators.opener);
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
  const draw = () => {
    head.draw(chat);
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
  const [messages, ...floating] = wall.elements;
  const stage = h('div', { class: 'wall-frame' }, messages, empty, ...floating, toast.element);
  root.append(head.element, pinned, stage, keys.element, ...writer.elements);
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
    tick: () => head.draw(chat),
  };
}

const uploads = new Set(['upload_photo', 'upload_document', 'upload_video', 'upload_voice']);

/** Who is at the other end, and what they do just now. */
function createHead(opener: HTMLElement) {
  const status = h('p', {}, words.bot);
  const element = h(
    'header',
    { class: 'head' },
    h('span', { class: 'avatar', 'aria-hidden': 'true' }, botName.slice(0, 1)),
    h('div', {}, h('h2', {}, botName), status),
    opener,
  );
  return {
    element,
    draw({ action }: Chat) {
      const busy = action !== null && action.until > Date.now();
      status.textContent = !busy ? words.bot : uploads.has(action.name) ? words.uploading : words.typing;
      status.classList.toggle('busy', busy);
    },
  };
}

function drawPinned(element: HTMLButtonElement, chat: Chat, show: (id: number) => void): void {
  const message = chat.messages.find(({ id }) => id === chat.pinned);
  element.hidden = message === undefined;
  if (!message) return;
  element.replaceChildren(h('small', {}, words.pinned), summary(message));
  element.onclick = () => show(message.id);
}
