/** The words of this dashboard beside those of other tools. */

import {append, el} from '../ui/dom.js';
import {card, table} from '../ui/parts.js';
import {GLOSSARY} from '../ui/words.js';

export const title = () => 'Words';

export const controls = {};

/** @param {HTMLElement} container */
export function show(container) {
  append(container, [
    el(
      'p',
      {class: 'explained'},
      'The same things have other names elsewhere. An empty place means that there is nothing like it.',
    ),
    card(
      null,
      table(
        'Words of Cairn and of other tools',
        [
          {label: 'Here', cell: row => row[0]},
          {label: 'Google Analytics 4', cell: row => row[1]},
          {label: 'Plausible', cell: row => row[2]},
          {label: 'Google Ads', cell: row => row[3]},
          {label: 'What it is', cell: row => row[4]},
        ],
        GLOSSARY,
      ),
    ),
  ]);
}
