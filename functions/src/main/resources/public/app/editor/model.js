/**
 * What a goal or funnel is in a form, and what it is in the plan. A form changes only what it shows: every other key of
 * a definition stays as it was written.
 */

/** What a goal can look for. */
export const LOOKS = new Map([
  ['event', 'Something that happens (an event)'],
  ['page', 'A page that is looked at'],
  ['reading', 'Attention: scrolling, staying, coming back'],
  ['rule', 'A rule written by hand'],
]);

/** Kinds of attention: the plan's key, our words, the unit, the least and the most. */
export const ATTENTION = new Map([
  [
    'scroll_depth',
    {label: 'Scrolled at least so far down a page', unit: 'percent of the page', least: 1, most: 100, usual: 50},
  ],
  ['dwell', {label: 'Stayed at least so long in a visit', unit: 'seconds', least: 1, most: 86400, usual: 60}],
  ['pages_per_visit', {label: 'Looked at so many pages in a visit', unit: 'pages', least: 1, most: 1000, usual: 3}],
  ['visit_frequency', {label: 'Came so often within 28 days', unit: 'visits', least: 1, most: 1000, usual: 3}],
  [
    'video_complete',
    {label: 'Watched at least so much of a video', unit: 'percent of the video', least: 1, most: 100, usual: 95},
  ],
]);

export const TIERS = new Map([
  ['macro', ['Macro goal', 'What the site is for: an order, a quote, a booking.']],
  ['milestone', ['Micro goal: milestone', 'A step on the way there: cart, checkout, quote form.']],
  ['secondary', ['Micro goal: secondary action', 'Shows interest beside the way: newsletter, video, download.']],
]);

export const COUNTS = new Map([
  ['event', 'Every time'],
  ['visit', 'Once a visit'],
  ['day', 'Once a day and visitor'],
  ['order', 'Once an order (by its order id)'],
]);

const ID = /^[a-z0-9][a-z0-9_-]{0,63}$/;
const PLAIN_KEY = /^[A-Za-z0-9_-]{1,64}$/;

/** A name that somebody types, as an id of the plan. */
export const idFrom = text =>
  text
    .trim()
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9_-]+/g, '_')
    .replace(/^[_-]+|_+$/g, '')
    .slice(0, 64);

export const isId = text => ID.test(text);

const onlyKeys = (object, ...keys) => Object.keys(object).every(key => keys.includes(key));

const isObject = value => value !== null && typeof value === 'object' && !Array.isArray(value);

/** `{names: […], prop: {key, value} or null}` of a match that looks for events; null when it says more than that. */
function eventsOf(match) {
  const branches = match.any && onlyKeys(match, 'any', 'props') ? match.any : [match];
  const simple = branches.every(
    each =>
      isObject(each) &&
      typeof each.event === 'string' &&
      (each === match ? onlyKeys(each, 'event', 'props') : onlyKeys(each, 'event')),
  );
  const prop = simple ? propOf(match.props) : undefined;
  return prop === undefined ? null : {names: branches.map(each => each.event), prop};
}

/** One property that equals something; null for none, undefined for anything else. */
function propOf(props) {
  if (props === undefined) {
    return null;
  }
  const entries = isObject(props) ? Object.entries(props) : [];
  return entries.length === 1 && !isObject(entries[0][1]) && entries[0][1] !== null
    ? {key: entries[0][0], value: entries[0][1]}
    : undefined;
}

function attentionOf(match) {
  const keys = Object.keys(match).filter(key => ATTENTION.has(key));
  if (keys.length !== 1 || !onlyKeys(match, keys[0], 'url')) {
    return null;
  }
  const value = match[keys[0]];
  const average = value === 'above_average';
  if (!average && !(isObject(value) && onlyKeys(value, 'min'))) {
    return null;
  }
  const least = average ? null : keys[0] === 'dwell' ? seconds(value.min) : Number(value.min);
  return average || Number.isFinite(least) ? {key: keys[0], least, average, url: match.url ?? ''} : null;
}

function seconds(text) {
  const [, number, unit] = /^(\d+)([smhd])$/.exec(text) ?? [];
  return number ? number * {s: 1, m: 60, h: 3600, d: 86400}[unit] : NaN;
}

/** What of a match a form shows: `{look, …}`. What it cannot show is a rule written by hand. */
export function lookOf(match) {
  if (isObject(match)) {
    if (match.event === 'page_view' && typeof match.url === 'string' && onlyKeys(match, 'event', 'url')) {
      return {look: 'page', url: match.url};
    }
    const events = eventsOf(match);
    if (events) {
      return {look: 'event', ...events};
    }
    const attention = attentionOf(match);
    if (attention) {
      return {look: 'reading', ...attention};
    }
  }
  return {look: 'rule', text: JSON.stringify(match ?? {}, null, 2)};
}

