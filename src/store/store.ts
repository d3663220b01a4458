/** Everything of one installation that must survive: opened and closed together. */
import { rm } from 'node:fs/promises';
import type {
  AccountStore,
  ActivityStore,
  CampaignStore,
  DoubtStore,
  ListStore,
  MediaStore,
  PeopleStore,
  PrivacyStore,
  RecipientStore,
  ReplyStore,
  SettingStore,
  TextStore,
} from '../queue/ports.ts';
import type { ChatStore, TeamStore } from '../team/team.ts';
import { createAccountStore, createSettingStore } from './accounts.ts';
import { createActivityStore } from './activity.ts';
import { createCampaignStore } from './campaigns.ts';
import { createDoubtStore } from './doubts.ts';
import { createForgotten, openSecret } from './forgotten.ts';
import { createListStore, createMediaStore, createTextStore } from './kept.ts';
import { openDatabase } from './open.ts';
import { createPeopleStore } from './people.ts';
import { createPrivacyStore } from './privacy.ts';
import { createRecipientStore } from './recipients/recipients.ts';
import { createReplyStore } from './replies.ts';
import { createChatStore, createTeamStore } from './team.ts';

export interface Store {
  readonly campaigns: CampaignStore;
  readonly recipients: RecipientStore;
  readonly people: PeopleStore;
  readonly doubts: DoubtStore;
  readonly replies: ReplyStore;
  readonly privacy: PrivacyStore;
  readonly accounts: AccountStore;
  readonly activity: ActivityStore;
  readonly settings: SettingStore;
  readonly texts: TextStore;
  readonly lists: ListStore;
  readonly media: MediaStore;
  readonly team: TeamStore;
  readonly chats: ChatStore;
  /** Copies the live database to `path`, replacing what is there. */
  backup(path: string): Promise<void>;
  close(): Promise<void>;
}

const FILE = 'message-sender.db';

/** `secrets` is the folder of what must not lie beside the database. Throws `DatabaseTooNew` or `DatabaseDamaged`. */
export function openStore({ dir, secrets = dir }: { dir: string; secrets?: string }): Store {
  const { db, backup, close } = openDatabase(dir, FILE);
  const forgotten = createForgotten(openSecret(secrets));
  const people = createPeopleStore(db, forgotten);
  return {
    campaigns: createCampaignStore(db),
    recipients: createRecipientStore(db, forgotten),
    people,
    doubts: createDoubtStore(db),
    replies: createReplyStore(db),
    privacy: createPrivacyStore(db, forgotten, people.listed),
    accounts: createAccountStore(db),
    activity: createActivityStore(db),
    settings: createSettingStore(db),
    texts: createTextStore(db),
    lists: createListStore(db),
    media: createMediaStore(db),
    team: createTeamStore(db),
    chats: createChatStore(db),
    async backup(path) {
      await rm(path, { force: true });
      await backup(path);
    },
    close,
  };
}
