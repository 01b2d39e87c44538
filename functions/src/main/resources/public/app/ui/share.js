/** The dialog that creates a link for a reader without a key. */

import {asError} from '../api/api.js';
import {el, replace} from './dom.js';
import {moment} from './format.js';
import {copying} from './notices.js';
import {select} from './parts.js';
import {t} from './text.js';

/**
 * @import {NewShare} from '#openapi'
 * @import {Choice, Context, Site} from '#types'
 */

const DAY_MS = 86_400_000;
/** @type {Choice[]} */
const LIFETIMES = [
  ['7', t('a week')],
  ['30', t('30 days')],
  ['90', t('3 months')],
  ['365', t('a year')],
];

/** @param {Context} context */
export function openShare({api, site}) {
  /** @type {HTMLDialogElement} */
  const dialog = el('dialog', {class: 'dialog', 'aria-labelledby': 'share-title', on: {close: () => dialog.remove()}});
  replace(dialog, form(dialog, api, site));
  document.body.append(dialog);
  dialog.showModal();
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {Context['api']} api
 * @param {Site} site
 */
function form(dialog, api, site) {
  let days = '30';
  const name = el('input', {type: 'text', name: 'name', maxlength: '64', required: true, placeholder: t('The agency')});
  const wrong = el('p', {class: 'wrong', role: 'alert'});
  /** @param {Event} event */
  const make = async event => {
    event.preventDefault();
    wrong.textContent =
      name.value.trim() === '' ? t('Enter who the link is for, so that you can revoke it later.') : '';
    if (wrong.textContent !== '') {
      name.focus();
      return;
    }
    const expires = new Date(Date.now() + Number(days) * DAY_MS).toISOString();
    try {
      const {body} = await api.send('POST', `/v1/sites/${encodeURIComponent(site.id)}/shares`, {
        name: name.value.trim(),
        expires,
      });
      replace(dialog, made(dialog, body, site, expires));
    } catch (error) {
      wrong.textContent = asError(error).message || t('The link could not be created. Please try again.');
    }
  };
  return el(
    'form',
    {novalidate: true, on: {submit: make}},
    el('h2', {id: 'share-title'}, t('Share this dashboard')),
    el(
      'p',
      {},
      t('Anyone with the link can see the statistics of {site}, and nothing else, until it expires.', {
        site: site.name ?? site.id,
      }),
    ),
    el('label', {class: 'field'}, t('Who is it for?'), name),
    select(t('Valid for'), LIFETIMES, days, value => {
      days = value;
    }),
    wrong,
    el(
      'p',
      {class: 'actions'},
      el('button', {type: 'submit', class: 'primary'}, t('Create link')),
      closing(dialog, 'Cancel'),
    ),
  );
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {NewShare} share
 * @param {Site} site
 * @param {string} expires
 */
function made(dialog, {share, id}, site, expires) {
  const link = `${location.origin}/#share=${share}&site=${encodeURIComponent(site.id)}`;
  /** @type {HTMLInputElement} */
  const field = el('input', {
    type: 'text',
    readonly: true,
    value: link,
    id: 'share-link',
    on: {focus: () => field.select()},
  });
  const copy = copying(link, t('Copy link'), t('Please copy it from the field.'), 'primary');
  return el(
    'div',
    {},
    el('h2', {id: 'share-title'}, t('Your link')),
    el('label', {class: 'field', for: 'share-link'}, t('Shown only once'), field),
    el(
      'p',
      {class: 'fine'},
      t('Valid until {time}. An admin can revoke it: it is ', {time: moment(expires, site.time_zone)}),
      el('code', {}, id),
      t(' in the list of keys.'),
    ),
    el('p', {class: 'actions'}, copy.button, closing(dialog, 'Done'), copy.said),
  );
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {string} text
 */
const closing = (dialog, text) => el('button', {type: 'button', on: {click: () => dialog.close()}}, text);
