import { post } from './api.ts';
import { button, h } from './dom.ts';

type State = Record<string, unknown>;

interface Fault {
  label: string;
  path: string;
  body: () => object;
  /** A switch: what ends it, and how to see that it is on. */
  off?: () => object;
  isOn?: (state: State) => boolean;
}

const lockSeconds = 120;
const whatsapp = '/whatsapp/faults';
const telegram = '/telegram/faults';

const groups: { title: string; faults: Fault[] }[] = [
  {
    title: 'WhatsApp',
    faults: [
      { label: 'Cortar la conexión', path: whatsapp, body: () => ({ disconnect: { kind: 'drop' } }) },
      {
        label: 'Red lenta (800 ms)',
        path: whatsapp,
        body: () => ({ rttMs: 800 }),
        off: () => ({ rttMs: 0 }),
        isOn: ({ rttMs }) => Number(rttMs) > 0,
      },
      {
        label: 'Sin conexión',
        path: whatsapp,
        body: () => ({ refuseConnections: true, disconnect: { kind: 'drop' } }),
        off: () => ({ refuseConnections: false }),
        isOn: ({ refuseConnections }) => refuseConnections === true,
      },
      {
        label: 'Perder 3 de 10 confirmaciones',
        path: whatsapp,
        body: () => ({ loseAcks: 0.3 }),
        off: () => ({ loseAcks: 0 }),
        isOn: ({ loseAcks }) => Number(loseAcks) > 0,
      },
      {
        label: 'Límite de mensajes (2 min)',
        path: whatsapp,
        body: () => ({
          reachoutTimelock: { isActive: true, until: Math.ceil(Date.now() / 1000) + lockSeconds, push: true },
          errorAck: { code: 463, times: 1000 },
        }),
        off: () => ({ reachoutTimelock: { isActive: false, push: true }, errorAck: null }),
        isOn: ({ errorAck }) => errorAck !== null && errorAck !== undefined,
      },
    ],
  },
  {
    title: 'Telegram',
    faults: [
      { label: 'Demasiados pedidos (10 s)', path: telegram, body: () => ({ floodSeconds: 10 }) },
      { label: 'Caído (20 s)', path: telegram, body: () => ({ outage: 'refuse', outageSeconds: 20 }) },
    ],
  },
  {
    title: 'Programa',
    faults: [
      { label: 'Matarlo (kill -9)', path: '/program/kill', body: () => ({}) },
      { label: 'Reiniciarlo', path: '/program/restart', body: () => ({}) },
    ],
  },
];

/** What can go wrong, at a click. */
export function createFaults(root: HTMLElement): void {
  const note = h('p', { class: 'note', role: 'status' });
  const switches: { element: HTMLButtonElement; isOn: (state: State) => boolean }[] = [];
  const send = async (path: string, body: object) => {
    try {
      const state = await post<State>(path, body);
      if (path === whatsapp) {
        for (const { element, isOn } of switches) element.setAttribute('aria-pressed', String(isOn(state)));
      }
      note.textContent = 'Hecho.';
    } catch (error) {
      note.textContent = error instanceof Error ? error.message : String(error);
    }
  };
  const draw = ({ label, path, body, off, isOn }: Fault) => {
    const element = button(label, () => {
      const on = element.getAttribute('aria-pressed') === 'true';
      return send(path, on && off ? off() : body());
    });
    if (off && isOn) {
      element.setAttribute('aria-pressed', 'false');
      switches.push({ element, isOn });
    }
    return element;
  };
  const sections = groups.map(({ title, faults }) =>
    h('div', { class: 'group' }, h('h2', {}, title), ...faults.map(draw)),
  );
  const clear = button('Quitar todos los fallos', async () => {
    await send(telegram, { clear: true });
    await send(whatsapp, { clear: true });
  });
  root.append(h('div', { class: 'scroll' }, ...sections, clear, note));
}
