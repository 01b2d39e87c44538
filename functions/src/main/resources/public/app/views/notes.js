/** What explains a line: notes, changes of the plan, alarms and gaps, each at its day. */

import {to} from '../ui/address.js';
import {el} from '../ui/dom.js';
import {count, day, span} from '../ui/format.js';
import {audienceName, funnelName, goalName, targetName} from '../ui/names.js';
import {seriesName} from '../ui/series.js';
import {t, tn} from '../ui/text.js';

/**
 * @import {NotesAnswer} from '#openapi'
 * @import {Context, Get, Mark} from '#types'
 */

/** @typedef {NotesAnswer['rows'][number]} Note */

/** More would hide the line. */
const MOST_SHOWN = 12;

/**
 * The notes of some days; none where they cannot be read, since the line says enough without them.
 *
 * @param {Get} get
 * @param {Context} context
 * @param {string} from
 * @param {string} to
 * @returns {Promise<Note[]>}
 */
export async function askNotes(get, {api, path}, from, to) {
  if (api.open) {
    return [];
  }
  try {
    return (await get(`${path}/notes`, {from, to})).rows;
  } catch {
    return [];
  }
}

/** @param {Note['changes']} changes */
function changed(changes) {
  const names = changes.map(({section, id}) => {
    switch (section) {
      case 'goals':
        return goalName(id ?? '');
      case 'funnels':
        return funnelName(id ?? '');
      case 'targets':
        return targetName(id ?? '');
      case 'audiences':
        return audienceName(id ?? '');
      default:
        return t('settings');
    }
  });
  const more = names.length - 3;
  const shown = names.slice(0, 3).join(', ');
  return more > 0 ? t('{names} and {n} more', {names: shown, n: count(more)}) : shown;
}

/**
 * @param {Note} note
 * @param {Context} context
 */
export function words(note, {site}) {
  switch (note.kind) {
    case 'note':
      return note.text ?? '';
    case 'plan':
      return t('Plan changed: {what}', {what: changed(note.changes)});
    case 'alarm':
      return t('Alarm: {series}', {series: seriesName(note.series ?? '', site)});
    default:
      return t('Nothing was measured');
  }
}

/**
 * The marks of a line, one a day, at the first point that has the day.
 *
 * @param {Note[]} notes
 * @param {Context} context
 * @param {string[]} dates of the points
 * @returns {Mark[]}
 */
export function marksOf(notes, context, dates) {
  /** @type {Map<string, Mark>} */
  const marks = new Map();
  for (const note of notes) {
    const date = dates.findLast(each => each <= note.date);
    if (date !== undefined) {
      const mark = marks.get(date);
      const said = words(note, context);
      marks.set(date, {date, kind: mark?.kind ?? note.kind, text: mark ? `${mark.text}; ${said}` : said});
    }
  }
  return [...marks.values()];
}

/**
 * The notes as a list under the line, and a link to write one.
 *
 * @param {Note[]} notes
 * @param {Context} context
 */
export function noteList(notes, context) {
  const writes = context.scopes.some(scope => scope === 'plan:write' || scope === 'admin');
  const shown = notes.slice(-MOST_SHOWN);
  const add = writes ? el('a', {class: 'more', href: to('settings', 'notes')}, t('Add a note')) : null;
  if (shown.length === 0) {
    return add ? el('p', {class: 'line-notes none', 'data-key': 'notes'}, add) : null;
  }
  return el(
    'div',
    {class: 'line-notes', 'data-key': 'notes'},
    el(
      'ul',
      {'aria-label': t('Notes on these days')},
      shown.map(note =>
        el(
          'li',
          {class: `note-${note.kind}`},
          el('span', {class: 'key', 'aria-hidden': 'true'}),
          el(
            'span',
            {class: 'date'},
            note.until && note.until !== note.date ? span(note.date, note.until) : day(note.date),
          ),
          ' ',
          el('bdi', {}, words(note, context)),
          note.until === null ? t(' (still going on)') : null,
        ),
      ),
    ),
    notes.length > shown.length
      ? el(
          'p',
          {class: 'fine'},
          tn(notes.length - shown.length, '{n} earlier one is not shown.', '{n} earlier ones are not shown.'),
        )
      : null,
    add,
  );
}
