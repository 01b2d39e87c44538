const PAUSES_MILLIS = [500, 2000];
const OPTED_OUT = 'out';

const pause = millis => new Promise(done => setTimeout(done, millis));

/**
 * Reports events with the server key; server.d.ts says what it guarantees.
 *
 * @param {import('./server.d.ts').ServerOptions} options
 */
export const reporter = ({address, site, key}) => {
  const send = body =>
    fetch(`${address}/v1/events`, {
      method: 'POST',
      headers: {authorization: `Bearer ${key}`, 'content-type': 'application/json'},
      body,
      cache: 'no-store',
    });

  return async ({visitor, at = Date.now(), ...event}) => {
    const known = visitor && visitor !== OPTED_OUT ? {visitor, consent: {analytics: true}} : {};
    const body = JSON.stringify({site, events: [{...event, at, ...known}]});
    let trouble = '';
    for (const wait of [0, ...PAUSES_MILLIS]) {
      await pause(wait);
      const answer = await send(body).catch(error => ({status: 0, text: async () => String(error)}));
      if (answer.status === 202) return;
      trouble = `${answer.status}: ${await answer.text()}`;
      if (answer.status !== 0 && answer.status !== 429 && answer.status < 500) break;
    }
    throw new Error(`Cairn did not store ${event.name} ${event.id}: ${trouble}`);
  };
};
