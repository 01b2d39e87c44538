/** Starts the dashboard: signs in, parses the address, and shows the view it names. */

import {read, shared, to} from './ui/address.js';
import {Api, asError} from './api/api.js';
import {el, replace} from './ui/dom.js';
import {failure, notice, skeleton} from './ui/notices.js';
import {COMPARISONS, parse, todayIn} from './ui/ranges.js';
import {Shell} from './ui/shell.js';
import {forget, isShare, keep, secret} from './api/session.js';
import {expired, signin} from './ui/signin.js';
import {toolbar} from './ui/toolbar.js';
import {isDimension} from './ui/words.js';

/** @import {Context, Route, Site, View} from '#types' */

/**
 * The reader, and the current view.
 *
 * @typedef Session
 * @property {Api} api
 * @property {Site[]} sites
 * @property {Shell} shell
 * @property {string | null} view
 * @property {Map<string, {date: string, asked: string}>} days by site, with the device's day at the time of the request
 * @property {Context} [context]
 */

/**
 * Each view is a module.
 *
 * @type {Record<string, () => Promise<View>>}
 */
const VIEWS = {
  overview: () => import('./views/overview.js'),
  funnels: () => import('./views/funnels.js'),
  goals: () => import('./views/goals.js'),
  channels: () => import('./views/channels.js'),
  health: () => import('./views/health.js'),
  live: () => import('./views/live.js'),
  plan: () => import('./editor/editor.js'),
  words: () => import('./views/glossary.js'),
};

const root = /** @type {HTMLElement} */ (document.getElementById('cairn'));
/** @type {Session | null} */
let session = null;
let turn = new AbortController();

function signOut() {
  turn.abort();
  forget();
  session = null;
  askForKey();
}

/** @param {string | null} before */
function askForKey(before = null) {
  document.title = 'Sign in · Cairn';
  replace(root, signin(start, before));
}

/** Adopts a share link and removes it from the address bar. */
function takeShare() {
  const link = shared();
  if (link) {
    keep(link.share, false);
    session = null;
    history.replaceState(null, '', to('overview', null, {site: link.site}, new URLSearchParams()));
  }
}

async function start() {
  takeShare();
  const key = secret();
  if (!key) {
    askForKey();
    return;
  }
  const api = new Api(key);
  try {
    const sites = await api.get('/v1/sites');
    session = {api, sites, shell: new Shell(root, signOut), view: null, days: new Map()};
    await navigate();
  } catch (error) {
    notStarted(error, key);
  }
}

/**
 * @param {unknown} error
 * @param {string} key
 */
function notStarted(error, key) {
  const {kind} = asError(error);
  if (kind === 'key' && isShare(key)) {
    replace(root, expired(signOut));
  } else if (kind === 'key') {
    forget();
    askForKey('Your key is no longer valid: it has expired or was revoked.');
  } else {
    replace(root, el('main', {class: 'signin', id: 'main'}, failure(error, start)));
  }
}

/**
 * The comparison to request: the previous period unless another was chosen.
 *
 * @param {string | null} chosen
 */
function comparison(chosen) {
  return chosen === 'none' ? '' : (COMPARISONS.find(([id]) => id === chosen)?.[0] ?? COMPARISONS[0][0]);
}

/**
 * The context passed to a view.
 *
 * @param {Session} session
 * @param {Route} route
 * @param {AbortSignal} signal
 */
async function contextOf(session, route, signal) {
  const {api, sites, shell} = session;
  const site = sites.find(each => each.id === route.params.get('site')) ?? (route.params.has('site') ? null : sites[0]);
  if (!site) {
    return null;
  }
  const today = await todayOf(session, site, signal);
  const params = route.params;
  const by = params.get('by');
  /** @type {Context} */
  const context = {
    api,
    site,
    sites,
    route,
    today,
    signal,
    scopes: site.scopes ?? [],
    range: parse(params.get('range'), today),
    compare: comparison(params.get('compare')),
    by: isDimension(by) ? by : '',
    path: `/v1/sites/${encodeURIComponent(site.id)}`,
    say: error => (asError(error).name === 'AbortError' ? undefined : shell.say(failure(error, navigate))),
    now: () => session.context ?? context,
  };
  session.context = context;
  return context;
}

