/** The sign-in page: asks for a key with the scope stats:read. */

import {Api, asError} from '../api/api.js';
import {el} from './dom.js';
import {notice} from './notices.js';
import {keep} from '../api/session.js';

/** @type {Record<string, string>} */
const WRONG = {
  key: 'This key is not valid. It may be incomplete, expired or revoked.',
  forbidden: 'This key is valid, but it cannot read statistics. Ask for one with the scope stats:read.',
  network: 'Cairn could not be reached. Is this device online?',
};

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
  const enter = el('button', {type: 'submit', class: 'primary'}, 'Sign in');
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
    }
  };
  return el(
    'main',
    {class: 'signin', id: 'main'},
    el('img', {src: '/app/cairn.svg', alt: '', width: '56', height: '56'}),
    el('h1', {}, 'Cairn'),
    el('p', {class: 'lead'}, 'The small steps before a sale, day by day.'),
    el(
      'form',
      {class: 'card', novalidate: true, on: {submit: take}},
      el('label', {for: 'key'}, 'Your key'),
      key,
      wrong,
      el('label', {class: 'tick'}, remember, 'Remember it on this device'),
      enter,
    ),
    help(),
  );
}

/** @param {string} key */
async function trouble(key) {
  if (key === '') {
    return 'Paste your key here; it begins with ck_.';
  }
  if (!/^[\x21-\x7e]+$/.test(key)) {
    return 'A key contains only letters, digits, - and _. Copy it again.';
  }
  try {
    const sites = await new Api(key).get('/v1/sites');
    return sites.length === 0 ? 'This key is valid, but the plan has no site for it yet.' : null;
  } catch (error) {
    const {kind = '', message} = asError(error);
    return WRONG[kind] ?? (message || 'Something went wrong. Please try again.');
  }
}

function help() {
  return el(
    'details',
    {class: 'help'},
    el('summary', {}, 'Where do I get a key?'),
    el('p', {}, 'Your administrator can create one for your site, or send you a link that needs no key.'),
    el(
      'p',
      {},
      'If you are the administrator: the stack output AdminKeyCommand shows the admin key, which creates others with ',
      el('code', {}, 'POST /v1/keys'),
      '. On your own machine ',
      el('code', {}, './cairn local'),
      ' prints one when it is ready.',
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
      title: 'This link has expired',
      text:
        'Links to a dashboard are valid for a limited time. This one has expired or was revoked. Ask ' +
        'the person who sent it for a new one.',
      tone: 'trouble',
      actions: [el('button', {type: 'button', on: {click: signInstead}}, 'Sign in with a key')],
    }),
  );
}
