import { describe, expect, it } from 'vitest';
import type { Member } from '../../team/team.ts';
import { idleReaders } from './idle.ts';

const HOUR = 3_600_000;
const NOW = 1_800_000_000_000;
const aMember = (id: number, patch: Partial<Member> = {}): Member => ({
  id,
  name: `${id}`,
  role: 'operator',
  since: 0,
  language: 'es',
  plain: false,
  replies: false,
  blocked: false,
  lastSeenAt: NOW - HOUR,
  listed: false,
  ...patch,
});
const told = (members: Member[], admins: number[] = []) =>
  idleReaders(members, { admins }, NOW).map(({ id }) => id);

describe('that the link will sleep', () => {
  it('is told to who used the bot within a day', () => {
    const ana = aMember(1, { role: 'admin' });
    const luis = aMember(2);
    expect(
      told([ana, luis, aMember(3, { lastSeenAt: NOW - 30 * HOUR }), aMember(4, { blocked: true })]),
    ).toEqual([1, 2]);
  });

  it('is told to one admin in any case: who was here last', () => {
    const old = aMember(1, { role: 'admin', lastSeenAt: NOW - 90 * HOUR });
    const late = aMember(2, { lastSeenAt: NOW - 40 * HOUR });
    expect(told([old, late])).toEqual([1]);
    expect(told([old, late], [2])).toEqual([2]);
    expect(told([old, aMember(3)])).toEqual([3, 1]);
    expect(told([aMember(4, { role: 'admin', blocked: true })])).toEqual([]);
  });
});
