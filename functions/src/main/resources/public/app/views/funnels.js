/** One funnel: what is lost most, its steps, the trend, and who does how well. */

import {funnelName, goalName} from '../ui/names.js';
import {change, to} from '../ui/address.js';
import {loading} from '../ui/cards.js';
import {chart} from '../ui/chart.js';
import {completions, lagChart} from './completions.js';
import {el} from '../ui/dom.js';
import {NONE, amounts, between, count, duration, known, longDay, money, percent} from '../ui/format.js';
import {atEqualAge, fates, largestLoss} from './fates.js';
import {askFunnel} from './funnel-data.js';
import {funnelFigure, funnelLegend} from './funnel-figure.js';
import {ratesDiffer} from '../ui/noise.js';
import {nextEvents} from './next-events.js';
import {notice, warnings} from '../ui/notices.js';
import {choice, comparable, delta, filterLink, largest, rate, scale, sum, table} from '../ui/parts.js';
import {length} from '../ui/ranges.js';
import {reconciliation} from './reconciliation.js';
import {VIEWS, dimensionName, rangeWords, within} from '../ui/words.js';
import {t, tn} from '../ui/text.js';

/**
 * @import {FunnelAnswer, FunnelEntryFigures, Meta} from '#openapi'
 * @import {Child, Column, CompletionAnswer, Context, Controls, Dimension, EntryAnswer, Line, Route, Site} from '#types'
 * @import {Asked} from './funnel-data.js'
 */

/** @param {Context} context */
export const title = ({site, route}) => t('Funnel: {name}', {name: funnelName(chosen(site, route)?.id ?? 'none')});

/** @type {Controls} */
export const controls = {
  range: true,
  compare: true,
  breakdown: true,
  points: true,
  filter: true,
  csv: ({path, range, by, site, route, filter}) => ({
    path: `${path}/funnels/${encodeURIComponent(chosen(site, route)?.id ?? '')}`,
    params: {
      from: range.from,
      to: range.to,
      view: route.params.get('view') ?? '',
      breakdown: by,
      filter: filter?.text ?? '',
    },
  }),
};

/**
 * @param {Site} site
 * @param {Route} route
 * @returns {{id: string} | undefined}
 */
function chosen({funnels = []}, {view, id}) {
  return view === 'funnels' && id ? (funnels.find(funnel => funnel.id === id) ?? {id}) : funnels[0];
}

/** The dimensions whose values stand side by side where none is chosen. */
/** @type {Dimension[]} */
const SIDE_BY_SIDE = ['channel', 'device', 'entry_page'];

/** @param {Context} context */
export function cards(context) {
  const {site, route, by, filter, range} = context;
  const funnel = chosen(site, route);
  if (!funnel) {
    return notice({
      title: t('No funnel yet'),
      text: t('This site’s plan has no funnel yet. A funnel shows where visitors drop off, and how many.'),
    });
  }
  const whole = (site.funnels ?? []).find(({id}) => id === funnel.id) ?? null;
  return [
    pick(site, funnel),
    mainCard(context, funnel),
    reconciliation(context, whole),
    length(range) > 1 ? trendCard(context, funnel) : null,
    by ? breakdownCard(context, funnel, by) : null,
    filter
      ? null
      : el(
          'div',
          {class: 'columns', 'data-key': 'side by side'},
          SIDE_BY_SIDE.map(dimension => sideCard(context, funnel, dimension)),
        ),
    timeCard(context, funnel),
    filter || context.api.open ? null : nextEvents(context, funnel),
  ];
}

/**
 * @param {Site} site
 * @param {{id: string}} funnel
 */
function pick({funnels = []}, funnel) {
  return funnels.length < 2
    ? null
    : el(
        'nav',
        {class: 'tabs', 'aria-label': t('Funnels'), 'data-key': 'tabs'},
        funnels.map(({id}) =>
          el('a', {href: to('funnels', id), 'aria-current': id === funnel.id ? 'page' : null}, funnelName(id)),
        ),
      );
}

/**
 * @param {Context} context
 * @param {{id: string}} funnel
 */
