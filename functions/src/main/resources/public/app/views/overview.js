/** Key figures, a line over the days, the main funnel, macro goals, and where visits come from. */

import {funnelName, goalName} from '../ui/names.js';
import {change, to} from '../ui/address.js';
import {loading} from '../ui/cards.js';
import {compared} from './comparison.js';
import {el} from '../ui/dom.js';
import {amounts, count, known, longDay, percent, span} from '../ui/format.js';
import {askFunnel} from './funnel-data.js';
import {askGoals} from './goal-data.js';
import {funnelSketch} from './funnel-figure.js';
import {hours} from './hours.js';
import {firstSteps, warnings} from '../ui/notices.js';
import {askNotes} from './notes.js';
import {askDays, askImported, differs, line, lineDays, measures} from './overview-line.js';
import {choice, comparable, delta, filterLink, largest, rate, scale, table} from '../ui/parts.js';
import {reconciliation} from './reconciliation.js';
import {DIMENSIONS, dimensionName, rangeWords} from '../ui/words.js';
import {t} from '../ui/text.js';

/**
 * @import {GoalAnswer, GoalFigures, OverviewAnswer} from '#openapi'
 * @import {Column, Context, Controls, Dimension, EntryAnswer} from '#types'
 */

export const title = () => 'Overview';

/** @type {Controls} */
export const controls = {
  range: true,
  compare: true,
  points: true,
  filter: true,
  csv: ({path, range, by, filter}) => ({
    path: `${path}/overview`,
    params: {from: range.from, to: range.to, breakdown: by, filter: filter?.text ?? ''},
  }),
};

/** @param {Context} context */
export function cards(context) {
  const {site} = context;
  return [
    mainCard(context),
    hours(context),
    el(
      'div',
      {class: 'columns', 'data-key': 'columns'},
      site.funnels?.length ? funnelCard(context) : null,
      macroCard(context),
    ),
    reconciliation(context, site.funnels?.[0] ?? null),
    splitCard(context),
  ];
}

/** @param {Context} context */
function mainCard(context) {
  const {path, range, filter, site} = context;
  const all = measures(site.currency);
  /**
   * The measure of the line, among those that are known: with a filter, visitors may not be.
   *
   * @param {OverviewAnswer} totals
   */
  const shown = ({total}) => {
    const some = all.filter(measure => !filter || known(measure.of(total)));
    return {known: some, chosen: some.find(({id}) => id === context.route.params.get('show')) ?? some[0] ?? all[0]};
  };
  return loading(context, 'main', {
    title: null,
    className: 'main-card',
    load: async (get, early) => {
      const days = askDays(get, context);
      days.catch(() => {});
      const shownDays = lineDays(context);
      const notes = askNotes(get, context, shownDays.from, shownDays.to);
      /** @type {OverviewAnswer} */
      const totals = await get(`${path}/overview`, {
        from: range.from,
        to: range.to,
        totals: 'only',
        filter: filter?.text,
      });
      if (
        totals.total.events === 0 &&
        !filter &&
        !context.api.open &&
        (await get(`${path}/health`)).last_event_at === null
      ) {
        return {totals, days: null, both: null, notes: [], imported: [], never: true};
      }
      early([figures(shown(totals), totals, null), el('div', {class: 'waiting', 'data-key': 'line'})]);
      const {answer, compared: both} = await days;
      return {
        totals,
        days: comparable(answer, row => row.events > 0),
        both: both === answer ? comparable(answer, row => row.events > 0) : both,
        notes: await notes,
        imported: context.api.open ? [] : await askImported(get, context, answer),
        never: false,
      };
    },
    draw: ({totals, days, both, notes, imported, never}) =>
      never || !days || !both
        ? firstSteps(site)
        : [
            ...warnings(totals.meta),
            figures(shown(totals), totals, both),
            comparedWith(context, both),
            line(context, days, shown(totals).chosen, notes, imported),
            certainty(totals),
          ],
    said: ({totals, both}) => sentence(context, totals, both),
  });
}

/**
 * What the figures say, for those who cannot see them.
 *
 * @param {Context} context
 * @param {OverviewAnswer} totals
 * @param {OverviewAnswer | null} both
 */
function sentence({range, filter}, {total}, both) {
  const before = both?.comparison?.total.visitors;
  const change = known(before) && before > 0 && known(total.visitors) ? total.visitors / before - 1 : null;
  const by = percent(Math.abs(change ?? 0));
  return [
    t('{n} visitors', {n: count(total.visitors)}),
    rangeWords(range),
    change === null ? null : change < 0 ? t('{share} fewer', {share: by}) : t('{share} more', {share: by}),
    filter ? t('filtered by {dimension}', {dimension: dimensionName(filter.dimension)}) : null,
  ]
    .filter(Boolean)
    .join(', ');
}

