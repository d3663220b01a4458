/** What the stores about people must do, whatever database is below them: part of the suite of `stores.contract.ts`. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CampaignId } from '../src/queue/campaign.ts';
import type { PhoneNumber } from '../src/queue/import/phone.ts';
import { NO_ROWS } from '../src/queue/import/tally.ts';
import type { PersonKey, Recipient } from '../src/queue/ports.ts';
import type { Store } from '../src/store/store.ts';
import { ACCOUNT, aCampaign, anAddress, aPhone, aRow, NOW, onlyPart, sendingRows } from './builders.ts';
import type { OpenStore } from './stores.contract.ts';

const DAY = 86_400_000;
const CHAT = 1001;

export function peopleContract(name: string, open: OpenStore): void {
  let store: Store;
  let end: () => Promise<void>;
  beforeEach(async () => {
    ({ store, end } = await open());
  });
  afterEach(() => end());

  const person = (nth: number): PersonKey => ({ phone: aPhone(nth), lid: anAddress(nth).lid.slice(0, -4) });
  const says = (nth: number, key: string, text = 'sí', at = NOW) =>
    store.people.addReply(ACCOUNT, {
      ...{ key, person: person(nth), at, name: `Persona ${nth}`, text, kind: 'text' },
    });
  const no = (who: PersonKey, at = NOW) =>
    store.people.optOut(ACCOUNT, { person: who, at, source: 'message', word: 'BAJA' });
  const only = async (campaign: { id: CampaignId }) => {
    const [row] = await store.recipients.page(campaign.id, { after: -1, limit: 1 });
    if (!row) throw new Error('no row');
    return row;
  };
  const resolved = async (campaign: { id: CampaignId }, rows: readonly Recipient[]) => {
    const results = rows.map((row) => ({ id: row.id, address: anAddress(row.line - 2) }));
    await store.recipients.resolve(results, NOW);
    return campaign;
  };

  describe(`${name}: answers that operators read`, () => {
    const unread = async (since = 0) =>
      (await store.replies.unread(ACCOUNT, CHAT, since, 10)).map(({ reply }) => reply.key);

    it('are told in their order, each once, also after a restart', async () => {
      await says(0, 'a');
      await says(1, 'b');
      expect(await unread()).toEqual(['a', 'b']);
      const [first] = await store.replies.unread(ACCOUNT, CHAT, 0, 1);
      await store.replies.told(ACCOUNT, CHAT, first?.reply.id ?? 0);
      expect(await unread()).toEqual(['b']);
      await store.replies.told(ACCOUNT, CHAT, 0);
      expect(await unread()).toEqual(['b']);
      await store.replies.told(ACCOUNT, CHAT, await store.replies.latest(ACCOUNT));
      expect(await unread()).toEqual([]);
    });

    it('of before somebody came are not theirs', async () => {
      await says(0, 'old', 'sí', NOW - DAY);
      await says(0, 'new');
      expect(await unread(NOW)).toEqual(['new']);
    });

    it('tell the first of a campaign and those that may be a no, and are muted by campaign and chat', async () => {
      const campaign = await aCampaign(store, { recipients: 2 });
      await sendingRows(store.recipients, campaign);
      await says(0, 'a');
      await says(1, 'b', 'no me escriban más');
      await store.doubts.raise(ACCOUNT, { person: person(1), about: 'opt-out', key: 'b', at: NOW });
      const facts = (await store.replies.unread(ACCOUNT, CHAT, 0, 10)).map(({ first, doubtful, reply }) => [
        ...[first, doubtful, reply.campaignId],
      ]);
      expect(facts).toEqual([
        [true, false, campaign.id],
        [false, true, campaign.id],
      ]);
      await store.replies.mute(CHAT, campaign.id, true);
      expect([await unread(), await store.replies.muted(CHAT, campaign.id)]).toEqual([[], true]);
      expect(await store.replies.unread(ACCOUNT, 2002, 0, 10)).toHaveLength(2);
      await store.replies.mute(CHAT, campaign.id, false);
      expect(await unread()).toEqual(['a', 'b']);
      const page = await store.replies.page(ACCOUNT, { campaignId: campaign.id, limit: 1, offset: 1 });
      expect([page.total, page.replies.map(({ key }) => key)]).toEqual([2, ['a']]);
    });

    it('know whom a message of a chat shows, also when a number and a LID become one', async () => {
      const hidden = { phone: null, lid: person(3).lid };
      await store.replies.show(ACCOUNT, { chat: CHAT, message: 5, person: hidden, replyId: 9, at: NOW });
      await store.people.named(ACCOUNT, { phone: aPhone(3), lid: null });
      await store.people.join(ACCOUNT, aPhone(3), person(3).lid ?? '', NOW);
      expect(await store.replies.shown(ACCOUNT, CHAT, 5)).toMatchObject({ person: person(3), replyId: 9 });
      expect(await store.replies.shown(ACCOUNT, CHAT, 6)).toBeNull();
      expect(await store.replies.shown(ACCOUNT, 2002, 5)).toBeNull();
    });

    it('find their campaign by the LID when the number was written in another form', async () => {
      const written = '5511987654321' as PhoneNumber;
      const campaign = await aCampaign(store, { rows: [aRow(0, { phone: written })] });
      const [row] = await store.recipients.claim(campaign.id, 1, NOW);
      const address = { jid: '551187654321@s.whatsapp.net', lid: '4400@lid' };
      await store.recipients.resolve([{ id: row?.id ?? 0, address }], NOW);
      await store.recipients.intend([row?.id ?? 0], NOW);
      await store.campaigns.save(campaign.id, { startedAt: NOW });
      const reply = { key: 'k', at: NOW, name: null, text: 'sí', kind: 'text' as const };
      const from = { phone: '551187654321' as PhoneNumber, lid: '4400' };
      expect((await store.people.addReply(ACCOUNT, { ...reply, person: from }))?.campaignId).toBe(
        campaign.id,
      );
    });
  });

  describe(`${name}: a person in buttons`, () => {
    it('has one short name that outlives the joining of number and LID, and nobody else has it', async () => {
      const hidden = await store.people.named(ACCOUNT, { phone: null, lid: person(1).lid });
      const known = await store.people.named(ACCOUNT, { phone: aPhone(1), lid: null });
      expect(hidden.ref).toMatch(/^ref[0-9A-F]{8}$/);
      expect(known.ref).not.toBe(hidden.ref);
      await store.people.join(ACCOUNT, aPhone(1), person(1).lid ?? '', NOW);
      for (const { ref } of [hidden, known])
        expect(await store.people.person(ACCOUNT, ref)).toEqual({ ...person(1), ref });
      expect(await store.people.person(ACCOUNT, 'refFFFFFFFF')).toBeNull();
    });

    it('is one person by every national form of the number', async () => {
      const long = '5511987654321' as PhoneNumber;
      const short = '551187654321' as PhoneNumber;
      const { ref } = await store.people.named(ACCOUNT, { phone: long, lid: null });
      expect((await store.people.named(ACCOUNT, { phone: short, lid: null })).ref).toBe(ref);
      await store.people.join(ACCOUNT, long, '4400', NOW);
      await no({ phone: short, lid: '4400' });
      expect(await store.people.listed(ACCOUNT, { phone: long, lid: null })).toBe(true);
      expect((await store.people.optOuts(ACCOUNT, { limit: 9 })).total).toBe(1);
    });
  });

  describe(`${name}: opt-outs`, () => {
    it('of a file are added once, however often they stand in it, and count as the team’s', async () => {
      await no(person(0));
      const phones = [aPhone(0), aPhone(1), aPhone(2)];
      expect(await store.people.optOutAll(ACCOUNT, phones, { at: NOW, by: 'Ana' })).toBe(2);
      expect(await store.people.optOutAll(ACCOUNT, phones, { at: NOW, by: 'Ana' })).toBe(0);
      expect((await store.people.refused(ACCOUNT, phones)).size).toBe(3);
      const { history } = await store.privacy.dossier(ACCOUNT, person(1));
      expect(history).toEqual([{ at: NOW, what: 'out', source: 'import', word: null, by: 'Ana' }]);
    });

    it('belong to the campaign that they answered, and both the no and the yes stay told', async () => {
      const campaign = await aCampaign(store, { recipients: 1 });
      await sendingRows(store.recipients, campaign);
      await no(person(0), NOW + 1);
      const answered = () => store.people.answered(ACCOUNT, { campaignId: campaign.id });
      expect((await answered()).optOuts).toBe(1);
      await store.people.optIn(ACCOUNT, person(0), NOW + 2, 'Ana');
      expect((await answered()).optOuts).toBe(0);
      const { history, listed } = await store.privacy.dossier(ACCOUNT, person(0));
      expect(listed).toBe(false);
      expect(history).toEqual([
        { at: NOW + 1, what: 'out', source: 'message', word: 'BAJA', by: null },
        { at: NOW + 2, what: 'in', source: 'operator', word: null, by: 'Ana' },
      ]);
    });
  });

  describe(`${name}: doubts`, () => {
    const raise = (nth: number, key: string) =>
      store.doubts.raise(ACCOUNT, { person: person(nth), about: 'opt-out', key, at: NOW });

    it('keep campaigns from a person until somebody decides, and nothing else', async () => {
      const campaign = await aCampaign(store, { recipients: 2 });
      const rows = await store.recipients.claim(campaign.id, 10, NOW);
      await resolved(campaign, rows);
      await raise(0, 'a');
      const ids = rows.map(({ id }) => id);
      expect([...(await store.recipients.intend(ids, NOW))]).toEqual([ids[1]]);
      expect((await store.recipients.counts(campaign.id, NOW)).reasons).toEqual({ unverified: 1 });
      expect(await store.doubts.about(ACCOUNT, person(0))).toBe('opt-out');
      const answer = await aCampaign(store, { recipients: 1, kind: 'answer' });
      const mine = await store.recipients.claimHidden(ACCOUNT, 10, NOW);
      await resolved(answer, mine);
      expect(
        (
          await store.recipients.intend(
            mine.map(({ id }) => id),
            NOW,
          )
        ).size,
      ).toBe(1);
    });

    it('stop also what was intended already, by the LID alone', async () => {
      const campaign = await aCampaign(store, { recipients: 1 });
      await resolved(campaign, await store.recipients.claim(campaign.id, 10, NOW));
      const ids = (await sendingRows(store.recipients, campaign)).map(({ id }) => id);
      const hidden = { phone: null, lid: person(0).lid };
      await store.doubts.raise(ACCOUNT, { person: hidden, about: 'identity', key: 'x', at: NOW });
      expect((await store.recipients.stillWanted(ids, NOW)).size).toBe(0);
      expect((await only(campaign)).state).toBe('skipped');
    });

    it('decided for the person queue their rows again where the campaign goes on, and nowhere else', async () => {
      const running = await aCampaign(store, { recipients: 1 });
      const over = await aCampaign(store, { recipients: 1 });
      await raise(0, 'a');
      for (const campaign of [running, over]) await sendingRows(store.recipients, campaign);
      await store.campaigns.step(over.id, ['running'], { state: 'finished', endedAt: NOW });
      expect(await store.doubts.decide(ACCOUNT, person(0), 'keep', NOW)).toBe(true);
      expect(await store.doubts.decide(ACCOUNT, person(0), 'keep', NOW)).toBe(false);
      expect((await only(running)).state).toBe('queued');
      expect(await only(over)).toMatchObject({ state: 'skipped', reason: 'unverified' });
      expect(await raise(0, 'a')).toBe(false);
      expect(await raise(0, 'b')).toBe(true);
    });

    it('end with a no, however it comes', async () => {
      await raise(0, 'a');
      expect((await store.doubts.open(ACCOUNT, { limit: 5 })).doubts).toMatchObject([
        { person: person(0), about: 'opt-out' },
      ]);
      await no(person(0));
      expect(await store.doubts.open(ACCOUNT, { limit: 5 })).toEqual({ total: 0, doubts: [] });
    });

    it('come of a number that has another LID than before; its no stays, and goes with the LID', async () => {
      const address = (lid: string) => ({ jid: `${aPhone(0)}@s.whatsapp.net`, lid: `${lid}@lid` });
      const look = (lid: string, at: number) =>
        store.people.remember(ACCOUNT, [{ phone: aPhone(0), address: address(lid), at }]);
      await look('11', NOW);
      await no({ phone: aPhone(0), lid: '11' });
      await look('11', NOW + 1);
      expect(await store.doubts.about(ACCOUNT, { phone: aPhone(0), lid: null })).toBeNull();
      await look('22', NOW + 2);
      expect(await store.doubts.about(ACCOUNT, { phone: aPhone(0), lid: null })).toBe('identity');
      expect(await store.people.listed(ACCOUNT, { phone: aPhone(0), lid: '22' })).toBe(true);
      expect(await store.people.listed(ACCOUNT, { phone: null, lid: '11' })).toBe(true);
    });

    it('do not come of somebody who takes another number: the no goes along', async () => {
      await store.people.join(ACCOUNT, aPhone(0), '11', NOW);
      await no({ phone: aPhone(0), lid: '11' });
      await store.people.join(ACCOUNT, aPhone(1), '11', NOW + 1);
      expect((await store.people.refused(ACCOUNT, [aPhone(0), aPhone(1)])).size).toBe(2);
      expect((await store.doubts.open(ACCOUNT, { limit: 5 })).total).toBe(0);
    });
  });

  describe(`${name}: what is known of a person`, () => {
    it('is all that was sent or was to be sent, what they said, and by whom they were let in', async () => {
      const campaign = await aCampaign(store, { recipients: 2 });
      const rows = await store.recipients.claim(campaign.id, 10, NOW);
      await resolved(campaign, rows);
      const [row] = await sendingRows(store.recipients, campaign, 1);
      if (row) await store.recipients.settle([{ type: 'delivered', id: onlyPart(row), at: NOW + 5 }]);
      const later = await aCampaign(store, { rows: [aRow(0, { skip: 'duplicate' })] });
      await says(0, 'a', 'hola');
      const dossier = await store.privacy.dossier(ACCOUNT, { phone: aPhone(0), lid: null });
      expect(dossier.messages.map(({ campaign: { id }, row: { state } }) => [id, state])).toEqual([
        [later.id, 'skipped'],
        [campaign.id, 'delivered'],
      ]);
      expect(dossier).toMatchObject({ person: person(0), name: 'Persona 0', listed: false, doubt: null });
      expect(dossier.replies.map(({ text }) => text)).toEqual(['hola']);
      const nobody = await store.privacy.dossier(ACCOUNT, { phone: aPhone(9), lid: null });
      expect(nobody).toMatchObject({ messages: [], replies: [], history: [], name: null });
    });
  });

  describe(`${name}: who is forgotten`, () => {
    const everything = async () => {
      const campaigns = await store.campaigns.list({
        kinds: ['campaign', 'answer', 'confirmation'],
        limit: 50,
      });
      const rows = [];
      for (const { id } of campaigns.campaigns)
        rows.push(...(await store.recipients.page(id, { after: -1, limit: 100 })));
      return JSON.stringify([
        campaigns,
        rows,
        await store.people.optOuts(ACCOUNT, { limit: 50 }),
        await store.team.history({ limit: 50 }),
      ]);
    };

    it('leaves no number, name or word, whatever was going on, and all sums', async () => {
      const list = {
        ...{ name: 'a.csv', path: '/a.csv', column: 0, columnName: '', country: 'PY', fields: ['nombre'] },
        mended: { 2: '0981 10000', 3: '0981 10001' },
        summary: {
          ...{ rows: 3, people: 3, out: { invalid: 0, duplicate: 0, optedOut: 0 }, damaged: 0 },
          examples: [0, 1].map((nth) => ({ written: `0981 ${10_000 + nth}`, phone: aPhone(nth) })),
          ...{ badExample: null, accents: ['José'], fingerprint: 'f' },
        },
      };
      const done = await aCampaign(store, { recipients: 3 });
      await store.campaigns.save(done.id, { list });
      await resolved(done, await store.recipients.claim(done.id, 9, NOW));
      const sent = await sendingRows(store.recipients, done);
      await store.recipients.settle(sent.map((row) => ({ type: 'read', id: onlyPart(row), at: NOW })));
      const flying = await aCampaign(store, { recipients: 1 });
      await sendingRows(store.recipients, flying);
      const waiting = await aCampaign(store, { recipients: 1 });
      await says(0, 'a', 'mi secreto');
      await no(person(0), NOW + 1);
      await store.replies.show(ACCOUNT, { chat: CHAT, message: 5, person: person(0), replyId: 1, at: NOW });
      const { ref } = await store.people.named(ACCOUNT, person(0));
      const before = await store.recipients.counts(done.id, NOW);

      const gone = await store.privacy.forget(ACCOUNT, { phone: aPhone(0), lid: null }, NOW + 2);
      expect(gone).toBe(3);
      // What is kept elsewhere (keys, files) is told as done by whoever does it.
      expect(await store.privacy.unfinished(ACCOUNT)).toEqual([person(0)]);
      await store.privacy.forgot(ACCOUNT, person(0));
      expect(await store.privacy.unfinished(ACCOUNT)).toEqual([]);
      const left = await everything();
      for (const trace of [aPhone(0), '0981 10000', 'Persona 0', 'mi secreto', person(0).lid ?? '', 'José'])
        expect(left).not.toContain(trace);
      expect(left).toContain(aPhone(1));
      expect((await store.campaigns.get(done.id))?.list?.mended).toEqual({ 3: '0981 10001' });
      expect(await store.recipients.counts(done.id, NOW)).toEqual(before);
      expect(await store.people.answered(ACCOUNT, { campaignId: done.id })).toEqual({
        replies: 0,
        optOuts: 0,
      });
      expect(await store.people.answered(ACCOUNT, { campaignId: flying.id })).toEqual({
        replies: 1,
        optOuts: 1,
      });
      for (const campaign of [flying, waiting])
        expect(await only(campaign)).toMatchObject({ state: 'skipped', reason: 'opted-out', phone: null });
      expect(await store.people.person(ACCOUNT, ref)).toBeNull();
      expect(await store.replies.shown(ACCOUNT, CHAT, 5)).toBeNull();
      const [late] = await store.recipients.page(flying.id, { after: -1, limit: 1 });
      await store.recipients.settle([{ type: 'ack', id: `${late?.wireId}00`, at: NOW + 3 }]);
      expect((await only(flying)).state).toBe('accepted');
    });

    it('is refused for ever: at import, at the intent by number, by its other form and by LID', async () => {
      const brazil = '5511987654321' as PhoneNumber;
      await store.people.join(ACCOUNT, aPhone(0), person(0).lid ?? '', NOW);
      for (const phone of [aPhone(0), brazil]) await store.privacy.forget(ACCOUNT, { phone, lid: null }, NOW);
      const refused = await store.people.refused(ACCOUNT, [
        aPhone(0),
        '551187654321' as PhoneNumber,
        aPhone(1),
      ]);
      expect(refused.size).toBe(2);
      const campaign = await aCampaign(store, { rows: [aRow(0), aRow(1), aRow(2)] });
      const rows = await store.recipients.claim(campaign.id, 9, NOW);
      // The third was written as another number, and is who was forgotten.
      const addresses = [anAddress(0), anAddress(1), { ...anAddress(2), lid: anAddress(0).lid }];
      for (const [nth, row] of rows.entries()) {
        const address = addresses[nth];
        if (address && nth !== 0) await store.recipients.resolve([{ id: row.id, address }], NOW);
      }
      const may = await store.recipients.intend(
        rows.map(({ id }) => id),
        NOW,
      );
      expect([...may]).toEqual([rows[1]?.id]);
      expect((await store.people.optOuts(ACCOUNT, { limit: 9 })).total).toBe(2);
    });

    it('may come back by their own word', async () => {
      await store.privacy.forget(ACCOUNT, { phone: aPhone(0), lid: null }, NOW);
      expect(await store.people.listed(ACCOUNT, person(0))).toBe(true);
      expect(await store.people.optIn(ACCOUNT, person(0), NOW)).toBe(true);
      expect(await store.people.listed(ACCOUNT, person(0))).toBe(false);
    });
  });

  describe(`${name}: after the time that data are kept`, () => {
    it('ended campaigns name nobody, their sums stay, and who said no is still refused', async () => {
      const old = await aCampaign(store, { recipients: 3 });
      const list = { name: 'a', path: '', column: 0, columnName: '', country: 'PY', fields: [] };
      const mended = { 2: '0981 10000' };
      await store.campaigns.save(old.id, { list: { ...list, mended, summary: NO_ROWS } });
      await resolved(old, await store.recipients.claim(old.id, 9, NOW));
      await sendingRows(store.recipients, old);
      await says(0, 'a', 'mi secreto');
      await no(person(1));
      await store.campaigns.step(old.id, ['running'], { state: 'finished', endedAt: NOW });
      const young = await aCampaign(store, { recipients: 1, from: 7 });
      await store.campaigns.step(young.id, ['running'], { state: 'finished', endedAt: NOW + 9 * DAY });
      const counts = await store.recipients.counts(old.id, NOW);
      const before = NOW + 5 * DAY;
      expect(await store.privacy.endedBefore(ACCOUNT, before)).toEqual([old.id]);
      expect(await store.privacy.anonymise(old.id, -1)).toBe(4);
      expect(await store.privacy.anonymise(old.id, 4)).toBeNull();
      await store.privacy.anonymised(old.id, before);
      expect(await store.privacy.endedBefore(ACCOUNT, before)).toEqual([]);
      expect((await store.campaigns.get(old.id))?.list?.mended).toBeUndefined();
      await store.privacy.letGo(ACCOUNT, before);
      const rows = await store.recipients.page(old.id, { after: -1, limit: 9 });
      expect(rows.map(({ phone, address, written, fields }) => [phone, address, written, fields])).toEqual(
        rows.map(() => [null, null, '', {}]),
      );
      expect((await only(young)).phone).toBe(aPhone(7));
      expect(await store.recipients.counts(old.id, NOW)).toEqual(counts);
      expect(await store.people.answered(ACCOUNT, { campaignId: old.id })).toEqual({
        replies: 1,
        optOuts: 1,
      });
      const { replies } = await store.privacy.dossier(ACCOUNT, person(0));
      expect(replies).toEqual([]);
      expect((await store.people.refused(ACCOUNT, [aPhone(0), aPhone(1)])).size).toBe(1);
    });

    it('answers of operators go whole', async () => {
      const answer = await aCampaign(store, { recipients: 1, kind: 'answer' });
      await store.campaigns.step(answer.id, ['running'], { state: 'finished', endedAt: NOW });
      await store.privacy.anonymised(answer.id, NOW + 1);
      await store.privacy.letGo(ACCOUNT, NOW + 1);
      expect(await store.campaigns.get(answer.id)).toBeNull();
    });
  });
}
