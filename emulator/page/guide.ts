import type { Chat, Journal, Link } from './api.ts';
import { button, h, iconButton } from './dom.ts';
import { words } from './words.ts';

export type Step = keyof typeof words.steps;

/** What comes next for somebody who sees this for the first time; drawn from what is there, not remembered. */
export function stepOf(chat: Chat, { linked, pendingQr }: Link, { shown }: Journal): Step {
  if (!linked) return pendingQr && chat.messages.some(({ photo }) => photo) ? 'scan' : 'connect';
  const own = chat.messages.filter(({ from }) => from === 'user');
  const list = own.findLastIndex(({ document, text }) => document || (text?.split('\n').length ?? 0) > 2);
  if (list < 0) return shown > 0 ? 'look' : 'list';
  const told = own.slice(list + 1).some(({ text, photo }) => photo || (text && !text.startsWith('/')));
  if (!told) return 'text';
  return shown > 0 ? 'look' : 'confirm';
}

export interface GuideDeps {
  sendList(): unknown;
  fillText(): unknown;
  openPhones(): unknown;
}

/** A strip under the chat's head; hidden for good by its cross. */
export function createGuide({ sendList, fillText, openPhones }: GuideDeps) {
  let hidden = false;
  let step: Step | undefined;
  const text = h('span');
  const place = h('span', { class: 'act' });
  const element = h(
    'aside',
    { class: 'guide', 'aria-label': words.guide, hidden: true },
    text,
    place,
    iconButton('✕', words.hideGuide, () => {
      hidden = true;
      element.hidden = true;
    }),
  );
  const acts: Partial<Record<Step, HTMLButtonElement>> = {
    list: button(words.sampleList, sendList, { class: 'primary' }),
    text: button(words.sampleText, fillText, { class: 'primary' }),
    look: button(words.phones, openPhones, { class: 'only-narrow primary' }),
  };
  return {
    element,
    draw(next: Step) {
      element.hidden = hidden;
      if (next === step) return;
      step = next;
      text.textContent = words.steps[next];
      const act = acts[next];
      place.replaceChildren(...(act ? [act] : []));
    },
  };
}
