/** Audiences: who did one thing and not the other, and who of them came back. */

import {audienceName, goalName} from '../ui/names.js';
import {to} from '../ui/address.js';
import {loading} from '../ui/cards.js';
import {chart} from '../ui/chart.js';
import {dots, plainScale, plotTable} from '../ui/dots.js';
import {el} from '../ui/dom.js';
import {explain, facts} from '../ui/explain.js';
import {between, count, day, known, percent} from '../ui/format.js';
import {notice, warnings} from '../ui/notices.js';
import {select, table, verbatim} from '../ui/parts.js';
import {t, tn} from '../ui/text.js';
import {exportLink} from './today-blocks.js';

/** @import {Answer, Context, Controls, Get} from '#types' */

/** @typedef {Answer<'/v1/sites/{site}/audiences/{audience}'>} AudienceAnswer */
/** @typedef {Answer<'/v1/sites/{site}/audiences'>['audiences'][number]} Audience */
/** @typedef {{audiences: Audience[], chosen: Audience | null, answer: AudienceAnswer | null, reachable: number | null}} Read */

export const title = () => t('Audiences');

/** @type {Controls} */
export const controls = {range: true};

/** @param {Context} context */
export function cards(context) {
  return [
    loading(context, 'audience', {
      title: null,
      className: 'bare',
      load: get => read(get, context),
      draw: value => draw(value, context),
      said: ({chosen}) =>
        chosen ? tn(chosen.members, '1 member now', '{n} members now', {n: count(chosen.members)}) : null,
    }),
  ];
}

/**
 * @param {Get} get
 * @param {Context} context
 * @returns {Promise<Read>}
 */
async function read(get, context) {
  const {path, range, route} = context;
  const {audiences} = await get(`${path}/audiences`);
  const asked = route.id ?? route.params.get('audience');
  const chosen = audiences.find(({audience}) => audience === asked) ?? audiences[0] ?? null;
  if (!chosen) {
    return {audiences, chosen, answer: null, reachable: null};
  }
  const [answer, reachable] = await Promise.all([
    get(`${path}/audiences/${encodeURIComponent(chosen.audience)}`, {from: range.from, to: range.to}),
    reachableOf(context, chosen),
  ]);
  return {audiences, chosen, answer, reachable};
}

/**
 * How many members may be reached by advertising; null for readers who may not know.
 *
 * @param {Context} context
 * @param {Audience} audience
 */
async function reachableOf({api, path, scopes, signal}, {audience}) {
  if (!scopes.some(scope => scope === 'audience:read' || scope === 'admin')) {
    return null;
  }
  const list = await api.get(`${path}/audiences/${encodeURIComponent(audience)}/members`, {}, signal);
  return 'reachable' in list ? list.reachable : null;
}

/**
 * @param {Read} value
 * @param {Context} context
 */
function draw({audiences, chosen, answer, reachable}, context) {
  if (!chosen || !answer) {
    return notice({
      title: t('No audience yet'),
      text: t(
        'An audience in the plan, such as visitors who filled a cart and did not order, is counted here: who is in it, who came and left, and how many came back by themselves.',
      ),
    });
  }
  return [
    warnings(answer.meta),
    el(
      'section',
      {class: 'card', 'data-key': 'chosen'},
      el(
        'header',
        {},
        el('h2', {}, audienceName(chosen.audience)),
        el(
          'div',
          {class: 'card-tools'},
          audiences.length < 2
            ? null
            : select(
                t('Audience'),
                audiences.map(({audience}) => [audience, audienceName(audience)]),
                chosen.audience,
                audience => (location.hash = to('audiences', audience)),
              ),
          explanation(chosen),
        ),
      ),
      el('p', {class: 'lead'}, sentence(chosen)),
      movements(chosen, answer, reachable),
      recovery(answer, chosen),
      exportLink(context, chosen.audience),
    ),
    el(
      'section',
      {class: 'card', 'data-key': 'days'},
      el('header', {}, el('h2', {}, t('Members at the end of each day'))),
      line(answer),
      days(answer),
    ),
    audiences.length < 2 ? null : others(audiences, chosen),
  ];
}

