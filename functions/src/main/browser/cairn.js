/*
 * cairn.js: what a page tells Cairn, and how. docs/browser.md explains it to those who put it into their pages. The
 * build minifies this file; at most 3,000 bytes of it may travel, gzipped, hence the short way wherever there are two.
 *
 * An event's way: track() puts it into a batch of its page; seal() gives the batch its visitor and consent, once and
 * for all; post() sends it, and it is kept until the collector has answered. A repeat differs in its sent_at only, so
 * that the collector knows the events again.
 */
(() => {
  // A second copy, from a tag manager for instance, would count everything twice.
  if (window.cairn && !window.cairn.q) return

  const script = document.currentScript
  const settings = script.dataset
  const site = settings.site || new URL(script.src).searchParams.get('site')
  const debug = /[?&]cairn_debug=1/.test(location.search)
  // The stack puts its own path of events here when it serves the script.
  const endpoint = new URL(settings.endpoint || '%EVENT_PATH%', script.src) + (debug ? '?debug=1' : '')

  const ID_SECONDS = 395 * 86400
  const OPTED_OUT = 'out'
  const STORED = 'cairn#'
  const MAX_BATCHES = 20
  const MAX_EVENTS = 50
  // Of all bodies under way when a page is left, browsers take 64 KiB.
  const MAX_BODY_BYTES = 48 * 1024
  const SMALL_BODY_BYTES = 8 * 1024
  const MAX_TRIES = 8
  const BATCH_MILLIS = 1000
  const MIN_ENGAGED_MILLIS = 1000
  const LONG_READ_MILLIS = 300000

  const log = (...told) => debug && console.log('cairn:', ...told)

  /** The function's result, undefined if it throws: storage may be forbidden or full, a page may pass anything. */
  const attempt = (action) => {
    try {
      return action()
    } catch (error) {
      log(error)
    }
  }

  /** Listens before anybody can stop the event: for elements that match the selector, or without one for all. */
  const on = (types, listener, selector) =>
    types.split(' ').forEach((type) =>
      addEventListener(
        type,
        (event) => {
          const element = selector ? event.target.closest?.(selector) : event
          // The middle button opens a link, the right one a menu.
          element && !(event.button > 1) && attempt(() => listener(element, event))
        },
        true,
      ),
    )

  /** 128 random bits. */
  const randomId = () => Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('-')

  // ---------------------------------------------------------------- what is stored, with consent only

  const deviceId = (write) =>
    attempt(() => {
      if (write) document.cookie = write
      return /(?:^|; )cairn=([\w-]+)/.exec(document.cookie)?.[1]
    })

  /** Tries the domains from the widest on; browsers refuse those that belong to more than this site. */
  const setCookie = (value, seconds) => {
    let domain = ''
    for (const label of location.hostname.split('.').reverse()) {
      domain = label + (domain && '.') + domain
      if (deviceId() != value) deviceId(`cairn=${value};path=/;samesite=lax;max-age=${seconds};domain=${domain}`)
    }
  }

  const stored = () => Object.keys(localStorage).filter((key) => key.startsWith(STORED))

  const forget = () => {
    setCookie('', 0)
    stored().forEach((key) => delete localStorage[key])
  }

  // ---------------------------------------------------------------- consent

  /** true: granted. false: denied, and events are counted without anything stored. undefined: nothing is sent yet. */
  let analytics = settings.consent == 'wait' ? undefined : false
  let ads = false
  let decided
  let optedOut = deviceId() == OPTED_OUT
  let user

  /** @param explicit somebody decided: a denial then also withdraws what was granted before */
  const decide = (nextAnalytics, nextAds, explicit) => {
    if (optedOut) return
    // What was collected after a denial stays without a visitor.
    decided && !analytics && batches.forEach(seal)
    decided = explicit
    ads = nextAds
    if (nextAnalytics && !analytics) {
      deviceId() || setCookie(randomId(), ID_SECONDS)
      if (deviceId()) stored().forEach((key) => batches.push(JSON.parse(localStorage[key])))
    }
    analytics = nextAnalytics
    if (explicit && !analytics && deviceId()) {
      forget()
      track('consent_withdrawn')
    }
    later(BATCH_MILLIS)
  }

  const signals = {}

  /** Google Consent Mode: gtag('consent', 'default' | 'update', {analytics_storage: 'granted' | 'denied', …}). */
  const follow = (entries) => {
    for (const { 0: command, 1: kind, 2: given } of entries) {
      if (command != 'consent') continue
      for (const signal in given) {
        // A default may hold in some regions only, and we do not know where the visitor is: a denial goes before.
        if (kind == 'update' || given[signal] == 'denied' || !(given.region || signals[signal])) {
          signals[signal] = given[signal]
        }
      }
      const granted = (signal) => signals[signal] == 'granted'
      signals.analytics_storage &&
        decide(granted('analytics_storage'), granted('ad_storage') && granted('ad_user_data'), kind == 'update')
    }
  }

  // ---------------------------------------------------------------- batches

  let batches = []
  const underWay = new Set()
  let timer
  let sequence = 0
  let url, referrer, landing

  const later = (millis) => {
    timer ||= setTimeout(() => {
      timer = 0
      flush()
    }, millis)
  }

  const track = (name, { props, value, orderId } = {}) => {
    if (optedOut) return
    let batch = batches.at(-1)
    if (!batch || batch.consent || batch.context.url != url || batch.events.length >= MAX_EVENTS) {
      batch = { site, context: { url, referrer, webdriver: navigator.webdriver }, events: [] }
      batches = [...batches, batch].slice(-MAX_BATCHES)
    }
    // A copy: what the page does to its objects later is not ours. Throws what would make its whole batch unreadable.
    const event = JSON.parse(
      JSON.stringify({
        id: randomId(),
        name,
        at: Date.now(),
        seq: sequence++,
        props,
        value: value == null ? value : { amount: value.amount ?? value, currency: value.currency },
        order_id: orderId ? orderId + '' : undefined,
      }),
    )
    batch.events.push(event)
    later(BATCH_MILLIS)
    return event
  }

  const seal = (batch) => {
    if (batch.consent) return
    // Another tab may have withdrawn meanwhile: without the id there is no consent.
    const visitor = (analytics && deviceId()) || undefined
    batch.consent = { analytics: !!visitor, ads: ads && !navigator.globalPrivacyControl }
    batch.visitor = visitor
    batch.user = visitor && user
    const loaded = performance.getEntriesByType('navigation')[0]?.loadEventStart
    if (landing && loaded) landing.props = { load_ms: Math.round(loaded) }
    landing = 0
  }

  const keyOf = (batch) => STORED + batch.events[0].id

  const store = (batch) => {
    seal(batch)
    attempt(() => {
      if (batch.visitor && stored().length < MAX_BATCHES) localStorage[keyOf(batch)] = JSON.stringify(batch)
    })
  }

  const drop = (batch) => {
    batches = batches.filter((each) => each != batch)
    if (batch.visitor) delete localStorage[keyOf(batch)]
  }

  const split = (batch) =>
    batch.events[1] &&
    batches.splice(batches.indexOf(batch) + 1, 0, { ...batch, events: batch.events.splice(batch.events.length / 2) })

  const post = (batch, leaving) => {
    seal(batch)
    if (batch.visitor && batch.visitor != deviceId()) return drop(batch)
    batch.sent_at = Date.now()
    const body = JSON.stringify(batch)
    if (new Blob([body]).size > MAX_BODY_BYTES && split(batch)) return
    underWay.add(batch)
    const request =
      leaving && !('keepalive' in Request.prototype) && navigator.sendBeacon(endpoint, body)
        ? Promise.resolve(new Response())
        : fetch(endpoint, { method: 'POST', body, keepalive: true, credentials: 'omit' })
    request
      .catch(() => {})
      .then((answer) => {
        underWay.delete(batch)
        settle(batch, body, answer)
        debug && answer.json().then((told) => (told.events || [told.error]).forEach((line) => log(batch.events[line.index]?.name, line)))
      })
  }

  /** Without an answer there was no network, or no room for a body of this size. */
  const settle = (batch, body, answer) => {
    const status = answer?.status
    if (!status || status == 429 || status >= 500) {
      answer || (body.length > SMALL_BODY_BYTES && split(batch))
      batch.tries = -~batch.tries
      batch.tries > MAX_TRIES ? drop(batch) : store(batch)
      later(Math.max(answer?.headers.get('retry-after') * 1000 || 0, 2 ** batch.tries * 500 * (1 + Math.random())))
    } else {
      // One unreadable event shall not cost the others.
      ;((status == 400 || status == 413) && split(batch)) || drop(batch)
      flush()
    }
  }

  const flush = (leaving) => {
    if (analytics === undefined || document.prerendering) return
    if (!navigator.onLine) return batches.forEach(store)
    let next
    while ((leaving || !underWay.size) && (next = batches.find((batch) => !underWay.has(batch)))) post(next, leaving)
  }

  // ---------------------------------------------------------------- pages, and how they are read

  let engaged, activeSince, depth, reportedDepth, scrolled, lastY, seen

  const measure = () => {
    const now = performance.now()
    if (activeSince) engaged += now - activeSince
    activeSince = document.visibilityState == 'visible' && document.hasFocus() && now
    // Downwards: a new page of the same document begins with a jump to its top.
    scrolled ||= scrollY > lastY
    lastY = scrollY
    depth = Math.max(depth, Math.min(100, Math.round(((scrollY + innerHeight) / document.documentElement.scrollHeight) * 100)))
  }

  const trackEngagement = () => {
    measure()
    if (engaged < MIN_ENGAGED_MILLIS && !(scrolled && depth > reportedDepth)) return
    track('engagement', { props: { engaged_ms: Math.round(engaged), scroll: depth, scrolled } })
    engaged = 0
    reportedDepth = depth
  }

  const here = () => location.href.split('#')[0]

  const view = (from) => {
    url = here()
    referrer = from
    measure()
    engaged = depth = reportedDepth = 0
    scrolled = false
    seen = {}
    return track('page_view')
  }

  /** Pages that change their address without loading. A replaced query alone is no other page: filters do that. */
  const navigated = (replaced) => {
    const mark = replaced ? '?' : '#'
    if (here().split(mark)[0] == url.split(mark)[0]) return
    trackEngagement()
    view(url)
  }

  for (const method of ['pushState', 'replaceState']) {
    const original = history[method]
    history[method] = function () {
      original.apply(this, arguments)
      navigated(method[0] == 'r')
    }
  }

  on('popstate', () => navigated())
  on('pageshow', (event) => event.persisted && view(url))
  on('focus blur scroll', measure)
  on('pagehide visibilitychange online offline', () => {
    trackEngagement()
    flush(true)
  })
  // A visit ends after 30 minutes without an event; whoever reads that long is still there.
  setInterval(trackEngagement, LONG_READ_MILLIS)

  // ---------------------------------------------------------------- what happens on a page

  on(
    'click auxclick',
    ({ dataset, attributes }) => {
      const props = {}
      for (const { name, value } of attributes) {
        if (name.startsWith('data-cairn-prop-')) props[name.slice(16)] = value
      }
      track(dataset.cairnEvent, { props })
    },
    '[data-cairn-event]',
  )

  const FILES = /\.(pdf|docx?|xlsx?|pptx?|od[tsp]|txt|rtf|csv|epub|mobi|zip|rar|7z|gz|dmg|exe|msi|apk|mp[34])$/i

  on(
    'click auxclick',
    ({ download, pathname, host }) => {
      if (download || FILES.test(pathname)) track('file_download', { props: { file: decodeURI(pathname) } })
      else if (host && host != location.host) track('outbound_click', { props: { host } })
    },
    'a[href]',
  )

  on(
    'input invalid submit',
    (form, { type, target }) => {
      const name = form.getAttribute('name') || form.id
      const submitted = target == form
      const key = [name, type == 'invalid' && target.name]
      if (submitted ? !form.checkValidity() : seen[key]) return
      seen[key] = 1
      track('form_' + { input: 'start', invalid: 'error', submit: 'submit' }[type], {
        props: { form: name, field: submitted ? undefined : target.name },
      })
    },
    'form',
  )

  /** By source: how much of it is told already, in percent. */
  const videos = {}

  on(
    'playing timeupdate ended error',
    (video, { type, target }) => {
      const source = video.currentSrc
      const trackVideo = (what, props) =>
        track('video_' + what, {
          props: { video: video.id || /[^/?#]*(?=[?#]|$)/.exec(source)[0], ...props },
        })
      // A video in a loop is decoration.
      if (video.loop) return
      // A source that fails is followed by the next one.
      if (type == 'error') return target.nextElementSibling && target != video || trackVideo('error', { code: video.error?.code || 4 })
      if (type == 'playing' && !videos[source]) {
        videos[source] = 25
        trackVideo('start')
      }
      // What was really played: who jumps to the end has not seen it.
      let seconds = 0
      for (let i = 0; i < video.played.length; i++) seconds += video.played.end(i) - video.played.start(i)
      const percent = Math.min(100, Math.round((seconds / video.duration) * 100))
      for (; videos[source] < 100 && percent >= videos[source]; videos[source] += 25) {
        trackVideo('progress', { percent: videos[source] })
      }
      if (type == 'ended' && videos[source] < 200) {
        videos[source] = 200
        trackVideo('complete', { percent })
      }
    },
    'video',
  )

  // ---------------------------------------------------------------- the page's own calls

  const cairn = (name, options) => {
    attempt(() => track(name, options || {}))
  }
  cairn.identify = (id) => {
    // What happened before belongs to whoever was there before.
    analytics === undefined || batches.forEach(seal)
    user = id == null ? id : id + ''
    user && analytics !== false && track('identify')
  }
  cairn.consent = (given) => decide((given.analytics ?? analytics) === true, (given.ads ?? ads) === true, true)
  cairn.optOut = () => {
    attempt(forget)
    setCookie(OPTED_OUT, ID_SECONDS)
    batches = []
    optedOut = true
    analytics = false
  }
  cairn.visitor = () => (analytics && deviceId()) || null

  const queued = window.cairn?.q || []
  window.cairn = cairn

  settings.consent == 'granted' && decide(true, false)
  const dataLayer = (window.dataLayer ||= [])
  attempt(() => follow(dataLayer))
  const push = dataLayer.push
  dataLayer.push = function () {
    attempt(() => follow(arguments))
    return push.apply(this, arguments)
  }

  const start = () => {
    queued.forEach(([method, args]) => attempt(() => (method ? cairn[method] : cairn)(...args)))
    landing = view(document.referrer)
  }
  document.prerendering ? on('prerenderingchange', start) : start()
})()
