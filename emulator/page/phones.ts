import { type Figures, fileUrl, get, type PhoneLine, post, toBase64 } from './api.ts';
import { button, clock, h, iconButton, isAtEnd, sync, throttled } from './dom.ts';

interface Summary {
  number: string;
  last: PhoneLine;
  count: number;
}

interface State {
  linked: boolean;
  online: boolean;
  owner: string;
  pendingQr: boolean;
}

const shownAtOnce = 100;

/** The owner's phone, which links, and the recipients' phones, which show and answer. */
export function createPhones(root: HTMLElement, latestPhoto: () => string | undefined): { refresh(): void } {
  let open: string | undefined;
  const list = createList((number) => show(number));
  const single = createPhone(() => show(undefined));
  const owner = createOwner(latestPhoto);
  const overview = h('div', { class: 'device-page' }, owner.element, ...list.elements);
  const refresh = throttled(async () => {
    if (open !== undefined) return single.draw(open);
    const [state, phones, figures] = await Promise.all([
      get<State>('/whatsapp/state'),
      get<Summary[]>('/whatsapp/phones'),
      get<Figures>('/whatsapp/journal'),
    ]);
    owner.draw(state);
    list.draw(phones, figures);
  }, 300);
  const show = (number: string | undefined) => {
    open = number;
    overview.hidden = number !== undefined;
    single.element.hidden = number === undefined;
    refresh();
  };
  root.append(overview, single.element);
  show(undefined);
  return { refresh };
}

function createOwner(latestPhoto: () => string | undefined) {
  const title = h('h2', {}, 'Teléfono del negocio');
  const status = h('p', {}, 'sin vincular');
  const note = h('p', { class: 'note', role: 'status' });
  const code = h('input', {
    'aria-label': 'Código de 8 letras',
    placeholder: 'Código de 8 letras',
    maxlength: 9,
  });
  const tell = (answer: { ok: boolean; error?: string }) => {
    note.textContent = answer.ok ? 'Código leído.' : `No sirve: ${answer.error ?? ''}`;
  };
  const scan = button('Escanear QR', async () => {
    const fileId = latestPhoto();
    if (fileId === undefined) {
      note.textContent = 'No hay ninguna foto en el chat: pide conectar primero.';
      return;
    }
    const picture = await (await fetch(fileUrl(fileId))).blob();
    tell(await post('/whatsapp/scan', { png: await toBase64(picture) }));
  });
  const link = button(
    'Vincular',
    async () => {
      const typed = code.value.replace(/[^A-Za-z0-9]/g, '').toUpperCase();
      try {
        tell(await post('/whatsapp/link-code', { code: typed }));
      } catch (error) {
        tell({ ok: false, error: error instanceof Error ? error.message : String(error) });
      }
    },
    { class: 'fixed' },
  );
  const unlink = button('Quitar este bot de dispositivos vinculados', () => post('/whatsapp/unlink'), {
    class: 'quiet',
  });
  const codeRow = h('div', { class: 'row' }, code, link);
  const element = h(
    'div',
    {},
    h(
      'header',
      { class: 'head' },
      h('span', { class: 'avatar', 'aria-hidden': 'true' }, 'W'),
      h('div', {}, title, status),
    ),
    h('div', { class: 'owner' }, scan, codeRow, unlink, note),
  );
  return {
    element,
    draw({ linked, online, owner, pendingQr }: State) {
      const word = !linked ? 'sin vincular' : online ? 'vinculado, en línea' : 'vinculado, sin conexión';
      status.textContent = `${spaced(owner)} · ${word}`;
      scan.className = pendingQr && !linked ? 'success' : '';
      scan.hidden = linked;
      codeRow.hidden = linked;
      unlink.hidden = !linked;
      if (linked) note.textContent = '';
    },
  };
}

