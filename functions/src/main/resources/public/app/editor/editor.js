/** Edits a site's plan without YAML: each definition in a form with a preview beside it, and the site's settings. */

import {goalName} from '../ui/names.js';
import {asError} from '../api/api.js';
import {to} from '../ui/address.js';
import {el, replace, unseen} from '../ui/dom.js';
import {spoken} from '../ui/format.js';
import {notice} from '../ui/notices.js';
import {card, table, verbatim} from '../ui/parts.js';
import {t, tn} from '../ui/text.js';
import {audienceForm} from './audience-form.js';
import {once} from './busy.js';
import {focusFirstFault, sound, summary} from './fields.js';
import {NEW_FUNNEL, funnelForm} from './funnel-form.js';
import {goalForm} from './goal-form.js';
import {COUNTS, TIERS, isId, sentence, tierOf, within} from './model.js';
import {past} from './past.js';
import {preview} from './preview.js';
import {seen} from './seen.js';
import {settingsForm} from './settings-form.js';
import {style} from './style.js';
import {targetForm} from './target-form.js';
import {guard, leaves} from './unsaved.js';

/**
 * @import {Definition, PlanChanges, PlanFault, PlanPreview, SitePlan} from '#openapi'
 * @import {Child, Column, Context} from '#types'
 * @import {AudienceDefinition} from './audience-form.js'
 * @import {Form} from './fields.js'
 * @import {Names} from './goal-form.js'
 * @import {FunnelDefinition, GoalDefinition} from './model.js'
 * @import {Start} from './seen.js'
 * @import {TargetDefinition} from './target-form.js'
 */

/** @type {() => Record<string, string>} */
const origins = () => ({
  default: t('comes with Cairn'),
  plan: t('shared by all sites'),
  site: t('this site only'),
});

/** @typedef {'goals' | 'funnels' | 'targets' | 'audiences'} Section */

/** @typedef {{heading: string, add: string, fresh: string, none: string}} Words */

/** @type {() => Record<Section, Words>} */
const wordsOf = () => ({
  goals: {heading: t('Goals'), add: t('Add a goal'), fresh: t('A new goal'), none: t('There is no goal yet.')},
  funnels: {
    heading: t('Funnels'),
    add: t('Add a funnel'),
    fresh: t('A new funnel'),
    none: t('There is no funnel yet.'),
  },
  targets: {
    heading: t('Targets'),
    add: t('Add a target'),
    fresh: t('A new target'),
    none: t('There is no target yet.'),
  },
  audiences: {
    heading: t('Audiences'),
    add: t('Add an audience'),
    fresh: t('A new audience'),
    none: t('There is no audience yet.'),
  },
});

/** The names of drafts that have none yet, for the preview. */
const NEW = {goals: 'new_goal', funnels: NEW_FUNNEL, targets: 'new_target', audiences: 'new_audience'};

const DAY_MS = 86_400_000;
const DAYS_IN_USE = 30;

export const title = () => t('Plan');

/**
 * Draws the lists of definitions; a form takes their place while one is edited. `#/plan/goal?event=NAME` and
 * `?page=PATH` open the form of a new goal, `#/plan/site` the settings.
 *
 * @param {HTMLElement} container
 * @param {Context} context
 */
export async function show(container, context) {
  style();
  if (!context.scopes.some(scope => scope === 'plan:write' || scope === 'admin')) {
    replace(
      container,
      notice({
        title: t('Your key can only read statistics'),
        text: t('To edit goals and funnels, sign in with a key that can write the plan (scope plan:write).'),
      }),
    );
    return;
  }
  const {id, params} = context.route;
  if (id === 'site') {
    await siteSettings(container, context);
    return;
  }
  const [plan, used] = await Promise.all([planOf(context), inUse(context)]);
  const editor = new Editor(container, context, plan, used);
  if (id === 'goal') {
    await editor.edit('goals', null, {event: params.get('event') ?? undefined, page: params.get('page') ?? undefined});
  } else {
    await editor.list();
  }
}

/**
 * @param {HTMLElement} container
 * @param {Context} context
 */
async function siteSettings(container, context) {
  const form = await settingsForm(context, ['general', 'collecting', 'statistics', 'notices']);
  replace(
    container,
    el('p', {}, el('a', {href: to('plan', null)}, t('All of the plan'))),
    card(t('Settings of {site}', {site: context.site.name}), form),
  );
}

/** @typedef {(faults: PlanFault[], heading?: string) => void} Faulty */

/** @typedef {ReturnType<typeof summary>} Summary */

/** @type {Names} */
const NO_NAMES = {names: [], pages: [], sample: null};

