/** The form of a site's settings: the keys of its block in the plan that are no definitions. */

import {asError} from '../api/api.js';
import {el} from '../ui/dom.js';
import {LANGUAGES} from '../ui/language.js';
import {t, tn} from '../ui/text.js';
import {once} from './busy.js';
import {field, focusFirstFault, number, options, sound, summary, text} from './fields.js';
import {style} from './style.js';
import {guard} from './unsaved.js';

/**
 * @import {PlanFault} from '#openapi'
 * @import {Choice, Context} from '#types'
 * @import {Field} from './fields.js'
 */

/** @typedef {'general' | 'collecting' | 'statistics' | 'sharing' | 'notices'} Group */

/**
 * A setting: `key` is its place in the block, `alerts.webhook`.
 *
 * @typedef Setting
 * @property {string} key
 * @property {string} label
 * @property {'text' | 'lines' | 'number' | 'choice' | 'truth' | 'json'} kind lines: a list with an item on each; truth: a choice
 *     of '' and true
 * @property {string} [hint]
 * @property {Choice[]} [choices]
 * @property {string} [missing] what is asked where it must not be empty
 */

/** @type {() => Record<Group, Setting[]>} */
const settingsOf = () => ({
  general: [
    {key: 'name', label: t('Name'), kind: 'text', hint: t('Shown in the dashboard; without it, the id.')},
    {
      key: 'time_zone',
      label: t('Time zone'),
      kind: 'text',
      missing: t('Which time zone? Such as Europe/Brussels or UTC.'),
      hint: t('A change takes effect at the next midnight.'),
    },
    {
      key: 'currency',
      label: t('Currency'),
      kind: 'text',
      missing: t('Which currency? Its three letters, such as EUR.'),
      hint: t('For amounts that are sent without one.'),
    },
  ],
  collecting: [
    {
      key: 'origins',
      label: t('Origins'),
      kind: 'lines',
      hint: t('Where pages may send from, one on a line: https://shop.example or https://*.shop.example.'),
    },
    {
      key: 'own_hosts',
      label: t('Own hosts'),
      kind: 'lines',
      hint: t('Hosts that are no referrers; without any, those of the origins.'),
    },
    {
      key: 'payment_hosts',
      label: t('Payment hosts'),
      kind: 'lines',
      hint: t('A return from one of them does not start a new channel: pay.example.'),
    },
    {
      key: 'keep_query',
      label: t('Query parameters to keep'),
      kind: 'lines',
      hint: t('Others but utm_*, ref and source are cut.'),
    },
    {key: 'internal', label: t('Internal networks'), kind: 'lines', hint: t('Your own people: 192.0.2.0/24.')},
    {
      key: 'identity',
      label: t('Whose user ids count'),
      kind: 'choice',
      choices: [
        ['', t('Any')],
        ['signed', t('Signed, or sent with a server key')],
        ['server', t('Sent with a server key')],
      ],
    },
  ],
  statistics: [
    {key: 'key_pages', label: t('Key pages'), kind: 'lines', hint: t('Pages that show interest: /price* or /rooms/*.')},
    {
      key: 'report_props',
      label: t('Properties in reports'),
      kind: 'lines',
      hint: t('Up to 10 keys whose values are counted. Not for personal data.'),
    },
    {
      key: 'retention_days',
      label: t('Days that visitors’ data are kept'),
      kind: 'number',
      hint: t('400 without it. Statistics are kept.'),
    },
    {
      key: 'exclude',
      label: t('Left out of the statistics'),
      kind: 'json',
      hint: t(
        'A list as JSON: [{"id": "fake_orders", "from": "2026-11-20T10:00:00Z", "to": "2026-11-20T18:00:00Z", "name": "purchase"}]',
      ),
    },
  ],
  sharing: [
    {
      key: 'public',
      label: t('Who sees the figures'),
      kind: 'truth',
      choices: [
        ['', t('People with a key or a link')],
        ['true', t('Anyone who has the address of the public page')],
      ],
      hint: t(
        'The public page shows overview, funnels, goals and channels, values included; no visitor, event or plan.',
      ),
    },
    {
      key: 'embed',
      label: t('Pages that may show it in a frame'),
      kind: 'lines',
      hint: t('Their origins, one on a line: https://www.shop.example. Without any, no page may.'),
    },
  ],
  notices: [
    {
      key: 'digest',
      label: t('Digest'),
      kind: 'choice',
      choices: [
        ['', t('None')],
        ['daily', t('Every morning')],
        ['weekly', t('On Mondays')],
        ['both', t('Every morning, and the week on Mondays')],
      ],
    },
    {
      key: 'language',
      label: t('Language of the digest'),
      kind: 'choice',
      choices: [['', 'English'], ...LANGUAGES.filter(([id]) => id !== 'en')],
    },
    {
      key: 'alerts.chat',
      label: t('Chat'),
      kind: 'text',
      hint: t('The address of an incoming webhook of Slack or a chat that takes the same, such as Mattermost.'),
    },
    {
      key: 'alerts.webhook',
      label: t('Webhook'),
      kind: 'text',
      hint: t('An https address that gets each message as JSON.'),
    },
    {
      key: 'alerts.quiet_days',
      label: t('Quiet days'),
      kind: 'lines',
      hint: t('Days that are not usual, such as holidays: 2026-12-25.'),
    },
    {
      key: 'alerts.off',
      label: t('Not judged'),
      kind: 'lines',
      hint: t('Goals and series that raise no alarm: newsletter_signup, step:checkout:1, silence.'),
    },
    {
      key: 'alerts.watch',
      label: t('Watched pairs of goals'),
      kind: 'json',
      hint: t('As JSON: {"product_video": {"of": "player_page", "do": "video_watched"}}'),
    },
  ],
});