/**
 * @param {{known: ReturnType<typeof measures>, chosen: ReturnType<typeof measures>[number]}} shown
 * @param {OverviewAnswer} totals
 * @param {OverviewAnswer | null} both with rows, so that one can tell chance from change
 */
function figures({known: all, chosen}, {total}, both) {
  const before = both?.comparison;
  return el(
    'div',
    {class: 'figures-row', role: 'group', 'aria-label': t('Measure shown in the chart'), 'data-key': 'tiles'},
    all.map(measure => {
      const hint = measure.hint?.(total);
      return el(
        'button',
        {
          type: 'button',
          class: 'figure',
          'data-key': measure.id,
          'aria-pressed': String(measure === chosen),
          on: {click: () => change({show: measure === all[0] ? '' : measure.id})},
        },
        el('span', {class: 'label'}, measure.label),
        el('span', {class: 'value'}, measure.text?.(total) ?? measure.write(measure.of(total))),
        hint ? el('span', {class: 'hint'}, hint) : null,
        el(
          'span',
          {class: 'change'},
          both && before
            ? delta(measure.of(total), measure.of(before.total), {
                write: measure.write,
                differs: differs(measure, total, both),
                short: false,
              })
            : null,
        ),
      );
    }),
  );
}

/**
 * The period that the small figures compare with, in words.
 *
 * @param {Context} context
 * @param {OverviewAnswer} overview
 */
function comparedWith({range, today, compare}, {comparison}) {
  if (range.to >= today) {
    return el(
      'p',
      {class: 'fine compared'},
      t('Today is not over, so it is not compared: the figures of other days are counted by whole days only.'),
    );
  }
  if (comparison) {
    return el('p', {class: 'fine compared'}, t('Compared with {days}.', {days: span(comparison.from, comparison.to)}));
  }
  return compare ? el('p', {class: 'fine compared'}, t('There is too little earlier data to compare with.')) : null;
}

/** @param {Context} context */
function funnelCard(context) {
  const {id} = context.site.funnels[0];
  return loading(context, 'funnel', {
    title: t('Funnel: {name}', {name: funnelName(id)}),
    head: el(
      'a',
      {class: 'more', href: to('funnels', id)},
      t('Details'),
      el('span', {class: 'unseen'}, t(' of the funnel {name}', {name: funnelName(id)})),
    ),
    load: get => askFunnel(get, context, {id}, {totals: 'only'}),
    draw: ({answer, why}) => [
      why ? el('p', {class: 'fine'}, t('Within the day of entry.')) : null,
      funnelSketch(/** @type {EntryAnswer} */ (answer)),
    ],
  });
}

/** @param {Context} context */
function macroCard(context) {
  return loading(context, 'macros', {
    title: t('Macro goals'),
    head: el('a', {class: 'more', href: to('goals', null)}, t('All goals')),
    load: get => askGoals(get, context),
    draw: macros,
  });
}

/** @param {GoalAnswer} goals */
function macros({total, comparison}) {
  const goals = total.filter(goal => goal.tier === 'macro');
  const before = new Map((comparison?.total ?? []).map(goal => [goal.goal, goal]));
  const most = largest(goals.map(goal => goal.conversions));
  /** @type {Column<GoalFigures>[]} */
  const columns = [
    {
      label: t('Goal'),
      cell: goal => el('a', {href: to('goals', goal.goal)}, goalName(goal.goal)),
      bar: goal => goal.conversions / most,
    },
    {
      label: t('Conversions'),
      number: true,
      sort: goal => goal.conversions,
      cell: goal => [
        count(goal.conversions),
        ' ',
        comparison ? delta(goal.conversions, before.get(goal.goal)?.conversions ?? 0) : null,
      ],
    },
    {
      label: t('Conversion rate'),
      number: true,
      sort: goal => goal.conversion_rate,
      cell: goal => percent(goal.conversion_rate),
    },
    {
      label: t('Value'),
      number: true,
      sort: goal => Number(goal.value[0]?.amount ?? 0),
      cell: goal => amounts(goal.value),
    },
  ];
  const rows = goals.filter(goal => goal.conversions > 0).sort((one, other) => other.conversions - one.conversions);
  return rows.length
    ? table(t('Macro goals'), columns, rows)
    : el('p', {class: 'empty'}, t('No macro goal was met on these days.'));
}

/** Values of a breakdown that are read at first: as many as 50 kB hold with their comparison. */
const MOST_VALUES = 60;
/** And on demand: all that are counted on a day. */
const ALL_VALUES = 500;

