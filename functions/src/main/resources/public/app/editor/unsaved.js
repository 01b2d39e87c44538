/** Work that is not saved yet is never lost without a question, whichever way somebody leaves. */

import {el} from '../ui/dom.js';
import {t} from '../ui/text.js';

/** @type {(() => boolean) | null} */
let unsaved = null;
/** @type {Promise<boolean> | null} */
let asking = null;

/**
 * Guards a form until the next call.
 *
 * @param {(() => boolean) | null} changed whether it has something that is not saved; null for no form
 */
export function guard(changed) {
  unsaved = changed;
}

const isUnsaved = () => unsaved !== null && unsaved();

/** Whether the form may be left: at once if nothing would be lost, otherwise as the reader decides. */
export function leaves() {
  if (!isUnsaved()) {
    unsaved = null;
    return Promise.resolve(true);
  }
  asking ??= ask().then(left => {
    asking = null;
    unsaved = left ? null : unsaved;
    return left;
  });
  return asking;
}

/** @returns {Promise<boolean>} */
function ask() {
  const before = /** @type {HTMLElement | null} */ (document.activeElement);
  return new Promise(answer => {
    let left = false;
    const stay = el('button', {type: 'button', class: 'primary', on: {click: () => dialog.close()}}, t('Keep editing'));
    /** @type {HTMLDialogElement} */
    const dialog = el(
      'dialog',
      {
        class: 'dialog',
        'aria-labelledby': 'unsaved-title',
        on: {
          close: () => {
            dialog.remove();
            if (!left) {
              before?.focus();
            }
            answer(left);
          },
        },
      },
      el(
        'div',
        {},
        el('h2', {id: 'unsaved-title'}, t('Leave without saving?')),
        el('p', {}, t('What you have changed here is not saved yet.')),
        el(
          'p',
          {class: 'actions'},
          stay,
          el(
            'button',
            {
              type: 'button',
              on: {
                click: () => {
                  left = true;
                  dialog.close();
                },
              },
            },
            t('Discard the changes'),
          ),
        ),
      ),
    );
    document.body.append(dialog);
    dialog.showModal();
    stay.focus();
  });
}

/** The lists of the frame show what is chosen in the address again. */
function resetLists() {
  document.querySelectorAll('select').forEach(list => {
    const chosen = [...list.options].find(option => option.defaultSelected);
    if (chosen && !list.closest('.view')) {
      list.value = chosen.value;
    }
  });
}

// The first of the window's listeners for this event: it stops those that would show the next view.
addEventListener(
  'hashchange',
  event => {
    if (!isUnsaved()) {
      unsaved = null;
      return;
    }
    event.stopImmediatePropagation();
    const next = new URL(event.newURL).hash;
    history.replaceState(null, '', event.oldURL);
    leaves().then(left => {
      if (left) {
        location.hash = next;
      } else {
        resetLists();
      }
    });
  },
  true,
);

addEventListener('beforeunload', event => {
  if (isUnsaved()) {
    event.preventDefault();
  }
});
