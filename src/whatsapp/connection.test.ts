import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endingOf } from './codes.ts';
import { FRESH, type LinkEvent, type Memory, next, TRIES } from './connection.ts';
import type { LinkState } from './link.ts';

const NOW = 1_000_000;

/** Plays events one after another, each a second later. */
function play(events: readonly LinkEvent[], start: LinkState = { is: 'offline' }) {
  let state = start;
  let memory: Memory = FRESH;
  let opened = 0;
  let last: ReturnType<typeof next> | null = null;
  for (const [nth, event] of events.entries()) {
    last = next(state, memory, event, NOW + nth * 1000, 0.5);
    ({ state, memory } = last);
    if (last.socket.open !== 'no') opened += 1;
  }
  return { state, memory, opened, last };
}

const lost = (linked = true): LinkEvent => ({ type: 'closed', ending: { is: 'lost', code: 428 }, linked });
const online: LinkEvent = { type: 'opened', phone: '595981000111' };

describe('the link', () => {
  it('goes from offline over a QR and 515 to online', () => {
    const { state, last } = play([
      { type: 'connect', linked: false },
      { type: 'code', how: 'qr', text: 'a', expiresAt: NOW },
      { type: 'code', how: 'qr', text: 'b', expiresAt: NOW },
      { type: 'scanned' },
      { type: 'closed', ending: { is: 'restart' }, linked: true },
    ]);
    expect(state.is).toBe('linking');
    expect(last?.socket).toEqual({ open: 'now' });
    expect(play([online], state).state).toMatchObject({ is: 'online', phone: '595981000111' });
  });

  it('is stuck when the phone is silent after a scan, or when the server wants a passkey', () => {
    const code: LinkEvent = { type: 'code', how: 'qr', text: 'x', expiresAt: NOW };
    const waiting = play([{ type: 'connect', linked: false }, code]).state;
    const silence: LinkEvent = { type: 'stuck', why: 'silence' };
    expect(play([silence], waiting).state).toEqual(waiting);
    expect(play([{ type: 'scanned' }, silence], waiting).state).toMatchObject({ stuck: 'silence' });
    const gate = play([{ type: 'stuck', why: 'passkey' }], waiting);
    expect(gate.state).toMatchObject({ is: 'linking', stuck: 'passkey' });
    expect(gate.opened).toBe(play([], waiting).opened);
    expect(play([{ type: 'cancel' }], gate.state).state).toEqual({ is: 'offline' });
    expect(play([{ type: 'connect', linked: false }], gate.state).last?.socket).toEqual({ open: 'now' });
  });

  it('counts the codes of one attempt, and says when they ran out', () => {
    const code: LinkEvent = { type: 'code', how: 'qr', text: 'x', expiresAt: NOW };
    const { state } = play([{ type: 'connect', linked: false }, code, code, code]);
    expect(state).toMatchObject({ is: 'awaiting-scan', nth: 3 });
    expect(play([lost(false)], state).state).toEqual({ is: 'scan-expired' });
  });

  it('tries five times with growing waits, then once an hour', () => {
    let state: LinkState = { is: 'online', phone: '1', since: 0 };
    let memory: Memory = FRESH;
    const waits: number[] = [];
    for (let nth = 0; nth < TRIES; nth += 1) {
      const result = next(state, memory, lost(), NOW, 0.5);
      ({ state, memory } = result);
      expect(state).toMatchObject({ is: 'reconnecting', attempt: nth + 1, of: TRIES });
      if (result.socket.open === 'at') waits.push(result.socket.at - NOW);
    }
    expect(waits).toEqual([2_000, 5_000, 15_000, 60_000, 180_000]);
    expect(next(state, memory, lost(), NOW, 0.5).state).toMatchObject({
      is: 'given-up',
      nextAt: NOW + 3_600_000,
    });
  });

  it('counts anew only after a minute online', () => {
    const flapping = play([lost(), online, lost(), online, lost()]);
    expect(flapping.state).toMatchObject({ is: 'reconnecting', attempt: 3 });
    const stable: LinkState = { is: 'online', phone: '1', since: NOW - 60_000 };
    expect(next(stable, { ...FRESH, attempt: 4, lostSince: 1 }, lost(), NOW, 0).state).toMatchObject({
      attempt: 1,
    });
  });

  it.each([
    [440, 'replaced'],
    [401, 'logged-out'],
    [403, 'logged-out'],
    [406, 'logged-out'],
    [411, 'logged-out'],
    [405, 'outdated'],
  ])('never connects again by itself after %i', (code, is) => {
    const { state, opened } = play([{ type: 'closed', ending: endingOf(code, {}, NOW), linked: true }]);
    expect(state.is).toBe(is);
    expect(opened).toBe(0);
  });

  it('connects at once when the server asks for it, once; asked again and again it waits as after a loss', () => {
    const again: LinkEvent = { type: 'closed', ending: endingOf(515, {}, NOW), linked: true };
    const first = play([again], { is: 'online', phone: '1', since: NOW - 3_600_000 });
    expect(first.state).toEqual({ is: 'connecting', linked: true });
    expect(first.last?.socket).toEqual({ open: 'now' });
    const second = next(first.state, first.memory, again, NOW, 0.5);
    expect(second.state).toMatchObject({ is: 'reconnecting', attempt: 1 });
    const opened = play([again, online, again]);
    expect(opened.state).toMatchObject({ is: 'reconnecting', attempt: 1 });
    const later = next({ is: 'online', phone: '1', since: NOW - 60_000 }, opened.memory, again, NOW, 0.5);
    expect(later.socket).toEqual({ open: 'now' });
  });

  it('that could not be begun is out of reach, not a code that expired', () => {
    expect(play([{ type: 'connect', linked: false }, lost(false)]).state.is).toBe('unreachable');
  });

  it('tells a device that was removed from a login that is refused', () => {
    expect(endingOf(401, { type: 'device_removed' }, NOW)).toMatchObject({ why: 'by-phone' });
    expect(endingOf(401, { reason: '401', location: 'rva' }, NOW)).toMatchObject({ why: 'while-away' });
  });

  it('waits for the end of a ban, and keeps its reason', () => {
    expect(endingOf(402, { expire: '60', code: '104' }, NOW)).toMatchObject({ why: 'same-text' });
    expect(endingOf(402, { code: '999' }, NOW)).toEqual({ is: 'banned', untilMs: null, why: null });
    const { last } = play([{ type: 'closed', ending: endingOf(402, { expire: '60' }, NOW), linked: true }]);
    expect(last?.socket).toEqual({ open: 'at', at: NOW + 60_000 });
  });

  it('keeps the keys whatever happens but being logged out', () => {
    for (const code of [500, 503, 408, 428, 515, 440, 402, 405, null])
      expect(play([{ type: 'closed', ending: endingOf(code, {}, NOW), linked: true }]).last?.forget).toBe(
        false,
      );
    expect(play([{ type: 'closed', ending: endingOf(401, {}, NOW), linked: true }]).last?.forget).toBe(true);
  });

  it('never counts more than five tries, whatever comes in whatever order', () => {
    const event = fc.constantFrom<LinkEvent>(
      lost(),
      online,
      { type: 'retry' },
      { type: 'scanned' },
      { type: 'closed', ending: { is: 'restart' }, linked: true },
      { type: 'sleep' },
      { type: 'connect', linked: true },
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        const { state } = play(events);
        if (state.is === 'reconnecting') expect(state.attempt).toBeLessThanOrEqual(TRIES);
      }),
    );
  });
});
