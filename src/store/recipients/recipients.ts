/** The durable queue. `WHERE state IN (…)` is built from the transition table of `queue/recipient.ts`. */
import type { RecipientStore } from '../../queue/ports.ts';
import type { Forgotten } from '../forgotten.ts';
import type { Database } from '../open.ts';
import { createDraftRows } from './draft.ts';
import { createRowFigures } from './figures.ts';
import { createQueuedRows } from './queued.ts';
import { createSendingRows } from './sending.ts';

export function createRecipientStore(db: Database, forgotten: Forgotten): RecipientStore {
  return {
    ...createDraftRows(db),
    ...createQueuedRows(db, forgotten),
    ...createSendingRows(db, forgotten),
    ...createRowFigures(db),
  };
}
