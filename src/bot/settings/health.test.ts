import { expect, it } from 'vitest';
import { thresholdIn } from './health.ts';

it.each([
  ['15', 15],
  [' 15 % ', 15],
  ['15 por ciento', 15],
  ['100', 100],
  ['no', 'off'],
  ['Não', 'off'],
  ['0', null],
  ['101', null],
  ['1,5', null],
  ['-3', null],
  ['quince', null],
  ['', null],
])('a threshold as people write it: %s', (text, value) => {
  expect(thresholdIn(text)).toBe(value);
});
