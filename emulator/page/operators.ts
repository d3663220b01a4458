import { get, post, type User } from './api.ts';
import { button, choose, field, h, openSheet, sentenceOf } from './dom.ts';
import { words } from './words.ts';

export interface OperatorsDeps {
  onChoose(id: number): void;
  say(text: string): void;
}

const firstNames = ['Luis', 'Marta', 'Rosa', 'Óscar', 'Inés'];
const languages = [
  ['es', 'Español'],
  ['en', 'English'],
  ['pt', 'Português'],
];

/** Who holds the phone: the chats of several people with the same bot, with what they haven't read. */
export function createOperators({ onChoose, say }: OperatorsDeps) {
  let users: User[] = [];
  let current = 0;
  /** How many messages of the bot had come when that chat was last in sight. */
  const heard = new Map<number, number>();
  /** Let in by the page: their ids stand in the program's setting. */
  const allowed = new Set<number>();
  const name = h('span', { class: 'name' });
  const badge = h('span', { class: 'badge', hidden: true });
  const hint = h('span', { class: 'heard-only' }, `${words.operators}: `);
  const opener = button('', () => open(), { class: 'who', 'aria-haspopup': 'dialog' }, hint, name, badge);
  const unreadOf = (user: User) => Math.max(0, user.heard - (heard.get(user.id) ?? 0));
  const draw = () => {
    const waiting = users.filter(({ id }) => id !== current).reduce((sum, user) => sum + unreadOf(user), 0);
    const mine = users.find(({ id }) => id === current)?.firstName ?? '';
    name.textContent = mine;
    badge.replaceChildren(String(waiting), h('span', { class: 'heard-only' }, ` ${words.unread}`));
    badge.hidden = waiting === 0;
  };
  const refresh = async () => {
    users = await get<User[]>('/telegram/users');
    const mine = users.find(({ id }) => id === current);
    if (mine) heard.set(mine.id, mine.heard);
    draw();
  };
  const choosing = (id: number) => {
    current = id;
    onChoose(id);
    void refresh();
  };
  const block = async ({ id, blocked }: User) => {
    await post(`/telegram/chats/${id}/block`, { blocked: !blocked });
    await refresh();
  };
  const allow = async (user: User) => {
    allowed.add(user.id);
    say(words.allowing);
    try {
      await post('/program/allow', { operators: [...allowed] });
      say(words.allowed(user.firstName));
    } catch (error) {
      allowed.delete(user.id);
      say(sentenceOf(error));
    }
  };
  const open = () => {
    const [mine] = users.filter(({ id }) => id === current);
    choose(words.operatorsTitle, [
      ...users.map((user) => ({
        label: `${user.id === current ? '✓ ' : ''}${user.firstName}`,
        note: noteOf(user, unreadOf(user)),
        act: () => choosing(user.id),
      })),
      { label: `+ ${words.newOperator}`, act: () => openNew(users, add) },
      mine &&
        mine !== users[0] &&
        !allowed.has(mine.id) && {
          label: `${words.allow}: ${mine.firstName}`,
          note: words.allowNote,
          act: () => allow(mine),
        },
      mine && {
        label: `${mine.blocked ? words.unblock : words.block} (${mine.firstName})`,
        act: () => block(mine),
      },
    ]);
  };
  const add = async (firstName: string, language: string) => {
    const { id } = await post<{ id: number }>('/telegram/users', { firstName, language });
    choosing(id);
  };
  return {
    opener,
    refresh,
    users: () => users,
    user: () => users.find(({ id }) => id === current),
    async begin() {
      await refresh();
      if (users.length === 0) await post('/telegram/users', { firstName: 'Ana' });
      await refresh();
      choosing(users[0]?.id ?? 0);
    },
  };
}

function noteOf(user: User, unread: number): string {
  const notes = [user.language, user.blocked && words.blocked, unread > 0 && words.unreadOf(unread)];
  return notes.filter(Boolean).join(' · ');
}

function openNew(users: User[], add: (name: string, language: string) => Promise<void>): void {
  const free = firstNames.find((each) => users.every(({ firstName }) => firstName !== each)) ?? 'Ema';
  const name = h('input', { value: free, maxlength: 64, autocomplete: 'off', required: true });
  const language = h(
    'select',
    {},
    ...languages.map(([value, label]) => h('option', { value: value ?? '' }, label)),
  );
  const send = h('button', { class: 'primary' }, words.add);
  const form = h(
    'form',
    { class: 'form', method: 'dialog' },
    field(words.name, name),
    field(words.language, language),
    h('p', { class: 'note' }, words.strangerNote),
    send,
  );
  form.addEventListener('submit', () => void add(name.value.trim() || free, language.value));
  openSheet(words.newOperator, form);
  name.select();
}
