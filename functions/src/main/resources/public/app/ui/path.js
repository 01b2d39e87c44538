/** A small drawing of a target: what there is, against the expected path, with the forecast and its interval. */

import {el, svg} from './dom.js';
import {known} from './format.js';
import {t} from './text.js';

/**
 * @typedef Course
 * @property {{date: string, actual: number | null, expected: number | null}[]} days
 * @property {number | null} target
 * @property {number | null} forecast
 * @property {readonly number[] | null} interval
 */

const WIDTH = 320;
const HEIGHT = 96;
const ROOM = 6;

/**
 * @param {string} title all of its values as a sentence
 * @param {Course} course
 * @param {string[]} ends the labels below, of the first and the last day
 */
export function path(title, course, ends) {
  const {days, target, forecast, interval} = course;
  const most = Math.max(target ?? 0, forecast ?? 0, ...(interval ?? []), ...days.map(highest), 1);
  /** @param {number} index */
  const x = index => ROOM + (index / Math.max(1, days.length - 1)) * (WIDTH - 2 * ROOM);
  /** @param {number} value */
  const y = value => HEIGHT - ROOM - (value / most) * (HEIGHT - 2 * ROOM);
  /** @param {(number | null)[]} values */
  const points = values =>
    values.flatMap((value, index) => (known(value) ? [`${round(x(index))},${round(y(value))}`] : []));
  const actual = points(days.map(day => day.actual));
  const last = actual.at(-1);
  const end = days.length - 1;
  return el(
    'figure',
    {class: 'course'},
    svg(
      'svg',
      {viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: 'course-plot', role: 'img', 'aria-label': title},
      known(target)
        ? svg('line', {x1: ROOM, x2: WIDTH - ROOM, y1: round(y(target)), y2: round(y(target)), class: 'target-line'})
        : null,
      last && interval
        ? svg('polygon', {
            points: `${last} ${round(x(end))},${round(y(interval[0]))} ${round(x(end))},${round(y(interval[1]))}`,
            class: 'cone',
          })
        : null,
      svg('polyline', {points: points(days.map(day => day.expected)).join(' '), class: 'expected'}),
      last && known(forecast)
        ? svg('polyline', {points: `${last} ${round(x(end))},${round(y(forecast))}`, class: 'forecast'})
        : null,
      svg('polyline', {points: actual.join(' '), class: 'actual'}),
      known(forecast)
        ? svg('circle', {cx: round(x(end)), cy: round(y(forecast)), r: 3.5, class: 'forecast-dot'})
        : null,
    ),
    el(
      'figcaption',
      {class: 'course-ends'},
      ends.map(each => el('span', {}, each)),
    ),
    el(
      'p',
      {class: 'fine'},
      [
        t('Line: so far.'),
        days.some(day => known(day.expected)) ? t('Dashes: plan.') : null,
        last && interval ? t('Cone: forecast.') : null,
        known(target) ? t('Level line: target.') : null,
      ]
        .filter(Boolean)
        .join(' '),
    ),
  );
}

/** @param {Course['days'][number]} day */
const highest = ({actual, expected}) => Math.max(actual ?? 0, expected ?? 0);

/** @param {number} value */
const round = value => Math.round(value * 10) / 10;
