import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNT } from '../../test/builders.ts';
import { ANA, type Drafts, openDrafts } from '../../test/drafts.ts';
import { seededDice, systemClock } from '../clock.ts';
import type { PhoneNumber } from './import/phone.ts';
import type { RecipientStore } from './ports.ts';
import { createTrials } from './trial.ts';

const SELF = {
  phone: '595981000111' as PhoneNumber,
  address: { jid: '595981000111@s.whatsapp.net', lid: '1@lid' },
};

describe('a test to oneself', () => {
  let drafts: Drafts;
  beforeEach(async () => {
    drafts = await openDrafts();
  });
  afterEach(() => drafts.end());

  const trials = (recipients = drafts.store.recipients) =>
    createTrials({
      ...{ account: ACCOUNT, campaigns: drafts.store.campaigns, recipients },
      ...{ self: () => SELF, footer: () => '', emit: () => undefined, poke: () => undefined },
      ...{ clock: systemClock(), dice: seededDice(7) },
    });
  const mayLeave = () => drafts.store.recipients.claimHidden(ACCOUNT, 10, Date.now());
  const tests = async () => {
    const { campaigns } = await drafts.store.campaigns.list({
      accountId: ACCOUNT,
      kinds: ['test'],
      limit: 9,
    });
    return campaigns.map(({ state }) => state);
  };

  it('is whole before it may leave: of one that a kill has cut nothing is sent, and it can be asked for again', async () => {
    const killed: RecipientStore = {
      ...drafts.store.recipients,
      async append(...rows) {
        await drafts.store.recipients.append(...rows);
        throw new Error('killed');
      },
    };
    await expect(trials(killed).start(ANA, { text: 'Prueba' })).rejects.toThrow('killed');
    expect(await mayLeave()).toEqual([]);
    expect(await trials().start(ANA, { text: 'Prueba' })).toEqual({ ok: true });
    expect(await tests()).toEqual(expect.arrayContaining(['draft', 'running']));
    expect(await mayLeave()).toMatchObject([{ address: SELF.address, fields: { text: 'Prueba' } }]);
  });

  it('asked for twice at once is one', async () => {
    const both = trials();
    const answers = await Promise.all([1, 2].map(() => both.start(ANA, { text: 'Prueba' })));
    expect(answers).toEqual([{ ok: true }, { ok: false, why: 'under-way' }]);
    expect(await tests()).toEqual(['running']);
  });
});
