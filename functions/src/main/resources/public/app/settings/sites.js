/** The sites that the key gives access to, and a form for another one. */

import {siteForm} from '../setup/site-form.js';
import {to} from '../ui/address.js';
import {append, el, replace} from '../ui/dom.js';
import {ago, count} from '../ui/format.js';
import {card, table, verbatim} from '../ui/parts.js';
import {t} from '../ui/text.js';
import {doing, isAdmin, writesPlan} from './parts.js';

/** @import {Context} from '#types' */

/**
 * @param {HTMLElement} container
 * @param {Context} context
 */
export async function show(container, context) {
  const {sites} = context;
  append(
    container,
    card(
      t('Sites'),
      table(
        t('Sites'),
        [
          {label: t('Name'), cell: each => [each.name, el('span', {class: 'hint'}, each.id)]},
          {label: t('Time zone'), wide: true, cell: each => each.time_zone},
          {label: t('Currency'), wide: true, cell: each => each.currency},
          {
            label: '',
            cell: each =>
              el(
                'span',
                {class: 'actions'},
                el('a', {href: to('setup', null, {site: each.id})}, t('Script')),
                writesPlan(context) ? el('a', {href: to('plan', 'site', {site: each.id})}, t('Change')) : null,
              ),
          },
        ],
        sites,
      ),
    ),
  );
  if (isAdmin(context)) {
    append(container, [await unknown(context), secrets(context), adding(context)]);
  }
}

/** @param {Context} context */
function adding({api}) {
  return card(
    t('Add a site'),
    siteForm(api, id => dispatchEvent(new CustomEvent('cairn:site-added', {detail: id}))),
  );
}

/** @param {Context} context */
async function unknown({api, signal}) {
  const {unknown_sites: sites} = await api.get('/v1/unknown-sites', {}, signal);
  return sites.length === 0
    ? null
    : card(t('Requests for sites that do not exist'), [
        el('p', {class: 'fine'}, t('Of the last 24 hours: data-site on these pages names no site of the plan.')),
        table(
          t('Requests for sites that do not exist'),
          [
            {label: t('Site'), cell: each => verbatim(each.site || t('(other)'))},
            {label: t('Origin'), cell: each => verbatim(each.origin ?? '–')},
            {label: t('Requests'), number: true, cell: each => count(each.count)},
            {label: t('Last'), wide: true, cell: each => ago(each.last_seen)},
          ],
          sites,
        ),
      ]);
}

/** @param {Context} context */
function secrets({api, path, site}) {
  const shown = el('div', {});
  return card(t('Secrets of {site}', {site: site.name}), [
    el(
      'p',
      {class: 'fine'},
      t('With the first, your server signs the ids of its users; with the second, messages to the webhook are signed.'),
    ),
    el(
      'p',
      {class: 'actions'},
      doing(t('Show the secrets'), async () => {
        const {identity_secret: identity, webhook_secret: webhook} = await api.get(`${path}/identity-secret`);
        replace(
          shown,
          el(
            'dl',
            {class: 'settings-secret'},
            el('dt', {}, t('Signed users')),
            el('dd', {}, el('code', {}, identity)),
            el('dt', {}, t('Webhook')),
            el('dd', {}, el('code', {}, webhook)),
          ),
        );
      }),
    ),
    shown,
  ]);
}
