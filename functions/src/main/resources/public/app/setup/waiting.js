/** Waits for a site's first event, and says what was seen of the events that were not counted. */

import {asError} from '../api/api.js';
import {once} from '../editor/busy.js';
import {el, replace} from '../ui/dom.js';
import {ago, count} from '../ui/format.js';
import {verbatim} from '../ui/parts.js';
import {t, tn} from '../ui/text.js';
import {reason} from '../ui/words.js';
import {scriptAddress} from './snippet.js';

/**
 * @import {HealthAnswer, RecentAnswer, UnknownSitesAnswer} from '#openapi'
 * @import {Child, Context} from '#types'
 */

/** @typedef {RecentAnswer['events'][number]} Recent */

/** @typedef {{events: Recent[], health: HealthAnswer, unknown: UnknownSitesAnswer['unknown_sites']}} Seen */

const EVERY_MS = 2_000;
/** After this, a page that nothing has arrived from gets advice. */
const PATIENCE_MS = 20_000;
const COUNTED = new Set(['stored', 'duplicate']);

/** @param {Context} context */
export function waiting(context) {
  const state = el('div', {class: 'setup-state'});
  const refused = el('ul', {class: 'setup-refused'});
  const said = el('p', {class: 'unseen', role: 'status'});
  const element = el('div', {class: 'setup-waiting'}, state, refused, said);
  const since = Date.now();
  let drawn = '';
  /** @type {boolean | null} */
  let blocked = null;
  /** @type {Map<string, string>} what was said when an origin was accepted */
  const accepted = new Map();

  async function look() {
    const seen = await ask(context);
    if (context.signal.aborted) {
      return;
    }
    const first = seen.events.findLast(each => COUNTED.has(each.outcome)) ?? null;
    const late = Date.now() - since > PATIENCE_MS;
    const what = JSON.stringify([
      seen.events,
      seen.health.refused_origins,
      seen.health.total.stored,
      seen.unknown,
      blocked,
      late,
    ]);
    if (what === drawn) {
      return;
    }
    drawn = what;
    const problems = troubles(seen, context, blocked, accepted);
    draw(state, said, seen, first, late && problems.length === 0);
    const focused = document.activeElement?.getAttribute('data-origin');
    replace(refused, problems);
    if (focused) {
      /** @type {HTMLButtonElement | undefined} */
      const again = [...refused.querySelectorAll('button')].find(each => each.dataset.origin === focused);
      again?.focus();
    }
  }

  reachable().then(reached => {
    blocked = !reached;
  });
  let busy = false;
  const timer = setInterval(async () => {
    if (!busy && document.visibilityState === 'visible') {
      busy = true;
      await look().catch(error => trouble(error, state, context));
      busy = false;
    }
  }, EVERY_MS);
  context.signal.addEventListener('abort', () => clearInterval(timer));
  return {element, look};
}

/**
 * @param {unknown} error
 * @param {HTMLElement} state
 * @param {Context} context
 */
function trouble(error, state, context) {
  if (!context.signal.aborted && asError(error).kind !== 'network') {
    replace(state, el('p', {class: 'wrong'}, asError(error).message || t('Something went wrong. Please try again.')));
  }
}

/**
 * @param {Context} context
 * @returns {Promise<Seen>}
 */
async function ask({api, path, signal, scopes}) {
  const [recent, health, unknown] = await Promise.all([
    api.get(`${path}/recent`, {}, signal),
    api.get(`${path}/health`, {}, signal),
    scopes.includes('admin') ? api.get('/v1/unknown-sites', {}, signal) : {unknown_sites: []},
  ]);
  return {events: recent.events, health, unknown: unknown.unknown_sites};
}

/** Whether this browser loads the script: many content blockers do not let it through. */
async function reachable() {
  try {
    return (await fetch(scriptAddress(), {credentials: 'omit', cache: 'no-store'})).ok;
  } catch {
    return false;
  }
}

/**
 * @param {HTMLElement} state
 * @param {HTMLElement} said
 * @param {Seen} seen
 * @param {Recent | null} first
 * @param {boolean} advise
 */
function draw(state, said, {events, health}, first, advise) {
  // Not last_event_at: a bot's event is one, too.
  const arrived = first !== null || health.total.stored > 0;
  state.className = `status setup-state ${arrived ? 'good' : ''}`;
  if (!arrived) {
    replace(
      state,
      el('h2', {}, t('Waiting for the first event')),
      el('p', {}, t('Open a page of your site in another tab. This page turns green as soon as something arrives.')),
      advise ? advice() : null,
    );
    return;
  }
  const seen = events.filter(each => COUNTED.has(each.outcome));
  replace(
    state,
    el('h2', {}, t('It works: events arrive')),
    first ? el('p', {}, t('The first one:'), ' ', named(first)) : el('p', {}, latest(health)),
    seen.length > 1
      ? el('p', {class: 'fine'}, tn(seen.length, '1 event so far.', '{n} events so far.', {n: count(seen.length)}))
      : null,
    el(
      'p',
      {class: 'actions'},
      el('a', {class: 'button', href: '#/plan'}, t('Set goals and funnels')),
      el('a', {class: 'button', href: '#/live'}, t('Watch events as they arrive')),
      el('a', {class: 'button', href: '#/overview'}, t('Show the overview')),
    ),
  );
  said.textContent = t('It works: events arrive');
}

