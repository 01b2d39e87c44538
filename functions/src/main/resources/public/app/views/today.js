/** The first view: what there is to know and to do today, block by block, in sentences with a number and a link. */

import {to} from '../ui/address.js';
import {loading} from '../ui/cards.js';
import {el, unseen} from '../ui/dom.js';
import {longDay} from '../ui/format.js';
import {language} from '../ui/language.js';
import {firstSteps, warnings} from '../ui/notices.js';
import {t} from '../ui/text.js';
import * as blocks from './today-blocks.js';
import {tasks} from './today-tasks.js';

/** @import {Answer, Child, Context, Get} from '#types' */
/** @import {Block, Key, Said} from './today-blocks.js' */

/** @typedef {Answer<'/v1/sites/{site}/today'>} TodayAnswer */

export const title = () => t('Today');

/** @typedef {[key: Key, question: () => string, view: string]} Question */

/** @type {Question[][][]} rows of columns */
const QUESTIONS = [
  [
    [['targets', () => t('Are we on target?'), 'targets']],
    [
      ['anomalies', () => t('What broke?'), 'anomalies'],
      ['largest_loss', () => t('Where do we lose most?'), 'funnels'],
    ],
  ],
  [[['micros', () => t('Which small steps come before a sale?'), 'micros']]],
  [
    [['audiences', () => t('Who stopped half-way?'), 'audiences']],
    [['yesterday', () => t('How was yesterday?'), 'overview']],
  ],
];

/** @param {Context} context */
export function cards(context) {
  const load = once(context);
  return [
    loading(context, 'tasks', {
      title: t('What to do today'),
      className: 'tasks',
      load,
      draw: answer => (measured(answer) ? [warnings(answer.meta), tasks(answer, context)] : [firstSteps(context.site)]),
      said: answer => (measured(answer) ? t('Today, {day}', {day: longDay(answer.date)}) : null),
    }),
    QUESTIONS.map((columns, row) =>
      el(
        'div',
        {class: 'today-row', 'data-key': `row ${row}`},
        columns.map((questions, column) =>
          el(
            'div',
            {class: 'today-column', 'data-key': `column ${column}`},
            questions.map(question => blockOf(context, load, question)),
          ),
        ),
      ),
    ),
  ];
}

/**
 * @param {Context} context
 * @param {(get: Get) => Promise<TodayAnswer>} load
 * @param {Question} question
 */
function blockOf(context, load, [key, question, view]) {
  return loading(context, key, {
    title: question(),
    head: el('a', {class: 'more', href: to(view, null)}, t('Details'), unseen(`: ${question()}`)),
    load,
    draw: answer => (measured(answer) ? block(answer, key, context) : null),
  });
}

/** @param {TodayAnswer} answer */
const measured = answer => answer.last_event_at !== null;

/**
 * The cards share one answer; a card that tries again asks anew.
 *
 * @param {Context} context
 * @returns {(get: Get) => Promise<TodayAnswer>}
 */
function once({path}) {
  /** @type {Promise<TodayAnswer> | null} */
  let answer = null;
  return get => {
    answer ??= get(`${path}/today`, {language: /** @type {'en'} */ (language())}).catch(error => {
      answer = null;
      throw error;
    });
    return answer;
  };
}

/**
 * @param {TodayAnswer} answer
 * @param {Key} key
 * @param {Context} context
 * @returns {Child}
 */
function block(answer, key, context) {
  const found = answer.blocks.find(each => each.key === key);
  if (!found) {
    return null;
  }
  return found.figures === null ? el('p', {class: 'fine quiet-line'}, found.quiet) : drawing(found, context);
}

/**
 * @param {Block} found with figures
 * @param {Context} context
 */
function drawing(found, context) {
  switch (found.key) {
    case 'targets':
      return blocks.targets(/** @type {Said<'targets'>} */ (found));
    case 'anomalies':
      return blocks.anomalies(/** @type {Said<'anomalies'>} */ (found), context);
    case 'largest_loss':
      return blocks.loss(/** @type {Said<'largest_loss'>} */ (found));
    case 'micros':
      return blocks.micros(/** @type {Said<'micros'>} */ (found));
    case 'audiences':
      return blocks.audiences(/** @type {Said<'audiences'>} */ (found), context);
    case 'yesterday':
      return blocks.yesterday(/** @type {Said<'yesterday'>} */ (found));
  }
}
