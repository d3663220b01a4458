import { type Chat, toBase64 } from './api.ts';
import { button, h, iconButton } from './dom.ts';

export interface WriterDeps {
  /** `text`, `file`, `edit` below the chat's path. */
  send(path: string, body: object): Promise<void>;
  commands(): Chat['commands'];
}

type About = { kind: 'reply' | 'edit'; id: number; words: string };

const sample = [
  'telefono,nombre',
  '0981 234 501,Ana',
  '0971 234 502,Luis',
  '+595 985 234 503,Rosa',
  '0982 234 504,Óscar',
  '0991 234 505,María José',
  '0976 234 506,',
  '0984 234 507,Lucía',
  '0983 234 508,Pedro',
  '0981 234 599,Juan',
  '0981 234 000,Nadie',
  '0981 234 501,Ana otra vez',
  '12345,Corto',
  '',
].join('\n');

/** Box to write in, commands, files, and the line that says what is answered or corrected. */
export function createWriter({ send, commands }: WriterDeps) {
  let about: About | undefined;
  const box = h('textarea', { rows: 1, placeholder: 'Mensaje', 'aria-label': 'Mensaje' });
  const line = h('span');
  const bar = h('div', { class: 'about', hidden: true });
  const set = (next: About | undefined) => {
    about = next;
    bar.hidden = next === undefined;
    line.textContent = next
      ? `${next.kind === 'edit' ? 'Corrigiendo' : 'Respondiendo a'}: ${next.words}`
      : '';
    if (next?.kind === 'edit') box.value = next.words;
    if (next) box.focus();
  };
  bar.append(
    line,
    iconButton('✕', 'No responder', () => set(undefined)),
  );
  const sendText = async () => {
    const text = box.value.trim();
    if (text === '') return;
    box.value = '';
    const to = about;
    set(undefined);
    if (to?.kind === 'edit') await send('edit', { messageId: to.id, text });
    else await send('text', to ? { text, replyTo: to.id } : { text });
  };
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void sendText();
  });
  const attach = async (file: File, as: 'photo' | 'document') => {
    const caption = box.value.trim();
    box.value = '';
    const body = { name: file.name, base64: await toBase64(file), mime: file.type || undefined, as };
    await send('file', caption === '' ? body : { ...body, caption });
  };
  const pick = picker(attach);
  const menu = h('div', { class: 'menu', hidden: true });
  const open = createMenu(menu);
  const files = () => [
    button('Foto', () => pick('photo')),
    button('Archivo', () => pick('document')),
    button('Lista de ejemplo', () =>
      attach(new File([sample], 'clientes.csv', { type: 'text/csv' }), 'document'),
    ),
  ];
  const command = ({ command: name, description }: Chat['commands'][number]) =>
    button(`/${name}`, () => send('text', { text: `/${name}` }), {}, h('small', {}, description));
  const writer = h(
    'div',
    { class: 'writer' },
    menu,
    iconButton('/', 'Comandos', () => open(commands().map(command))),
    iconButton('+', 'Adjuntar', () => open(files())),
    box,
    iconButton('➤', 'Enviar', sendText, 'primary'),
  );
  return { elements: [bar, writer], about: set };
}

function picker(attach: (file: File, as: 'photo' | 'document') => Promise<void>) {
  return (as: 'photo' | 'document') => {
    const input = h('input', { type: 'file', accept: as === 'photo' ? 'image/*' : '' });
    input.addEventListener('change', () => {
      const [file] = input.files ?? [];
      if (file) void attach(file, as);
    });
    input.click();
  };
}

/** Opens with these buttons, closes after a tap, a tap elsewhere, or Escape. */
function createMenu(menu: HTMLElement) {
  const close = () => {
    menu.hidden = true;
  };
  menu.addEventListener('click', close);
  document.addEventListener('keydown', ({ key }) => key === 'Escape' && close());
  document.addEventListener('pointerdown', ({ target }) => {
    if (target instanceof Node && !menu.parentElement?.contains(target)) close();
  });
  return (buttons: HTMLButtonElement[]) => {
    const wasOpen = !menu.hidden;
    close();
    if (wasOpen || buttons.length === 0) return;
    menu.replaceChildren(...buttons);
    menu.hidden = false;
    buttons[0]?.focus();
  };
}
