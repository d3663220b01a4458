import { afterEach, beforeEach, expect, it } from 'vitest';
import { ANA, type Drafts, openDrafts } from '../../../test/drafts.ts';
import { renderText } from '../draft.ts';

let footer: string;
let drafts: Drafts;
beforeEach(async () => {
  footer = 'Responde BAJA';
  drafts = await openDrafts({ footer: () => footer });
});
afterEach(() => drafts.end());

async function started() {
  await drafts.read('nombre;tel\nAna;0981123456\n');
  await drafts.control.setText(ANA, 'Hola');
  await drafts.control.setFooter(ANA, true);
  const draft = await drafts.control.draft(ANA.id);
  if (!draft) throw new Error('no draft');
  const result = await drafts.control.start(ANA, draft.id, { consent: true });
  if (!result.ok) throw new Error(result.why);
  return result.campaign;
}

it('a campaign that has begun keeps its footer when the language of the customers is changed', async () => {
  const { id } = await started();
  footer = 'Reply STOP';
  const before = await drafts.store.campaigns.get(id);
  expect(before && renderText(before, {}, footer)).toBe('Hola\n\nResponde BAJA');
  const next = await started();
  expect(renderText(next, {}, footer)).toBe('Hola\n\nReply STOP');
});
