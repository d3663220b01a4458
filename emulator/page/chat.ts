import { type Button, type Chat, get, type Message, post, type User } from './api.ts';
import { button, h, isAtEnd, sync, throttled } from './dom.ts';
import { drawMessage, type MessageActions, summary } from './message.ts';
import { createWriter } from './writer.ts';

export interface ChatView {
  readonly user: number;
  refresh(): void;
  /** Address of the newest picture that the bot sent, as a camera before the screen would see it. */
  latestPhoto(): string | undefined;
}

const botName = 'Campañas';
const firstNames = ['Marta', 'Luis', 'Rosa', 'Óscar', 'Inés'];

/** The operator's Telegram: one chat with the bot, and who of the operators holds the phone. */
export function createChat(root: HTMLElement): ChatView {
  let user = 0;
  let chat: Chat = { messages: [], pinned: null, action: null, commands: [], replyKeyboard: null };
  const wall = h('div', { class: 'wall', role: 'log', 'aria-label': 'Mensajes', tabindex: 0 });
  const toast = h('div', { class: 'toast', role: 'status', hidden: true });
  const status = h('p', {}, 'bot');
  const pinned = h('button', { type: 'button', class: 'pinned', hidden: true });
  const keys = h('div', { class: 'keyboard reply-keyboard', hidden: true });
  const people = h('select', { 'aria-label': 'Quién opera' });
  const say = (text: string) => act(() => post(`/telegram/chats/${user}/text`, { text }));
  const showToast = createToast(toast);
  const act = async (work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      showToast(error instanceof Error ? error.message : String(error));
    }
    refresh();
  };
  const writer = createWriter({
    send: (path, body) => act(() => post(`/telegram/chats/${user}/${path}`, body)),
    commands: () => chat.commands,
  });
  const actions: MessageActions = {
    say,
    tap: (message, key, element) => tap({ user, message, key, element, showToast, act }),
    reply: (message) => writer.about({ kind: 'reply', id: message.id, words: summary(message) }),
    edit: (message) => writer.about({ kind: 'edit', id: message.id, words: message.text ?? '' }),
    find: (id) => chat.messages.find((each) => each.id === id),
  };
  const draw = () => {
    const stay = isAtEnd(wall);
    sync(
      wall,
      chat.messages.map((message) => ({
        key: String(message.id),
        version: JSON.stringify(message),
        draw: () => drawMessage(message, actions),
      })),
    );
    const busy = chat.action !== null;
    status.textContent = busy ? 'escribiendo…' : 'bot';
    drawPinned(pinned, chat, wall);
    drawReplyKeyboard(keys, chat, user, act, say);
    if (stay) wall.scrollTop = wall.scrollHeight;
  };
  const refresh = throttled(async () => {
    if (user === 0) return;
    const asked = user;
    const answer = await get<Chat>(`/telegram/chats/${asked}`);
    if (asked !== user) return;
    chat = answer;
    draw();
  }, 80);
  const choose = (id: number) => {
    user = id;
    wall.replaceChildren();
    refresh();
  };
  people.addEventListener('change', async () => {
    choose(people.value === 'new' ? await addOperator(people) : Number(people.value));
  });
  root.append(
    h(
      'header',
      { class: 'head' },
      h('span', { class: 'avatar', 'aria-hidden': 'true' }, botName.slice(0, 1)),
      h('div', {}, h('h1', {}, botName), status),
      people,
    ),
    pinned,
    wall,
    toast,
    keys,
    ...writer.elements,
  );
  void listOperators(people).then(choose);
  return {
    get user() {
      return user;
    },
    refresh,
    latestPhoto: () => chat.messages.findLast((each) => each.from === 'bot' && each.photo)?.photo?.fileId,
  };
}

async function listOperators(people: HTMLSelectElement, chosen?: number): Promise<number> {
  let users = await get<User[]>('/telegram/users');
  if (users.length === 0) {
    await post('/telegram/users', { firstName: 'Ana' });
    users = await get<User[]>('/telegram/users');
  }
  people.replaceChildren(
    ...users.map(({ id, firstName }) => h('option', { value: id }, firstName)),
    h('option', { value: 'new' }, 'Otra persona…'),
  );
  const id = chosen ?? users[0]?.id ?? 0;
  people.value = String(id);
  return id;
}

async function addOperator(people: HTMLSelectElement): Promise<number> {
  const firstName = firstNames[(people.options.length - 2) % firstNames.length] ?? 'Marta';
  const { id } = await post<{ id: number }>('/telegram/users', { firstName });
  return listOperators(people, id);
}

interface Tap {
  user: number;
  message: Message;
  key: Button;
  element: HTMLButtonElement;
  showToast: (text: string) => void;
  act: (work: () => Promise<unknown>) => Promise<void>;
}

async function tap({ user, message, key, element, showToast, act }: Tap): Promise<void> {
  if (key.copy !== undefined) {
    await navigator.clipboard?.writeText(key.copy).catch(() => undefined);
    showToast('Copiado');
    return;
  }
  const address = key.url ?? key.webApp;
  if (address !== undefined) {
    open(address, '_blank', 'noreferrer');
    return;
  }
  element.setAttribute('aria-busy', 'true');
  await act(async () => {
    const path = `/telegram/chats/${user}/tap`;
    const body = { messageId: message.id, data: key.data };
    const { toast, alert, answered } = await post<{
      toast: string | null;
      alert: boolean;
      answered: boolean;
    }>(path, body);
    if (toast && alert) showAlert(toast);
    else if (toast) showToast(toast);
    else if (!answered) showToast('El bot no contestó');
  });
  element.removeAttribute('aria-busy');
}

function showAlert(text: string): void {
  const dialog = h('dialog', {}, h('p', {}, text));
  dialog.append(button('Cerrar', () => dialog.close(), { class: 'primary' }));
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function createToast(toast: HTMLElement): (text: string) => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (text) => {
    toast.textContent = text;
    toast.hidden = false;
    clearTimeout(timer);
    timer = setTimeout(() => {
      toast.hidden = true;
    }, 3500);
  };
}

function drawPinned(element: HTMLButtonElement, chat: Chat, wall: HTMLElement): void {
  const message = chat.messages.find(({ id }) => id === chat.pinned);
  element.hidden = message === undefined;
  if (!message) return;
  element.replaceChildren(h('small', {}, 'Mensaje fijado'), summary(message));
  element.onclick = () =>
    wall.querySelector(`[data-id="${message.id}"]`)?.scrollIntoView({ block: 'center', behavior: 'smooth' });
}

function drawReplyKeyboard(
  element: HTMLElement,
  { replyKeyboard }: Chat,
  user: number,
  act: Tap['act'],
  say: (text: string) => void,
): void {
  element.hidden = replyKeyboard === null;
  const share = async () => {
    const { owner } = await get<{ owner: string }>('/whatsapp/state');
    return post(`/telegram/chats/${user}/contact`, { phone: owner, firstName: 'Ana', userId: user });
  };
  const rows = replyKeyboard?.buttons ?? [];
  element.replaceChildren(
    ...rows.map((row) =>
      h(
        'div',
        {},
        ...row.map((key) => button(key.text, () => (key.requestContact ? act(share) : say(key.text)))),
      ),
    ),
  );
}
