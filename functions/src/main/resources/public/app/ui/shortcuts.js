/** Keys for what is done most: D W M Q for ranges, / for search, F for filter, ? for this list. */

import {change, read} from './address.js';
import {el} from './dom.js';
import {USUAL_RANGE} from './ranges.js';
import {t} from './text.js';

/** @type {Record<string, string>} the range of each key */
const RANGES = {d: 'yesterday', w: '7d', m: '28d', q: '90d'};

const HELP = [
  ['D', t('Yesterday')],
  ['W', t('Last 7 days')],
  ['M', t('Last 28 days')],
  ['Q', t('Last 90 days')],
  ['/', t('Search in the table')],
  ['F', t('To the values to filter by, or to the filter that is set')],
  ['?', t('This list')],
  ['Enter', t('Takes the option of a list; Escape takes none')],
  ['← →', t('In a chart: reads its values')],
];

/** @param {EventTarget | null} target */
const isTyping = target =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));

/** @param {string} css */
const focusFirst = css => {
  const found = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(css)]).find(each => each.checkVisibility());
  found?.focus();
  return found !== undefined;
};

/** @type {Record<string, () => boolean>} whether there was something to do */
const ACTIONS = {
  '/': () => focusFirst('main input[type=search]'),
  f: () => focusFirst('.chip button') || focusFirst('main a.filter'),
  '?': () => {
    help();
    return true;
  },
};

/** Listens for the keys as long as the page lives. */
export function listenForShortcuts() {
  document.addEventListener('keydown', event => {
    if (
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      isTyping(event.target) ||
      document.querySelector('dialog[open]')
    ) {
      return;
    }
    const key = event.key.toLowerCase();
    const range = RANGES[key];
    if (range && document.querySelector('.toolbar .range')) {
      event.preventDefault();
      const name = range === USUAL_RANGE ? '' : range;
      if ((read().params.get('range') ?? '') !== name) {
        change({range: name});
      }
    } else if (ACTIONS[key] && document.querySelector('.frame') && ACTIONS[key]()) {
      event.preventDefault();
    }
  });
}

function help() {
  /** @type {HTMLDialogElement} */
  const dialog = el(
    'dialog',
    {class: 'dialog', 'aria-labelledby': 'keys-title', on: {close: () => dialog.remove()}},
    el(
      'div',
      {},
      el('h2', {id: 'keys-title'}, t('Keys')),
      el(
        'dl',
        {class: 'keys'},
        HELP.map(([key, text]) => [el('dt', {}, el('kbd', {}, key)), el('dd', {}, text)]),
      ),
      el(
        'p',
        {class: 'actions'},
        el('button', {type: 'button', class: 'primary', on: {click: () => dialog.close()}}, t('Close')),
      ),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
}
