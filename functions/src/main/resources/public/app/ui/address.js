/** The state of the page is its address: `#/funnels/checkout?site=shop&range=30d&by=channel`. */

/** @import {Route} from '#types' */

/**
 * Parses a fragment: the view, the id within it, and the parameters.
 *
 * @returns {Route}
 */
export function read(fragment = location.hash) {
  const [path, query = ''] = fragment.replace(/^#\/?/, '').split('?', 2);
  const [view = '', id = null] = path.split('/', 2);
  return {view: view || 'today', id: id === null ? null : decode(id), params: new URLSearchParams(query)};
}

/** @param {string} part */
function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/**
 * A fragment with these parameters in place of the current ones; empty ones are omitted.
 *
 * @param {string} view
 * @param {string | null} id
 * @param {Record<string, string | null>} changes
 */
export function to(view, id, changes = {}, params = read().params) {
  const next = new URLSearchParams(params);
  for (const [name, value] of Object.entries(changes)) {
    if (value) {
      next.set(name, value);
    } else {
      next.delete(name);
    }
  }
  const path = id === null ? view : `${view}/${encodeURIComponent(id)}`;
  const query = next.toString();
  return `#/${path}${query && `?${query}`}`;
}

/**
 * The same view with other parameters.
 *
 * @param {Record<string, string>} changes
 */
export function change(changes) {
  const {view, id} = read();
  location.hash = to(view, id, changes);
}

/** The contents of a share link, `#share=share_…&site=shop`; null for any other address. */
export function shared(fragment = location.hash) {
  const params = new URLSearchParams(fragment.replace(/^#/, ''));
  const share = params.get('share');
  return share?.startsWith('share_') ? {share, site: params.get('site')} : null;
}
