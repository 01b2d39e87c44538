/** Starts the dashboard: signs in, parses the address, and shows the view it names. */

import {nameBy} from './ui/names.js';
import {read, shared, to} from './ui/address.js';
import {Api, asError} from './api/api.js';
import {el, replace} from './ui/dom.js';
import {failure, notice, skeleton} from './ui/notices.js';
import {comparedDays, parse, plusDays, pointsOf, todayIn} from './ui/ranges.js';
import {PUBLIC_VIEWS, Shell} from './ui/shell.js';
import {forget, isShare, keep, keepSites, lastSites, lend, ownKey, publicSite, secret} from './api/session.js';
import {leaves} from './editor/unsaved.js';
import {listenForShortcuts} from './ui/shortcuts.js';
import {expired, lacking, signin, whichOne} from './ui/signin.js';
import {toolbar} from './ui/toolbar.js';
import {isDimension} from './ui/words.js';
import {t} from './ui/text.js';

/** @import {Context, Filter, Route, Site, View} from '#types' */

/**
 * The reader, and the current view.
 *
 * @typedef Session
 * @property {Api} api
 * @property {Site[]} sites
 * @property {Shell} shell
 * @property {string | null} view
 * @property {Map<string, {told: string, device: string}>} days by site: its day as Cairn told it, and the device's then
 * @property {boolean} preloaded whether the other views were fetched
 * @property {Context} [context]
 */

/**
 * Each view is a module.
 *
 * @type {Record<string, () => Promise<View>>}
 */
const VIEWS = {
  today: () => import('./views/today.js'),
  overview: () => import('./views/overview.js'),
  sites: () => import('./views/sites.js'),
  funnels: () => import('./views/funnels.js'),
  goals: () => import('./views/goals.js'),
  micros: () => import('./views/micros.js'),
  pages: () => import('./views/pages.js'),
  targets: () => import('./views/targets.js'),
  audiences: () => import('./views/audiences.js'),
  anomalies: () => import('./views/anomalies.js'),
  channels: () => import('./views/channels.js'),
  health: () => import('./views/health.js'),
  live: () => import('./views/live.js'),
  plan: () => import('./editor/editor.js'),
  settings: () => import('./settings/settings.js'),
  setup: () => import('./setup/setup.js'),
  words: () => import('./views/glossary.js'),
};

const root = /** @type {HTMLElement} */ (document.getElementById('cairn'));
/** @type {Session | null} */
let session = null;
let turn = new AbortController();

async function signOut() {
  if (!(await leaves())) {
    return;
  }
  turn.abort();
  forget();
  session = null;
  if (secret()) {
    location.hash = '';
    await start();
  } else {
    askForKey();
  }
}

/** @param {string | null} before */
function askForKey(before = null) {
  document.title = `${t('Sign in')} · Cairn`;
  replace(root, signin(start, before));
}

/** Adopts a share link and removes it from the address bar. A remembered key is not replaced without a question. */
async function takeShare() {
  const link = shared();
  if (link) {
    const address = to('overview', null, {site: link.site}, new URLSearchParams());
    history.replaceState(null, '', ownKey() ? '#/' : address);
    const opened = !ownKey() || (await whichOne(root, link.site));
    if (opened) {
      (ownKey() ? lend : keep)(link.share, false);
      history.replaceState(null, '', address);
    }
    session = null;
  }
}

/**
 * Starts a public page, which has no key and shows one site.
 *
 * @param {string} id
 */
async function startPublic(id) {
  const api = new Api(null);
  try {
    begin(api, [await api.get(`/v1/public/${encodeURIComponent(id)}`)], Date.now());
  } catch (error) {
    replace(
      root,
      el(
        'main',
        {class: 'signin', id: 'main'},
        asError(error).kind === 'missing'
          ? notice({
              title: t('This page is not public'),
              text: t(
                'The figures of this site are shown only with a key or a link. Ask the people of the site for one.',
              ),
            })
          : failure(error, start),
      ),
    );
  }
}

async function start() {
  const open = publicSite();
  if (open !== null) {
    await startPublic(open);
    return;
  }
  await takeShare();
  const key = secret();
  if (!key) {
    askForKey();
    return;
  }
  const api = new Api(key);
  const before = lastSites();
  const sites = api.get('/v1/sites');
  if (before?.sites.length) {
    begin(api, before.sites, before.at);
  }
  try {
    const now = await sites;
    const lack = await lacking(api, now);
    if (lack) {
      turn.abort();
      session = null;
      askForKey(lack);
      return;
    }
    keepSites(now);
    if (now.length === 0) {
      session = null;
      const {firstSite} = await import('./setup/first-site.js');
      replace(root, firstSite(api, added, signOut));
      return;
    }
    if (!session || JSON.stringify(now) !== JSON.stringify(before?.sites)) {
      begin(api, now, Date.now());
    }
  } catch (error) {
    if (!session || asError(error).kind === 'key') {
      notStarted(error, key);
    }
  }
}

/**
 * Shows the view that the address names, of these sites.
 *
 * @param {Api} api
 * @param {Site[]} sites
 * @param {number} at when they were listed
 */
function begin(api, sites, at) {
  const shell = session?.shell ?? new Shell(root, signOut);
  const days = new Map(sites.map(site => [site.id, {told: site.today, device: todayIn(site.time_zone, new Date(at))}]));
  session = {api, sites, shell, view: session?.view ?? null, days, preloaded: false};
  navigate();
}

