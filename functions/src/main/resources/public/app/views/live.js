/** Now: how much happened in the last minutes, on which pages, and events as they arrive, each with its outcome. */

import {goalName} from '../ui/names.js';
import {to} from '../ui/address.js';
import {loading} from '../ui/cards.js';
import {el, replace, unseen} from '../ui/dom.js';
import {explain, facts} from '../ui/explain.js';
import {ago, count, moment, spoken} from '../ui/format.js';
import {failure} from '../ui/notices.js';
import {table, verbatim} from '../ui/parts.js';
import {keepingFocus, patch} from '../ui/patch.js';
import {refusedOrigins} from '../ui/refused.js';
import {t, tn} from '../ui/text.js';
import {reason} from '../ui/words.js';

/**
 * @import {RecentAnswer} from '#openapi'
 * @import {Context, Site} from '#types'
 */

/** @typedef {RecentAnswer['events'][number]} Event */

export const title = () => t('Live');

export const controls = {};

const EVERY_MS = 2_000;
const MINUTE_MS = 60_000;
/** As many as the API lists. */
const MOST = 50;

/** @type {Map<string | null, [words: () => string, tone: string]>} */
const OUTCOMES = new Map([
  ['stored', [() => t('Counted'), 'good']],
  ['duplicate', [() => t('Sent twice, counted once'), 'calm']],
  ['conflicting', [() => t('Same id, other content'), 'warn']],
  ['bot', [() => t('Bot, excluded'), 'calm']],
  ['rejected', [() => t('Rejected'), 'bad']],
  ['quarantined', [() => t('Quarantined'), 'bad']],
]);

/** @type {Map<string, () => string>} */
const LINKS = new Map([
  ['user', () => t('signed-in user')],
  ['device', () => t('recognisable')],
  ['daily', () => t('today only')],
  ['none', () => t('no visitor')],
]);

/** @param {Context} context */
export function cards(context) {
  const {path} = context;
  const state = {paused: false};
  return [
    loading(context, 'now', {
      title: t('The last minutes'),
      head: explain(
        t('The last minutes'),
        t(
          'Counted from the newest events that the site has sent, at most {n}; every event counts, also of visitors who are not recognised.',
          {n: MOST},
        ),
      ),
      load: get => get(`${path}/recent`),
      draw: ({events}) => {
        const place = el('div', {'data-whole': '', 'data-key': 'live'});
        fill(place, events, context, state);
        keepFilling(place, context, state);
        return place;
      },
      said: ({events}) => headline(events),
    }),
    loading(context, 'refused', {
      title: t('Refused pages'),
      load: get => get(`${path}/health`),
      draw: health => refusedOrigins(health, context.site),
    }),
  ];
}

/**
 * The events received in the last minutes.
 *
 * @param {Event[]} events
 * @param {number} minutes
 */
const since = (events, minutes) =>
  events.filter(
    event => event.outcome === 'stored' && Date.now() - new Date(event.received_at).getTime() <= minutes * MINUTE_MS,
  );

/**
 * As text: at least, where the API lists no more.
 *
 * @param {Event[]} all
 * @param {Event[]} some
 */
const atLeast = (all, some) =>
  all.length >= MOST && some.length >= all.filter(event => event.outcome === 'stored').length
    ? t('at least {n}', {n: count(some.length)})
    : count(some.length);

/** @param {Event[]} events */
function headline(events) {
  const last = since(events, 30);
  return last.length === 0
    ? t('0 events in the last 30 minutes.')
    : tn(last.length, '1 event in the last 30 minutes.', '{n} events in the last 30 minutes.', {
        n: atLeast(events, last),
      });
}

/**
 * @param {HTMLElement} place
 * @param {Event[]} events
 * @param {Context} context
 * @param {{paused: boolean}} state
 */
