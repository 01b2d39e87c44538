/** The form of one goal. */

import {el, replace} from '../ui/dom.js';
import {field, nameField, number, options, pick, radios, text} from './fields.js';
import {
  ATTENTION,
  COUNTS,
  LOOKS,
  TIERS,
  attention,
  goalFrom,
  idFrom,
  lookOf,
  scalar,
  tierOf,
  valueOf,
} from './model.js';

/**
 * @import {Definition, NamesAnswer} from '#openapi'
 * @import {Choice, Site} from '#types'
 * @import {Fault, Field, Form} from './fields.js'
 * @import {AttentionLook, EventLook, GoalDefinition, GoalForm, Look, PageLook, RuleLook} from './model.js'
 */

/** @typedef {Pick<NamesAnswer, 'names' | 'pages'>} Names */

/** @type {Choice[]} */
const VALUES = [
  ['none', 'No value'],
  ['event', 'The event’s own value (such as the order amount)'],
  ['fixed', 'A fixed amount'],
];

/** @param {Names} names */
const seenNames = names => names.names.map(each => ({text: each.name, count: each.count}));

/**
 * @param {Definition | null} before the goal being edited, null for a new one
 * @param {Names} names event names and pages seen in the last 7 days
 * @param {Site} site
 * @param {() => void} changed is called after each change
 * @returns {Form}
 */
export function goalForm(before, names, site, changed) {
  const definition = /** @type {GoalDefinition} */ (before?.definition ?? {});
  /** @type {GoalForm} */
  const form = {
    id: before?.id ?? '',
    tier: before ? tierOf(definition) : 'secondary',
    count: definition.count ?? 'event',
    value: valueOf(definition),
    look: before ? lookOf(definition.match) : freshLook('event'),
  };
  /** @param {Partial<GoalForm>} changes */
  const set = changes => {
    Object.assign(form, changes);
    changed();
  };
  const id = before
    ? null
    : nameField(
        value => set({id: idFrom(value)}),
        'The goal’s name in reports and funnels: letters, digits and _; spaces are converted to _.',
      );
  const tier = field('Type of goal', () => radios(TIERS, form.tier, value => set({tier: value})), {group: true});
  const look = lookFields(form, names, set);
  const counted = field('How often it counts', (own, described) =>
    options(COUNTS, form.count, value => set({count: value}), {id: own, 'aria-describedby': described}),
  );
  const value = valueFields(form, site, set);
  return {
    element: el(
      'div',
      {class: 'editor-fields'},
      id?.element,
      tier.element,
      look.element,
      counted.element,
      value.element,
    ),
    id: () => form.id,
    definition: () => goalFrom(form, definition),
    show: faults => show(faults, {id, tier, look, counted, value}),
  };
}

/**
 * Shows each fault beside its field; returns those that belong to none.
 *
 * @param {Fault[]} faults
 * @param {{id: Field | null, tier: Field, look: Field, counted: Field, value: Field}} fields
 */
function show(faults, {id, tier, look, counted, value}) {
  /** @type {[Field, RegExp][]} */
  const places = [
    [tier, /^(tier|kind)\b/],
    [counted, /^count\b/],
    [value, /^value\b/],
    [look, /^(match\b|$)/],
  ];
  /** @type {Fault[]} */
  const left = [];
  /** @type {Map<Field, string[]>} */
  const said = new Map();
  for (const fault of faults) {
    const place =
      id && fault.within === '' && fault.message.includes('id')
        ? id
        : places.find(([, pattern]) => fault.within !== null && pattern.test(fault.within))?.[0];
    if (place) {
      said.set(place, [...(said.get(place) ?? []), fault.message]);
    } else {
      left.push(fault);
    }
  }
  [id, tier, look, counted, value]
    .filter(each => each !== null)
    .forEach(each => each.fault(said.get(each)?.join('; ') ?? null));
  return left;
}

/**
 * @param {GoalForm} form
 * @param {Names} names
 * @param {(changes: Partial<GoalForm>) => void} set
 */
function lookFields(form, names, set) {
  const inner = el('div', {class: 'editor-look'});
  /** @param {Partial<EventLook> | Partial<PageLook> | Partial<AttentionLook> | Partial<RuleLook>} changes */
  const change = changes => set({look: Object.assign(form.look, changes)});
  const draw = () => replace(inner, fieldsOf(form.look, names, change, draw));
  /** @param {string} kind */
  const choose = kind => {
    set({look: freshLook(kind)});
    draw();
  };
  draw();
  const what = field('What it looks for', (own, described) =>
    el('div', {}, options(LOOKS, form.look.kind, choose, {id: own, 'aria-describedby': described}), inner),
  );
  return what;
}

/**
 * @param {string} kind
 * @returns {Look}
 */
function freshLook(kind) {
  switch (kind) {
    case 'page':
      return {kind, url: '/'};
    case 'reading':
      return {kind, key: 'scroll_depth', least: 50, average: false, url: ''};
    case 'rule':
      return {kind, text: '{\n  \n}'};
    default:
      return {kind: 'event', names: [''], prop: null};
  }
}

/**
 * @param {Look} look
 * @param {Names} names
 * @param {(changes: Partial<EventLook> | Partial<PageLook> | Partial<AttentionLook> | Partial<RuleLook>) => void} change
 * @param {() => void} draw
 */
function fieldsOf(look, names, change, draw) {
  switch (look.kind) {
    case 'page':
      return pageField(look, names, change);
    case 'reading':
      return attentionFields(look, names, change, draw);
    case 'rule':
      return ruleField(look, change);
    default:
      return eventFields(look, names, change, draw);
  }
}

