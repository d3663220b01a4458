import type { Message } from './api.ts';
import { button, h, isAtEnd, isStill, type Keyed, sync } from './dom.ts';
import { drawMessage, type MessageActions } from './message.ts';
import { format, words } from './words.ts';

export interface Wall {
  readonly elements: HTMLElement[];
  draw(messages: Message[], user: number): void;
  /** Brings a message into sight and marks it for a moment. */
  show(id: number): void;
  toEnd(): void;
}

/**
 * The messages of one chat. Who reads at the end stays there; who has scrolled up, or looks at another pane,
 * finds a mark before the first message that came meanwhile, and a button that counts them.
 */
export function createWall(actions: MessageActions): Wall {
  /** The last message that was in sight, by operator. */
  const readUpTo = new Map<number, number>();
  const list = h('div', { class: 'messages' });
  const element = h('div', { class: 'wall', role: 'log', 'aria-label': words.messages, tabindex: 0 }, list);
  const jump = button('', () => toEnd(), { class: 'jump', hidden: true });
  let current: { messages: Message[]; user: number } = { messages: [], user: 0 };
  let following = true;
  /** Height of the frame and of what is in it, when the end was last kept. */
  let sizes = '';
  const measured = () => `${element.clientHeight} ${element.scrollHeight}`;
  let markedAt = 0;
  const isVisible = () => element.checkVisibility() && document.visibilityState === 'visible';
  const unread = () => {
    const seen = readUpTo.get(current.user) ?? 0;
    return current.messages.filter(({ id, from }) => from === 'bot' && id > seen);
  };
  const markRead = () => {
    const last = current.messages.at(-1)?.id ?? 0;
    readUpTo.set(current.user, Math.max(last, readUpTo.get(current.user) ?? 0));
  };
  const drawJump = () => {
    const count = unread().length;
    jump.hidden = isAtEnd(element) || !isVisible();
    jump.textContent = count > 0 ? `↓ ${count}` : '↓';
    jump.setAttribute('aria-label', words.toEnd(count));
  };
  const toEnd = () => {
    following = true;
    element.scrollTop = element.scrollHeight;
    markRead();
    drawJump();
  };
  element.addEventListener(
    'scroll',
    () => {
      // A change of size moves things too; that is no reader who scrolls.
      if (!isVisible() || measured() !== sizes) return;
      following = isAtEnd(element);
      if (following) markRead();
      drawJump();
    },
    { passive: true },
  );
  // A pane that is shown again, a keyboard that comes up, a picture that has come: the end stays the end.
  const keepEnd = new ResizeObserver(() => {
    if (isVisible() && following) toEnd();
    sizes = measured();
  });
  keepEnd.observe(element);
  keepEnd.observe(list);
  return {
    elements: [element, jump],
    toEnd,
    draw(messages, user) {
      const another = user !== current.user;
      if (another) following = true;
      current = { messages, user };
      const [first] = unread();
      if (!isVisible() || !following || another) markedAt = readUpTo.has(user) ? (first?.id ?? 0) : 0;
      sync(list, itemsOf(messages, markedAt, actions));
      if (following && isVisible()) toEnd();
      else drawJump();
    },
    show(id) {
      const found = element.querySelector<HTMLElement>(`[data-id="${id}"]`);
      found?.scrollIntoView({ block: 'center', behavior: isStill() ? 'auto' : 'smooth' });
      found?.classList.add('pointed');
      setTimeout(() => found?.classList.remove('pointed'), 1500);
    },
  };
}

function itemsOf(messages: Message[], markedAt: number, actions: MessageActions): Keyed[] {
  const items: Keyed[] = [];
  let day = '';
  for (const message of messages) {
    const date = new Date(message.date * 1000);
    const next = date.toDateString();
    if (next !== day) items.push({ key: `day ${next}`, version: '', draw: () => drawDay(date) });
    day = next;
    if (message.id === markedAt) {
      const draw = () => h('p', { class: 'service fresh' }, words.unread);
      items.push({ key: 'unread', version: String(markedAt), draw });
    }
    items.push({
      key: String(message.id),
      version: JSON.stringify(message),
      draw: () => drawMessage(message, actions),
    });
  }
  return items;
}

function drawDay(date: Date): HTMLElement {
  const isToday = date.toDateString() === new Date().toDateString();
  return h(
    'p',
    { class: 'service' },
    isToday ? words.today : format({ day: 'numeric', month: 'long' }, date),
  );
}
