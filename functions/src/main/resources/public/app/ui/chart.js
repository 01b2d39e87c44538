/** Lines over days, drawn by uPlot on a canvas, each with the same figures as a table. */

import {el} from './dom.js';
import {csv, save} from './download.js';
import {compact, count, day, longDay} from './format.js';
import {table} from './parts.js';
import {t} from './text.js';

/**
 * @import UPlot from 'uplot'
 * @import {Child, Column, Line, Mark, Write} from '#types'
 */

/** @typedef {[low: (number | null)[], high: (number | null)[]]} Band */

/**
 * A chart that is drawn, or will be once its place has a width.
 *
 * @typedef Plan
 * @property {HTMLElement} place
 * @property {string} title
 * @property {HTMLElement} spoken what the keyboard's cursor is on, for a screen reader
 * @property {string[]} dates
 * @property {Line[]} lines
 * @property {Write} write
 * @property {Band | null} band
 * @property {number | null} most
 * @property {Mark[]} marks days with something to say
 * @property {number} [at] the point that the keyboard's cursor is on
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
 * @param {Mark[]} [content.marks] days with something to say
 * @param {Child} [content.figures] a table to show instead of the lines' values
 */
export function chart({title, dates, lines, write, band = null, most = null, marks = [], figures = null}) {
  const place = el('div', {
    class: 'plot',
    tabindex: '0',
    role: 'group',
    'aria-roledescription': 'chart',
    'aria-label': t('{chart}: arrow keys read its values', {chart: title}),
    on: {keydown: event => move(event, plan), blur: () => hideCursor(plan)},
  });
  const spoken = el('span', {class: 'unseen', 'aria-live': 'polite'});
  /** @type {Column<number>[]} */
  const columns = [
    {label: t('Day'), sort: index => dates[index], cell: index => longDay(dates[index])},
    ...lines.map(line => ({
      label: line.label,
      number: true,
      sort: (/** @type {number} */ index) => line.values[index],
      cell: (/** @type {number} */ index) => write(line.values[index]),
    })),
  ];
  /** @type {Plan} */
  const plan = {place, title, spoken, dates, lines, write, band, most, marks};
  const figure = el(
    'figure',
    {class: 'chart', 'data-whole': true},
    legend(lines),
    place,
    spoken,
    el(
      'div',
      {class: 'chart-foot'},
      el(
        'details',
        {class: 'figures'},
        el('summary', {}, t('Show as a table')),
        figures ?? table(title, columns, dates.map((date, index) => index).reverse(), {whole: true}),
      ),
      el(
        'span',
        {class: 'saves'},
        saveButton(plan, 'CSV', () => save(new Blob([valuesOf(plan)], {type: 'text/csv'}), `${fileName(plan)}.csv`)),
        saveButton(plan, 'PNG', () => picture(plan)),
      ),
    ),
  );
  drawn.add(plan);
  new ResizeObserver(() => draw(plan)).observe(place);
  return figure;
}

/**
 * @param {Plan} plan
 * @param {string} format
 * @param {() => void} click
 */
const saveButton = (plan, format, click) =>
  el(
    'button',
    {type: 'button', class: 'quiet', 'aria-label': t('{chart} as {format}', {chart: plan.title, format}), on: {click}},
    format,
  );

/** @param {Plan} plan */
const fileName = ({title, dates}) =>
  [title.toLowerCase().replace(/[^a-z0-9]+/g, '-'), dates[0], dates[dates.length - 1]].join('-');

/** @param {Plan} plan */
const valuesOf = ({dates, lines}) =>
  csv([
    ['date', ...lines.map(line => line.label)],
    ...dates.map((date, index) => [date, ...lines.map(line => line.values[index])]),
  ]);

const PICTURE_HEAD_PX = 40;

/**
 * Saves the chart as it is drawn, under its title, as a picture.
 *
 * @param {Plan} plan
 */
function picture(plan) {
  const drawing = plan.plot?.ctx.canvas;
  if (!drawing) {
    return;
  }
  const ratio = window.devicePixelRatio || 1;
  const canvas = el('canvas', {width: drawing.width, height: drawing.height + PICTURE_HEAD_PX * ratio});
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.fillStyle = colour('surface');
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = colour('ink');
  context.font = `600 ${15 * ratio}px system-ui, sans-serif`;
  const {dates, lines} = plan;
  const what = lines.map(line => line.label).join(', ');
  context.fillText(
    `${plan.title} (${what}), ${longDay(dates[0])} – ${longDay(dates[dates.length - 1])}`,
    14 * ratio,
    25 * ratio,
  );
  context.drawImage(drawing, 0, PICTURE_HEAD_PX * ratio);
  canvas.toBlob(blob => blob && save(blob, `${fileName(plan)}.png`), 'image/png');
}

