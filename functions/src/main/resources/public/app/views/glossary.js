/** The terms of this dashboard and their equivalents in other tools. */

import {append, el} from '../ui/dom.js';
import {card, table} from '../ui/parts.js';
import {GLOSSARY} from '../ui/words.js';

export const title = () => 'Glossary';

export const controls = {};

/** @param {HTMLElement} container */
export function show(container) {
  append(container, [
    el(
      'p',
      {class: 'explained'},
      'Other tools use other names for the same things. An empty cell means there is no equivalent.',
    ),
    card(
      null,
      table(
        'Terms in Cairn and in other tools',
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
