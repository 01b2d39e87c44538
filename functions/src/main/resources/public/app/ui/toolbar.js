/** A view's controls: range, comparison, breakdown, points, filter and the CSV download. They stay in the page. */

import {change} from './address.js';
import {el} from './dom.js';
import {save} from './download.js';
import {span} from './format.js';
import {select, verbatim} from './parts.js';
import {COMPARISONS, MOST_DAYS, PRESETS, USUAL_RANGE, fault, length, parse, plusDays} from './ranges.js';
import {DIMENSIONS, dimensionName, value} from './words.js';
import {t} from './text.js';

/** @import {Child, Choice, Context, Controls, Csv, Days, Range} from '#types' */

/**
 * @param {Controls} controls the view's controls: `range`, `compare`, `breakdown`, `points`, `filter`, `csv(context)`
 * @param {Context} context
 */
export function toolbar(context, controls) {
  return el(
    'div',
    {class: 'toolbar', 'data-key': 'toolbar'},
    controls.range ? rangeMenu(context) : null,
    controls.compare ? comparison(context) : null,
    controls.breakdown && !context.filter ? breakdown(context) : null,
    controls.points ? points(context) : null,
    context.filter ? chip(context, controls) : null,
    controls.csv ? csvLink(context, controls.csv(context)) : null,
  );
}

/** @param {Context} context */
function comparison({route, comparison: days, range, today}) {
  const chosen = route.params.get('compare') ?? COMPARISONS[0][0];
  const own = !COMPARISONS.some(([id]) => id === chosen);
  /** @type {Choice[]} */
  const options = own && days ? [...COMPARISONS, [chosen, span(days.from, days.to)]] : [...COMPARISONS];
  if (range.to >= today) {
    return el(
      'span',
      {class: 'fine', 'data-key': 'no comparison'},
      t('Not compared: today is not over, and other days are.'),
    );
  }
  return select(t('Compare with'), options, chosen, id => change({compare: id === COMPARISONS[0][0] ? '' : id}));
}

/** @param {Context} context */
function breakdown({by}) {
  return select(t('Split by'), [['', t('Nothing')], ...DIMENSIONS], by, id => change({by: id}));
}

/** @type {Choice[]} */
const POINTS = [
  ['day', t('Day')],
  ['week', t('Week')],
  ['month', t('Month')],
];

/** @param {Context} context */
function points({points: chosen, range}) {
  return length(range) < 14 ? null : select(t('Time step'), POINTS, chosen, id => change({points: id}));
}

/**
 * What all views are shown for, and a button that ends it.
 *
 * @param {Context} context
 * @param {Controls} controls
 */
function chip({filter}, controls) {
  if (!filter) {
    return null;
  }
  const applies = typeof controls.filter === 'function' ? controls.filter(filter) : controls.filter;
  const words = [`${dimensionName(filter.dimension)}: `, verbatim(value(filter.dimension, filter.value))];
  return el(
    'span',
    {class: applies ? 'chip' : 'chip idle', 'data-key': 'chip'},
    el('span', {}, words),
    applies ? null : el('span', {class: 'fine'}, t(' (not in this view)')),
    el(
      'button',
      {
        type: 'button',
        'aria-label': t('Remove the filter'),
        on: {
          click: event => {
            // The chip goes, and with it this button: the next control has the focus.
            /** @type {HTMLElement | null | undefined} */
            const next = event.currentTarget.closest('.toolbar')?.querySelector('summary, select, .csv');
            next?.focus();
            change({filter: ''});
          },
        },
      },
      el('span', {'aria-hidden': 'true'}, '×'),
    ),
  );
}

/**
 * A menu that closes on Escape and on a click elsewhere.
 *
 * @param {Child} label
 * @param {string} className
 * @param {Child} content
 */
