/** Keys: created with scopes, shown once, listed, revoked. */

import {once} from '../editor/busy.js';
import {field, options, sound, text} from '../editor/fields.js';
import {append, el, replace} from '../ui/dom.js';
import {moment} from '../ui/format.js';
import {copying} from '../ui/notices.js';
import {card, table} from '../ui/parts.js';
import {t} from '../ui/text.js';
import {asked, isAdmin, needs, redrawn, wrong} from './parts.js';

/**
 * @import {Key} from '#openapi'
 * @import {Choice, Context} from '#types'
 */

/** @typedef {Key['scopes'][number]} Scope */

/** @type {() => [scope: Scope, text: string][]} */
const scopes = () => [
  ['stats:read', t('Read statistics: for the dashboard')],
  ['plan:write', t('Change goals, funnels and settings')],
  ['events:write', t('Send events from a server')],
  ['audience:read', t('Read the members of audiences')],
];

const EVERY = '';

/**
 * @param {HTMLElement} container
 * @param {Context} context
 */
export async function show(container, context) {
  if (!isAdmin(context)) {
    append(container, needs('admin'));
    return;
  }
  const list = el('div', {});
  const draw = async () => replace(list, await listed(context, draw, list));
  append(container, [creation(context, draw), list]);
  await draw();
}

/**
 * @param {Context} context
 * @param {() => unknown} draw
 * @param {HTMLElement} list
 */
async function listed(context, draw, list) {
  const {api, site, signal} = context;
  const {keys} = await api.get('/v1/keys', {}, signal);
  const own = keys.filter(key => !key.share).toReversed();
  return card(
    t('Keys'),
    own.length === 0
      ? el('p', {class: 'empty'}, t('There is no key but the stack’s own admin key, which is not listed.'))
      : table(
          t('Keys'),
          [
            {label: t('Name'), cell: key => [key.name, el('span', {class: 'hint'}, key.id)]},
            {label: t('Site'), cell: key => key.site ?? t('all sites')},
            {label: t('Scopes'), wide: true, cell: key => key.scopes.join(', ')},
            {label: t('Created'), wide: true, cell: key => moment(key.created, site.time_zone)},
            {
              label: t('Ends'),
              wide: true,
              cell: key => (key.expires ? moment(key.expires, site.time_zone) : t('never')),
            },
            {
              label: '',
              cell: key =>
                asked(
                  t('Revoke'),
                  t('Yes, revoke'),
                  async () => {
                    await api.remove(`/v1/keys/${encodeURIComponent(key.id)}`);
                    await redrawn(list, draw);
                  },
                  {about: key.name},
                ),
            },
          ],
          own,
        ),
  );
}

/**
 * @param {Context} context
 * @param {() => unknown} draw
 */
function creation({api, site, sites}, draw) {
  const order = {name: '', site: site.id, expires: ''};
  /** @type {Set<Scope>} */
  const chosen = new Set(['stats:read']);
  const made = el('div', {});
  const said = el('p', {class: 'wrong', role: 'alert'});
  const name = field(
    t('Name'),
    (id, described) =>
      text(
        '',
        value => {
          order.name = value.trim();
        },
        {id, 'aria-describedby': described, maxlength: 100},
      ),
    {
      hint: t('Who or what it is for, so that you know later which to revoke.'),
      check: () => (order.name ? null : t('What is the key for? Enter a name.')),
    },
  );
  /** @type {Choice[]} */
  const places = [
    ...sites.map(each => /** @type {Choice} */ ([each.id, each.name])),
    [EVERY, t('All sites: an admin key')],
  ];
  const ticks = el(
    'div',
    {class: 'settings-scopes'},
    scopes().map(([scope, words]) =>
      el(
        'label',
        {},
        el('input', {
          type: 'checkbox',
          value: scope,
          checked: chosen.has(scope),
          on: {
            change: event => {
              if (event.currentTarget.checked) {
                chosen.add(scope);
              } else {
                chosen.delete(scope);
              }
            },
          },
        }),
        el('span', {}, words),
        el('span', {class: 'hint'}, scope),
      ),
    ),
  );
  const allowed = field(t('What it may do'), () => ticks, {
    group: true,
    check: () => (order.site === EVERY || chosen.size ? null : t('What may the key do? Choose at least one.')),
  });
  const place = field(t('Site'), (id, described) =>
    options(
      places,
      order.site,
      value => {
        order.site = value;
        allowed.element.hidden = value === EVERY;
      },
      {id, 'aria-describedby': described},
    ),
  );
  const ends = field(
    t('Ends on'),
    (id, described) =>
      el('input', {
        type: 'date',
        id,
        'aria-describedby': described,
        on: {
          input: event => {
            order.expires = event.currentTarget.value;
          },
        },
      }),
    {hint: t('Leave empty for a key that does not end.')},
  );
  const create = el('button', {type: 'submit', class: 'primary'}, t('Create the key'));
  const form = el(
    'form',
    {
      class: 'editor-fields',
      novalidate: true,
      on: {
        submit: event => {
          event.preventDefault();
          said.textContent = '';
          once(create, async () => {
            if (sound(form)) {
              await send();
            }
          });
        },
      },
    },
    el('div', {class: 'editor-two'}, name.element, place.element, ends.element),
    allowed.element,
    said,
    el('p', {class: 'actions'}, create),
    made,
  );

  async function send() {
    const every = order.site === EVERY;
    try {
      const {body} = await api.send('POST', '/v1/keys', {
        name: order.name,
        site: every ? null : order.site,
        scopes: every ? ['admin'] : /** @type {[Scope, ...Scope[]]} */ ([...chosen]),
        expires: order.expires ? `${order.expires}T00:00:00Z` : null,
      });
      replace(made, secret(body.key));
      made.querySelector('button')?.focus();
      await draw();
    } catch (error) {
      said.textContent = wrong(error);
    }
  }

  return card(t('Create a key'), form);
}

/** @param {string} key */
function secret(key) {
  const copy = copying(key, t('Copy the key'), t('Please select the key and copy it.'));
  return el(
    'div',
    {class: 'settings-secret'},
    el('p', {}, el('strong', {}, t('Your key. It is shown only this once:'))),
    el('code', {class: 'settings-once'}, key),
    el('p', {class: 'actions'}, copy.button, copy.said),
  );
}