/** @type {() => Record<Group, string>} */
const headings = () => ({
  general: t('The site'),
  collecting: t('What is collected'),
  statistics: t('What is counted'),
  sharing: t('Public page'),
  notices: t('Alerts and digest'),
});

/**
 * @param {Record<string, unknown>} settings
 * @param {string} key
 * @returns {unknown}
 */
const at = (settings, key) =>
  key.split('.').reduce((level, part) => /** @type {any} */ (level)?.[part], /** @type {unknown} */ (settings));

/**
 * @param {Setting} setting
 * @param {unknown} value
 */
function written({kind}, value) {
  if (
    value === undefined ||
    value === null ||
    value === false ||
    value === 'none' ||
    value === 'any' ||
    value === 'en'
  ) {
    return '';
  }
  if (kind === 'lines') {
    return [value].flat().join('\n');
  }
  return kind === 'json' ? JSON.stringify(value, null, 2) : String(value);
}

/**
 * The value of what was typed; null where it is empty. Throws SyntaxError where it is no JSON.
 *
 * @param {Setting} setting
 * @param {string} typed
 */
function read({kind}, typed) {
  if (typed.trim() === '') {
    return null;
  }
  if (kind === 'lines') {
    return typed
      .split('\n')
      .map(each => each.trim())
      .filter(Boolean);
  }
  return kind === 'json' || kind === 'truth' ? JSON.parse(typed) : kind === 'number' ? Number(typed) : typed.trim();
}

/**
 * @param {Setting} setting
 * @param {string} typed
 */
function faultOf(setting, typed) {
  if (setting.missing && typed.trim() === '') {
    return setting.missing;
  }
  try {
    read(setting, typed);
    return null;
  } catch {
    return t('This is not valid JSON. Look for a missing quote, comma or bracket.');
  }
}

/**
 * The changed keys of the block; those of `alerts` change together, since they are one key.
 *
 * @param {Map<Setting, string>} typed
 * @param {Record<string, unknown>} before
 */
function changesOf(typed, before) {
  /** @type {Record<string, any>} */
  const changes = {};
  for (const [setting, value] of typed) {
    if (value === written(setting, at(before, setting.key))) {
      continue;
    }
    const [key, part] = setting.key.split('.');
    if (part === undefined) {
      changes[key] = read(setting, value);
    } else {
      changes[key] ??= {.../** @type {object} */ (before[key] ?? {})};
      const now = read(setting, value);
      if (now === null) {
        delete changes[key][part];
      } else {
        changes[key][part] = now;
      }
    }
  }
  for (const [key, value] of Object.entries(changes)) {
    changes[key] = value !== null && typeof value === 'object' && Object.keys(value).length === 0 ? null : value;
  }
  return changes;
}

/**
 * A form with groups of settings, which loads and saves itself.
 *
 * @param {Context} context
 * @param {Group[]} groups
 */
