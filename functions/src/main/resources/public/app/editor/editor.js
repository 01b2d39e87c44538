/** Edits a site's plan without YAML: goals and funnels, each in a form with a preview beside it. */

import {asError} from '../api/api.js';
import {el, replace} from '../ui/dom.js';
import {summary} from './fields.js';
import {funnelForm} from './funnel-form.js';
import {goalForm} from './goal-form.js';
import {COUNTS, TIERS, isId, sentence, tierOf, within} from './model.js';
import {past} from './past.js';
import {preview} from './preview.js';
import {spoken} from '../ui/format.js';
import {notice} from '../ui/notices.js';
import {card, table, verbatim} from '../ui/parts.js';

/**
 * @import {Definition, PlanChanges, PlanFault, PlanPreview, SitePlan} from '#openapi'
 * @import {Column, Context} from '#types'
 * @import {Form} from './fields.js'
 * @import {Names} from './goal-form.js'
 * @import {FunnelDefinition, GoalDefinition} from './model.js'
 */

const ORIGINS = new Map([
  ['default', 'comes with Cairn'],
  ['plan', 'shared by all sites'],
  ['site', 'this site only'],
]);
const NOUNS = {goals: 'goal', funnels: 'funnel'};

export const title = () => 'Plan';

/**
 * Draws the list of goals and funnels; a form takes its place while one is edited.
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
        title: 'Your key can only read statistics',
        text: 'To edit goals and funnels, sign in with a key that can write the plan (scope plan:write).',
      }),
    );
    return;
  }
  new Editor(container, context, await planOf(context)).list();
}

function style() {
  if (!document.querySelector('link[href="/app/editor.css"]')) {
    document.head.append(el('link', {rel: 'stylesheet', href: '/app/editor.css'}));
  }
}

/** @typedef {keyof typeof NOUNS} Section */

/** @typedef {(faults: PlanFault[], heading?: string) => void} Faulty */

/** @type {Names} */
const NO_NAMES = {names: [], pages: []};

/** @param {Context} context */
const planOf = ({api, path, signal}) => api.get(`${path}/plan`, {}, signal);

/** @param {Definition} each */
const goalOf = each => /** @type {GoalDefinition} */ (each.definition);

/** @param {Definition} each */
const funnelOf = each => /** @type {FunnelDefinition} */ (each.definition);

class Editor {
  #container;
  #context;
  #plan;
  /** @type {Promise<Names> | null} */
  #names = null;
  #status = el('p', {class: 'unseen', role: 'status'});

