import type { Chat, Command } from './api.ts';
import { type AttachDeps, createAttach } from './attach.ts';
import { choose, h, iconButton } from './dom.ts';
import { words } from './words.ts';

export interface WriterDeps {
  /** `text`, `file`, `edit` and so on, below the chat's path. */
  send(path: string, body: object): Promise<void>;
  chat(): Chat;
  openWebApp(url: string): void;
  onList: AttachDeps['onList'];
  /** Unfolds the bot's keyboard. */
  keyboardToggle: HTMLElement;
}

export type About = { kind: 'reply' | 'edit'; id: number; words: string };

/** Box to write in, commands, files, and the line that says what is answered or corrected. */
export function createWriter({ send, chat, openWebApp, onList, keyboardToggle }: WriterDeps) {
  let about: About | undefined;
  const box = h('textarea', { rows: 1, placeholder: words.message, 'aria-label': words.message });
  const line = h('span');
  const bar = h('div', { class: 'about', hidden: true });
  const set = (next: About | undefined) => {
    if (about?.kind === 'edit' && !next) box.value = '';
    about = next;
    bar.hidden = next === undefined;
    line.textContent = next
      ? `${next.kind === 'edit' ? words.editing : words.replying}: ${next.words.split('\n')[0]}`
      : '';
    if (next?.kind === 'edit') box.value = next.words;
    if (next) box.focus();
  };
  bar.append(
    line,
    iconButton('✕', words.stopReply, () => set(undefined)),
  );
  const sendText = async () => {
    const text = box.value.trim();
    if (text === '') return;
    const to = about;
    set(undefined);
    box.value = '';
    if (text.includes('\n')) onList(text);
    if (to?.kind === 'edit') await send('edit', { messageId: to.id, text });
    else await send('text', to ? { text, replyTo: to.id } : { text });
  };
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && about) set(undefined);
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void sendText();
  });
  const fillText = (text: string) => {
    box.value = text;
    box.focus();
  };
  const takeText = () => {
    const text = box.value.trim();
    box.value = '';
    return text;
  };
  const attach = createAttach({ send, takeText, fillText, onList });
  box.addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    attach.sendFiles(files);
  });
  const row = ({ command, description }: Command) => ({
    label: `/${command}`,
    note: description,
    act: () => send('text', { text: `/${command}` }),
  });
  const menu = () => {
    const { menuButton, commands } = chat();
    if (menuButton?.web_app) return openWebApp(menuButton.web_app.url);
    choose(words.commands, commands.map(row));
  };
  const menuKey = iconButton('/', words.commands, menu);
  const writer = h(
    'div',
    { class: 'writer' },
    menuKey,
    iconButton('+', words.attach, attach.open),
    box,
    keyboardToggle,
    iconButton('➤', words.send, sendText, 'primary'),
  );
  return { elements: [bar, writer], box, about: set, attach, fillText };
}
