import type { Journal } from './api.ts';
import { button, h, openSheet } from './dom.ts';
import { words } from './words.ts';

const bad = ['shownTwice', 'missing', 'wrongOrder', 'undecryptable'] as const;
/** `missing` falls while a campaign runs: a wait, no fault. */
const faults: readonly string[] = ['shownTwice', 'wrongOrder', 'undecryptable'];

/** One line, always in sight: what the phones really showed. A tap explains it. */
export function createVerdict(): { element: HTMLElement; draw(journal: Journal): void } {
  let latest: Journal | undefined;
  const element = button('', () => latest && explain(latest), { class: 'verdict' });
  const draw = (journal: Journal) => {
    latest = journal;
    const sound = faults.every((name) => journal[name as 'shownTwice'] === 0);
    element.classList.toggle('bad', !sound);
    element.replaceChildren(
      h('span', { class: 'heard-only' }, `${words.verdict}: `),
      h('span', { class: 'mark', 'aria-hidden': 'true' }, sound ? '✓' : '!'),
      figure(words.shown, journal.shown),
      ...bad.map((name) => {
        const shown = figure(words[name], journal[name], faults.includes(name) && journal[name] > 0);
        if (name === 'undecryptable' && journal[name] === 0) shown.classList.add('only-wide');
        return shown;
      }),
    );
  };
  return { element, draw };
}

function figure(name: string, value: number, isBad = false): HTMLElement {
  return h('span', { class: isBad ? 'figure bad' : 'figure' }, `${name} `, h('b', {}, String(value)));
}

function explain({ repeatedIds, delivered, read, repliesSent }: Journal): void {
  const notes = words.verdictNotes.map(([name, note]) => h('div', {}, h('dt', {}, name), h('dd', {}, note)));
  const lately = [
    `${delivered} ${words.delivered}`,
    `${read} ${words.read}`,
    `${repliesSent} ${words.replies}`,
    `${repeatedIds} ${words.repeatedIds}`,
  ];
  openSheet(
    words.verdict,
    h('dl', { class: 'notes' }, ...notes),
    h('p', { class: 'note' }, `${words.lately}: ${lately.join(' · ')}.`),
  );
}
