/** Form fields, each with a hint and a place for its error. */

import {el, replace} from '../ui/dom.js';
import {count} from '../ui/format.js';
import {t} from '../ui/text.js';
import {idFrom, isId} from './model.js';

/**
 * @import {PlanFault, PlanPreview} from '#openapi'
 * @import {Attributes, Choice} from '#types'
 */

/**
 * A control with its label.
 *
 * @typedef Field
 * @property {HTMLElement} element
 * @property {HTMLElement} input
 * @property {(text: string | null) => void} fault tells or clears what the server says is wrong; shown once left
 */

/**
 * A form of one definition.
 *
 * @typedef Form
 * @property {HTMLElement} element
 * @property {() => string} id
 * @property {() => object} definition as the plan has it
 * @property {(faults: Fault[]) => Fault[]} show shows faults beside their fields; returns those that belong to none
 * @property {() => object} [draft] the definition to preview, where it differs
 * @property {(answer: PlanPreview | null) => void} [counted] receives the figures of the draft
 */

/** @typedef {PlanFault & {within: string | null}} Fault `within` is the path within the definition, null for another */

/** @typedef {{text: string, count: number}} Seen */

let numbers = 0;

/**
 * A unique element id.
 *
 * @param {string} prefix
 */
export const unique = prefix => `${prefix}-${(numbers += 1)}`;

let pressed = false;
addEventListener('pointerdown', () => (pressed = true), true);
for (const end of ['pointerup', 'pointercancel']) {
  addEventListener(end, () => (pressed = false), true);
}

/**
 * Runs after the click that is going on, if one is: what appears while a button is pressed down moves the button away
 * from under the pointer, and nothing would be clicked.
 *
 * @param {() => void} run
 */
function onceReleased(run) {
  if (!pressed) {
    run();
    return;
  }
  const later = () => setTimeout(run);
  addEventListener('pointerup', later, {once: true});
  addEventListener('pointercancel', later, {once: true});
}

/**
 * A labelled control, created by `control`. `check` returns what is wrong with its content, in words. A fault appears
 * when the field is left, not while it is being filled in, and goes away as soon as it is corrected.
 *
 * @param {string} label
 * @param {(id: string, describedBy: string) => HTMLElement} control
 * @param {{hint?: string | null, group?: boolean, check?: () => string | null}} options
 * @returns {Field}
 */
export function field(label, control, {hint = null, group = false, check = () => null} = {}) {
  const id = unique('field');
  const faultId = `${id}-fault`;
  const hintId = `${id}-hint`;
  const described = hint ? `${hintId} ${faultId}` : faultId;
  const input = control(id, described);
  const wrong = el('p', {class: 'wrong', id: faultId});
  const element = el(
    'div',
    {class: 'editor-field'},
    group
      ? el('p', {class: 'editor-label', id: `${id}-label`}, label)
      : el('label', {for: id, class: 'editor-label'}, label),
    hint ? el('p', {class: 'hint', id: hintId}, hint) : null,
    input,
    wrong,
  );
  if (group) {
    input.setAttribute('role', 'group');
    input.setAttribute('aria-labelledby', `${id}-label`);
    input.setAttribute('aria-describedby', described);
  }
  let left = false;
  /** @type {string | null} */
  let told = null;
  const draw = () => {
    const fault = left ? (check() ?? told) : null;
    wrong.textContent = fault ?? '';
    const target = group
      ? null
      : input.matches('input, select, textarea')
        ? input
        : (input.querySelector('input, textarea') ?? input.querySelector('select'));
    if (fault) {
      target?.setAttribute('aria-invalid', 'true');
    } else {
      target?.removeAttribute('aria-invalid');
    }
  };
  element.addEventListener('focusout', event => {
    // Not when the whole window is left, nor where the element is taken out of the page.
    if (document.hasFocus() && element.isConnected && !element.contains(/** @type {Node} */ (event.relatedTarget))) {
      left = true;
      onceReleased(draw);
    }
  });
  element.addEventListener('input', () => {
    told = null;
    draw();
  });
  checks.set(element, isTold => {
    left = true;
    told = isTold ? told : null;
    draw();
    return wrong.textContent === '';
  });
  return {
    element,
    input,
    /** @param {string | null} text */
    fault(text) {
      told = text;
      draw();
    },
  };
}

/**
 * What checks each field, as if it had been left, and shows what is wrong; true if nothing is. With false, what the
 * server said before is forgotten: it is about to be asked again.
 *
 * @type {WeakMap<Element, (isTold: boolean) => boolean>}
 */
const checks = new WeakMap();

/**
 * Whether every field of a form is right by itself, those within others too. The first that is not is focused.
 *
 * @param {HTMLElement} form
 */
export const sound = form => checked(form, false);

/**
 * Focuses the first field that is not right, by itself or by what the server said.
 *
 * @param {HTMLElement} form
 */
export const focusFirstFault = form => checked(form, true);

/**
 * @param {HTMLElement} form
 * @param {boolean} isTold
 */
function checked(form, isTold) {
  const faulty = [...form.querySelectorAll('.editor-field')].filter(each => checks.get(each)?.(isTold) === false);
  // A field within another says more exactly what is wrong.
  const first = faulty.find(each => !faulty.some(other => other !== each && each.contains(other)));
  if (first) {
    first.closest('details')?.setAttribute('open', '');
    /** @type {HTMLElement | null} */
    const control =
      first.querySelector('[aria-invalid="true"]') ??
      first.querySelector('input, select, textarea, button:not(:disabled)');
    control?.focus();
  }
  return !first;
}

