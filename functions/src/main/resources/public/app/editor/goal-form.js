/** The form of one goal. */

import {el, replace} from '../ui/dom.js';
import {t} from '../ui/text.js';
import {field, nameField, number, options, pick, radios, text} from './fields.js';
import {
  ATTENTION,
  COUNTS,
  LOOKS,
  TIERS,
  adsOf,
  attention,
  goalFrom,
  idFrom,
  lookOf,
  scalar,
  tierOf,
  valueOf,
} from './model.js';
import {placed} from './places.js';

/**
 * @import {Definition, NamesAnswer} from '#openapi'
 * @import {Choice, Site} from '#types'
 * @import {Fault, Field, Form} from './fields.js'
 * @import {AttentionLook, EventLook, GoalDefinition, GoalForm, Look, PageLook, RuleLook} from './model.js'
 */

/** @typedef {Pick<NamesAnswer, 'names' | 'pages' | 'sample'>} Names */

/** @type {Choice[]} */
const VALUES = [
  ['none', t('No value')],
  ['event', t('The event’s own value (such as the order amount)')],
  ['fixed', t('A fixed amount')],
];

/** @param {Names} names */
const seenNames = names => names.names.map(each => ({text: each.name, count: each.count}));

/**
 * @param {Definition | null} before the goal being edited, null for a new one
 * @param {Names} names event names and pages seen in the last 7 days
 * @param {Site} site
 * @param {() => void} changed is called after each change
 * @param {{event?: string | null, page?: string | null}} start what a new goal looks for at first
 * @returns {Form}
 */
export function goalForm(before, names, site, changed, {event = null, page = null} = {}) {
  const definition = /** @type {GoalDefinition} */ (before?.definition ?? {});
  /** @type {GoalForm} */
  const form = {
    id: before?.id ?? startId(event, page),
    tier: before ? tierOf(definition) : 'secondary',
    count: definition.count ?? 'event',
    value: valueOf(definition),
    look: before ? lookOf(definition.match) : startLook(event, page),
    pixel: definition.pixel === true,
    server: definition.by === 'server',
    ads: adsOf(definition),
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
        t('The goal’s name in reports and funnels: letters, digits and _; spaces are converted to _.'),
        form.id,
      );
  const tier = field(t('Type of goal'), () => radios(TIERS, form.tier, value => set({tier: value})), {group: true});
  const look = lookFields(form, names, set);
  const counted = field(t('How often it counts'), (own, described) =>
    options(COUNTS, form.count, value => set({count: value}), {id: own, 'aria-describedby': described}),
  );
  const value = valueFields(form, site, set);
  const more = moreFields(form, set);
  return {
    element: el(
      'div',
      {class: 'editor-fields'},
      id?.element,
      tier.element,
      look.element,
      counted.element,
      value.element,
      more.element,
    ),
    id: () => form.id,
    definition: () => goalFrom(form, definition),
    show: faults =>
      placed(faults, [
        [tier, /^(tier|kind)\b/],
        [counted, /^count\b/],
        [value, /^value\b/],
        [more, /^(pixel|by|ads)\b/],
        [look, /^(match\b|$)/],
      ]),
  };
}

/**
 * @param {string | null} event
 * @param {string | null} page
 * @returns {Look}
 */
function startLook(event, page) {
  return page !== null ? {kind: 'page', url: page} : {kind: 'event', names: [event ?? ''], prop: null};
}

/**
 * A name for a goal made from what was seen.
 *
 * @param {string | null} event
 * @param {string | null} page
 */
function startId(event, page) {
  return event !== null ? idFrom(event) : page === null ? '' : idFrom(page === '/' ? 'home' : page) + '_seen';
}

/**
 * Who may meet the goal, and where its conversions go.
 *
 * @param {GoalForm} form
 * @param {(changes: Partial<GoalForm>) => void} set
 */
