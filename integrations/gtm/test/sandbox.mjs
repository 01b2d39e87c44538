import {readFileSync} from 'node:fs';

/**
 * Google Tag Manager's sandbox for web templates, as far as this template meets it. Tag Manager itself runs at Google
 * only. Modelled after Google's pages "Sandboxed JavaScript", "APIs", "Permissions" and "Consent" for custom templates:
 * - the file's sections, and that parameters without a value have their default;
 * - that code sees `require` and `data`, and none of the page's globals;
 * - that an API exists only if it is required by name, and works only with the permission in ___WEB_PERMISSIONS___:
 *   injectScript for a listed URL pattern, callInWindow for a key with execute, isConsentGranted and addConsentListener
 *   for a consent type with read, templateStorage;
 * - that injectScript with a token makes one script element, and queues its callbacks until that has loaded;
 * - that a consent type which nobody has set counts as granted, and that a listener is called on changes only;
 * - that values passed to the page are copies.
 * Not modelled: the compiler's check of the language (ECMAScript 5.1 with arrow functions, const and let), the template
 * editor, triggers and tag sequencing. Scripts may come from http://localhost here; Tag Manager takes https only.
 */
export class Template {
  #sections;

  /** @param {string} address replaces the example's address in the file, as docs/integrations/gtm.md says */
  constructor(file, address) {
    const text = readFileSync(file, 'utf8').replaceAll('https://stats.shop.example', address);
    const parts = text.split(/^___([A-Z_]+)___$/m).slice(1);
    this.#sections = Object.fromEntries(
      parts.map((name, i) => (i % 2 ? [] : [name, parts[i + 1].trim()])).filter(p => p.length),
    );
    this.info = JSON.parse(this.#sections.INFO);
    this.parameters = JSON.parse(this.#sections.TEMPLATE_PARAMETERS);
  }

  /** What a page needs to run the tag, as an expression of JavaScript; `fire` takes the fields that a person fills in. */
  script() {
    const defaults = Object.fromEntries(
      this.parameters.filter(p => 'defaultValue' in p).map(p => [p.name, p.defaultValue]),
    );
    const code = this.#sections.SANDBOXED_JS_FOR_WEB_TEMPLATE;
    return `window.gtm = (${sandbox})(${JSON.stringify({code, defaults, may: this.#permissions()})});`;
  }

  #permissions() {
    const value = ({type, string, boolean, listItem, mapKey, mapValue}) =>
      type === 1
        ? string
        : type === 8
          ? boolean
          : type === 2
            ? listItem.map(value)
            : Object.fromEntries(mapKey.map((key, i) => [value(key), value(mapValue[i])]));
    return Object.fromEntries(
      JSON.parse(this.#sections.WEB_PERMISSIONS).map(({instance}) => [
        instance.key.publicId,
        Object.fromEntries(instance.param.map(each => [each.key, value(each.value)])),
      ]),
    );
  }
}

/** Runs in the page. */
function sandbox({code, defaults, may}) {
  const consent = {};
  const listeners = [];
  const storage = {};
  const scripts = {};
  const copy = value => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));
  const demand = (allowed, what) => {
    if (!allowed) throw new Error(`no permission to ${what}`);
  };
  const matches = (pattern, url) =>
    new RegExp('^' + pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*') + '$').test(url);
  const mayRead = type =>
    demand(
      (may.access_consent?.consentTypes ?? []).some(each => each.consentType === type && each.read),
      `read the consent ${type}`,
    );
  const isGranted = type => consent[type] !== 'denied';
  const apis = {
    injectScript(url, onSuccess, onFailure, token = Math.random()) {
      demand(/^https:|^http:\/\/localhost[:/]/.test(url), `inject ${url}, which is not https`);
      demand(
        (may.inject_script?.urls ?? []).some(pattern => matches(pattern, url)),
        `inject ${url}`,
      );
      if (!scripts[token]) {
        const script = document.createElement('script');
        script.async = true;
        script.src = url;
        scripts[token] = new Promise((done, failed) => Object.assign(script, {onload: done, onerror: failed}));
        document.head.append(script);
      }
      scripts[token].then(
        () => onSuccess?.(),
        () => onFailure?.(),
      );
    },
    callInWindow(path, ...args) {
      demand(
        (may.access_globals?.keys ?? []).some(each => each.key === path && each.execute),
        `call ${path}`,
      );
      const names = path.split('.');
      const owner = names.slice(0, -1).reduce((object, name) => object?.[name], window);
      const callee = owner?.[names.at(-1)];
      return typeof callee === 'function' ? copy(callee.apply(owner, args.map(copy))) : undefined;
    },
    encodeUriComponent: text => encodeURIComponent(text),
    isConsentGranted(type) {
      mayRead(type);
      return isGranted(type);
    },
    addConsentListener(type, listener) {
      mayRead(type);
      listeners.push({type, listener});
    },
    templateStorage: {
      getItem: key => copy(storage[key]),
      setItem: (key, value) => {
        storage[key] = copy(value);
      },
    },
  };
  const require = name => {
    if (!(name in apis)) throw new Error(`there is no API ${name} in this sandbox`);
    return apis[name];
  };
  const hidden = [
    'window',
    'document',
    'self',
    'globalThis',
    'location',
    'navigator',
    'fetch',
    'setTimeout',
    'localStorage',
    'cairn',
  ];
  const run = new Function('require', 'data', ...hidden, `'use strict';\n${code}`);
  return {
    /** Fires a tag; resolves with how it ended. */
    fire: fields =>
      new Promise(ended =>
        run(require, {
          ...defaults,
          ...fields,
          gtmOnSuccess: () => ended('success'),
          gtmOnFailure: () => ended('failure'),
        }),
      ),
    /** What a consent tool does. */
    setConsent(changes) {
      const before = Object.fromEntries(Object.keys(changes).map(type => [type, isGranted(type)]));
      Object.assign(consent, changes);
      listeners
        .filter(({type}) => type in changes && before[type] !== isGranted(type))
        .forEach(({type, listener}) => listener(type, isGranted(type)));
    },
  };
}
