/** All sites of the reader: how each is doing, side by side. */

import {to} from '../ui/address.js';
import {loading} from '../ui/cards.js';
import {el, svg} from '../ui/dom.js';
import {NONE, amounts, count, known, percent} from '../ui/format.js';
import {nameIn} from '../ui/names.js';
import {delta} from '../ui/parts.js';
import {dispersion, countsDiffer} from '../ui/noise.js';
import {length, plusDays} from '../ui/ranges.js';
import {rangeWords} from '../ui/words.js';
import {t, tn} from '../ui/text.js';

/**
 * @import {OverviewAnswer} from '#openapi'
 * @import {Answer, Context, Controls, Get, Site} from '#types'
 */

/** Sites that are read at once, and those of a page. */
const AT_ONCE = 4;
const OF_PAGE = 24;

export const title = () => t('All sites');

/** @type {Controls} */
export const controls = {range: true};

/** @param {Context} context */
export function cards(context) {
  const {sites, route, range} = context;
  const from = Math.max(0, Number(route.params.get('from')) || 0);
  const shown = sites.slice(from, from + OF_PAGE);
  const turns = queue(AT_ONCE);
  return [
    el(
      'p',
      {class: 'lead', 'data-key': 'lead'},
      tn(sites.length, '{n} site, {days}.', '{n} sites, {days}.', {days: rangeWords(range)}),
    ),
    el(
      'div',
      {class: 'sites', 'data-key': 'sites'},
      shown.map(site => siteCard(context, site, turns)),
    ),
    sites.length > OF_PAGE ? pages(from, sites.length) : null,
  ];
}

/**
 * Runs at most so many at a time, in order.
 *
 * @param {number} most
 * @returns {<T>(run: () => Promise<T>) => Promise<T>}
 */
function queue(most) {
  let running = 0;
  /** @type {(() => void)[]} */
  const waiting = [];
  return async run => {
    if (running >= most) {
      await new Promise(resolve => {
        waiting.push(() => resolve(undefined));
      });
    }
    running++;
    try {
      return await run();
    } finally {
      running--;
      waiting.shift()?.();
    }
  };
}

/**
 * @param {number} from
 * @param {number} all
 */
const pages = (from, all) =>
  el(
    'p',
    {class: 'actions', 'data-key': 'pages'},
    from > 0 ? el('a', {href: to('sites', null, {from: String(from - OF_PAGE)})}, t('‹ Sites before')) : null,
    from + OF_PAGE < all ? el('a', {href: to('sites', null, {from: String(from + OF_PAGE)})}, t('More sites ›')) : null,
  );

/**
 * @param {Context} context
 * @param {Site} site
 * @param {ReturnType<typeof queue>} turns
 */
function siteCard(context, site, turns) {
  const {range} = context;
  const days = length(range);
  const compare = `${plusDays(range.from, -days)}..${plusDays(range.to, -days)}`;
  const path = /** @type {const} */ (`/v1/sites/${encodeURIComponent(site.id)}`);
  /** @param {Get} get */
  const load = async get => {
    const [overview, targets] = await Promise.all([
      get(`${path}/overview`, {from: range.from, to: range.to, compare}),
      get(`${path}/targets`),
    ]);
    return {overview, targets};
  };
  return loading(context, `site ${site.id}`, {
    title: null,
    className: 'site-card',
    load: get => turns(() => load(get)),
    draw: answer => draw(site, answer),
  });
}

/**
 * @param {Site} site
 * @param {{overview: OverviewAnswer, targets: Answer<'/v1/sites/{site}/targets'>}} answer
 */
function draw(site, {overview, targets}) {
  const {total, rows, comparison} = overview;
  const before = comparison?.total;
  const pairs = (comparison?.rows ?? []).map(
    (row, index) => /** @type {const} */ ([rows[index]?.visits ?? 0, row.visits]),
  );
  const running = targets.targets.filter(target => target.status !== 'not_started');
  return [
    el(
      'h2',
      {},
      el('a', {href: to('overview', null, {site: site.id, filter: '', from: ''})}, el('bdi', {}, site.name ?? site.id)),
    ),
    sparkline(
      rows.map(row => row.visits),
      t('Visits of {site} by day', {site: site.name ?? site.id}),
    ),
    el(
      'dl',
      {class: 'pairs'},
      pair(t('Visits'), [
        count(total.visits),
        ' ',
        before
          ? delta(total.visits, before.visits, {
              differs: countsDiffer(total.visits, before.visits, dispersion(pairs)),
            })
          : null,
      ]),
      pair(t('Conversions'), known(total.conversions) ? count(total.conversions) : NONE),
      pair(t('Conversion rate'), known(total.conversion_rate) ? percent(total.conversion_rate) : NONE),
      pair(t('Value'), total.value?.length ? amounts(total.value) : NONE),
      running
        .slice(0, 2)
        .map(target =>
          pair(
            nameIn(site.labels, 'targets', target.id),
            target.actual !== null && target.target
              ? t('{share} reached', {share: percent(Number(target.actual) / Number(target.target))})
              : NONE,
          ),
        ),
    ),
  ];
}

/**
 * @param {string} label
 * @param {import('#types').Child} value
 */
const pair = (label, value) => el('div', {}, el('dt', {}, label), el('dd', {}, value));

/**
 * A line without axes; its figures are beside it.
 *
 * @param {number[]} values
 * @param {string} label
 */
function sparkline(values, label) {
  const most = Math.max(1, ...values);
  const step = values.length > 1 ? 100 / (values.length - 1) : 0;
  const points = values.map((value, index) => `${(index * step).toFixed(2)},${(30 - (28 * value) / most).toFixed(2)}`);
  return svg(
    'svg',
    {class: 'sparkline', viewBox: '0 0 100 32', preserveAspectRatio: 'none', role: 'img', 'aria-label': label},
    svg('polyline', {points: points.join(' ')}),
  );
}
