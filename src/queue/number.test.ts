import { describe, expect, it } from 'vitest';
import { parseSince } from './number.ts';

const NOW = Date.UTC(2026, 10, 25, 12);

describe('since when a number has been theirs', () => {
  it.each([
    ['2019', '2019-01-01'],
    ['3/2020', '2020-03-01'],
    ['15/3/2020', '2020-03-15'],
    [' 01.11.2026 ', '2026-11-01'],
  ])('is read as people write it: %s', (text, day) => {
    expect(new Date(parseSince(text, NOW) ?? 0).toISOString().slice(0, 10)).toBe(day);
  });

  it.each(['', 'ayer', '2027', '12/2026', '31/2/2020', '13/2020', '1999', '20', '1/1/1/2020'])(
    'is nothing that never was, or is to come: %s',
    (text) => expect(parseSince(text, NOW)).toBeNull(),
  );
});
