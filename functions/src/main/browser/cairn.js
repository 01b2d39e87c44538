/*
 * cairn.js reports what happens on a page to Cairn. docs/browser.md documents it for the people who install it. The
 * build wraps this file in a function and minifies it. The gzipped result may be at most 3,600 bytes, so the code takes
 * the shorter way wherever there are two.
 *
 * The path of an event: track() adds it to its page's batch; seal() sets the batch's visitor and consent, permanently;
 * post() sends the batch, which is kept until the collector has answered. A retry differs only in sent_at, so the
 * collector recognizes the events.
 */

/** @import {Batch, Consent, CoreCairn, Entry, EventOptions, Fired, On, Queued, SentEvent, Value} from '#script' */

/** @param {HTMLScriptElement} script */
const run = script => {
  // A second copy, from a tag manager for instance, would count everything twice.
  const queued = window.cairn ? /** @type {{q?: Queued[]}} */ (window.cairn).q : [];
  if (!queued) return;

  const settings = script.dataset;
  const site = settings.site || /[?&]site=([\w.-]+)/.exec(script.src)?.[1];
  const debug = /cairn_debug=1/.test(location.search);
  // The stack fills in its own event path when it serves the script.
  const endpoint = new URL(settings.endpoint || '%EVENT_PATH%', script.src);
  if (debug) endpoint.search = 'debug=1';

  const ID_SECONDS = 395 * 86400;
  const OPTED_OUT = 'out';
  const PAGE_VIEW = 'page_view';
  const WITHDRAWN = 'consent_withdrawn';
  const META = /** @type {'meta'} */ ('meta[name^=cairn-]');
  const EMBEDS = 'video,iframe:is([src*=youtube],[src*=vimeo],[src*=wistia])';
  const STORED = 'cairn#';
  const MAX_STORED = 20;
  const MAX_EVENTS = 50;
  // Browsers send at most 64 KiB of pending bodies after a page is left. A character takes at most 3 bytes.
  const MAX_BODY_LENGTH = 16e3;
  const FIRST_WAIT_MILLIS = 500;
  const BATCH_MILLIS = 1000;
  const HOLD_MILLIS = 9000;
  const SCROLL_MILLIS = 250;
  const MAX_TITLE = 256;
  const MIN_ENGAGED_MILLIS = 1000;
  const LONG_READ_MILLIS = 300000;

  /**
   * The function's result, or undefined if it throws: storage may be blocked or full, and a page may pass anything.
   *
   * @template T
   * @param {() => T} action
   * @returns {T | undefined}
   */
  const attempt = action => {
    try {
      return action();
    } catch (error) {
      debug && console.log('cairn:', error);
    }
  };

  /**
   * Listens before any handler can stop the event: on elements that match the selector or, without one, on all.
   *
   * @type {On}
   */
  const on = (types, listener, selector) =>
    types.split(' ').forEach(type =>
      addEventListener(
        type,
        event => {
          const element = selector ? /** @type {Element} */ (event.target).closest?.(selector) : event;
          // The middle button opens a link; the right one only opens a menu.
          element &&
            !(/** @type {MouseEvent} */ (event).button > 1) &&
            attempt(() => listener(/** @type {never} */ (element), /** @type {Fired} */ (event)));
        },
        true,
      ),
    );

  /**
   * The domain that the hosts of one owner share: the last two labels, or three where they end like co.uk and com.au.
   *
   * @param {string} host
   */
  const domainOf = host => (/[^.]+\.(\w{2,3}\.\w\w|[^.]+)$/.exec(host) || [host])[0];

  /** The page's own domain, and then those of data-domains, to whose pages links carry the id. */
  const domains = (location.hostname + ' ' + settings.domains).split(' ').map(domainOf);

  /** 128 random bits. */
  const randomId = () => crypto.getRandomValues(new Uint32Array(4)).join('-');

  // ---------------------------------------------------------------- storage, only with consent

  /** @param {string} [write] */
  const deviceId = write =>
    attempt(() => {
      if (write) document.cookie = write;
      return /(?:^| )cairn=([\w-]+)/.exec(document.cookie)?.[1];
    });

  /**
   * Tries domains from the widest to the narrowest; browsers refuse those that are shared with other sites.
   *
   * @param {string} value
   * @param {number} seconds
   */
  const setCookie = (value, seconds) =>
    location.hostname.split('.').forEach((_, i, labels) => {
      const domain = labels.slice(~i).join('.');
      if (deviceId() != value) deviceId(`cairn=${value};path=/;samesite=lax;max-age=${seconds};domain=${domain}`);
    });

  const stored = () => Object.keys(localStorage).filter(key => key.startsWith(STORED));

  const forgetQueue = () => stored().forEach(key => delete localStorage[key]);

  const forget = () => {
    setCookie('', 0);
    forgetQueue();
  };

  // ---------------------------------------------------------------- consent

  /**
   * true: granted. false: denied, and events are counted without anything stored. null: nothing is sent yet.
   *
   * @type {boolean | null}
   */
  let analytics = settings.consent == 'wait' ? null : false;
  let ads = false;
  /** @type {boolean | undefined} */
  let decided;
  /** @type {string | number | null | undefined} */
  let user;
  /** @type {string | null | undefined} */
  let signature;
  /**
   * @param {boolean} nextAnalytics
   * @param {boolean} nextAds
   * @param {boolean} [explicit] the visitor decided: a denial then also withdraws consent granted earlier
   */
  const decide = (nextAnalytics, nextAds, explicit) => {
    if (deviceId() == OPTED_OUT) return;
    // Events collected after a denial stay without a visitor.
    decided && !analytics && batches.forEach(seal);
    ads = nextAds;
    // The page is waiting: a default is not a decision.
    if (analytics == null && !nextAnalytics && !explicit) return;
    decided = explicit;
    if (nextAnalytics && !analytics) {
      // The id begins with the second of its creation: this halves the cost of a visitor who never returns
      // (docs/api.md).
      deviceId() || setCookie((Date.now() / 1e3).toFixed() + '-' + randomId(), ID_SECONDS);
      if (deviceId()) stored().forEach(key => batches.push(JSON.parse(localStorage[key])));
    }
    analytics = nextAnalytics;
    if (explicit && !analytics && deviceId()) {
      // With the id, and alone: without it, nobody would know whose memberships and clicks end.
      const before = batches;
      batches = [];
      track(WITHDRAWN);
      analytics = true;
      seal(batches[0]);
      analytics = false;
      batches[0].last = 1;
      batches.push(...before);
      forget();
    }
    later();
  };

  /** @type {Record<string, unknown>} */
  const defaults = {};
  /** @type {Record<string, unknown>} */
  const updates = {};

  /**
   * Google Consent Mode: gtag('consent', 'default' | 'update', {analytics_storage: 'granted' | 'denied', …}).
   *
   * @param {Iterable<Entry>} entries
   */
  const follow = entries =>
    attempt(() => {
      /** @type {boolean | undefined} */
      let update;
      for (const {0: command, 1: kind, 2: given} of entries) {
        if (command != 'consent') {
          load('more');
          continue;
        }
        update = kind == 'update';
        for (const signal in given) {
          // A default may apply only to some regions, and the visitor's region is unknown here: a denial takes
          // precedence.
          if (update || given[signal] == 'denied' || !(given.region || defaults[signal])) {
            (update ? updates : defaults)[signal] = given[signal];
          }
        }
      }
      // An update overrides every default, and all commands are applied at once, so that nothing is stored briefly
      // between a grant and a denial.
      /** @type {Record<string, unknown>} */
      const said = {...defaults, ...updates};
      /** @param {string} signal */
      const granted = signal => said[signal] == 'granted';
      said.analytics_storage &&
        update != null &&
        decide(granted('analytics_storage'), granted('ad_storage') && granted('ad_user_data'), update);
    });

  // ---------------------------------------------------------------- batches

  /** @type {Batch[]} */
  let batches = [];
  /** @type {Set<Batch>} */
  const underWay = new Set();
  /** @type {number | undefined} */
  let timer;
  let sequence = 0;
  /** @type {string | undefined} */
  let url;
  /** @type {string | undefined} */
  let referrer;
  /**
   * Until its properties are set.
   *
   * @type {SentEvent | null | undefined}
   */
  let pageView;
  /**
   * Cancels the copy of the batch that the browser holds while it waits.
   *
   * @type {AbortController | undefined}
   */
  let held;
  /** @type {unknown} */
  let renewed;

  /** @param {number} [pause] the minimum wait in milliseconds before anything is sent, whatever else happens */
  const later = pause => {
    if (pause) timer = /** @type {undefined} */ (clearTimeout(timer));
    timer ||= setTimeout(() => {
      timer = 0;
      flush();
    }, pause || BATCH_MILLIS);
  };

  /**
   * @param {string | undefined} name
   * @param {object} [props]
   * @param {Value} [value]
   * @param {string | number} [orderId]
   * @returns {SentEvent | undefined}
   */
  const track = (name, props, value, orderId) => {
    if (!url && name != WITHDRAWN) return;
    let batch = batches.at(-1);
    if (!batch || batch.consent || batch.context.url != url || batch.events.length >= MAX_EVENTS) {
      batch = {site, events: [], context: {url, referrer, webdriver: navigator.webdriver}};
      batches.push(batch);
    }
    // A copy, so later changes by the page have no effect. Throws if the event would make its whole batch unreadable.
    const text = JSON.stringify({
      id: randomId(),
      name,
      at: Date.now(),
      seq: sequence++,
      props,
      value: +(/** @type {string} */ (value)) == value ? {amount: value} : value,
      order_id: orderId ? orderId + '' : undefined,
    });
    const event = JSON.parse(text);
    batch.events.push(event);
    later(held && BATCH_MILLIS);
    return event;
  };

  /** Sets the page view's properties as late as possible: by now the title and the load time may be known. */
  const describe = () => {
    if (!pageView) return;
    const loaded = performance.timing.loadEventStart - performance.timeOrigin;
    /** @type {Record<string, unknown>} */
    const props = (pageView.props = {});
    if (url == place) props.title = document.title.slice(0, MAX_TITLE);
    if (!pageView.seq && loaded > 0) props.load_ms = loaded | 0;
    for (const {name, content} of document.querySelectorAll(META)) props[name.slice(6)] = content;
    pageView = null;
  };

  /** @param {Batch} batch */
  const seal = batch => {
    describe();
    if (batch.consent) return batch;
    // Another tab may have withdrawn consent meanwhile: without the id there is none.
    const visitor = cairn.visitor();
    batch.consent = {analytics: !!visitor, ads: ads && !navigator.globalPrivacyControl};
    batch.visitor = visitor;
    batch.user = visitor && user;
    batch.user_signature = batch.user && signature;
    return batch;
  };

  /** @param {Batch} batch */
  const keyOf = batch => STORED + batch.events[0].id;

  /** @param {Batch} batch */
  const store = batch => {
    seal(batch);
    attempt(() => {
      if (batch.visitor && batch.visitor == deviceId() && stored().length < MAX_STORED)
        localStorage[keyOf(batch)] = JSON.stringify(batch);
    });
  };

  /** @param {Batch} batch */
  const drop = batch => {
    batches = batches.filter(each => each != batch);
    attempt(() => delete localStorage[keyOf(batch)]);
  };

  /** @param {Batch} batch */
  const split = batch =>
    batch.events[1] && batches.push({...batch, events: batch.events.splice(batch.events.length / 2)});

  /**
   * Outlives the page. Browsers without keepalive (Firefox before 133) lose pending requests.
   *
   * @param {string} body
   * @returns {RequestInit}
   */
  const request = body => ({body, keepalive: true, credentials: 'omit', method: 'POST'});

  /**
   * @param {Batch} batch
   * @returns {Promise<unknown>}
   */
  const post = async batch => {
    seal(batch);
    if (batch.visitor && batch.visitor != deviceId() && !batch.last) return drop(batch);
    batch.sent_at = Date.now();
    const body = JSON.stringify(batch);
    if (body.length > MAX_BODY_LENGTH) return split(batch) ? post(batch) : drop(batch);
    underWay.add(batch);
    const options = request(body);
    // Safari keeps a cookie longer if it comes with an answer. The other cookies of the domain go with this one request.
    const renew = !renewed && !batch.last && batch.visitor && domains[0] == domainOf(endpoint.hostname);
    if (renew) options.credentials = 'include';
    const answer = await fetch(endpoint, options).catch(Response.error);
    const status = answer.status;
    // Chromium counts a request towards the 64 KiB until its response is read completely.
    const told = await answer.text().catch(String);
    underWay.delete(batch);
    // Refused meanwhile: the answer has brought the id back.
    if (renew && !analytics) analytics == null ? cairn.optOut() : forget();
    renewed ||= renew;
    // Every error has a message. Without it, nobody would learn why nothing is counted.
    if (debug || told.includes('message')) console.warn('cairn:', status, told, body);
    if (!status || status == 429 || status > 499) {
      // No response: the network is down, or too much is under way already.
      batch.tries = -~(/** @type {number} */ (batch.tries));
      // The page may be left before they are sent.
      batches.forEach(store);
      later(
        (1000 * /** @type {number} */ (/** @type {unknown} */ (answer.headers.get('retry-after'))) || 0) +
          FIRST_WAIT_MILLIS * 2 ** (batch.tries + Math.random()),
      );
    } else {
      // One unreadable event must not cost the others.
      (status == 400 && split(batch)) || drop(batch);
      flush();
    }
  };

  /**
   * Sends the waiting batches one by one, or all at once when the page is being left.
   *
   * @param {boolean} [all]
   */
  const flush = all => {
    held = /** @type {undefined} */ (held?.abort());
    // Possibly set in another tab.
    if (deviceId() == OPTED_OUT) analytics = null;
    if (analytics == null) return;
    if (!navigator.onLine) return batches.forEach(store);
    // A page view that is alone waits for what follows. The browser holds a copy, which it sends should the page crash.
    if (!all && !debug && pageView && !batches[1] && !batches[0].events[1])
      attempt(() => {
        const controller = new AbortController();
        fetchLater(endpoint, {
          ...request(JSON.stringify(seal({...batches[0]}))),
          activateAfter: HOLD_MILLIS * 2,
          signal: controller.signal,
        });
        held = controller;
      });
    if (held) return later(HOLD_MILLIS);
    for (const batch of batches) {
      if (!underWay.size) post(batch);
      else if (all) {
        // The request may exceed the quota and its failure go unnoticed, so it is stored first: the next page sends it.
        store(batch);
        underWay.has(batch) || post(batch);
      }
    }
  };

  // ---------------------------------------------------------------- pages and engagement

  /** @type {number} */
  let engaged = 0;
  /** @type {number | false} */
  let activeSince;
  /** @type {number} */
  let depth = 0;
  /** @type {any} */
  let scrolled;
  let lastTop = 0;
  /** @type {number | undefined} */
  let scrolling;
  /**
   * What was scrolled last: an element, or the document.
   *
   * @type {any}
   */
  let scroller = document.scrollingElement;
  /**
   * What happened on this page, for events that count once, and the number of those that are counted.
   *
   * @type {Record<string, number>}
   */
  let seen;
  /**
   * The address as the browser shows it; url is what is sent.
   *
   * @type {string}
   */
  let place;

  const countTime = () => {
    const now = performance.now();
    if (activeSince) engaged += now - activeSince;
    activeSince = document.hasFocus() && !document.hidden && now;
  };

  const measureDepth = () => {
    scrolling = 0;
    const {scrollTop, clientHeight, scrollHeight} = scroller;
    // A menu or a text field is not the page.
    if (scrollHeight <= clientHeight || clientHeight * 2 < innerHeight) return;
    // Only downwards: a new page of the same document begins with a jump to its top.
    scrolled ||= scrollTop > lastTop;
    lastTop = scrollTop;
    depth = Math.min(100, Math.max(depth, Math.round(((scrollTop + clientHeight) / scrollHeight) * 100)));
  };

  const trackEngagement = () => {
    countTime();
    measureDepth();
    if (engaged < MIN_ENGAGED_MILLIS && !scrolled) return;
    track('engagement', {
      engaged_ms: engaged | 0,
      scroll: depth || undefined,
      scrolled: !!scrolled,
      ...cairn.vitals?.(place),
    });
    engaged = depth = scrolled = 0;
  };

  const here = () => location.href.split(settings.hash != null ? ' ' : '#')[0];

  /**
   * The first of the globs that matches the path of an address of this site.
   *
   * @param {string | undefined} globs
   * @param {string | undefined} address
   */
  const match = (globs, address) =>
    globs
      ?.split(' ')
      .find(glob =>
        RegExp('^' + location.origin + glob.replace(/\*/g, '.*') + '([?#]|$)').test(/** @type {string} */ (address)),
      );

  /**
   * The address as it may be sent: undefined for an excluded page.
   *
   * @param {string | undefined} address
   */
  const shown = address => {
    if (match(settings.exclude, address)) return;
    const glob = match(settings.mask, address);
    return glob ? location.origin + glob : address;
  };

  /** @param {string | undefined} from */
  const view = from => {
    trackEngagement();
    describe();
    place = here();
    url = shown(place);
    referrer = shown(from);
    engaged = depth = scrolled = 0;
    seen = {};
    pageView = track(PAGE_VIEW);
  };

  /**
   * A URL change without a load is a new page view, unless only the query was replaced, as filters do.
   *
   * @param {string} mark
   */
  const navigated = mark => {
    if (here().split(mark)[0] != place.split(mark)[0]) view(url);
  };

  /** @type {Record<string, string>} */
  const marks = {pushState: ' ', replaceState: '?'};
  for (const method in marks) {
    const original = history[/** @type {'pushState'} */ (method)];
    history[/** @type {'pushState'} */ (method)] = (/** @type {Parameters<History['pushState']>} */ ...state) => {
      original.apply(history, state);
      navigated(marks[method]);
    };
  }

  on('popstate', () => navigated(' '));
  on('pageshow', (/** @type {PageTransitionEvent} */ event) => event.persisted && view(url));
  on('focus blur', countTime);
  // Reading the layout while a page scrolls would make it stutter.
  on('scroll', (/** @type {any} */ {target}) => {
    scroller = target.scrollingElement || target;
    scrolling ||= setTimeout(measureDepth, SCROLL_MILLIS);
  });
  on('pagehide visibilitychange online offline', () => {
    trackEngagement();
    flush(true);
  });
  // A visit ends after 30 minutes without an event; this keeps a long read alive.
  setInterval(trackEngagement, LONG_READ_MILLIS);

  // ---------------------------------------------------------------- what happens on a page

  on(
    'click auxclick',
    (/** @type {HTMLElement} */ {attributes, dataset, classList}) => {
      /** @type {Record<string, string>} */
      const props = {};
      for (const {name, value} of attributes) {
        const key = name.split('cairn-prop-')[1];
        if (key) props[key] = value;
      }
      track(dataset.cairnEvent || /cairn-event=(\S+)/.exec(classList.value)?.[1], props);
    },
    '[data-cairn-event],[class*=cairn-event]',
  );

  const FILES = RegExp('\\.(pdf|(doc|xls|ppt)x?|csv|txt|epub|zip|rar|gz|dmg|exe|mp[34]|' + settings.files + ')$', 'i');

  on(
    'click auxclick',
    (/** @type {HTMLAnchorElement & {attributes: {download?: Attr}}} */ link) => {
      const {attributes, pathname, host, protocol} = link;
      if (/^(mailto|tel)/.test(protocol)) track('contact_click', {kind: protocol.slice(0, -1)});
      else if (attributes.download || FILES.test(pathname))
        // Paths that are not UTF-8 stay encoded.
        track('file_download', {file: attempt(() => decodeURI(pathname)) || pathname});
      else if (host && !domains.includes(domainOf(link.hostname))) track('outbound_click', {host});
    },
    'a[href]',
  );

  /** @param {HTMLFormElement & {attributes: {name?: Attr}}} form its name may be hidden by a field called name */
  const nameOf = form => form.attributes.name?.value || form.id;

  on(
    'input invalid submit',
    (/** @type {HTMLFormElement} */ form, {type, target}) => {
      const name = nameOf(form);
      const submitted = target == form;
      const key = /** @type {string} */ (/** @type {unknown} */ ([name, type == 'invalid' && target.name]));
      // The page confirms the success of a form with data-cairn-form.
      if (submitted ? form.dataset.cairnForm || form.matches(':invalid') : seen[key]) return;
      seen[key] = 1;
      track('form_' + (submitted ? type : type == 'input' ? 'start' : 'error'), {
        form: name,
        field: submitted ? undefined : target.name,
      });
    },
    'form',
  );

  // ---------------------------------------------------------------- what only some pages need

  /** @type {Record<string, HTMLScriptElement>} */
  const parts = {};

  /**
   * Loads a file beside this one, once: cairn-embeds.js, cairn-more.js.
   *
   * @param {string} part
   */
  const load = part => {
    if (parts[part]) return;
    parts[part] = document.createElement('script');
    parts[part].src = script.src.replace(/(.*)\.js/, `$1-${part}.js`);
    document.head.append(parts[part]);
  };

  const findEmbeds = () => document.querySelector(EMBEDS) && load('embeds');

  // Loads do not reach the window, and a video need not load.
  document.addEventListener('load', findEmbeds, true);
  on('play', findEmbeds);
  findEmbeds();
  if ((settings.vitals ?? settings.domains) != null) load('more');

  // ---------------------------------------------------------------- the page's own calls

  /** @type {CoreCairn} */
  const cairn = (name, options = {}) => attempt(() => track(name, options.props, options.value, options.orderId));
  /**
   * @param {string | number | null} id
   * @param {{signature?: string}} [proof]
   */
  cairn.identify = (id, proof) => {
    // Earlier events belong to the previous user.
    analytics == null || batches.forEach(seal);
    user = id && id + '';
    signature = proof?.signature;
    analytics !== false && user && track('identify');
  };
  /** @param {Consent} given */
  cairn.consent = given =>
    // An omitted field keeps its value.
    attempt(() => {
      const next = given.analytics ?? analytics;
      decide(next === true, (given.ads ?? ads) === true, next != null);
    });
  cairn.optOut = () => {
    setCookie(OPTED_OUT, ID_SECONDS);
    attempt(forgetQueue);
    analytics = null;
    flush();
  };
  cairn.visitor = () => (analytics && deviceId()) || null;
  /** @param {HTMLFormElement} form whose data was accepted */
  cairn.success = form => attempt(() => track('form_submit', {form: nameOf(form)}));

  view(document.referrer);
  decide(settings.consent == 'granted', false);

  const dataLayer = (window.dataLayer = window.dataLayer || []);
  const push = dataLayer.push;
  follow(dataLayer);
  dataLayer.push = (/** @type {Entry[]} */ ...entries) => {
    follow(entries);
    return push.apply(dataLayer, entries);
  };

  window.cairn = cairn;
  queued.forEach(([method, args]) =>
    attempt(() =>
      /** @type {(...args: never[]) => unknown} */ (cairn[/** @type {'optOut'} */ (method)] || cairn)(...args),
    ),
  );
};

// A prerendered page has not been seen yet, and may never be.
const start = run.bind(null, /** @type {HTMLScriptElement} */ (document.currentScript));
document.prerendering ? document.addEventListener('prerenderingchange', start) : start();
