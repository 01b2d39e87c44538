/** A server that sends GA4's Measurement Protocol as Google's guide shows it; only the host and the secret are others. */
export async function measurementProtocol({cairn}) {
  const secret = await cairn.serverKey('ga4');
  const collect = (path, body) =>
    fetch(`${cairn.base}${path}?measurement_id=ga4&api_secret=${secret}`, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const person = {client_id: '1234567890.1700000000', consent: {analytics_storage: 'GRANTED'}};
  const debug = await collect('/debug/mp/collect', {...person, events: [{name: 'view_item'}, {params: {}}]});
  const answers = [
    await collect('/mp/collect', {
      ...person,
      timestamp_micros: String((Date.now() - 60_000) * 1000),
      events: [
        {
          name: 'page_view',
          params: {page_location: 'https://shop.example/', session_id: '1', engagement_time_msec: 100},
        },
        {name: 'view_item', params: {currency: 'EUR', value: 19.5, items: [{item_id: '42'}]}},
        {name: 'user_engagement', params: {engagement_time_msec: 61_000}},
        {name: 'begin_checkout', params: {}},
      ],
    }),
    await collect('/mp/collect', {
      ...person,
      user_id: 'carla',
      events: [{name: 'purchase', params: {transaction_id: 'g-1', value: 25.5, currency: 'USD'}}],
    }),
    await collect('/mp/collect', 'this is no JSON'),
    await collect('/mp/collect', {...person, events: [{name: ''}]}),
  ];
  return {
    statuses: answers.map(answer => answer.status),
    debug: (await debug.json()).validationMessages.map(message => `${message.fieldPath} ${message.description}`),
  };
}
