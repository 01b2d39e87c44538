/** Adds a site: its address, and what follows from it, which can be changed before it is saved. */

import {asError} from '../api/api.js';
import {once} from '../editor/busy.js';
import {field, focusFirstFault, sound, summary, text} from '../editor/fields.js';
import {isId} from '../editor/model.js';
import {style} from '../editor/style.js';
import {el} from '../ui/dom.js';
import {t} from '../ui/text.js';
import {idOf, nameOf, originOf, originsOf} from './origin.js';

/**
 * @import {PlanFault} from '#openapi'
 * @import {Api} from '../api/api.js'
 * @import {Field} from '../editor/fields.js'
 */

const CURRENCY = /^[A-Z]{3}$/;

/**
 * The currency that is most likely, by the browser's region.
 *
 * @type {Record<string, string>}
 */
const CURRENCIES = {
  US: 'USD',
  GB: 'GBP',
  CH: 'CHF',
  SE: 'SEK',
  NO: 'NOK',
  DK: 'DKK',
  PL: 'PLN',
  CZ: 'CZK',
  CA: 'CAD',
  LI: 'CHF',
  AU: 'AUD',
  NZ: 'NZD',
  JP: 'JPY',
};

/** @param {'timeZone' | 'currency'} kind */
function supported(kind) {
  try {
    return Intl.supportedValuesOf(kind);
  } catch {
    return [];
  }
}

function usualCurrency() {
  const {region = ''} = new Intl.Locale(navigator.language || 'en').maximize();
  return CURRENCIES[region] ?? 'EUR';
}

/**
 * @param {Api} api
 * @param {(id: string) => unknown} added is called once the site is in the plan
 */
export function siteForm(api, added) {
  style();
  const site = {
    address: '',
    name: '',
    id: '',
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC',
    currency: usualCurrency(),
  };
  const own = {name: false, id: false};
  const accepted = el('p', {class: 'hint', role: 'status'});
  /**
   * @param {string} label
   * @param {keyof typeof site} key
   * @param {() => string | null} check
   * @param {{hint?: string, suggestions?: string[], typed?: () => void, attributes?: Record<string, string>}} options
   */
  const line = (label, key, check, {hint, suggestions = [], typed = () => {}, attributes = {}} = {}) => {
    const list = `site-${key}-known`;
    return field(
      label,
      (id, described) =>
        el(
          'div',
          {},
          text(
            site[key],
            value => {
              site[key] = value.trim();
              typed();
            },
            {id, 'aria-describedby': described, ...attributes, list: suggestions.length ? list : null},
          ),
          suggestions.length
            ? el(
                'datalist',
                {id: list},
                suggestions.map(each => el('option', {value: each})),
              )
            : null,
        ),
      {hint, check},
    );
  };
  const zones = supported('timeZone');
  const address = line(
    t('Address of the site'),
    'address',
    () => (originOf(site.address) ? null : t('Which address does the site have? Such as https://shop.example')),
    {
      typed: derive,
      hint: t('As it is in the address bar of a browser.'),
      attributes: {inputmode: 'url', autocomplete: 'url', placeholder: 'https://shop.example'},
    },
  );
  const name = line(t('Name'), 'name', () => (site.name ? null : t('What is the site called? Enter a name.')), {
    typed: () => {
      own.name = true;
    },
    hint: t('Shown in the dashboard.'),
  });
  const id = line(
    t('Id'),
    'id',
    () => (isId(site.id) ? null : t('Which id? Up to 64 lower-case letters, digits, - and _.')),
    {
      typed: () => {
        own.id = true;
      },
      hint: t('Names the site in the script and in the API. It cannot be changed later.'),
    },
  );
  const zone = line(
    t('Time zone'),
    'zone',
    () =>
      site.zone && (!zones.length || zones.includes(site.zone) || site.zone === 'UTC' || /^Etc\//.test(site.zone))
        ? null
        : t('Which time zone? Such as Europe/Brussels or UTC.'),
    {
      suggestions: ['UTC', ...zones.filter(each => !each.startsWith('Etc/'))],
      hint: t('Days begin and end at its midnight.'),
    },
  );
  const currency = line(
    t('Currency'),
    'currency',
    () => (CURRENCY.test(site.currency.toUpperCase()) ? null : t('Which currency? Its three letters, such as EUR.')),
    {suggestions: supported('currency'), hint: t('For amounts that are sent without one.')},
  );
  const wrong = summary();
  const save = el('button', {type: 'submit', class: 'primary'}, t('Add the site'));

  function derive() {
    const origin = originOf(site.address);
    if (origin) {
      site.name = own.name ? site.name : nameOf(origin);
      site.id = own.id ? site.id : idOf(origin);
      set(name, site.name);
      set(id, site.id);
    }
    accepted.textContent = origin
      ? t('Events are accepted from {origins}.', {origins: originsOf(origin).join(t(' and '))})
      : '';
  }

  async function submit() {
    if (!sound(form)) {
      return;
    }
    wrong.show([]);
    try {
      await api.send('PUT', `/v1/sites/${encodeURIComponent(site.id)}`, {
        name: site.name,
        time_zone: site.zone,
        currency: site.currency.toUpperCase(),
        origins: originsOf(originOf(site.address) ?? ''),
      });
      await added(site.id);
    } catch (error) {
      refused(error);
    }
  }

  /** @param {unknown} error */
  function refused(error) {
    const {code, kind, message, error: told} = asError(error);
    if (code === 'site_exists') {
      id.fault(t('There is a site with this id already. Choose another one.'));
      focusFirstFault(form);
    } else if (code === 'invalid_plan') {
      wrong.show(
        (told?.faults ?? []).filter(each => !beside(each)),
        t('The site could not be added'),
      );
      focusFirstFault(form);
    } else {
      const said = kind === 'network' ? t('Cairn could not be reached. Try again in a moment.') : message;
      wrong.show(
        [{path: '', message: said || t('Something went wrong. Please try again.')}],
        t('The site was not added'),
      );
    }
  }

  /** @param {PlanFault} fault */
  function beside({path, message}) {
    /** @type {[Field, RegExp][]} */
    const places = [
      [address, /\.origins\b/],
      [zone, /\.time_zone$/],
      [currency, /\.currency$/],
      [name, /\.name$/],
    ];
    const place = places.find(([, pattern]) => pattern.test(path))?.[0];
    place?.fault(message);
    return Boolean(place);
  }

  const form = el(
    'form',
    {
      class: 'editor-fields',
      novalidate: true,
      on: {
        submit: event => {
          event.preventDefault();
          once(save, submit);
        },
      },
    },
    address.element,
    accepted,
    el('div', {class: 'editor-two'}, name.element, id.element),
    el('div', {class: 'editor-two'}, zone.element, currency.element),
    wrong.element,
    el('p', {class: 'actions'}, save),
  );
  return form;
}

/**
 * @param {Field} field
 * @param {string} value
 */
function set(field, value) {
  const input = field.input.querySelector('input');
  if (input) {
    input.value = value;
    field.fault(null);
  }
}
