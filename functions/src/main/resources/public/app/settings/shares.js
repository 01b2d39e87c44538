/** Links that show a site's statistics without a key: made, listed, ended. */

import {append, el, replace} from '../ui/dom.js';
import {moment} from '../ui/format.js';
import {card, table} from '../ui/parts.js';
import {openShare} from '../ui/share.js';
import {t} from '../ui/text.js';
import {settingsForm} from '../editor/settings-form.js';
import {asked, isAdmin, redrawn, writesPlan} from './parts.js';

/** @import {Context} from '#types' */

/**
 * @param {HTMLElement} container
 * @param {Context} context
 */
export async function show(container, context) {
  const list = el('div', {});
  const draw = async () => replace(list, await listed(context, draw, list));
  const make = el(
    'button',
    {
      type: 'button',
      class: 'primary',
      on: {
        click: () => {
          openShare(context);
          [...document.querySelectorAll('dialog')].at(-1)?.addEventListener('close', draw);
        },
      },
    },
    t('Make a link'),
  );
  append(container, [
    card(
      t('Share {site}', {site: context.site.name}),
      el('p', {class: 'fine'}, t('A link shows the statistics of this site and nothing else, until it ends.')),
      {head: make},
    ),
    list,
    writesPlan(context) ? await publicCard(context) : null,
  ]);
  await draw();
}

/**
 * The page that anyone may see, where the plan opens it.
 *
 * @param {Context} context
 */
async function publicCard(context) {
  const address = `${location.origin}/public/${encodeURIComponent(context.site.id)}`;
  const code = `<iframe src="${address}" title="${t('Statistics')}" width="100%" height="800" loading="lazy"></iframe>`;
  const form = await settingsForm(context, ['sharing']);
  return card(t('Public page of {site}', {site: context.site.name}), [
    form,
    el('p', {}, t('The address, once it is public: '), el('a', {href: address}, address)),
    el('p', {class: 'fine'}, t('To show it on a page of an origin of the list:')),
    el('pre', {class: 'snippet'}, el('code', {}, code)),
  ]);
}

/**
 * @param {Context} context
 * @param {() => unknown} draw
 * @param {HTMLElement} list
 */
async function listed(context, draw, list) {
  if (!isAdmin(context)) {
    return el('p', {class: 'mild'}, t('Which links there are is seen, and ended, with an admin key.'));
  }
  const {api, site, signal} = context;
  const {keys} = await api.get('/v1/keys', {}, signal);
  const shares = keys.filter(key => key.share && key.site === site.id).toReversed();
  return card(
    t('Links'),
    shares.length === 0
      ? el('p', {class: 'empty'}, t('There is no link to this site.'))
      : table(
          t('Links'),
          [
            {label: t('For'), cell: key => [key.name, el('span', {class: 'hint'}, key.id)]},
            {label: t('Made'), wide: true, cell: key => moment(key.created, site.time_zone)},
            {label: t('Made by'), wide: true, cell: key => key.made_by ?? '–'},
            {label: t('Ends'), cell: key => moment(key.expires, site.time_zone)},
            {
              label: '',
              cell: key =>
                asked(
                  t('End'),
                  t('Yes, end it'),
                  async () => {
                    await api.remove(`/v1/keys/${encodeURIComponent(key.id)}`);
                    await redrawn(list, draw);
                  },
                  {about: key.name},
                ),
            },
          ],
          shares,
        ),
  );
}