/**
 * @param {string | number | boolean} value
 * @param {(text: string) => void} changed
 * @param {Attributes<HTMLInputElement>} attributes
 */
export function text(value, changed, attributes = {}) {
  return el('input', {
    type: 'text',
    value,
    autocomplete: 'off',
    spellcheck: 'false',
    ...attributes,
    on: {input: event => changed(event.currentTarget.value)},
  });
}

/**
 * The name of a new definition.
 *
 * @param {(text: string) => void} changed
 * @param {string} hint
 */
export function nameField(changed, hint, initial = '') {
  let typed = initial;
  return field(
    t('Name'),
    (id, described) =>
      text(
        initial,
        value => {
          typed = value;
          changed(value);
        },
        {id, 'aria-describedby': described, required: true, maxlength: 64},
      ),
    {hint, check: () => (isId(idFrom(typed)) ? null : t('What is it called? Enter a name.'))},
  );
}

/**
 * @param {number | null} value
 * @param {(text: string) => void} changed
 * @param {Attributes<HTMLInputElement>} attributes
 */
export function number(value, changed, attributes = {}) {
  return el('input', {
    type: 'number',
    value,
    inputmode: 'decimal',
    ...attributes,
    on: {input: event => changed(event.currentTarget.value)},
  });
}

/**
 * A select; `entries` are pairs of a value and its text.
 *
 * @param {Iterable<Choice>} entries
 * @param {string} chosen
 * @param {(id: string) => void} changed
 * @param {Attributes<HTMLSelectElement>} attributes
 */
export function options(entries, chosen, changed, attributes = {}) {
  return el(
    'select',
    {...attributes, on: {change: event => changed(event.currentTarget.value)}},
    [...entries].map(([id, label]) => el('option', {value: id, selected: id === chosen}, label)),
  );
}

/**
 * A text field with suggestions of seen values: in the browser's list, the most frequent ones also as buttons.
 *
 * @param {string} value
 * @param {Seen[]} seen
 * @param {(text: string) => void} changed
 * @param {Attributes<HTMLInputElement>} attributes
 * @param {{most?: number, noun?: string}} options
 */
export function pick(value, seen, changed, attributes, {most = 8, noun = t('times')} = {}) {
  const listId = unique('seen');
  const input = text(value, changed, {...attributes, list: listId});
  const chips = seen.slice(0, most).map(each =>
    el(
      'button',
      {
        type: 'button',
        class: 'editor-chip',
        on: {
          click: () => {
            input.value = each.text;
            input.focus();
            input.dispatchEvent(new Event('input', {bubbles: true}));
          },
        },
      },
      el('bdi', {}, each.text),
      ' ',
      el('span', {class: 'fine'}, `${count(each.count)} ${noun}`),
    ),
  );
  return el(
    'div',
    {class: 'editor-pick'},
    input,
    el(
      'datalist',
      {id: listId},
      seen.map(each => el('option', {value: each.text}, `${count(each.count)} ${noun}`)),
    ),
    chips.length
      ? el('div', {class: 'editor-chips', role: 'group', 'aria-label': t('Seen in the last 7 days')}, chips)
      : null,
  );
}

/**
 * Radio buttons, each with an explanation.
 *
 * @param {Iterable<[id: string, words: string[]]>} entries
 * @param {string} chosen
 * @param {(id: string) => void} changed
 */
export function radios(entries, chosen, changed) {
  const name = unique('choice');
  return el(
    'div',
    {class: 'editor-radios'},
    [...entries].map(([id, [label, explanation]]) => {
      const own = unique('radio');
      return el(
        'div',
        {class: 'editor-radio'},
        el('input', {
          type: 'radio',
          name,
          id: own,
          value: id,
          checked: id === chosen,
          'aria-describedby': `${own}-text`,
          on: {change: () => changed(id)},
        }),
        el('label', {for: own}, label),
        el('p', {class: 'hint', id: `${own}-text`}, explanation),
      );
    }),
  );
}

/** Shows faults that belong to no field. */
export function summary() {
  const element = el('div', {class: 'editor-faults', role: 'alert'});
  /**
   * @param {{path: string, message: string}[]} faults
   * @param {string} title
   */
  const show = (faults, title = t('This cannot be saved yet')) =>
    replace(
      element,
      faults.length === 0
        ? []
        : [
            el('p', {}, el('strong', {}, title)),
            el(
              'ul',
              {},
              faults.map(({path, message}) => el('li', {}, path ? [el('code', {}, path), ' '] : null, message)),
            ),
          ],
    );
  return {
    element,
    show,
    /**
     * Says why something could not be saved that is not at fault itself.
     *
     * @param {string | undefined} kind of the error
     * @param {string | undefined} message of the server, if it gave one
     */
    notSaved(kind, message) {
      const reason =
        kind === 'network'
          ? t('Cairn could not be reached; nothing was saved.')
          : message || t('Something went wrong on our side; nothing was saved.');
      show([{path: '', message: reason}], t('Not saved'));
    },
  };
}
