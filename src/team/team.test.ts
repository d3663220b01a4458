import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dropUnlisted, isAdmin, type Member, whyNot } from './team.ts';

const aMember = (id: number, patch: Partial<Member> = {}): Member => ({
  id,
  name: `${id}`,
  role: 'operator',
  since: 0,
  language: null,
  plain: false,
  replies: true,
  blocked: false,
  lastSeenAt: null,
  listed: false,
  ...patch,
});

describe('a team', () => {
  const roles = fc.constantFrom('admin' as const, 'operator' as const);
  const teams = fc.array(fc.tuple(roles, fc.boolean()), { minLength: 1, maxLength: 6 });

  it('that has an admin keeps one: somebody is always left who can let others in', () => {
    fc.assert(
      fc.property(teams, fc.nat(), (drawn, pick) => {
        const members = drawn.map(([role], nth) => aMember(nth + 1, { role }));
        const listed = drawn.flatMap(([, is], nth) => (is ? [nth + 1] : []));
        const member = members[pick % members.length];
        if (!member || !members.some((one) => isAdmin(listed, one))) return;
        if (whyNot(member, members, listed) !== null) return;
        const left = members.filter((one) => one !== member);
        expect(left.some((one) => isAdmin(listed, one)) || members.length === 1).toBe(true);
      }),
    );
  });

  it('can let everybody go but who is listed and the last admin, and says why', () => {
    const [ana, luis] = [aMember(1, { role: 'admin' }), aMember(2)];
    expect(whyNot(luis, [ana, luis], [])).toBeNull();
    expect(whyNot(ana, [ana, luis], [])).toBe('last-admin');
    expect(whyNot(ana, [ana, luis], [2])).toBeNull();
    expect(whyNot(luis, [ana, luis], [2])).toBe('listed');
  });

  it('loses who was in it by the settings alone, once they are not listed any more', async () => {
    const members = [
      aMember(1, { listed: true }),
      aMember(2, { listed: true }),
      aMember(3, { role: 'admin' }),
    ];
    const removed: number[] = [];
    const team = {
      members: async () => members,
      remove: async (id: number) => {
        removed.push(id);
        return [];
      },
    };
    expect(await dropUnlisted(team, [2])).toBe(1);
    expect(removed).toEqual([1]);
  });
});