export async function settingsForm({api, path, site, signal}, groups) {
  style();
  let plan = await api.get(`${path}/plan`, {}, signal);
  let before = /** @type {Record<string, unknown>} */ (plan.settings);
  /** @type {Map<Setting, string>} */
  const typed = new Map();
  /** @type {[Setting, Field][]} */
  const fields = [];
  const known = settingsOf();
  const parts = groups.map(group =>
    el(
      'fieldset',
      {class: 'editor-group'},
      groups.length > 1 ? el('legend', {}, headings()[group]) : null,
      known[group].map(setting => {
        typed.set(setting, written(setting, at(before, setting.key)));
        const made = settingField(setting, typed);
        fields.push([setting, made]);
        return made.element;
      }),
    ),
  );
  const wrong = summary();
  const said = el('p', {class: 'fine', role: 'status'});
  const save = el('button', {type: 'submit', class: 'primary'}, t('Save'));

  const changes = () => changesOf(typed, before);
  const isChanged = () => {
    try {
      return Object.keys(changes()).length > 0;
    } catch {
      return true;
    }
  };

  /**
   * Shows each fault beside its field; returns the others.
   *
   * @param {PlanFault[]} faults
   */
  function beside(faults) {
    const left = new Set(faults);
    for (const [{key}, made] of fields) {
      const own = faults.filter(({path: place}) => {
        const within = place.startsWith(`sites.${site.id}.`) ? place.slice(`sites.${site.id}.`.length) : '';
        return within === key || within.startsWith(`${key}.`) || within.startsWith(`${key}[`);
      });
      own.forEach(each => left.delete(each));
      made.fault(own.map(each => each.message).join('; ') || null);
    }
    return [...left];
  }

  /** Asks the server about what was typed so far, once a field is left. */
  async function check() {
    try {
      if (isChanged()) {
        const {body} = await api.send('POST', `${path}/plan/preview?form=changes`, {settings: changes()});
        beside(body.faults);
      }
    } catch {
      // The same is checked when it is saved.
    }
  }

  async function put() {
    wrong.show([]);
    said.textContent = '';
    try {
      const {body} = await api.send('PATCH', `${path}/plan`, {settings: changes()}, {'if-match': plan.etag});
      plan = await api.get(`${path}/plan`, {}, signal);
      before = /** @type {Record<string, unknown>} */ (plan.settings);
      beside([]);
      said.textContent = t('Saved as version {version}.', {version: body.version});
    } catch (error) {
      const {code, kind, message, error: told} = asError(error);
      if (code === 'invalid_plan') {
        const faults = told?.faults ?? [];
        wrong.show(beside(faults), tn(faults.length, 'This cannot be saved yet', 'These cannot be saved yet'));
        focusFirstFault(form);
      } else if (kind === 'conflict') {
        plan = await api.get(`${path}/plan`, {}, signal);
        wrong.show(
          [{path: '', message: t('Somebody saved another version meanwhile. Saving again adds your changes to it.')}],
          t('Not saved yet'),
        );
      } else {
        wrong.notSaved(kind, message);
      }
    }
  }

  /** @type {HTMLFormElement} */
  const form = el(
    'form',
    {
      class: 'editor-fields',
      novalidate: true,
      on: {
        submit: event => {
          event.preventDefault();
          once(save, () => {
            if (!sound(form)) {
              return undefined;
            }
            if (!isChanged()) {
              said.textContent = t('Nothing has changed.');
              return undefined;
            }
            return put();
          });
        },
        change: check,
      },
    },
    parts,
    wrong.element,
    el('p', {class: 'actions'}, save, said),
  );
  guard(() => form.isConnected && isChanged());
  return form;
}

/**
 * @param {Setting} setting
 * @param {Map<Setting, string>} typed
 */
function settingField(setting, typed) {
  const {kind, label, hint, choices = []} = setting;
  /** @param {string} value */
  const set = value => {
    typed.set(setting, value);
  };
  const value = typed.get(setting) ?? '';
  return field(
    label,
    (id, described) => {
      const attributes = {id, 'aria-describedby': described, name: setting.key};
      switch (kind) {
        case 'choice':
        case 'truth':
          return options(choices, value, set, attributes);
        case 'number':
          return number(value === '' ? null : Number(value), set, attributes);
        case 'text':
          return text(value, set, attributes);
        default:
          return el(
            'textarea',
            {
              ...attributes,
              rows: Math.min(12, Math.max(kind === 'json' ? 4 : 2, value.split('\n').length + 1)),
              spellcheck: 'false',
              on: {input: event => set(event.currentTarget.value)},
            },
            value,
          );
      }
    },
    {hint, check: () => faultOf(setting, typed.get(setting) ?? '')},
  );
}
