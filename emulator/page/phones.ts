import { get, type Link, type PhoneSummary } from './api.ts';
import { button, clock, h, sync, throttled } from './dom.ts';
import { spaced } from './number.ts';
import { createOwner } from './owner.ts';
import { createPhone, textOf } from './phone.ts';
import { words } from './words.ts';

const shownAtOnce = 100;
/** Thousands of phones are asked for less often: one millisecond more for each. */
const usualGapMs = 300;

/** The owner's phone, which links, and the recipients' phones, which show and answer. */
export function createPhones(root: HTMLElement, latestPhoto: () => string | undefined) {
  let open: string | undefined;
  let count = 0;
  const show = (number: string | undefined) => {
    open = number;
    overview.hidden = number !== undefined;
    single.element.hidden = number === undefined;
    refresh();
  };
  const list = createList(show);
  const single = createPhone(() => show(undefined));
  const owner = createOwner({ latestPhoto, onOpen: show });
  const overview = h('div', { class: 'device-page' }, owner.element, ...list.elements);
  const refresh = throttled(
    async () => {
      // A pane out of sight is drawn when it is opened: a long list is not cheap.
      if (!root.checkVisibility()) return;
      if (open !== undefined) return single.draw(open);
      const phones = await get<PhoneSummary[]>('/whatsapp/phones');
      count = phones.length;
      list.draw(phones);
    },
    () => Math.max(usualGapMs, count),
  );
  root.append(overview, single.element);
  show(undefined);
  return {
    refresh,
    setLink(link: Link) {
      owner.draw(link);
      single.setOwner(link.owner.replace(/\D/g, ''));
    },
  };
}

function createList(onOpen: (number: string) => void) {
  const filter = h('input', {
    type: 'search',
    inputmode: 'tel',
    'aria-label': words.find,
    placeholder: words.find,
  });
  const rows = h('ul', { class: 'list' });
  const rest = h('p', { class: 'note' });
  let phones: PhoneSummary[] = [];
  const drawRows = () => {
    const wanted = filter.value.replace(/\D/g, '').replace(/^0/, '');
    const fitting = phones
      .filter(({ number }) => number.includes(wanted))
      .toSorted((a, b) => troubleOf(b) - troubleOf(a) || (b.last?.at ?? '').localeCompare(a.last?.at ?? ''));
    const visible = fitting.slice(0, shownAtOnce);
    sync(
      rows,
      visible.map((phone) => ({
        key: phone.number,
        version: JSON.stringify(phone),
        draw: () => drawRow(phone, onOpen),
      })),
    );
    const hidden = fitting.length - visible.length;
    if (phones.length === 0) rest.textContent = words.nobody;
    else if (fitting.length === 0) rest.textContent = words.notFound;
    else rest.textContent = hidden > 0 ? words.rest(hidden) : '';
  };
  filter.addEventListener('input', drawRows);
  filter.addEventListener('keydown', ({ key }) => {
    const digits = filter.value.replace(/\D/g, '');
    if (key === 'Enter' && digits.length >= 8) onOpen(digits);
  });
  return {
    elements: [h('div', { class: 'tools' }, filter), h('div', { class: 'scroll' }, rows, rest)],
    draw(next: PhoneSummary[]) {
      phones = next;
      drawRows();
    },
  };
}

function troubleOf({ twice, unreadable }: PhoneSummary): number {
  return twice + unreadable;
}

function drawRow({ number, last, count, twice, unreadable }: PhoneSummary, onOpen: (number: string) => void) {
  const said = last ? `${last.from === 'me' ? `${words.you}: ` : ''}${textOf(last)}` : '';
  const row = button('', () => onOpen(number));
  row.append(
    h(
      'span',
      { class: 'who' },
      spaced(number),
      h('small', {}, said.replace(/\s+/g, ' ')),
      twice > 0 && h('b', { class: 'trouble' }, words.twice(twice)),
      unreadable > 0 && h('b', { class: 'trouble' }, words.unreadable(unreadable)),
    ),
    h(
      'span',
      { class: 'when' },
      last && clock(last.at),
      count > 1 && h('span', { class: 'count' }, String(count)),
    ),
  );
  return h('li', {}, row);
}
