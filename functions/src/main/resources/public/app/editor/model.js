/**
 * Converts goals and funnels between a form and the plan. A form changes only what it shows: every other key of a
 * definition stays as written.
 */

import {t} from '../ui/text.js';

/** @typedef {{key: string, value: unknown}} Prop a property that equals a value */

/** @typedef {{kind: 'event', names: string[], prop: Prop | null}} EventLook */

/** @typedef {{kind: 'page', url: string}} PageLook */

/** @typedef {{kind: 'reading', key: string, least: number | null, average: boolean, url: string}} AttentionLook */

/** @typedef {{kind: 'rule', text: string}} RuleLook */

/** @typedef {EventLook | PageLook | AttentionLook | RuleLook} Look what a goal looks for, as a form shows it */

/** @typedef {{kind: string, amount: string, currency?: string}} Worth `none`, `event`, or `fixed` with an amount */

/**
 * A goal as the plan has it, with the keys that a form knows.
 *
 * @typedef GoalDefinition
 * @property {string} [tier]
 * @property {string} [kind]
 * @property {unknown} [match]
 * @property {string} [count]
 * @property {unknown} [value]
 * @property {string} [by]
 * @property {boolean} [pixel]
 * @property {string | {as?: string, name?: string}} [ads]
 */

/**
 * A funnel likewise.
 *
 * @typedef {{steps?: string[], window?: string, within?: Record<string, string>, exclude?: unknown}} FunnelDefinition
 */

/** @typedef {{as: string, name: string}} Ads `primary`, `secondary` or none */

/**
 * @typedef {{id: string, tier: string, count: string, value: Worth, look: Look, pixel: boolean, server: boolean, ads: Ads}}
 *     GoalForm
 */

/**
 * `limits` has the longest time to each step from the one before; `exclude` is JSON.
 *
 * @typedef {{id: string, steps: string[], limits: string[], window: string, exclude: string}} FunnelForm
 */

/** @typedef {{label: string, unit: string, least: number, most: number, usual: number}} Attention */

/** @typedef {string | {verbatim: string}} Part of a sentence: our words, or what somebody wrote */

/** What a goal can match. */
export const LOOKS = new Map([
  ['event', t('An event')],
  ['page', t('A page view')],
  ['reading', t('Engagement: scrolling, time on site, returning')],
  ['rule', t('A custom rule')],
]);

/** Types of engagement: the plan's key, its label, unit, minimum and maximum. */
export const ATTENTION = new Map([
  [
    'scroll_depth',
    {label: t('Minimum scroll depth on a page'), unit: t('percent of the page'), least: 1, most: 100, usual: 50},
  ],
  ['dwell', {label: t('Minimum engaged time in a visit'), unit: t('seconds'), least: 1, most: 86400, usual: 60}],
  ['pages_per_visit', {label: t('Minimum pages in a visit'), unit: t('pages'), least: 1, most: 1000, usual: 3}],
  ['visit_frequency', {label: t('Minimum visits within 28 days'), unit: t('visits'), least: 1, most: 1000, usual: 3}],
  [
    'video_complete',
    {label: t('Minimum share of a video watched'), unit: t('percent of the video'), least: 1, most: 100, usual: 95},
  ],
]);

/**
 * The kind of attention with a key.
 *
 * @param {string} key
 */
export const attention = key => /** @type {Attention} */ (ATTENTION.get(key));

export const TIERS = new Map([
  ['macro', [t('Macro goal'), t('The purpose of the site: an order, a quote, a booking.')]],
  ['milestone', [t('Micro goal: milestone'), t('A step towards a macro goal: cart, checkout, quote form.')]],
  [
    'secondary',
    [t('Micro goal: secondary action'), t('A sign of interest off the direct path: newsletter, video, download.')],
  ],
]);

export const COUNTS = new Map([
  ['event', t('Every time')],
  ['visit', t('Once per visit')],
  ['day', t('Once per visitor and day')],
  ['order', t('Once per order (by order id)')],
]);

