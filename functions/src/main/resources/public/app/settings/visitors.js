/** What is stored about one visitor: looked up, handed out, erased. */

import {once} from '../editor/busy.js';
import {field, sound, text} from '../editor/fields.js';
import {append, el, replace} from '../ui/dom.js';
import {count, longDay} from '../ui/format.js';
import {card, table, verbatim} from '../ui/parts.js';
import {t, tn} from '../ui/text.js';
import {asked, isAdmin, needs, wrong} from './parts.js';

/**
 * @import {VisitorAnswer} from '#openapi'
 * @import {Context} from '#types'
 */

const SHOWN = 50;

/**
 * @param {HTMLElement} container
 * @param {Context} context
 */
export function show(container, context) {
  if (!isAdmin(context)) {
    append(container, needs('admin'));
    return;
  }
  let id = '';
  const found = el('div', {class: 'view'});
  const said = el('p', {class: 'wrong', role: 'alert'});
  const asks = field(
    t('Visitor or user id'),
    (own, described) =>
      text(
        '',
        value => {
          id = value.trim();
        },
        {id: own, 'aria-describedby': described, maxlength: 256},
      ),
    {
      hint: t('As it was sent with the events. On the visitor’s own device, cairn.visitor() in the console shows it.'),
      check: () => (id ? null : t('Whose data? Enter the id.')),
    },
  );
  const look = el('button', {type: 'submit', class: 'primary'}, t('Look up'));
  /** @type {HTMLFormElement} */
  const form = el(
    'form',
    {
      class: 'editor-fields',
      novalidate: true,
      on: {
        submit: event => {
          event.preventDefault();
          once(look, async () => {
            said.textContent = '';
            if (!sound(form)) {
              return;
            }
            try {
              const answer = await context.api.get(address(context, id), {}, context.signal);
              replace(found, stored(answer, context, id));
            } catch (error) {
              replace(found);
              said.textContent = wrong(error);
            }
          });
        },
      },
    },
    asks.element,
    said,
    el('p', {class: 'actions'}, look),
  );
  append(container, [
    card(t('A visitor’s data'), [
      el('p', {class: 'fine'}, t('For requests of visitors: what is stored about them, as a file, or its erasure.')),
      form,
    ]),
    found,
  ]);
}

/**
 * @param {Context} context
 * @param {string} id
 * @returns {`/v1/sites/${string}/visitors/${string}`}
 */
const address = ({path}, id) => `${path}/visitors/${encodeURIComponent(id)}`;

/**
 * @param {VisitorAnswer} answer
 * @param {Context} context
 * @param {string} id
 */
function stored(answer, context, id) {
  const rows = /** @type {{date: string, as: string, name?: string | null, page?: string | null}[]} */ (answer.rows);
  const file = URL.createObjectURL(new Blob([JSON.stringify(answer, null, 2)], {type: 'application/json'}));
  context.signal.addEventListener('abort', () => URL.revokeObjectURL(file));
  return card(
    tn(rows.length, '1 record', '{n} records', {n: count(rows.length)}),
    [
      table(
        t('Records'),
        [
          {label: t('Day'), cell: each => longDay(each.date)},
          {label: t('Kind'), cell: each => each.as},
          {label: t('Event'), cell: each => verbatim(each.name ?? '–')},
          {label: t('Page'), wide: true, cell: each => verbatim(each.page ?? '–')},
        ],
        rows.slice(0, SHOWN),
      ),
      rows.length > SHOWN ? el('p', {class: 'mild'}, t('The file has all of them.')) : null,
      el(
        'p',
        {},
        asked(t('Erase this visitor'), t('Yes, erase for good'), async () => {
          await context.api.remove(address(context, id));
          return t('Started: see Jobs. It takes about 6 hours until the archive is done, too.');
        }),
      ),
    ],
    {head: el('a', {class: 'button', href: file, download: 'visitor.json'}, t('Download as JSON'))},
  );
}
