import assert from 'node:assert/strict';
import {cpSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {pathToFileURL} from 'node:url';

/** A copy of the dashboard's modules that node takes for modules; those that touch the page are not read. */
const copy = mkdtempSync(join(tmpdir(), 'cairn-dashboard-'));
cpSync(new URL('../../functions/src/main/resources/public/app', import.meta.url), copy, {recursive: true});
writeFileSync(join(copy, 'package.json'), '{"type": "module"}');
after(() => rmSync(copy, {recursive: true}));

const load = path => import(pathToFileURL(join(copy, path)).href);

const close = (actual, expected, digits = 4) =>
  assert.ok(Math.abs(actual - expected) < 10 ** -digits, `${actual} is not ${expected}`);

const {wilson, rateDifference, countRatio, countsDiffer, ratesDiffer, dispersion} = await load('ui/noise.js');
const {PRESETS, comparedDays, length, parse, pointsOf} = await load('ui/ranges.js');
const {bridge} = await load('views/bridge.js');
const {fates, largestLoss, atEqualAge} = await load('views/fates.js');

test('a Wilson interval is that of Newcombe 1998, table I: 81 of 263', () => {
  const [low, high] = wilson(81, 263);
  close(low, 0.2553);
  close(high, 0.3662);
});

test('the difference of two rates has the interval of Newcombe 1998, table II, method 10: 56/70 and 48/80', () => {
  const [low, high] = rateDifference({hits: 56, of: 70}, {hits: 48, of: 80});
  close(low, 0.0524);
  close(high, 0.3339);
});

test('rates of 9/10 and 3/10 differ, of 5/56 and 0/29 do not: table II again', () => {
  close(rateDifference({hits: 9, of: 10}, {hits: 3, of: 10})[0], 0.1705);
  assert.ok(ratesDiffer({hits: 9, of: 10}, {hits: 3, of: 10}));
  assert.ok(!ratesDiffer({hits: 5, of: 56}, {hits: 0, of: 29}));
  assert.equal(rateDifference({hits: 0, of: 0}, {hits: 1, of: 2}), null);
});

test('counts differ where the interval of their ratio excludes 1, and less so where days vary more', () => {
  assert.ok(!countsDiffer(8, 7));
  assert.ok(countsDiffer(1418, 1300));
  assert.ok(!countsDiffer(1418, 1300, 4));
  assert.equal(countRatio(0, 0), null);
  const [low, high] = countRatio(140, 100);
  assert.ok(low > 1 && low < 1.4 && high > 1.4);
});

test('days that vary by chance alone have a dispersion of 1, and no less', () => {
  assert.equal(
    dispersion([
      [10, 10],
      [10, 10],
      [10, 10],
    ]),
    1,
  );
  // Pearson's statistic by hand: share 1/2, each pair (40-20)^2 / (40 * 1/4) = 40, two pairs, one degree of freedom.
  assert.equal(
    dispersion([
      [40, 0],
      [0, 40],
    ]),
    80,
  );
});

test('all presets but today end yesterday or earlier', () => {
  for (const [name, , range] of PRESETS) {
    const days = range('2026-11-25');
    assert.ok(name === 'today' ? days.to === '2026-11-25' : days.to < '2026-11-25', name);
    assert.ok(length(days) <= 400, name);
  }
  assert.deepEqual(PRESETS.find(([name]) => name === 'week')[2]('2026-11-25'), {from: '2026-11-23', to: '2026-11-24'});
  assert.deepEqual(PRESETS.find(([name]) => name === 'last_quarter')[2]('2026-11-25'), {
    from: '2026-07-01',
    to: '2026-09-30',
  });
  assert.equal(parse('nonsense', '2026-11-25').name, '28d');
});

test('a comparison is of the same weekdays, and never with a day that is not over', () => {
  const days = {from: '2026-10-26', to: '2026-11-24'};
  assert.deepEqual(comparedDays(null, days, '2026-11-25'), {from: '2026-09-21', to: '2026-10-20'});
  assert.deepEqual(comparedDays('period', days, '2026-11-25'), {from: '2026-09-26', to: '2026-10-25'});
  assert.deepEqual(comparedDays('year', days, '2026-11-25'), {from: '2025-10-27', to: '2025-11-25'});
  assert.equal(comparedDays(null, {from: '2026-11-01', to: '2026-11-25'}, '2026-11-25'), null);
  assert.equal(comparedDays('none', days, '2026-11-25'), null);
});

test('400 days have a point a week', () => {
  assert.equal(pointsOf(null, {from: '2025-10-21', to: '2026-11-24'}), 'week');
  assert.equal(pointsOf(null, {from: '2026-10-26', to: '2026-11-24'}), 'day');
});

test('the lines from one figure of a goal to the other add up', () => {
  for (const figures of [
    {conversions: 550, converters: 540, completed: 400, converted: 373, sameDay: 390},
    {conversions: 10, converters: 10, completed: 10, converted: 12, sameDay: 8},
  ]) {
    let sum = 0;
    for (const line of bridge(figures)) {
      sum = line.figure && sum === 0 ? line.amount : line.figure ? sum : sum + line.amount;
      assert.ok(!line.figure || line.amount === sum, JSON.stringify(figures));
    }
    assert.equal(sum, figures.sameDay);
  }
});

test('a step’s bar is who went on, who is expected to and who is not', () => {
  const figures = {reached: [2657, 824], dropped_after: [0, 0], expected_reached: [2657, 944], in_progress: 1833};
  assert.deepEqual(fates(figures)[0], {here: 2657, on: 824, coming: 120, lost: 1713, unknown: 0});
  assert.deepEqual(largestLoss(figures), {step: 0, lost: 1833, of: 2657, coming: 120, known: true});
  assert.equal(fates({...figures, expected_reached: null})[0].unknown, 1833);
});

test('entries are compared at equal age only', () => {
  const total = {
    entered: 100,
    converted: 10,
    total_rate: [1, 0.1],
    maturity: 0,
    expected_rate: 0.15,
    expected_within_days: 7,
  };
  const older = {...total, converted: 20, total_rate: [1, 0.2], expected_within_days: 30, expected_rate: 0.2};
  assert.equal(atEqualAge({view: 'entry', total}, older), null);
  assert.deepEqual(atEqualAge({view: 'entry', total}, {...total, expected_rate: 0.12}), {
    now: 0.15,
    before: 0.12,
    within: 7,
  });
  assert.equal(atEqualAge({view: 'same_day', total}, older).before, 0.2);
});

test('errors are a task from 10 in 7 days on, and only where they more than doubled; most errors first', async () => {
  globalThis.location ??= {hash: ''};
  const {errors} = await load('views/today-tasks.js');
  const told = (...totals) => {
    const error_totals = totals.map(([name, count, count_before]) => ({name, count, count_before}));
    const found = [{name: 'video_error', value: 'lamp.mp4', count: 9}];
    const answer = {blocks: [{key: 'anomalies', figures: {error_totals, errors: found}}]};
    return errors(answer, {site: {id: 'shop'}}).map(([sentence]) => sentence);
  };

  assert.deepEqual(told(['video_error', 10, 4]), [
    'Mend the videos: 10 errors in 7 days, 4 in the 7 before; most in lamp.mp4.',
  ]);
  assert.deepEqual(told(['video_error', 9, 0]), [], 'fewer than 10 may be chance');
  assert.deepEqual(told(['form_error', 10, 5]), [], 'exactly twice as many is not more than twice as many');
  assert.deepEqual(told(['form_error', 11, 5]).length, 1);
  assert.deepEqual(
    told(['form_error', 12, 0], ['video_error', 40, 3]).map(sentence => sentence.slice(0, 14)),
    ['Mend the video', 'Mend the forms'],
  );
  assert.deepEqual(told(), []);
});
