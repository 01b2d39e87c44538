/** Small bars of parts, as SVG. Colour is never alone: each part has its own pattern, also where colours are forced. */

import {el, svg} from './dom.js';

/** @import {Child} from '#types' */

/**
 * @typedef Part
 * @property {string} label with its number, for the legend
 * @property {number} value
 * @property {'on' | 'open' | 'stopped'} kind full, hatched or empty
 */

let drawn = 0;

/**
 * A bar of parts with a legend that has their numbers.
 *
 * @param {string} title what it shows, with its numbers
 * @param {Part[]} parts
 */
export function partsBar(title, parts) {
  const shown = parts.filter(part => part.value > 0);
  return el(
    'figure',
    {class: 'parts'},
    bar(title, shown),
    el(
      'figcaption',
      {},
      el(
        'ul',
        {class: 'legend'},
        shown.map(part => el('li', {}, swatch(part.kind), part.label)),
      ),
    ),
  );
}

/**
 * @param {string} title
 * @param {Part[]} parts
 */
function bar(title, parts) {
  const whole = parts.reduce((sum, part) => sum + part.value, 0) || 1;
  const hatch = `hatch-${++drawn}`;
  let from = 0;
  return svg(
    'svg',
    {class: 'parts-bar', width: '100%', height: 18, role: 'img', 'aria-label': title},
    hatching(hatch),
    parts.map(part => {
      const share = (part.value / whole) * 100;
      const piece = rectangle(part.kind, hatch, `${from.toFixed(3)}%`, `${share.toFixed(3)}%`);
      from += share;
      return piece;
    }),
  );
}

/**
 * @param {Part['kind']} kind
 * @param {string} hatch
 * @param {string} x
 * @param {string} width
 */
function rectangle(kind, hatch, x, width) {
  return [
    svg('rect', {x, y: 1, width, height: 16, class: kind}),
    kind === 'open' ? svg('rect', {x, y: 1, width, height: 16, fill: `url(#${hatch})`, class: 'hatch'}) : null,
  ];
}

/** @param {string} id */
function hatching(id) {
  return svg(
    'defs',
    {},
    svg(
      'pattern',
      {id, width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)'},
      svg('line', {x1: 0, y1: 0, x2: 0, y2: 6, class: 'hatch-line'}),
    ),
  );
}

/** @param {Part['kind']} kind */
function swatch(kind) {
  const hatch = `hatch-${++drawn}`;
  return svg(
    'svg',
    {class: 'parts-bar swatch', width: 14, height: 14, 'aria-hidden': 'true', focusable: 'false'},
    hatching(hatch),
    rectangle(kind, hatch, '0', '14').map(each => {
      each?.setAttribute('y', '0');
      each?.setAttribute('height', '14');
      return each;
    }),
  );
}