/** A time as the plan has it. */
export const DURATION = /^[1-9]\d*[smhd]$/;

const ID = /^[a-z0-9][a-z0-9_-]{0,63}$/;
const PLAIN_KEY = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * Converts a typed name to an id for the plan.
 *
 * @param {string} text
 */
export const idFrom = text =>
  text
    .trim()
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9_-]+/g, '_')
    .replace(/^[_-]+|_+$/g, '')
    .slice(0, 64);

/** @param {string} text */
export const isId = text => ID.test(text);

/**
 * @param {object} object
 * @param {...string} keys
 */
const onlyKeys = (object, ...keys) => Object.keys(object).every(key => keys.includes(key));

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
const isObject = value => value !== null && typeof value === 'object' && !Array.isArray(value);

/**
 * `{names: […], prop: {key, value} or null}` of a match on events; null if it has other conditions.
 *
 * @param {Record<string, unknown>} match
 * @returns {{names: string[], prop: Prop | null} | null}
 */
function eventsOf(match) {
  const branches = Array.isArray(match.any) && onlyKeys(match, 'any', 'props') ? match.any : [match];
  const simple = branches.every(
    each =>
      isObject(each) &&
      typeof each.event === 'string' &&
      (each === match ? onlyKeys(each, 'event', 'props') : onlyKeys(each, 'event')),
  );
  const prop = simple ? propOf(match.props) : undefined;
  return prop === undefined ? null : {names: branches.map(each => each.event), prop};
}

/**
 * The one property condition; null for none, undefined for any other conditions.
 *
 * @param {unknown} props
 * @returns {Prop | null | undefined}
 */
function propOf(props) {
  if (props === undefined) {
    return null;
  }
  const entries = isObject(props) ? Object.entries(props) : [];
  return entries.length === 1 && !isObject(entries[0][1]) && entries[0][1] !== null
    ? {key: entries[0][0], value: entries[0][1]}
    : undefined;
}

/** @param {Record<string, unknown>} match */
function attentionOf(match) {
  const keys = Object.keys(match).filter(key => ATTENTION.has(key));
  if (keys.length !== 1 || !onlyKeys(match, keys[0], 'url')) {
    return null;
  }
  const [key] = keys;
  const value = match[key];
  const url = String(match.url ?? '');
  if (value === 'above_average') {
    return {key, least: null, average: true, url};
  }
  if (!isObject(value) || !onlyKeys(value, 'min')) {
    return null;
  }
  const least = key === 'dwell' ? seconds(value.min) : Number(value.min);
  return Number.isFinite(least) ? {key, least, average: false, url} : null;
}

/** @type {Record<string, number>} */
const UNIT_SECONDS = {s: 1, m: 60, h: 3600, d: 86400};

/** @param {unknown} text */
function seconds(text) {
  const [, number, unit] = /^(\d+)([smhd])$/.exec(String(text)) ?? [];
  return number ? Number(number) * UNIT_SECONDS[unit] : NaN;
}

/**
 * A match as the form shows it. Anything the form cannot show becomes a custom rule.
 *
 * @param {unknown} match
 * @returns {Look}
 */
export function lookOf(match) {
  if (isObject(match)) {
    if (match.event === 'page_view' && typeof match.url === 'string' && onlyKeys(match, 'event', 'url')) {
      return {kind: 'page', url: match.url};
    }
    const events = eventsOf(match);
    if (events) {
      return {kind: 'event', ...events};
    }
    const attention = attentionOf(match);
    if (attention) {
      return {kind: 'reading', ...attention};
    }
  }
  return {kind: 'rule', text: JSON.stringify(match ?? {}, null, 2)};
}

/**
 * The match that a form describes; throws SyntaxError if a rule is not JSON.
 *
 * @param {Look} look
 * @returns {Record<string, unknown>}
 */