/** @param {Context} context */
const planOf = ({api, path, signal}) => api.get(`${path}/plan`, {}, signal);

/**
 * The goals that were met in the last days; null where that cannot be read.
 *
 * @param {Context} context
 * @returns {Promise<Set<string> | null>}
 */
async function inUse({api, path, signal, today}) {
  try {
    const from = new Date(Date.parse(`${today}T00:00:00Z`) - (DAYS_IN_USE - 1) * DAY_MS).toISOString().slice(0, 10);
    const {total} = await api.get(`${path}/goals`, {from, to: today, totals: 'only'}, signal);
    return new Set((total ?? []).filter(each => each.conversions > 0).map(each => each.goal));
  } catch {
    return null;
  }
}

/** @param {Definition} each */
const goalOf = each => /** @type {GoalDefinition} */ (each.definition);

/** @param {Definition} each */
const funnelOf = each => /** @type {FunnelDefinition} */ (each.definition);

/** @param {Definition} each */
const targetOf = each => /** @type {TargetDefinition} */ (each.definition);

/** @param {Definition} each */
const audienceOf = each => /** @type {AudienceDefinition} */ (each.definition);

/** @type {() => Record<Section, Column<Definition>[]>} */
const columnsOf = () => ({
  goals: [
    {
      label: t('Looks for'),
      cell: each => sentence(goalOf(each)).map(part => (typeof part === 'string' ? part : verbatim(part.verbatim))),
    },
    {label: t('Kind'), wide: true, cell: each => TIERS.get(tierOf(goalOf(each)))?.[0] ?? ''},
    {label: t('Counts'), wide: true, cell: each => COUNTS.get(goalOf(each).count ?? 'event')},
  ],
  funnels: [
    {
      label: t('Steps'),
      cell: each =>
        el(
          'ol',
          {class: 'editor-inline'},
          (funnelOf(each).steps ?? []).map(goal => el('li', {}, goalName(goal))),
        ),
    },
    {label: t('Within'), wide: true, cell: each => funnelOf(each).window ?? '30d'},
  ],
  targets: [
    {
      label: t('Target'),
      cell: each => {
        const {metric = '', goal, value, change} = targetOf(each);
        return [
          spoken(metric),
          goal ? t(' of {goal}', {goal: goalName(goal)}) : '',
          ': ',
          String(value ?? change ?? ''),
        ];
      },
    },
    {label: t('Days'), wide: true, cell: each => `${targetOf(each).from ?? ''} – ${targetOf(each).to ?? ''}`},
  ],
  audiences: [
    {
      label: t('Who'),
      cell: each => {
        const {did = '', not} = audienceOf(each);
        return not
          ? t('did {did}, not {not} since', {did: goalName(did), not: goalName(not)})
          : t('did {did}', {did: goalName(did)});
      },
    },
    {label: t('Within'), wide: true, cell: each => audienceOf(each).within ?? '30d'},
  ],
});

class Editor {
  #container;
  #context;
  #plan;
  #used;
  /** @type {Promise<Names> | null} */
  #names = null;
  #status = el('p', {class: 'unseen', role: 'status'});

  /**
   * @param {HTMLElement} container
   * @param {Context} context
   * @param {SitePlan} plan
   * @param {Set<string> | null} used
   */
  constructor(container, context, plan, used) {
    this.#container = container;
    this.#context = context;
    this.#plan = plan;
    this.#used = used;
  }

