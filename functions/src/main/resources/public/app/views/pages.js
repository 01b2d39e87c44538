/** Pages, and what people do on them: forms, videos, downloads, links to other sites, and events by property. */

import {to} from '../ui/address.js';
import {loading} from '../ui/cards.js';
import {el} from '../ui/dom.js';
import {explain} from '../ui/explain.js';
import {count, duration, percent} from '../ui/format.js';
import {warnings} from '../ui/notices.js';
import {filterLink, largest, table} from '../ui/parts.js';
import {t, tn} from '../ui/text.js';
import {value} from '../ui/words.js';
import {downloads, forms, links, videos} from './page-events.js';
import {properties} from './properties.js';

/** @import {Answer, Child, Context, Controls} from '#types' */

/** @typedef {Answer<'/v1/sites/{site}/pages'>} PagesAnswer */
/** @typedef {NonNullable<PagesAnswer['totals']>[number]} Page */

export const title = () => t('Pages');

/** @type {Controls} */
export const controls = {
  range: true,
  csv: context => ({
    path: `${context.path}/${context.route.id === null ? 'pages' : 'events'}`,
    params: {from: context.range.from, to: context.range.to},
  }),
};

/** @type {[id: string | null, words: () => string, cards: (context: Context) => Child][]} */
const TABS = [
  [null, () => t('Pages'), pages],
  ['forms', () => t('Forms'), forms],
  ['videos', () => t('Videos'), videos],
  ['downloads', () => t('Downloads'), downloads],
  ['links', () => t('Outbound links'), links],
  ['properties', () => t('Events by property'), properties],
];

/** @param {Context} context */
export function cards(context) {
  const [chosen, , shown] = TABS.find(([id]) => id === context.route.id) ?? TABS[0];
  return [
    el(
      'nav',
      {class: 'tabs', 'aria-label': t('What of the pages'), 'data-key': 'tabs'},
      TABS.map(([id, words]) =>
        el('a', {href: to('pages', id), 'aria-current': id === chosen ? 'page' : null}, words()),
      ),
    ),
    shown(context),
  ];
}

/** Pages that are listed. */
const MOST = 100;

/** @param {Context} context */
function pages(context) {
  const {path, range} = context;
  return loading(context, 'pages', {
    title: t('Pages by views'),
    head: explain(
      t('The columns'),
      t(
        'Entries and exits are visits that began or ended with the page. “Read half” are visits that scrolled to its middle.',
      ),
      t(
        '“Converted after” are visits with a macro conversion after the page was seen; it does not say that the page brought it about.',
      ),
    ),
    load: get => get(`${path}/pages`, {from: range.from, to: range.to, totals: 'only', top: MOST}),
    draw: answer => [warnings(answer.meta), pageList(answer)],
    said: headline,
  });
}

/** @param {PagesAnswer} answer */
const byViews = ({totals = []}) => [...totals].sort((one, other) => (other.views ?? 0) - (one.views ?? 0));

/** @param {PagesAnswer} answer */
function headline(answer) {
  const [first] = byViews(answer);
  return first
    ? t('{n} page views, most of {page}: {views}.', {
        n: count(answer.total.views),
        page: value('entry_page', first.page),
        views: count(first.views),
      })
    : t('0 page views on these days.');
}

/** @param {PagesAnswer} answer */
function pageList(answer) {
  const rows = byViews(answer);
  return [
    el('p', {class: 'lead'}, headline(answer)),
    rows.length ? pageTable(rows) : null,
    rows.length >= MOST
      ? el(
          'p',
          {class: 'fine'},
          tn(MOST, 'The most viewed page; the CSV has all.', 'The {n} most viewed; the CSV has all.'),
        )
      : null,
  ];
}

/** @param {Page[]} rows */
function pageTable(rows) {
  const most = largest(rows.map(row => row.views ?? 0));
  return table(
    t('Pages by views'),
    [
      {
        label: t('Page'),
        cell: row => (row.page === '(other)' ? t('All others') : filterLink('entry_page', row.page)),
        bar: row => (most ? (row.views ?? 0) / most : 0),
      },
      {label: t('Views'), number: true, cell: row => count(row.views)},
      {label: t('Visits'), number: true, wide: true, cell: row => count(row.visits)},
      {label: t('Entries'), number: true, wide: true, cell: row => count(row.entries)},
      {label: t('Exits'), number: true, wide: true, cell: row => count(row.exits)},
      {
        label: t('Time a visit'),
        number: true,
        wide: true,
        cell: row => duration(row.visits ? (row.engaged_seconds ?? 0) / row.visits : null),
      },
      {
        label: t('Read half'),
        number: true,
        wide: true,
        cell: row => percent(row.visits ? (row.scrolled_half ?? 0) / row.visits : null),
      },
      {
        label: t('Converted after'),
        number: true,
        cell: row => [
          count(row.macro_visits),
          el('span', {class: 'hint'}, percent(row.visits ? (row.macro_visits ?? 0) / row.visits : null)),
        ],
      },
    ],
    rows,
  );
}
