/** Visits by channel, and how far their visitors get in the funnel. */

import {funnelName, goalName} from '../ui/names.js';
import {change} from '../ui/address.js';
import {loading} from '../ui/cards.js';
import {chart} from '../ui/chart.js';
import {compared} from './comparison.js';
import {el} from '../ui/dom.js';
import {amounts, between, count, known, percent} from '../ui/format.js';
import {notice, warnings} from '../ui/notices.js';
import {delta, filterLink, largest, rate, scale, select, sum, table} from '../ui/parts.js';
import {daysOf, length} from '../ui/ranges.js';
import {per, value} from '../ui/words.js';
import {t} from '../ui/text.js';

/**
 * @import {ChannelAnswer} from '#openapi'
 * @import {Context, Controls, Line, Points} from '#types'
 */

export const title = () => 'Channels';

/** @type {Controls} */
export const controls = {
  range: true,
  compare: true,
  points: true,
  filter: filter => filter.dimension === 'channel',
  csv: context => ({
    path: `${context.path}/channels`,
    params: {
      from: context.range.from,
      to: context.range.to,
      funnel: funnelOf(context),
      filter: filterOf(context) ?? '',
    },
  }),
};

/** @typedef {NonNullable<ChannelAnswer['totals']>[number]} Total */

const COLOURS = ['accent', 'second', 'third', 'fourth', 'fifth'];

/** @param {Context} context */
function funnelOf({site, route}) {
  const asked = route.params.get('funnel');
  return (site.funnels ?? []).find(({id}) => id === asked)?.id ?? site.funnels?.[0]?.id ?? '';
}

/** @param {Context} context */
const filterOf = ({filter}) => (filter?.dimension === 'channel' ? filter.text : undefined);

/** @param {Context} context */
export function cards(context) {
  const {path, range, compare, site, points} = context;
  const funnel = funnelOf(context);
  if (funnel === '') {
    return notice({
      title: t('No funnel yet'),
      text: t(
        'Channels are compared by how far their visitors get in a funnel, and ' +
          'this site’s plan has none. The overview shows visits by channel.',
      ),
    });
  }
  const params = {from: range.from, to: range.to, funnel, filter: filterOf(context)};
  /** @type {Points | ''} */
  const interval = points === 'day' ? '' : points;
  return [
    loading(context, 'main', {
      title: t('How far visitors get'),
      head:
        (site.funnels ?? []).length < 2
          ? null
          : select(
              t('Funnel'),
              site.funnels.map(({id}) => [id, funnelName(id)]),
              funnel,
              id => change({funnel: id}),
            ),
      load: get => compared(get, context, get(`${path}/channels`, {...params, compare, totals: 'only'})),
      draw: answer => {
        const totals = byVisits(answer);
        return totals.length === 0
          ? notice({title: t('No visits on these days'), text: t('Choose other days above.')})
          : [
              ...warnings(answer.meta),
              el(
                'p',
                {class: 'fine'},
                t('Only visitors who can be recognised on another day; Overview’s conversion rate is of all visits.'),
              ),
              channelTable(answer, totals),
              small(),
            ];
      },
      said: answer =>
        t('{n} channels, {visits} visits', {n: byVisits(answer).length, visits: count(answer.total.visits)}),
    }),
    length(range) > 1
      ? loading(context, 'days', {
          title: per(t('Visits'), points),
          load: get => get(`${path}/channels`, {...params, interval}),
          draw: answer => {
            const totals = byVisits(answer);
            return totals.length === 0 ? null : development(answer.rows, totals, context);
          },
        })
      : null,
  ];
}

/** @param {ChannelAnswer} answer */
const byVisits = ({totals}) => [...(totals ?? [])].sort((one, other) => (other.visits ?? 0) - (one.visits ?? 0));

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
function channelTable({steps, comparison, total}, totals) {
  const end = scale(totals.map(row => [row.converted, row.entered]));
  const average = last(total.total_rate);
  const before = new Map((comparison?.totals ?? []).map(row => [channel(row), row]));
  const most = largest(totals.map(row => row.visits ?? 0));
  return table(
    t('Channels'),
    [
      {
        label: t('Channel'),
        cell: row => filterLink('channel', channel(row)),
        bar: row => (most ? (row.visits ?? 0) / most : 0),
      },
      {
        label: t('Visits'),
        number: true,
        sort: row => row.visits,
        cell: row => [
          count(row.visits),
          ' ',
          comparison ? delta(row.visits, before.get(channel(row))?.visits ?? 0) : null,
        ],
      },
      {label: t('Entries'), number: true, wide: true, sort: row => row.entered, cell: row => count(row.entered)},
      ...steps.slice(1, -1).map((step, index) => ({
        label: goalName(step),
        number: true,
        wide: true,
        cell: (/** @type {Total} */ row) => count(row.reached?.[index + 1]),
      })),
      {label: goalName(last(steps) ?? ''), number: true, sort: row => row.converted, cell: row => count(row.converted)},
      {
        label: t('Rate'),
        number: true,
        sort: row => last(row.total_rate),
        cell: row => rate(row.converted, row.entered, end, average),
      },
      {
        label: t('Expected'),
        number: true,
        wide: true,
        sort: row => row.expected_rate,
        cell: row => [
          percent(row.expected_rate),
          known(row.expected_interval) ? el('span', {class: 'hint'}, between(row.expected_interval)) : null,
        ],
      },
      {label: t('Came in'), number: true, wide: true, cell: row => count(row.came_in ? sum(row.came_in) : null)},
      {
        label: t('Value'),
        number: true,
        wide: true,
        sort: row => Number(row.value?.[0]?.amount ?? 0),
        cell: row => [
          amounts(row.value),
          row.value_per_entry?.length
            ? el('span', {class: 'hint'}, t('{value} per entry', {value: amounts(row.value_per_entry)}))
            : null,
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
function development(rows, totals, {range, today, points}) {
  const dates =
    points === 'day'
      ? daysOf(range.from, range.to < today ? range.to : today)
      : [...new Set(rows.map(row => row.date))].sort();
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
      label: t('All others'),
      colour: COLOURS[COLOURS.length - 1],
      dashed: true,
      values: dates.map(date => visits(date, each => !names.includes(each))),
    });
  }
  return chart({title: per(t('Visits by channel'), points), dates, lines, write: count});
}

function small() {
  return el(
    'details',
    {class: 'small-print'},
    el('summary', {}, t('What is a channel?')),
    el(
      'p',
      {},
      t(
        'Where a visit came from. It is derived from the first page by GA4’s default channel group rules: the link’s UTM ' +
          'tags first, then the referring site, otherwise direct. In the funnel, a visitor counts under the channel ' +
          'of the visit with the first step. The line beside a rate is the range in which the true rate lies ' +
          '(95% certain), the dotted line that of all channels. “Came in” counts visitors who met a step of the funnel after at least 30 days without one, ' +
          'under the channel of that visit. The values are those of conversions so far: they grow while visitors can ' +
          'still convert.',
      ),
    ),
  );
}