  async #reload() {
    this.#plan = await planOf(this.#context);
  }

  /** Names that were seen. A form also works without them, but has no suggestions. */
  #seen() {
    const {api, path, signal} = this.#context;
    this.#names ??= api.get(`${path}/names`, {}, signal).catch(() => NO_NAMES);
    return this.#names;
  }

  /**
   * Whether a goal is the plan's own, a step of one of its funnels, or was met lately.
   *
   * @param {Definition} each
   */
  #isUsed({id, origin}) {
    return (
      this.#used === null ||
      origin !== 'default' ||
      this.#used.has(id) ||
      this.#plan.funnels.some(funnel => funnel.origin !== 'default' && funnelOf(funnel).steps?.includes(id))
    );
  }

  /** @param {HTMLElement | null} above a message above the lists */
  async list(above = null) {
    guard(null);
    const names = await this.#seen();
    if (this.#context.signal.aborted) {
      return;
    }
    replace(
      this.#container,
      el('div', {class: 'editor-above'}, above),
      el(
        'p',
        {class: 'explained'},
        t('Goals are actions you want visitors to take; funnels put goals in order. Changes apply to the site '),
        el('strong', {}, this.#context.site.name ?? this.#context.site.id),
        t(' only, as soon as they are saved.'),
      ),
      seen(names, this.#plan.goals, start => this.edit('goals', null, start)),
      this.#section('goals'),
      this.#section('funnels'),
      this.#section('targets'),
      this.#section('audiences'),
      card(
        t('The site’s settings'),
        el('p', {class: 'fine'}, t('Origins, time zone, key pages, what is left out, alerts and the digest.')),
        {head: el('a', {class: 'button', href: to('plan', 'site')}, t('Change the settings'))},
      ),
    );
  }

  /** @param {Section} section */
  #section(section) {
    const words = wordsOf()[section];
    const add = el(
      'button',
      {type: 'button', class: 'primary', on: {click: () => this.edit(section, null)}},
      words.add,
    );
    const rows = this.#plan[section].toSorted((a, b) => (a.origin === 'site' ? 0 : 1) - (b.origin === 'site' ? 0 : 1));
    const used = section === 'goals' ? rows.filter(each => this.#isUsed(each)) : rows;
    const others = rows.filter(each => !used.includes(each));
    return card(
      words.heading,
      [
        used.length === 0 ? el('p', {class: 'empty'}, words.none) : this.#table(section, words.heading, used),
        others.length === 0
          ? null
          : el(
              'details',
              {class: 'rest', 'data-folded': section},
              el(
                'summary',
                {},
                tn(
                  others.length,
                  '1 goal that comes with Cairn and was not met in the last 30 days',
                  '{n} goals that come with Cairn and were not met in the last 30 days',
                ),
              ),
              this.#table(section, t('Goals that were not met'), others),
            ),
      ],
      {head: add},
    );
  }

  /**
   * @param {Section} section
   * @param {string} heading
   * @param {Definition[]} rows
   */
  #table(section, heading, rows) {
    return table(
      heading,
      [
        {label: t('Name'), cell: each => [spoken(each.id), el('span', {class: 'hint'}, origins()[each.origin])]},
        ...columnsOf()[section],
        {
          label: '',
          cell: each =>
            el(
              'button',
              {type: 'button', 'data-edit': each.id, on: {click: () => this.edit(section, each)}},
              t('Change'),
              unseen(` ${spoken(each.id)}`),
            ),
        },
      ],
      rows,
      {whole: true},
    );
  }

  /**
   * @param {Section} section
   * @param {Definition | null} before
   * @param {Names} names
   * @param {Start} start
   * @param {() => void} changed
   * @returns {Form}
   */
  #form(section, before, names, start, changed) {
    const ids = this.#plan.goals.map(each => each.id).toSorted();
    switch (section) {
      case 'goals':
        return goalForm(before, names, this.#context.site, changed, start);
      case 'funnels': {
        const used = this.#plan.goals.filter(each => this.#isUsed(each)).map(each => each.id);
        return funnelForm(
          before,
          {used: used.toSorted(), other: ids.filter(each => !used.includes(each))},
          changed,
          text => this.#say(text),
        );
      }
      case 'targets':
        return targetForm(before, ids, changed);
      default:
        return audienceForm(before, ids, changed);
    }
  }

  /**
   * @param {Section} section
   * @param {Definition | null} before
   * @param {Start} start what a new goal looks for at first
   */
  async edit(section, before, start = {}) {
    const names = await this.#seen();
    if (this.#context.signal.aborted) {
      return;
    }
    const wrong = summary();
    const changed = () => panel?.refresh();
    const form = this.#form(section, before, names, start, changed);
    /** @param {PlanFault[]} faults */
    const beside = faults =>
      form.show(
        faults.map(fault => ({
          ...fault,
          within: within(fault.path, this.#context.site.id, section, form.id() || NEW[section]),
        })),
      );
    const counts = section === 'goals' || section === 'funnels';
    const panel = counts
      ? preview(() => this.#ask(section, form), beside, this.#context.signal, {
          counted: form.counted,
          first: () => /** @type {FunnelDefinition} */ (form.definition()).steps?.length === 1,
        })
      : null;
    const heading = el(
      'h2',
      {tabindex: '-1'},
      before ? t('Change {name}', {name: spoken(before.id)}) : wordsOf()[section].fresh,
    );
    const save = el('button', {type: 'submit', class: 'primary'}, t('Save'));
    /** @type {HTMLFormElement} */
    const element = el(
      'form',
      {
        class: counts ? 'editor' : 'editor alone',
        novalidate: true,
        on: {
          submit: event => {
            event.preventDefault();
            once(save, () => this.#save(section, form, element, beside, wrong));
          },
        },
      },
      el(
        'section',
        {class: 'card editor-form'},
        heading,
        note(before),
        form.element,
        wrong.element,
        el(
          'p',
          {class: 'actions'},
          save,
          el('button', {type: 'button', on: {click: () => this.#cancel()}}, t('Cancel')),
          before?.origin === 'site' ? this.#removal(section, before, wrong) : null,
        ),
      ),
      panel?.element,
    );
    replace(this.#container, element, this.#status);
    const opened = snapshot(form);
    guard(() => element.isConnected && snapshot(form) !== opened);
    heading.focus();
    panel?.refresh();
  }

  /** @param {string} text */
  #say(text) {
    this.#status.textContent = text;
  }

  async #cancel() {
    if (await leaves()) {
      await this.#back();
    }
  }

  /** @param {HTMLElement | null} above */
  async #back(above = null) {
    history.replaceState(null, '', to('plan', null, {event: '', page: ''}));
    await this.list(above);
    const target = above ?? this.#container.querySelector('button');
    target?.focus();
    target?.scrollIntoView({block: 'nearest'});
  }

  /**
   * @param {Section} section
   * @param {Form} form
   * @returns {Promise<PlanPreview> | null} null while it cannot be parsed
   */
  #ask(section, form) {
    try {
      const draft = {[section]: {[form.id() || NEW[section]]: (form.draft ?? form.definition)()}};
      return this.#context.api
        .send('POST', `${this.#context.path}/plan/preview?form=changes`, draft)
        .then(answer => answer.body);
    } catch {
      return null;
    }
  }

  /**
   * @param {Section} section
   * @param {Form} form
   * @param {HTMLFormElement} element
   * @param {(faults: PlanFault[]) => PlanFault[]} beside
   * @param {Summary} wrong
   */
  async #save(section, form, element, beside, wrong) {
    wrong.show([]);
    if (sound(element) && isId(form.id())) {
      await this.#put({[section]: {[form.id()]: form.definition()}}, wrong, (faults, heading) => {
        wrong.show(beside(faults), heading);
        focusFirstFault(element);
      });
    }
  }

  /**
   * @param {PlanChanges} draft
   * @param {Summary} wrong
   * @param {Faulty} faulty
   */
  async #put(draft, wrong, faulty) {
    const {api, path} = this.#context;
    try {
      const {body} = await api.send('PATCH', `${path}/plan`, draft, {'if-match': this.#plan.etag});
      guard(null);
      await this.#reload();
      await this.#back(past(this.#context, body));
    } catch (error) {
      const {kind, code, message, error: told} = asError(error);
      if (code === 'invalid_plan') {
        faulty(told?.faults ?? [], t('This cannot be saved yet'));
      } else if (kind === 'conflict') {
        await this.#reload();
        wrong.show(
          [
            {
              path: '',
              message: t(
                'Someone else saved a new version while you were editing. Your changes are still here: saving again adds them to the new version, replacing only this definition.',
              ),
            },
          ],
          t('Not saved yet'),
        );
      } else {
        wrong.notSaved(kind, message);
      }
    }
  }

  /**
   * @param {Section} section
   * @param {Definition} before
   * @param {Summary} wrong
   * @returns {Child}
   */
  #removal(section, before, wrong) {
    /** @type {HTMLButtonElement} */
    const sure = el(
      'button',
      {
        type: 'button',
        hidden: true,
        on: {
          click: () =>
            once(sure, () => this.#put({[section]: {[before.id]: null}}, wrong, faults => wrong.show(faults))),
        },
      },
      before.replaces ? t('Yes, go back to the one for all sites') : t('Yes, remove'),
    );
    /** @type {HTMLButtonElement} */
    const ask = el(
      'button',
      {
        type: 'button',
        on: {
          click: () => {
            sure.hidden = false;
            ask.hidden = true;
            sure.focus();
          },
        },
      },
      before.replaces ? t('Go back to the one for all sites') : t('Remove'),
    );
    return [ask, sure];
  }
}

/**
 * What a form has, to tell whether it was changed.
 *
 * @param {Form} form
 */
function snapshot(form) {
  try {
    return JSON.stringify([form.id(), form.definition()]);
  } catch {
    return 'not readable';
  }
}

/**
 * Explains what saving does to a definition that other sites share.
 *
 * @param {Definition | null} before
 */
function note(before) {
  return before && before.origin !== 'site'
    ? el(
        'p',
        {class: 'fine'},
        before.origin === 'default' ? t('This one comes with Cairn.') : t('This one is shared by all sites.'),
        ' ',
        t('Your version replaces it on this site only; you can go back to it later.'),
      )
    : null;
}