function mainCard(context, funnel) {
  return loading(context, 'main', {
    title: null,
    className: 'main-card',
    load: get => askFunnel(get, context, funnel, {totals: 'only'}),
    draw: asked => {
      const {answer, why} = asked;
      return [
        choice(
          t('Count'),
          [...VIEWS].map(([id, {label}]) => [id, label]),
          answer.view,
          id => change({view: id}),
        ),
        el('p', {class: 'explained'}, VIEWS.get(answer.view)?.text),
        why === null ? null : whyWithinOneDay(asked),
        ...warnings({
          warnings: answer.meta.warnings.filter(({code}) => code !== 'no_linkable_visitors' || why === null),
        }),
        answer.view === 'completion'
          ? completions(/** @type {CompletionAnswer} */ (answer), context)
          : entries(/** @type {EntryAnswer} */ (answer), context),
      ];
    },
    said: ({answer}) => said(answer, context),
  });
}

/**
 * @param {FunnelAnswer} answer
 * @param {Context} context
 */
function said(answer, {range}) {
  const days = rangeWords(range);
  const {total} = answer;
  return 'entered' in total
    ? t('{name}: {rate} of {n} entries, {days}', {
        name: funnelName(answer.funnel),
        rate: percent(last(total.total_rate)),
        n: count(total.entered),
        days,
      })
    : t('{name}: {n} completed, {days}', {name: funnelName(answer.funnel), n: count(total.completed), days});
}

/** @param {Asked} asked */
function whyWithinOneDay({answer, why}) {
  const told = answer.meta.warnings.find(({code}) => code === 'no_linkable_visitors')?.message;
  return el(
    'p',
    {class: 'warning', 'data-key': 'why'},
    el('strong', {}, t('Shown within one day: ')),
    why === 'linkable'
      ? [
          t('none of these visitors can be recognised on another day, so they cannot be followed across days. '),
          told ?? t('Visitors who consent to analytics can be.'),
        ]
      : t(
          'too few of these visitors have been followed for long enough to say who will still go on. The view by day of ' +
            'entry shows what is known so far.',
        ),
  );
}

/**
 * @param {EntryAnswer} answer
 * @param {Context} context
 */
function entries(answer, context) {
  const {total} = answer;
  if (total.entered === 0) {
    return notice({
      title: t('No entries on these days'),
      text: t('A visitor enters with the first step, {step}. Choose other days, or check the live events.', {
        step: goalName(answer.steps[0]),
      }),
    });
  }
  return [
    verdict(answer, context),
    funnelFigure(answer),
    funnelLegend(fates(total).some(fate => fate.unknown > 0)),
    facts(answer),
    answer.view === 'entry' ? formally(total) : null,
  ];
}

/**
 * @template T
 * @param {readonly T[]} list
 */
const last = list => list[list.length - 1];

/**
 * The main figure and its explanation.
 *
 * @param {EntryAnswer} answer
 * @param {Context} context
 */
function verdict(answer, context) {
  const {steps, total} = answer;
  const [low, high] = last(total.interval) ?? [];
  const goal = goalName(last(steps));
  return el(
    'div',
    {class: 'verdict'},
    el('p', {class: 'figure'}, el('span', {class: 'value'}, percent(last(total.total_rate))), compared(answer)),
    el(
      'p',
      {},
      t('Of {n} who entered, ', {n: count(total.entered)}),
      el('strong', {}, count(total.converted)),
      t(' reached {goal} so far. ', {goal}),
      el(
        'span',
        {class: 'fine'},
        t('With this many visitors, the true rate lies between {low} and {high} (95% certain).', {
          low: percent(low),
          high: percent(high),
        }),
      ),
    ),
    loss(answer),
    answer.view === 'entry' ? forecast(total, context) : null,
  );
}

/**
 * The change from the days before, of entries at the same age.
 *
 * @param {EntryAnswer} answer
 */
function compared(answer) {
  const before = answer.comparison?.total;
  if (!before || before.entered === 0) {
    return null;
  }
  const equal = atEqualAge(answer, before);
  if (!equal) {
    return el('span', {class: 'delta'}, t('not compared: the entries before have had more time'));
  }
  const {total} = answer;
  const differs = ratesDiffer(
    {hits: Math.round((equal.now ?? 0) * total.entered), of: total.entered},
    {hits: Math.round((equal.before ?? 0) * before.entered), of: before.entered},
  );
  return [
    delta(equal.now, equal.before, {write: percent, differs, short: false}),
    equal.within === null
      ? null
      : el(
          'span',
          {class: 'delta'},
          t('compared at the same age: within {days} of entering', {days: days(equal.within)}),
        ),
  ];
}

/**
 * The step after which most are lost, and what that costs.
 *
 * @param {EntryAnswer} answer
 */