function createList(onOpen: (number: string) => void) {
  const figures = h('dl', { class: 'figures' });
  const filter = h('input', {
    'aria-label': 'Buscar o abrir un número',
    placeholder: 'Buscar o abrir un número',
  });
  const rows = h('ul', { class: 'list' });
  const rest = h('p', { class: 'note' });
  let phones: Summary[] = [];
  const drawRows = () => {
    const wanted = filter.value.replace(/\D/g, '');
    const fitting = phones
      .filter(({ number }) => number.includes(wanted))
      .toSorted((a, b) => b.last.at.localeCompare(a.last.at));
    const visible = fitting.slice(0, shownAtOnce);
    sync(
      rows,
      visible.map((phone) => ({
        key: phone.number,
        version: `${phone.count} ${phone.last.id}`,
        draw: () => drawRow(phone, onOpen),
      })),
    );
    const hidden = fitting.length - visible.length;
    rest.textContent =
      phones.length === 0
        ? 'Aquí aparecen los teléfonos que reciben algo.'
        : hidden > 0
          ? `y ${hidden} más`
          : '';
  };
  filter.addEventListener('input', drawRows);
  filter.addEventListener('keydown', ({ key }) => {
    const digits = filter.value.replace(/\D/g, '');
    if (key === 'Enter' && digits.length >= 8) onOpen(digits);
  });
  const tools = h('div', { class: 'owner' }, figures, h('div', { class: 'row' }, filter));
  return {
    elements: [tools, h('div', { class: 'scroll' }, rows, h('div', { class: 'owner' }, rest))],
    draw(next: Summary[], counts: Figures) {
      phones = next;
      figures.replaceChildren(
        figure('Mostrados', counts.shown),
        figure('Dos veces', counts.shownTwice, true),
        figure('Sin orden', counts.wrongOrder, true),
        figure('Ilegibles', counts.undecryptable, true),
      );
      drawRows();
    },
  };
}

function figure(name: string, value: number, bad = false): HTMLElement {
  return h('div', { class: bad && value > 0 ? 'bad' : '' }, h('dt', {}, name), h('dd', {}, String(value)));
}

function drawRow({ number, last, count }: Summary, onOpen: (number: string) => void): HTMLElement {
  const words = `${last.from === 'me' ? 'Tú: ' : ''}${textOf(last)}`;
  const row = button('', () => onOpen(number), {});
  row.append(
    h('span', {}, spaced(number), h('small', {}, words)),
    h('time', {}, `${clock(last.at)}${count > 1 ? ` · ${count}` : ''}`),
  );
  return h('li', {}, row);
}

function createPhone(onBack: () => void) {
  let number = '';
  const title = h('h2');
  const status = h('p');
  const wall = h('div', {
    class: 'wall',
    role: 'log',
    'aria-label': 'Mensajes de este teléfono',
    tabindex: 0,
  });
  const box = h('input', { 'aria-label': 'Respuesta', placeholder: 'Respuesta' });
  const say = async (text: string) => {
    if (text.trim() === '') return;
    try {
      await post(`/whatsapp/phones/${number}/say`, { text });
      box.value = '';
    } catch (error) {
      status.textContent = error instanceof Error ? error.message : String(error);
    }
  };
  box.addEventListener('keydown', ({ key }) => key === 'Enter' && void say(box.value));
  const writer = h('div', { class: 'writer' }, h('div', { class: 'row', style: 'flex:1' }, box));
  writer.append(iconButton('➤', 'Enviar respuesta', () => say(box.value), 'primary'));
  const chips = ['BAJA', 'Gracias', '¿A qué hora?'].map((text) => button(text, () => say(text)));
  const element = h(
    'div',
    { class: 'device-page', hidden: true },
    h(
      'header',
      { class: 'head' },
      iconButton('←', 'Volver a los teléfonos', onBack),
      h('div', {}, title, status),
    ),
    wall,
    h('div', { class: 'chips' }, ...chips),
    writer,
  );
  return {
    element,
    async draw(wanted: string) {
      if (wanted !== number) wall.replaceChildren();
      number = wanted;
      const phone = await get<{ lid: string; registered: boolean; messages: PhoneLine[] }>(
        `/whatsapp/phones/${wanted}`,
      );
      title.textContent = spaced(wanted);
      status.textContent = phone.registered ? 'está en WhatsApp' : 'no está en WhatsApp';
      const stay = isAtEnd(wall);
      sync(
        wall,
        phone.messages.map((line) => ({
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
  return h(
    'article',
    { class: `message ${line.from === 'me' ? 'user' : 'bot'}` },
    h(
      'div',
      { class: 'bubble' },
      line.image && h('img', { src: source, alt: 'Foto recibida' }),
      h('div', { class: 'body' }, line.image ? line.image.caption : textOf(line)),
      h('div', { class: 'meta' }, h('span', {}, clock(line.at))),
    ),
  );
}

function textOf({ text, image }: PhoneLine): string {
  return text ?? (image ? `Foto · ${image.caption}` : 'Mensaje');
}

/** +595 981 234 501: readable, and good enough for numbers of other lengths. */
function spaced(number: string): string {
  const digits = number.replace(/\D/g, '');
  const local = digits.slice(-9);
  return `+${digits.slice(0, -9)} ${local.slice(0, 3)} ${local.slice(3, 6)} ${local.slice(6)}`;
}
