import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** PEM texts of a test CA and of a certificate for 127.0.0.1 and localhost that it signed. */
export interface TestCertificates {
  ca: string;
  cert: string;
  key: string;
}

/** Two P-256 certificates (RFC 5280), made without any tool; good for ten years, worth nothing elsewhere. */
export function makeCertificates(): TestCertificates {
  const ca = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const leaf = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const caName = 'WhatsApp emulator test CA';
  const basicCa = extension('2.5.29.19', sequence(tlv(0x01, Buffer.from([0xff]))), true);
  const keyCertSign = extension('2.5.29.15', tlv(0x03, Buffer.from([1, 0x06])), true);
  const names = sequence(tlv(0x87, Buffer.from([127, 0, 0, 1])), tlv(0x82, Buffer.from('localhost')));
  const serverAuth = extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1')));
  const caDer = certificate({
    subject: caName,
    issuer: caName,
    key: ca.publicKey,
    signer: ca.privateKey,
    extensions: [basicCa, keyCertSign],
  });
  const leafDer = certificate({
    subject: 'WhatsApp emulator media host',
    issuer: caName,
    key: leaf.publicKey,
    signer: ca.privateKey,
    extensions: [extension('2.5.29.17', names), serverAuth],
  });
  return {
    ca: pem(caDer),
    cert: pem(leafDer),
    key: leaf.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function certificate(options: {
  subject: string;
  issuer: string;
  key: KeyObject;
  signer: KeyObject;
  extensions: Buffer[];
}): Buffer {
  const algorithm = sequence(oid('1.2.840.10045.4.3.2'));
  const serial = randomBytes(16);
  serial[0] = 0x01;
  const from = new Date(Date.now() - 24 * 3_600_000);
  const until = new Date(Date.now() + 3650 * 24 * 3_600_000);
  const body = sequence(
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    tlv(0x02, serial),
    algorithm,
    commonName(options.issuer),
    sequence(time(from), time(until)),
    commonName(options.subject),
    Buffer.from(options.key.export({ type: 'spki', format: 'der' })),
    tlv(0xa3, sequence(...options.extensions)),
  );
  return sequence(body, algorithm, tlv(0x03, Buffer.from([0]), sign('sha256', body, options.signer)));
}

/** One DER value: tag, length, content. */
function tlv(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  if (content.length < 0x80) return Buffer.concat([Buffer.from([tag, content.length]), content]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(content.length);
  return Buffer.concat([Buffer.from([tag, 0x82]), length, content]);
}

function sequence(...parts: Buffer[]): Buffer {
  return tlv(0x30, ...parts);
}

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const groups = [arc & 0x7f];
    for (let left = arc >>> 7; left > 0; left >>>= 7) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return tlv(0x06, Buffer.from(bytes));
}

function commonName(name: string): Buffer {
  return sequence(tlv(0x31, sequence(oid('2.5.4.3'), tlv(0x0c, Buffer.from(name)))));
}

/** GeneralizedTime would be wrong before 2050, UTCTime after it: these certificates end before. */
function time(date: Date): Buffer {
  const digits = date.toISOString().replace(/[-:T]/g, '').slice(2, 14);
  return tlv(0x17, Buffer.from(`${digits}Z`));
}

function extension(id: string, value: Buffer, critical = false): Buffer {
  const parts = [oid(id)];
  if (critical) parts.push(tlv(0x01, Buffer.from([0xff])));
  return sequence(...parts, tlv(0x04, value));
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
