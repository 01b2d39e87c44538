/** Which small steps come before a macro conversion. */

import {goalName} from '../ui/names.js';
import {change, to} from '../ui/address.js';
import {loading} from '../ui/cards.js';
import {axis, dots, plainScale, plotTable, ratioScale} from '../ui/dots.js';
import {el} from '../ui/dom.js';
import {explain} from '../ui/explain.js';
import {amounts, between, count, decimal, duration, known, percent, span} from '../ui/format.js';
import {notice, warnings} from '../ui/notices.js';
import {select, table, verbatim} from '../ui/parts.js';
import {plusDays} from '../ui/ranges.js';
import {t, tn} from '../ui/text.js';
import {ratio, ratioRange, ratioSentence} from './micro-words.js';

/** @import {Answer, Context, Controls, Get, Site} from '#types' */

/** @typedef {Answer<'/v1/sites/{site}/micros'>} MicrosAnswer */
/** @typedef {NonNullable<MicrosAnswer['totals']>[number]} Micro */

export const title = () => t('Micros');

/** @type {Controls} */
export const controls = {
  csv: context => ({
    path: `${context.path}/micros`,
    params: {macro: macroOf(context), from: plusDays(context.today, 1 - DAYS), to: context.today},
  }),
};

/** The days whose new visitors are followed. */
const DAYS = 90;

/** @param {Site} site */
const macros = site => (site.goals ?? []).filter(goal => goal.tier === 'macro').map(goal => goal.name);

/** @param {Context} context */
function macroOf({site, route}) {
  const asked = route.params.get('macro');
  const all = macros(site);
  return all.find(id => id === asked) ?? (all.includes('purchase') ? 'purchase' : (all[0] ?? ''));
}

/** @param {Context} context */
export function cards(context) {
  const {path, site, today} = context;
  const from = plusDays(today, 1 - DAYS);
  const macro = macroOf(context);
  if (macro === '') {
    return notice({
      title: t('No macro goal yet'),
      text: t('This site’s plan has no macro goal to look back from.'),
    });
  }
  /** @type {Promise<MicrosAnswer> | null} */
  let answer = null;
  /** @param {Get} get */
  const load = get => {
    answer ??= get(`${path}/micros`, {macro, from, to: today, totals: 'only'}).catch(error => {
      answer = null;
      throw error;
    });
    return answer;
  };
  return [
    loading(context, 'association', {
      title: t('Who goes on to “{macro}” more often', {macro: goalName(macro)}),
      head: el(
        'div',
        {class: 'card-tools'},
        select(
          t('Macro goal'),
          macros(site).map(id => [id, goalName(id)]),
          macro,
          id => change({macro: id}),
        ),
        explanation(),
      ),
      load,
      draw: answer => association(answer, span(from, today)),
      said: headline,
    }),
    loading(context, 'assist', {
      title: t('What comes before “{macro}”', {macro: goalName(macro)}),
      head: explain(
        t('Before a conversion'),
        t(
          'Of all conversions of visitors who can be recognised, the share with the step in the 30 days before. Time before is the median from the last such step to the conversion.',
        ),
      ),
      load,
      draw: assist,
    }),
    loading(context, 'steps', {
      title: t('Different small steps before each conversion'),
      load,
      draw: steps,
    }),
  ];
}

/** @param {MicrosAnswer} answer */
function headline({totals = [], macro, window_days: days}) {
  const best = totals.find(micro => micro.direction === 'more');
  const {association} = best ?? {};
  if (!best || !association) {
    return t('Of 0 of {n} small steps it is clear that their visitors went on to “{macro}” more often.', {
      n: totals.length,
      macro: goalName(macro),
    });
  }
  return t(
    'Visitors with “{micro}” on their first day went on to “{macro}” more often: {rate} within {days} days, {others} of the others.',
    {
      micro: goalName(best.micro),
      macro: goalName(macro),
      rate: percent(association.exposed_rate),
      others: percent(association.other_rate),
      days: count(days),
    },
  );
}

/**
 * @param {MicrosAnswer} answer
 * @param {string} days in words
 */