/** The match that a form says; throws SyntaxError where a rule is no JSON. */
export function matchOf(form) {
  switch (form.look) {
    case 'page':
      return {event: 'page_view', url: form.url};
    case 'reading': {
      const least = form.key === 'dwell' ? `${form.least}s` : form.least;
      return {[form.key]: form.average ? 'above_average' : {min: least}, ...(form.url ? {url: form.url} : {})};
    }
    case 'rule':
      return JSON.parse(form.text);
    default: {
      const props = form.prop?.key ? {props: {[form.prop.key]: form.prop.value}} : {};
      return form.names.length === 1
        ? {event: form.names[0], ...props}
        : {any: form.names.map(event => ({event})), ...props};
    }
  }
}

/** Text that looks like a number or a truth is one, as in the events themselves. */
export function scalar(text) {
  if (text === 'true' || text === 'false') {
    return text === 'true';
  }
  return /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text) ? Number(text) : text;
}

export const tierOf = definition => (definition.tier === 'macro' ? 'macro' : (definition.kind ?? ''));

/** `none`, `event` or `fixed` with an amount. */
export function valueOf(definition) {
  const {value} = definition;
  if (value === undefined || value === null) {
    return {kind: 'none', amount: ''};
  }
  return value === 'event'
    ? {kind: 'event', amount: ''}
    : {kind: 'fixed', amount: String(isObject(value) ? (value.amount ?? '') : value), money: value};
}

/** The definition with what the form says in place of what it said before. */
export function goalFrom(form, before) {
  const {tier, kind, match, count, value, ...rest} = before;
  return {
    tier: form.tier === 'macro' ? 'macro' : 'micro',
    ...(form.tier === 'macro' ? {} : {kind: form.tier}),
    match: matchOf(form),
    ...(form.count === 'event' && count === undefined ? {} : {count: form.count}),
    ...valueFrom(form.value, value),
    ...rest,
  };
}

function valueFrom({kind, amount}, before) {
  if (kind === 'none') {
    return {};
  }
  if (kind === 'event') {
    return {value: 'event'};
  }
  return {value: isObject(before) ? {...before, amount} : amount};
}

/** The funnel with other steps and another window; limits and exclusions stay. */
export function funnelFrom(form, before) {
  const {steps, window, ...rest} = before;
  return {steps: form.steps, ...(form.window || window !== undefined ? {window: form.window || '30d'} : {}), ...rest};
}

/** What a goal looks for, as a sentence: texts, and `{verbatim}` for what is as somebody wrote it. */
export function sentence({match, by}) {
  const parts = isObject(match) ? said(match) : ['nothing'];
  return by === 'server' ? [...parts, ', only when your server reports it'] : parts;
}

const joined = (parts, word) => parts.flatMap((part, index) => (index ? [word, ...part] : part));

/** Everything beside each other must hold. */
function said(match) {
  const page = match.event === 'page_view' && match.url;
  const parts = Object.entries(match)
    .filter(([key]) => !(page && key === 'event'))
    .map(([key, value]) => one(key, value));
  return parts.length ? joined(parts, ' ') : ['everything'];
}

function one(key, value) {
  if (ATTENTION.has(key)) {
    const {label, unit} = ATTENTION.get(key);
    const least = isObject(value) ? value.min : null;
    return [
      label.toLowerCase(),
      least === null ? ': more than usual' : `: ${key === 'dwell' ? seconds(least) : least} ${unit}`,
    ];
  }
  switch (key) {
    case 'event':
      return ['the event ', {verbatim: String(value)}];
    case 'url':
      return ['the page ', {verbatim: String(value)}];
    case 'key_page':
      return [value ? 'on one of your key pages' : 'on none of your key pages'];
    case 'props':
      return [
        'where ',
        ...joined(
          Object.entries(value ?? {}).map(([name, test]) => [{verbatim: `${name} ${tested(test)}`}]),
          ' and ',
        ),
      ];
    case 'any':
      return joined((value ?? []).map(said), ' or ');
    case 'all':
      return joined((value ?? []).map(said), ' and ');
    case 'not':
      return ['but not ', ...said(value ?? {})];
    default:
      return [{verbatim: key}];
  }
}

const SIGNS = {gte: '≥', lte: '≤', in: 'is one of', like: 'is like', exists: 'is there:'};

function tested(test) {
  if (!isObject(test)) {
    return `= ${test}`;
  }
  return Object.entries(test)
    .map(([sign, value]) => {
      const list = [value].flat();
      return `${SIGNS[sign] ?? sign} ${list.slice(0, 3).join(', ')}${list.length > 3 ? ', …' : ''}`;
    })
    .join(' and ');
}

/** The part of a fault's path within a definition, `match.event`; null when it is about something else. */
export function within(path, site, section, id) {
  const key = PLAIN_KEY.test(id) ? `.${id}` : `[${JSON.stringify(id)}]`;
  const prefix = `sites.${site}.${section}${key}`;
  return path === prefix ? '' : path.startsWith(`${prefix}.`) ? path.slice(prefix.length + 1) : null;
}