/**
 * @param {EventLook} look
 * @param {Names} names
 * @param {(changes: Partial<EventLook>) => void} set
 * @param {() => void} draw
 */
function eventFields(look, names, set, draw) {
  const seen = seenNames(names);
  const rows = look.names.map(
    (name, index) =>
      field(index === 0 ? 'Event name' : 'or this event', (own, described) =>
        el(
          'div',
          {class: 'editor-row'},
          pick(
            name,
            seen,
            value => set({names: look.names.with(index, value)}),
            {id: own, 'aria-describedby': described},
            {most: index === look.names.length - 1 ? 8 : 0},
          ),
          look.names.length > 1
            ? el(
                'button',
                {
                  type: 'button',
                  on: {
                    click: () => {
                      set({names: look.names.toSpliced(index, 1)});
                      draw();
                    },
                  },
                },
                'Remove',
                el('span', {class: 'unseen'}, ` ${name}`),
              )
            : null,
        ),
      ).element,
  );
  const props = names.names.find(each => each.name === look.names[0])?.props ?? [];
  const key = field('Only if this property', (own, described) =>
    pick(
      look.prop?.key ?? '',
      props.map(prop => ({text: prop, count: 0})),
      value => set({prop: value ? {key: value, value: look.prop?.value ?? ''} : null}),
      {id: own, 'aria-describedby': described},
      {most: 0, noun: 'times'},
    ),
  ).element;
  const equals = field('is', (own, described) =>
    text(
      String(look.prop?.value ?? ''),
      value => set({prop: look.prop ? {...look.prop, value: scalar(value)} : null}),
      {
        id: own,
        'aria-describedby': described,
      },
    ),
  ).element;
  return [
    rows,
    el(
      'button',
      {
        type: 'button',
        on: {
          click: () => {
            set({names: [...look.names, '']});
            draw();
          },
        },
      },
      'Add another event',
    ),
    el(
      'details',
      {class: 'editor-more', open: Boolean(look.prop)},
      el('summary', {}, 'Only some of these events'),
      el('div', {class: 'editor-two'}, key, equals),
    ),
  ];
}

/**
 * @param {PageLook} look
 * @param {Names} names
 * @param {(changes: Partial<PageLook>) => void} set
 */
function pageField(look, names, set) {
  const seen = names.pages.map(each => ({text: each.page, count: each.count}));
  return field(
    'Page',
    (own, described) =>
      pick(look.url, seen, value => set({url: value}), {id: own, 'aria-describedby': described}, {noun: 'views'}),
    {hint: 'Its path, such as /thank-you. A * matches anything: /blog/* is every page under /blog/.'},
  ).element;
}

/**
 * @param {AttentionLook} look
 * @param {Names} names
 * @param {(changes: Partial<AttentionLook>) => void} set
 * @param {() => void} draw
 */
function attentionFields(look, names, set, draw) {
  const {unit, least, most} = attention(look.key);
  const averaged = look.key === 'dwell' || look.key === 'visit_frequency';
  return [
    field('Type of engagement', (own, described) =>
      options(
        [...ATTENTION].map(([key, {label}]) => [key, label]),
        look.key,
        key => {
          set({key, least: attention(key).usual, average: false});
          draw();
        },
        {id: own, 'aria-describedby': described},
      ),
    ).element,
    averaged
      ? field('Compared with', (own, described) =>
          options(
            [
              ['fixed', 'A fixed number'],
              ['average', 'The site’s average'],
            ],
            look.average ? 'average' : 'fixed',
            value => {
              set({average: value === 'average', least: look.least ?? attention(look.key).usual});
              draw();
            },
            {id: own, 'aria-describedby': described},
          ),
        ).element
      : null,
    look.average
      ? null
      : field(`At least, in ${unit}`, (own, described) =>
          number(look.least, value => set({least: Number(value)}), {
            id: own,
            'aria-describedby': described,
            min: least,
            max: most,
          }),
        ).element,
    field(
      'Only on this page',
      (own, described) =>
        pick(
          look.url,
          names.pages.map(each => ({text: each.page, count: each.count})),
          value => set({url: value}),
          {id: own, 'aria-describedby': described},
          {most: 0, noun: 'views'},
        ),
      {hint: 'Leave empty for all pages.'},
    ).element,
  ];
}

/**
 * @param {RuleLook} look
 * @param {(changes: Partial<RuleLook>) => void} set
 */
function ruleField(look, set) {
  return field(
    'The rule',
    (own, described) =>
      el(
        'textarea',
        {
          id: own,
          rows: 8,
          spellcheck: 'false',
          'aria-describedby': described,
          on: {input: event => set({text: event.currentTarget.value})},
        },
        look.text,
      ),
    {hint: 'This goal has more conditions than the form can show. This is its match from the plan, as JSON.'},
  ).element;
}

/**
 * @param {GoalForm} form
 * @param {Site} site
 * @param {(changes: Partial<GoalForm>) => void} set
 */
function valueFields(form, site, set) {
  const amount = el('div', {class: 'editor-amount'});
  const draw = () =>
    replace(
      amount,
      form.value.kind === 'fixed'
        ? field(`Amount in ${form.value.currency || site.currency}`, (own, described) =>
            text(form.value.amount, value => set({value: {...form.value, amount: value.replace(',', '.')}}), {
              id: own,
              inputmode: 'decimal',
              'aria-describedby': described,
            }),
          ).element
        : [],
    );
  draw();
  return field('Value', (own, described) =>
    el(
      'div',
      {},
      options(
        VALUES,
        form.value.kind,
        kind => {
          set({value: {...form.value, kind}});
          draw();
        },
        {id: own, 'aria-describedby': described},
      ),
      amount,
    ),
  );
}
