/** The frame around every view: site, navigation and account. */

import {read, to} from './address.js';
import {repaint} from './chart.js';
import {el, icon, replace} from './dom.js';
import {select} from './parts.js';
import {openShare} from './share.js';

/** @import {Child, Choice, Context} from '#types' */

/**
 * Groups of views; there is room for micros and targets beside Goals and for anomalies beside Health.
 *
 * @type {[group: string, views: [id: string, words: string, icon: string][]][]}
 */
const NAVIGATION = [
  [
    'Results',
    [
      ['overview', 'Overview', 'M3 11l7-7 7 7M5 9.5V17h10V9.5'],
      ['funnels', 'Funnels', 'M3 4h14l-5.5 6.5V16l-3 1.5v-7z'],
      ['goals', 'Goals', 'M5 18V3M5 4h10l-2.5 3.5L15 11H5'],
      ['channels', 'Channels', 'M4 6h4l5 8h4M4 14h4l5-8h4'],
    ],
  ],
  [
    'Measuring',
    [
      ['health', 'Health', 'M2 11h4l2-6 4 11 2-5h4'],
      [
        'live',
        'Live events',
        'M10 10h.01M6.5 6.5a5 5 0 000 7M13.5 6.5a5 5 0 010 7M4 4a8.5 8.5 0 000 12M16 4a8.5 8.5 0 010 12',
      ],
      ['plan', 'Plan', 'M4 5h12M4 10h8M4 15h5M13 15l2 2 3-4'],
    ],
  ],
];

/** @type {Choice[]} */
const THEMES = [
  ['', 'System setting'],
  ['light', 'Light'],
  ['dark', 'Dark'],
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
  #navigation = el('nav', {'aria-label': 'Views', id: 'views'});
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
      'Menu',
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
        'Skip to the figures',
      ),
      el(
        'div',
        {class: 'frame'},
        el('header', {class: 'top'}, brand(), toggle),
        el(
          'aside',
          {class: 'side', id: 'side', 'aria-label': 'Site and views'},
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
  #navigate({sites, site, route, scopes}) {
    if (this.#toggle) {
      this.#fold(true);
    }
    /** @type {Choice[]} */
    const choices = sites.map(each => [each.id, each.name ?? each.id]);
    replace(
      this.#site,
      sites.length > 1
        ? select('Site', choices, site.id, id => {
            location.hash = to(read().view, null, {site: id, by: '', view: ''});
          })
        : el('p', {class: 'only'}, site.name ?? site.id),
    );
    const writes = scopes.includes('plan:write') || scopes.includes('admin');
    replace(
      this.#navigation,
      NAVIGATION.map(([group, views]) =>
        el(
          'div',
          {class: 'group'},
          el('h2', {}, group),
          el(
            'ul',
            {},
            views
              .filter(([view]) => view !== 'plan' || writes)
              .map(([view, words, path]) =>
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
    );
  }

  /** @param {Context} context */
  #settings(context) {
    const chosen = window.cairnTheme.chosen();
    return el(
      'div',
      {class: 'settings'},
      context.api.shared
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
            'Share',
          ),
      el(
        'a',
        {class: 'quiet', href: '#/words'},
        icon('M4 3h10a2 2 0 012 2v12H6a2 2 0 01-2-2zM7 7h6M7 10h6'),
        'Glossary',
      ),
      select('Colours', THEMES, chosen, paint),
      el(
        'button',
        {type: 'button', class: 'quiet', on: {click: this.#leave}},
        icon('M12 4h4v12h-4M3 10h9M9 7l3 3-3 3'),
        context.api.shared ? 'Leave' : 'Sign out',
      ),
    );
  }

  /**
   * Title and controls of a view.
   *
   * @param {string} title
   * @param {...Child} controls
   */
  head(title, ...controls) {
    document.title = `${title} · Cairn`;
    replace(this.#header, el('h1', {}, title), controls);
  }

  /** @param {Child} first */
  busy(first) {
    this.#body.setAttribute('aria-busy', 'true');
    this.#status.textContent = 'Loading';
    if (first) {
      replace(this.#body, first);
    }
  }

  /**
   * @param {Child} content
   * @param {string} said
   */
  show(content, said) {
    this.#body.removeAttribute('aria-busy');
    this.#status.textContent = said;
    replace(this.#body, content);
  }

  /**
   * Shows a message above the view.
   *
   * @param {Node} node
   */
  say(node) {
    this.#body.querySelector(':scope > .said')?.remove();
    this.#body.prepend(el('div', {class: 'said'}, node));
  }

  toTop() {
    window.scrollTo(0, 0);
    this.#main.focus({preventScroll: true});
  }
}

function brand() {
  return el(
    'a',
    {class: 'brand', href: to('overview', null)},
    el('img', {src: '/app/cairn.svg', alt: '', width: '28', height: '28'}),
    'Cairn',
  );
}

/** @param {string} choice */
function paint(choice) {
  window.cairnTheme.choose(choice);
  repaint();
}

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaint);
