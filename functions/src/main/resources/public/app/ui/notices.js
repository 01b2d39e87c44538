/** Placeholders where there are no figures: no data yet, still loading, or an error. */

import {asError} from '../api/api.js';
import {el} from './dom.js';
import {t} from './text.js';

/**
 * @import {Warning} from '#openapi'
 * @import {Child, Site} from '#types'
 */

/** Grey shapes while the first response is loading. */
export function skeleton() {
  return el('div', {class: 'skeleton', 'aria-hidden': 'true'}, el('div'), el('div'), el('div'));
}

/** @param {{title: string, text?: Child, tone?: string, actions?: Child[]}} notice */
export function notice({title, text = [], tone = 'calm', actions = []}) {
  return el(
    'section',
    {class: `notice ${tone}`, role: tone === 'trouble' ? 'alert' : null},
    el('h2', {}, title),
    [text].flat().map(part => (part instanceof Node ? part : el('p', {}, part))),
    actions.length ? el('p', {class: 'actions'}, actions) : null,
  );
}

/** @param {() => unknown} retry */
export const again = retry => el('button', {type: 'button', on: {click: retry}}, t('Try again'));

/** @type {Record<string, [title: string, text: string]>} */
const SENTENCES = {
  network: [
    t('No connection'),
    t('Cairn could not be reached. The figures will load as soon as this device is online again.'),
  ],
  key: [
    t('This key is no longer valid'),
    t('It has expired or was revoked. Sign in with another one, or ask your administrator for a new one.'),
  ],
  forbidden: [t('No access'), t('Your key is valid, but it can’t open this page.')],
  busy: [t('Too many requests'), t('Please wait a moment and try again.')],
  broken: [t('Something went wrong on our side'), t('The error has been logged.')],
};

/**
 * Explains an error to the reader, and what to do.
 *
 * @param {unknown} error
 * @param {() => unknown} retry
 */
export function failure(error, retry) {
  const {kind = '', message, requestId} = asError(error);
  const [title, text] = SENTENCES[kind] ?? [
    t('This page could not be shown'),
    t('The address refers to something that does not exist. Choose another page above.'),
  ];
  const own = ['network', 'key', 'busy', 'broken'].includes(kind) ? null : message;
  const number = requestId ? el('p', {class: 'fine'}, t('For the log: request '), el('code', {}, requestId)) : null;
  return notice({title, text: [text, own, number].filter(Boolean), tone: 'trouble', actions: [again(retry)]});
}

/** The API's warnings in short and in plain words. @type {Record<string, string>} */
const WARNINGS = {
  averages_missing: t(
    'Goals that compare with the site’s average were not judged on days with less than 7 days of visits before them.',
  ),
  attribution_missing: t('Conversions of some of these days are in the total only, until a backfill adds them.'),
  few_values: t(
    'Some figures are not shown because they would rest on too few visitors; the counts beside them are complete.',
  ),
  learning: t('What is usual is still being learned: not every series raises alarms yet.'),
  look_back_incomplete: t('Measuring began less than 30 days before these days: some who look new may not be.'),
  needs_backfill: t(
    'Some of these days were counted before a goal or funnel had its current definition. A backfill counts them again.',
  ),
  no_comparison: t('A target compares with days that are not all known.'),
  other_currencies: t('Amounts in other currencies are left out of a target.'),
  sums_of_days: t('Visitors of several days are added up: someone who comes on two days counts twice.'),
  no_linkable_visitors: t('No visitor on these days can be followed across days; with consent they can be.'),
  no_mature_days: t('No visitor of these days has been followed for long enough yet; choose earlier days.'),
  no_order_id: t('Some orders came without an order_id, so that repeats count. Send the shop’s order id.'),
  other_values: t('Some days have more than 500 values; the smallest are shown as all others.'),
  retention_too_short: t('Visitors are kept for too few days for some of these figures (retention_days).'),
  steps_changed: t('The funnel’s steps changed within these days; the total adds up figures by step number.'),
  webhook_failing: t('The last message could not be posted to the webhook for an hour. Check its address.'),
};

/**
 * @param {Warning} warning
 */
const words = ({code, message}) => WARNINGS[code] ?? message;

/** Notes that need no action. */
const MILD = new Set(['averages_missing', 'few_values', 'learning', 'other_values', 'steps_changed']);

/**
 * The API's warnings; those that need action stand out.
 *
 * @param {{warnings: Warning[]}} meta
 */
export function warnings(meta) {
  return (meta?.warnings ?? []).map(warning =>
    MILD.has(warning.code)
      ? el('p', {class: 'mild', 'data-code': warning.code}, words(warning))
      : el('p', {class: 'warning', 'data-code': warning.code}, el('strong', {}, t('Please note: ')), words(warning)),
  );
}

/**
 * Setup instructions for a site without any events.
 *
 * @param {Site} site
 */
export function firstSteps(site) {
  /** @type {HTMLMetaElement | null} */
  const named = document.querySelector('meta[name=cairn-script]');
  const script = named?.content ?? '/cairn.js';
  const snippet = `<script defer src="${location.origin}${script}" data-site="${site.id}"></script>`;
  const code = el('code', {}, snippet);
  const copy = copying(snippet, t('Copy'), t('Please select the line and copy it.'));
  return notice({
    title: t('No events from {site} yet', {site: site.name ?? site.id}),
    text: [
      t(
        'Paste this line into the head of every page of your site. Page views, scrolling, videos, downloads and forms ' +
          'are counted from then on; the first figures appear within minutes.',
      ),
      el('pre', {tabindex: '0', 'aria-label': t('The line to paste')}, code),
      el(
        'p',
        {},
        t('Then open your site in another tab and watch the '),
        el('a', {href: `#/live?site=${encodeURIComponent(site.id)}`}, t('live events')),
        t(
          '. If nothing appears, the plan may not allow your pages’ origin: a 403 response in the browser console ' +
            'names it.',
        ),
      ),
    ],
    actions: [copy.button, copy.said],
  });
}

/**
 * A button that copies a text, and the place where it says whether it did.
 *
 * @param {string} text
 * @param {string} label
 * @param {string} otherwise what to do where the browser does not let it
 * @param {string | null} className
 */
export function copying(text, label, otherwise, className = null) {
  const said = el('span', {role: 'status', class: 'fine'});
  const click = async () => {
    try {
      await navigator.clipboard.writeText(text);
      said.textContent = t('Copied.');
    } catch {
      said.textContent = otherwise;
    }
  };
  return {button: el('button', {type: 'button', class: className, on: {click}}, label), said};
}