export function matchOf(look) {
  switch (look.kind) {
    case 'page':
      return {event: 'page_view', url: look.url};
    case 'reading': {
      const least = look.key === 'dwell' ? `${look.least}s` : look.least;
      return {[look.key]: look.average ? 'above_average' : {min: least}, ...(look.url ? {url: look.url} : {})};
    }
    case 'rule':
      return JSON.parse(look.text);
    default: {
      const props = look.prop?.key ? {props: {[look.prop.key]: look.prop.value}} : {};
      return look.names.length === 1
        ? {event: look.names[0], ...props}
        : {any: look.names.map(event => ({event})), ...props};
    }
  }
}

/**
 * Text that looks like a number or a boolean becomes one, as in the events.
 *
 * @param {string} text
 */
export function scalar(text) {
  if (text === 'true' || text === 'false') {
    return text === 'true';
  }
  return /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text) ? Number(text) : text;
}

/** @param {GoalDefinition} definition */
export const tierOf = definition => (definition.tier === 'macro' ? 'macro' : (definition.kind ?? ''));

/**
 * `none`, `event` or `fixed` with an amount.
 *
 * @param {GoalDefinition} definition
 * @returns {Worth}
 */
export function valueOf(definition) {
  const {value} = definition;
  if (value === undefined || value === null) {
    return {kind: 'none', amount: ''};
  }
  return value === 'event'
    ? {kind: 'event', amount: ''}
    : isObject(value)
      ? {kind: 'fixed', amount: String(value.amount ?? ''), currency: String(value.currency ?? '')}
      : {kind: 'fixed', amount: String(value)};
}

/**
 * The definition with the form's values in place of the previous ones.
 *
 * @param {GoalForm} form
 * @param {GoalDefinition} before
 */
export function goalFrom(form, before) {
  const {tier, kind, match, count, value, pixel, by, ads, ...rest} = before;
  return {
    tier: form.tier === 'macro' ? 'macro' : 'micro',
    ...(form.tier === 'macro' ? {} : {kind: form.tier}),
    match: matchOf(form.look),
    ...(form.count === 'event' && count === undefined ? {} : {count: form.count}),
    ...valueFrom(form.value, value),
    ...(form.pixel ? {pixel: true} : {}),
    ...(form.server ? {by: 'server'} : {}),
    ...adsFrom(form.ads),
    ...rest,
  };
}

/**
 * How a goal's conversions go to ad platforms.
 *
 * @param {GoalDefinition} definition
 * @returns {Ads}
 */
export const adsOf = ({ads}) =>
  typeof ads === 'string' ? {as: ads, name: ''} : {as: ads?.as ?? '', name: ads?.name ?? ''};

/** @param {Ads} ads */
function adsFrom({as, name}) {
  return as === '' ? {} : {ads: name.trim() === '' ? as : {as, name: name.trim()}};
}

/**
 * @param {Worth} worth
 * @param {unknown} before
 */
function valueFrom({kind, amount}, before) {
  if (kind === 'none') {
    return {};
  }
  if (kind === 'event') {
    return {value: 'event'};
  }
  return {value: isObject(before) ? {...before, amount} : amount};
}

/**
 * The longest time to each step from the one before, as a form shows it: empty for none.
 *
 * @param {FunnelDefinition} definition
 */
export const limitsOf = ({steps = [], within = {}}) =>
  steps.map((goal, index) => (index === 0 ? '' : (within[String(index + 1)] ?? within[goal] ?? '')));

/**
 * The funnel as the form has it. Throws SyntaxError if its exclusions are not JSON.
 *
 * @param {FunnelForm} form
 * @param {FunnelDefinition} before
 */
