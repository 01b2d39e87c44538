/** Lines over days, drawn by uPlot on a canvas, each with the same figures as a table. */

import {el} from './dom.js';
import {compact, count, day, longDay} from './format.js';
import {table} from './parts.js';

/**
 * @import UPlot from 'uplot'
 * @import {Child, Column, Line, Write} from '#types'
 */

/** @typedef {[low: (number | null)[], high: (number | null)[]]} Band */

/**
 * A chart that is drawn, or will be once its place has a width.
 *
 * @typedef Plan
 * @property {HTMLElement} place
 * @property {string[]} dates
 * @property {Line[]} lines
 * @property {Write} write
 * @property {Band | null} band
 * @property {number | null} most
 * @property {UPlot} [plot]
 */

const HEIGHT_PX = 260;
/** Whole numbers only: 1, 2, 5, 10, 20, … */
const WHOLE_STEPS = Array.from({length: 36}, (_, index) => [1, 2, 5][index % 3] * 10 ** Math.floor(index / 3));
/** @type {Set<Plan>} */
const drawn = new Set();

/** @param {string} name */
const colour = name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
/** @param {string} date */
const seconds = date => Date.parse(`${date}T00:00:00Z`) / 1000;

/**
 * A figure of one or more lines.
 *
 * @param {object} content
 * @param {string} content.title what is shown, for the caption and the table
 * @param {string[]} content.dates one per point
 * @param {Line[]} content.lines
 * @param {Write} content.write formats a value
 * @param {Band | null} [content.band] a pale band, not in the table
 * @param {number | null} [content.most] the top of the scale; by default a little above the largest value
 * @param {Child} [content.figures] a table to show instead of the lines' values
 */
export function chart({title, dates, lines, write, band = null, most = null, figures = null}) {
  const place = el('div', {class: 'plot', 'aria-hidden': 'true'});
  /** @type {Column<number>[]} */
  const columns = [
    {label: 'Day', cell: index => longDay(dates[index])},
    ...lines.map(line => ({
      label: line.label,
      number: true,
      cell: (/** @type {number} */ index) => write(line.values[index]),
    })),
  ];
  const figure = el(
    'figure',
    {class: 'chart'},
    legend(lines),
    place,
    el(
      'details',
      {class: 'figures'},
      el('summary', {}, 'Show as a table'),
      figures ?? table(title, columns, dates.map((date, index) => index).reverse()),
    ),
  );
  /** @type {Plan} */
  const plan = {place, dates, lines, write, band, most};
  drawn.add(plan);
  new ResizeObserver(() => draw(plan)).observe(place);
  return figure;
}

/** @param {Line[]} lines */
function legend(lines) {
  return lines.length < 2
    ? null
    : el(
        'ul',
        {class: 'legend'},
        lines.map(line =>
          el(
            'li',
            {},
            el('span', {class: `key ${line.dashed ? 'dashed' : ''} ${line.colour}`, 'aria-hidden': 'true'}),
            line.label,
          ),
        ),
      );
}

/** Redraws in the current colours. */
export function repaint() {
  for (const plan of drawn) {
    if (plan.place.isConnected) {
      plan.plot?.destroy();
      plan.plot = undefined;
      draw(plan);
    } else {
      drawn.delete(plan);
    }
  }
}

/** @param {Plan} plan */
function draw(plan) {
  const width = Math.floor(plan.place.clientWidth);
  if (width === 0) {
    return;
  }
  if (plan.plot) {
    plan.plot.setSize({width, height: HEIGHT_PX});
    return;
  }
  /** @type {UPlot.AlignedData} */
  const data = [plan.dates.map(seconds), ...plan.lines.map(line => line.values), ...(plan.band ?? [])];
  plan.plot = new window.uPlot(options(plan, width), data, plan.place);
}

/**
 * @param {Plan} plan
 * @param {number} width
 * @returns {UPlot.Options}
 */
