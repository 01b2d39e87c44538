/** The sign-in page: asks for a key with the scope stats:read. */

import {Api, asError} from '../api/api.js';
import {el, replace} from './dom.js';
import {notice} from './notices.js';
import {keep} from '../api/session.js';
import {t} from './text.js';

/** @import {Site} from '#types' */

/** @type {() => Record<string, string>} */
const wrongs = () => ({
  key: t('This key is not valid. It may be incomplete, expired or revoked.'),
  forbidden: t('This key is valid, but it cannot read statistics. Ask for one with the scope stats:read.'),
  network: t('Cairn could not be reached. Is this device online?'),
});

/**
 * What a key lacks for the dashboard, in words; null if nothing. The key of an admin reads all sites, of which there may
 * be none yet.
 *
 * @param {Api} api
 * @param {Site[]} sites
 * @returns {Promise<string | null>}
 */
export async function lacking(api, sites) {
  if (api.shared || sites.some(({scopes}) => scopes.some(scope => scope === 'stats:read' || scope === 'admin'))) {
    return null;
  }
  if (sites.length > 0) {
    return t(
      'This key cannot read statistics: its scopes are {scopes}. The dashboard needs a key with stats:read. Use another one here, or ask for one.',
      {scopes: sites[0].scopes.join(', ')},
    );
  }
  try {
    await api.get('/v1/unknown-sites');
    return null;
  } catch (error) {
    if (asError(error).kind === 'forbidden') {
      return t('This key is valid, but the plan has no site for it yet.');
    }
    throw error;
  }
}

/**
 * Asks whether a share link is to be opened although a key is remembered.
 *
 * @param {HTMLElement} root
 * @param {string | null} site
 * @returns {Promise<boolean>}
 */
export function whichOne(root, site) {
  document.title = `${t('Open the link?')} · Cairn`;
  return new Promise(answer => {
    const open = el('button', {type: 'button', class: 'primary', on: {click: () => answer(true)}}, t('Open the link'));
    replace(
      root,
      el(
        'main',
        {class: 'signin', id: 'main'},
        notice({
          title: t('You are signed in with your own key'),
          text: [
            el(
              'span',
              {},
              t('This is a link to the statistics of '),
              el('bdi', {class: 'verbatim'}, site ?? t('a site')),
              t('. It can be opened in this tab; your key stays remembered, and “Leave” returns to it.'),
            ),
          ],
          actions: [open, el('button', {type: 'button', on: {click: () => answer(false)}}, t('Stay with my key'))],
        }),
      ),
    );
    open.focus();
  });
}

/**
 * @param {() => unknown} entered called once a key is accepted
 * @param {string | null} before
 */
export function signin(entered, before = null) {
  const key = el('input', {
    id: 'key',
    type: 'password',
    name: 'key',
    autocomplete: 'current-password',
    spellcheck: 'false',
    required: true,
    'aria-describedby': 'wrong',
  });
  const remember = el('input', {type: 'checkbox', name: 'remember'});
  const wrong = el('p', {id: 'wrong', class: 'wrong', role: 'alert'}, before);
  const enter = el('button', {type: 'submit', class: 'primary'}, t('Sign in'));
  /** @param {Event} event */
  const take = async event => {
    event.preventDefault();
    wrong.textContent = '';
    enter.disabled = true;
    wrong.textContent = (await trouble(key.value.trim())) ?? '';
    enter.disabled = false;
    if (wrong.textContent === '') {
      keep(key.value.trim(), remember.checked);
      entered();
    } else {
      key.focus();
      key.select();
    }
  };
  return el(
    'main',
    {class: 'signin', id: 'main'},
    el('img', {src: '/app/cairn.svg', alt: '', width: '56', height: '56'}),
    el('h1', {}, 'Cairn'),
    el('p', {class: 'lead'}, t('The small steps before a sale, day by day.')),
    el(
      'form',
      {class: 'card', novalidate: true, on: {submit: take}},
      el('label', {for: 'key'}, t('Your key')),
      key,
      wrong,
      el('label', {class: 'tick'}, remember, t('Remember it on this device')),
      enter,
    ),
    help(),
  );
}

/** @param {string} key */
async function trouble(key) {
  if (key === '') {
    return t('Paste your key here; it begins with ck_.');
  }
  if (!/^[\x21-\x7e]+$/.test(key)) {
    return t('A key contains only letters, digits, - and _. Copy it again.');
  }
  try {
    const api = new Api(key);
    return await lacking(api, await api.get('/v1/sites'));
  } catch (error) {
    const {kind = '', message} = asError(error);
    return wrongs()[kind] ?? (message || t('Something went wrong. Please try again.'));
  }
}

function help() {
  return el(
    'details',
    {class: 'help'},
    el('summary', {}, t('Where do I get a key?')),
    el('p', {}, t('Your administrator can create one for your site, or send you a link that needs no key.')),
    el(
      'p',
      {},
      t(
        'If you are the administrator: the stack output AdminKeyCommand shows the admin key, which creates others under Settings or with ',
      ),
      el('code', {}, 'POST /v1/keys'),
      t('. On your own machine '),
      el('code', {}, './cairn local'),
      t(' prints one when it is ready.'),
    ),
  );
}

/**
 * The page for an expired share link, which has no key to sign in with.
 *
 * @param {() => void} signInstead
 */
export function expired(signInstead) {
  return el(
    'main',
    {class: 'signin', id: 'main'},
    notice({
      title: t('This link has expired'),
      text: t(
        'Links to a dashboard are valid for a limited time. This one has expired or was revoked. Ask the person who sent it for a new one.',
      ),
      tone: 'trouble',
      actions: [el('button', {type: 'button', on: {click: signInstead}}, t('Sign in with a key'))],
    }),
  );
}
