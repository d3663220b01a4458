/**
 * The panel: draws the views that the program sends, and tells it what was tapped. All words come from there; this
 * page decides nothing.
 */
import type { PanelAct, PanelCampaign, PanelStats, PanelView } from '../src/http/panel/shape.ts';

/** What is used of Telegram's script; nothing of it is needed. */
interface WebApp {
  readonly initData: string;
  readonly colorScheme: string;
  ready(): void;
  expand(): void;
  isVersionAtLeast(version: string): boolean;
  enableClosingConfirmation(): void;
  disableClosingConfirmation(): void;
  onEvent(event: string, listener: () => void): void;
  readonly MainButton: {
    setText(text: string): void;
    show(): void;
    hide(): void;
    onClick(listener: () => void): void;
    showProgress(): void;
    hideProgress(): void;
  };
  readonly HapticFeedback: { notificationOccurred(how: 'success' | 'error'): void };
}

declare global {
  var Telegram: { WebApp?: WebApp } | undefined;
}

/** Telegram's script may be slow, or not come at all. */
const SCRIPT_WITHIN = 3_000;
/** Without a sign of life for so long, what stands here may be wrong. */
const STALE_AFTER = 15_000;
const AGAIN_AFTER = 2_000;
/** Spoken at most this often. */
const NEWS_EVERY = 10_000;

function $(id: string): HTMLElement;
function $<E extends HTMLElement>(id: string, kind: new () => E): E;
function $(id: string, kind: new () => HTMLElement = HTMLElement): HTMLElement {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no such #${id}`);
  return found;
}
const words: Record<string, string> = JSON.parse(
  document.querySelector<HTMLMetaElement>('meta[name=words]')?.content ?? '{}',
);
const word = (key: string) => words[key] ?? key;
const fragment = new URLSearchParams(location.hash.slice(1));

let telegram: WebApp | null = null;
let ticket = '';
let heardAt = 0;
let toldAt = '';
let shown: PanelView | null = null;
let period = 'day';
let spokenAt = 0;
let over = false;

void start();

async function start() {
  useTheme();
  telegram = await untilScript();
  telegram?.ready();
  telegram?.expand();
  telegram?.onEvent('themeChanged', useTheme);
  useTheme();
  const initData = telegram?.initData || fragment.get('tgWebAppData') || '';
  if (initData === '') return end(word('panel-outside'));
  $('main').addEventListener('click', () => void doMain());
  telegram?.MainButton.onClick(() => void doMain());
  setInterval(watchAge, 1_000);
  if (await exchange(initData)) await follow();
}

function untilScript(): Promise<WebApp | null> {
  const found = () => globalThis.Telegram?.WebApp ?? null;
  const script = document.querySelector('script[src*="telegram.org"]');
  return new Promise((resolve) => {
    const look = () => resolve(found());
    if (found() || !script) return look();
    script.addEventListener('load', look);
    script.addEventListener('error', look);
    setTimeout(look, SCRIPT_WITHIN);
  });
}

/** Light or dark as Telegram is; its colours come as variables from its script, or in the address. */
function useTheme() {
  const root = document.documentElement;
  const told: Record<string, string> = JSON.parse(fragment.get('tgWebAppThemeParams') ?? '{}');
  if (!telegram)
    for (const [name, colour] of Object.entries(told))
      root.style.setProperty(`--tg-theme-${name.replaceAll('_', '-')}`, colour);
  const ground = telegram ? null : told.bg_color;
  const scheme = telegram?.colorScheme ?? (ground ? (isDark(ground) ? 'dark' : 'light') : null);
  if (scheme) root.dataset.scheme = scheme;
}

function isDark(colour: string): boolean {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\da-f]{2}/gi) ?? []).map((two) =>
    Number.parseInt(two, 16),
  );
  return red * 0.3 + green * 0.6 + blue * 0.1 < 128;
}

/** Launch data become a ticket, once; false when they don't, and the reason is shown. */
async function exchange(initData: string): Promise<boolean> {
  while (!over) {
    try {
      const answer = await fetch('session', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ initData }),
      });
      const told = await answer.json();
      if (answer.ok) {
        ticket = told.ticket;
        return true;
      }
      if (answer.status < 500 && answer.status !== 429) {
        end(told.say ?? word('panel-over'));
        return false;
      }
    } catch {
      notice(word('panel-offline'));
    }
    await pause(AGAIN_AFTER);
  }
  return false;
}

const bearer = () => ({ authorization: `Bearer ${ticket}` });
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Reads views as long as the person may look; a stream that breaks is opened again. */
async function follow() {
  while (!over) {
    try {
      const answer = await fetch('stream', { headers: bearer() });
      if (answer.status === 401 || answer.status === 403) return end((await answer.json()).say);
      if (answer.ok && answer.body) await read(answer.body);
    } catch {
      // Told by its age.
    }
    await pause(AGAIN_AFTER);
  }
}

