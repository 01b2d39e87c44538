/** The labels of the figures, in marketing terms. */

import {NONE, span, spoken} from './format.js';
import {language} from './language.js';
import {t} from './text.js';

/** @import {Dimension, Points, Range} from '#types' */

/** The dimensions of a breakdown: the API's name and the label. */
export const DIMENSIONS = new Map([
  ['channel', t('Channel')],
  ['source', t('Source')],
  ['medium', t('Medium')],
  ['campaign', t('Campaign')],
  ['term', t('Search term')],
  ['content', t('Ad content')],
  ['referrer_host', t('Referring site')],
  ['entry_page', t('Entry page')],
  ['device', t('Device')],
  ['country', t('Country')],
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

/**
 * A label within a sentence; German writes its nouns as at the beginning.
 *
 * @param {string} label
 */
export const within = label => (language() === 'de' ? label : label.toLocaleLowerCase());

/** The API's filter value for visits without a value. */
export const NOT_SET = '(not set)';

const OWN_WORDS = new Set(['channel', 'device']);
const SPECIAL = new Map([
  ['ai_assistant', t('AI assistant')],
  ['sms', t('SMS')],
]);

/**
 * The label of a dimension's value. Values sent by browsers are shown unchanged.
 *
 * @param {string} dimension
 * @param {string | null | undefined} text
 */
export function value(dimension, text) {
  if (text === null || text === undefined || text === NOT_SET) {
    return dimension === 'campaign' || dimension === 'term' || dimension === 'content' ? t('Not tagged') : t('Unknown');
  }
  if (text === '(none)') {
    return t('Without a visitor');
  }
  if (text === '(other)') {
    return t('All others');
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
  ['milestone', t('Milestones')],
  ['secondary', t('Secondary actions')],
]);

/** The three ways to count a funnel (docs/rules.md, F4), each with its explanation. */
export const VIEWS = new Map([
  [
    'entry',
    {
      label: t('By day of entry'),
      text: t(
        'Visitors who took the first step on a day, and how far they have got since, even weeks later. Bars split ' +
          'those who did not go on into expected still and lost. Includes only visitors who can be recognised on ' +
          'another day.',
      ),
    },
  ],
  [
    'same_day',
    {
      label: t('Within one day'),
      text: t(
        'How far visitors get on the day of their first step; the funnel ends at midnight. Includes all visitors, ' +
          'even those who cannot be recognised the next day.',
      ),
    },
  ],
  [
    'completion',
    {
      label: t('By day of completion'),
      text: t('Visitors who took the last step on a day, however long ago the first step was, and how long it took.'),
    },
  ],
]);

/**
 * The range in words, within a sentence.
 *
 * @param {Range} range
 */
export const rangeWords = ({label, from, to}) => (label ? within(label) : span(from, to));

/**
 * A measure of what each point adds up.
 *
 * @param {string} measure
 * @param {Points} points
 */
export const per = (measure, points) =>
  ({
    day: t('{measure} per day', {measure}),
    week: t('{measure} per week', {measure}),
    month: t('{measure} per month', {measure}),
  })[points];

/** The reasons why events were rejected or excluded. */
export const REASONS = new Map([
  ['too_old', t('Happened more than 24 hours before it was sent')],
  ['missing_name', t('An event without a name')],
  ['missing_id', t('An event without an id')],
  ['invalid_id', t('An id with characters that are not allowed')],
  ['invalid_name', t('A name that is too long or not a string')],
  ['too_many_props', t('More than 32 properties')],
  ['visitor_day_full', t('One visitor sent more than 5,000 events in a day')],
  ['deferred', t('Waiting: the site’s goals took more than their share of time; counted within minutes')],
  ['unknown_site', t('The site was not in the plan when the event arrived')],
  ['unknown_schema', t('Written by a later version of Cairn')],
  ['undecodable', t('Could not be read')],
  ['crawler', t('A crawler, by its user agent')],
  ['webdriver', t('An automated browser')],
  ['prefetch', t('Preloaded, never seen')],
  ['empty_agent', t('A request without a user agent')],
  ['internal', t('Internal traffic (IP addresses in your plan)')],
  ['referrer_spam', t('Referrer spam')],
  ['erased', t('Erased at a visitor’s request')],
]);

/** @param {string} code */
export const reason = code => REASONS.get(code) ?? spoken(code) ?? NONE;

/** Equivalent terms in other tools; the last column explains ours. */
export const GLOSSARY = [
  {
    here: t('Event'),
    ga4: 'Event',
    plausible: 'Event',
    ads: '',
    what: t('One thing that happened: a page view, a click, an order.'),
  },
  {
    here: t('Visitor'),
    ga4: 'User',
    plausible: 'Unique visitor',
    ads: '',
    what: t('A person as far as we can tell: recognised across days with consent, within one day without.'),
  },
  {
    here: t('Visit'),
    ga4: 'Session',
    plausible: 'Visit',
    ads: 'Interaction',
    what: t('A visitor’s activity without a gap of 30 minutes, within one day.'),
  },
  {
    here: t('Goal'),
    ga4: 'Key event',
    plausible: 'Goal',
    ads: 'Conversion action',
    what: t('An action you want visitors to take.'),
  },
  {
    here: t('Macro goal'),
    ga4: 'Key event (the main one)',
    plausible: 'Goal with revenue',
    ads: 'Primary conversion action',
    what: t('The purpose of the site: an order, a quote, a contract.'),
  },
  {
    here: t('Micro goal'),
    ga4: 'Key event',
    plausible: 'Goal',
    ads: 'Secondary conversion action',
    what: t(
      'A smaller step. A milestone is on the path to a macro goal; a secondary action is another sign of interest.',
    ),
  },
  {
    here: t('Conversion'),
    ga4: 'Key event count',
    plausible: 'Goal conversion',
    ads: 'Conversions (all)',
    what: t('One counted event that met a goal.'),
  },
  {
    here: t('Converters'),
    ga4: 'Users with the key event',
    plausible: 'Unique conversions',
    ads: 'Conversions (one per click)',
    what: t('Distinct visitors who met a goal on a day.'),
  },
  {
    here: t('Conversion rate'),
    ga4: 'Session key event rate',
    plausible: '',
    ads: 'Conversion rate',
    what: t('Visits with a conversion divided by visits.'),
  },
  {
    here: t('Value'),
    ga4: 'Purchase revenue',
    plausible: 'Revenue goal',
    ads: 'Conversion value',
    what: t('The value of the conversions, by currency.'),
  },
  {
    here: t('Funnel'),
    ga4: 'Funnel exploration',
    plausible: 'Funnel',
    ads: '',
    what: t('Ordered steps with a time limit.'),
  },
  {
    here: t('Entered'),
    ga4: 'Users at step 1',
    plausible: 'Visitors entering',
    ads: '',
    what: t('Visitors who took the first step on a day.'),
  },
  {
    here: t('Drop-off'),
    ga4: 'Abandonment',
    plausible: 'Drop-off',
    ads: '',
    what: t('Got this far before the time limit passed.'),
  },
  {
    here: t('Still open'),
    ga4: 'counted as abandonment',
    plausible: 'counted as drop-off',
    ads: 'Conversion lag',
    what: t('Got this far and may still continue. Other tools count these as lost.'),
  },
  {
    here: t('Channel'),
    ga4: 'Default channel group',
    plausible: 'Channel',
    ads: 'Campaign type',
    what: t('Where the visit came from, by GA4’s rules.'),
  },
  {
    here: t('Source, medium, campaign'),
    ga4: 'Session source, medium, campaign',
    plausible: 'Source, UTM tags',
    ads: 'Campaign',
    what: t('The UTM tags of a visit’s first page, otherwise the referring site.'),
  },
  {
    here: t('Recognisable share'),
    ga4: 'Consent rate (modelled)',
    plausible: '',
    ads: 'Consent mode impact',
    what: t('Share of visitors who can be followed across days. Nothing is modelled.'),
  },
];
