/** Data for tests: `await aCampaign(store, { recipients: 3 })` says all that matters and nothing else. */
import type { PanelView } from '../src/http/panel/shape.ts';
import type { AccountId, Campaign, CampaignKind, CampaignState } from '../src/queue/campaign.ts';
import type { PhoneNumber } from '../src/queue/import/phone.ts';
import type { Address, CampaignStore, NewRecipient, Recipient, RecipientStore } from '../src/queue/ports.ts';
import { partId } from '../src/queue/recipient.ts';

export const ACCOUNT = 1 as AccountId;
export const NOW = Date.UTC(2026, 10, 25, 15);

/** A mobile number of Paraguay that nobody else in the test has. */
export const aPhone = (nth: number): PhoneNumber => `5959810${String(10_000 + nth)}` as PhoneNumber;
export const anAddress = (nth: number): Address => ({
  jid: `${aPhone(nth)}@s.whatsapp.net`,
  lid: `7700${10_000 + nth}@lid`,
});

let made = 0;
/** Twenty characters, unique in the test run. */
export const aWireId = (): string => {
  made += 1;
  return `3EB0${made.toString(16).toUpperCase().padStart(16, '0')}`;
};

export function aRow(nth: number, patch: Partial<NewRecipient> = {}): NewRecipient {
  return {
    line: nth + 2,
    written: `0981 ${10_000 + nth}`,
    phone: aPhone(nth),
    fields: { nombre: `Persona ${nth}` },
    skip: null,
    detail: null,
    wireId: aWireId(),
    ...patch,
  };
}

/** A queue that only collects what an import appends. */
export const rowsInto = (rows: NewRecipient[]): Pick<RecipientStore, 'append' | 'lines' | 'refill'> => ({
  append: async (_, some) => void rows.push(...some),
  lines: async () => [],
  refill: async () => undefined,
});

/** A campaign with rows, running unless said otherwise. */
export async function aCampaign(
  stores: { campaigns: CampaignStore; recipients: RecipientStore },
  options: {
    recipients?: number;
    rows?: NewRecipient[];
    state?: CampaignState;
    kind?: CampaignKind;
    from?: number;
  } = {},
): Promise<Campaign> {
  const campaign = await stores.campaigns.create({
    accountId: ACCOUNT,
    kind: options.kind ?? 'campaign',
    state: options.state ?? 'running',
    name: 'Promo marzo',
    createdBy: 1001,
    createdByName: 'Ana',
    at: NOW,
    content: { text: 'Hola {nombre|amigo}', media: [] },
  });
  const from = options.from ?? 0;
  const rows = options.rows ?? Array.from({ length: options.recipients ?? 0 }, (_, nth) => aRow(from + nth));
  await stores.recipients.append(campaign.id, rows);
  const saved = await stores.campaigns.save(campaign.id, { startedAt: NOW });
  return saved ?? campaign;
}

/** Intends all rows of a campaign that can be claimed, and returns them. */
export async function sendingRows(
  recipients: RecipientStore,
  campaign: Campaign,
  limit = 1000,
): Promise<Recipient[]> {
  const rows = await recipients.claim(campaign.id, limit, NOW);
  await recipients.intend(
    rows.map((row) => row.id),
    NOW,
  );
  return rows;
}

/** The wire id of a row's only part. */
export const onlyPart = (row: Pick<Recipient, 'wireId'>): string => partId(row.wireId, 0);

/** A panel on which nothing goes on. */
export const aPanelView: PanelView = {
  language: 'es',
  at: '14:28',
  link: {
    state: 'online',
    title: 'WhatsApp conectado',
    detail: null,
    qr: null,
    letters: null,
    acts: [],
    askNumber: null,
  },
  campaigns: [],
  today: 'hoy',
  next: [],
  last: [],
  account: [],
  more: [],
  main: null,
};
