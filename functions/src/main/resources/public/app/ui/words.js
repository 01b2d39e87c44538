/** The labels of the figures, in marketing terms. */

import {NONE, spoken} from './format.js';

/** @import {Dimension} from '#types' */

/** The dimensions of a breakdown: the API's name and the label. */
export const DIMENSIONS = new Map([
  ['channel', 'Channel'],
  ['source', 'Source'],
  ['medium', 'Medium'],
  ['campaign', 'Campaign'],
  ['term', 'Search term'],
  ['content', 'Ad content'],
  ['referrer_host', 'Referring site'],
  ['entry_page', 'Entry page'],
  ['device', 'Device'],
  ['country', 'Country'],
]);

/**
 * @returns {text is Dimension}
 * @param {string | null} text
 */
export const isDimension = text => text !== null && DIMENSIONS.has(text);

/**
 * The label of a breakdown's dimension.
 *
 * @param {string} id
 */
export const dimensionName = id => DIMENSIONS.get(id) ?? id;

const OWN_WORDS = new Set(['channel', 'device']);
const SPECIAL = new Map([
  ['ai_assistant', 'AI assistant'],
  ['sms', 'SMS'],
]);

/**
 * The label of a dimension's value. Values sent by browsers are shown unchanged.
 *
 * @param {string} dimension
 * @param {string | null | undefined} text
 */
export function value(dimension, text) {
  if (text === null || text === undefined) {
    return dimension === 'campaign' || dimension === 'term' || dimension === 'content' ? 'Not tagged' : 'Unknown';
  }
  if (text === '(none)') {
    return 'Without a visitor';
  }
  if (text === '(other)') {
    return 'All others';
  }
  if (dimension === 'country') {
    return country(text);
  }
  return OWN_WORDS.has(dimension) ? (SPECIAL.get(text) ?? spoken(text)) : text;
}

/** @param {string} code */
function country(code) {
  try {
    return new Intl.DisplayNames(undefined, {type: 'region'}).of(code) ?? code;
  } catch {
    return code;
  }
}

export const KINDS = new Map([
  ['milestone', 'Milestones'],
  ['secondary', 'Secondary actions'],
]);

/** The three ways to count a funnel (docs/rules.md, F4), each with its explanation. */
export const VIEWS = new Map([
  [
    'entry',
    {
      label: 'By day of entry',
      text:
        'Visitors who took the first step on a day, and how far they have got since, even weeks later. Visitors who may ' +
        'still continue count as still open, not as lost. Includes only visitors who can be ' +
        'recognised on another day.',
    },
  ],
  [
    'same_day',
    {
      label: 'Within one day',
      text:
        'How far visitors get on the day of their first step; the funnel ends at midnight. Includes all visitors, ' +
        'even those who cannot be recognised the next day.',
    },
  ],
  [
    'completion',
    {
      label: 'By day of completion',
      text: 'Visitors who took the last step on a day, however long ago the first step was, and how long it took.',
    },
  ],
]);

/** The reasons why events were rejected or excluded. */
export const REASONS = new Map([
  ['too_old', 'Happened more than 24 hours before it was sent'],
  ['missing_name', 'An event without a name'],
  ['missing_id', 'An event without an id'],
  ['invalid_id', 'An id with characters that are not allowed'],
  ['invalid_name', 'A name that is too long or not a string'],
  ['too_many_props', 'More than 32 properties'],
  ['visitor_day_full', 'One visitor sent more than 5,000 events in a day'],
  ['unknown_site', 'The site was not in the plan when the event arrived'],
  ['unknown_schema', 'Written by a later version of Cairn'],
  ['undecodable', 'Could not be read'],
  ['crawler', 'A crawler, by its user agent'],
  ['webdriver', 'An automated browser'],
  ['prefetch', 'Preloaded, never seen'],
  ['empty_agent', 'A request without a user agent'],
  ['internal', 'Internal traffic (IP addresses in your plan)'],
  ['referrer_spam', 'Referrer spam'],
  ['erased', 'Erased at a visitor’s request'],
]);

/** @param {string} code */
export const reason = code => REASONS.get(code) ?? spoken(code) ?? NONE;

/** Equivalent terms in other tools; the last column explains ours. */
export const GLOSSARY = [
  ['Event', 'Event', 'Event', '', 'One thing that happened: a page view, a click, an order.'],
  [
    'Visitor',
    'User',
    'Unique visitor',
    '',
    'A person as far as we can tell: recognised across days with consent, within one day without.',
  ],
  ['Visit', 'Session', 'Visit', 'Interaction', 'A visitor’s activity without a gap of 30 minutes, within one day.'],
  ['Goal', 'Key event', 'Goal', 'Conversion action', 'An action you want visitors to take.'],
  [
    'Macro goal',
    'Key event (the main one)',
    'Goal with revenue',
    'Primary conversion action',
    'The purpose of the site: an order, a quote, a contract.',
  ],
  [
    'Micro goal',
    'Key event',
    'Goal',
    'Secondary conversion action',
    'A smaller step. A milestone is on the path to a macro goal; a secondary action is another sign of interest.',
  ],
  ['Conversion', 'Key event count', 'Goal conversion', 'Conversions (all)', 'One counted event that met a goal.'],
  [
    'Converters',
    'Users with the key event',
    'Unique conversions',
    'Conversions (one per click)',
    'Distinct visitors who met a goal on a day.',
  ],
  [
    'Conversion rate',
    'User key event rate',
    'Conversion rate',
    'Conversion rate',
    'Converters divided by visitors, per day.',
  ],
  ['Value', 'Purchase revenue', 'Revenue goal', 'Conversion value', 'The value of the conversions, by currency.'],
  ['Funnel', 'Funnel exploration', 'Funnel', '', 'Ordered steps with a time limit.'],
  ['Entered', 'Users at step 1', 'Visitors entering', '', 'Visitors who took the first step on a day.'],
  ['Drop-off', 'Abandonment', 'Drop-off', '', 'Got this far before the time limit passed.'],
  [
    'Still open',
    'counted as abandonment',
    'counted as drop-off',
    'Conversion lag',
    'Got this far and may still continue. Other tools count these as lost.',
  ],
  ['Channel', 'Default channel group', 'Channel', 'Campaign type', 'Where the visit came from, by GA4’s rules.'],
  [
    'Source, medium, campaign',
    'Session source, medium, campaign',
    'Source, UTM tags',
    'Campaign',
    'The UTM tags of a visit’s first page, otherwise the referring site.',
  ],
  [
    'Recognisable share',
    'Consent rate (modelled)',
    '',
    'Consent mode impact',
    'Share of visitors who can be followed across days. Nothing is modelled.',
  ],
];
