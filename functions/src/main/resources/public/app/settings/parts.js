/** Buttons that do something on the server, and say how it went beside them. */

import {asError} from '../api/api.js';
import {once} from '../editor/busy.js';
import {el} from '../ui/dom.js';
import {notice} from '../ui/notices.js';
import {t} from '../ui/text.js';

/** @import {Context} from '#types' */

/**
 * What went wrong, in words.
 *
 * @param {unknown} error
 */
export function wrong(error) {
  const {kind, message} = asError(error);
  return kind === 'network'
    ? t('Cairn could not be reached; nothing was changed.')
    : message || t('Something went wrong. Please try again.');
}

/**
 * A button and what it says. `run` returns what to say, or nothing.
 *
 * @param {string} label
 * @param {() => unknown} run
 * @param {{className?: string | null, about?: string}} options `about`: what it is for, for screen readers
 */
export function doing(label, run, {className = null, about = ''} = {}) {
  const said = el('span', {role: 'status', class: 'fine'});
  /** @type {HTMLButtonElement} */
  const button = el(
    'button',
    {
      type: 'button',
      class: className,
      on: {
        click: () =>
          once(button, async () => {
            said.textContent = '';
            try {
              said.textContent = String((await run()) ?? '');
            } catch (error) {
              said.textContent = wrong(error);
            }
          }),
      },
    },
    label,
    about ? el('span', {class: 'unseen'}, ` ${about}`) : null,
  );
  return [button, said];
}

/**
 * The same for what cannot be undone: it is asked for twice.
 *
 * @param {string} label
 * @param {string} sure what the second button says
 * @param {() => unknown} run
 * @param {{about?: string}} options
 */
export function asked(label, sure, run, {about = ''} = {}) {
  const [yes, said] = doing(sure, run, {about});
  yes.hidden = true;
  /** @type {HTMLButtonElement} */
  const first = el(
    'button',
    {
      type: 'button',
      on: {
        click: () => {
          yes.hidden = false;
          first.hidden = true;
          yes.focus();
        },
      },
    },
    label,
    about ? el('span', {class: 'unseen'}, ` ${about}`) : null,
  );
  yes.addEventListener('keydown', event => {
    if (/** @type {KeyboardEvent} */ (event).key === 'Escape') {
      yes.hidden = true;
      first.hidden = false;
      first.focus();
    }
  });
  return el('span', {class: 'actions'}, first, yes, said);
}

/** @param {Context} context */
export const isAdmin = ({scopes}) => scopes.includes('admin');

/** @param {Context} context */
export const writesPlan = ({scopes}) => scopes.some(scope => scope === 'plan:write' || scope === 'admin');

/** @param {string} scope */
export const needs = scope =>
  notice({
    title: t('This key can’t do this'),
    text: t('It needs a key with the scope {scope}. Sign in with another one, or ask for one.', {scope}),
  });

/**
 * The list is drawn again, and the focus goes to its heading: what had it may be gone.
 *
 * @param {HTMLElement} container
 * @param {() => unknown} draw
 */
export async function redrawn(container, draw) {
  await draw();
  const heading = container.querySelector('h2');
  heading?.setAttribute('tabindex', '-1');
  heading?.focus();
}
