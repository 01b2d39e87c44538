/*
 * cairn-more.js is what only some pages need: what a page tells Google's tags, web vitals (data-vitals) and links to the
 * site's other domains (data-domains). cairn.js loads it on such pages; docs/browser.md documents it.
 */

/** @param {string} source the address of cairn.js */
const more = source => {
  const cairn = /** @type {import('#script').LoadedCairn} */ (window.cairn);
  /** @type {DOMStringMap} */
  const settings = [...document.scripts].find(script => script.src == source)?.dataset || {};

  // ---------------------------------------------------------------- what the page tells Google Analytics

  /** GA4's events; the first five are the actions of Universal Analytics, too. */
  const EVENTS =
    'view_item add_to_cart remove_from_cart begin_checkout purchase add_to_wishlist add_payment_info sign_up generate_lead share search';
  const ACTIONS = ['detail', 'add', 'remove', 'checkout', 'purchase'];

  /**
   * How often an event happened, by all of it and the way it came, and how often it is reported.
   *
   * @type {Record<string, number>}
   */
  const counts = {};

  /**
   * gtag('event', name, parameters) pushes its arguments; a shop's theme pushes {event: name, ecommerce: {…}}, and in
   * the older dialect of Universal Analytics {ecommerce: {purchase: {actionField, products}}}.
   *
   * @param {import('#script').Entry} entry
   */
  const read = entry => {
    const params = /** @type {import('#script').ShopData} */ (entry[0] == 'event' ? entry[2] || {} : entry);
    const ecommerce = params.ecommerce || params;
    const action = ACTIONS.find(each => ecommerce[each]?.products);
    const old = action ? ecommerce[action] : {};
    /** @type {import('#script').ShopData} */
    const data = {...ecommerce, ...old, ...old.actionField};
    const events = EVENTS.split(' ');
    const name = events[action ? ACTIONS.indexOf(action) : events.indexOf(String(entry.event || entry[1]))];
    // Of a checkout, the first step: the later ones are the address, the payment and so on.
    if (!name || data.step > 1) return;
    const items = (data.items || data.products || []).map(item => item.item_id ?? item.id).join();
    const orderId = data.transaction_id ?? (action && data.id);
    const amount = data.value ?? data.revenue;
    // What comes both ways, or to several properties of Google's, happened once.
    const event = [location.pathname, name, orderId || items].join();
    const way = [event, entry[0] == 'event', params.send_to].join();
    counts[way] = (counts[way] || 0) + 1;
    if (counts[way] <= counts[event]) return;
    counts[event] = counts[way];
    cairn(name, {
      props: {item_ids: items || null},
      value: amount >= 0 ? {amount, currency: data.currency ?? data.currencyCode} : undefined,
      orderId,
    });
  };

  /** @param {import('#script').Entry[]} entries */
  const readAll = entries =>
    entries.forEach(entry => {
      try {
        read(entry);
      } catch {
        // A page may push anything.
      }
    });

  const {dataLayer} = window;
  if (dataLayer && settings.datalayer != 'off') {
    const {push} = dataLayer;
    readAll([...dataLayer]);
    dataLayer.push = (/** @type {import('#script').Entry[]} */ ...entries) => {
      readAll(entries);
      return push.apply(dataLayer, entries);
    };
  }

  // ---------------------------------------------------------------- web vitals

  if (settings.vitals != null) {
    /** @type {{lcp_ms?: number, inp_ms?: number, cls?: number}} */
    let vitals = {};
    let reported = '';
    let shift = 0;
    let firstShift = 0;
    let lastShift = -Infinity;

    const observer = new PerformanceObserver(list =>
      list.getEntries().forEach(entry => {
        const {entryType, startTime, duration} = entry;
        const {interactionId, hadRecentInput, value} = /** @type {any} */ (entry);
        if (entryType == 'largest-contentful-paint') vitals.lcp_ms = Math.round(startTime);
        if (interactionId) vitals.inp_ms = Math.max(vitals.inp_ms || 0, duration);
        if (!value || hadRecentInput) return;
        // Shifts less than a second apart add up, for at most five seconds.
        if (startTime - lastShift > 1000 || startTime - firstShift > 5000) {
          shift = 0;
          firstShift = startTime;
        }
        lastShift = startTime;
        shift += value;
        vitals.cls = Math.max(vitals.cls || 0, +shift.toFixed(4));
      }),
    );
    for (const type of ['largest-contentful-paint', 'event', 'layout-shift']) {
      // The browser tells nothing of shorter interactions.
      observer.observe(/** @type {PerformanceObserverInit} */ ({type, buffered: true, durationThreshold: 40}));
    }

    // Asked for with each report of engagement: the first one of a page has them.
    cairn.vitals = page => {
      const told = vitals;
      vitals = {};
      if (reported == page) return {};
      reported = page;
      return told;
    };
  }

  // ---------------------------------------------------------------- links to the site's other domains

  const ID_SECONDS = 395 * 86400;
  const LINK_MILLIS = 120000;

  /** @param {string} host */
  const domainOf = host => settings.domains?.split(' ').find(domain => ('.' + host).endsWith('.' + domain));

  for (const type of ['click', 'auxclick'])
    addEventListener(
      type,
      ({target}) => {
        const link = /** @type {HTMLAnchorElement | null} */ (/** @type {Element} */ (target).closest?.('a[href]'));
        const id = cairn.visitor();
        if (!link || !id || !domainOf(link.hostname) || domainOf(link.hostname) == domainOf(location.hostname)) return;
        const address = new URL(link.href);
        address.searchParams.set('cairn_id', id + '.' + Date.now());
        link.href = address.href;
      },
      true,
    );

  const [, linked = '', time = 0] = /[?&]cairn_id=(\d{10}-[\d-]{1,50})\.(\d{13})/.exec(location.search) || [];
  // An older link may have been copied to somebody else.
  if (domainOf(location.hostname) && Date.now() - +time < LINK_MILLIS) {
    const waiting = setInterval(() => {
      const id = cairn.visitor();
      if (id || Date.now() - +time > LINK_MILLIS) clearInterval(waiting);
      // Only an id that was made for this page, a moment ago, is replaced: nothing was sent with it yet.
      if (!id || parseInt(id) < Math.floor(performance.timeOrigin / 1000)) return;
      const seconds = parseInt(linked) + ID_SECONDS - Math.floor(Date.now() / 1000);
      location.hostname.split('.').forEach((_, i, labels) => {
        if (cairn.visitor() != linked)
          document.cookie = `cairn=${linked};path=/;samesite=lax;max-age=${seconds};domain=${labels.slice(~i).join('.')}`;
      });
    }, 100);
  }
};

more(/** @type {HTMLScriptElement} */ (document.currentScript).src.replace('-more.js', '.js'));
