/** Files for ad platforms. Reports have their own CSV where they are shown. */

import {field, options, sound} from '../editor/fields.js';
import {append, el} from '../ui/dom.js';
import {save} from '../ui/download.js';
import {card} from '../ui/parts.js';
import {t} from '../ui/text.js';
import {doing, isAdmin, needs} from './parts.js';

/** @import {Context} from '#types' */

const DAY_MS = 86_400_000;
const DAYS = 30;

/**
 * @param {HTMLElement} container
 * @param {Context} context
 */
export function show(container, context) {
  const {api, path, site, today, scopes} = context;
  if (!isAdmin(context) && !scopes.includes('audience:read')) {
    append(container, needs('audience:read'));
    return;
  }
  const asked = {
    from: new Date(Date.parse(`${today}T00:00:00Z`) - (DAYS - 1) * DAY_MS).toISOString().slice(0, 10),
    to: today,
    click: 'gclid',
  };
  /**
   * @param {'from' | 'to'} key
   * @param {string} label
   */
  const day = (key, label) =>
    field(
      label,
      (id, described) =>
        el('input', {
          type: 'date',
          id,
          'aria-describedby': described,
          value: asked[key],
          max: today,
          on: {
            input: event => {
              asked[key] = event.currentTarget.value;
            },
          },
        }),
      {
        check: () =>
          !asked[key] ? t('Which day?') : asked.to < asked.from ? t('The last day is before the first.') : null,
      },
    );
  const click = field(
    t('Kind of click'),
    (id, described) =>
      options(
        [
          ['gclid', 'gclid'],
          ['gbraid', 'gbraid'],
          ['wbraid', 'wbraid'],
        ],
        asked.click,
        value => {
          asked.click = value;
        },
        {id, 'aria-describedby': described},
      ),
    {hint: t('A file of conversions has one.')},
  );
  const form = el(
    'div',
    {class: 'editor-fields'},
    el('div', {class: 'editor-two'}, day('from', t('From')).element, day('to', t('To')).element, click.element),
  );
  /**
   * @param {string} label
   * @param {'ads-conversions' | 'ads-adjustments'} name
   * @param {boolean} clicks
   */
  const file = (label, name, clicks) =>
    doing(label, async () => {
      if (!sound(form)) {
        return undefined;
      }
      const {from, to} = asked;
      save(
        await api.file(`${path}/${name}.csv`, {from, to, ...(clicks ? {click: asked.click} : {})}),
        `${site.id}-${name}.csv`,
      );
      return t('Saved.');
    });
  append(
    form,
    el(
      'p',
      {class: 'actions'},
      file(t('Conversions'), 'ads-conversions', true),
      file(t('Refunds'), 'ads-adjustments', false),
    ),
  );
  append(
    container,
    card(t('Files for Google Ads'), [
      el(
        'p',
        {class: 'fine'},
        t(
          'Conversions of goals that go to ads, by visitors who consent to ads and came by a click; docs/insights/ads.md.',
        ),
      ),
      form,
    ]),
  );
}
