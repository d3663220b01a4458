import { describe, expect, it } from 'vitest';
import { closeSessions } from './session-record.ts';

const stored = JSON.stringify({
  _sessions: {
    open: {
      registrationId: 7,
      currentRatchet: { rootKey: 'r' },
      indexInfo: { baseKey: 'a', used: 3, closed: -1 },
    },
    old: { registrationId: 7, indexInfo: { baseKey: 'b', used: 2, closed: 1700 } },
  },
  version: 'v1',
});

describe('a device’s sessions', () => {
  it('are closed for sending and keep all that opens what comes', () => {
    expect(JSON.parse(closeSessions(stored, 2000))).toEqual({
      _sessions: {
        open: {
          registrationId: 7,
          currentRatchet: { rootKey: 'r' },
          indexInfo: { baseKey: 'a', used: 3, closed: 2000 },
        },
        old: { registrationId: 7, indexInfo: { baseKey: 'b', used: 2, closed: 1700 } },
      },
      version: 'v1',
    });
  });

  it('that are none are not taken for some', () => {
    expect(() => closeSessions('{"something":1}', 1)).toThrow();
  });
});