/**
 * Goes on to the script of a site that was just added.
 *
 * @param {string} site
 */
async function added(site) {
  const api = new Api(secret() ?? '');
  const sites = await api.get('/v1/sites');
  keepSites(sites);
  history.pushState(null, '', to('setup', null, {site}, new URLSearchParams()));
  begin(api, sites, Date.now());
}

addEventListener('cairn:site-added', event => added(/** @type {CustomEvent<string>} */ (event).detail));

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
    askForKey(t('Your key is no longer valid: it has expired or was revoked.'));
  } else {
    replace(root, el('main', {class: 'signin', id: 'main'}, failure(error, start)));
  }
}

/**
 * The one value of a dimension that all views are shown for, by the address; null for all.
 *
 * @param {string | null} text
 * @returns {Filter | null}
 */
function filterOf(text) {
  const [, dimension = '', value = ''] = /^([a-z_]+):(.+)$/s.exec(text ?? '') ?? [];
  return isDimension(dimension) ? {dimension, value, text: `${dimension}:${value}`} : null;
}

/**
 * The context passed to a view.
 *
 * @param {Session} session
 * @param {Route} route
 * @param {AbortSignal} signal
 */
function contextOf(session, route, signal) {
  const {api, sites, shell} = session;
  const site = sites.find(each => each.id === route.params.get('site')) ?? (route.params.has('site') ? null : sites[0]);
  if (!site) {
    return null;
  }
  const today = todayOf(session, site);
  const params = route.params;
  const by = params.get('by');
  const range = parse(params.get('range'), today);
  const comparison = comparedDays(params.get('compare'), range, today);
  const filter = filterOf(params.get('filter'));
  /** @type {Context} */
  const context = {
    api,
    site,
    sites,
    route,
    today,
    signal,
    scopes: site.scopes ?? [],
    range,
    comparison,
    compare: comparison ? `${comparison.from}..${comparison.to}` : '',
    points: pointsOf(params.get('points'), range),
    filter,
    by: isDimension(by) && !filter ? by : '',
    // What a public page reads are the same reports at another address.
    path: /** @type {Context['path']} */ (`/v1/${api.open ? 'public' : 'sites'}/${encodeURIComponent(site.id)}`),
    say: error => (asError(error).name === 'AbortError' ? undefined : shell.say(failure(error, navigate))),
    announce: said => signal.aborted || shell.announce(said),
    now: () => session.context ?? context,
  };
  session.context = context;
  nameBy(site);
  return context;
}

/**
 * The site's current day by Cairn's clock, which may differ from this device's: as told, and as many days later as
 * this device has seen pass.
 *
 * @param {Session} session
 * @param {Site} site
 */
function todayOf(session, site) {
  const {told, device} = session.days.get(site.id) ?? {told: site.today, device: todayIn(site.time_zone)};
  const passed = (Date.parse(todayIn(site.time_zone)) - Date.parse(device)) / 86_400_000;
  return plusDays(told, passed);
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
  const {shell, api} = session;
  if (api.open && !PUBLIC_VIEWS.includes(route.view)) {
    location.replace(to('overview', null));
    return;
  }
  const first = session.view !== route.view;
  try {
    const context = contextOf(session, route, signal);
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
    if (signal.aborted) {
      return;
    }
    shell.head(view.title(context), toolbar(context, view.controls ?? {}), context);
    if (view.cards) {
      shell.cards(route.view, view.cards(context));
    } else {
      shell.busy(first ? skeleton() : null);
      const container = el('div', {class: `view ${route.view}`});
      await view.show?.(container, context);
      if (signal.aborted) {
        return;
      }
      shell.show(container, t('{view} loaded.', {view: view.title(context)}));
    }
    session.view = route.view;
    if (first) {
      shell.toTop();
    }
    preload(session);
  } catch (error) {
    if (!signal.aborted) {
      session.view = null;
      failed(session, error);
    }
  }
}

/**
 * Fetches the other views once the first is shown, so that they open without waiting for their code.
 *
 * @param {Session} session
 */
function preload(session) {
  if (!session.preloaded) {
    session.preloaded = true;
    const later = window.requestIdleCallback ?? setTimeout;
    const views = session.api.open ? PUBLIC_VIEWS.map(view => VIEWS[view]) : Object.values(VIEWS);
    later(() => views.forEach(load => load().catch(() => {})));
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
    session.shell.show(failure(error, navigate), t('Something went wrong.'));
  }
}

/**
 * @param {Session} session
 * @param {Route} route
 */
function unknownSite(session, route) {
  const [site] = session.sites;
  nothingThere(
    t('There is no such site'),
    t('Your key cannot read a site with the id '),
    route.params.get('site'),
    site && {site, words: t('Show {site}', {site: site.name ?? site.id})},
  );
}

/**
 * @param {Route} route
 * @param {Context} context
 */
function unknownView(route, {site}) {
  nothingThere(t('There is no such view'), t('The dashboard has no view called '), route.view, {
    site,
    words: t('Show the overview'),
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
          el('button', {type: 'button', on: {click: signOut}}, t('Sign in with another key')),
        ],
      }),
    ),
  );
}

addEventListener('hashchange', () => {
  if (shared() && publicSite() === null) {
    start();
  } else if (session) {
    navigate();
  }
});

listenForShortcuts();
start();