function association(answer, days) {
  const rows = (answer.totals ?? []).filter(row => known(row.association?.odds_ratio));
  const few = (answer.totals ?? []).length - rows.length;
  const scale = ratioScale(
    rows.flatMap(({association: of}) => [...(of?.adjusted_interval ?? []), ...(of?.interval ?? [])]),
  );
  return [
    warnings(answer.meta),
    el('p', {class: 'lead'}, headline(answer)),
    el(
      'p',
      {class: 'fine'},
      tn(
        answer.total.days_mature,
        'Days: {days}; the odds are of the one of them whose new visitors have been followed for {window} days.',
        'Days: {days}; the odds are of the {n} of them whose new visitors have been followed for {window} days.',
        {days, window: count(answer.window_days)},
      ),
    ),
    rows.length
      ? plotTable(
          t('Small steps in the order of their adjusted ratio'),
          [
            {
              label: t('Small step'),
              cell: row => [
                el('a', {href: to('goals', row.micro)}, verbatim(goalName(row.micro))),
                hintOf(row) ? el('span', {class: 'hint'}, hintOf(row)) : null,
              ],
            },
            {
              label: [t('Odds compared with others'), axis(scale, value => decimal(value, 2))],
              plot: true,
              cell: ({association: of, direction}) =>
                dots(scale, [
                  {
                    value: of?.adjusted_odds_ratio,
                    interval: of?.adjusted_interval,
                    kind: 'main',
                    faint: direction === 'unclear',
                  },
                  {value: of?.odds_ratio, interval: of?.interval, kind: 'second'},
                ]),
            },
            {
              label: t('Adjusted'),
              number: true,
              cell: row => [
                ratio(row.association?.adjusted_odds_ratio),
                ratioRange(row.association?.adjusted_interval),
              ],
            },
            {
              label: t('Plain'),
              number: true,
              wide: true,
              cell: row => [ratio(row.association?.odds_ratio), ratioRange(row.association?.interval)],
            },
            {
              label: t('Went on'),
              number: true,
              wide: true,
              cell: row => [
                percent(row.association?.exposed_rate),
                el('span', {class: 'hint'}, t('others {n}', {n: percent(row.association?.other_rate)})),
              ],
            },
            {
              label: t('Visitors'),
              number: true,
              wide: true,
              cell: row => [
                count((row.association?.n11 ?? 0) + (row.association?.n10 ?? 0)),
                el('span', {class: 'hint'}, t('of {n}', {n: count(answer.total.cohort)})),
              ],
            },
          ],
          rows,
          row => ratioSentence({micro: row.micro, ...row.association}),
        )
      : el(
          'p',
          {class: 'fine'},
          t('Too few new visitors have been followed for {n} days yet.', {n: count(answer.window_days)}),
        ),
    few > 0 && rows.length
      ? el(
          'p',
          {class: 'fine'},
          tn(few, '1 more step has too few visitors to compare.', '{n} more steps have too few visitors to compare.'),
        )
      : null,
    el(
      'p',
      {class: 'fine'},
      t(
        'Filled dot: visitors who saw equally many pages that day. Ring: all visitors. Lines: 95% intervals. Visitors who do more on a site also buy more, so trust the filled dot.',
      ),
    ),
  ];
}

/** @param {Micro} row */
function hintOf({measured}) {
  switch (measured?.hint) {
    case 'often_skipped':
      return t('called a milestone, but often skipped');
    case 'looks_like_milestone':
      return t('looks like a milestone');
    case 'no_association':
      return t('no association found');
    default:
      return null;
  }
}

/** @param {MicrosAnswer} answer */
function assist({totals = [], total}) {
  const rows = totals
    .filter(row => (row.assist.assisted ?? 0) > 0 && known(row.assist.rate))
    .sort((one, other) => (other.assist.rate ?? 0) - (one.assist.rate ?? 0));
  const [first] = rows;
  if (!first) {
    return el('p', {class: 'fine'}, t('0 conversions of visitors who can be recognised in these days.'));
  }
  const scale = plainScale([1], {most: 1});
  return [
    el(
      'p',
      {class: 'lead'},
      t('“{micro}” came before {rate} of {n} conversions.', {
        micro: goalName(first.micro),
        rate: percent(first.assist.rate),
        n: count(total.macros),
      }),
    ),
    plotTable(
      t('Small steps by how often they came before a conversion'),
      [
        {label: t('Small step'), cell: row => verbatim(goalName(row.micro))},
        {
          label: t('Share of conversions'),
          plot: true,
          cell: row => dots(scale, [{value: row.assist.rate, interval: row.assist.interval, kind: 'main'}]),
        },
        {
          label: t('Share'),
          number: true,
          cell: row => [percent(row.assist.rate), el('span', {class: 'hint'}, between(row.assist.interval))],
        },
        {label: t('Conversions'), number: true, wide: true, cell: row => count(row.assist.assisted)},
        {label: t('The last step'), number: true, wide: true, cell: row => count(row.assist.last)},
        {label: t('Time before'), number: true, wide: true, cell: row => duration(row.assist.lag_seconds_p50)},
        {label: t('Value after it'), number: true, wide: true, cell: row => amounts(row.assist.value)},
      ],
      rows,
      row =>
        t('{micro}: before {rate} of the conversions, {range}', {
          micro: goalName(row.micro),
          rate: percent(row.assist.rate),
          range: between(row.assist.interval),
        }),
    ),
  ];
}

/** @param {MicrosAnswer} answer */
function steps({total, macro}) {
  const by = Object.entries(total.macros_by_micros ?? {}).map(([number, macros]) => ({number: Number(number), macros}));
  by.sort((one, other) => one.number - other.number);
  const most = Math.max(1, ...by.map(row => row.macros));
  const none = by.find(row => row.number === 0)?.macros ?? 0;
  return by.length === 0
    ? el('p', {class: 'fine'}, t('0 conversions of “{macro}” in these days.', {macro: goalName(macro)}))
    : [
        el(
          'p',
          {class: 'lead'},
          t('{n} of {of} conversions had no small step in the 30 days before.', {
            n: count(none),
            of: count(total.macros),
          }),
        ),
        table(
          t('Conversions by number of different small steps in the 30 days before'),
          [
            {
              label: t('Different steps before'),
              cell: row => (row.number === 0 ? t('None') : count(row.number)),
              bar: row => row.macros / most,
              sort: row => row.number,
            },
            {label: t('Conversions'), number: true, cell: row => count(row.macros)},
            {label: t('Share'), number: true, cell: row => percent(total.macros ? row.macros / total.macros : null)},
          ],
          by,
          {whole: true},
        ),
      ];
}

const explanation = () =>
  explain(
    t('Odds compared with others'),
    t(
      'New visitors of the last 90 days are followed from their first day. Odds compare those who took the step on that day with those who did not; 1 means as often as others.',
    ),
    t(
      'These are associations among people who chose to take the step. They do not show what would happen if more people took it; only an experiment can.',
    ),
    t('Visitors without consent, and steps taken on the day of the conversion, are not in the odds.'),
  );
