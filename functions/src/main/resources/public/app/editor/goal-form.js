/** The form of one goal. */

import {el, replace} from '../ui/dom.js';
import {field, number, options, pick, radios, text} from './fields.js';
import {ATTENTION, COUNTS, LOOKS, TIERS, goalFrom, idFrom, lookOf, scalar, tierOf, valueOf} from './model.js';

const VALUES = [
  ['none', 'Nothing, or not known'],
  ['event', 'What the event says (an order’s amount)'],
  ['fixed', 'Always the same amount'],
];

const seenNames = names => names.names.map(each => ({text: each.name, count: each.count}));

/**
 * @param before `{id, definition}` of the goal that is changed, null for a new one
 * @param names what was seen in the last 7 days
 * @param changed is called after each change
 * @returns `{element, id(), definition(), show(faults) -> those that fit no field}`
 */
export function goalForm(before, names, site, changed) {
  const definition = before?.definition ?? {};
  const form = {
    id: before?.id ?? '',
    tier: before ? tierOf(definition) : 'secondary',
    count: definition.count ?? 'event',
    value: valueOf(definition),
    ...(before ? lookOf(definition.match) : {look: 'event', names: [''], prop: null}),
  };
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
        {hint: 'How the goal is called in figures and funnels: letters, digits and _; spaces become _.'},
      );
  const tier = field('What kind of goal', () => radios(TIERS, form.tier, value => set({tier: value})), {group: true});
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

/** Each fault beside its field; answers those that fit none. */
function show(faults, {id, tier, look, counted, value}) {
  const places = [
    [tier, /^(tier|kind)\b/],
    [counted, /^count\b/],
    [value, /^value\b/],
    [look, /^(match\b|$)/],
  ];
  const left = [];
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
  [id, tier, look, counted, value].filter(Boolean).forEach(each => each.fault(said.get(each)?.join('; ') ?? null));
  return left;
}

function lookFields(form, names, set) {
  const inner = el('div', {class: 'editor-look'});
  const draw = () =>
    replace(
      inner,
      {
        event: () => eventFields(form, names, set, draw),
        page: () => pageField(form, names, set),
        reading: () => attentionFields(form, names, set, draw),
        rule: () => ruleField(form, set),
      }[form.look](),
    );
  const choose = look => {
    const fresh = {
      event: {names: [''], prop: null},
      page: {url: '/'},
      reading: {key: 'scroll_depth', least: 50, average: false, url: ''},
      rule: {text: '{\n  \n}'},
    }[look];
    set({look, ...fresh});
    draw();
  };
  draw();
  const what = field('What it looks for', (own, described) =>
    el('div', {}, options(LOOKS, form.look, choose, {id: own, 'aria-describedby': described}), inner),
  );
  return what;
}

function eventFields(form, names, set, draw) {
  const seen = seenNames(names);
  const rows = form.names.map(
    (name, index) =>
      field(index === 0 ? 'Name of the event' : 'or this event', (own, described) =>
        el(
          'div',
          {class: 'editor-row'},
          pick(
            name,
            seen,
            value => set({names: form.names.with(index, value)}),
            {id: own, 'aria-describedby': described},
            {most: index === form.names.length - 1 ? 8 : 0},
          ),
          form.names.length > 1
            ? el(
                'button',
                {
                  type: 'button',
                  on: {
                    click: () => {
                      set({names: form.names.toSpliced(index, 1)});
                      draw();
                    },
                  },
                },
                'Leave out',
                el('span', {class: 'unseen'}, ` ${name}`),
              )
            : null,
        ),
      ).element,
  );
  const props = names.names.find(each => each.name === form.names[0])?.props ?? [];
  const key = field('Only where this property', (own, described) =>
    pick(
      form.prop?.key ?? '',
      props.map(prop => ({text: prop, count: 0})),
      value => set({prop: value ? {key: value, value: form.prop?.value ?? ''} : null}),
      {id: own, 'aria-describedby': described},
      {most: 0, noun: 'times'},
    ),
  ).element;
  const equals = field('is', (own, described) =>
    text(form.prop?.value ?? '', value => set({prop: form.prop ? {...form.prop, value: scalar(value)} : null}), {
      id: own,
      'aria-describedby': described,
    }),
  ).element;
  return [
    rows,
    el(
      'button',
      {
        type: 'button',
        on: {
          click: () => {
            set({names: [...form.names, '']});
            draw();
          },
        },
      },
      'Add another event',
    ),
    el(
      'details',
      {class: 'editor-more', open: Boolean(form.prop)},
      el('summary', {}, 'Only some of them'),
      el('div', {class: 'editor-two'}, key, equals),
    ),
  ];
}

function pageField(form, names, set) {
  const seen = names.pages.map(each => ({text: each.page, count: each.count}));
  return field(
    'Page',
    (own, described) =>
      pick(form.url, seen, value => set({url: value}), {id: own, 'aria-describedby': described}, {noun: 'views'}),
    {hint: 'Its path, as /thank-you. A * stands for anything: /blog/* is every page below /blog/.'},
  ).element;
}

function attentionFields(form, names, set, draw) {
  const {unit, least, most} = ATTENTION.get(form.key);
  const averaged = form.key === 'dwell' || form.key === 'visit_frequency';
  return [
    field('Which attention', (own, described) =>
      options(
        [...ATTENTION].map(([key, {label}]) => [key, label]),
        form.key,
        key => {
          set({key, least: ATTENTION.get(key).usual, average: false});
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
            form.average ? 'average' : 'fixed',
            value => {
              set({average: value === 'average', least: form.least ?? ATTENTION.get(form.key).usual});
              draw();
            },
            {id: own, 'aria-describedby': described},
          ),
        ).element
      : null,
    form.average
      ? null
      : field(`At least, in ${unit}`, (own, described) =>
          number(form.least, value => set({least: Number(value)}), {
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
          form.url,
          names.pages.map(each => ({text: each.page, count: each.count})),
          value => set({url: value}),
          {id: own, 'aria-describedby': described},
          {most: 0, noun: 'views'},
        ),
      {hint: 'Empty for every page.'},
    ).element,
  ];
}

function ruleField(form, set) {
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
          on: {input: event => set({text: event.target.value})},
        },
        form.text,
      ),
    {hint: 'This goal says more than these fields can show. It is the match of the plan, as JSON.'},
  ).element;
}

function valueFields(form, site, set) {
  const amount = el('div', {class: 'editor-amount'});
  const draw = () =>
    replace(
      amount,
      form.value.kind === 'fixed'
        ? field(`Amount in ${form.value.money?.currency ?? site.currency}`, (own, described) =>
            text(form.value.amount, value => set({value: {...form.value, amount: value.replace(',', '.')}}), {
              id: own,
              inputmode: 'decimal',
              'aria-describedby': described,
            }),
          ).element
        : [],
    );
  draw();
  return field('What it is worth', (own, described) =>
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
