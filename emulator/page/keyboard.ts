import { type Chat, post, type ReplyButton, type User } from './api.ts';
import { button, choose, h, iconButton } from './dom.ts';
import { spaced } from './number.ts';
import { words } from './words.ts';

export interface ReplyKeyboardDeps {
  user(): User | undefined;
  users(): User[];
  act(work: () => Promise<unknown>): Promise<void>;
  say(text: string): Promise<void>;
}

/** The keyboard that a bot lays in place of the phone's own: folds after one use where it says so. */
export function createReplyKeyboard({ user, users, act, say }: ReplyKeyboardDeps) {
  let unfolded = '';
  let shown = '';
  const element = h('div', { class: 'keyboard reply-keyboard', hidden: true });
  const toggle = iconButton(
    '⌨',
    words.keyboard,
    () => {
      unfolded = unfolded === shown ? '' : shown;
      element.hidden = unfolded !== shown;
    },
    'quiet',
  );
  const press = (key: ReplyButton) => {
    const path = `/telegram/chats/${user()?.id}`;
    if (key.requestUsers)
      return pickPeople(key.requestUsers, users(), (body) => act(() => post(`${path}/people`, body)));
    if (!key.requestContact) return say(key.text);
    const share = { label: words.share, act: () => act(() => post(`${path}/contact`, { own: true })) };
    choose(words.shareOwn(spaced(user()?.phone ?? '')), [
      share,
      { label: words.cancel, act: () => undefined },
    ]);
  };
  return {
    element,
    toggle,
    draw({ replyKeyboard }: Chat, box: HTMLTextAreaElement) {
      const version = replyKeyboard ? `${user()?.id} ${JSON.stringify(replyKeyboard)}` : '';
      toggle.hidden = !replyKeyboard?.folded;
      box.placeholder = replyKeyboard?.placeholder ?? words.message;
      if (version === shown) return;
      shown = version;
      unfolded = '';
      element.hidden = !replyKeyboard || replyKeyboard.folded;
      const rows = replyKeyboard?.buttons ?? [];
      element.replaceChildren(
        ...rows.map((row) => h('div', {}, ...row.map((key) => button(key.text, () => press(key))))),
      );
    },
  };
}

function pickPeople(
  { id, most }: NonNullable<ReplyButton['requestUsers']>,
  users: User[],
  send: (body: object) => unknown,
): void {
  const choices = users.map((one) => ({
    label: one.firstName,
    act: () => send({ requestId: id, userIds: [one.id] }),
  }));
  choose(words.pickPeople(most), choices);
}