function loss({steps, total}) {
  const most = largestLoss(total);
  if (!most) {
    return null;
  }
  const next = total.reached[most.step + 1];
  const gone = most.lost - (most.known ? most.coming : 0);
  const worth = next > 0 && total.value?.length ? (gone * Number(total.value[0].amount)) / next : 0;
  return el(
    'p',
    {class: 'lead loss'},
    t('Most are lost between {step} and {next}: ', {
      step: goalName(steps[most.step]),
      next: goalName(steps[most.step + 1]),
    }),
    el('strong', {}, percent(most.lost / most.of)),
    t(' ({n} of {all}).', {n: count(most.lost), all: count(most.of)}),
    !most.known
      ? t(' How many of these will still come is not yet known.')
      : most.coming > 0
        ? t(' Of these about {n} will still come.', {n: count(most.coming)})
        : null,
    worth > 0 && total.value
      ? [
          t(' If the others did as well as those who went on, they would be worth about '),
          el('strong', {}, money({amount: worth.toFixed(0), currency: total.value[0].currency})),
          '.',
        ]
      : null,
  );
}

/** @param {number | null} number */
const days = number => tn(number ?? 0, '1 day', '{n} days', {n: count(number)});

/**
 * @param {FunnelEntryFigures} total
 * @param {Context} context
 */
function forecast(total, context) {
  if (total.in_progress === 0) {
    return el('p', {class: 'fine'}, t('The time limit has passed for everyone: these figures are final.'));
  }
  return known(total.expected_rate)
    ? el(
        'p',
        {class: 'fine'},
        t('If they convert like earlier visitors, about {rate} will have converted within {days} of entering.', {
          rate: percent(total.expected_rate),
          days: days(total.expected_within_days),
        }),
        context.range.to >= context.today ? t(' Today is not over.') : null,
      )
    : null;
}

/** @param {EntryAnswer} answer */
function facts({steps, total}) {
  const came = total.came_in;
  /** @type {[term: string, text: Child][]} */
  const list = [
    [t('Value'), total.value ? amounts(total.value) : NONE],
    [t('Value per entry'), total.value_per_entry?.length ? amounts(total.value_per_entry) : NONE],
  ];
  if (came && sum(came) > 0) {
    list.push([
      t('Came in at'),
      came
        .map((number, index) => (number > 0 ? `${goalName(steps[index])} ${count(number)}` : null))
        .filter(Boolean)
        .join(' · '),
    ]);
  }
  return el(
    'dl',
    {class: 'figures'},
    list.map(([term, text]) => el('div', {}, el('dt', {}, term), el('dd', {}, text))),
  );
}

/**
 * Who may still go on by the funnel's time limit, whatever is expected.
 *
 * @param {FunnelEntryFigures} total
 */
function formally(total) {
  return el(
    'details',
    {class: 'small-print'},
    el('summary', {}, t('How many may still go on by the time limit?')),
    el(
      'p',
      {},
      total.in_progress === 0
        ? t('Nobody: the time limit has passed for everyone.')
        : t('{n} are formally still open: their time limit has not passed.', {n: count(total.in_progress)}),
      (total.maturity ?? 0) > 0 ? t(' For {share} of entries it has.', {share: percent(total.maturity)}) : null,
      t(' {n} have dropped off for good.', {n: count(total.dropped)}),
      total.excluded > 0
        ? t(' {n} were excluded by an event that breaks the funnel; in the bars they count as lost.', {
            n: count(total.excluded),
          })
        : null,
    ),
    el(
      'p',
      {},
      t(
        '“Came in” counts visitors who met a step of the funnel after at least 30 days without one, at the step that ' +
          'they met first.',
      ),
    ),
  );
}

/**
 * @param {Context} context
 * @param {{id: string}} funnel
 */
function trendCard(context, funnel) {
  return loading(context, 'trend', {
    title: t('Trend'),
    load: async get => comparable((await askFunnel(get, context, funnel)).answer, hasFigures),
    draw: answer =>
      answer.view === 'completion'
        ? completionTrend(/** @type {CompletionAnswer} */ (answer))
        : /** @type {EntryAnswer} */ (answer).total.entered === 0
          ? null
          : development(/** @type {EntryAnswer} */ (answer)),
  });
}

/** @param {FunnelAnswer['rows'][number]} row */
const hasFigures = row => ('entered' in row ? row.entered : row.completed) > 0;

/** @param {CompletionAnswer} answer */
function completionTrend({rows}) {
  return chart({
    title: t('Completed per day'),
    dates: rows.map(row => row.date),
    lines: [{label: t('Completed'), values: rows.map(row => row.completed), colour: 'accent', fill: true}],
    write: count,
  });
}