/** @param {HealthAnswer} health */
const latest = ({last_event_at: at}) => (at ? t('The last one arrived {ago}.', {ago: ago(at)}) : '');

/** @param {Recent} event */
const named = ({name, page}) => [
  el('strong', {}, verbatim(name ?? t('without a name'))),
  page ? [' ', t('on'), ' ', verbatim(page)] : null,
];

function advice() {
  return el(
    'div',
    {},
    el('p', {}, t('Nothing has arrived yet. What usually is the cause:')),
    el(
      'ul',
      {class: 'setup-causes'},
      el('li', {}, t('The page is cached or not published yet: look for “data-site” in its source.')),
      el('li', {}, t('A content blocker in the browser with which you look: try another browser.')),
      el('li', {}, t('The page’s own Content-Security-Policy: the browser’s console names what it refused.')),
      el('li', {}, t('data-consent="wait": nothing is sent before the visitor has decided.')),
    ),
  );
}

/**
 * What was refused after the last event that was counted.
 *
 * @param {Seen} seen
 * @param {Context} context
 * @param {boolean | null} blocked
 * @param {Map<string, string>} accepted
 */
function troubles({events, health, unknown}, context, blocked, accepted) {
  const counted = events.find(each => COUNTED.has(each.outcome))?.received_at ?? '';
  /** @param {string} at */
  const isNews = at => !counted || new Date(at) > new Date(counted);
  /** @type {HTMLElement[]} */
  const list = [];
  for (const {origin, count: times, last_seen: at} of health.refused_origins) {
    if (isNews(at)) {
      list.push(refusedOrigin(origin, times, at, {context, accepted}));
    }
  }
  for (const {site, origin, count: times, last_seen: at} of unknown) {
    if (isNews(at) && site) {
      list.push(
        item(t('Unknown site'), [
          tn(times, '1 request named the site', '{n} requests named the site', {n: count(times)}),
          ' ',
          verbatim(site),
          origin ? [' ', t('from'), ' ', verbatim(origin)] : null,
          t(', which does not exist. On your pages, data-site has to be '),
          verbatim(context.site.id),
          '.',
        ]),
      );
    }
  }
  const other = events.find(each => !COUNTED.has(each.outcome) && isNews(each.received_at));
  if (other) {
    const bot = other.outcome === 'bot';
    list.push(
      item(bot ? t('A bot') : t('Not counted'), [
        named(other),
        bot ? t(' arrived from a bot and was left out: ') : t(' arrived but was not counted: '),
        reason(other.reason ?? other.outcome),
        '.',
      ]),
    );
  }
  if (blocked) {
    list.push(
      item(t('Script blocked'), [
        t('This browser cannot load '),
        verbatim(scriptAddress()),
        t('. A content blocker probably keeps it away; the parameter ScriptPath gives the script another path.'),
      ]),
    );
  }
  return list;
}

/**
 * @param {string} heading
 * @param {Child} content
 */
const item = (heading, content) =>
  el('li', {class: 'warning'}, el('strong', {}, heading, ': '), el('span', {}, content));

/**
 * @param {string} origin
 * @param {number} times
 * @param {string} at
 * @param {{context: Context, accepted: Map<string, string>}} asked
 */
function refusedOrigin(origin, times, at, {context, accepted}) {
  const named = !origin.startsWith('(');
  const writes = context.scopes.some(scope => scope === 'plan:write' || scope === 'admin');
  const line = item(t('Origin not allowed'), [
    tn(times, '1 request came from', '{n} requests came from', {n: count(times)}),
    ' ',
    verbatim(origin),
    t(', which the site does not list ({ago}).', {ago: ago(at)}),
    named && !writes ? [' ', t('Ask somebody who may change the plan to add it to the origins.')] : null,
  ]);
  if (named && writes) {
    const said = el('span', {role: 'status', class: 'fine'}, accepted.get(origin));
    /** @type {HTMLButtonElement} */
    const allow = el(
      'button',
      {
        type: 'button',
        'data-origin': origin,
        on: {
          click: () =>
            once(allow, async () => {
              accepted.set(origin, await allowed(origin, context));
              said.textContent = accepted.get(origin) ?? '';
            }),
        },
      },
      t('Accept events from there'),
    );
    line.append(el('p', {class: 'actions'}, allow, said));
  }
  return line;
}

/**
 * @param {string} origin
 * @param {Context} context
 */
async function allowed(origin, {api, path}) {
  try {
    const {etag, settings} = await api.get(`${path}/plan`);
    const listed = /** @type {{origins?: string[]}} */ (settings).origins ?? [];
    if (!listed.includes(origin)) {
      await api.send('PATCH', `${path}/plan`, {settings: {origins: [...listed, origin]}}, {'if-match': etag});
    }
    return t('Accepted from now on, everywhere within a minute. Reload the page there.');
  } catch (error) {
    return asError(error).message || t('Something went wrong. Please try again.');
  }
}
