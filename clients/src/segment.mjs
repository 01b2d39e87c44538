import {Analytics} from '@segment/analytics-node';
import {Unreliable} from './unreliable.mjs';
import {until} from './until.mjs';

const CONSENT = {consent: {categoryPreferences: {Analytics: true, Advertising: false}}};

/** analytics.js 2 in a page that has asked for consent: each call's first answer is lost, and it is sent again. */
export const segmentBrowser = tools => inBrowser(tools, 'segment', '');

/** The same with its batching strategy. */
export const segmentBatching = tools =>
  inBrowser(tools, 'batching', ', deliveryStrategy: { strategy: "batching", config: { size: 5, timeout: 500 } }');

async function inBrowser({pages, open, cairn}, site, strategy) {
  const unreliable = new Unreliable(cairn.base);
  const port = await unreliable.start();
  pages.page(
    `/${site}`,
    '<script src="/npm/@segment/analytics-next/dist/umd/index.js"></script>',
    `const { AnalyticsBrowser } = window.AnalyticsNext;
     const analytics = AnalyticsBrowser.load(
       { writeKey: "${site}",
         cdnSettings: { integrations: { "Segment.io": {
           apiKey: "${site}", apiHost: "localhost:${port}/v1", protocol: "http"${strategy} } } } },
       { disableClientPersistence: true });
     analytics.addSourceMiddleware(({ payload, next }) => {
       Object.assign(payload.obj.context, ${JSON.stringify(CONSENT)});
       next(payload);
     });
     await analytics.page("Home");
     await analytics.track("Product Viewed", { product_id: "42", price: 19.5, tags: ["a", "b"] });
     await analytics.track("Product Added", { product_id: "42", quantity: 1 });
     await analytics.identify("anna-${site}", { email: "anna@mail.example" });
     await analytics.track("Order Completed", { order_id: "s-1", revenue: 25.5, currency: "EUR", products: [{ sku: "x" }] });`,
  );
  try {
    const page = await open(`/${site}`);
    const confirmed = () => unreliable.seen.filter(each => each.status === 200);
    // A batch has several calls; a call of its own is one request, which is sent once more.
    await until('every call was sent until it was confirmed', () => confirmed().length >= (strategy ? 1 : 5), 90);
    await until('nothing is waiting', () => enough(unreliable, strategy), 90);
    await page.close();
    return summary(unreliable);
  } finally {
    unreliable.stop();
  }
}

/** With the batching strategy, five calls make one batch, which is sent twice; alone, the tracks share one address. */
function enough(unreliable, strategy) {
  const confirmed = unreliable.seen.filter(each => each.status === 200).length;
  return strategy ? confirmed >= 1 : confirmed >= 5 && unreliable.lost >= 3;
}

/** analytics-node with a server key as its write key: the batch's first answer is lost. */
export async function segmentNode({cairn}) {
  const unreliable = new Unreliable(cairn.base);
  const port = await unreliable.start();
  try {
    const analytics = new Analytics({
      writeKey: await cairn.serverKey('node'),
      host: `http://127.0.0.1:${port}`,
      flushAt: 10,
      flushInterval: 200,
    });
    const failed = [];
    analytics.on('error', error => failed.push(String(error.reason ?? error)));
    const who = {userId: 'ben', context: CONSENT};
    analytics.identify({...who, anonymousId: 'b-1', traits: {email: 'ben@mail.example'}});
    analytics.page({...who, name: 'Home', properties: {url: 'https://shop.example/?utm_source=news'}});
    analytics.track({...who, event: 'Product Added', properties: {sku: '42'}});
    analytics.track({...who, event: 'Order Completed', properties: {order_id: 'n-1', total: '59.00', currency: 'EUR'}});
    analytics.track({...who, event: 'Order Completed', properties: {order_id: 'n-2', total: 10, currency: 'EUR'}});
    analytics.track({...who, event: 'Order Refunded', properties: {order_id: 'n-2'}});
    analytics.group({...who, groupId: 'acme'});
    await analytics.closeAndFlush({timeout: 60000});
    await until('the batch was confirmed', () => unreliable.seen.some(each => each.status === 200), 60);
    return {...summary(unreliable), failed};
  } finally {
    unreliable.stop();
  }
}

function summary(unreliable) {
  const {seen, lost} = unreliable;
  return {
    lost,
    retried: seen.filter(each => each.retry !== undefined && each.retry !== '0').length,
    authorization: [...new Set(seen.map(each => each.authorization))],
    types: [...new Set(seen.map(each => each.type))],
    answers: [...new Set(seen.filter(each => each.status === 200).map(each => each.text))],
  };
}
