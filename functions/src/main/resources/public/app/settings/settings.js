/** What there is to set: a section for each, opened by its tab. */

import {style} from '../editor/style.js';
import {leaves} from '../editor/unsaved.js';
import {to} from '../ui/address.js';
import {el, replace} from '../ui/dom.js';
import {failure} from '../ui/notices.js';
import {t} from '../ui/text.js';

/** @import {Context} from '#types' */

/** @typedef {{show: (container: HTMLElement, context: Context) => unknown}} Section */

/** @type {Record<string, () => Promise<Section>>} */
const SECTIONS = {
  sites: () => import('./sites.js'),
  keys: () => import('./keys.js'),
  shares: () => import('./shares.js'),
  versions: () => import('./versions.js'),
  jobs: () => import('./jobs.js'),
  quarantine: () => import('./quarantine.js'),
  visitors: () => import('./visitors.js'),
  notes: () => import('./notes.js'),
  notices: () => import('./notices.js'),
  exports: () => import('./exports.js'),
};

/** @type {() => [id: string, label: string][]} */
const labels = () => [
  ['sites', t('Sites')],
  ['keys', t('Keys')],
  ['shares', t('Shares')],
  ['versions', t('Plan versions')],
  ['jobs', t('Jobs')],
  ['quarantine', t('Quarantine')],
  ['visitors', t('Visitors’ data')],
  ['notes', t('Notes')],
  ['notices', t('Alerts and digest')],
  ['exports', t('Ads files')],
];

export const title = () => t('Settings');

/**
 * @param {HTMLElement} container
 * @param {Context} context
 */
export async function show(container, context) {
  style();
  style('setup');
  container.classList.remove('settings');
  const body = el('div', {class: 'view', id: 'section'});
  let open = SECTIONS[context.route.id ?? ''] ? String(context.route.id) : 'sites';
  const tabs = el(
    'nav',
    {class: 'tabs', 'aria-label': t('Settings')},
    labels().map(([id, label]) =>
      el(
        'a',
        {
          href: to('settings', id),
          'data-section': id,
          on: {
            click: event => {
              if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
                event.preventDefault();
                choose(id);
              }
            },
          },
        },
        label,
      ),
    ),
  );

  /**
   * The tab keeps the focus: only what is below it is drawn.
   *
   * @param {string} id
   */
  async function choose(id) {
    if (id !== open && (await leaves())) {
      history.pushState(null, '', to('settings', id));
      open = id;
      await draw();
    }
  }

  async function draw() {
    const mine = open;
    tabs.querySelectorAll('a').forEach(tab => {
      if (tab.dataset.section === mine) {
        tab.setAttribute('aria-current', 'page');
      } else {
        tab.removeAttribute('aria-current');
      }
    });
    const next = el('div', {class: 'view'});
    try {
      await (await SECTIONS[mine]()).show(next, context);
    } catch (error) {
      if (context.signal.aborted) {
        return;
      }
      replace(next, failure(error, draw));
    }
    if (mine === open && !context.signal.aborted) {
      replace(body, next);
    }
  }

  replace(container, tabs, body);
  await draw();
}
