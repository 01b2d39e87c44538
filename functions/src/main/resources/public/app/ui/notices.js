/** Placeholders where there are no figures: no data yet, still loading, or an error. */

import {asError} from '../api/api.js';
import {el} from './dom.js';

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
export const again = retry => el('button', {type: 'button', on: {click: retry}}, 'Try again');

/** @type {Record<string, [title: string, text: string]>} */
const SENTENCES = {
  network: [
    'No connection',
    'Cairn could not be reached. The figures will load as soon as this device is online again.',
  ],
  key: [
    'This key is no longer valid',
    'It has expired or was revoked. Sign in with another one, or ask your administrator for a new one.',
  ],
  forbidden: ['No access', 'Your key is valid, but it can’t open this page.'],
  busy: ['Too many requests', 'Please wait a moment and try again.'],
  broken: ['Something went wrong on our side', 'The error has been logged.'],
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
    'This page could not be shown',
    'The address refers to something that does not exist. Choose another page above.',
  ];
  const own = ['network', 'key', 'busy', 'broken'].includes(kind) ? null : message;
  const number = requestId ? el('p', {class: 'fine'}, 'For the log: request ', el('code', {}, requestId)) : null;
  return notice({title, text: [text, own, number].filter(Boolean), tone: 'trouble', actions: [again(retry)]});
}

/** Notes that need no action. */
const MILD = new Set(['averages_missing', 'other_values', 'steps_changed']);

/**
 * The API's warnings; those that need action stand out.
 *
 * @param {{warnings: Warning[]}} meta
 */
export function warnings(meta) {
  return (meta?.warnings ?? []).map(({code, message}) =>
    MILD.has(code)
      ? el('p', {class: 'mild', 'data-code': code}, message)
      : el('p', {class: 'warning', 'data-code': code}, el('strong', {}, 'Please note: '), message),
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
  const said = el('span', {role: 'status', class: 'fine'});
  const copy = el(
    'button',
    {
      type: 'button',
      on: {
        click: async () => {
          said.textContent = (await copied(snippet)) ? 'Copied.' : 'Please select the line and copy it.';
        },
      },
    },
    'Copy',
  );
  return notice({
    title: `No events from ${site.name ?? site.id} yet`,
    text: [
      'Paste this line into the head of every page of your site. Page views, scrolling, videos, downloads and forms ' +
        'are counted from then on; the first figures appear within minutes.',
      el('pre', {tabindex: '0', 'aria-label': 'The line to paste'}, code),
      el(
        'p',
        {},
        'Then open your site in another tab and watch the ',
        el('a', {href: `#/live?site=${encodeURIComponent(site.id)}`}, 'live events'),
        '. If nothing appears, the plan may not allow your pages’ origin: a 403 response in the browser console ' +
          'names it.',
      ),
    ],
    actions: [copy, said],
  });
}

/** @param {string} text */
export async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
