/** Forms, videos, downloads and links to other sites: reserved events by the values of their own properties (F13). */

import {loading} from '../ui/cards.js';
import {el} from '../ui/dom.js';
import {explain} from '../ui/explain.js';
import {NONE, count, percent} from '../ui/format.js';
import {largest, sum, table, verbatim} from '../ui/parts.js';
import {t, tn} from '../ui/text.js';

/** @import {Child, Context, Get} from '#types' */

/** @typedef {Map<string, number>} Counts by value of the property */

/**
 * The events of one name, by the values of a property.
 *
 * @param {Get} get
 * @param {Context} context
 * @param {string} name
 * @param {string} prop
 * @returns {Promise<Counts>}
 */
export async function counts(get, {path, range}, name, prop) {
  const answer = await get(`${path}/events`, {from: range.from, to: range.to, name, prop, totals: 'only'});
  return new Map(
    (answer.totals ?? []).flatMap(row =>
      'value' in row ? [/** @type {[string, number]} */ ([row.value, row.count])] : [],
    ),
  );
}

/** @param {Counts[]} all */
const values = (...all) => [...new Set(all.flatMap(each => [...each.keys()]))];

/** @param {Counts} all */
const total = all => sum([...all.values()]);

/** @param {Context} context */
export function forms(context) {
  /** @param {Get} get */
  const load = async get => {
    const [starts, errors, submits, startFields, errorFields, errorPages] = await Promise.all([
      counts(get, context, 'form_start', 'form'),
      counts(get, context, 'form_error', 'form'),
      counts(get, context, 'form_submit', 'form'),
      counts(get, context, 'form_start', 'field'),
      counts(get, context, 'form_error', 'field'),
      counts(get, context, 'form_error', 'page'),
    ]);
    return {starts, errors, submits, startFields, errorFields, errorPages};
  };
  /** @param {Awaited<ReturnType<typeof load>>} found */
  const headline = ({starts, errors, submits}) => {
    const submitted = sum([...starts].map(([form, n]) => (n > 0 ? (submits.get(form) ?? 0) : 0)));
    const numbers = {submits: count(submitted), starts: count(total(starts)), errors: count(total(errors))};
    return total(starts) === 0
      ? t('{n} forms were submitted, {errors} errors; starts are not measured.', {...numbers, n: count(total(submits))})
      : submitted <= total(starts)
        ? t('{submits} of {starts} started forms were submitted, {errors} errors.', numbers)
        : t('{submits} forms submitted, {starts} started, {errors} errors.', numbers);
  };
  return loading(context, 'forms', {
    title: t('Forms'),
    head: explain(
      t('Forms'),
      t(
        'A start is the first input into a form, an error a field that the browser refused, a submit a form that was sent with valid fields.',
      ),
      t('Fields are counted for all forms together: the first field of a start, and every field with an error.'),
    ),
    load,
    said: headline,
    draw: found => [
      el('p', {class: 'lead'}, headline(found)),
      formTable(found),
      fieldTable(found.startFields, found.errorFields),
      pageTable(found.errorPages),
    ],
  });
}

/** @param {{starts: Counts, errors: Counts, submits: Counts}} found */
function formTable({starts, errors, submits}) {
  const rows = values(starts, errors, submits)
    .map(form => ({
      form,
      starts: starts.get(form) ?? 0,
      errors: errors.get(form) ?? 0,
      submits: submits.get(form) ?? 0,
    }))
    .sort((one, other) => other.submits + other.starts - one.submits - one.starts);
  const most = largest(rows.map(row => Math.max(row.starts, row.submits)));
  return rows.length === 0
    ? null
    : table(
        t('Forms'),
        [
          {label: t('Form'), cell: row => verbatim(row.form), bar: row => Math.max(row.starts, row.submits) / most},
          {
            label: t('Starts'),
            number: true,
            cell: row =>
              row.starts > 0
                ? count(row.starts)
                : el('span', {title: t('Starts are not measured for this form')}, NONE),
          },
          {label: t('Errors'), number: true, cell: row => count(row.errors)},
          {label: t('Submits'), number: true, cell: row => count(row.submits)},
          {
            label: t('Submitted of started'),
            number: true,
            wide: true,
            cell: row => percent(row.starts > 0 && row.submits <= row.starts ? row.submits / row.starts : null),
          },
        ],
        rows,
      );
}

/**
 * @param {Counts} starts
 * @param {Counts} errors
 */
function fieldTable(starts, errors) {
  const rows = values(starts, errors)
    .map(field => ({field, starts: starts.get(field) ?? 0, errors: errors.get(field) ?? 0}))
    .sort((one, other) => other.errors - one.errors || other.starts - one.starts);
  return rows.length === 0
    ? el('p', {class: 'fine table-note'}, t('0 events name their field on these days.'))
    : [
        el('h3', {}, t('Field by field')),
        table(
          t('Fields of forms'),
          [
            {label: t('Field'), cell: row => verbatim(row.field)},
            {label: t('First field of a start'), number: true, cell: row => count(row.starts)},
            {label: t('Errors'), number: true, cell: row => count(row.errors)},
          ],
          rows,
        ),
      ];
}

/** The API's values have no more characters. */
const MOST_CHARS = 100;

/** The quarters before a video's end. */
const MARKS = ['25', '50', '75'];

