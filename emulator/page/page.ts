import { listen } from './api.ts';
import { createChat } from './chat.ts';
import { tick } from './entities.ts';
import { createFaults } from './faults.ts';
import { createPhones } from './phones.ts';

const chat = createChat(section('chat'));
const phones = createPhones(section('phones'), chat.latestPhoto);
createFaults(section('faults'));

const tabs = [...document.querySelectorAll<HTMLButtonElement>('.tabs button')];
for (const tab of tabs) tab.addEventListener('click', () => openTab(tab.dataset.tab ?? 'chat'));

listen(
  (topic) => {
    if (topic === 'whatsapp') phones.refresh();
    else if (topic === `telegram:${chat.user}`) chat.refresh();
    markNews(topic === 'whatsapp' ? 'phones' : 'chat');
  },
  () => {
    chat.refresh();
    phones.refresh();
  },
);
setInterval(tick, 1000);

function openTab(name: string): void {
  document.body.dataset.tab = name;
  for (const tab of tabs) {
    tab.setAttribute('aria-pressed', String(tab.dataset.tab === name));
    if (tab.dataset.tab === name) tab.classList.remove('news');
  }
}

function markNews(name: string): void {
  if (document.body.dataset.tab === name) return;
  tabs.find((tab) => tab.dataset.tab === name)?.classList.add('news');
}

function section(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}
