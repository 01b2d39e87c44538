/**
 * The reader's key or share. Kept for this tab or, if requested, on this device. A share that is opened beside a key is
 * lent: the key is used again once the share is given back.
 */

/** @import {SitesAnswer} from '#openapi' */

const NAME = 'cairn-key';
const OWN = 'cairn-own-key';
const SITES = 'cairn-sites';

/**
 * The site whose public page this is, by the address; null for the dashboard. A public page uses no key, even where one
 * is remembered: other sites may show it in a frame.
 */
export const publicSite = () => {
  const [, id] = /^\/public\/([^/]+)$/.exec(location.pathname) ?? [];
  return id === undefined ? null : decodeURIComponent(id);
};

/** @returns {Storage[]} */
function stores() {
  try {
    return [sessionStorage, localStorage];
  } catch {
    return [];
  }
}

/** The secret, or null. */
export function secret() {
  return (
    stores()
      .map(store => store.getItem(NAME))
      .find(Boolean) ?? null
  );
}

/** @param {string} text */
export const isShare = text => text.startsWith('share_');

/**
 * @param {string} text
 * @param {boolean} remember
 */
export function keep(text, remember) {
  const [tab, device] = stores();
  stores().forEach(store => [NAME, SITES, OWN].forEach(name => store.removeItem(name)));
  (remember ? device : tab)?.setItem(NAME, text);
}

/**
 * Uses a share in this tab. A key stays where it is remembered.
 *
 * @param {string} share
 */
export function lend(share) {
  const [tab] = stores();
  const own = tab?.getItem(NAME);
  if (own && !isShare(own)) {
    tab.setItem(OWN, own);
  }
  tab?.removeItem(SITES);
  tab?.setItem(NAME, share);
}

/** The key that a lent share stands in front of, or null. */
export function ownKey() {
  const [tab, device] = stores();
  const key = tab?.getItem(OWN) ?? device?.getItem(NAME) ?? tab?.getItem(NAME);
  return key && !isShare(key) ? key : null;
}

/** Forgets what is in use: a lent share, and then the key is in use again, or the key. */
export function forget() {
  const [tab, device] = stores();
  const own = ownKey();
  if (isShare(secret() ?? '') && own) {
    [NAME, SITES].forEach(name => tab.removeItem(name));
    if (tab.getItem(OWN)) {
      tab.setItem(NAME, own);
      tab.removeItem(OWN);
    }
    return;
  }
  [tab, device].forEach(store => [NAME, SITES, OWN].forEach(name => store?.removeItem(name)));
}

/** Where the key or share in use is. */
const inUse = () => stores().find(store => store.getItem(NAME));

/**
 * The sites of the reader as last listed, kept where the key is, so that the next visit asks for figures at once.
 *
 * @returns {{sites: SitesAnswer, at: number} | null}
 */
export function lastSites() {
  try {
    return JSON.parse(inUse()?.getItem(SITES) ?? 'null');
  } catch {
    return null;
  }
}

/** @param {SitesAnswer} sites */
export function keepSites(sites) {
  inUse()?.setItem(SITES, JSON.stringify({sites, at: Date.now()}));
}
