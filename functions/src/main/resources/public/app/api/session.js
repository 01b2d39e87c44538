/** The reader's key or share. Kept for this tab or, if requested, on this device. */

const NAME = 'cairn-key';

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
  forget();
  const [tab, device] = stores();
  (remember ? device : tab)?.setItem(NAME, text);
}

export function forget() {
  stores().forEach(store => store.removeItem(NAME));
}
