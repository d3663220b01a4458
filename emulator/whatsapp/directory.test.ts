import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accountOf, createDirectory, lidJidOf, lidOf, pnOf, ruleOf } from './directory.ts';

const numbers = fc.stringMatching(/^[1-9]\d{7,14}$/);

test('a number behaves by its digits', () => {
  const table = ['595981123000', '595981123022', '595981123107', '595981123199', '595981123456'].map(
    (number) => {
      const { registered, devices, reply, reads } = ruleOf(number, false);
      return [number, registered, devices, reply, reads];
    },
  );
  expect(table).toEqual([
    ['595981123000', false, 1, null, false],
    ['595981123022', true, 2, null, false],
    ['595981123107', true, 1, 'Gracias, ahí estaré', true],
    ['595981123199', true, 1, 'BAJA', false],
    ['595981123456', true, 1, null, false],
  ]);
});

test('the account behind a dialled number follows the country', () => {
  const dialled = [
    '5541987654321',
    '554187654321',
    '5511987654321',
    '551187654321',
    '5215512345678',
    '541123456789',
  ];
  expect(dialled.map(accountOf)).toEqual([
    '554187654321',
    '554187654321',
    '5511987654321',
    '5511987654321',
    '525512345678',
    '541123456789'.replace('54', '549'),
  ]);
});

test('dialling the account of a number finds that account again', () => {
  fc.assert(fc.property(numbers, (number) => accountOf(accountOf(number)) === accountOf(number)));
});

test('everybody has a LID of their own, which is never the number and is the same in every run', () => {
  fc.assert(
    fc.property(numbers, (number) => {
      expect(lidOf(number)).toMatch(/^\d{15}$/);
      expect(lidOf(number)).not.toBe(number);
      expect(lidOf(number)).toBe(lidOf(number));
    }),
  );
});

test('a person is found by any way of writing the number, by JID and by LID', () => {
  const directory = createDirectory({ owner: '+595981000111', quiet: false });
  const person = directory.byNumber('+55 (41) 98765-4321');
  expect(directory.byNumber('554187654321')).toBe(person);
  expect(directory.byJid(pnOf(person, 1))).toBe(person);
  expect(directory.byJid(lidJidOf(person, 1))).toBe(person);
  expect(directory.byJid('123@g.us')).toBeUndefined();
});

test('a rule for everybody holds for the known and for those to come, one for a person for that one', () => {
  const directory = createDirectory({ owner: '+595981000111', quiet: false });
  const known = directory.byNumber('595981123199');
  directory.setDefaults({ reply: null });
  directory.setRule(known, { reads: true, lid: '999', jid: '595981999999' });
  expect(known.rule).toMatchObject({ reply: null, reads: true });
  expect(directory.byNumber('595981123299').rule.reply).toBeNull();
  expect(directory.byJid('999@lid')).toBe(known);
  expect(directory.byJid(pnOf(known))).toBe(known);
  expect(directory.owner.rule.registered).toBe(true);
});