/** The keys that move the cursor: by how many points from where it is, or to an end. */
const MOVES = new Map([
  ['ArrowLeft', -1],
  ['ArrowRight', 1],
  ['PageUp', -7],
  ['PageDown', 7],
  ['Home', -Infinity],
  ['End', Infinity],
]);

/**
 * Moves the cursor by key, and reads what it is on.
 *
 * @param {KeyboardEvent} event
 * @param {Plan} plan
 */
function move(event, plan) {
  const by = MOVES.get(event.key);
  const {plot, dates, lines, write} = plan;
  if (by === undefined || !plot) {
    return;
  }
  event.preventDefault();
  const last = dates.length - 1;
  const index = Math.max(0, Math.min(last, (plan.at ?? (by > 0 ? -1 : last + 1)) + by));
  plan.at = index;
  plot.setCursor({left: plot.valToPos(seconds(dates[index]), 'x'), top: 1});
  plan.spoken.textContent = [
    longDay(dates[index]),
    ...lines
      .filter(line => line.values[index] !== null && line.values[index] !== undefined)
      .map(line => `${line.label} ${write(line.values[index])}`),
    ...plan.marks.filter(mark => mark.date === dates[index]).map(mark => mark.text),
  ].join(', ');
}

/** @param {Plan} plan */
function hideCursor(plan) {
  plan.at = undefined;
  plan.plot?.setCursor({left: -10, top: -10});
}

/** @param {Line} line */
const keyOf = ({dashed, point, colour: name}) =>
  ['key', dashed && 'dashed', point && 'point', name].filter(Boolean).join(' ');

/** @param {Line[]} lines */
function legend(lines) {
  return lines.length < 2
    ? null
    : el(
        'ul',
        {class: 'legend'},
        lines.map(line => el('li', {}, el('span', {class: keyOf(line), 'aria-hidden': 'true'}), line.label)),
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
    plugins: [tooltip(plan), flags(plan)],
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
    ...(line.point ? {width: 0} : {}),
    fill: line.fill ? colour('band') : undefined,
    points: {show: line.point || points < 3 || line.values.filter(value => value !== null).length === 1, size: 7},
    spanGaps: false,
  };
}

/**
 * The lines' values on the day under the pointer.
 *
 * @param {Plan} plan
 * @returns {UPlot.Plugin}
 */
function tooltip({dates, lines, write, marks}) {
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
          el('span', {class: keyOf(line)}),
          `${line.label}${line.dates?.[index] ? ` (${day(line.dates[index])})` : ''}: `,
          el('strong', {}, write(line.values[index])),
        ),
      );
    const said = marks
      .filter(mark => mark.date === dates[index])
      .map(mark => el('div', {class: 'mark'}, el('bdi', {}, mark.text)));
    box.replaceChildren(el('div', {class: 'date'}, longDay(dates[index])), ...rows, ...said);
    const right = left > plot.over.clientWidth / 2;
    box.style.setProperty('left', right ? 'auto' : `${left + 12}px`);
    box.style.setProperty('right', right ? `${plot.over.clientWidth - left + 12}px` : 'auto');
  };
  return {hooks: {init: plot => plot.over.append(box), setCursor: show}};
}

/** @type {Record<Mark['kind'], string>} */
const FLAGS = {note: 'accent', plan: 'ink-soft', alarm: 'bad', gap: 'bad'};

/**
 * A dotted line, with a triangle at its foot, on each day with something to say.
 *
 * @param {Plan} plan
 * @returns {UPlot.Plugin}
 */
function flags({marks}) {
  /** @param {UPlot} plot */
  const drawAll = plot => {
    const {ctx, bbox} = plot;
    const ratio = window.devicePixelRatio || 1;
    ctx.save();
    for (const {date, kind} of marks) {
      const x = plot.valToPos(seconds(date), 'x', true);
      ctx.strokeStyle = colour(FLAGS[kind]);
      ctx.fillStyle = ctx.strokeStyle;
      ctx.lineWidth = ratio;
      ctx.setLineDash([2 * ratio, 3 * ratio]);
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      ctx.beginPath();
      ctx.moveTo(x - 5 * ratio, bbox.top + bbox.height);
      ctx.lineTo(x + 5 * ratio, bbox.top + bbox.height);
      ctx.lineTo(x, bbox.top + bbox.height - 8 * ratio);
      ctx.fill();
    }
    ctx.restore();
  };
  return {hooks: {draw: drawAll}};
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
    {...line, label: t('{measure} so far', {measure: line.label}), values: growing, dashed: true, fill: false},
  ];
}
