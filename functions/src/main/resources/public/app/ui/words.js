/** What the figures are called, in the words of people who sell things. */

import {NONE, spoken} from './format.js';

/** @import {Dimension} from '#types' */

/** What figures can be split by: the API's word and ours. */
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
 * Our word for what figures are split by.
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
 * A value of a dimension. What visitors' browsers sent is shown as it is.
 *
 * @param {string} dimension
 * @param {string | null | undefined} text
 */
export function value(dimension, text) {
  if (text === null || text === undefined) {
    return dimension === 'campaign' || dimension === 'term' || dimension === 'content' ? 'Not tagged' : 'Not known';
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
        'Everybody who took the first step on a day, and how far they have come since, also weeks later. Who may ' +
        'still go on is counted as still open, not as lost. Only visitors who can be ' +
        'recognised on another day are counted.',
    },
  ],
  [
    'same_day',
    {
      label: 'Within one day',
      text:
        'How far people come on the day on which they take the first step; at midnight it is over. All visitors are ' +
        'counted, also those who cannot be recognised the next day.',
    },
  ],
  [
    'completion',
    {
      label: 'By day of completion',
      text: 'Everybody who took the last step on a day, however long ago the first one was, and how long it took them.',
    },
  ],
]);

/** Why events were refused: what happened, and what to do. */
export const REASONS = new Map([
  ['too_old', 'Happened more than 24 hours before it was sent'],
  ['missing_name', 'An event without a name'],
  ['missing_id', 'An event without an id'],
  ['invalid_id', 'An id with characters that are not allowed'],
  ['invalid_name', 'A name that is too long or no text'],
  ['too_many_props', 'More than 32 properties'],
  ['visitor_day_full', 'One visitor sent more than 5,000 events in a day'],
  ['unknown_site', 'The site was in no plan when the event came'],
  ['unknown_schema', 'Written by a later version of Cairn'],
  ['undecodable', 'Could not be read'],
  ['crawler', 'A crawler, by its user agent'],
  ['webdriver', 'A browser steered by a program'],
  ['prefetch', 'Loaded ahead, never seen by anybody'],
  ['empty_agent', 'A request without a user agent'],
  ['internal', 'Your own people (addresses in your plan)'],
  ['referrer_spam', 'Referrer spam'],
  ['erased', 'Erased at a visitor’s request'],
]);

/** @param {string} code */
export const reason = code => REASONS.get(code) ?? spoken(code) ?? NONE;

/** The same things in other tools; the last column is where ours differs. */
export const GLOSSARY = [
  ['Event', 'Event', 'Event', '', 'One thing that happened: a page view, a click, an order.'],
  [
    'Visitor',
    'User',
    'Unique visitor',
    '',
    'A person as far as we can tell: recognised over days with consent, within one day without.',
  ],
  ['Visit', 'Session', 'Visit', 'Interaction', 'What one visitor does without a pause of 30 minutes, within one day.'],
  ['Goal', 'Key event', 'Goal', 'Conversion action', 'Something you want people to do.'],
  [
    'Macro goal',
    'Key event (the main one)',
    'Goal with revenue',
    'Primary conversion action',
    'What the site is for: an order, a quote, a contract.',
  ],
  [
    'Micro goal',
    'Key event',
    'Goal',
    'Secondary conversion action',
    'A smaller step. A milestone lies on the way to the macro goal, a secondary action beside it.',
  ],
  ['Conversion', 'Key event count', 'Goal conversion', 'Conversions (all)', 'One counted event that met a goal.'],
  [
    'Converters',
    'Users with the key event',
    'Unique conversions',
    'Conversions (one per click)',
    'Different visitors who met a goal on a day.',
  ],
  [
    'Conversion rate',
    'User key event rate',
    'Conversion rate',
    'Conversion rate',
    'Converters over visitors, per day.',
  ],
  ['Value', 'Purchase revenue', 'Revenue goal', 'Conversion value', 'What the conversions were worth, by currency.'],
  ['Funnel', 'Funnel exploration', 'Funnel', '', 'Steps in their order, with a time limit.'],
  ['Entered', 'Users at step 1', 'Visitors entering', '', 'Visitors who took the first step on a day.'],
  ['Drop-off', 'Abandonment', 'Drop-off', '', 'Came this far, and the time is up.'],
  [
    'Still open',
    'counted as abandonment',
    'counted as drop-off',
    'Conversion lag',
    'Came this far and may still go on. Other tools count these as lost.',
  ],
  ['Channel', 'Default channel group', 'Channel', 'Campaign type', 'Where the visit came from, by GA4’s rules.'],
  [
    'Source, medium, campaign',
    'Session source, medium, campaign',
    'Source, UTM tags',
    'Campaign',
    'The utm tags of a visit’s first page, else the site that linked to it.',
  ],
  [
    'Recognisable share',
    'Consent rate (modelled)',
    '',
    'Consent mode impact',
    'Share of visitors who can be followed over days. Nothing is modelled.',
  ],
];
