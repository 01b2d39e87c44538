/** A view's controls: range, comparison, breakdown and the CSV download. */

import {change} from './address.js';
import {el} from './dom.js';
import {span} from './format.js';
import {select} from './parts.js';
import {COMPARISONS, MOST_DAYS, PRESETS, fault, length, plusDays} from './ranges.js';
import {DIMENSIONS} from './words.js';

/** @import {Child, Context, Controls, Csv, Days, Range} from '#types' */

/**
 * @param {Controls} controls the view's controls: `range`, `compare`, `breakdowns` (true or a list), `csv(context)`
 * @param {Context} context
 */
export function toolbar(context, controls) {
  return el(
    'div',
    {class: 'toolbar'},
    controls.range ? rangeMenu(context) : null,
    controls.compare ? comparison(context) : null,
    controls.breakdown ? breakdown(context) : null,
    controls.csv ? csvLink(context, controls.csv(context)) : null,
  );
}

/** @param {Context} context */
function comparison({compare}) {
  return select('Compare with', COMPARISONS, compare || 'none', value =>
    change({compare: value === COMPARISONS[0][0] ? '' : value}),
  );
}

/** @param {Context} context */
function breakdown({by}) {
  return select('Split by', [['', 'Nothing'], ...DIMENSIONS], by, value => change({by: value}));
}

/**
 * A menu that closes on Escape and on a click elsewhere.
 *
 * @param {Child} label
 * @param {string} className
 * @param {Child} content
 */
export function menu(label, className, content) {
  /** @type {HTMLDetailsElement} */
  const details = el('details', {
    class: `menu ${className}`,
    on: {
      keydown: event => {
        if (event.key === 'Escape' && details.open) {
          details.open = false;
          summary.focus();
        }
      },
      focusout: event => {
        if (event.relatedTarget instanceof Node && !details.contains(event.relatedTarget)) {
          details.open = false;
        }
      },
    },
  });
  const summary = el('summary', {}, label);
  details.append(summary, el('div', {class: 'popover'}, content));
  return details;
}

document.addEventListener('click', event => {
  /** @type {NodeListOf<HTMLDetailsElement>} */
  const open = document.querySelectorAll('details.menu[open]');
  open.forEach(details => {
    if (event.target instanceof Node && !details.contains(event.target)) {
      details.open = false;
    }
  });
});

/** @param {Context} context */
function rangeMenu({range, today}) {
  const words = span(range.from, range.to);
  const label = [
    el('span', {class: 'unseen'}, 'Days: '),
    range.label ?? words,
    range.label ? el('span', {class: 'dates'}, words) : null,
  ];
  const presets = el(
    'ul',
    {class: 'presets'},
    PRESETS.map(([id, text]) =>
      el(
        'li',
        {},
        el(
          'button',
          {type: 'button', 'aria-current': range.name === id ? 'true' : null, on: {click: () => change({range: id})}},
          text,
        ),
      ),
    ),
  );
  return el(
    'div',
    {class: 'range'},
    step(range, today, -1),
    menu(label, 'dates-menu', [presets, custom(range, today)]),
    step(range, today, 1),
  );
}

/**
 * Moves to the previous or next range of the same length.
 *
 * @param {Days} range
 * @param {string} today
 * @param {1 | -1} direction
 */
function step(range, today, direction) {
  const days = length(range);
  const next = {from: plusDays(range.from, direction * days), to: plusDays(range.to, direction * days)};
  return el(
    'button',
    {
      type: 'button',
      class: 'step',
      'aria-label': direction < 0 ? 'Previous days' : 'Next days',
      disabled: next.from > today,
      on: {click: () => change({range: `${next.from}..${next.to}`})},
    },
    direction < 0 ? '‹' : '›',
  );
}

/**
 * @param {Range} range
 * @param {string} today
 */
function custom(range, today) {
  const from = el('input', {type: 'date', name: 'from', value: range.from, max: today, required: true});
  const to = el('input', {type: 'date', name: 'to', value: range.to, max: today, required: true});
  const wrong = el('p', {class: 'wrong', role: 'alert'});
  /** @param {Event} event */
  const take = event => {
    event.preventDefault();
    wrong.textContent = fault(from.value, to.value) ?? '';
    if (wrong.textContent === '') {
      change({range: `${from.value}..${to.value}`});
    }
  };
  return el(
    'form',
    {class: 'custom', novalidate: true, on: {submit: take}},
    el('label', {}, 'From', from),
    el('label', {}, 'To', to),
    wrong,
    el('button', {type: 'submit'}, 'Show these days'),
    el('p', {class: 'fine'}, `Both days are included; at most ${MOST_DAYS}.`),
  );
}

/**
 * A plain link for a share; a button for a key, because a key must never be in a URL.
 *
 * @param {Context} context
 * @param {Csv} csv
 */
export function csvLink(context, {path, params}) {
  const address = context.api.csvAddress(path, params);
  const parts = [context.site.id, ...path.split('/').slice(4), params.from, params.to];
  const name = `${parts.filter(Boolean).join('-')}.csv`;
  if (address) {
    return el('a', {class: 'button csv', href: address, download: name}, 'CSV');
  }
  return el(
    'button',
    {
      type: 'button',
      class: 'csv',
      'aria-label': 'Download as CSV',
      on: {
        click: async () => {
          try {
            save(await context.api.csv(path, params), name);
          } catch (error) {
            context.say(error);
          }
        },
      },
    },
    'CSV',
  );
}

/**
 * @param {Blob} blob
 * @param {string} name
 */
function save(blob, name) {
  const address = URL.createObjectURL(blob);
  el('a', {href: address, download: name}).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
