/** The address of a site, as somebody types it: its origins, and a name and an id made from it. */

const LOCAL = /^(localhost|[\d.]+|\[.*\])$/;
const MOST = 64;

/**
 * The origin of an address; null if it is none.
 *
 * @param {string} address
 */
export function originOf(address) {
  const text = address.trim();
  const host = text.replace(/[:/].*$/, '');
  try {
    const url = new URL(/^[a-z]+:\/\//i.test(text) ? text : `${LOCAL.test(host) ? 'http' : 'https'}://${text}`);
    const named = url.hostname.includes('.') || LOCAL.test(url.hostname);
    return /^https?:$/.test(url.protocol) && named && !url.username ? url.origin : null;
  } catch {
    return null;
  }
}

/**
 * The origins of a site's pages: many sites answer with and without www.
 *
 * @param {string} origin
 */
export function originsOf(origin) {
  const {protocol, hostname, port} = new URL(origin);
  if (protocol !== 'https:' || port || LOCAL.test(hostname)) {
    return [origin];
  }
  return [origin, hostname.startsWith('www.') ? `https://${hostname.slice(4)}` : `${protocol}//www.${hostname}`];
}

/**
 * The host without www., as the site's name.
 *
 * @param {string} origin
 */
export const nameOf = origin => new URL(origin).hostname.replace(/^www\./, '');

/**
 * An id for the plan.
 *
 * @param {string} origin
 */
export const idOf = origin =>
  nameOf(origin)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, MOST);