export function menu(label, className, content) {
  return el(
    'details',
    {
      class: `menu ${className}`,
      'data-key': `menu ${className}`,
      on: {
        keydown: event => {
          if (event.key === 'Escape' && event.currentTarget.open) {
            event.currentTarget.open = false;
            event.currentTarget.querySelector('summary')?.focus();
          }
        },
        focusout: event => {
          if (event.relatedTarget instanceof Node && !event.currentTarget.contains(event.relatedTarget)) {
            event.currentTarget.open = false;
          }
        },
      },
    },
    el('summary', {}, label),
    el('div', {class: 'popover'}, content),
  );
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

/**
 * Takes a range, and leaves the focus on the menu's summary, which then names it.
 *
 * @param {HTMLElement} inside
 * @param {Record<string, string>} changes
 */
function take(inside, changes) {
  const details = inside.closest('details');
  details?.querySelector('summary')?.focus();
  if (details) {
    details.open = false;
  }
  change(changes);
}

/** The longest range that is read without a key. */
const MOST_PUBLIC_DAYS = 100;

/** @param {Context} context */
function rangeMenu({api, range, today, route}) {
  const words = span(range.from, range.to);
  const label = [
    el('span', {class: 'unseen'}, t('Days: ')),
    el('span', {}, range.label ?? words),
    range.label ? el('span', {class: 'dates'}, words) : null,
  ];
  const presets = el(
    'ul',
    {class: 'presets'},
    PRESETS.filter(([id]) => !api.open || length(parse(id, today)) <= MOST_PUBLIC_DAYS).map(([id, text]) =>
      el(
        'li',
        {},
        el(
          'button',
          {
            type: 'button',
            'aria-current': range.name === id ? 'true' : null,
            on: {click: event => take(event.currentTarget, {range: id === USUAL_RANGE ? '' : id})},
          },
          text,
        ),
      ),
    ),
  );
  return el(
    'div',
    {class: 'range', 'data-key': 'range'},
    step(range, today, -1),
    menu(label, 'dates-menu', [
      presets,
      el('div', {class: 'own'}, custom(range, today), ownComparison(range, today, route.params)),
    ]),
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
  const off = next.from > today;
  return el(
    'button',
    {
      type: 'button',
      class: 'step',
      'data-key': `step ${direction}`,
      'aria-label': direction < 0 ? t('Previous days') : t('Next days'),
      // Not disabled: that would take the focus from it when the last days are reached.
      'aria-disabled': off ? 'true' : null,
      on: {click: () => off || change({range: `${next.from}..${next.to}`})},
    },
    direction < 0 ? '‹' : '›',
  );
}

/**
 * @param {Event & {currentTarget: HTMLFormElement}} event
 * @param {string} name
 */
const field = (event, name) =>
  /** @type {HTMLInputElement} */ (event.currentTarget.querySelector(`input[name=${name}]`));

/**
 * @param {Range} range
 * @param {string} today
 */
function custom(range, today) {
  return el(
    'form',
    {
      class: 'custom',
      novalidate: true,
      on: {
        submit: event => {
          event.preventDefault();
          const days = {from: field(event, 'from').value, to: field(event, 'to').value};
          const wrong = /** @type {HTMLElement} */ (event.currentTarget.querySelector('.wrong'));
          wrong.textContent = fault(days.from, days.to) ?? '';
          if (wrong.textContent === '') {
            take(event.currentTarget, {range: `${days.from}..${days.to}`});
          } else {
            field(event, 'from').focus();
          }
        },
      },
    },
    el(
      'label',
      {},
      t('From'),
      el('input', {type: 'date', name: 'from', value: range.from, max: today, required: true}),
    ),
    el('label', {}, t('To'), el('input', {type: 'date', name: 'to', value: range.to, max: today, required: true})),
    el('p', {class: 'wrong', role: 'alert'}),
    el('button', {type: 'submit'}, t('Show these days')),
    el('p', {class: 'fine'}, t('Both days are included; at most {n}.', {n: MOST_DAYS})),
  );
}

/**
 * As many days from a day of one's own, to compare with.
 *
 * @param {Range} range
 * @param {string} today
 * @param {URLSearchParams} params
 */
function ownComparison(range, today, params) {
  const days = length(range);
  const [chosen = ''] = /^\d{4}-\d{2}-\d{2}(?=\.\.)/.exec(params.get('compare') ?? '') ?? [];
  return range.to >= today
    ? null
    : el(
        'form',
        {
          class: 'custom',
          novalidate: true,
          on: {
            submit: event => {
              event.preventDefault();
              const from = field(event, 'compared').value;
              if (from !== '') {
                take(event.currentTarget, {compare: `${from}..${plusDays(from, days - 1)}`});
              }
            },
          },
        },
        el(
          'label',
          {},
          t('Compare with as many days from'),
          el('input', {type: 'date', name: 'compared', value: chosen, max: plusDays(today, -days), required: true}),
        ),
        el('button', {type: 'submit'}, t('Compare')),
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
    return el('a', {class: 'button csv', 'data-key': 'csv', href: address, download: name}, 'CSV');
  }
  return el(
    'button',
    {
      type: 'button',
      class: 'csv',
      'data-key': 'csv',
      'aria-label': t('Download as CSV'),
      on: {
        click: async () => {
          try {
            save(await context.api.csv(path, params), name);
            context.announce(t('The CSV is downloaded.'));
          } catch (error) {
            context.say(error);
          }
        },
      },
    },
    'CSV',
  );
}