/**
 * The site's current day by Cairn's clock, which may differ from this device's.
 *
 * @param {Session} session
 * @param {Site} site
 * @param {AbortSignal} signal
 * @returns {Promise<string>}
 */
async function todayOf(session, site, signal) {
  const told = session.days.get(site.id);
  if (told?.asked === todayIn(site.time_zone)) {
    return told.date;
  }
  const health = await session.api.get(`/v1/sites/${encodeURIComponent(site.id)}/health`, {}, signal);
  session.days.set(site.id, {date: health.today.date, asked: todayIn(site.time_zone)});
  return health.today.date;
}

async function navigate() {
  if (session) {
    await open(session);
  }
}

/**
 * Shows the view named by the address.
 *
 * @param {Session} session
 */
async function open(session) {
  turn.abort();
  turn = new AbortController();
  const {signal} = turn;
  const route = read();
  const {shell} = session;
  const where = `${route.view}/${route.id ?? ''}`;
  const first = session.view !== where;
  try {
    const context = await contextOf(session, route, signal);
    if (!context) {
      unknownSite(session, route);
      return;
    }
    if (!VIEWS[route.view]) {
      unknownView(route, context);
      return;
    }
    shell.open(context);
    const view = await VIEWS[route.view]();
    shell.head(view.title(context), toolbar(context, view.controls ?? {}));
    shell.busy(first ? skeleton() : null);
    const container = el('div', {class: `view ${route.view}`});
    await view.show(container, context);
    if (!signal.aborted) {
      session.view = where;
      shell.show(container, `${view.title(context)} loaded.`);
      if (first) {
        shell.toTop();
      }
    }
  } catch (error) {
    if (!signal.aborted) {
      session.view = null;
      failed(session, error);
    }
  }
}

/**
 * @param {Session} session
 * @param {unknown} error
 */
function failed(session, error) {
  if (asError(error).kind === 'key' || !session.context) {
    notStarted(error, secret() ?? '');
  } else {
    session.shell.show(failure(error, navigate), 'Something went wrong.');
  }
}

/**
 * @param {Session} session
 * @param {Route} route
 */
function unknownSite(session, route) {
  const [site] = session.sites;
  nothingThere(
    'There is no such site',
    'Your key cannot read a site with the id ',
    route.params.get('site'),
    site && {site, words: `Show ${site.name ?? site.id}`},
  );
}

/**
 * @param {Route} route
 * @param {Context} context
 */
function unknownView(route, {site}) {
  nothingThere('There is no such view', 'The dashboard has no view called ', route.view, {
    site,
    words: 'Show the overview',
  });
}

/**
 * @param {{site: Site, words: string} | undefined} instead the site whose overview to offer, and the link text;
 *     undefined for none
 * @param {string} title
 * @param {string} said
 * @param {string | null} name
 */
function nothingThere(title, said, name, instead) {
  replace(
    root,
    el(
      'main',
      {class: 'signin', id: 'main'},
      notice({
        title,
        text: [el('span', {}, said), el('bdi', {class: 'verbatim'}, name), el('span', {}, '.')],
        tone: 'trouble',
        actions: [
          instead
            ? el(
                'a',
                {class: 'button', href: to('overview', null, {}, new URLSearchParams({site: instead.site.id}))},
                instead.words,
              )
            : null,
          el('button', {type: 'button', on: {click: signOut}}, 'Sign in with another key'),
        ],
      }),
    ),
  );
}

addEventListener('hashchange', () => {
  if (shared()) {
    start();
  } else if (session) {
    navigate();
  }
});

start();
