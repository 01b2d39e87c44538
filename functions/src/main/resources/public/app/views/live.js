/** Events as they arrive, each with its outcome: to check what a page measures. */

import {append, el, replace, unseen} from '../ui/dom.js';
import {ago, moment, spoken} from '../ui/format.js';
import {failure} from '../ui/notices.js';
import {card, verbatim} from '../ui/parts.js';
import {reason} from '../ui/words.js';

/**
 * @import {RecentAnswer} from '#openapi'
 * @import {Context, Site} from '#types'
 */

export const title = () => 'Live events';

export const controls = {};

const EVERY_MS = 2_000;
const OUTCOMES = new Map([
  ['stored', ['Counted', 'good']],
  ['duplicate', ['Sent twice, counted once', 'calm']],
  ['conflicting', ['Same id, other content', 'warn']],
  ['bot', ['Bot, excluded', 'calm']],
  ['rejected', ['Rejected', 'bad']],
  ['quarantined', ['Quarantined', 'bad']],
]);
const LINKS = new Map([
  ['user', 'signed-in user'],
  ['device', 'recognisable'],
  ['daily', 'today only'],
  ['none', 'no visitor'],
]);

/**
 * @param {HTMLElement} container
 * @param {Context} context
 */
export async function show(container, context) {
  const list = el('ol', {class: 'live-list'});
  const state = el('p', {class: 'fine'});
  let paused = false;
  /** @type {HTMLButtonElement} */
  const pause = el(
    'button',
    {
      type: 'button',
      'aria-pressed': 'false',
      on: {
        click: () => {
          paused = !paused;
          pause.setAttribute('aria-pressed', String(paused));
          pause.textContent = paused ? 'Resume' : 'Pause';
        },
      },
    },
    'Pause',
  );
  append(container, [
    el(
      'p',
      {class: 'explained'},
      'Events of the last few minutes, newest first. Open your site in another tab, click ' +
        'around, and watch how each event is processed.',
    ),
    card(null, [el('div', {class: 'live-head'}, state, pause), list]),
  ]);
  await refresh(list, state, context);
  const timer = setInterval(() => {
    if (!paused && document.visibilityState === 'visible' && !context.signal.aborted) {
      refresh(list, state, context).catch(
        error =>
          context.signal.aborted ||
          replace(
            state,
            failure(error, () => {}),
          ),
      );
    }
  }, EVERY_MS);
  context.signal.addEventListener('abort', () => clearInterval(timer));
}

/**
 * @param {HTMLElement} list
 * @param {HTMLElement} state
 * @param {Context} context
 */
async function refresh(list, state, {api, path, signal, site}) {
  const {events} = await api.get(`${path}/recent`, {}, signal);
  replace(
    state,
    events.length
      ? `Up to date at ${moment(Date.now(), site.time_zone, {timeStyle: 'medium'})}.`
      : 'Nothing has arrived in the last few minutes. This page refreshes every two seconds.',
  );
  replace(
    list,
    events.map(event => item(event, site)),
  );
}

/**
 * @param {RecentAnswer['events'][number]} event
 * @param {Site} site
 */
function item(event, site) {
  const [words, tone] = OUTCOMES.get(event.outcome) ?? [spoken(event.outcome ?? ''), 'calm'];
  return el(
    'li',
    {},
    el('time', {datetime: event.received_at, title: moment(event.received_at, site.time_zone)}, ago(event.received_at)),
    el(
      'div',
      {class: 'what'},
      el('strong', {}, event.name ? verbatim(event.name) : 'Without a name'),
      event.page ? el('span', {class: 'page'}, unseen(' on '), verbatim(event.page)) : null,
      event.goals?.length
        ? el(
            'span',
            {class: 'met'},
            unseen('met '),
            event.goals.map(goal => el('span', {class: 'goal'}, spoken(goal))),
          )
        : null,
    ),
    el(
      'div',
      {class: 'fate'},
      el('span', {class: `badge ${tone}`}, words),
      event.reason ? el('span', {class: 'hint'}, reason(event.reason)) : null,
      event.link ? el('span', {class: 'hint'}, LINKS.get(event.link) ?? event.link) : null,
    ),
  );
}