/** @param {Audience} audience */
function sentence({members, did, not}) {
  const values = {n: count(members), did: goalName(did), not: goalName(not ?? '')};
  return known(not)
    ? tn(
        members,
        '1 visitor did “{did}” and not “{not}” and is a member now.',
        '{n} visitors did “{did}” and not “{not}” and are members now.',
        values,
      )
    : tn(
        members,
        '1 visitor did “{did}” and is a member now.',
        '{n} visitors did “{did}” and are members now.',
        values,
      );
}

/**
 * @param {Audience} audience
 * @param {AudienceAnswer} answer
 * @param {number | null} reachable
 */
function movements({not}, {total}, reachable) {
  return facts([
    [t('Entered in these days'), count(total.entered)],
    [not ? t('Left by “{goal}”', {goal: goalName(not)}) : t('Left by the goal'), count(total.left.met)],
    [t('Left because time ran out'), count(total.left.expired)],
    [t('Reachable by advertising'), known(reachable) ? count(reachable) : t('needs a key with audience:read')],
  ]);
}

/**
 * @param {AudienceAnswer} answer
 * @param {Audience} audience
 */
function recovery({total}, {not}) {
  const {recovery_rate: rate, recovery_interval: interval} = total;
  if (!known(rate) || !known(interval)) {
    return el('p', {class: 'fine'}, t('How many come back is known once 25 visitors have been followed for 14 days.'));
  }
  const came = known(not) ? t('Came to “{goal}” within 14 days', {goal: goalName(not)}) : t('Came back within 14 days');
  const scale = plainScale([interval[1], rate], {most: 1});
  return plotTable(
    t('How many came back within 14 days'),
    [
      {label: t('Figure'), cell: () => came},
      {label: t('Rate and 95% interval'), plot: true, cell: () => dots(scale, [{value: rate, interval, kind: 'main'}])},
      {
        label: t('Rate'),
        number: true,
        cell: () => [percent(rate), el('span', {class: 'hint'}, between(interval))],
      },
    ],
    [total],
    () => t('{rate} came back within 14 days, {range}', {rate: percent(rate), range: between(interval)}),
  );
}

/** @param {AudienceAnswer} answer */
function days({rows}) {
  return el(
    'details',
    {class: 'rest'},
    el('summary', {}, t('Day by day')),
    table(
      t('The audience day by day'),
      [
        {label: t('Day'), cell: row => day(row.date), sort: row => row.date},
        {label: t('Entered'), number: true, cell: row => count(row.entered)},
        {label: t('Met the goal'), number: true, cell: row => count(row.left.met)},
        {label: t('Expired'), number: true, cell: row => count(row.left.expired)},
        {label: t('Members'), number: true, cell: row => count(row.members)},
        {label: t('Back in 14 days'), number: true, wide: true, cell: row => count(row.recovered_14d)},
      ],
      [...rows].reverse(),
      {whole: true},
    ),
  );
}

/** @param {AudienceAnswer} answer */
function line({rows}) {
  return rows.length < 2
    ? null
    : chart({
        title: t('Members at the end of each day'),
        dates: rows.map(row => row.date),
        lines: [{label: t('Members'), colour: 'accent', values: rows.map(row => row.members ?? null)}],
        write: count,
      });
}

/**
 * @param {Audience[]} audiences
 * @param {Audience} chosen
 */
function others(audiences, chosen) {
  return el(
    'section',
    {class: 'card', 'data-key': 'others'},
    el('header', {}, el('h2', {}, t('All audiences'))),
    table(
      t('All audiences'),
      [
        {
          label: t('Audience'),
          cell: row =>
            el(
              'a',
              {href: to('audiences', row.audience), 'aria-current': row.audience === chosen.audience ? 'true' : null},
              verbatim(audienceName(row.audience)),
            ),
        },
        {label: t('Did'), wide: true, cell: row => goalName(row.did)},
        {label: t('And not'), wide: true, cell: row => (row.not ? goalName(row.not) : '–')},
        {label: t('Members'), number: true, cell: row => count(row.members)},
      ],
      audiences,
    ),
  );
}

/** @param {Audience} audience */
const explanation = ({after, within}) =>
  explain(
    t('Who is counted'),
    t(
      'A visitor enters {after} after the step and leaves {within} after it at the latest. Doing the step again prolongs the membership and does not begin a new one.',
      {after, within},
    ),
    t(
      'The counts are of all visitors who can be recognised on another day; the list for advertising has only those who consented to it.',
    ),
  );
