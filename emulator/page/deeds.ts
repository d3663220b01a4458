/** What an operator does with a message: taps its buttons, answers it, looks at its picture. */
import { type Button, fileUrl, type Message, post } from './api.ts';
import { choose, h, openSheet } from './dom.ts';
import { botName, summary } from './message.ts';
import { words } from './words.ts';
import type { About } from './writer.ts';

/** The camera of the business's phone. */
export interface Scanner {
  /** A code waits to be read: tapping its picture holds the business's phone before it. */
  isScannable(): boolean;
  scan(fileId: string): Promise<string>;
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

/** Taps a button of the bot's. */
export async function tap({ user, message, key, element, say, act, openApp }: Tap): Promise<unknown> {
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
  about(message: About): void;
  say(text: string): void;
}

/** All that can be done with one message. */
export function openMore(message: Message, { send, about, say }: More): void {
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
export async function showPicture(
  { from, photo, protected: shut }: Message,
  { isScannable, scan }: Scanner,
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

export async function openWebApp(user: number, url: string): Promise<void> {
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const { src } = await post<{ src: string }>(`/telegram/chats/${user}/webapp`, { url, dark });
  openSheet(botName, h('iframe', { src, title: botName, class: 'webapp' })).classList.add('tall');
}