/** @param {EntryAnswer} answer */
function development({rows, view, comparison}) {
  const dates = rows.map(row => row.date);
  /** @param {FunnelEntryFigures} row */
  const rateOf = row => last(row.total_rate);
  /** @type {Line[]} */
  const lines = [
    {label: view === 'entry' ? t('Converted so far') : t('Converted'), values: rows.map(rateOf), colour: 'accent'},
  ];
  if (rows.some(row => known(row.expected_rate) && row.maturity !== 1)) {
    lines.push({
      label: t('Expected rate'),
      values: rows.map(row => row.expected_rate),
      colour: 'accent-soft',
      dashed: true,
    });
  }
  if (comparison && view === 'same_day') {
    lines.push({
      label: t('Period before'),
      values: dates.map((date, index) => (comparison.rows[index] ? rateOf(comparison.rows[index]) : null)),
      colour: 'ink-soft',
      dashed: true,
      dates: comparison.rows.map(row => row.date),
    });
  }
  const most = largest(rows.flatMap(row => [rateOf(row) ?? 0, row.expected_rate ?? 0])) * 1.6;
  return [
    el(
      'p',
      {class: 'fine'},
      t(
        'Share of each day’s entries that reached the last step; the true rate lies within the pale band ' +
          '(95% certain).',
      ),
      view === 'entry'
        ? t(
            ' The latest days are lower because some of their visitors have yet to go on; the dashed line adds those ' +
              'who are expected to.',
          )
        : null,
    ),
    chart({
      title: t('Conversion rate per day of entry'),
      dates,
      lines,
      write: percent,
      most: most > 0 ? Math.min(1, most) : 1,
      band: [rows.map(row => last(row.interval)?.[0] ?? null), rows.map(row => last(row.interval)?.[1] ?? null)],
      figures: daysTable(rows),
    }),
  ];
}

/** @param {EntryAnswer['rows']} rows */
function daysTable(rows) {
  /** @type {Column<EntryAnswer['rows'][number]>[]} */
  const columns = [
    {label: t('Day'), sort: row => row.date, cell: row => longDay(row.date)},
    {label: t('Entries'), number: true, cell: row => count(row.entered)},
    {label: t('Converted'), number: true, cell: row => count(row.converted)},
    {label: t('Formally open'), number: true, cell: row => count(row.in_progress)},
    {label: t('Dropped'), number: true, wide: true, cell: row => count(row.dropped)},
    {label: t('Rate'), number: true, cell: row => percent(last(row.total_rate))},
    {label: t('Expected'), number: true, wide: true, cell: row => percent(row.expected_rate)},
    {
      label: t('State'),
      wide: true,
      cell: row => (row.complete ? (row.maturity === 1 ? t('final') : t('day complete')) : t('day in progress')),
    },
  ];
  return table(t('The funnel by day'), columns, [...rows].reverse(), {whole: true});
}

/** Values that stand side by side. */
const MOST_SIDE_BY_SIDE = 12;

/**
 * @param {Context} context
 * @param {{id: string}} funnel
 * @param {Dimension} dimension
 */
function sideCard(context, funnel, dimension) {
  return loading(context, `by ${dimension}`, {
    title: t('By {dimension}', {dimension: within(dimensionName(dimension))}),
    load: async get => {
      const {answer} = await askFunnel(get, context, funnel, {totals: 'only'});
      const view = answer.view === 'completion' ? 'entry' : answer.view;
      const {path, range} = context;
      return get(`${path}/funnels/${encodeURIComponent(funnel.id)}`, {
        from: range.from,
        to: range.to,
        view,
        breakdown: dimension,
        totals: 'only',
        top: MOST_SIDE_BY_SIDE,
      });
    },
    draw: answer => {
      const {total, totals = []} = /** @type {EntryAnswer} */ (answer);
      const rows = totals.filter(row => row.entered > 0).sort((one, other) => other.entered - one.entered);
      if (rows.length === 0) {
        return null;
      }
      const end = scale(rows.map(row => [row.converted, row.entered]));
      const most = largest(rows.map(row => row.entered));
      return table(
        t('The funnel by {dimension}, side by side', {dimension: dimensionName(dimension)}),
        [
          {
            label: dimensionName(dimension),
            cell: row => filterLink(dimension, row.breakdown[dimension]),
            bar: row => row.entered / most,
          },
          {label: t('Entries'), number: true, sort: row => row.entered, cell: row => count(row.entered)},
          {
            label: t('Rate'),
            number: true,
            sort: row => row.converted / row.entered,
            cell: row => rate(row.converted, row.entered, end, total.converted / total.entered),
          },
        ],
        rows,
      );
    },
  });
}

