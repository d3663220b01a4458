/** What an account needs of the program around it. */
import type { Clock, ClockTrust, Dice, HeardTime } from '../clock.ts';
import type { Logs } from '../log.ts';
import type { Preferences } from '../preferences.ts';
import type { AccountId } from '../queue/campaign.ts';
import type { Room } from '../queue/ports.ts';
import type { SenderRules } from '../queue/sending/sender.ts';
import type { Store } from '../store/store.ts';
import type { Texts } from '../texts/texts.ts';

export interface AccountDeps {
  readonly id: AccountId;
  readonly store: Store;
  readonly texts: Texts;
  /** Read at each use: language, country and footer may be changed in the chat. */
  readonly preferences: Pick<Preferences, 'now'>;
  readonly folders: { sessions: string; uploads: string; media: string; temp: string };
  readonly room: Room;
  readonly whatsapp: {
    wsUrl: string | null;
    version: readonly [number, number, number] | null;
    addressing: 'lid' | 'pn';
    numberCheck: boolean;
  };
  readonly maxImageBytes: number;
  /** Days after which ended campaigns name nobody any more; null: never. */
  readonly retentionDays: number | null;
  /** Where programs of the machine are looked for, as `PATH` names it. */
  readonly searchPath: string;
  readonly rules: () => SenderRules;
  readonly clock: Clock;
  readonly heardTime: HeardTime;
  readonly trust: Pick<ClockTrust, 'trusted'>;
  readonly dice: Dice;
  readonly logs: Logs;
  readonly onFatal: (error: unknown) => void;
  /** The connection brings nothing, and a new one didn't either: only a new process helps. */
  readonly onSilence: () => void;
}
