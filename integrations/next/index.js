'use client';

import {cairn, load} from '@cairn/browser';
import {useEffect} from 'react';

export {cairn};

/**
 * Loads the script once, after the page has become interactive. The script sees the router's changes of the URL itself.
 *
 * @param {import('@cairn/browser').LoadOptions} options
 */
export function Cairn({src, site, consent, endpoint, nonce}) {
  useEffect(() => void load({src, site, consent, endpoint, nonce}), [src, site, consent, endpoint, nonce]);
  return null;
}
