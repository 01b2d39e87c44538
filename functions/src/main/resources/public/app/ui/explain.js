/** An (i) that explains a figure, and the series of alarms in words. */

import {el, icon} from './dom.js';
import {t} from './text.js';

/** @import {Child} from '#types' */

/**
 * A small button that opens an explanation below the heading.
 *
 * @param {string} about what it explains, for screen readers
 * @param {...Child} text paragraphs
 */
export function explain(about, ...text) {
  return el(
    'details',
    {class: 'explain'},
    el(
      'summary',
      {'aria-label': t('About: {about}', {about}), title: t('About: {about}', {about})},
      icon('M10 2.5a7.5 7.5 0 100 15 7.5 7.5 0 000-15M10 9v5M10 6v.1'),
    ),
    el(
      'div',
      {class: 'explanation'},
      text.map(each => (each instanceof Node ? each : el('p', {}, each))),
    ),
  );
}

/**
 * Figures with their names.
 *
 * @param {[label: string, value: Child][]} list
 */
export function facts(list) {
  return el(
    'dl',
    {class: 'figures'},
    list.map(([label, value]) => el('div', {}, el('dt', {}, label), el('dd', {}, value))),
  );
}
