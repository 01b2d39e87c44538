/** The form of one funnel: its steps in order, and its time limit. */

import {goalName} from '../ui/names.js';
import {el, replace} from '../ui/dom.js';
import {field, nameField, options, unique} from './fields.js';
import {DURATION, funnelFrom, idFrom, limitsOf} from './model.js';
import {placed} from './places.js';
import {count} from '../ui/format.js';
import {t, tn} from '../ui/text.js';

/**
 * @import {Definition} from '#openapi'
 * @import {Choice} from '#types'
 * @import {Field, Form} from './fields.js'
 * @import {FunnelDefinition, FunnelForm} from './model.js'
 */

/** @type {() => Choice[]} */
const unitsOfTime = () => [
  ['m', t('minutes')],
  ['h', t('hours')],
  ['d', t('days')],
];
const MOST_STEPS = 20;

/**
 * What a step does to the form that it is in.
 *
 * @typedef Editing
 * @property {FunnelForm} form
 * @property {(changes: Partial<FunnelForm>) => void} set
 * @property {(focus?: number) => void} draw the steps anew; `focus` is the one to focus
 * @property {(text: string) => void} announce
 */

/**
 * @param {Definition | null} before the funnel being edited, null for a new one
 * @param {{used: string[], other: string[]}} goals ids of the existing goals
 * @param {() => void} changed
 * @param {(text: string) => void} announce
 * @returns {Form}
 */
export function funnelForm(before, goals, changed, announce) {
  const definition = /** @type {FunnelDefinition} */ (before?.definition ?? {});
  /** @type {FunnelForm} */
  const form = {
    id: before?.id ?? '',
    steps: [...(definition.steps ?? [])],
    limits: limitsOf(definition),
    window: definition.window ?? '30d',
    exclude: definition.exclude === undefined ? '' : JSON.stringify(definition.exclude, null, 2),
  };
  /** @type {number[] | null} */
  let reached = null;
  /** @param {Partial<FunnelForm>} changes */
  const set = changes => {
    Object.assign(form, changes);
    changed();
  };
  const id = before
    ? null
    : nameField(value => set({id: idFrom(value)}), t('Letters, digits and _; spaces are converted to _.'));
  const list = el('ol', {class: 'editor-steps'});
  /** @type {Editing} */
  const editing = {form, set, draw, announce};
  const steps = field(t('Steps in order'), () => el('div', {}, list, adding(editing, goals)), {
    group: true,
    hint: t('From the first sign of interest to the macro goal; 2 to 20 goals.'),
    check: () => (form.steps.length >= 2 ? null : t('Which steps? Add at least two goals.')),
  });
  /** @param {number} [focus] */
  function draw(focus) {
    replace(
      list,
      form.steps.map((goal, index) => step(editing, goal, index)),
    );
    countSteps();
    if (focus !== undefined) {
      const first = list.querySelectorAll('li')[focus]?.querySelector('button:not(:disabled)');
      /** @type {HTMLButtonElement | null | undefined} */ (first)?.focus();
    }
  }
  /** Writes the counts into the steps, which stay as they are. */
  function countSteps() {
    list.querySelectorAll('.editor-step-count').forEach((place, index) => {
      const visitors = reached?.[index];
      place.textContent = visitors === undefined ? '' : tn(visitors, '1 visitor', '{n} visitors', {n: count(visitors)});
    });
  }
  draw();
  const window = windowField(form, set);
  const exclude = field(
    t('Events that break it'),
    (own, described) =>
      el(
        'textarea',
        {
          id: own,
          rows: 4,
          spellcheck: 'false',
          'aria-describedby': described,
          on: {input: event => set({exclude: event.currentTarget.value})},
        },
        form.exclude,
      ),
    {
      hint: t('Between two steps, as JSON: [{"event": "order_cancelled", "from": 3, "to": 4}]'),
      check: () =>
        isList(form.exclude) ? null : t('This is not a list as JSON. Look for a missing quote, comma or bracket.'),
    },
  );
  return {
    element: el(
      'div',
      {class: 'editor-fields'},
      id?.element,
      steps.element,
      window.element,
      el(
        'details',
        {class: 'editor-more', open: form.exclude !== ''},
        el('summary', {}, t('Events that break it')),
        exclude.element,
      ),
    ),
    id: () => form.id,
    definition: () => funnelFrom(form, definition),
    // One step is no funnel yet, but how many took it can be counted: as a funnel from it to itself.
    draft: () => ({
      ...funnelFrom(form, definition),
      ...(form.steps.length === 1 ? {steps: [form.steps[0], form.steps[0]], within: {}} : {}),
    }),
    counted: answer => {
      const figures = answer?.funnels?.find(each => each.funnel === (form.id || NEW_FUNNEL));
      const linkable = figures?.entry && figures.entry.entered > 0;
      reached = (linkable ? figures.entry?.reached : figures?.same_day?.reached)?.slice(0, form.steps.length) ?? null;
      countSteps();
    },
    show: faults =>
      placed(
        faults,
        [
          ...(id ? [/** @type {[Field, RegExp]} */ ([id, /^$/])] : []),
          [steps, /^(steps|within)\b/],
          [window, /^window\b/],
          [exclude, /^exclude\b/],
        ],
        fault => {
          const at = /^steps\[(\d+)\]/.exec(fault.within ?? '');
          return at ? `${stepWords(Number(at[1]), form.steps[Number(at[1])])}: ${fault.message}` : fault.message;
        },
      ),
  };
}

