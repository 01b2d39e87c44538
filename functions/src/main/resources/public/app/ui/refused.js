/** Pages whose origin the site does not list, with what to do about them. */

import {to} from './address.js';
import {el} from './dom.js';
import {count, moment} from './format.js';
import {sum, table, verbatim} from './parts.js';
import {t, tn} from './text.js';

/** @import {HealthAnswer} from '#openapi' */
/** @import {Site} from '#types' */

/**
 * @param {HealthAnswer} health
 * @param {Site} site
 */
export function refusedOrigins({refused_origins: origins}, site) {
  const all = sum(origins.map(each => each.count));
  const first = origins.find(each => each.origin.startsWith('http'))?.origin;
  return origins.length === 0
    ? el('p', {class: 'fine'}, t('0 requests were refused in the last 24 hours.'))
    : [
        el(
          'p',
          {class: 'lead'},
          tn(
            all,
            '1 request was refused in the last 24 hours: nothing of it is counted.',
            '{n} requests were refused in the last 24 hours: nothing of them is counted.',
            {n: count(all)},
          ),
        ),
        el(
          'p',
          {},
          first
            ? t('If {origin} is yours, add it to sites.{site}.origins in the plan: it counts from then on.', {
                origin: first,
                site: site.id,
              })
            : t('If these pages are yours, add their origin to sites.{site}.origins in the plan.', {site: site.id}),
          ' ',
          el('a', {href: to('plan', null)}, t('Open the plan')),
        ),
        table(
          t('Refused origins'),
          [
            {label: t('Origin'), cell: ({origin}) => verbatim(named(origin))},
            {label: t('Requests'), number: true, cell: ({count: requests}) => count(requests)},
            {
              label: t('Last seen'),
              cell: ({last_seen: at}) => moment(at, site.time_zone),
              sort: ({last_seen: at}) => at,
            },
          ],
          origins,
        ),
      ];
}

/** @param {string} origin */
function named(origin) {
  if (origin === '(other)') {
    return t('All others');
  }
  return origin === '(malformed)' ? t('No origin') : origin;
}
