/** The form of one target: a figure to reach within a time. */

import {goalName} from '../ui/names.js';
import {el, replace} from '../ui/dom.js';
import {t} from '../ui/text.js';
import {field, nameField, options, text} from './fields.js';
import {idFrom} from './model.js';
import {placed} from './places.js';

/**
 * @import {Definition} from '#openapi'
 * @import {Choice} from '#types'
 * @import {Form} from './fields.js'
 */

/**
 * A target as the plan has it.
 *
 * @typedef TargetDefinition
 * @property {string} [metric]
 * @property {string} [goal]
 * @property {string} [from]
 * @property {string} [to]
 * @property {number | string} [value]
 * @property {string} [change]
 * @property {string} [compare]
 * @property {number | string} [baseline]
 */

const OF_A_GOAL = new Set(['conversions', 'converters', 'value']);

/** @type {() => Choice[]} */
const metrics = () => [
  ['conversions', t('Conversions of a goal')],
  ['converters', t('Converters: visitors who met a goal')],
  ['value', t('Value of a goal')],
  ['visitors', t('Visitors')],
  ['visits', t('Visits')],
  ['page_views', t('Page views')],
];

/** @type {() => Choice[]} */
const aims = () => [
  ['value', t('A figure')],
  ['year_before', t('A change from the year before')],
  ['period_before', t('A change from the days before')],
  ['baseline', t('A change from a figure')],
];

/** @param {string} typed */
const figure = typed => Number(typed.replace(/[\s’']/g, '').replace(',', '.'));

/**
 * @param {Definition | null} before
 * @param {string[]} goals
 * @param {() => void} changed
 * @returns {Form}
 */
export function targetForm(before, goals, changed) {
  const definition = /** @type {TargetDefinition} */ (before?.definition ?? {});
  const form = {
    id: before?.id ?? '',
    metric: definition.metric ?? 'conversions',
    goal: definition.goal ?? '',
    from: definition.from ?? '',
    to: definition.to ?? '',
    aim: definition.change === undefined ? 'value' : (definition.compare ?? 'baseline'),
    value: String(definition.value ?? ''),
    change: definition.change ?? '+10%',
    baseline: String(definition.baseline ?? ''),
  };
  /** @param {Partial<typeof form>} changes */
  const set = changes => {
    Object.assign(form, changes);
    changed();
  };
  const id = before
    ? null
    : nameField(value => set({id: idFrom(value)}), t('Letters, digits and _; spaces are converted to _.'));
  const goal = field(
    t('Goal'),
    (own, described) =>
      options(
        [['', t('Choose a goal')], ...goals.map(each => /** @type {Choice} */ ([each, goalName(each)]))],
        form.goal,
        value => set({goal: value}),
        {id: own, 'aria-describedby': described},
      ),
    {check: () => (OF_A_GOAL.has(form.metric) && !form.goal ? t('Of which goal? Choose one.') : null)},
  );
  const metric = field(t('What is counted'), (own, described) =>
    options(
      metrics(),
      form.metric,
      value => {
        set({metric: value});
        goal.element.hidden = !OF_A_GOAL.has(value);
      },
      {id: own, 'aria-describedby': described},
    ),
  );
  goal.element.hidden = !OF_A_GOAL.has(form.metric);
  /**
   * @param {'from' | 'to'} key
   * @param {string} label
   * @param {() => string | null} check
   */
  const day = (key, label, check) =>
    field(
      label,
      (own, described) =>
        el('input', {
          type: 'date',
          id: own,
          'aria-describedby': described,
          value: form[key],
          on: {input: event => set({[key]: event.currentTarget.value})},
        }),
      {check},
    );
  const from = day('from', t('First day'), () => (form.from ? null : t('From which day on?')));
  const to = day('to', t('Last day'), () =>
    !form.to ? t('Until which day?') : form.to < form.from ? t('The last day is before the first.') : null,
  );
  /**
   * @param {'value' | 'change' | 'baseline'} key
   * @param {string} label
   * @param {() => string | null} check
   */
  const line = (key, label, check) =>
    field(
      label,
      (own, described) =>
        text(form[key], value => set({[key]: value}), {id: own, inputmode: 'decimal', 'aria-describedby': described}),
      {check},
    );
  /** @param {string} typed */
  const isFigure = typed => figure(typed) > 0;
  const value = line('value', t('Figure to reach'), () =>
    isFigure(form.value) ? null : t('Which figure? A number above 0.'),
  );
  const change = line('change', t('Change'), () =>
    /^[+-]\d{1,6}(\.\d{1,4})?%$/.test(form.change.trim())
      ? null
      : t('Which change? With its sign, such as +18% or -5%.'),
  );
  const baseline = line('baseline', t('From which figure'), () =>
    isFigure(form.baseline) ? null : t('From which figure? A number above 0.'),
  );
  const figures = el('div', {class: 'editor-two'});
  const draw = () =>
    replace(
      figures,
      form.aim === 'value' ? value.element : change.element,
      form.aim === 'baseline' ? baseline.element : null,
    );
  draw();
  const aim = field(t('What is to be reached'), (own, described) =>
    el(
      'div',
      {},
      options(
        aims(),
        form.aim,
        chosen => {
          set({aim: chosen});
          draw();
        },
        {id: own, 'aria-describedby': described},
      ),
      figures,
    ),
  );
  return {
    element: el(
      'div',
      {class: 'editor-fields'},
      id?.element,
      metric.element,
      goal.element,
      el('div', {class: 'editor-two'}, from.element, to.element),
      aim.element,
    ),
    id: () => form.id,
    definition: () => ({
      metric: form.metric,
      ...(OF_A_GOAL.has(form.metric) ? {goal: form.goal} : {}),
      from: form.from,
      to: form.to,
      ...(form.aim === 'value'
        ? {value: figure(form.value)}
        : {
            change: form.change.trim(),
            ...(form.aim === 'baseline' ? {baseline: figure(form.baseline)} : {compare: form.aim}),
          }),
    }),
    show: faults =>
      placed(faults, [
        [metric, /^metric\b/],
        [goal, /^goal\b/],
        [from, /^from\b/],
        [to, /^to\b/],
        [aim, /^(value|change|compare|baseline)\b/],
      ]),
  };
}