/** @param {Context} context */
function splitCard(context) {
  const {path, range, compare, filter} = context;
  const asked = context.route.params.get('by');
  const dimension = filter?.dimension ?? (context.by || 'channel');
  const most = context.route.params.get('all') ? ALL_VALUES : MOST_VALUES;
  return loading(context, 'split', {
    title: t('Where visits come from'),
    load: get =>
      compared(
        get,
        context,
        get(`${path}/overview`, {
          from: range.from,
          to: range.to,
          compare,
          breakdown: dimension,
          totals: 'only',
          top: most,
        }),
      ),
    draw: answer => [
      filter
        ? el('p', {class: 'fine'}, t('All values of the filter’s dimension; two dimensions at once are not counted.'))
        : choice(t('Split by'), [...DIMENSIONS], dimension, id => change({by: id === 'channel' ? '' : id, all: ''})),
      ...warnings({warnings: answer.meta.warnings.filter(({code}) => code === 'other_values')}),
      splitTable(context, answer, dimension),
      most === MOST_VALUES && answer.totals?.length === MOST_VALUES
        ? el(
            'button',
            {type: 'button', class: 'quiet', on: {click: () => change({all: '1'})}},
            t('These are the {n} largest; load all', {n: MOST_VALUES}),
          )
        : null,
    ],
    said: () => (asked ? t('Visits by {dimension}', {dimension: dimensionName(dimension)}) : null),
  });
}

/**
 * @param {Context} context
 * @param {OverviewAnswer} split
 * @param {Dimension} dimension
 */
function splitTable({filter}, split, dimension) {
  const before = new Map((split.comparison?.totals ?? []).map(row => [row.breakdown[dimension], row]));
  const rows = [...(split.totals ?? [])].sort((one, other) => other.visits - one.visits);
  if (!rows.some(row => row.visits > 0 || row.events > 0)) {
    return el('p', {class: 'empty'}, t('No visits on these days.'));
  }
  const most = largest(rows.map(row => row.visits));
  const end = scale(rows.map(row => [row.macro_visits ?? 0, row.visits]));
  /** @type {Column<typeof rows[number]>[]} */
  const columns = [
    {
      label: dimensionName(dimension),
      cell: row => filterLink(dimension, row.breakdown[dimension]),
      bar: row => (most ? row.visits / most : 0),
    },
    {
      label: t('Visits'),
      number: true,
      sort: row => row.visits,
      cell: row => [
        count(row.visits),
        ' ',
        split.comparison ? delta(row.visits, before.get(row.breakdown[dimension])?.visits ?? null) : null,
      ],
    },
    {
      label: t('Conversions'),
      number: true,
      wide: true,
      sort: row => row.conversions,
      cell: row => count(row.conversions),
    },
    {
      label: t('Conversion rate'),
      number: true,
      sort: row => row.conversion_rate,
      cell: row =>
        known(row.macro_visits)
          ? rate(row.macro_visits, row.visits, end, split.total.conversion_rate)
          : percent(row.conversion_rate),
    },
    {
      label: t('Value'),
      number: true,
      wide: true,
      sort: row => Number(row.value?.[0]?.amount ?? 0),
      cell: row => amounts(row.value),
    },
  ];
  const only = filter ? rows.filter(row => (row.breakdown[dimension] ?? '') === filter.value) : [];
  return table(t('Visits by {dimension}', {dimension: dimensionName(dimension)}), columns, [
    ...only,
    ...rows.filter(row => !only.includes(row)),
  ]);
}

/**
 * The accuracy of the figures, in words.
 *
 * @param {OverviewAnswer} overview
 */
function certainty({meta, total: all}) {
  const [low, high] = meta.visitors?.linkable_interval ?? [0, 0];
  const daily = meta.visitors?.daily;
  const counted =
    low !== high
      ? t(
          'The number of visitors is an estimate: visitors who can be recognised across days number between {low} and ' +
            '{high} (95% certain).',
          {low: count(low), high: count(high)},
        )
      : t('The number of visitors is exact.');
  return el(
    'details',
    {class: 'small-print', 'data-key': 'certainty'},
    el('summary', {}, t('How accurate are these figures?')),
    el(
      'p',
      {},
      counted,
      ' ',
      t(
        '{n} were counted per day, because they cannot be recognised across days. {share} of visitors can be followed ' +
          'across days; funnel rates include only these.',
        {n: count(daily), share: percent(meta.linkable_share)},
      ),
    ),
    el(
      'p',
      {},
      meta.complete_through
        ? t('Days up to {day} are complete; later days (dashed) may still change. ', {
            day: longDay(meta.complete_through),
          })
        : t('No day is complete yet. '),
      t('Crawlers and internal traffic are excluded. '),
      t('{n} events in total.', {n: count(all.events)}),
    ),
    el(
      'p',
      {},
      t(
        'A change has a colour only where its 95% interval excludes no change, given how much the days vary; otherwise ' +
          'it is within the usual range. The interval of value and of time is not known: their changes have no colour. ' +
          'A conversion rate is the share of visits with at least one conversion.',
      ),
    ),
  );
}
