/*
 * cairn.js reports what happens on a page to Cairn. docs/browser.md documents it for the people who install it. The
 * build wraps this file in a function and minifies it. The gzipped result may be at most 3,600 bytes, so the code takes
 * the shorter way wherever there are two.
 *
 * The path of an event: track() adds it to its page's batch; seal() sets the batch's visitor and consent, permanently;
 * post() sends the batch, which is kept until the collector has answered. A retry differs only in sent_at, so the
 * collector recognizes the events.
 */

/** @import {Batch, Consent, Entry, EventOptions, Fired, On, Queued, Value} from '#script' */

/** @param {HTMLScriptElement} script */
const run = script => {
  // A second copy, from a tag manager for instance, would count everything twice.
  const queued = window.cairn ? /** @type {{q?: Queued[]}} */ (window.cairn).q : [];
  if (!queued) return;

  const settings = script.dataset;
  const site = settings.site || /[?&]site=([\w.-]+)/.exec(script.src)?.[1];
  const debug = location.search.includes('cairn_debug=1');
  // The stack fills in its own event path when it serves the script.
  const endpoint = new URL(settings.endpoint || '%EVENT_PATH%', script.src) + (debug ? '?debug=1' : '');

  const ID_SECONDS = 395 * 86400;
  const OPTED_OUT = 'out';
  const STORED = 'cairn#';
  const MAX_STORED = 20;
  const MAX_EVENTS = 50;
  // Browsers send at most 64 KiB of pending bodies after a page is left.
  const MAX_BODY_BYTES = 48 * 1024;
  const SMALL_BODY_BYTES = 8e3;
  const FIRST_WAIT_MILLIS = 500;
  const BATCH_MILLIS = 1000;
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
  const setCookie = (value, seconds) => {
    let domain = '';
    for (const label of location.hostname.split('.').reverse()) {
      domain = domain ? label + '.' + domain : label;
      if (deviceId() != value) deviceId(`cairn=${value};path=/;samesite=lax;max-age=${seconds};domain=${domain}`);
    }
  };

  const stored = () => Object.keys(localStorage).filter(key => key.startsWith(STORED));

  const forget = () => {
    setCookie('', 0);
    stored().forEach(key => delete localStorage[key]);
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
      forget();
      track('consent_withdrawn');
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
        if (command != 'consent') continue;
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
  /** @type {string} */
  let url;
  /** @type {string} */
  let referrer;

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
   * @returns {undefined}
   */
  const track = (name, props, value, orderId) => {
    let batch = batches.at(-1);
    if (!batch || batch.consent || batch.context.url != url || batch.events.length >= MAX_EVENTS) {
      batch = {site, events: [], context: {url, referrer, webdriver: navigator.webdriver}};
      batches.push(batch);
    }
    // A copy, so later changes by the page have no effect. Throws if the event would make its whole batch unreadable.
    const event = JSON.stringify({
      id: randomId(),
      name,
      at: Date.now(),
      seq: sequence++,
      props,
      value: +(/** @type {string} */ (value)) == value ? {amount: value} : value,
      order_id: orderId ? orderId + '' : undefined,
    });
    batch.events.push(JSON.parse(event));
    later();
  };

  /** @param {Batch} batch */
  const seal = batch => {
    if (batch.consent) return;
    // Another tab may have withdrawn consent meanwhile: without the id there is none.
    const visitor = analytics ? deviceId() : null;
    batch.consent = {analytics: !!visitor, ads: ads && !navigator.globalPrivacyControl};
    batch.visitor = visitor;
    batch.user = visitor && user;
    batch.user_signature = batch.user && signature;
    // A document's first event is its page view; by now its load time may be known.
    const event = batch.events[0];
    const {timing} = performance;
    if (!event.seq && timing.loadEventStart) event.props = {load_ms: timing.loadEventStart - timing.navigationStart};
  };

  /** @param {Batch} batch */
  const keyOf = batch => STORED + batch.events[0].id;

  /** @param {Batch} batch */
  const store = batch => {
    seal(batch);
    attempt(() => {
      if (batch.visitor && stored().length < MAX_STORED) localStorage[keyOf(batch)] = JSON.stringify(batch);
    });
  };

  /** @param {Batch} batch */
  const drop = batch => {
    batches = batches.filter(each => each != batch);
    if (batch.visitor) delete localStorage[keyOf(batch)];
  };

  /** @param {Batch} batch */
  const split = batch =>
    batch.events[1] && batches.push({...batch, events: batch.events.splice(batch.events.length / 2)});

  /**
   * @param {Batch} batch
   * @returns {Promise<unknown>}
   */
  const post = async batch => {
    seal(batch);
    if (batch.visitor && batch.visitor != deviceId()) return drop(batch);
    batch.sent_at = Date.now();
    const body = JSON.stringify(batch);
    if (new Blob([body]).size > MAX_BODY_BYTES) return split(batch) ? post(batch) : drop(batch);
    underWay.add(batch);
    // Outlives the page. Browsers without keepalive (Firefox before 133) lose pending requests.
    /** @type {RequestInit} */
    const options = {body, keepalive: true, credentials: 'omit', method: 'POST'};
    const answer = await fetch(endpoint, options).catch(Response.error);
    const status = answer.status;
    // Chromium counts a request towards the 64 KiB until its response is read completely.
    const told = await answer.text().catch(String);
    underWay.delete(batch);
    // Every error has a message. Without it, nobody would learn why nothing is counted.
    attempt(() => {
      if (debug && status == 200) {
        for (const line of JSON.parse(told).events) console.log('cairn:', batch.events[line.index].name, line);
      } else if (debug || told.includes('message')) console.warn('cairn:', status || 'no answer', told);
    });
    if (!status || status == 429 || status > 499) {
      // No response: the network is down, or the body exceeds the remaining keepalive quota.
      status || (body.length > SMALL_BODY_BYTES && split(batch));
      batch.tries = -~(/** @type {number} */ (batch.tries));
      // Store both halves: the page may be left before they are sent.
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
    // Possibly set in another tab.
    if (deviceId() == OPTED_OUT) analytics = null;
    if (analytics == null) return;
    if (!navigator.onLine) return batches.forEach(store);
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
  let engaged;
  /** @type {number | false} */
  let activeSince;
  /** @type {number} */
  let depth;
  /** @type {boolean | 0} */
  let scrolled;
  /** @type {number} */
  let lastY;
  /** @type {Record<string, 1>} */
  let seen;

  const measure = () => {
    const now = performance.now();
    if (activeSince) engaged += now - activeSince;
    activeSince = document.hasFocus() && !document.hidden && now;
    // Only downwards: a new page of the same document begins with a jump to its top.
    scrolled ||= scrollY > lastY;
    lastY = scrollY;
    const percent = ((scrollY + innerHeight) / document.documentElement.scrollHeight) * 100;
    depth = Math.max(depth, Math.min(100, Math.round(percent)));
  };

  const trackEngagement = () => {
    measure();
    if (engaged < MIN_ENGAGED_MILLIS && !scrolled) return;
    track('engagement', {engaged_ms: Math.round(engaged), scroll: depth, scrolled});
    engaged = depth = 0;
    scrolled = 0;
  };

  const here = () => location.href.split('#')[0];

  /** @param {string} from */
  const view = from => {
    url = here();
    referrer = from;
    measure();
    engaged = depth = 0;
    scrolled = 0;
    seen = {};
    track('page_view');
  };

  /**
   * A URL change without a load is a new page view, unless only the query was replaced, as filters do.
   *
   * @param {string} mark
   */
  const navigated = mark => {
    if (here().split(mark)[0] == url.split(mark)[0]) return;
    trackEngagement();
    view(url);
  };

  /** @type {Record<string, string>} */
  const marks = {pushState: '#', replaceState: '?'};
  for (const method in marks) {
    const original = history[/** @type {'pushState'} */ (method)];
    history[/** @type {'pushState'} */ (method)] = (/** @type {Parameters<History['pushState']>} */ ...state) => {
      original.apply(history, state);
      navigated(marks[method]);
    };
  }

  on('popstate', () => navigated('#'));
  on('pageshow', (/** @type {PageTransitionEvent} */ event) => event.persisted && view(url));
  on('focus blur scroll', measure);
  on('pagehide visibilitychange online offline', () => {
    trackEngagement();
    flush(true);
  });
  // A visit ends after 30 minutes without an event; this keeps a long read alive.
  setInterval(trackEngagement, LONG_READ_MILLIS);

  // ---------------------------------------------------------------- what happens on a page

  on(
    'click auxclick',
    (/** @type {HTMLElement} */ {attributes, dataset}) => {
      /** @type {Record<string, string>} */
      const props = {};
      for (const {name, value} of attributes) {
        const key = name.split('cairn-prop-')[1];
        if (key) props[key] = value;
      }
      track(dataset.cairnEvent, props);
    },
    '[data-cairn-event]',
  );

  const FILES = /\.(pdf|(doc|xls|ppt)x?|csv|txt|epub|zip|rar|gz|dmg|exe|mp[34])$/i;

  on(
    'click auxclick',
    (/** @type {HTMLAnchorElement & {attributes: {download?: Attr}}} */ {attributes, pathname, host}) => {
      if (attributes.download || FILES.test(pathname))
        // Paths that are not UTF-8 stay encoded.
        track('file_download', {file: attempt(() => decodeURI(pathname)) || pathname});
      else if (host && host != location.host) track('outbound_click', {host});
    },
    'a[href]',
  );

  on(
    'input invalid submit',
    (/** @type {HTMLFormElement & {attributes: {name?: Attr}}} */ form, {type, target}) => {
      const name = form.attributes.name?.value || form.id;
      const submitted = target == form;
      const key = /** @type {string} */ (/** @type {unknown} */ ([name, type == 'invalid' && target.name]));
      if (submitted ? form.matches(':invalid') : seen[key]) return;
      seen[key] = 1;
      track('form_' + (submitted ? type : type == 'input' ? 'start' : 'error'), {
        form: name,
        field: submitted ? undefined : target.name,
      });
    },
    'form',
  );

  /**
   * By source: the next percentage to report.
   *
   * @type {Record<string, number>}
   */
  const videos = {};

  on(
    'timeupdate ended error',
    (/** @type {HTMLVideoElement} */ video, {type, target}) => {
      const source = video.currentSrc;
      /**
       * @param {string} what
       * @param {object} [props]
       */
      const trackVideo = (what, props) =>
        track('video_' + what, {video: video.id || source.split(/[?#]/)[0].split('/').pop(), ...props});
      // A video in a loop is decoration.
      if (video.loop) return;
      if (type == 'error') {
        // If a source fails, the browser tries the next one.
        if (target == video || !target.nextElementSibling) trackVideo(type, {code: video.error?.code || 4});
        return;
      }
      // Counts what was actually played: a jump to the end is not watching.
      let seconds = 0;
      for (let i = video.played.length; i--;) seconds += video.played.end(i) - video.played.start(i);
      const percent = Math.round((seconds / video.duration) * 100);
      if (seconds) videos[source] ||= trackVideo('start') || 25;
      for (; videos[source] < 100 && percent >= videos[source]; videos[source] += 25) {
        trackVideo('progress', {percent: videos[source]});
      }
      if (type == 'ended' && videos[source] < 200) {
        videos[source] = 200;
        trackVideo('complete', {percent});
      }
    },
    'video',
  );

  // ---------------------------------------------------------------- the page's own calls

  /**
   * @param {string} name
   * @param {EventOptions} options
   */
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
    attempt(() =>
      decide(
        (given.analytics ?? analytics) === true,
        (given.ads ?? ads) === true,
        (given.analytics ?? analytics) != null,
      ),
    );
  cairn.optOut = () => {
    attempt(forget);
    setCookie(OPTED_OUT, ID_SECONDS);
    analytics = null;
  };
  cairn.visitor = () => (analytics && deviceId()) || null;

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
    attempt(() => /** @type {(...args: never[]) => unknown} */ (method ? cairn[method] : cairn)(...args)),
  );
};

// A prerendered page has not been seen yet, and may never be.
const start = run.bind(null, /** @type {HTMLScriptElement} */ (document.currentScript));
document.prerendering ? document.addEventListener('prerenderingchange', start) : start();
