/** The form of one funnel: its steps in order, and its time limit. */

import {el, replace} from '../ui/dom.js';
import {field, nameField, options, unique} from './fields.js';
import {funnelFrom, idFrom} from './model.js';
import {spoken} from '../ui/format.js';

/**
 * @import {Definition} from '#openapi'
 * @import {Choice} from '#types'
 * @import {Fault, Field, Form} from './fields.js'
 * @import {FunnelDefinition, FunnelForm} from './model.js'
 */

/** @type {Choice[]} */
const UNITS = [
  ['m', 'minutes'],
  ['h', 'hours'],
  ['d', 'days'],
];
const MOST_STEPS = 20;

/** @typedef {{id: Field | null, steps: Field, window: Field}} Fields */

/**
 * @param {Definition | null} before the funnel being edited, null for a new one
 * @param {string[]} goals ids of the existing goals
 * @param {() => void} changed
 * @param {(text: string) => void} announce
 * @returns {Form}
 */
export function funnelForm(before, goals, changed, announce) {
  const definition = /** @type {FunnelDefinition} */ (before?.definition ?? {});
  /** @type {FunnelForm} */
  const form = {id: before?.id ?? '', steps: [...(definition.steps ?? [])], window: definition.window ?? '30d'};
  /** @param {Partial<FunnelForm>} changes */
  const set = changes => {
    Object.assign(form, changes);
    changed();
  };
  const id = before
    ? null
    : nameField(value => set({id: idFrom(value)}), 'Letters, digits and _; spaces are converted to _.');
  const list = el('ol', {class: 'editor-steps'});
  const steps = field('Steps in order', () => el('div', {}, list, adding(form, goals, set, draw)), {
    group: true,
    hint: 'From the first sign of interest to the macro goal; 2 to 20 goals.',
  });
  /** @param {number} [focus] the step to focus */
  function draw(focus) {
    replace(
      list,
      form.steps.map((goal, index) => step(form, goal, index, set, draw, announce)),
    );
    if (focus !== undefined) {
      const first = list.querySelectorAll('li')[focus]?.querySelector('button:not(:disabled)');
      /** @type {HTMLButtonElement | null | undefined} */ (first)?.focus();
    }
  }
  draw();
  const window = windowField(form, set);
  return {
    element: el('div', {class: 'editor-fields'}, id?.element, steps.element, window.element),
    id: () => form.id,
    definition: () => funnelFrom(form, definition),
    show: faults => show(faults, {id, steps, window}, form),
  };
}

/**
 * @param {FunnelForm} form
 * @param {string} goal
 * @param {number} index
 * @param {(changes: Partial<FunnelForm>) => void} set
 * @param {(focus?: number) => void} draw
 * @param {(text: string) => void} announce
 */
function step(form, goal, index, set, draw, announce) {
  /** @param {number} to */
  const move = to => {
    const moved = form.steps.toSpliced(index, 1).toSpliced(to, 0, goal);
    set({steps: moved});
    draw(to);
    announce(`${spoken(goal)} is now step ${to + 1} of ${moved.length}.`);
  };
  /** @param {string} words */
  const named = words => el('span', {class: 'unseen'}, `${words} ${spoken(goal)}`);
  return el(
    'li',
    {},
    el('span', {class: 'step-number', 'aria-hidden': 'true'}, index + 1),
    el('span', {class: 'step-name'}, spoken(goal)),
    el(
      'span',
      {class: 'editor-moves'},
      el('button', {type: 'button', disabled: index === 0, on: {click: () => move(index - 1)}}, '↑', named('Earlier:')),
      el(
        'button',
        {type: 'button', disabled: index === form.steps.length - 1, on: {click: () => move(index + 1)}},
        '↓',
        named('Later:'),
      ),
      el(
        'button',
        {
          type: 'button',
          on: {
            click: () => {
              set({steps: form.steps.toSpliced(index, 1)});
              draw(Math.min(index, form.steps.length - 1));
              announce(`${spoken(goal)} is no longer a step.`);
            },
          },
        },
        'Remove',
        named(''),
      ),
    ),
  );
}

/**
 * @param {FunnelForm} form
 * @param {string[]} goals
 * @param {(changes: Partial<FunnelForm>) => void} set
 * @param {(focus?: number) => void} draw
 */
function adding(form, goals, set, draw) {
  const own = unique('goal');
  /** @type {Choice[]} */
  const choices = [['', 'Choose a goal'], ...goals.map(goal => /** @type {Choice} */ ([goal, spoken(goal)]))];
  const list = options(choices, '', () => {}, {id: own});
  return el(
    'div',
    {class: 'editor-row'},
    el('label', {for: own, class: 'unseen'}, 'Goal to add'),
    list,
    el(
      'button',
      {
        type: 'button',
        on: {
          click: () => {
            if (list.value && form.steps.length < MOST_STEPS) {
              set({steps: [...form.steps, list.value]});
              draw();
              list.value = '';
              list.focus();
            }
          },
        },
      },
      'Add as the last step',
    ),
  );
}

/**
 * @param {FunnelForm} form
 * @param {(changes: Partial<FunnelForm>) => void} set
 */
function windowField(form, set) {
  const [, number, unit] = /^(\d+)([smhd])$/.exec(form.window) ?? [null, '30', 'd'];
  const parts = {number, unit};
  /** @param {{number?: string, unit?: string}} changes */
  const changed = changes => {
    Object.assign(parts, changes);
    set({window: `${parts.number}${parts.unit}`});
  };
  /** @type {Choice[]} */
  const units = UNITS.some(([each]) => each === unit) ? UNITS : [['s', 'seconds'], ...UNITS];
  return field('Time from the first step to the last', (own, described) =>
    el(
      'div',
      {class: 'editor-row'},
      el('input', {
        type: 'number',
        id: own,
        value: parts.number,
        min: 1,
        'aria-describedby': described,
        on: {input: event => changed({number: event.currentTarget.value})},
      }),
      options(units, parts.unit, value => changed({unit: value}), {'aria-label': 'Unit of time'}),
    ),
  );
}

/**
 * @param {string | null} path
 * @param {Fields} fields
 * @returns {Field | null}
 */
function placeOf(path, {id, steps, window}) {
  if (path === null || path === '') {
    return path === null ? null : id;
  }
  return /^steps\b/.test(path) ? steps : /^window\b/.test(path) ? window : null;
}

/**
 * @param {Fault[]} faults
 * @param {Fields} fields
 * @param {FunnelForm} form
 */
function show(faults, fields, form) {
  const {id, steps, window} = fields;
  /** @type {Fault[]} */
  const left = [];
  /** @type {Map<Field, string[]>} */
  const said = new Map();
  for (const fault of faults) {
    const place = placeOf(fault.within, fields);
    if (place) {
      const step = /^steps\[(\d+)\]/.exec(fault.within ?? '');
      said.set(place, [
        ...(said.get(place) ?? []),
        step ? `step ${Number(step[1]) + 1} (${form.steps[Number(step[1])]}): ${fault.message}` : fault.message,
      ]);
    } else {
      left.push(fault);
    }
  }
  [id, steps, window].filter(each => each !== null).forEach(each => each.fault(said.get(each)?.join('; ') ?? null));
  return left;
}
