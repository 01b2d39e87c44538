/** The frame around every view: site, navigation and account. */

import {read, to} from './address.js';
import {repaint} from './chart.js';
import {el, icon, replace} from './dom.js';
import {LANGUAGES, choose, chosen} from './language.js';
import {PIN, pinButton, pinned} from './pins.js';
import {keepingFocus, patch} from './patch.js';
import {select} from './parts.js';
import {openShare} from './share.js';
import {t} from './text.js';

/** @import {Child, Choice, Context} from '#types' */

/**
 * Groups of views.
 *
 * @type {[group: string, views: [id: string, words: string, icon: string][]][]}
 */
const NAVIGATION = [
  [
    t('Results'),
    [
      [
        'today',
        t('Today'),
        'M10 3v2M10 15v2M3 10h2M15 10h2M5 5l1.5 1.5M13.5 13.5L15 15M5 15l1.5-1.5M13.5 6.5L15 5M10 7a3 3 0 100 6 3 3 0 000-6',
      ],
      ['overview', t('Overview'), 'M3 11l7-7 7 7M5 9.5V17h10V9.5'],
      ['sites', t('All sites'), 'M3 4h6v5h-6zM11 4h6v5h-6zM3 11h6v5h-6zM11 11h6v5h-6z'],
      ['funnels', t('Funnels'), 'M3 4h14l-5.5 6.5V16l-3 1.5v-7z'],
      ['goals', t('Goals'), 'M5 18V3M5 4h10l-2.5 3.5L15 11H5'],
      ['micros', t('Micros'), 'M3 15l4-4 3 3 7-8M13 6h4v4'],
      ['channels', t('Channels'), 'M4 6h4l5 8h4M4 14h4l5-8h4'],
      ['pages', t('Pages'), 'M6 3h6l3 3v11H6zM12 3v3h3'],
      ['targets', t('Targets'), 'M10 3a7 7 0 100 14 7 7 0 000-14M10 7a3 3 0 100 6 3 3 0 000-6'],
      [
        'audiences',
        t('Audiences'),
        'M7 9a3 3 0 100-6 3 3 0 000 6M2 17c0-4 10-4 10 0M13 9a2.5 2.5 0 000-5M15 17c3 0 3-4-1-4.5',
      ],
    ],
  ],
  [
    t('Measuring'),
    [
      ['anomalies', t('Anomalies'), 'M10 3l8 14H2zM10 8v4M10 14.5v.1'],
      ['health', t('Health'), 'M2 11h4l2-6 4 11 2-5h4'],
      [
        'live',
        t('Live events'),
        'M10 10h.01M6.5 6.5a5 5 0 000 7M13.5 6.5a5 5 0 010 7M4 4a8.5 8.5 0 000 12M16 4a8.5 8.5 0 010 12',
      ],
      ['plan', t('Plan'), 'M4 5h12M4 10h8M4 15h5M13 15l2 2 3-4'],
      ['settings', t('Settings'), 'M3 6h8M15 6h2M13 4v4M3 14h2M9 14h8M7 12v4'],
    ],
  ],
];

/** The views that a public page has. */
export const PUBLIC_VIEWS = ['overview', 'funnels', 'goals', 'channels', 'words'];

/** @type {Choice[]} */
const THEMES = [
  ['', t('System setting')],
  ['light', t('Light')],
  ['dark', t('Dark')],
];

export class Shell {
  #root;
  #leave;
  /** @type {HTMLButtonElement | null} */
  #toggle = null;
  #status = el('p', {class: 'unseen', role: 'status'});
  #header = el('div', {class: 'heading'});
  #body = el('div', {class: 'body'});
  #main = el('main', {id: 'main', tabindex: '-1'}, this.#header, this.#body, this.#status);
  #navigation = el('nav', {'aria-label': t('Views'), id: 'views'});
  #site = el('div', {class: 'site'});

  /**
   * @param {() => void} leave called when the reader signs out
   * @param {HTMLElement} root
   */
  constructor(root, leave) {
    this.#root = root;
    this.#leave = leave;
  }