  /**
   * @param {HTMLElement} container
   * @param {Context} context
   * @param {SitePlan} plan
   */
  constructor(container, context, plan) {
    this.#container = container;
    this.#context = context;
    this.#plan = plan;
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

  /** @param {HTMLElement | null} above a message above the lists */
  list(above = null) {
    const said = el('div', {class: 'editor-above'}, above);
    replace(
      this.#container,
      said,
      el(
        'p',
        {class: 'explained'},
        'Goals are actions you want visitors to take; funnels put goals in order. Changes apply to the site ',
        el('strong', {}, this.#context.site.name ?? this.#context.site.id),
        ' only, as soon as they are saved.',
      ),
      this.#section('goals', 'Goals', [
        {
          label: 'Looks for',
          cell: each => sentence(goalOf(each)).map(part => (typeof part === 'string' ? part : verbatim(part.verbatim))),
        },
        {label: 'Kind', wide: true, cell: each => TIERS.get(tierOf(goalOf(each)))?.[0] ?? ''},
        {label: 'Counts', wide: true, cell: each => COUNTS.get(goalOf(each).count ?? 'event')},
      ]),
      this.#section('funnels', 'Funnels', [
        {
          label: 'Steps',
          cell: each =>
            el(
              'ol',
              {class: 'editor-inline'},
              (funnelOf(each).steps ?? []).map(goal => el('li', {}, spoken(goal))),
            ),
        },
        {label: 'Within', wide: true, cell: each => funnelOf(each).window ?? '30d'},
      ]),
    );
  }

  /**
   * @param {Section} section
   * @param {string} heading
   * @param {Column<Definition>[]} columns
   */
  #section(section, heading, columns) {
    const noun = NOUNS[section];
    const add = el(
      'button',
      {type: 'button', class: 'primary', on: {click: () => this.#edit(section, null)}},
      `Add a ${noun}`,
    );
    const rows = this.#plan[section].toSorted((a, b) => (a.origin === 'site' ? 0 : 1) - (b.origin === 'site' ? 0 : 1));
    return card(
      heading,
      rows.length === 0
        ? el('p', {class: 'empty'}, `There is no ${noun} yet.`)
        : table(
            heading,
            [
              {label: 'Name', cell: each => [spoken(each.id), el('span', {class: 'hint'}, ORIGINS.get(each.origin))]},
              ...columns,
              {
                label: '',
                cell: each =>
                  el(
                    'button',
                    {type: 'button', 'data-edit': each.id, on: {click: () => this.#edit(section, each)}},
                    'Change',
                    el('span', {class: 'unseen'}, ` ${spoken(each.id)}`),
                  ),
              },
            ],
            rows,
          ),
      {head: add},
    );
  }

  /**
   * @param {Section} section
   * @param {Definition | null} before
   */
  async #edit(section, before) {
    const names = await this.#seen();
    if (this.#context.signal.aborted) {
      return;
    }
    const wrong = summary();
    const changed = () => {
      panel.refresh();
    };
    const form =
      section === 'goals'
        ? goalForm(before, names, this.#context.site, changed)
        : funnelForm(before, this.#plan.goals.map(each => each.id).toSorted(), changed, text => this.#say(text));
    /** @type {Faulty} */
    const faulty = (faults, heading) =>
      wrong.show(
        form.show(
          faults.map(fault => ({...fault, within: within(fault.path, this.#context.site.id, section, form.id())})),
        ),
        heading,
      );
    const panel = preview(() => this.#ask(section, form), faulty, this.#context.signal);
    const heading = el('h2', {tabindex: '-1'}, before ? `Change ${spoken(before.id)}` : `A new ${NOUNS[section]}`);
    const save = el('button', {type: 'submit', class: 'primary'}, 'Save');
    replace(
      this.#container,
      el(
        'form',
        {
          class: 'editor',
          novalidate: true,
          on: {
            submit: event => {
              event.preventDefault();
              this.#save(section, form, save, faulty, wrong);
            },
          },
        },
        el(
          'section',
          {class: 'card editor-form'},
          heading,
          note(before, NOUNS[section]),
          form.element,
          wrong.element,
          el(
            'p',
            {class: 'actions'},
            save,
            el('button', {type: 'button', on: {click: () => this.#back()}}, 'Cancel'),
            before?.origin === 'site' ? this.#removal(section, before, wrong) : null,
          ),
        ),
        panel.element,
      ),
      this.#status,
    );
    heading.focus();
    panel.refresh();
  }

  /** @param {string} text */
  #say(text) {
    this.#status.textContent = text;
  }

  /** @param {HTMLElement | null} above */
  #back(above = null) {
    this.list(above);
    const target = above ?? this.#container.querySelector('button');
    target?.focus();
    target?.scrollIntoView({block: 'nearest'});
  }

  /**
   * The draft as the API expects it; null while it has no name or cannot be parsed.
   *
   * @param {Section} section
   * @param {Form} form
   * @returns {PlanChanges | null}
   */
  #draft(section, form) {
    try {
      return isId(form.id()) ? {[section]: {[form.id()]: form.definition()}} : null;
    } catch {
      return null;
    }
  }

  /**
   * @param {Section} section
   * @param {Form} form
   * @returns {Promise<PlanPreview> | null}
   */
  #ask(section, form) {
    const draft = this.#draft(section, form);
    return draft === null
      ? null
      : this.#context.api
          .send('POST', `${this.#context.path}/plan/preview?form=changes`, draft)
          .then(answer => answer.body);
  }

  /**
   * @param {Section} section
   * @param {Form} form
   * @param {HTMLButtonElement} button
   * @param {Faulty} faulty
   * @param {ReturnType<typeof summary>} wrong
   */
  async #save(section, form, button, faulty, wrong) {
    const draft = this.#draft(section, form);
    if (draft === null) {
      wrong.show([{path: '', message: isId(form.id()) ? 'The rule is not valid JSON.' : 'Enter a name first.'}]);
      return;
    }
    button.disabled = true;
    await this.#put(draft, faulty, wrong, () => {
      button.disabled = false;
    });
  }

  /**
   * @param {PlanChanges} draft
   * @param {Faulty} faulty
   * @param {ReturnType<typeof summary>} wrong
   * @param {() => void} failed
   */
  async #put(draft, faulty, wrong, failed) {
    const {api, path} = this.#context;
    try {
      const {body} = await api.send('PATCH', `${path}/plan`, draft, {'if-match': this.#plan.etag});
      await this.#reload();
      this.#back(past(this.#context, body));
    } catch (error) {
      failed();
      const {kind, code, message, error: told} = asError(error);
      if (code === 'invalid_plan') {
        faulty(told?.faults ?? [], 'This cannot be saved yet');
      } else if (kind === 'conflict') {
        await this.#reload();
        wrong.show(
          [
            {
              path: '',
              message:
                'Someone else saved a new version while you were editing. Your changes are still here: ' +
                'saving again adds them to the new version, replacing only this definition.',
            },
          ],
          'Not saved yet',
        );
      } else {
        wrong.show(
          [
            {
              path: '',
              message:
                kind === 'network'
                  ? 'Cairn could not be reached; nothing was saved.'
                  : message || 'Something went wrong on our side; nothing was saved.',
            },
          ],
          'Not saved',
        );
      }
    }
  }

  /**
   * @param {Section} section
   * @param {Definition} before
   * @param {ReturnType<typeof summary>} wrong
   */
  #removal(section, before, wrong) {
    const label = before.replaces ? 'Go back to the one for all sites' : 'Remove';
    /** @type {HTMLButtonElement} */
    const sure = el(
      'button',
      {
        type: 'button',
        hidden: true,
        on: {
          click: () =>
            this.#put(
              {[section]: {[before.id]: null}},
              faults => wrong.show(faults),
              wrong,
              () => {},
            ),
        },
      },
      `Yes, ${label.toLowerCase()}`,
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
      label,
    );
    return [ask, sure];
  }
}

/**
 * Explains what saving does to a definition that other sites share.
 *
 * @param {Definition | null} before
 * @param {string} noun
 */
function note(before, noun) {
  return before && before.origin !== 'site'
    ? el(
        'p',
        {class: 'fine'},
        `This ${noun} ${ORIGINS.get(before.origin)}. Your version replaces it on this site only; ` +
          'you can go back to it later.',
      )
    : null;
}
