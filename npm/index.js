/**
 * Loads the browser script from a Cairn stack and passes calls on to it. What is called before the script is there is
 * kept and done when it comes. Safe to import where there is no page: calls do nothing on a server.
 */

const METHODS = ['identify', 'consent', 'optOut'];

/** The one-line stub of docs/browser.md. */
const stub = () => {
  const queued = [];
  const calls = (...args) => void queued.push(['', args]);
  calls.q = queued;
  for (const method of METHODS) calls[method] = (...args) => void queued.push([method, args]);
  calls.visitor = () => null;
  return calls;
};

const page = () => (typeof window === 'undefined' ? undefined : window);

const calls = () => {
  const window = page();
  return window && (window.cairn ||= stub());
};

/** Reports an event. */
export const cairn = (name, options) => void calls()?.(name, options);
cairn.identify = id => void calls()?.identify(id);
cairn.consent = given => void calls()?.consent(given);
cairn.optOut = () => void calls()?.optOut();
cairn.visitor = () => calls()?.visitor() ?? null;

/** Puts the script into the page, once. */
export const load = ({src, site, consent, endpoint, nonce}) => {
  if (!src || !site)
    throw new TypeError('load() needs src, the address of your cairn.js, and site, the id of the site.');
  if (!calls()?.q || document.querySelector('script[data-cairn-loaded]')) return cairn;
  const script = document.createElement('script');
  script.async = true;
  script.src = src;
  script.dataset.site = site;
  script.dataset.cairnLoaded = '';
  if (consent) script.dataset.consent = consent;
  if (endpoint) script.dataset.endpoint = endpoint;
  if (nonce) script.nonce = nonce;
  document.head.append(script);
  return cairn;
};
