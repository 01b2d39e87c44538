/** The page of a stack that has no site yet. */

import {style} from '../editor/style.js';
import {el} from '../ui/dom.js';
import {t} from '../ui/text.js';
import {siteForm} from './site-form.js';

/** @import {Api} from '../api/api.js' */

/**
 * @param {Api} api
 * @param {(id: string) => unknown} added
 * @param {() => void} leave signs out
 */
export function firstSite(api, added, leave) {
  style('setup');
  document.title = `${t('Add your first site')} · Cairn`;
  return el(
    'main',
    {class: 'setup-first', id: 'main', tabindex: '-1'},
    el('img', {src: '/app/cairn.svg', alt: '', width: '48', height: '48'}),
    el('h1', {}, t('Add your first site')),
    el('p', {class: 'explained'}, t('Where do your visitors come? Everything else follows from the address.')),
    el('section', {class: 'card'}, siteForm(api, added)),
    el('p', {}, el('button', {type: 'button', class: 'quiet', on: {click: leave}}, t('Sign in with another key'))),
  );
}