async function read(body: ReadableStream<Uint8Array>) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    rest += decoder.decode(value, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    heardAt = Date.now();
    const last = lines.findLast((line) => line !== '');
    if (last) draw(JSON.parse(last));
    notice(null);
  }
}

function watchAge() {
  if (over || heardAt === 0 || Date.now() - heardAt < STALE_AFTER) return;
  notice(word('panel-stale').replace('{at}', toldAt));
}

function notice(text: string | null) {
  const line = $('notice');
  if ((line.hidden ? null : line.textContent) === text) return;
  line.hidden = text === null;
  line.textContent = text;
}

/** Nothing more will come: the reason alone stays. */
function end(say: string) {
  over = true;
  $('sections').replaceChildren();
  showMain(null);
  document.querySelector('main')?.setAttribute('aria-busy', 'false');
  notice(say);
}

type Child = Node | string | null;

function h(tag: string, attributes: Record<string, string>, ...children: Child[]): HTMLElement {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== null));
  return made;
}

function draw(view: PanelView) {
  toldAt = view.at;
  // Only the time moved: nothing on the page does.
  const same = JSON.stringify({ ...view, at: '' }) === JSON.stringify({ ...shown, at: '' });
  shown = view;
  if (same) return;
  document.documentElement.lang = view.language;
  const focused = document.activeElement?.getAttribute('data-act');
  const open = document.querySelector('details')?.open ?? false;
  const stats = document.getElementById('s-stats') ?? statsSection();
  $('sections').replaceChildren(
    section('link', view.link.title, ...linkParts(view)),
    ...view.campaigns.map(campaignSection),
    section('today', word('panel-h-today'), h('p', {}, view.today)),
    ...optional(
      'next',
      view.next.map((line) => h('li', {}, h('span', {}, line))),
    ),
    ...optional(
      'last',
      view.last.map(({ line, act }) => h('li', {}, h('span', {}, line), button(act))),
    ),
    stats,
    section(
      'account',
      word('panel-h-account'),
      ...view.account.map((line) => h('p', { class: 'quiet' }, line)),
    ),
    ...(view.more.length > 0 ? [moreSection(view.more, open)] : []),
  );
  document.querySelector('main')?.setAttribute('aria-busy', 'false');
  if (focused) document.querySelector<HTMLElement>(`[data-act="${CSS.escape(focused)}"]`)?.focus();
  showMain(view.main);
  speak(view);
}

const section = (id: string, title: string, ...children: Child[]) =>
  h(
    'section',
    { id: `s-${id}`, 'aria-labelledby': `t-${id}` },
    h('h2', { id: `t-${id}` }, title),
    ...children,
  );

const optional = (id: string, items: HTMLElement[]) =>
  items.length > 0 ? [section(id, word(`panel-h-${id}`), h('ul', {}, ...items))] : [];

function linkParts({ link }: PanelView): Child[] {
  return [
    link.detail ? h('p', { class: 'quiet' }, link.detail) : null,
    link.qr ? h('img', { class: 'qr', src: link.qr, alt: word('panel-qr') }) : null,
    link.letters ? h('p', { class: 'letters' }, link.letters) : null,
    row([...link.acts, ...(link.askNumber ? [link.askNumber] : [])]),
  ];
}

function campaignSection(campaign: PanelCampaign): HTMLElement {
  const [first = '', ...others] = campaign.lines;
  return section(
    `campaign-${campaign.id}`,
    campaign.name,
    h('p', {}, first),
    h('progress', {
      max: '100',
      value: String(campaign.percent),
      'aria-label': `${campaign.name} ${campaign.percent} %`,
    }),
    ...others.map((line) => h('p', { class: 'quiet' }, line)),
    h(
      'dl',
      {},
      ...campaign.figures.map(({ label, value }) => h('div', {}, h('dt', {}, label), h('dd', {}, value))),
    ),
    row(campaign.acts),
  );
}

/** Made once and kept: it is asked for when somebody looks, not with every view. */
function statsSection(): HTMLElement {
  const body = h('div', { 'aria-live': 'polite' });
  const choices = ['day', 'week', 'month'].map((one) => {
    const choice = h(
      'button',
      { type: 'button', 'aria-pressed': String(one === period) },
      word(`stats-b-${one}`),
    );
    choice.addEventListener('click', () => {
      period = one;
      for (const other of choices) other.setAttribute('aria-pressed', String(other === choice));
      void showStats(body);
    });
    return choice;
  });
  void showStats(body);
  return section('stats', word('panel-h-stats'), h('div', { class: 'row' }, ...choices), body);
}

async function showStats(body: HTMLElement) {
  const asked = period;
  try {
    const answer = await fetch(`stats/${asked}`, { headers: bearer() });
    const { lines, picture }: PanelStats = await answer.json();
    if (!answer.ok || asked !== period) return;
    body.replaceChildren(
      ...(picture ? [h('img', { class: 'chart', src: picture, alt: '' })] : []),
      ...lines.filter((line) => line !== '').map((line) => h('p', { class: 'quiet' }, line)),
    );
  } catch {
    body.replaceChildren(h('p', { class: 'quiet' }, word('panel-failed')));
  }
}

