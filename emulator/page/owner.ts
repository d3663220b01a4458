import { fileUrl, type Link, post, toBase64 } from './api.ts';
import { button, h, sentenceOf } from './dom.ts';
import { spaced } from './number.ts';
import { words } from './words.ts';

/** The phone is held before a picture of the chat; returns what it says. */
export async function scan(fileId: string | undefined): Promise<string> {
  if (fileId === undefined) return words.noPhoto;
  const picture = await (await fetch(fileUrl(fileId))).blob();
  return attempt('/whatsapp/scan', { png: await toBase64(picture) });
}

async function attempt(path: string, body: object): Promise<string> {
  try {
    const { ok, error = '' } = await post<{ ok: boolean; error?: string }>(path, body);
    return ok ? words.codeRead : words.codeBad(error);
  } catch (error) {
    return words.codeBad(sentenceOf(error));
  }
}

export interface OwnerDeps {
  latestPhoto(): string | undefined;
  onOpen(number: string): void;
}

/** The phone of the business's owner: it links this bot and can remove it again. */
export function createOwner({ latestPhoto, onOpen }: OwnerDeps) {
  let own = '';
  const status = h('p', {}, words.unlinked);
  const note = h('p', { class: 'note', role: 'status' });
  const code = h('input', {
    'aria-label': words.letters,
    placeholder: words.letters,
    maxlength: 9,
    autocomplete: 'off',
    autocapitalize: 'characters',
    spellcheck: 'false',
  });
  const look = button(words.scan, async () => {
    note.textContent = await scan(latestPhoto());
  });
  const type = async () => {
    const typed = code.value.replace(/[^A-Za-z0-9]/g, '').toUpperCase();
    note.textContent = await attempt('/whatsapp/link-code', { code: typed });
  };
  code.addEventListener('keydown', ({ key }) => key === 'Enter' && void type());
  const codeRow = h('div', { class: 'row' }, code, button(words.link, type, { class: 'fixed' }));
  const linkedRow = h(
    'div',
    { class: 'row' },
    button(words.ownChat, () => onOpen(own.replace(/\D/g, ''))),
    button(words.unlink, () => post('/whatsapp/unlink'), { class: 'quiet' }),
  );
  const element = h(
    'div',
    { class: 'owner' },
    h(
      'header',
      { class: 'head' },
      h('span', { class: 'avatar', 'aria-hidden': 'true' }, 'W'),
      h('div', {}, h('h2', {}, words.business), status),
    ),
    h('div', { class: 'tools' }, look, codeRow, linkedRow, note),
  );
  return {
    element,
    draw({ linked, online, owner, pendingQr }: Link) {
      own = owner;
      const word = !linked ? words.unlinked : online ? words.online : words.offline;
      status.textContent = `${spaced(owner)} · ${word}`;
      look.className = pendingQr && !linked ? 'success' : '';
      look.hidden = linked;
      codeRow.hidden = linked;
      linkedRow.hidden = !linked;
      if (linked) note.textContent = '';
    },
  };
}
