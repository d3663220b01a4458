import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GatewayError } from '../../src/queue/ports.ts';
import { type LinkState, TooManyCodes } from '../../src/whatsapp/link.ts';
import { aPhone } from '../builders.ts';
import { all, openStage, type Stage, until } from './stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

describe('the link', () => {
  it('pairs by the picture of a QR, and sends a text that a phone decrypts', async () => {
    await stage.scan();
    expect(stage.client.link.state()).toMatchObject({ is: 'online', phone: '595981000111' });
    const batch = await stage.texts([aPhone(1)]);
    expect(await stage.client.gateway.send(batch, all)).toEqual([{ id: batch[0]?.id, outcome: 'written' }]);
    await until(() => stage.acked() === 1);
    await until(async () => (await stage.journal()).shown === 1);
  });

  it('comes back by itself after a drop, and after a restart of the program without a scan', async () => {
    await stage.scan();
    await stage.ask('POST /whatsapp/faults', { disconnect: { code: 503 } });
    await until(() => stage.client.link.state().is === 'reconnecting');
    await until(() => stage.client.gateway.ready(), 15_000);
    await stage.start();
    expect(stage.client.link.identity()).toMatchObject({ linked: true, phone: '595981000111' });
    await stage.connect();
  });

  it('says so when the phone removes it, and can be linked again', async () => {
    await stage.scan();
    await stage.ask('POST /whatsapp/unlink');
    await until(() => stage.client.link.state().is === 'logged-out');
    expect(stage.client.link.identity().linked).toBe(false);
    await stage.scan();
    expect(stage.client.link.state().is).toBe('online');
  });

  it('is made by eight letters too, and asked for no second time within two minutes', async () => {
    const { link } = stage.client;
    await link.pairWithCode('+595 981 000 111');
    const state = link.state();
    if (state.is !== 'awaiting-scan') throw new Error(state.is);
    expect(state).toMatchObject({ how: 'code', nth: 1 });
    expect(state.text).toMatch(/^[A-Z0-9]{8}$/);
    await expect(link.pairWithCode('595981000111')).rejects.toBeInstanceOf(TooManyCodes);
    expect(await stage.ask('POST /whatsapp/link-code', { code: state.text })).toMatchObject({ ok: true });
    await until(() => stage.client.gateway.ready());
    expect(link.identity()).toMatchObject({ linked: true, phone: '595981000111' });
  });

  it('offers a QR when the server refuses the letters, and leaves nothing behind', async () => {
    const { link } = stage.client;
    await expect(link.pairWithCode('34600111222')).rejects.toBeInstanceOf(GatewayError);
    expect(link.state()).toMatchObject({ is: 'awaiting-scan', how: 'qr' });
    await stage.scan();
    expect(link.state()).toMatchObject({ is: 'online', phone: '595981000111' });
  });

  it('is asked for by fresh keys after letters that nobody typed', async () => {
    await stage.client.link.pairWithCode('595981000111');
    await stage.start();
    expect(stage.client.link.identity()).toEqual({ linked: false, phone: null, lid: null });
    await stage.scan();
  });

  it.each(['QR', 'letters'])(
    'says when the account wants a passkey after the %s, and makes no more codes',
    async (way) => {
      const { link } = stage.client;
      await stage.ask('POST /whatsapp/faults', { pairing: 'passkey' });
      if (way === 'QR') await link.connect();
      else await link.pairWithCode('595981000111');
      await until(() => link.state().is === 'awaiting-scan');
      const { text } = link.state() as Extract<LinkState, { is: 'awaiting-scan' }>;
      if (way === 'QR') await stage.ask('POST /whatsapp/scan', { text });
      else await stage.ask('POST /whatsapp/link-code', { code: text });
      await until(() => link.state().is === 'linking');
      await until(() => JSON.stringify(link.state()).includes('passkey'));
      await until(async () => (await connections()) === 0);
      expect(link.identity().linked).toBe(false);
      await stage.ask('POST /whatsapp/faults', { clear: true });
      await stage.scan();
      expect(link.state().is).toBe('online');
    },
  );

  it('draws its code again when the server retires the secret in it', async () => {
    const { link } = stage.client;
    await stage.ask('POST /whatsapp/faults', { pairing: 'refresh' });
    await link.connect();
    await until(() => link.state().is === 'awaiting-scan');
    const code = () => (link.state() as Extract<LinkState, { is: 'awaiting-scan' }>).text;
    const first = code();
    expect(await stage.ask('POST /whatsapp/scan', { text: first })).toMatchObject({ ok: false });
    await until(() => code() !== first);
    expect(code().split(',')[0]).toBe(first.split(',')[0]);
    expect(await stage.ask('POST /whatsapp/scan', { text: code() })).toMatchObject({ ok: true });
    await until(() => stage.client.gateway.ready());
  });

  const connections = async () =>
    ((await stage.ask('GET /whatsapp/state')) as { connections: number }).connections;

  it('is taken off the phone by unlinking, also from sleep', async () => {
    const linked = async () => ((await stage.ask('GET /whatsapp/state')) as { linked: boolean }).linked;
    await stage.scan();
    await stage.client.link.sleep();
    expect(stage.client.link.state().is).toBe('asleep');
    expect(await linked()).toBe(true);
    await stage.client.link.unlink();
    expect(stage.client.link.state()).toMatchObject({ is: 'logged-out', why: 'by-us' });
    expect(stage.client.link.identity().linked).toBe(false);
    expect(await linked()).toBe(false);
    await stage.scan();
  });

  it('that was taken over is not made again by itself', async () => {
    await stage.scan();
    await stage.ask('POST /whatsapp/faults', { disconnect: { code: 440 } });
    await until(() => stage.client.link.state().is === 'replaced');
    await pause(3_000);
    expect(stage.client.link.state().is).toBe('replaced');
    expect(await stage.ask('GET /whatsapp/state')).toMatchObject({ connections: 0 });
  });

  it('that seems alive and brings nothing is made anew when asked', async () => {
    await stage.scan();
    await stage.ask('POST /whatsapp/faults', { silent: true });
    stage.client.refresh();
    await until(() => stage.client.link.state().is === 'reconnecting');
    await stage.ask('POST /whatsapp/faults', { clear: true });
    await until(() => stage.client.gateway.ready(), 10_000);
  });
});
