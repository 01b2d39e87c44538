/** The plan of a site for people who write no YAML: its goals and funnels, each in a form with a preview beside it. */

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

const ORIGINS = new Map([
  ['default', 'comes with Cairn'],
  ['plan', 'for all sites'],
  ['site', 'this site’s own'],
]);
const NOUNS = {goals: 'goal', funnels: 'funnel'};

export const title = () => 'Plan';

/** Draws the list of goals and funnels; a form takes its place while one is edited. */
export async function show(container, context) {
  style();
  if (!['plan:write', 'admin'].some(scope => context.scopes.includes(scope))) {
    replace(
      container,
      notice({
        title: 'Your key reads figures only',
        text: 'To change goals and funnels, sign in with a key that may write the plan (scope plan:write).',
      }),
    );
    return;
  }
  const editor = new Editor(container, context);
  await editor.load();
  editor.list();
}

function style() {
  if (!document.querySelector('link[href="/app/editor.css"]')) {
    document.head.append(el('link', {rel: 'stylesheet', href: '/app/editor.css'}));
  }
}

const NO_NAMES = {names: [], pages: []};

class Editor {
  #container;
  #context;
  #plan = null;
  #names = null;

  constructor(container, context) {
    this.#container = container;
    this.#context = context;
  }

  async load() {
    const {api, path, signal} = this.#context;
    this.#plan = await api.get(`${path}/plan`, {}, signal);
  }

  /** What was seen; without it a form works too, it only has nothing to pick from. */
  #seen() {
    const {api, path, signal} = this.#context;
    this.#names ??= api.get(`${path}/names`, {}, signal).catch(() => NO_NAMES);
    return this.#names;
  }

  /** @param above what is to be said before the lists */
  list(above = null) {
    const said = el('div', {class: 'editor-above'}, above);
    replace(
      this.#container,
      said,
      el(
        'p',
        {class: 'explained'},
        'Goals are what you want people to do; funnels put goals in order. Changes hold for the site ',
        el('strong', {}, this.#context.site.name ?? this.#context.site.id),
        ' only, from the moment they are saved.',
      ),
      this.#section('goals', 'Goals', [
        {
          label: 'Looks for',
          cell: each => sentence(each.definition).map(part => (part.verbatim ? verbatim(part.verbatim) : part)),
        },
        {label: 'Kind', wide: true, cell: each => TIERS.get(tierOf(each.definition))?.[0] ?? ''},
        {label: 'Counts', wide: true, cell: each => COUNTS.get(each.definition.count ?? 'event')},
      ]),
      this.#section('funnels', 'Funnels', [
        {
          label: 'Steps',
          cell: each =>
            el(
              'ol',
              {class: 'editor-inline'},
              each.definition.steps.map(goal => el('li', {}, spoken(goal))),
            ),
        },
        {label: 'Within', wide: true, cell: each => each.definition.window ?? '30d'},
      ]),
    );
  }

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

  async #edit(section, before) {
    const names = await this.#seen();
    if (this.#context.signal.aborted) {
      return;
    }
    const wrong = summary();
    const changed = () => panel.refresh();
    const form =
      section === 'goals'
        ? goalForm(before, names, this.#context.site, changed)
        : funnelForm(before, this.#plan.goals.map(each => each.id).toSorted(), changed, text => this.#say(text));
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
      this.#status(),
    );
    heading.focus();
    panel.refresh();
  }

  #status() {
    this.status = el('p', {class: 'unseen', role: 'status'});
    return this.status;
  }

  #say(text) {
    this.status.textContent = text;
  }

  #back(above = null) {
    this.list(above);
    const target = above ?? this.#container.querySelector('button');
    target.focus();
    target.scrollIntoView({block: 'nearest'});
  }

  /** The draft as the API takes it; null while it has no name or is not to be read. */
  #draft(section, form) {
    try {
      return isId(form.id()) ? {[section]: {[form.id()]: form.definition()}} : null;
    } catch {
      return null;
    }
  }

  #ask(section, form) {
    const draft = this.#draft(section, form);
    return draft === null
      ? null
      : this.#context.api
          .send('POST', `${this.#context.path}/plan/preview?form=changes`, draft)
          .then(answer => answer.body);
  }

  async #save(section, form, button, faulty, wrong) {
    const draft = this.#draft(section, form);
    if (draft === null) {
      wrong.show([{path: '', message: isId(form.id()) ? 'The rule is no JSON.' : 'It needs a name first.'}]);
      return;
    }
    button.disabled = true;
    await this.#put(draft, faulty, wrong, () => {
      button.disabled = false;
    });
  }

  async #put(draft, faulty, wrong, failed) {
    const {api, path} = this.#context;
    try {
      const {body} = await api.send('PATCH', `${path}/plan`, draft, {'if-match': this.#plan.etag});
      await this.load();
      this.#back(past(this.#context, body));
    } catch (error) {
      failed();
      if (error.code === 'invalid_plan') {
        faulty(error.error.faults, 'This cannot be saved as it is');
      } else if (error.kind === 'conflict') {
        await this.load();
        wrong.show(
          [
            {
              path: '',
              message:
                'Somebody saved another version while you were editing. Your changes are still here, and ' +
                'nothing is lost: saving now puts them into the newer version, where only this definition is replaced.',
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
                error.kind === 'network'
                  ? 'Cairn could not be reached; nothing was saved.'
                  : error.message || 'Something broke on our side; nothing was saved.',
            },
          ],
          'Not saved',
        );
      }
    }
  }

  #removal(section, before, wrong) {
    const label = before.replaces ? 'Go back to the one for all sites' : 'Remove';
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

/** What saving does to a definition that holds for other sites too. */
function note(before, noun) {
  return before && before.origin !== 'site'
    ? el(
        'p',
        {class: 'fine'},
        `This ${noun} ${ORIGINS.get(before.origin)}. What you save stands in its place on this site; ` +
          'you can go back to it later.',
      )
    : null;
}
