import { format, words } from './words.ts';

type Listeners = { [K in keyof HTMLElementEventMap as `on${K}`]?: (event: HTMLElementEventMap[K]) => void };
type Attributes = Record<string, string | number | boolean | undefined>;
export type Child = Node | string | undefined | false;

/** An element with attributes, listeners (`onclick: …`) and children; text is never read as HTML. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Attributes | Listeners = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== undefined && value !== false) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child) => child !== undefined && child !== false));
  return element;
}

export function button(
  label: string,
  onclick: () => unknown,
  props: Attributes = {},
  ...children: Child[]
): HTMLButtonElement {
  return h('button', { type: 'button', ...props, onclick: () => void onclick() }, label, ...children);
}

export function iconButton(
  sign: string,
  label: string,
  onclick: () => unknown,
  more = '',
): HTMLButtonElement {
  const element = button('', onclick, { class: `icon ${more}`.trim(), 'aria-label': label, title: label });
  element.append(h('span', { 'aria-hidden': 'true' }, sign));
  return element;
}

/** A small sign of lines, for those that few fonts have. */
export function drawing(lines: string): SVGSVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  const path = document.createElementNS(space, 'path');
  path.setAttribute('d', lines);
  svg.setAttribute('viewBox', '0 0 12 12');
  svg.setAttribute('class', 'drawing');
  svg.setAttribute('aria-hidden', 'true');
  svg.append(path);
  return svg;
}

/** A labelled field: the label stands above it. */
export function field(label: string, control: HTMLElement): HTMLLabelElement {
  return h('label', { class: 'field' }, h('span', {}, label), control);
}

export interface Keyed {
  key: string;
  /** Redrawn when this changes. */
  version: string;
  draw(): HTMLElement;
}

/** Brings the children of `parent` in line with `items` and touches only those that changed. */
export function sync(parent: HTMLElement, items: Keyed[]): void {
  const known = new Map<string, HTMLElement>();
  for (const child of parent.children) {
    if (child instanceof HTMLElement) known.set(child.dataset.key ?? '', child);
  }
  items.forEach((item, at) => {
    let element = known.get(item.key);
    known.delete(item.key);
    if (element?.dataset.version !== item.version) {
      const fresh = item.draw();
      fresh.dataset.key = item.key;
      fresh.dataset.version = item.version;
      if (element) fresh.classList.add('redrawn');
      element?.replaceWith(fresh);
      element = fresh;
    }
    if (parent.children[at] !== element) parent.insertBefore(element, parent.children[at] ?? null);
  });
  for (const child of known.values()) child.remove();
}

/** True when the reader is at the end, where new lines should stay in view. */
export function isAtEnd(wall: HTMLElement): boolean {
  return wall.scrollHeight - wall.scrollTop - wall.clientHeight < 60;
}

export function clock(date: number | string): string {
  return format({ hour: '2-digit', minute: '2-digit' }, new Date(date));
}

export function isStill(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** A sheet from below, or in the middle of a desk: closes by its button, Escape, or a tap beside it. */
export function openSheet(title: string, ...children: Child[]): HTMLDialogElement {
  const name = `sheet-${title.length}-${document.querySelectorAll('dialog').length}`;
  const sheet: HTMLDialogElement = h(
    'dialog',
    { class: 'sheet', 'aria-labelledby': name },
    h(
      'header',
      { class: 'sheet-head' },
      h('h2', { id: name }, title),
      iconButton('✕', words.close, () => sheet.close()),
    ),
    ...children,
  );
  sheet.addEventListener('click', (event) => event.target === sheet && sheet.close());
  sheet.addEventListener('close', () => sheet.remove());
  document.body.append(sheet);
  sheet.showModal();
  return sheet;
}

export interface Choice {
  label: string;
  note?: string;
  act: () => unknown;
  style?: 'danger' | undefined;
}

/** A sheet of buttons, one of which is tapped. */
export function choose(title: string, choices: (Choice | false | undefined)[]): void {
  const list = h('div', { class: 'choices' });
  const sheet = openSheet(title, list);
  for (const choice of choices) {
    if (!choice) continue;
    const { label, note, act, style } = choice;
    const pick = () => {
      sheet.close();
      return act();
    };
    list.append(button(label, pick, { class: style }, note !== undefined && h('small', {}, note)));
  }
}

/** A line that says something for a moment. */
export function createToast(): { element: HTMLElement; say: (text: string) => void } {
  const element = h('div', { class: 'toast', role: 'status' });
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    element,
    say(text) {
      element.textContent = text;
      element.classList.add('seen');
      clearTimeout(timer);
      timer = setTimeout(() => element.classList.remove('seen'), 3500);
    },
  };
}

export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Runs at most one at a time and once more if it was asked for meanwhile; `gapMs` apart at least. */
export function throttled(work: () => Promise<void>, gapMs: number | (() => number)): () => void {
  let running = false;
  let again = false;
  const run = async () => {
    if (running) {
      again = true;
      return;
    }
    running = true;
    again = false;
    try {
      await work();
    } catch {
      // The server is being restarted, or is gone: the next event asks again.
    }
    setTimeout(
      () => {
        running = false;
        if (again) void run();
      },
      typeof gapMs === 'number' ? gapMs : gapMs(),
    );
  };
  return () => void run();
}
