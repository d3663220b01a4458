import { get, type Journal, type Link, listen, type PhoneSummary, post } from './api.ts';
import { createChat } from './chat.ts';
import { h, throttled } from './dom.ts';
import { tick } from './entities.ts';
import { createFaults } from './faults.ts';
import { createGuide, stepOf } from './guide.ts';
import { numbersIn } from './number.ts';
import { scan } from './owner.ts';
import { createPhones } from './phones.ts';
import { createVerdict } from './verdict.ts';
import { locale, words } from './words.ts';

document.documentElement.lang = locale;
document.title = words.title;

let link: Link = { linked: false, online: false, owner: '', pendingQr: false };
let journal: Journal | undefined;
/** What the phones had shown when the last list was sent. */
let shownBefore = 0;

const chatPane = section('chat', words.chatLabel);
const chat = createChat(chatPane, {
  isScannable: () => link.pendingQr && !link.linked,
  scan,
  onList: (text) => void expect(text),
  onChange: () => drawGuide(),
});
const phones = createPhones(section('phones', words.phones), chat.latestPhoto);
const tabs = createTabs();
const faults = createFaults(section('faults', words.faults), (names) => {
  tabs.count('faults', names.length);
  banner.hidden = names.length === 0;
  banner.textContent = words.activeFaults(names.join(', '));
});
const guide = createGuide({
  sendList: chat.writer.attach.sendSample,
  fillText: () => chat.writer.fillText(words.sampleMessage),
  openPhones: () => tabs.open('phones'),
});
const banner = h('p', { class: 'banner', role: 'status', hidden: true });
const lost = h('p', { class: 'banner', role: 'alert', hidden: true }, words.gone);
const verdict = createVerdict();
chatPane.querySelector('.head')?.after(guide.element);
const title = h('h1', { class: 'heard-only' }, words.title);
document.querySelector('main')?.prepend(title);
document.querySelector('main')?.before(verdict.element, lost, banner);

const refreshWorld = throttled(async () => {
  phones.refresh();
  link = await get<Link>('/whatsapp/state');
  phones.setLink(link);
  journal = await get<Journal>('/whatsapp/journal');
  verdict.draw(journal);
  drawGuide();
}, 300);

listen(
  (topic) => {
    if (topic === 'whatsapp') {
      refreshWorld();
      tabs.mark('phones');
    } else if (topic === `telegram:${chat.user}`) {
      chat.refresh();
      tabs.mark('chat');
    } else chat.refreshOthers();
  },
  (open) => {
    lost.hidden = open;
    if (!open) return;
    chat.refresh();
    refreshWorld();
    void faults.refresh();
  },
);
setInterval(() => {
  tick();
  chat.tick();
  faults.tick();
}, 1000);
setInterval(() => void faults.refresh().catch(() => undefined), 5000);

function drawGuide(): void {
  if (journal) guide.draw(stepOf(chat.chat, link, journal.shown > shownBefore));
}

const refused = /^\s*(baja|stop|sair)\b/i;

/** Who is on a list is expected to see its campaign, but for those who said that they don't want any. */
async function expect(list: string): Promise<void> {
  const numbers = numbersIn(list);
  if (numbers.length === 0) return;
  shownBefore = journal?.shown ?? 0;
  const known = await get<PhoneSummary[]>('/whatsapp/phones');
  const out = new Set(known.filter(({ said = '' }) => refused.test(said)).map(({ number }) => number));
  await post('/whatsapp/expect', { numbers: numbers.filter((each) => !out.has(each)) });
  refreshWorld();
}

/** One pane at a time on a phone; beside each other on a desk, where the tabs are gone. */
function createTabs() {
  const names = ['chat', 'phones', 'faults'] as const;
  const open = (name: string) => {
    document.body.dataset.tab = name;
    for (const tab of tabs) {
      tab.setAttribute('aria-pressed', String(tab.dataset.tab === name));
      if (tab.dataset.tab === name) tab.classList.remove('news');
    }
    phones.refresh();
  };
  const tabs = names.map((name) => {
    const tab = h('button', { type: 'button', 'data-tab': name, 'aria-pressed': 'false' }, words[name]);
    tab.addEventListener('click', () => open(name));
    return tab;
  });
  const bar = h('nav', { class: 'tabs', 'aria-label': words.views }, ...tabs);
  document.body.append(bar);
  open('chat');
  const tabOf = (name: string) => tabs.find((tab) => tab.dataset.tab === name);
  return {
    open,
    mark(name: string) {
      if (document.body.dataset.tab !== name) tabOf(name)?.classList.add('news');
    },
    count(name: string, value: number) {
      const tab = tabOf(name);
      if (tab) tab.dataset.count = value > 0 ? String(value) : '';
    },
  };
}

function section(id: string, label: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  found.setAttribute('aria-label', label);
  return found;
}