function moreFields(form, set) {
  /**
   * @param {string} label
   * @param {string} hint
   * @param {'pixel' | 'server'} key
   */
  const tick = (label, hint, key) =>
    el(
      'label',
      {class: 'editor-radio'},
      el('input', {
        type: 'checkbox',
        checked: form[key],
        on: {change: event => set({[key]: event.currentTarget.checked})},
      }),
      el('span', {}, label),
      el('span', {class: 'hint'}, hint),
    );
  const name = field(t('Name of the conversion action'), (own, described) =>
    text(form.ads.name, value => set({ads: {...form.ads, name: value}}), {
      id: own,
      'aria-describedby': described,
      placeholder: form.id,
    }),
  );
  name.element.hidden = form.ads.as === '';
  const ads = field(t('Files for Google Ads'), (own, described) =>
    options(
      [
        ['', t('Not in them')],
        ['primary', t('As a primary conversion')],
        ['secondary', t('As a secondary conversion')],
      ],
      form.ads.as,
      value => {
        set({ads: {...form.ads, as: value}});
        name.element.hidden = value === '';
      },
      {id: own, 'aria-describedby': described},
    ),
  );
  return field(
    t('Who may meet it, and who is told'),
    () =>
      el(
        'details',
        {class: 'editor-more', open: form.pixel || form.server || form.ads.as !== ''},
        el('summary', {}, t('Pixel, server, ads')),
        el(
          'div',
          {class: 'editor-fields'},
          tick(t('The pixel can meet it'), t('For emails and pages without script; micro goals only.'), 'pixel'),
          tick(t('Only your server can meet it'), t('So that nobody else can add a conversion.'), 'server'),
          el('div', {class: 'editor-two'}, ads.element, name.element),
        ),
      ),
    {group: true},
  );
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
  const what = field(t('What it looks for'), (own, described) =>
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

/** @param {string} text */
function isJson(text) {
  try {
    return Boolean(JSON.parse(text));
  } catch {
    return false;
  }
}

const whichEvent = () => t('Which event? Choose one or type its name.');

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
      field(
        index === 0 ? t('Event name') : t('or this event'),
        (own, described) =>
          el(
            'div',
            {class: 'editor-row'},
            pick(
              name,
              seen,
              value => set({names: look.names.with(index, value.trim())}),
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
                  t('Remove'),
                  el('span', {class: 'unseen'}, ` ${name}`),
                )
              : null,
          ),
        {check: () => (look.names[index] !== undefined && !look.names[index].trim() ? whichEvent() : null)},
      ).element,
  );
  const props = names.names.find(each => each.name === look.names[0])?.props ?? [];
  const key = field(t('Only if this property'), (own, described) =>
    pick(
      look.prop?.key ?? '',
      props.map(prop => ({text: prop, count: 0})),
      value => set({prop: value ? {key: value, value: look.prop?.value ?? ''} : null}),
      {id: own, 'aria-describedby': described},
      {most: 0, noun: t('times')},
    ),
  ).element;
  const equals = field(
    t('is'),
    (own, described) =>
      text(
        String(look.prop?.value ?? ''),
        value => set({prop: look.prop ? {...look.prop, value: scalar(value)} : null}),
        {
          id: own,
          'aria-describedby': described,
        },
      ),
    {check: () => (look.prop?.key && look.prop.value === '' ? t('Which value? Enter what the property is.') : null)},
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
      t('Add another event'),
    ),
    el(
      'details',
      {class: 'editor-more', open: Boolean(look.prop)},
      el('summary', {}, t('Only some of these events')),
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
    t('Page'),
    (own, described) =>
      pick(look.url, seen, value => set({url: value}), {id: own, 'aria-describedby': described}, {noun: t('views')}),
    {
      hint: t('Its path, such as /thank-you. A * matches anything: /blog/* is every page under /blog/.'),
      check: () => (look.url.trim() ? null : t('Which page? Choose one or type its path.')),
    },
  ).element;
}

/**
 * @param {AttentionLook} look
 * @param {Names} names
 * @param {(changes: Partial<AttentionLook>) => void} set
 * @param {() => void} draw
 */
function attentionFields(look, names, set, draw) {
  const {unit, least: smallest, most} = attention(look.key);
  const averaged = look.key === 'dwell' || look.key === 'visit_frequency';
  return [
    field(t('Type of engagement'), (own, described) =>
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
      ? field(t('Compared with'), (own, described) =>
          options(
            [
              ['fixed', t('A fixed number')],
              ['average', t('The site’s average')],
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
      : field(
          t('At least, in {unit}', {unit}),
          (own, described) =>
            number(look.least, value => set({least: Number(value)}), {
              id: own,
              'aria-describedby': described,
              min: smallest,
              max: most,
            }),
          {
            check: () =>
              look.least !== null && look.least >= smallest && look.least <= most
                ? null
                : t('How much? A number from {least} to {most}.', {least: smallest, most}),
          },
        ).element,
    field(
      t('Only on this page'),
      (own, described) =>
        pick(
          look.url,
          names.pages.map(each => ({text: each.page, count: each.count})),
          value => set({url: value}),
          {id: own, 'aria-describedby': described},
          {most: 0, noun: t('views')},
        ),
      {hint: t('Leave empty for all pages.')},
    ).element,
  ];
}

/**
 * @param {RuleLook} look
 * @param {(changes: Partial<RuleLook>) => void} set
 */
function ruleField(look, set) {
  return field(
    t('The rule'),
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
    {
      hint: t('Conditions that the form cannot show: the goal’s match as in the plan, as JSON.'),
      check: () =>
        isJson(look.text) ? null : t('This is not valid JSON. Look for a missing quote, comma or bracket.'),
    },
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
        ? field(
            t('Amount in {currency}', {currency: form.value.currency || site.currency}),
            (own, described) =>
              text(form.value.amount, value => set({value: {...form.value, amount: value.replace(',', '.')}}), {
                id: own,
                inputmode: 'decimal',
                'aria-describedby': described,
              }),
            {check: () => (Number(form.value.amount) > 0 ? null : t('Which amount? A number such as 12.50.'))},
          ).element
        : [],
    );
  draw();
  return field(t('Value'), (own, described) =>
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
