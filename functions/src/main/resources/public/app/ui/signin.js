/** The way in: a key with the scope stats:read. */

import {Api, asError} from '../api/api.js';
import {el} from './dom.js';
import {notice} from './notices.js';
import {keep} from '../api/session.js';

/** @type {Record<string, string>} */
const WRONG = {
  key: 'This key is not valid. Perhaps a character is missing, it has expired, or it was revoked.',
  forbidden: 'This key is valid, but it cannot read statistics. Ask for one with the scope stats:read.',
  network: 'Cairn could not be reached. Is this device online?',
};

/**
 * @param {() => unknown} entered what to do once a key is accepted
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
    return 'A key has letters, digits, - and _ only. Copy it once more.';
  }
  try {
    const sites = await new Api(key).get('/v1/sites');
    return sites.length === 0 ? 'This key is valid, but there is no site in the plan yet that it could show.' : null;
  } catch (error) {
    const {kind = '', message} = asError(error);
    return WRONG[kind] ?? (message || 'That did not work. Please try again.');
  }
}

function help() {
  return el(
    'details',
    {class: 'help'},
    el('summary', {}, 'Where do I get a key?'),
    el(
      'p',
      {},
      'Whoever runs Cairn for you makes one that reads your site, or sends you a link that opens without a key.',
    ),
    el(
      'p',
      {},
      'If that is you: the output AdminKeyCommand of the stack shows the admin key, which makes others with ',
      el('code', {}, 'POST /v1/keys'),
      '. On your own machine ',
      el('code', {}, './cairn local'),
      ' prints one when it is ready.',
    ),
  );
}

/**
 * Where a share has expired: there is nobody to sign in as.
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
        'Links to a dashboard are valid for a limited time, and this one’s is over, or it was withdrawn. Ask ' +
        'whoever sent it for a new one.',
      tone: 'trouble',
      actions: [el('button', {type: 'button', on: {click: signInstead}}, 'Sign in with a key')],
    }),
  );
}