/**
 * How long it takes: from step to step, and to the last one.
 *
 * @param {Context} context
 * @param {{id: string}} funnel
 */
function timeCard(context, funnel) {
  const {path, range, filter} = context;
  const address = /** @type {const} */ (`${path}/funnels/${encodeURIComponent(funnel.id)}`);
  return loading(context, 'time', {
    title: t('Time to convert'),
    load: async get => {
      const days = {from: range.from, to: range.to, totals: /** @type {const} */ ('only'), filter: filter?.text};
      const [completion, entry] = await Promise.all([
        get(address, {...days, view: 'completion'}),
        askFunnel(get, context, funnel, {totals: 'only'}),
      ]);
      return {completion, entry: entry.answer};
    },
    draw: ({completion, entry}) => {
      const {total} = /** @type {CompletionAnswer} */ (completion);
      return total.completed === 0 ? null : [stepTimes(entry), lagChart(total)];
    },
  });
}

/** @param {FunnelAnswer} answer */
function stepTimes({steps, total}) {
  if (!('entered' in total)) {
    return null;
  }
  const {p50, p90} = total.seconds_from_previous;
  return el(
    'ul',
    {class: 'sentences'},
    steps
      .map((step, index) =>
        index > 0 && known(p50[index])
          ? el(
              'li',
              {},
              t('To {step}: half within {half}, nine in ten within {most}.', {
                step: goalName(step),
                half: duration(p50[index]),
                most: duration(p90[index]),
              }),
            )
          : null,
      )
      .filter(Boolean),
  );
}

/**
 * @param {Context} context
 * @param {{id: string}} funnel
 * @param {Dimension} by
 */
function breakdownCard(context, funnel, by) {
  const {path, range} = context;
  return loading(context, 'breakdown', {
    title: t('By {dimension}, step by step', {dimension: within(dimensionName(by))}),
    load: async get => {
      const {answer} = await askFunnel(get, context, funnel, {totals: 'only'});
      return get(`${path}/funnels/${encodeURIComponent(funnel.id)}`, {
        from: range.from,
        to: range.to,
        view: answer.view,
        breakdown: by,
        totals: 'only',
        top: 60,
      });
    },
    draw: answer =>
      answer.view === 'completion'
        ? completionBreakdown(/** @type {CompletionAnswer} */ (answer), by)
        : breakdown(/** @type {EntryAnswer} */ (answer), by),
  });
}

/**
 * @param {EntryAnswer} answer
 * @param {Dimension} by
 */
function breakdown({totals, steps}, by) {
  const rows = [...(totals ?? [])].sort((one, other) => other.entered - one.entered);
  const most = largest(rows.map(row => row.entered));
  /** @type {Column<typeof rows[number]>[]} */
  const columns = [
    {
      label: dimensionName(by),
      cell: row => filterLink(by, row.breakdown[by]),
      bar: row => (most ? row.entered / most : 0),
    },
    ...steps.map((step, index) => ({
      label: goalName(step),
      number: true,
      wide: index > 0 && index < steps.length - 1,
      sort: (/** @type {FunnelEntryFigures} */ row) => row.reached[index],
      cell: (/** @type {FunnelEntryFigures} */ row) => count(row.reached[index]),
    })),
    {label: t('Rate'), number: true, sort: row => last(row.total_rate), cell: row => percent(last(row.total_rate))},
    {
      label: t('95% certain'),
      number: true,
      wide: true,
      sort: row => last(row.interval)?.[0],
      cell: row => between(last(row.interval)),
    },
  ];
  return table(t('The funnel by {dimension}', {dimension: dimensionName(by)}), columns, rows);
}

/**
 * @param {CompletionAnswer} answer
 * @param {Dimension} by
 */
function completionBreakdown({totals}, by) {
  const rows = [...(totals ?? [])].sort((one, other) => other.completed - one.completed);
  const most = largest(rows.map(row => row.completed));
  return table(
    t('Completed by {dimension}', {dimension: dimensionName(by)}),
    [
      {
        label: dimensionName(by),
        cell: row => filterLink(by, row.breakdown[by]),
        bar: row => (most ? row.completed / most : 0),
      },
      {label: t('Completed'), number: true, sort: row => row.completed, cell: row => count(row.completed)},
      {
        label: t('Value'),
        number: true,
        sort: row => Number(row.value[0]?.amount ?? 0),
        cell: row => amounts(row.value),
      },
    ],
    rows,
  );
}
