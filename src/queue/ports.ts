/**
 * What the domain needs from outside. Every port is narrow, async and takes batches; `src/store` and
 * `src/whatsapp` fill them. Times are milliseconds since the epoch unless a name says otherwise.
 */
export * from './ports/account.ts';
export * from './ports/campaigns.ts';
export * from './ports/gateway.ts';
export * from './ports/installation.ts';
export * from './ports/kept.ts';
export * from './ports/people.ts';
export * from './ports/person.ts';
export * from './ports/privacy.ts';
export * from './ports/recipients.ts';
export * from './ports/replies.ts';