function fill(place, events, context, state) {
  const {site} = context;
  keepingFocus(place, () =>
    patch(place, [
      el('p', {class: 'lead'}, headline(events)),
      facts([
        [
          t('Last 5 minutes'),
          tn(since(events, 5).length, '1 event', '{n} events', {n: atLeast(events, since(events, 5))}),
        ],
        [
          t('Last 30 minutes'),
          tn(since(events, 30).length, '1 event', '{n} events', {n: atLeast(events, since(events, 30))}),
        ],
        [t('Pages in 30 minutes'), count(pagesOf(since(events, 30)).length)],
      ]),
      pageTable(since(events, 30)),
      el(
        'div',
        {class: 'live-head'},
        el('h3', {}, t('Events as they arrive')),
        el(
          'button',
          {
            type: 'button',
            'aria-pressed': String(state.paused),
            on: {
              click: event => {
                state.paused = !state.paused;
                event.currentTarget.setAttribute('aria-pressed', String(state.paused));
                event.currentTarget.textContent = state.paused ? t('Resume') : t('Pause');
              },
            },
          },
          state.paused ? t('Resume') : t('Pause'),
        ),
      ),
      el(
        'p',
        {class: 'fine'},
        events.length
          ? t(
              'Up to date at {time}. Open your site in another tab, click around, and watch how each event is processed.',
              {
                time: moment(Date.now(), site.time_zone, {timeStyle: 'medium'}),
              },
            )
          : t('Nothing has arrived in the last hours. This page refreshes every two seconds.'),
      ),
      el(
        'ol',
        {class: 'live-list'},
        events.map(event => item(event, site)),
      ),
    ]),
  );
}

/** @param {Event[]} events */
function pagesOf(events) {
  /** @type {Map<string, number>} */
  const pages = new Map();
  events.forEach(({page}) => page && pages.set(page, (pages.get(page) ?? 0) + 1));
  return [...pages].sort((one, other) => other[1] - one[1]);
}

/** @param {Event[]} events */
function pageTable(events) {
  const rows = pagesOf(events);
  return rows.length === 0
    ? null
    : table(
        t('Pages of the last 30 minutes'),
        [
          {label: t('Page'), cell: ([page]) => verbatim(page), bar: ([, n]) => n / rows[0][1]},
          {label: t('Events'), number: true, cell: ([, n]) => count(n)},
        ],
        rows,
      );
}

/**
 * @param {HTMLElement} place
 * @param {Context} context
 * @param {{paused: boolean}} state
 */
function keepFilling(place, context, state) {
  const {api, path, signal} = context;
  const refresh = async () => {
    const {events} = await api.get(`${path}/recent`, {}, signal);
    if (place.isConnected && !state.paused) {
      fill(place, events, context, state);
    }
  };
  const timer = setInterval(() => {
    if (!state.paused && document.visibilityState === 'visible' && !signal.aborted) {
      refresh().catch(
        error =>
          signal.aborted ||
          replace(
            place,
            failure(error, () => refresh().catch(() => {})),
          ),
      );
    }
  }, EVERY_MS);
  signal.addEventListener('abort', () => clearInterval(timer));
}

/**
 * @param {Event} event
 * @param {Site} site
 */
function item(event, site) {
  const [words, tone] = OUTCOMES.get(event.outcome) ?? [() => spoken(event.outcome ?? ''), 'calm'];
  return el(
    'li',
    {},
    el('time', {datetime: event.received_at, title: moment(event.received_at, site.time_zone)}, ago(event.received_at)),
    el(
      'div',
      {class: 'what'},
      el('strong', {}, event.name ? verbatim(event.name) : t('Without a name')),
      event.page ? el('span', {class: 'page'}, unseen(t('on page ')), verbatim(event.page)) : null,
      event.goals?.length
        ? el(
            'span',
            {class: 'met'},
            unseen(t('met ')),
            event.goals.map(goal => el('span', {class: 'goal'}, goalName(goal))),
          )
        : makeGoal(event, site),
    ),
    el(
      'div',
      {class: 'fate'},
      el('span', {class: `badge ${tone}`}, words()),
      event.reason ? el('span', {class: 'hint'}, reason(event.reason)) : null,
      event.link ? el('span', {class: 'hint'}, LINKS.get(event.link)?.() ?? event.link) : null,
    ),
  );
}

/**
 * A click makes a goal of an event or, for a page view, of its page.
 *
 * @param {Event} event
 * @param {Site} site
 */
function makeGoal({name, page, outcome}, site) {
  const writes = site.scopes.some(scope => scope === 'plan:write' || scope === 'admin');
  /** @type {Record<string, string | null>} */
  const what = name === 'page_view' ? {page} : {event: name};
  return writes && outcome === 'stored' && Object.values(what).every(Boolean) && name !== 'engagement'
    ? el('a', {class: 'fine', href: to('plan', 'goal', what)}, t('Make it a goal'))
    : null;
}