  /**
   * Adds the frame to the page if it is missing.
   *
   * @param {Context} context
   */
  open(context) {
    this.#navigate(context);
    if (this.#main.isConnected) {
      return;
    }
    /** @type {HTMLButtonElement} */
    const toggle = el(
      'button',
      {
        type: 'button',
        class: 'toggle',
        'aria-expanded': 'false',
        'aria-controls': 'side',
        on: {click: () => this.#fold(toggle.getAttribute('aria-expanded') === 'true')},
      },
      icon('M3 5h14M3 10h14M3 15h14'),
      t('Menu'),
    );
    this.#toggle = toggle;
    replace(
      this.#root,
      el(
        'a',
        {
          class: 'skip',
          href: '#main',
          on: {
            click: event => {
              event.preventDefault();
              this.#main.focus();
            },
          },
        },
        t('Skip to the figures'),
      ),
      el(
        'div',
        {class: 'frame'},
        el('header', {class: 'top'}, brand(), toggle),
        el(
          'aside',
          {class: 'side', id: 'side', 'aria-label': t('Site and views')},
          this.#site,
          this.#navigation,
          this.#settings(context),
        ),
        el('div', {class: 'content'}, this.#main),
      ),
    );
  }

  /** @param {boolean} folded */
  #fold(folded) {
    this.#toggle?.setAttribute('aria-expanded', String(!folded));
    this.#root.querySelector('.frame')?.classList.toggle('unfolded', !folded);
  }

  /** @param {Context} context */
  #navigate({api, sites, site, route, scopes}) {
    if (this.#toggle) {
      this.#fold(true);
    }
    /** @type {Choice[]} */
    const choices = sites.map(each => [each.id, each.name ?? each.id]);
    patch(
      this.#site,
      sites.length > 1
        ? select(t('Site'), choices, site.id, id => {
            location.hash = to(read().view, null, {site: id, by: '', view: ''});
          })
        : el('p', {class: 'only'}, site.name ?? site.id),
    );
    const here = pinned(site.id);
    const writes = scopes.includes('plan:write') || scopes.includes('admin');
    /** @param {string} view */
    const offers = view =>
      api.open
        ? PUBLIC_VIEWS.includes(view)
        : (view !== 'plan' || writes) && (view !== 'settings' || !api.shared) && (view !== 'sites' || sites.length > 1);
    const groups = NAVIGATION.map(
      ([group, views]) => /** @type {const} */ ([group, views.filter(([id]) => offers(id))]),
    );
    patch(this.#navigation, [
      here.length === 0
        ? null
        : el(
            'div',
            {class: 'group pins', 'data-key': 'pins'},
            el('h2', {}, t('Pinned')),
            el(
              'ul',
              {},
              here.map(({hash, title}) =>
                el(
                  'li',
                  {'data-key': hash},
                  el('a', {href: hash, 'aria-current': hash === location.hash ? 'page' : null}, icon(PIN), title),
                ),
              ),
            ),
          ),
      groups
        .filter(([, views]) => views.length > 0)
        .map(([group, views]) =>
          el(
            'div',
            {class: 'group', 'data-key': group},
            el('h2', {}, group),
            el(
              'ul',
              {},
              views.map(([view, words, path]) =>
                el(
                  'li',
                  {},
                  el(
                    'a',
                    {href: to(view, null, {view: '', by: ''}), 'aria-current': view === route.view ? 'page' : null},
                    icon(path),
                    words,
                  ),
                ),
              ),
            ),
          ),
        ),
    ]);
  }

  /** @param {Context} context */
  #settings(context) {
    const theme = window.cairnTheme.chosen();
    return el(
      'div',
      {class: 'settings'},
      context.api.shared || context.api.open
        ? null
        : el(
            'button',
            {type: 'button', class: 'quiet', on: {click: () => openShare(context.now())}},
            icon(
              'M7 10.5l6-3.5M7 9.5l6 3.5' +
                [
                  [5, 12],
                  [15, 8],
                  [15, 16],
                ]
                  .map(([x, y]) => `M${x} ${y}a2 2 0 100-4 2 2 0 000 4z`)
                  .join(''),
            ),
            t('Share this dashboard'),
          ),
      el(
        'a',
        {class: 'quiet', href: '#/words'},
        icon('M4 3h10a2 2 0 012 2v12H6a2 2 0 01-2-2zM7 7h6M7 10h6'),
        t('Glossary'),
      ),
      select(t('Colours'), THEMES, theme, paint),
      languages(),
      context.api.open
        ? null
        : el(
            'button',
            {type: 'button', class: 'quiet', on: {click: this.#leave}},
            icon('M12 4h4v12h-4M3 10h9M9 7l3 3-3 3'),
            context.api.shared ? t('Leave') : t('Sign out'),
          ),
    );
  }

  /**
   * Title and controls of a view. The controls stay in the page, and with them the focus.
   *
   * @param {string} title
   * @param {Child} controls
   * @param {Context} context
   */
  head(title, controls, context) {
    const timeZone = context.site.time_zone;
    document.title = `${title} · Cairn`;
    patch(this.#header, [
      el('h1', {}, title),
      pinButton(context.site.id, title, () => {
        this.#navigate(context.now());
        this.head(title, controls, context.now());
      }),
      controls,
      el('p', {class: 'zone fine', 'data-key': 'zone'}, t('Days and times are those of {zone}.', {zone: timeZone})),
    ]);
  }

  /** @param {Child} first */
  busy(first) {
    this.#body.setAttribute('aria-busy', 'true');
    if (first) {
      this.announce(t('Loading'));
      replace(this.#body, first);
    }
  }

  /**
   * Shows the cards of a view, which load by themselves. Those that are in the page already stay there.
   *
   * @param {string} name
   * @param {Child} cards
   */
  cards(name, cards) {
    this.#body.removeAttribute('aria-busy');
    this.#body.querySelectorAll(':scope > .said').forEach(said => said.remove());
    const view = this.#body.querySelector(`:scope > .view[data-view="${CSS.escape(name)}"]`);
    if (view && this.#body.childElementCount === 1) {
      patch(view, cards);
    } else {
      replace(this.#body, el('div', {class: `view ${name}`, 'data-view': name}, cards));
    }
    this.#catchFocus();
  }

  /**
   * @param {Child} content
   * @param {string} said
   */
  show(content, said) {
    this.#body.removeAttribute('aria-busy');
    this.announce(said);
    keepingFocus(this.#body, () => replace(this.#body, content));
    this.#catchFocus();
  }

  /** Where what had the focus is gone, the figures have it: nobody starts again at the top of the page. */
  #catchFocus() {
    if (this.#main.isConnected && document.activeElement === document.body) {
      this.#main.focus({preventScroll: true});
    }
  }

  /**
   * Says something to those who cannot see what changed.
   *
   * @param {string} said
   */
  announce(said) {
    this.#status.textContent = said;
  }

  /**
   * Shows a message above the view.
   *
   * @param {Node} node
   */
  say(node) {
    this.#body.querySelectorAll(':scope > .said').forEach(said => said.remove());
    this.#body.prepend(el('div', {class: 'said'}, node));
  }

  toTop() {
    window.scrollTo(0, 0);
    /** @type {HTMLElement | null} */
    const languages = hasJustSpoken() ? this.#root.querySelector('select.languages') : null;
    (languages ?? this.#main).focus({preventScroll: true});
  }
}

function brand() {
  return el(
    'a',
    {class: 'brand', href: to('today', null)},
    el('img', {src: '/app/cairn.svg', alt: '', width: '28', height: '28'}),
    'Cairn',
  );
}

/** @param {string} choice */
function paint(choice) {
  window.cairnTheme.choose(choice);
  repaint();
}

function languages() {
  const list = select(t('Language'), [['', t('Automatic')], ...LANGUAGES], chosen(), speakIn);
  list.querySelector('select')?.classList.add('languages');
  return list;
}

/**
 * Reloads the page in another language. The address keeps the view.
 *
 * @param {string} language
 */
function speakIn(language) {
  choose(language);
  sessionStorage.setItem(SPOKEN, language);
  location.reload();
}

/** Whether the page was reloaded in another language: then the list of languages has the focus again. */
function hasJustSpoken() {
  const spoken = sessionStorage.getItem(SPOKEN) !== null;
  sessionStorage.removeItem(SPOKEN);
  return spoken;
}

const SPOKEN = 'cairn-spoken';

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaint);
