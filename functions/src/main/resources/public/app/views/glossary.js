/** The terms of this dashboard and their equivalents in other tools. */

import {append, el} from '../ui/dom.js';
import {card, table} from '../ui/parts.js';
import {GLOSSARY} from '../ui/words.js';
import {t} from '../ui/text.js';

export const title = () => 'Glossary';

export const controls = {};

/** @param {HTMLElement} container */
export function show(container) {
  append(container, [
    el(
      'p',
      {class: 'explained'},
      t('Other tools use other names for the same things. An empty cell means there is no equivalent.'),
    ),
    card(
      null,
      table(
        t('Terms in Cairn and in other tools'),
        [
          {label: t('Here'), cell: row => row.here},
          {label: t('Google Analytics 4'), cell: row => row.ga4},
          {label: t('Plausible'), cell: row => row.plausible},
          {label: t('Google Ads'), cell: row => row.ads},
          {label: t('What it is'), cell: row => row.what},
        ],
        GLOSSARY,
      ),
    ),
  ]);
}
