import { get, type PhoneLine, post } from './api.ts';
import { button, clock, h, iconButton, isAtEnd, sentenceOf, sync } from './dom.ts';
import { marked } from './marks.ts';
import { spaced } from './number.ts';
import { words } from './words.ts';

interface Whole {
  registered: boolean;
  messages: PhoneLine[];
}

/** One phone: what it showed, and what its person answers. */
export function createPhone(onBack: () => void) {
  let number = '';
  let own = '';
  const title = h('h2');
  const status = h('p');
  const list = h('div', { class: 'messages' });
  const wall = h('div', { class: 'wall', role: 'log', 'aria-label': words.phoneMessages, tabindex: 0 }, list);
  const box = h('input', { 'aria-label': words.answer, placeholder: words.answer, autocomplete: 'off' });
  const say = async (text: string) => {
    if (text.trim() === '') return;
    try {
      await post(`/whatsapp/phones/${number}/say`, { text });
      box.value = '';
    } catch (error) {
      status.textContent = sentenceOf(error);
    }
  };
  box.addEventListener('keydown', ({ key }) => key === 'Enter' && void say(box.value));
  const writer = h(
    'div',
    { class: 'writer' },
    box,
    iconButton('➤', words.sendAnswer, () => say(box.value), 'primary'),
  );
  const chips = h('div', { class: 'chips' }, ...words.answers.map((text) => button(text, () => say(text))));
  const head = h(
    'header',
    { class: 'head' },
    iconButton('←', words.back, onBack),
    h('div', {}, title, status),
  );
  const element = h('div', { class: 'device-page', hidden: true }, head, wall, chips, writer);
  return {
    element,
    /** The owner writes to nobody here: that chat is with themself. */
    setOwner(digits: string) {
      own = digits;
    },
    async draw(wanted: string) {
      const another = wanted !== number;
      number = wanted;
      const { registered, messages } = await get<Whole>(`/whatsapp/phones/${wanted}`);
      if (wanted !== number) return;
      if (another) list.replaceChildren();
      title.textContent = spaced(wanted);
      const isOwn = wanted === own;
      status.textContent = isOwn ? words.ownChat : registered ? words.onWhatsApp : words.notOnWhatsApp;
      chips.hidden = isOwn;
      writer.hidden = isOwn;
      const stay = another || isAtEnd(wall);
      sync(
        list,
        messages.map((line) => ({
          key: `${line.from} ${line.id}`,
          version: JSON.stringify(line),
          draw: () => drawLine(wanted, line),
        })),
      );
      if (stay) wall.scrollTop = wall.scrollHeight;
    },
  };
}

function drawLine(number: string, line: PhoneLine): HTMLElement {
  const source = `/control/whatsapp/phones/${number}/media/${encodeURIComponent(line.id)}`;
  const text = line.image ? line.image.caption : textOf(line);
  const again = line.repeats ?? 0;
  return h(
    'article',
    { class: `message ${line.from === 'me' ? 'user' : 'bot'}` },
    h(
      'div',
      { class: 'bubble' },
      line.image && h('img', { src: source, alt: words.received }),
      line.preview && card(line.preview),
      text !== '' && h('div', { class: 'body' }, ...marked(text)),
      h(
        'div',
        { class: 'meta' },
        again > 0 && h('span', {}, words.repeated(again)),
        h('span', {}, clock(line.at)),
        line.from === 'me' && ticks(line.state),
      ),
    ),
  );
}

/** A link's preview, as it came with the message. */
function card({ url, title, description, thumbnail }: NonNullable<PhoneLine['preview']>): HTMLElement {
  return h(
    'a',
    { class: 'link-card', href: url, target: '_blank', rel: 'noreferrer' },
    thumbnail !== undefined && h('img', { src: `data:image/jpeg;base64,${thumbnail}`, alt: '' }),
    h('b', {}, title),
    description !== undefined && h('span', {}, description),
  );
}

/** What became of an answer, as the phone shows it: by signs, and in words for who listens. */
function ticks(state = 'sent'): HTMLElement {
  const known = state === 'read' || state === 'delivered' ? state : 'sent';
  const sign = known === 'sent' ? '✓' : '✓✓';
  return h('span', { class: `ticks ${known}`, role: 'img', 'aria-label': words.states[known] }, sign);
}

export function textOf({ text, image, video, voice, document: file, album }: PhoneLine): string {
  if (text !== undefined) return text;
  const kind = image ? words.photo : video ? words.video : voice ? words.voice : file?.name;
  const { caption = '' } = image ?? video ?? file ?? {};
  if (kind) return caption === '' ? kind : `${kind} · ${caption}`;
  return album === undefined ? words.other : words.album(album);
}
