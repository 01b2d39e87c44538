/** Visits by channel, and how far their visitors get in the funnel. */

import {change} from '../ui/address.js';
import {chart} from '../ui/chart.js';
import {append, el} from '../ui/dom.js';
import {between, count, known, percent, spoken} from '../ui/format.js';
import {notice, warnings} from '../ui/notices.js';
import {card, comparable, delta, largest, select, sum, table, verbatim} from '../ui/parts.js';
import {daysOf, length} from '../ui/ranges.js';
import {value} from '../ui/words.js';

/**
 * @import {ChannelAnswer} from '#openapi'
 * @import {Column, Context, Controls, Line} from '#types'
 */

export const title = () => 'Channels';

/** @type {Controls} */
export const controls = {
  range: true,
  compare: true,
  csv: context => ({
    path: `${context.path}/channels`,
    params: {from: context.range.from, to: context.range.to, funnel: funnelOf(context)},
  }),
};

/** @typedef {NonNullable<ChannelAnswer['totals']>[number]} Total */

const COLOURS = ['accent', 'second', 'third', 'fourth', 'fifth'];

/** @param {Context} context */
function funnelOf({site, route}) {
  const asked = route.params.get('funnel');
  return (site.funnels ?? []).find(({id}) => id === asked)?.id ?? site.funnels?.[0]?.id ?? '';
}

/**
 * @param {HTMLElement} container
 * @param {Context} context
 */
export async function show(container, context) {
  const {api, path, range, compare, signal, site} = context;
  const funnel = funnelOf(context);
  if (funnel === '') {
    append(container, [
      notice({
        title: 'No funnel yet',
        text:
          'Channels are compared by how far their visitors get in a funnel, and ' +
          'this site’s plan has none. The overview shows visits by channel.',
      }),
    ]);
    return;
  }
  const answer = comparable(
    await api.get(`${path}/channels`, {from: range.from, to: range.to, compare, funnel}, signal),
    row => row.visits > 0,
  );
  const totals = [...(answer.totals ?? [])].sort((one, other) => (other.visits ?? 0) - (one.visits ?? 0));
  append(container, [...warnings(answer.meta)]);
  if (totals.length === 0) {
    append(container, [notice({title: 'No visits on these days', text: 'Choose other days above.'})]);
    return;
  }
  append(container, [
    card('How far visitors get', channelTable(answer, totals), {
      head:
        (site.funnels ?? []).length < 2
          ? null
          : select(
              'Funnel',
              site.funnels.map(({id}) => [id, spoken(id)]),
              funnel,
              id => change({funnel: id}),
            ),
    }),
    length(range) > 1 ? card('Visits per day', development(answer.rows, totals, context)) : null,
    small(),
  ]);
}

/** @param {{channel: string | null}} row */
const channel = row => row.channel;
/**
 * @template T
 * @param {readonly T[] | null | undefined} list
 */
const last = list => list?.[list.length - 1] ?? null;

/**
 * @param {ChannelAnswer} answer
 * @param {Total[]} totals
 */
function channelTable({steps, comparison}, totals) {
  const before = new Map((comparison?.totals ?? []).map(row => [channel(row), row]));
  const most = largest(totals.map(row => row.visits ?? 0));
  return table(
    'Channels',
    [
      {
        label: 'Channel',
        cell: row => verbatim(value('channel', channel(row))),
        bar: row => (most ? (row.visits ?? 0) / most : 0),
      },
      {
        label: 'Visits',
        number: true,
        cell: row => [
          count(row.visits),
          ' ',
          comparison ? delta(row.visits, before.get(channel(row))?.visits ?? 0) : null,
        ],
      },
      {label: 'Entered', number: true, wide: true, cell: row => count(row.entered)},
      ...steps.slice(1, -1).map((step, index) => ({
        label: spoken(step),
        number: true,
        wide: true,
        cell: (/** @type {Total} */ row) => count(row.reached?.[index + 1]),
      })),
      {label: spoken(last(steps) ?? ''), number: true, cell: row => count(row.converted)},
      {
        label: 'Rate',
        number: true,
        cell: row => [
          percent(last(row.total_rate)),
          known(last(row.interval)) ? el('span', {class: 'hint'}, between(last(row.interval))) : null,
        ],
      },
    ],
    totals,
  );
}

/**
 * The largest channels as lines, the rest as one.
 *
 * @param {ChannelAnswer['rows']} rows
 * @param {Total[]} totals
 * @param {Context} context
 */
function development(rows, totals, {range, today}) {
  const dates = daysOf(range.from, range.to < today ? range.to : today);
  const names = totals.slice(0, COLOURS.length - 1).map(channel);
  /**
   * @param {string} date
   * @param {(name: string | null) => boolean} holds
   */
  const visits = (date, holds) =>
    sum(rows.filter(row => row.date === date && holds(channel(row))).map(row => row.visits ?? 0));
  /** @type {Line[]} */
  const lines = names.map((name, index) => ({
    label: value('channel', name),
    colour: COLOURS[index],
    values: dates.map(date => visits(date, each => each === name)),
  }));
  if (totals.length > names.length) {
    lines.push({
      label: 'All others',
      colour: COLOURS[COLOURS.length - 1],
      dashed: true,
      values: dates.map(date => visits(date, each => !names.includes(each))),
    });
  }
  return chart({title: 'Visits per day and channel', dates, lines, write: count});
}

function small() {
  return el(
    'details',
    {class: 'small-print'},
    el('summary', {}, 'What is a channel?'),
    el(
      'p',
      {},
      'Where a visit came from. It is derived from the first page by GA4’s default channel group rules: the link’s UTM ' +
        'tags first, then the referring site, otherwise direct. In the funnel, a visitor counts under the channel ' +
        'of the visit with the first step. The small figures are the range in which the true rate lies ' +
        '(95% certain).',
    ),
  );
}
