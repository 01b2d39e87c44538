/** What was put aside instead of being counted, and its replay once the cause is fixed. */

import {append, el, replace} from '../ui/dom.js';
import {count, longDay, moment} from '../ui/format.js';
import {card, choice, table} from '../ui/parts.js';
import {t, tn} from '../ui/text.js';
import {reason} from '../ui/words.js';
import {doing, isAdmin} from './parts.js';

/**
 * @import {QuarantineAnswer} from '#openapi'
 * @import {Context} from '#types'
 */

const SHOWN = 50;
const NO_SITE = '-';

/**
 * @param {HTMLElement} container
 * @param {Context} context
 */
export async function show(container, context) {
  const list = el('div', {class: 'view'});
  let of = context.site.id;
  const draw = async () => {
    const answer = await context.api.get(`/v1/sites/${encodeURIComponent(of)}/quarantine`, {}, context.signal);
    replace(list, listed(answer, context, of));
  };
  const places = choice(
    t('Whose records'),
    [
      [context.site.id, context.site.name],
      [NO_SITE, t('Of no site')],
    ],
    of,
    async id => {
      of = id;
      places.querySelectorAll('button').forEach((button, index) => {
        button.setAttribute('aria-pressed', String(index === (id === NO_SITE ? 1 : 0)));
      });
      await draw().catch(context.say);
    },
  );
  append(container, [
    el('p', {class: 'explained'}, t('Records that could not be processed are kept, and can be processed again.')),
    isAdmin(context) ? places : null,
    list,
  ]);
  await draw();
}

/**
 * @param {QuarantineAnswer} answer
 * @param {Context} context
 * @param {string} of
 */
function listed({rows, total}, context, of) {
  if (rows.length === 0) {
    return card(t('Quarantine'), el('p', {class: 'empty'}, t('Nothing is in quarantine in the last 30 days.')));
  }
  /** @param {string | null} why */
  const replay = why => async () => {
    await context.api.send('POST', `/v1/sites/${encodeURIComponent(of)}/quarantine/replays`, {reason: why});
    return t('Started: see Jobs.');
  };
  const may = isAdmin(context);
  return [
    card(
      tn(total.entries, '1 record in quarantine', '{n} records in quarantine', {n: count(total.entries)}),
      table(
        t('By reason'),
        [
          {label: t('Reason'), cell: ([why]) => [reason(why), el('span', {class: 'hint'}, why)]},
          {label: t('Events'), number: true, cell: ([, events]) => count(events)},
          {
            label: '',
            cell: ([why]) =>
              may ? el('span', {class: 'actions'}, doing(t('Replay'), replay(why), {about: why})) : null,
          },
        ],
        Object.entries(total.events),
      ),
      {head: may ? el('span', {class: 'actions'}, doing(t('Replay all'), replay(null))) : null},
    ),
    may ? null : el('p', {class: 'mild'}, t('An admin key can replay them.')),
    card(t('Records'), [
      table(
        t('Records'),
        [
          {label: t('Arrived'), cell: each => moment(each.at, context.site.time_zone)},
          {label: t('Reason'), cell: each => reason(each.reason)},
          {label: t('Events'), number: true, cell: each => count(each.events)},
          {label: t('Day'), wide: true, cell: each => longDay(each.date)},
        ],
        rows.slice(0, SHOWN),
      ),
      rows.length > SHOWN ? el('p', {class: 'mild'}, t('The first {n} are shown.', {n: SHOWN})) : null,
    ]),
  ];
}