/** The name of a draft that has none yet. */
export const NEW_FUNNEL = 'new_funnel';

/**
 * @param {number} index
 * @param {string} goal
 */
const stepWords = (index, goal) => t('step {n} ({goal})', {n: index + 1, goal});

/** @param {string} typed */
function isList(typed) {
  try {
    return typed.trim() === '' || Array.isArray(JSON.parse(typed));
  } catch {
    return false;
  }
}

/**
 * @param {Editing} editing
 * @param {string} goal
 * @param {number} index
 */
function step({form, set, draw, announce}, goal, index) {
  /** @param {number} to */
  const move = to => {
    const {steps, limits} = form;
    set({
      steps: steps.toSpliced(index, 1).toSpliced(to, 0, goal),
      limits: limits.toSpliced(index, 1).toSpliced(to, 0, limits[index]),
    });
    draw(to);
    announce(t('{goal} is now step {n} of {of}.', {goal: goalName(goal), n: to + 1, of: steps.length}));
  };
  const remove = () => {
    set({steps: form.steps.toSpliced(index, 1), limits: form.limits.toSpliced(index, 1)});
    draw(Math.min(index, form.steps.length - 1));
    announce(t('{goal} is no longer a step.', {goal: goalName(goal)}));
  };
  /** @param {string} words */
  const named = words => el('span', {class: 'unseen'}, `${words} ${goalName(goal)}`);
  return el(
    'li',
    {},
    el('span', {class: 'step-number', 'aria-hidden': 'true'}, index + 1),
    el('span', {class: 'step-name'}, goalName(goal)),
    el('strong', {class: 'editor-step-count'}),
    el(
      'span',
      {class: 'editor-moves'},
      el(
        'button',
        {type: 'button', disabled: index === 0, on: {click: () => move(index - 1)}},
        '↑',
        named(t('Earlier:')),
      ),
      el(
        'button',
        {type: 'button', disabled: index === form.steps.length - 1, on: {click: () => move(index + 1)}},
        '↓',
        named(t('Later:')),
      ),
      el('button', {type: 'button', on: {click: remove}}, t('Remove'), named('')),
    ),
    index === 0 ? null : limit(form, index, set).element,
  );
}

/**
 * The longest time to a step from the one before.
 *
 * @param {FunnelForm} form
 * @param {number} index
 * @param {(changes: Partial<FunnelForm>) => void} set
 */
const limit = (form, index, set) =>
  field(
    t('At most this long after the step before'),
    (id, described) =>
      el('input', {
        type: 'text',
        id,
        'aria-describedby': described,
        value: form.limits[index] ?? '',
        placeholder: t('any time'),
        autocomplete: 'off',
        on: {input: event => set({limits: form.limits.with(index, event.currentTarget.value.trim())})},
      }),
    {
      check: () =>
        !form.limits[index] || DURATION.test(form.limits[index]) ? null : t('How long? Such as 90s, 15m, 36h or 30d.'),
    },
  );

/**
 * @param {Editing} editing
 * @param {{used: string[], other: string[]}} goals
 */
function adding({form, set, draw, announce}, {used, other}) {
  const own = unique('goal');
  /** @param {string[]} ids */
  const entries = ids => ids.map(goal => el('option', {value: goal}, goalName(goal)));
  const list = el(
    'select',
    {id: own},
    el('option', {value: ''}, t('Choose a goal')),
    used.length && other.length
      ? [
          el('optgroup', {label: t('In use')}, entries(used)),
          el('optgroup', {label: t('Not met so far')}, entries(other)),
        ]
      : entries([...used, ...other]),
  );
  return el(
    'div',
    {class: 'editor-row'},
    el('label', {for: own, class: 'unseen'}, t('Goal to add')),
    list,
    el(
      'button',
      {
        type: 'button',
        on: {
          click: () => {
            if (list.value && form.steps.length < MOST_STEPS) {
              announce(
                t('{goal} is now step {n} of {of}.', {
                  goal: goalName(list.value),
                  n: form.steps.length + 1,
                  of: form.steps.length + 1,
                }),
              );
              set({steps: [...form.steps, list.value], limits: [...form.limits, '']});
              draw();
              list.value = '';
              list.focus();
              list.dispatchEvent(new Event('input', {bubbles: true}));
            }
          },
        },
      },
      t('Add as the last step'),
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
  const units = unitsOfTime().some(([each]) => each === unit) ? unitsOfTime() : [['s', t('seconds')], ...unitsOfTime()];
  return field(
    t('Time from the first step to the last'),
    (own, described) =>
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
        options(units, parts.unit, value => changed({unit: value}), {'aria-label': t('Unit of time')}),
      ),
    {check: () => (/^[1-9]\d*$/.test(parts.number) ? null : t('How long? A number of at least 1.'))},
  );
}
