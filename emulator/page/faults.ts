import { post } from './api.ts';
import { button, h, sentenceOf } from './dom.ts';
import { words } from './words.ts';

type State = Record<string, unknown>;
type Side = 'whatsapp' | 'telegram';

interface Fault {
  name: keyof typeof words.fault;
  side: Side;
  body: () => object;
  /** What ends it, and how to see that it is on; without them it happens once. */
  off?: () => object;
  isOn?: (state: State) => boolean;
  /** When it ends by itself, in ms since 1970. */
  until?: (state: State) => number;
  /** What is left of it then is taken away by the page. */
  swept?: true;
}

const lockSeconds = 120;
const paths = { whatsapp: '/whatsapp/faults', telegram: '/telegram/faults' };
const unixOf = (lock: unknown) =>
  typeof lock === 'object' && lock !== null && 'until' in lock ? Number(lock.until) : 0;
const has = (value: unknown) => value !== null && value !== undefined && value !== 0 && value !== false;

const faults: Fault[] = [
  { name: 'cut', side: 'whatsapp', body: () => ({ disconnect: { kind: 'drop' } }) },
  {
    name: 'away',
    side: 'whatsapp',
    body: () => ({ refuseConnections: true, disconnect: { kind: 'drop' } }),
    off: () => ({ refuseConnections: false }),
    isOn: ({ refuseConnections }) => has(refuseConnections),
  },
  {
    name: 'slow',
    side: 'whatsapp',
    body: () => ({ rttMs: 800 }),
    off: () => ({ rttMs: 0 }),
    isOn: ({ rttMs }) => has(rttMs),
  },
  {
    name: 'acks',
    side: 'whatsapp',
    body: () => ({ loseAcks: 0.3 }),
    off: () => ({ loseAcks: 0 }),
    isOn: ({ loseAcks }) => has(loseAcks),
  },
  {
    name: 'limit',
    side: 'whatsapp',
    body: () => ({
      reachoutTimelock: { isActive: true, until: Math.ceil(Date.now() / 1000) + lockSeconds, push: true },
      errorAck: { code: 463, times: 1000 },
    }),
    off: () => ({ reachoutTimelock: { isActive: false, push: true }, errorAck: null }),
    isOn: ({ errorAck }) => has(errorAck),
    // A moment early: who asks again right after the lock's end must find nothing in the way.
    until: ({ reachoutTimelock }) => unixOf(reachoutTimelock) * 1000 - 1500,
    swept: true,
  },
  {
    name: 'retries',
    side: 'whatsapp',
    body: () => ({ retryReceipts: 5 }),
    off: () => ({ retryReceipts: 0 }),
    isOn: ({ retryReceipts }) => has(retryReceipts),
  },
  {
    name: 'flood',
    side: 'telegram',
    body: () => ({ floodSeconds: 10 }),
    off: () => ({ floodSeconds: 0 }),
    isOn: ({ floodSeconds }) => Number(floodSeconds) > Date.now(),
    until: ({ floodSeconds }) => Number(floodSeconds),
  },
  {
    name: 'outage',
    side: 'telegram',
    body: () => ({ outage: 'refuse', outageSeconds: 20 }),
    off: () => ({ outage: null }),
    isOn: ({ outage, outageUntil }) => has(outage) && Number(outageUntil) > Date.now(),
    until: ({ outageUntil }) => Number(outageUntil),
  },
];

const acts = ['kill', 'restart'] as const;

/** What can go wrong, at a click: what to watch for, whether it is on, and its end. */
export function createFaults(root: HTMLElement, onActive: (names: string[]) => void) {
  const note = h('p', { class: 'note', role: 'status' });
  const state: Record<Side, State> = { whatsapp: {}, telegram: {} };
  const set = async (side: Side, body: object) => {
    state[side] = await post<State>(paths[side], body);
    draw();
  };
  const attempt = async (work: () => Promise<unknown>) => {
    try {
      await work();
      note.textContent = words.done;
    } catch (error) {
      note.textContent = sentenceOf(error);
    }
  };
  const cards = faults.map((fault) => createCard(fault, (body) => attempt(() => set(fault.side, body))));
  const draw = () => {
    const now = Date.now();
    for (const card of cards) card.draw(state, now);
    onActive(cards.filter((card) => card.isOn(state)).map(({ title }) => title));
  };
  const programCards = acts.map((name) => {
    const [title = '', watch = ''] = words.fault[name];
    const act = button(words.doIt, () => attempt(() => post(`/program/${name}`)));
    act.setAttribute('aria-label', `${words.doIt}: ${title}`);
    return frame(title, watch, act);
  });
  const clear = button(words.clear, () =>
    attempt(async () => {
      await set('telegram', { clear: true });
      await set('whatsapp', { clear: true, reachoutTimelock: { isActive: false, push: true } });
    }),
  );
  const group = (side: Side) =>
    cards.filter(({ fault }) => fault.side === side).map(({ element }) => element);
  root.append(
    h(
      'div',
      { class: 'scroll', tabindex: 0 },
      h('p', { class: 'note' }, words.faultsIntro),
      section(words.groups.program, programCards),
      section(words.groups.whatsapp, group('whatsapp')),
      section(words.groups.telegram, group('telegram')),
      clear,
      note,
    ),
  );
  return {
    /** What is set now, also by others; some faults end by themselves. */
    async refresh() {
      await set('whatsapp', {});
      await set('telegram', {});
    },
    tick: draw,
  };
}

function section(title: string, cards: HTMLElement[]): HTMLElement {
  return h('div', { class: 'group' }, h('h2', {}, title), ...cards);
}

function frame(title: string, watch: string, act: HTMLElement, more?: HTMLElement): HTMLElement {
  return h('div', { class: 'fault' }, h('div', {}, h('h3', {}, title), h('p', {}, watch), more), act);
}

function createCard(fault: Fault, send: (body: object) => Promise<void>) {
  const [title = '', watch = ''] = words.fault[fault.name];
  const { off, isOn = () => false } = fault;
  const left = h('p', { class: 'left', hidden: true });
  let on = false;
  let sweeping = false;
  const act = button('', () => send(on && off ? off() : fault.body()));
  const element = frame(title, watch, act, left);
  return {
    fault,
    title,
    element,
    isOn: (state: Record<Side, State>) => isOn(state[fault.side]),
    draw(state: Record<Side, State>, now: number) {
      on = isOn(state[fault.side]);
      const word = !off ? words.doIt : on ? words.end : words.activate;
      act.textContent = word;
      act.setAttribute('aria-label', `${word}: ${title}`);
      act.className = on ? 'danger' : '';
      element.classList.toggle('on', on);
      const end = on ? (fault.until?.(state[fault.side]) ?? 0) : 0;
      const seconds = Math.ceil((end - now) / 1000);
      const over = fault.swept === true && on && end <= now;
      if (over && !sweeping && off) void send(off());
      sweeping = over;
      left.hidden = !on;
      left.textContent = seconds > 0 ? `${words.active} · ${words.seconds(seconds)}` : words.active;
    },
  };
}
