/** The site's own notes: what happened on a day, as it stands on its lines. */

import {asError} from '../api/api.js';
import {once} from '../editor/busy.js';
import {guard} from '../editor/unsaved.js';
import {append, el, replace} from '../ui/dom.js';
import {longDay} from '../ui/format.js';
import {card, table, verbatim} from '../ui/parts.js';
import {t} from '../ui/text.js';
import {asked, needs, redrawn, writesPlan, wrong} from './parts.js';

/** @import {Context} from '#types' */

/** @typedef {{date: string, text: string}} Note */

/**
 * @param {HTMLElement} container
 * @param {Context} context
 */
export async function show(container, context) {
  if (!writesPlan(context)) {
    append(container, needs('plan:write'));
    return;
  }
  const list = el('div', {});
  const draw = async () => replace(list, await listed(context, draw, list));
  append(container, [
    card(t('Add a note'), [
      el(
        'p',
        {class: 'fine'},
        t('Such as the start of a campaign or a new price: it stands on the lines of this site.'),
      ),
      form(context, draw),
    ]),
    list,
  ]);
  await draw();
}

/**
 * Changes the notes of the plan in force; what somebody else saved meanwhile stays.
 *
 * @param {Context} context
 * @param {(notes: Note[]) => Note[]} change
 */
async function save({api, path}, change) {
  for (let attempt = 0; ; attempt++) {
    const plan = await api.get(`${path}/plan`);
    const notes = change([.../** @type {Note[]} */ (plan.settings.notes ?? [])]);
    try {
      await api.send(
        'PATCH',
        `${path}/plan`,
        {settings: {notes: notes.length ? notes : null}},
        {'if-match': plan.etag},
      );
      return;
    } catch (error) {
      if (asError(error).kind !== 'conflict' || attempt === 2) {
        throw error;
      }
    }
  }
}

/**
 * @param {Context} context
 * @param {() => unknown} added
 */
function form(context, added) {
  const date = el('input', {type: 'date', name: 'date', required: true, value: context.today});
  const text = el('input', {type: 'text', name: 'text', required: true, maxlength: '200'});
  const said = el('p', {class: 'fine', role: 'status'});
  const fault = el('p', {class: 'wrong', role: 'alert'});
  const button = el('button', {type: 'submit', class: 'primary'}, t('Add the note'));
  const made = el(
    'form',
    {
      class: 'note-form',
      novalidate: true,
      on: {
        submit: event => {
          event.preventDefault();
          once(button, async () => {
            said.textContent = '';
            fault.textContent = !date.value
              ? t('Which day? Such as {day}.', {day: context.today})
              : text.value.trim() === ''
                ? t('What happened?')
                : '';
            if (fault.textContent) {
              (date.value ? text : date).focus();
              return;
            }
            try {
              await save(context, notes => [...notes, {date: date.value, text: text.value.trim()}]);
              text.value = '';
              said.textContent = t('The note is saved.');
              await added();
            } catch (error) {
              fault.textContent = reason(error);
            }
          });
        },
      },
    },
    el('label', {class: 'field'}, t('Day'), date),
    el('label', {class: 'field'}, t('What happened'), text),
    button,
    fault,
    said,
  );
  guard(() => made.isConnected && text.value.trim() !== '');
  return made;
}

/**
 * @param {unknown} error
 */
function reason(error) {
  const {error: told} = asError(error);
  return told?.faults?.map(each => each.message).join('; ') || wrong(error);
}

/**
 * @param {Context} context
 * @param {() => unknown} draw
 * @param {HTMLElement} list
 */
async function listed(context, draw, list) {
  const {api, path, signal} = context;
  const plan = await api.get(`${path}/plan`, {}, signal);
  const notes = [.../** @type {Note[]} */ (plan.settings.notes ?? [])].sort((a, b) => b.date.localeCompare(a.date));
  return card(
    t('Notes'),
    notes.length === 0
      ? el('p', {class: 'empty'}, t('There is no note yet.'))
      : table(
          t('Notes'),
          [
            {label: t('Day'), sort: note => note.date, cell: note => longDay(note.date)},
            {label: t('What happened'), cell: note => verbatim(note.text)},
            {
              label: '',
              cell: note =>
                asked(
                  t('Remove'),
                  t('Yes, remove it'),
                  async () => {
                    await save(context, all => without(all, note));
                    await redrawn(list, draw);
                  },
                  {about: note.text},
                ),
            },
          ],
          notes,
        ),
  );
}

/**
 * Without one of those that are the same.
 *
 * @param {Note[]} all
 * @param {Note} note
 */
function without(all, note) {
  const index = all.findIndex(each => each.date === note.date && each.text === note.text);
  return index < 0 ? all : all.toSpliced(index, 1);
}