export function funnelFrom(form, before) {
  const {steps, window, within, exclude, ...rest} = before;
  // A step's number where a goal is two steps.
  const limits = form.steps
    .map((goal, index) => [
      form.steps.indexOf(goal) === form.steps.lastIndexOf(goal) ? goal : String(index + 1),
      form.limits[index] ?? '',
    ])
    .filter(([, limit], index) => index > 0 && limit !== '');
  const excluded = form.exclude.trim() === '' ? [] : JSON.parse(form.exclude);
  return {
    steps: form.steps,
    ...(form.window || window !== undefined ? {window: form.window || '30d'} : {}),
    ...(limits.length ? {within: Object.fromEntries(limits)} : {}),
    ...(Array.isArray(excluded) && excluded.length === 0 ? {} : {exclude: excluded}),
    ...rest,
  };
}

/**
 * Describes a goal's match in words: texts, and `{verbatim}` for user input.
 *
 * @param {GoalDefinition} goal
 * @returns {Part[]}
 */
export function sentence({match, by}) {
  const parts = isObject(match) ? said(match) : [t('nothing')];
  return by === 'server' ? [...parts, t(', only when your server reports it')] : parts;
}

/**
 * @param {Part[][]} parts
 * @param {string} word
 */
const joined = (parts, word) => parts.flatMap((part, index) => (index ? [word, ...part] : part));

/**
 * @returns {unknown[]}
 * @param {unknown} value
 */
const listOf = value => (Array.isArray(value) ? value : []);

/**
 * All conditions side by side must hold.
 *
 * @param {unknown} match
 * @returns {Part[]}
 */
function said(match) {
  const rule = isObject(match) ? match : {};
  const page = rule.event === 'page_view' && rule.url;
  const parts = Object.entries(rule)
    .filter(([key]) => !(page && key === 'event'))
    .map(([key, value]) => one(key, value));
  return parts.length ? joined(parts, ' ') : [t('everything')];
}

/**
 * @param {string} key
 * @param {unknown} value
 * @returns {Part[]}
 */
function one(key, value) {
  if (ATTENTION.has(key)) {
    const {label, unit} = attention(key);
    const least = isObject(value) ? value.min : null;
    return [
      label.toLowerCase(),
      least === null ? t(': more than usual') : `: ${key === 'dwell' ? seconds(least) : least} ${unit}`,
    ];
  }
  switch (key) {
    case 'event':
      return [t('the event '), {verbatim: String(value)}];
    case 'url':
      return [t('the page '), {verbatim: String(value)}];
    case 'key_page':
      return [value ? t('on one of your key pages') : t('on none of your key pages')];
    case 'props':
      return [
        t('where '),
        ...joined(
          Object.entries(value ?? {}).map(([name, test]) => [{verbatim: `${name} ${tested(test)}`}]),
          t(' and '),
        ),
      ];
    case 'any':
      return joined(listOf(value).map(said), t(' or '));
    case 'all':
      return joined(listOf(value).map(said), t(' and '));
    case 'not':
      return [t('but not '), ...said(value)];
    default:
      return [{verbatim: key}];
  }
}

/** @type {Record<string, string>} */
const SIGNS = {gte: '≥', lte: '≤', in: t('is one of'), like: t('is like'), exists: t('exists:')};

/** @param {unknown} test */
function tested(test) {
  if (!isObject(test)) {
    return `= ${test}`;
  }
  return Object.entries(test)
    .map(([sign, value]) => {
      const list = [value].flat();
      return `${SIGNS[sign] ?? sign} ${list.slice(0, 3).join(', ')}${list.length > 3 ? ', …' : ''}`;
    })
    .join(t(' and '));
}

/**
 * The part of a fault's path within a definition, `match.event`; null if the fault is elsewhere.
 *
 * @param {string} path
 * @param {string} site
 * @param {string} section
 * @param {string} id
 */
export function within(path, site, section, id) {
  const key = PLAIN_KEY.test(id) ? `.${id}` : `[${JSON.stringify(id)}]`;
  const prefix = `sites.${site}.${section}${key}`;
  return path === prefix ? '' : path.startsWith(`${prefix}.`) ? path.slice(prefix.length + 1) : null;
}
