import type { Chat, Link } from './api.ts';
import { button, h, iconButton } from './dom.ts';
import { words } from './words.ts';

export type Step = keyof typeof words.steps;

/**
 * What comes next for somebody who sees this for the first time; drawn from what is there. `arrived`: phones
 * have shown something since the last list was sent.
 */
export function stepOf(chat: Chat, { linked, pendingQr }: Link, arrived: boolean): Step {
  if (!linked) return linkStep(chat, pendingQr);
  const own = chat.messages.filter(({ from }) => from === 'user');
  const list = own.findLastIndex(({ document, text }) => document || (text?.split('\n').length ?? 0) > 2);
  if (list < 0) return 'list';
  const told = own.slice(list + 1).some(({ text, photo }) => photo || (text && !text.startsWith('/')));
  if (!told) return 'text';
  return arrived ? 'look' : 'confirm';
}

/** By the picture, or by letters that go to the number that was told. */
function linkStep({ messages, replyKeyboard }: Chat, pendingQr: boolean): Step {
  if (replyKeyboard?.buttons.flat().some(({ requestContact }) => requestContact) && !replyKeyboard.folded)
    return 'number';
  const newest = messages.findLast(({ from }) => from === 'bot');
  if (newest?.buttons?.flat().some(({ copy }) => copy !== undefined)) return 'letters';
  return pendingQr && messages.some(({ photo }) => photo) ? 'scan' : 'connect';
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
    letters: button(words.phones, openPhones, { class: 'only-narrow primary' }),
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
