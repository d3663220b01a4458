/** What the account's row and its holds know of the link; and when a link may be opened without a person. */

import type { PhoneNumber } from '../queue/import/phone.ts';
import type { Hold } from '../queue/ports.ts';
import type { Link, LinkState } from '../whatsapp/link.ts';
import type { Core } from './core.ts';
import type { AccountDeps } from './deps.ts';

/** Keeps the row as the link is. Returns how to stop. */
export function followLink({ id, store, clock }: AccountDeps, core: Core, link: Link): () => void {
  const { inBackground, common } = core;
  let before: LinkState['is'] = 'offline';

  /** A new link starts the account's age anew, also that of a number that was linked before. */
  async function linked(phone: PhoneNumber) {
    await store.accounts.release(id, 'replaced');
    await store.accounts.release(id, 'ban');
    const known = await store.accounts.get(id);
    if (known?.phone === phone && known.linkedAt !== null) return;
    // What was said of another number says nothing of this one.
    const ownedSince = known?.phone === phone ? known.ownedSince : null;
    await store.accounts.save(id, { phone, linkedAt: clock.now(), ownedSince });
  }

  /** The account waits for the end that WhatsApp told, and begins again with the lowest cap. */
  async function banned({ at, until }: Extract<LinkState, { is: 'banned' }>) {
    const hold: Hold = { accountId: id, reason: 'ban', since: at, until, detail: null };
    await store.accounts.hold(hold);
    await store.accounts.save(id, { restrictedAt: at });
    common.emit({ type: 'hold', hold });
  }

  /** Outlives a restart: whoever was told to stay out must not fight for the session each night. */
  async function keepOut(since: number) {
    const hold: Hold = { accountId: id, reason: 'replaced', since, until: null, detail: null };
    await store.accounts.hold(hold);
    common.emit({ type: 'hold', hold });
  }

  return link.watch((state) => {
    if (state.is === 'linking' && before === 'awaiting-scan')
      inBackground(() => store.accounts.save(id, { linkedAt: null }));
    before = state.is;
    const { phone } = link.identity();
    if (state.is === 'online' && phone) inBackground(() => linked(phone));
    if (state.is === 'banned') inBackground(() => banned(state));
    if (state.is === 'replaced') inBackground(() => keepOut(state.at));
    // Nobody else has a session that is gone.
    if (state.is === 'logged-out') inBackground(() => store.accounts.release(id, 'replaced'));
  });
}

/** Opens the link of a start: now, or when there is room for what the first answer writes. */
export async function connectAtStart(deps: AccountDeps, core: Core, link: Link): Promise<void> {
  const { disk, inBackground, ending } = core;
  // Where keys can't be written, the first answer would end the process, and the next one would meet it again.
  if (!disk.full() || (await deps.room.reserve())) return connectIfLinked(deps, link);
  inBackground(async () => {
    await disk.room(ending.signal);
    await connectIfLinked(deps, link);
  });
}

/** A link that was taken over, or a copy of one that may be in use, is not opened without a person. */
async function connectIfLinked({ id, store, clock }: AccountDeps, link: Link): Promise<void> {
  const holds = await store.accounts.holds(id, clock.now());
  const replaced = holds.find(({ reason }) => reason === 'replaced');
  if (!link.identity().linked || holds.some(({ reason }) => reason === 'copy')) return;
  if (replaced) await link.stayOut(replaced.since);
  else await link.connect();
}
