/** The watched series and their segments in words. */

import {funnelName, goalName} from './names.js';
import {spoken} from './format.js';
import {t} from './text.js';
import {value} from './words.js';

/** @import {Site} from '#types' */

/**
 * A series: `goal:purchase`, `step:checkout:2`, `error:video`.
 *
 * @param {string} id
 * @param {Site} site whose funnels name the steps
 */
export function seriesName(id, site) {
  const [kind, name = '', step = ''] = id.split(':', 3);
  switch (kind) {
    case 'goal':
      return t('“{goal}”', {goal: goalName(name)});
    case 'step':
      return stepName(name, Number(step), site);
    case 'silence':
      return t('Visits');
    case 'form':
      return t('Forms submitted after a start');
    case 'video':
      return t('Video starts');
    case 'error':
      return name === 'form' ? t('Form errors') : t('Video errors');
    default:
      return spoken(name || kind);
  }
}

/**
 * @param {string} funnel
 * @param {number} step
 * @param {Site} site
 */
function stepName(funnel, step, site) {
  const steps = site.funnels?.find(each => each.id === funnel)?.steps ?? [];
  return steps[step]
    ? t('“{goal}” after “{before}”', {goal: goalName(steps[step]), before: goalName(steps[step - 1])})
    : t('“{funnel}”, after step {step}', {funnel: funnelName(funnel), step});
}

/**
 * A segment of a series: browser Safari.
 *
 * @param {{dimension: string, value: string}} segment
 */
export function segmentName({dimension, value: text}) {
  switch (dimension) {
    case 'browser':
      return t('browser {value}', {value: spoken(text)});
    case 'device':
      return t('device {value}', {value: value('device', text)});
    default:
      return t('country {value}', {value: value('country', text)});
  }
}

/**
 * A local time with its offset, `2026-11-24T09:30+01:00`, as day and clock.
 *
 * @param {string} time
 * @param {(date: string) => string} day
 */
export const clock = (time, day) => `${day(time.slice(0, 10))}, ${time.slice(11, 16)}`;