/**
 * How often a video was played so far, of `75 lamp.mp4`; null where such days were counted before marks were by video.
 *
 * @param {Counts} marks
 * @param {string} mark
 * @param {string} video
 */
const reached = (marks, mark, video) => (marks.size ? (marks.get(`${mark} ${video}`.slice(0, MOST_CHARS)) ?? 0) : null);

/** @param {Context} context */
export function videos(context) {
  /** @param {Get} get */
  const load = async get => {
    const [starts, marks, completes, errors, codes, pages] = await Promise.all([
      counts(get, context, 'video_start', 'video'),
      counts(get, context, 'video_progress', 'video_percent'),
      counts(get, context, 'video_complete', 'video'),
      counts(get, context, 'video_error', 'video'),
      counts(get, context, 'video_error', 'code'),
      counts(get, context, 'video_error', 'page'),
    ]);
    return {starts, marks, completes, errors, codes, pages};
  };
  /** @param {Awaited<ReturnType<typeof load>>} found */
  const headline = ({starts, completes, errors}) =>
    t('{starts} videos started, {completes} watched to the end, {errors} errors.', {
      starts: count(total(starts)),
      completes: count(total(completes)),
      errors: count(total(errors)),
    });
  return loading(context, 'videos', {
    title: t('Videos'),
    head: explain(
      t('Videos'),
      t('A quarter counts when it was actually played: 25, 50 and 75 percent. The end counts when the video ended.'),
      t('An error is a video that could not be played.'),
    ),
    load,
    said: headline,
    draw: found => [
      el('p', {class: 'lead'}, headline(found)),
      videoTable(found),
      codeTable(found.codes),
      pageTable(found.pages),
    ],
  });
}

/** @param {{starts: Counts, marks: Counts, completes: Counts, errors: Counts}} found */
function videoTable({starts, marks, completes, errors}) {
  const rows = values(starts, completes, errors)
    .map(video => ({
      video,
      starts: starts.get(video) ?? 0,
      completes: completes.get(video) ?? 0,
      errors: errors.get(video) ?? 0,
    }))
    .sort((one, other) => other.starts - one.starts);
  const most = largest(rows.map(row => row.starts));
  /** @param {number} part @param {number} whole */
  const share = (part, whole) =>
    whole > 0 && part <= whole ? el('span', {class: 'hint'}, percent(part / whole)) : null;
  return rows.length === 0
    ? null
    : table(
        t('Videos'),
        [
          {label: t('Video'), cell: row => verbatim(row.video), bar: row => (most ? row.starts / most : 0)},
          {label: t('Starts'), number: true, cell: row => count(row.starts)},
          ...MARKS.map(mark => ({
            label: t('{mark}% played', {mark}),
            number: true,
            wide: true,
            /** @param {{video: string, starts: number, completes: number, errors: number}} row */
            cell: row => {
              const n = reached(marks, mark, row.video);
              return n === null ? NONE : [count(n), share(n, row.starts)];
            },
          })),
          {label: t('To the end'), number: true, cell: row => [count(row.completes), share(row.completes, row.starts)]},
          {label: t('Errors'), number: true, cell: row => count(row.errors)},
        ],
        rows,
      );
}

/** @param {Counts} pages */
const pageTable = pages =>
  pages.size === 0 ? null : [el('h3', {}, t('Errors by page')), countTable(t('Errors by page'), t('Page'), pages)];

/** @param {Counts} codes */
const codeTable = codes =>
  codes.size === 0
    ? null
    : [el('h3', {}, t('Errors by code')), countTable(t('Errors by code'), t('Error code'), codes)];

/**
 * @param {string} caption
 * @param {string} label
 * @param {Counts} found
 */
export function countTable(caption, label, found) {
  const rows = [...found].sort((one, other) => other[1] - one[1]);
  const all = total(found);
  const most = largest([...found.values()]);
  return table(
    caption,
    [
      {label, cell: ([text]) => (text === '(other)' ? t('All others') : verbatim(text)), bar: ([, n]) => n / most},
      {label: t('Events'), number: true, cell: ([, n]) => count(n)},
      {label: t('Share'), number: true, cell: ([, n]) => percent(n / all)},
    ],
    rows,
  );
}

/** @param {Context} context */
export const downloads = context =>
  byValue(context, 'file_download', 'file', {
    title: t('Downloads'),
    label: t('File'),
    headline: n => tn(n, '1 file was downloaded.', '{n} files were downloaded.', {n: count(n)}),
  });

/** @param {Context} context */
export const links = context =>
  byValue(context, 'outbound_click', 'host', {
    title: t('Outbound links'),
    label: t('Site'),
    headline: n => tn(n, '1 click led to another site.', '{n} clicks led to other sites.', {n: count(n)}),
  });

/**
 * @param {Context} context
 * @param {string} name
 * @param {string} prop
 * @param {{title: string, label: string, headline: (n: number) => string}} words
 */
function byValue(context, name, prop, {title, label, headline}) {
  return loading(context, name, {
    title,
    load: get => counts(get, context, name, prop),
    said: found => headline(total(found)),
    draw: found => [
      el('p', {class: 'lead'}, headline(total(found))),
      found.size ? countTable(title, label, found) : null,
    ],
  });
}
