import { get, type PhoneSummary, toBase64 } from './api.ts';
import { button, choose, field, h, openSheet } from './dom.ts';
import { bytes } from './message.ts';
import { spaced } from './number.ts';
import { words } from './words.ts';

type As = 'document' | 'photo' | 'video' | 'audio' | 'voice';

export interface AttachDeps {
  /** `file`, `album`, `contact` below the chat's path. */
  send(path: string, body: object): Promise<void>;
  /** Takes what stands in the box: it becomes the caption. */
  takeText(): string;
  fillText(text: string): void;
  /** A text file goes to the bot: whom it names is expected to see the campaign. */
  onList(text: string): void;
}

export const sample = [
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

/** Everything that an operator may put into the chat beside words. */
export function createAttach(deps: AttachDeps) {
  const sendFiles = (files: File[]) => files.length > 0 && openFiles(files, deps);
  const sendSample = () =>
    sendAll(deps, [new File([sample], 'clientes.csv', { type: 'text/csv' })], 'document', '');
  const open = () =>
    choose(words.attachTitle, [
      { label: words.sampleList, note: 'clientes.csv', act: sendSample },
      { label: words.sampleText, act: () => deps.fillText(words.sampleMessage) },
      { label: words.pickPhoto, act: () => pick('image/*,video/*', sendFiles) },
      { label: words.pickFile, act: () => pick('', sendFiles) },
      { label: words.pickAudio, act: () => pick('audio/*', sendFiles) },
      { label: words.pickContact, act: () => openContact(deps) },
    ]);
  return { open, sendFiles, sendSample };
}

/** Files that are dropped anywhere on the chat. */
export function acceptDrops(root: HTMLElement, onFiles: (files: File[]) => unknown): void {
  const cover = h('div', { class: 'drop', hidden: true }, words.drop);
  root.append(cover);
  const over = (event: DragEvent, on: boolean) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    cover.hidden = !on;
  };
  root.addEventListener('dragenter', (event) => over(event, true));
  root.addEventListener('dragover', (event) => over(event, true));
  root.addEventListener('dragleave', (event) => {
    if (!(event.relatedTarget instanceof Node && root.contains(event.relatedTarget))) over(event, false);
  });
  root.addEventListener('drop', (event) => {
    over(event, false);
    onFiles([...(event.dataTransfer?.files ?? [])]);
  });
}

function pick(accept: string, onFiles: (files: File[]) => unknown): void {
  const input = h('input', { type: 'file', accept, multiple: true });
  input.addEventListener('change', () => onFiles([...(input.files ?? [])]));
  input.click();
}

/** What Telegram would send these files as, the first one being proposed. */
function kindsOf(files: File[]): As[] {
  const are = (type: string) => files.every((file) => file.type.startsWith(type));
  if (are('image/') && !are('image/svg')) return ['photo', 'document'];
  if (are('video/')) return ['video', 'document'];
  if (are('audio/')) return ['audio', 'voice', 'document'];
  return ['document'];
}

const names: Record<As, string> = {
  photo: words.asPhoto,
  video: words.asVideo,
  audio: words.asAudio,
  voice: words.asVoice,
  document: words.asDocument,
};

/** The app's own last look before files leave: how they go, and with which text. */
function openFiles(files: File[], deps: AttachDeps): void {
  const kinds = kindsOf(files);
  const caption = h('textarea', { rows: 3, maxlength: 1024 });
  caption.value = deps.takeText();
  const radios = kinds.map((kind, at) =>
    h('input', { type: 'radio', name: 'as', value: kind, ...(at === 0 ? { checked: true } : {}) }),
  );
  const form = h(
    'form',
    { class: 'form', method: 'dialog' },
    h('ul', { class: 'picked' }, ...files.map((file) => h('li', {}, `${file.name} · ${bytes(file.size)}`))),
    kinds.length > 1 &&
      h(
        'fieldset',
        {},
        h('legend', {}, words.sendAs),
        ...radios.map((radio, at) => h('label', {}, radio, names[kinds[at] ?? 'document'])),
      ),
    field(words.caption, caption),
    h('button', { class: 'primary' }, words.send),
  );
  form.addEventListener('submit', () => {
    const chosen = kinds.find((_, at) => radios[at]?.checked) ?? 'document';
    void sendAll(deps, files, chosen, caption.value.trim());
  });
  openSheet(words.filesTitle(files.length), form);
}

const listTypes = /\.(csv|txt|tsv)$/i;

/** Several go as an album, the caption on its first. */
async function sendAll(deps: AttachDeps, files: File[], as: As, caption: string): Promise<void> {
  const bodies = await Promise.all(
    files.map(async (file, at) => ({
      name: file.name,
      base64: await toBase64(file),
      mime: file.type || undefined,
      as,
      ...(at === 0 && caption !== '' ? { caption } : {}),
    })),
  );
  const [first] = files;
  if (first && files.length === 1 && listTypes.test(first.name)) deps.onList(await first.text());
  const [body] = bodies;
  await (bodies.length === 1 && body ? deps.send('file', body) : deps.send('album', { files: bodies }));
}

const offered = 20;

function openContact({ send }: AttachDeps): void {
  const number = h('input', { type: 'tel', autocomplete: 'off', placeholder: '+595 981 234 501' });
  const name = h('input', { autocomplete: 'off', maxlength: 64 });
  const known = h('div', { class: 'choices' });
  const form = h(
    'form',
    { class: 'form', method: 'dialog' },
    field(words.number, number),
    field(words.name, name),
    h('button', { class: 'primary' }, words.share),
  );
  form.addEventListener('submit', (event) => {
    const phone = number.value.trim();
    if (phone.replace(/\D/g, '').length < 5) return event.preventDefault();
    void send('contact', { phone, firstName: name.value.trim() || phone });
  });
  const sheet = openSheet(words.contactTitle, form, known);
  const give = (body: object) => {
    sheet.close();
    return send('contact', body);
  };
  known.append(button(words.ownContact, () => give({ own: true })));
  void get<PhoneSummary[]>('/whatsapp/phones').then((phones) => {
    if (phones.length > 0) known.append(h('p', { class: 'note' }, words.knownPhones));
    for (const { number: digits } of phones.slice(0, offered)) {
      const phone = spaced(digits);
      known.append(button(phone, () => give({ phone, firstName: `Contacto ${digits.slice(-4)}` })));
    }
  });
}
