/** The form of one funnel: its goals in their order, and how much time there is. */

import {el, replace} from '../ui/dom.js';
import {field, options, text, unique} from './fields.js';
import {funnelFrom, idFrom} from './model.js';
import {spoken} from '../ui/format.js';

const UNITS = [
  ['m', 'minutes'],
  ['h', 'hours'],
  ['d', 'days'],
];
const MOST_STEPS = 20;

/**
 * @param before `{id, definition}` of the funnel that is changed, null for a new one
 * @param goals ids of the goals there are
 * @returns `{element, id(), definition(), show(faults) -> those that fit no field}`
 */
export function funnelForm(before, goals, changed, announce) {
  const definition = before?.definition ?? {};
  const form = {id: before?.id ?? '', steps: [...(definition.steps ?? [])], window: definition.window ?? '30d'};
  const set = changes => {
    Object.assign(form, changes);
    changed();
  };
  const id = before
    ? null
    : field(
        'Name',
        (own, described) =>
          text('', value => set({id: idFrom(value)}), {
            id: own,
            'aria-describedby': described,
            required: true,
            maxlength: 64,
          }),
        {hint: 'Letters, digits and _; spaces become _.'},
      );
  const list = el('ol', {class: 'editor-steps'});
  const steps = field('Steps in their order', () => el('div', {}, list, adding(form, goals, set, draw)), {
    group: true,
    hint: 'From the first sign of interest to the macro goal; 2 to 20 goals.',
  });
  function draw(focus = null) {
    replace(
      list,
      form.steps.map((goal, index) => step(form, goal, index, set, draw, announce)),
    );
    if (focus !== null) {
      list.querySelectorAll('li')[focus]?.querySelector('button:not(:disabled)')?.focus();
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

function step(form, goal, index, set, draw, announce) {
  const move = to => {
    const moved = form.steps.toSpliced(index, 1).toSpliced(to, 0, goal);
    set({steps: moved});
    draw(to);
    announce(`${spoken(goal)} is step ${to + 1} of ${moved.length} now.`);
  };
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
              announce(`${spoken(goal)} is no step any more.`);
            },
          },
        },
        'Leave out',
        named(''),
      ),
    ),
  );
}

function adding(form, goals, set, draw) {
  const own = unique('goal');
  const list = options([['', 'Choose a goal'], ...goals.map(goal => [goal, spoken(goal)])], '', () => {}, {id: own});
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

function windowField(form, set) {
  const [, number, unit] = /^(\d+)([smhd])$/.exec(form.window) ?? [null, '30', 'd'];
  const parts = {number, unit};
  const changed = changes => {
    Object.assign(parts, changes);
    set({window: `${parts.number}${parts.unit}`});
  };
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
        on: {input: event => changed({number: event.target.value})},
      }),
      options(units, parts.unit, value => changed({unit: value}), {'aria-label': 'Unit of the time'}),
    ),
  );
}

function show(faults, {id, steps, window}, form) {
  const left = [];
  const said = new Map();
  for (const fault of faults) {
    const place =
      fault.within === null
        ? null
        : id && fault.within === ''
          ? id
          : /^steps\b/.test(fault.within)
            ? steps
            : /^window\b/.test(fault.within)
              ? window
              : null;
    if (place) {
      const step = /^steps\[(\d+)\]/.exec(fault.within);
      said.set(place, [
        ...(said.get(place) ?? []),
        step ? `step ${Number(step[1]) + 1} (${form.steps[step[1]]}): ${fault.message}` : fault.message,
      ]);
    } else {
      left.push(fault);
    }
  }
  [id, steps, window].filter(Boolean).forEach(each => each.fault(said.get(each)?.join('; ') ?? null));
  return left;
}
