import { ControlError, type ControlRoute } from './control-route.ts';

const patienceMs = 30_000;

/**
 * What the page may do to the program under test. The emulators don't know that program: who started both
 * gives an address that takes `POST /kill`, `POST /restart` and `POST /allow`, and the requests are passed on
 * to it.
 */
export function programRoutes(address: string | undefined): ControlRoute[] {
  const pass = (action: string): ControlRoute => ({
    method: 'POST',
    path: `/program/${action}`,
    async handle({ body }) {
      if (!address) throw new ControlError('nobody gave these emulators a program', 404);
      const answer = await fetch(new URL(action, address), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(patienceMs),
      });
      if (!answer.ok) throw new ControlError(await answer.text(), answer.status);
      return answer.json();
    },
  });
  return [pass('kill'), pass('restart'), pass('allow')];
}
