/*
 * Cairn's custom pixel for Shopify: Settings, Customer events, Add custom pixel; docs/integrations/shopify.md. It runs
 * in Shopify's sandbox, an iframe without the shop's document, and reports what Shopify tells it.
 */

/** The address of your Cairn, without a slash at its end. */
const ADDRESS = 'https://stats.shop.example';
/** The id of the site in the plan; its origins list "null", the origin of every sandbox. */
const SITE = 'shop';
/** true if cairn.js is in the theme as well: it reports page views and forms of the shop, this pixel the rest. */
const SCRIPT_IN_THEME = false;

const COOKIE = 'cairn';
const COOKIE_SECONDS = 395 * 86400;
const OPTED_OUT = 'out';
const PAUSES_MILLIS = [1000, 4000, 16000];

let consent = consentOf(init.customerPrivacy);

function consentOf(privacy) {
  return {analytics: privacy?.analyticsProcessingAllowed === true, ads: privacy?.marketingAllowed === true};
}

/** 128 random bits behind the second of their creation, as cairn.js makes them: both share the cookie. */
const newId = () => Math.floor(Date.now() / 1000) + '-' + crypto.getRandomValues(new Uint32Array(4)).join('-');

const setCookie = (value, seconds) =>
  browser.cookie.set(`${COOKIE}=${value}; path=/; samesite=lax; max-age=${seconds}`);

/** The visitor's id; null without consent. Two events of one page ask at the same time and get the same one. */
let asked = null;
const visitor = () => {
  if (!consent.analytics) return Promise.resolve(null);
  asked ??= browser.cookie.get(COOKIE).then(async stored => {
    if (stored) return stored;
    const id = newId();
    await setCookie(id, COOKIE_SECONDS);
    return id;
  });
  return asked;
};

const stop = ms => new Promise(done => setTimeout(done, ms));

/** Tries again without an answer and after 429 and 5xx, with the same id; any other answer is final. */
const post = async body => {
  for (const pause of [...PAUSES_MILLIS, null]) {
    const answer = await fetch(ADDRESS + '/v1/events', {
      method: 'POST',
      keepalive: true,
      credentials: 'omit',
      headers: {'content-type': 'text/plain'},
      body: JSON.stringify({...body, sent_at: Date.now()}),
    }).catch(() => null);
    const passing = answer === null || answer.status === 429 || answer.status >= 500;
    if (!passing || pause === null) return;
    await stop(pause);
  }
};

const report = async (name, event, more = {}) => {
  if ((await browser.cookie.get(COOKIE)) === OPTED_OUT) return;
  const {document} = event.context ?? init.context;
  await post({
    site: SITE,
    visitor: await visitor(),
    consent,
    context: {url: document.location.href, referrer: document.referrer},
    events: [
      {
        id: event.id.replace(/[^A-Za-z0-9_-]/g, '-').slice(0, 64),
        name,
        at: Date.parse(event.timestamp),
        seq: event.seq,
        ...more,
      },
    ],
  });
};

const money = price => (price ? {amount: String(price.amount), currency: price.currencyCode} : undefined);

const productOf = variant =>
  variant ? {props: {sku: variant.sku || variant.id, title: variant.product?.title}, value: money(variant.price)} : {};

const lineOf = line => (line ? {...productOf(line.merchandise), value: money(line.cost?.totalAmount)} : {});

const on = (name, ours, more = () => ({})) => analytics.subscribe(name, event => report(ours, event, more(event.data)));

if (!SCRIPT_IN_THEME) {
  on('page_viewed', 'page_view');
  on('form_submitted', 'form_submit', ({element}) => ({props: {form: element.id || element.action || ''}}));
}
on('product_viewed', 'product_interest', ({productVariant}) => productOf(productVariant));
on('product_added_to_cart', 'add_to_cart', ({cartLine}) => lineOf(cartLine));
on('product_removed_from_cart', 'remove_from_cart', ({cartLine}) => lineOf(cartLine));
on('search_submitted', 'search', ({searchResult}) => ({props: {query: searchResult.query}}));
on('checkout_started', 'checkout_started', ({checkout}) => ({value: money(checkout.totalPrice)}));
on('payment_info_submitted', 'add_payment_info');
on('checkout_completed', 'purchase', ({checkout}) => ({
  value: money(checkout.totalPrice),
  order_id: String(checkout.order?.id ?? checkout.token),
}));

/** A refusal after consent deletes the id, and says so in its name. */
api.customerPrivacy.subscribe('visitorConsentCollected', async ({customerPrivacy}) => {
  const before = consent;
  const next = consentOf(customerPrivacy);
  if (before.analytics && !next.analytics) {
    const now = new Date().toISOString();
    await report('consent_withdrawn', {id: newId(), timestamp: now, seq: 0});
    if ((await browser.cookie.get(COOKIE)) !== OPTED_OUT) await setCookie('', 0);
    asked = null;
  }
  consent = next;
});