function options(plan, width) {
  const {lines, write, band, most} = plan;
  const faint = {show: true, stroke: 'transparent', points: {show: false}};
  return {
    width,
    height: HEIGHT_PX,
    padding: [12, 22, 0, 0],
    tzDate: stamp => window.uPlot.tzDate(new Date(stamp * 1000), 'Etc/UTC'),
    legend: {show: false},
    cursor: {y: false, drag: {x: false, y: false}, points: {size: 8}},
    scales: {y: {range: (plot, low, high) => [0, most ?? (high > 0 ? high * 1.1 : 1)]}},
    axes: [
      axis({
        values: (plot, stamps) => stamps.map(stamp => day(new Date(stamp * 1000).toISOString().slice(0, 10))),
        incrs: [1, 2, 3, 7, 14, 30, 61, 91].map(days => days * 86400),
        space: 70,
        size: 30,
        grid: {show: false},
      }),
      axis({
        values: (plot, values) => values.map(write === count ? compact : write),
        ...(write === count ? {incrs: WHOLE_STEPS} : {}),
        size: 58,
        space: 44,
      }),
    ],
    series: [{}, ...lines.map(line => series(line, plan.dates.length)), ...(band ? [faint, faint] : [])],
    bands: band ? [{series: [lines.length + 2, lines.length + 1], fill: colour('band')}] : [],
    plugins: [tooltip(plan)],
  };
}

/**
 * @param {UPlot.Axis} more
 * @returns {UPlot.Axis}
 */
function axis(more) {
  return {
    stroke: colour('ink-soft'),
    font: '12px system-ui, sans-serif',
    ticks: {show: false},
    grid: {stroke: colour('line'), width: 1},
    ...more,
  };
}

/**
 * @param {Line} line
 * @param {number} points
 * @returns {UPlot.Series}
 */
function series(line, points) {
  return {
    stroke: colour(line.colour),
    width: 2,
    dash: line.dashed ? [5, 5] : undefined,
    fill: line.fill ? colour('band') : undefined,
    points: {show: points < 3 || line.values.filter(value => value !== null).length === 1, size: 7},
    spanGaps: false,
  };
}

/**
 * The lines' values on the day under the pointer.
 *
 * @param {Plan} plan
 * @returns {UPlot.Plugin}
 */
function tooltip({dates, lines, write}) {
  const box = el('div', {class: 'tooltip', hidden: true});
  /** @param {UPlot} plot */
  const show = plot => {
    const {idx: index, left = -1} = plot.cursor;
    if (index === null || index === undefined || left < 0) {
      box.hidden = true;
      return;
    }
    box.hidden = false;
    const rows = lines
      .filter(line => line.values[index] !== null && line.values[index] !== undefined)
      .map(line =>
        el(
          'div',
          {},
          el('span', {class: `key ${line.dashed ? 'dashed' : ''} ${line.colour}`}),
          `${line.label}${line.dates?.[index] ? ` (${day(line.dates[index])})` : ''}: `,
          el('strong', {}, write(line.values[index])),
        ),
      );
    box.replaceChildren(el('div', {class: 'date'}, longDay(dates[index])), ...rows);
    const right = left > plot.over.clientWidth / 2;
    box.style.setProperty('left', right ? 'auto' : `${left + 12}px`);
    box.style.setProperty('right', right ? `${plot.over.clientWidth - left + 12}px` : 'auto');
  };
  return {hooks: {init: plot => plot.over.append(box), setCursor: show}};
}

/**
 * Splits a line in two: the complete days, and, dashed, the days that still grow (both include the point where they
 * meet).
 *
 * @param {Line} line
 * @param {string[]} dates
 * @param {string | null} completeThrough
 * @returns {Line[]}
 */
export function grows(line, dates, completeThrough) {
  const open = dates.findIndex(date => !completeThrough || date > completeThrough);
  if (open < 0) {
    return [line];
  }
  const complete = line.values.map((value, index) => (index < open ? value : null));
  const growing = line.values.map((value, index) => (index >= open - 1 ? value : null));
  return [
    {...line, values: complete},
    {...line, label: `${line.label} so far`, values: growing, dashed: true, fill: false},
  ];
}
