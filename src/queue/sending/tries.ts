/** What becomes of the row of a message that didn't arrive. */
import type { Clock, Dice } from '../../clock.ts';
import type { Recipient, RecipientStore } from '../ports.ts';
import { type Remedy, retryWait } from './failure.ts';

/** Another try, and how many there are. */
export type TryAgain = Omit<Extract<Remedy, { next: 'again' }>, 'next'>;

export interface Tries {
  /** A try is spent: the same id goes out again after a wait; after the last one the row has failed. */
  again(row: Recipient, how: TryAgain): Promise<void>;
  /** Back to the queue, as if nothing had left. */
  back(row: Recipient): Promise<void>;
}

export function createTries(deps: {
  recipients: Pick<RecipientStore, 'fail' | 'requeue'>;
  clock: Clock;
  dice: Dice;
}): Tries {
  const { recipients, clock, dice } = deps;
  return {
    async again(row, { tries, wait, reason }) {
      const at = clock.now();
      if (row.tries + 1 >= tries) return recipients.fail([{ id: row.id, reason }], at);
      const notBefore = at + retryWait(wait, row.tries, dice.next());
      return recipients.requeue([row.id], { countTry: true, notBefore, at });
    },
    back: (row) => recipients.requeue([row.id], { countTry: false, notBefore: null, at: clock.now() }),
  };
}
