/** What the store keeps for a device: a `SessionRecord` of libsignal 6.0.0, serialized. */
import { z } from 'zod';

const OPEN = -1;

const record = z.looseObject({
  _sessions: z.record(
    z.string(),
    z.looseObject({ indexInfo: z.looseObject({ closed: z.number(), used: z.number().optional() }) }),
  ),
});

/**
 * Closes a device's sessions for sending, as of `at` (ms): what it writes is opened with them as before, but whoever
 * wants to write to it begins a new one with fresh keys. For ratchets that may have moved on somewhere else: used
 * again, their next keys would be those of messages that the phone has opened already.
 */
export function closeSessions(serialized: string, at: number): string {
  const { _sessions, ...rest } = record.parse(JSON.parse(serialized));
  const closed = Object.entries(_sessions).map(([key, session]) => {
    const { indexInfo } = session;
    const closedAt = indexInfo.closed === OPEN ? at : indexInfo.closed;
    return [key, { ...session, indexInfo: { ...indexInfo, closed: closedAt } }];
  });
  return JSON.stringify({ _sessions: Object.fromEntries(closed), ...rest });
}