function moreSection(acts: readonly PanelAct[], open: boolean): HTMLElement {
  const details = h('details', open ? { open: '' } : {}, h('summary', {}, word('panel-h-more')), row(acts));
  return h('section', { id: 's-more' }, details);
}

const row = (acts: readonly PanelAct[]) =>
  acts.length > 0 ? h('div', { class: 'row' }, ...acts.map(button)) : null;

function button(act: PanelAct): HTMLElement {
  const made = h('button', { type: 'button', class: act.style ?? '', 'data-act': act.act }, act.label);
  made.addEventListener('click', () => void tapped(act));
  return made;
}

function showMain(act: PanelAct | null) {
  const bottom = telegram?.MainButton;
  $('main').hidden = act === null || bottom !== undefined;
  $('main').textContent = act?.label ?? '';
  if (!bottom) return;
  if (act) bottom.setText(act.label);
  if (act) bottom.show();
  else bottom.hide();
}

function speak({ link, campaigns }: PanelView) {
  if (Date.now() - spokenAt < NEWS_EVERY) return;
  spokenAt = Date.now();
  $('news').textContent = [link.title, campaigns[0]?.lines[0]].filter(Boolean).join('. ');
}

async function doMain() {
  if (shown?.main) await tapped(shown.main);
}

async function tapped(act: PanelAct) {
  if (act.act === 'connect:code') return ask(act, word('panel-ask-number'), word('panel-number'), 'tel');
  if (act.password)
    return ask(act, act.confirm ?? word('panel-ask-password'), word('panel-password'), 'password');
  if (act.confirm) return ask(act, act.confirm, null, 'text');
  await send(act, null);
}

/** Asks for a value, or only whether; stays open until it was taken or left. */
function ask(act: PanelAct, title: string, label: string | null, type: string): Promise<void> {
  const dialog = $('ask', HTMLDialogElement);
  const input = $('ask-value', HTMLInputElement);
  const yes = $('ask-yes', HTMLButtonElement);
  $('ask-title').textContent = title;
  $('ask-label').textContent = label ?? '';
  $('ask-trouble').textContent = '';
  input.type = type;
  input.value = '';
  $('ask-field').hidden = label === null;
  yes.textContent = act.label;
  yes.className = act.style ?? 'primary';
  $('ask-no').textContent = word('panel-b-back');
  const done = new AbortController();
  const { signal } = done;
  // What was typed stays nowhere: `close` comes a moment after the dialog is gone.
  const empty = () => {
    input.value = '';
  };
  const shut = () => {
    empty();
    dialog.close();
  };
  return new Promise((resolve) => {
    const go = async () => {
      yes.disabled = true;
      const trouble = await send(act, label === null ? null : input.value);
      yes.disabled = false;
      if (trouble === null) shut();
      $('ask-trouble').textContent = trouble;
    };
    yes.addEventListener('click', () => void go(), { signal });
    input.addEventListener('keydown', ({ key }) => void (key === 'Enter' && go()), { signal });
    $('ask-no').addEventListener('click', shut, { signal });
    const left = () => {
      empty();
      telegram?.disableClosingConfirmation();
      done.abort();
      resolve();
    };
    dialog.addEventListener('close', left, { signal });
    if (type === 'password') telegram?.enableClosingConfirmation();
    dialog.showModal();
  });
}

/** Null when it was done; else what was said instead. */
async function send(act: PanelAct, value: string | null): Promise<string | null> {
  const buttons = document.querySelectorAll<HTMLButtonElement>(`[data-act="${CSS.escape(act.act)}"], #main`);
  for (const one of buttons) one.disabled = true;
  telegram?.MainButton.showProgress();
  try {
    const answer = await fetch('act', {
      method: 'POST',
      headers: { ...bearer(), 'content-type': 'application/json' },
      body: JSON.stringify({ act: act.act, value }),
    });
    const { ok, say } = await answer.json();
    if (answer.status === 401) end(say);
    if (say && (ok || value === null)) $('news').textContent = say;
    if (say && value === null) toast(say);
    if (telegram?.isVersionAtLeast('6.1'))
      telegram.HapticFeedback.notificationOccurred(ok ? 'success' : 'error');
    return ok ? null : (say ?? word('panel-failed'));
  } catch {
    toast(word('panel-failed'));
    return word('panel-failed');
  } finally {
    for (const one of buttons) one.disabled = false;
    telegram?.MainButton.hideProgress();
  }
}

/** A sentence that goes by itself. */
function toast(say: string) {
  notice(say);
  setTimeout(() => {
    if ($('notice').textContent === say) notice(null);
  }, 4_000);
}
