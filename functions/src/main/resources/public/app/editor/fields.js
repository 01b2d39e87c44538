/** Form fields, each with a hint and a place for its error. */

import {el, replace} from '../ui/dom.js';
import {count} from '../ui/format.js';

/**
 * @import {PlanFault} from '#openapi'
 * @import {Attributes, Choice} from '#types'
 */

/**
 * A control with its label.
 *
 * @typedef Field
 * @property {HTMLElement} element
 * @property {HTMLElement} input
 * @property {(text: string | null) => void} fault shows or clears the error
 */

/**
 * A form of one definition.
 *
 * @typedef Form
 * @property {HTMLElement} element
 * @property {() => string} id
 * @property {() => object} definition as the plan has it
 * @property {(faults: Fault[]) => Fault[]} show shows faults beside their fields; returns those that belong to none
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

/**
 * A labelled control, created by `control`.
 *
 * @param {string} label
 * @param {(id: string, describedBy: string) => HTMLElement} control
 * @param {{hint?: string | null, group?: boolean}} options
 * @returns {Field}
 */
export function field(label, control, {hint = null, group = false} = {}) {
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
  return {
    element,
    input,
    /** @param {string | null} text */
    fault(text) {
      wrong.textContent = text ?? '';
      const target = group
        ? null
        : input.matches('input, select, textarea')
          ? input
          : input.querySelector('input, textarea');
      if (text) {
        target?.setAttribute('aria-invalid', 'true');
      } else {
        target?.removeAttribute('aria-invalid');
      }
    },
  };
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
export const nameField = (changed, hint) =>
  field(
    'Name',
    (id, described) => text('', changed, {id, 'aria-describedby': described, required: true, maxlength: 64}),
    {hint},
  );

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
export function pick(value, seen, changed, attributes, {most = 8, noun = 'times'} = {}) {
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
            changed(each.text);
            input.focus();
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
      ? el('div', {class: 'editor-chips', role: 'group', 'aria-label': 'Seen in the last 7 days'}, chips)
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
  return {
    element,
    /**
     * @param {{path: string, message: string}[]} faults
     * @param {string} title
     */
    show(faults, title = 'This cannot be saved yet') {
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
    },
  };
}
