/** The events of one name by the values of a property (F13). */

import {change} from '../ui/address.js';
import {loading} from '../ui/cards.js';
import {el} from '../ui/dom.js';
import {explain} from '../ui/explain.js';
import {count} from '../ui/format.js';
import {select} from '../ui/parts.js';
import {t} from '../ui/text.js';
import {countTable, counts} from './page-events.js';

/** @import {Context, Get} from '#types' */
/** @import {Counts} from './page-events.js' */

/** @typedef {{name: string, props: string[], count: number}} Event */
/** @typedef {{events: Event[], event: Event | null, prop: string, found: Counts}} Read */

/** @param {Context} context */
export function properties(context) {
  return loading(context, 'properties', {
    title: t('Events by property'),
    head: explain(
      t('Events by property'),
      t(
        'Reserved events are counted by their own properties, all others by those that report_props of the plan lists. A day keeps the 500 most frequent values.',
      ),
    ),
    load: get => read(get, context),
    said: headline,
    draw,
  });
}

/**
 * @param {Get} get
 * @param {Context} context
 * @returns {Promise<Read>}
 */
async function read(get, context) {
  const {path, range, route} = context;
  const answer = await get(`${path}/events`, {from: range.from, to: range.to, totals: 'only'});
  const events = (answer.totals ?? [])
    .flatMap(row => ('counted_props' in row ? [{name: row.name, props: row.counted_props, count: row.count}] : []))
    .filter(event => event.props.length > 0)
    .sort((one, other) => other.count - one.count);
  const event = events.find(each => each.name === route.params.get('event')) ?? events[0] ?? null;
  const asked = route.params.get('prop');
  const prop = event?.props.find(each => each === asked) ?? event?.props[0] ?? '';
  return {events, event, prop, found: event ? await counts(get, context, event.name, prop) : new Map()};
}

/** @param {Read} value */
function headline({event, prop, found}) {
  return event
    ? t('{n} values of “{prop}” in {events} events “{event}”.', {
        n: count(found.size),
        prop,
        events: count(event.count),
        event: event.name,
      })
    : t('0 events with a counted property on these days.');
}

/** @param {Read} value */
function draw(value) {
  const {events, event, prop, found} = value;
  return [
    el('p', {class: 'lead'}, headline(value)),
    event
      ? el(
          'div',
          {class: 'card-tools'},
          select(
            t('Event'),
            events.map(each => [each.name, each.name]),
            event.name,
            name => change({event: name, prop: ''}),
          ),
          select(
            t('Property'),
            event.props.map(each => [each, each]),
            prop,
            each => change({prop: each}),
          ),
        )
      : null,
    found.size ? countTable(t('Values'), t('Value'), found) : null,
  ];
}
