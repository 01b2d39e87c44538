/** What goals, funnels, targets and audiences are called: by the label of the site's plan in the reader's language. */

import {spoken} from './format.js';
import {language} from './text.js';

/** @import {Site} from '#types' */

/** @typedef {keyof Site['labels']} Kind */

/** @type {Site['labels'] | undefined} */
let labels;

/**
 * Takes over the labels of the site that is shown.
 *
 * @param {Site} site
 */
export function nameBy(site) {
  labels = site.labels;
}

/**
 * The label, of several that of the reader's language; without one the id in plain words.
 *
 * @param {Kind} kind
 * @param {string} id
 */
const named = (kind, id) => nameIn(labels, kind, id);

/**
 * The same for labels of any site.
 *
 * @param {Site['labels'] | undefined} all
 * @param {Kind} kind
 * @param {string} id
 */
export function nameIn(all, kind, id) {
  const label = all?.[kind]?.[id];
  if (typeof label === 'string' || label === undefined) {
    return label ?? spoken(id);
  }
  return label[language()] ?? label.en ?? Object.values(label)[0] ?? spoken(id);
}

/** @param {string} id */
export const goalName = id => named('goals', id);

/** @param {string} id */
export const funnelName = id => named('funnels', id);

/** @param {string} id */
export const targetName = id => named('targets', id);

/** @param {string} id */
export const audienceName = id => named('audiences', id);
