/** What visitors did in the last days, each a click away from being a goal. */

import {goalName} from '../ui/names.js';
import {el} from '../ui/dom.js';
import {count} from '../ui/format.js';
import {card, verbatim} from '../ui/parts.js';
import {t} from '../ui/text.js';
import {lookOf} from './model.js';

/**
 * @import {Definition} from '#openapi'
 * @import {Names} from './goal-form.js'
 * @import {GoalDefinition} from './model.js'
 */

/** @typedef {{event?: string, page?: string}} Start what a new goal looks for */

const SHOWN = 12;
/** A goal for every page view, or for reading by itself, says nothing. */
const OWN = new Set(['page_view', 'engagement']);

/**
 * @param {Names} names
 * @param {Definition[]} goals
 * @param {(start: Start) => void} make
 */
export function seen(names, goals, make) {
  const events = names.names.filter(each => !OWN.has(each.name));
  return card(t('Seen in the last 7 days'), [
    names.sample ? el('p', {class: 'fine'}, t('Estimated from a sample of visitors.')) : null,
    events.length + names.pages.length === 0
      ? el('p', {class: 'empty'}, t('Nothing yet. What arrives is listed here and can be made a goal by a click.'))
      : el(
          'div',
          {class: 'columns'},
          list(
            t('Events'),
            Boolean(names.sample),
            events.map(each => ({text: each.name, count: each.count, goal: metBy(goals, 'event', each.name)})),
            text => make({event: text}),
          ),
          list(
            t('Pages'),
            Boolean(names.sample),
            names.pages.map(each => ({text: each.page, count: each.count, goal: metBy(goals, 'page', each.page)})),
            text => make({page: text}),
          ),
        ),
  ]);
}

/**
 * The goal that looks for exactly this, or null.
 *
 * @param {Definition[]} goals
 * @param {'event' | 'page'} kind
 * @param {string} text
 */
function metBy(goals, kind, text) {
  const found = goals.find(({definition}) => {
    const look = lookOf(/** @type {GoalDefinition} */ (definition).match);
    return look.kind === 'event'
      ? kind === 'event' && look.prop === null && look.names.includes(text)
      : look.kind === 'page' && kind === 'page' && look.url === text;
  });
  return found?.id ?? null;
}

/**
 * @param {string} heading
 * @param {boolean} sampled whether the counts are estimates
 * @param {{text: string, count: number, goal: string | null}[]} entries
 * @param {(text: string) => void} make
 */
function list(heading, sampled, entries, make) {
  const items = entries.map(each =>
    el(
      'li',
      {},
      verbatim(each.text),
      el('span', {class: 'fine'}, sampled ? t('about {n}', {n: count(each.count)}) : count(each.count)),
      each.goal === null
        ? el(
            'button',
            {type: 'button', 'data-seen': each.text, on: {click: () => make(each.text)}},
            t('Make it a goal'),
            el('span', {class: 'unseen'}, ` ${each.text}`),
          )
        : el('span', {class: 'badge'}, t('Goal: {goal}', {goal: goalName(each.goal)})),
    ),
  );
  return el(
    'div',
    {},
    el('h3', {}, heading),
    items.length === 0
      ? el('p', {class: 'empty'}, t('None yet.'))
      : el('ul', {class: 'editor-seen'}, items.slice(0, SHOWN)),
    items.length > SHOWN
      ? el(
          'details',
          {class: 'rest'},
          el('summary', {}, t('{n} more', {n: items.length - SHOWN})),
          el('ul', {class: 'editor-seen'}, items.slice(SHOWN)),
        )
      : null,
  );
}
