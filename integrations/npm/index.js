/**
 * Loads the browser script from a Cairn stack and forwards calls to it. Calls made before the script has loaded are
 * queued. Safe to import without a page: on a server, calls do nothing.
 */

/** @import {Cairn, Consent, EventOptions, LoadOptions} from './index.d.ts' */

/** @typedef {Cairn & {q?: [method: string, args: unknown[]][]}} Calls the script, or what stands in until it is there */

const METHODS = /** @type {const} */ (['identify', 'consent', 'optOut', 'success']);

/** The one-line stub of docs/browser.md. */
const stub = () => {
  /** @type {[method: string, args: unknown[]][]} */
  const queued = [];
  const later =
    (/** @type {string} */ method) =>
    (/** @type {unknown[]} */ ...args) =>
      void queued.push([method, args]);
  const calls = /** @type {Calls} */ (later(''));
  calls.q = queued;
  for (const method of METHODS) calls[method] = later(method);
  calls.visitor = () => null;
  return calls;
};

const page = () => (typeof window === 'undefined' ? undefined : window);

const calls = () => {
  const window = page();
  return window && /** @type {Calls} */ (window.cairn ||= stub());
};

/**
 * Reports an event.
 *
 * @param {string} name
 * @param {EventOptions} [options]
 */
export const cairn = (name, options) => void calls()?.(name, options);
/**
 * @param {string | number | null} id
 * @param {{signature?: string}} [proof]
 */
cairn.identify = (id, proof) => void calls()?.identify(id, proof);
/** @param {Consent} given */
cairn.consent = given => void calls()?.consent(given);
cairn.optOut = () => void calls()?.optOut();
cairn.visitor = () => calls()?.visitor() ?? null;
/** @param {HTMLFormElement} form */
cairn.success = form => void calls()?.success(form);

/** What load() takes besides, each an attribute of the script's element. */
const ATTRIBUTES = /** @type {const} */ ([
  'consent',
  'endpoint',
  'datalayer',
  'hash',
  'exclude',
  'mask',
  'files',
  'domains',
  'vitals',
]);

/**
 * Adds the script to the page, once.
 *
 * @param {LoadOptions} options
 */
export const load = options => {
  const {src, site, nonce} = options;
  if (!src || !site)
    throw new TypeError('load() needs src, the address of your cairn.js, and site, the id of the site.');
  if (!calls()?.q || document.querySelector('script[data-cairn-loaded]')) return cairn;
  const script = document.createElement('script');
  script.async = true;
  script.src = src;
  script.dataset.site = site;
  script.dataset.cairnLoaded = '';
  for (const name of ATTRIBUTES) {
    const value = options[name];
    if (value) script.dataset[name] = value === true ? '' : value;
  }
  if (nonce) script.nonce = nonce;
  document.head.append(script);
  return cairn;
};
