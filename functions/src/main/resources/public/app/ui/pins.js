/** Views that the reader keeps at the top of the navigation, with their range and filter. This device remembers them. */

import {el, icon} from './dom.js';
import {t} from './text.js';

/**
 * A kept view.
 *
 * @typedef Pin
 * @property {string} site
 * @property {string} hash its address
 * @property {string} title
 */

export const PIN = 'M7 3h6l-1 6 3 3H5l3-3zM10 12v5';
const NAME = 'cairn-pins';
/** Of all sites: a list, not an archive. */
const MOST = 30;

/** @returns {Pin[]} */
function all() {
  try {
    const pins = JSON.parse(localStorage.getItem(NAME) ?? '[]');
    return Array.isArray(pins) ? pins.filter(pin => /^#\//.test(pin?.hash) && typeof pin.title === 'string') : [];
  } catch {
    return [];
  }
}

/**
 * The views that are kept of a site, in the order in which they were.
 *
 * @param {string} site
 */
export const pinned = site => all().filter(pin => pin.site === site);

/**
 * A button that keeps the view as it is now, or lets it go.
 *
 * @param {string} site
 * @param {string} title
 * @param {() => void} changed
 */
export function pinButton(site, title, changed) {
  const {hash} = location;
  const isKept = pinned(site).some(pin => pin.hash === hash);
  return el(
    'button',
    {
      type: 'button',
      class: 'quiet pin',
      'data-key': 'pin',
      'aria-pressed': String(isKept),
      on: {
        click: () => {
          const others = all().filter(pin => pin.site !== site || pin.hash !== hash);
          try {
            const next = isKept ? others : [...others, {site, hash, title: named(title, hash)}].slice(-MOST);
            localStorage.setItem(NAME, JSON.stringify(next));
          } catch {
            // Without storage, nothing is kept.
          }
          changed();
        },
      },
    },
    icon(PIN),
    isKept ? t('Pinned') : t('Pin this view'),
  );
}

/**
 * The title of a view, and what tells it from the same view with other days or another filter.
 *
 * @param {string} title
 * @param {string} hash
 */
function named(title, hash) {
  const params = new URLSearchParams(hash.split('?')[1] ?? '');
  const more = [params.get('range'), params.get('filter')?.split(':').slice(1).join(':'), params.get('by')];
  return [title, ...more.filter(Boolean)].join(' · ');
}
