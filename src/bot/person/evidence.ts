/** All about one person as one text: who said that they agreed, what was sent and when, what they answered. Pure. */
import type { Dossier } from '../../queue/ports.ts';
import type { Voice } from '../../texts/texts.ts';
import { phoneOf } from './screens.ts';

export interface EvidenceForm {
  readonly zone: string;
  readonly now: number;
  /** The message of a row, as it was sent. */
  readonly render: (message: Dossier['messages'][number]) => string;
}

/** Times are of the business's zone; its name stands in the head. */
export function evidenceText(voice: Voice, dossier: Dossier, form: EvidenceForm): string {
  const time = (at: number | null) => (at === null ? '–' : stamp(at, form.zone));
  const { person, name, messages, replies, history } = dossier;
  const lines: string[] = [
    voice.t('evidence-title', { phone: phoneOf(voice, person) }),
    ...(name ? [voice.t('evidence-name', { name })] : []),
    voice.t('evidence-made', { at: stamp(form.now, form.zone), zone: form.zone }),
    '',
    voice.t('evidence-consent'),
    ...consents(messages).map(({ campaign, consent, row }) =>
      voice.t('evidence-consent-line', {
        ...{ at: stamp(consent.at, form.zone), by: consent.name, id: campaign.id, name: campaign.name },
        ...{ list: campaign.list?.name ?? '', line: row.line, written: row.written },
      }),
    ),
    '',
    voice.t('evidence-optouts'),
    ...history.map(({ at, what, source, word, by }) =>
      voice.t(`evidence-history-${what}`, { at: stamp(at, form.zone), how: howOf(voice, source, word, by) }),
    ),
    voice.t(dossier.listed ? 'evidence-listed' : 'evidence-not-listed'),
    '',
    voice.t('evidence-messages'),
  ];
  for (const message of messages.toReversed()) {
    const { campaign, row } = message;
    const reason = row.reason
      ? ` (${voice.t(`report-reason-${row.reason}`, { line: row.detail ?? '', field: row.detail ?? '' })})`
      : '';
    lines.push(
      voice.t(`evidence-message-${campaign.kind}`, {
        ...{ id: campaign.id, name: campaign.name, by: campaign.createdByName },
        state: `${voice.t(`report-state-${row.state}`)}${reason}`,
      }),
      voice.t('evidence-times', {
        ...{ left: time(row.intendedAt), accepted: time(row.acceptedAt) },
        ...{ delivered: time(row.deliveredAt), read: time(row.readAt) },
      }),
      ...indented(form.render(message)),
      ...(campaign.content?.media ?? []).map(({ name: file, sha256 }) =>
        voice.t('evidence-file', { file, sha256 }),
      ),
    );
  }
  lines.push('', voice.t('evidence-replies'));
  for (const { at, text, kind } of replies.toReversed())
    lines.push(
      `${stamp(at, form.zone)} · ${kind === 'text' ? '' : `${voice.t(`reply-kind-${kind}`)} `}`.trimEnd(),
      ...indented(text ?? ''),
    );
  return `\ufeff${lines.join('\r\n')}\r\n`;
}

function consents(messages: Dossier['messages']) {
  return messages.toReversed().flatMap(({ campaign, row }) => {
    const { consent } = campaign;
    return consent && campaign.kind === 'campaign' ? [{ campaign, consent, row }] : [];
  });
}

function howOf(
  voice: Voice,
  source: Dossier['history'][number]['source'],
  word: string | null,
  by: string | null,
): string {
  const how = voice.t(`optout-how-${source}`);
  const more = [word && `"${word}"`, by].filter(Boolean).join(', ');
  return more === '' ? how : `${how}: ${more}`;
}

const indented = (text: string): string[] =>
  text === '' ? [] : text.split(/\r?\n/).map((line) => `    ${line}`);

function stamp(at: number, zone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(Math.trunc(at)).toZonedDateTimeISO(zone);
  return local.toPlainDateTime().toString({ smallestUnit: 'second' }).replace('T', ' ');
}
