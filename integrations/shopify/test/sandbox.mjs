import {readFileSync} from 'node:fs';

/**
 * Shopify's pixel manager, as far as a custom pixel meets it. Shopify itself runs at Shopify only. Modelled after
 * Shopify's pages "About web pixels" (lax sandbox), "Standard events", "Pixel privacy", "Web pixels API" and the types
 * of the package @shopify/web-pixels-extension 2.18.0:
 * - the pixel is a script of its own in an iframe with sandbox="allow-scripts allow-forms": a real one, so that the
 *   shop's document, cookies and storage are out of reach, and the browser sends `Origin: null`;
 * - its globals: analytics.subscribe(name, callback); browser.cookie.get(name) and set(cookie), asynchronous, on the
 *   shop's own page; init with context and customerPrivacy; api.customerPrivacy.subscribe('visitorConsentCollected');
 * - events with id, name, seq, timestamp, clientId, context.document of the shop's page, and data; DOM events
 *   (form_submitted) have no context;
 * - amounts as numbers with currencyCode; checkout.order.id, which may be missing; a checkout's token;
 * - that a pixel whose permission is "Not required" runs whatever the visitor has decided.
 * Not modelled: strict sandbox (app pixels), sendBeacon, localStorage of the shop, checkout's own pages and their hosts.
 */
export class PixelManager {
  /** @param {Record<string, string>} settings the constants that a merchant edits in the pixel */
  constructor(file, settings) {
    this.code = Object.entries(settings).reduce(
      (code, [name, value]) =>
        code.replace(new RegExp(`^const ${name} = .*;$`, 'm'), () => `const ${name} = ${JSON.stringify(value)};`),
      readFileSync(file, 'utf8'),
    );
  }

  /** What a page of the shop needs; `shopify.publish(name, data)` and `shopify.decide(privacy)` are the storefront's. */
  html(privacy = {}) {
    const sandboxed = `<script>${inFrame}; inFrame(${JSON.stringify(privacy)});</script><script>${this.code}</script>`;
    return `<script>${inShop}; inShop(${JSON.stringify(sandboxed).replaceAll('</', '<\\/')});</script>`;
  }
}

/** Runs in the shop's page. */
function inShop(sandboxed) {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts allow-forms');
  frame.hidden = true;
  frame.srcdoc = sandboxed;
  let seq = 0;
  const post = message => frame.contentWindow.postMessage(message, '*');
  const context = () => ({
    document: {location: {href: location.href}, referrer: document.referrer, title: document.title},
    navigator: {language: navigator.language, userAgent: navigator.userAgent},
  });
  addEventListener('message', ({data, source}) => {
    if (source !== frame.contentWindow) return;
    if (data.cookie === 'get') {
      const found = document.cookie.split('; ').find(each => each.startsWith(`${data.name}=`));
      post({answer: data.call, value: found === undefined ? '' : found.slice(data.name.length + 1)});
    } else if (data.cookie === 'set') {
      document.cookie = data.value;
      post({answer: data.call, value: data.value});
    }
  });
  const loaded = new Promise(done => (frame.onload = done));
  document.body.append(frame);
  window.shopify = {
    loaded,
    publish(name, data, withContext = true) {
      const event = {
        id: `sh-${Math.random().toString(16).slice(2, 10)}-66F8-41A2-${++seq}`,
        name,
        seq,
        timestamp: new Date().toISOString(),
        clientId: 'c1',
        type: withContext ? 'standard' : 'dom',
        data,
      };
      if (withContext) event.context = context();
      post({event});
    },
    decide: privacy => post({privacy}),
    frame,
    context,
  };
}

/** Runs in the iframe, before the pixel. */
function inFrame(privacy) {
  const subscribers = {};
  const privacySubscribers = [];
  const waiting = {};
  let calls = 0;
  const ask = message =>
    new Promise(done => {
      waiting[++calls] = done;
      parent.postMessage({...message, call: calls}, '*');
    });
  addEventListener('message', ({data}) => {
    if (data.answer) waiting[data.answer](data.value);
    if (data.event) (subscribers[data.event.name] ?? []).forEach(callback => callback(data.event));
    if (data.privacy) privacySubscribers.forEach(callback => callback({customerPrivacy: data.privacy}));
  });
  Object.assign(window, {
    analytics: {subscribe: (name, callback) => (subscribers[name] ??= []).push(callback)},
    browser: {
      cookie: {
        get: name => ask({cookie: 'get', name}),
        set: value => ask({cookie: 'set', value}),
      },
    },
    init: {
      context: {document: {location: {href: 'http://shop.example/?init'}, referrer: '', title: 'init'}},
      customerPrivacy: privacy,
    },
    api: {customerPrivacy: {subscribe: (_name, callback) => privacySubscribers.push(callback)}},
  });
}
