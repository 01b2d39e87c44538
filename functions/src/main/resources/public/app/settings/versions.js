/** The plan's versions: what each changed, and back to one of them; and the plan as text. */

import {asError} from '../api/api.js';
import {once} from '../editor/busy.js';
import {field, sound, summary} from '../editor/fields.js';
import {guard} from '../editor/unsaved.js';
import {append, el, replace} from '../ui/dom.js';
import {moment, spoken} from '../ui/format.js';
import {card, table} from '../ui/parts.js';
import {t, tn} from '../ui/text.js';
import {around, diff} from './diff.js';
import {asked, doing, needs, redrawn, writesPlan, wrong} from './parts.js';

/**
 * @import {Plan} from '#openapi'
 * @import {Context} from '#types'
 */

const SHOWN = 25;

/**
 * @param {HTMLElement} container
 * @param {Context} context
 */
export async function show(container, context) {
  if (!writesPlan(context)) {
    append(container, needs('plan:write'));
    return;
  }
  const draw = async () => {
    const plan = await context.api.get('/v1/plan', {}, context.signal);
    replace(
      container,
      listed(plan, context, () => redrawn(container, draw)),
      asText(plan, context, draw),
    );
  };
  await draw();
}

/**
 * @param {Plan} plan
 * @param {Context} context
 * @param {() => unknown} redraw
 */
function listed(plan, context, redraw) {
  const {api, site} = context;
  const shown = el('div', {class: 'settings-differences'});
  const versions = (plan.versions ?? []).toReversed();
  /** @param {number} version */
  const source = async version =>
    version === plan.version ? plan.source : (await api.get('/v1/plan', {version}, context.signal)).source;
  /**
   * @param {number} from
   * @param {number} to
   */
  const compare = async (from, to) => {
    const [before, after] = await Promise.all([source(from), source(to)]);
    replace(shown, differences(t('From version {from} to {to}', {from, to}), before, after));
    shown.querySelector('h3')?.focus();
  };
  /** @param {number} version */
  const rollback = async version => {
    await api.write('/v1/plan', await source(version), {'if-match': plan.etag});
    await redraw();
  };
  return card(t('Versions of the plan'), [
    table(
      t('Versions of the plan'),
      [
        {
          label: t('Version'),
          cell: each => [
            String(each.version),
            each.version === plan.version ? [' ', el('span', {class: 'badge good'}, t('in force'))] : null,
          ],
        },
        {
          label: t('Since'),
          wide: true,
          cell: each => (each.version ? moment(each.since, site.time_zone) : t('the start')),
        },
        {
          label: '',
          cell: each =>
            el(
              'span',
              {class: 'actions'},
              each.version > 0
                ? doing(t('What it changed'), () => compare(each.version - 1, each.version), {
                    about: String(each.version),
                  })
                : null,
              each.version === plan.version
                ? null
                : [
                    doing(t('Compare with now'), () => compare(each.version, plan.version), {
                      about: String(each.version),
                    }),
                    asked(t('Roll back'), t('Yes, put it in force again'), () => rollback(each.version), {
                      about: String(each.version),
                    }),
                  ],
            ),
        },
      ],
      versions.slice(0, SHOWN),
    ),
    versions.length > SHOWN
      ? el('p', {class: 'mild'}, t('Earlier versions can be read with GET /v1/plan?version=N.'))
      : null,
    shown,
  ]);
}

/**
 * @param {string} heading
 * @param {string} before
 * @param {string} after
 */
function differences(heading, before, after) {
  const lines = diff(before, after);
  const changed = lines.filter(each => each.kind !== 'same').length;
  const signs = {same: '  ', added: '+ ', removed: '- '};
  return [
    el('h3', {tabindex: '-1'}, heading),
    changed === 0
      ? el('p', {class: 'empty'}, t('Nothing differs.'))
      : el(
          'div',
          {class: 'settings-diff', role: 'region', tabindex: '0', 'aria-label': heading},
          around(lines).map(line =>
            line === null
              ? el('span', {class: 'apart'}, '…')
              : el('span', {class: line.kind}, `${signs[line.kind]}${line.text}`),
          ),
        ),
  ];
}

/**
 * @param {Plan} plan
 * @param {Context} context
 * @param {() => unknown} draw
 */
function asText(plan, context, draw) {
  const {api, path} = context;
  let typed = plan.source;
  const wrongs = summary();
  const said = el('p', {class: 'fine', role: 'status'});
  const box = field(
    plan.site ? t('The plan, as far as it concerns this site') : t('The whole plan, of all sites'),
    (id, described) =>
      el(
        'textarea',
        {
          id,
          'aria-describedby': described,
          class: 'settings-plan',
          rows: 20,
          spellcheck: 'false',
          on: {
            input: event => {
              typed = event.currentTarget.value;
              said.textContent = '';
            },
          },
        },
        plan.source,
      ),
    {
      hint: t('For what no form has. It is checked before it is saved; docs/plan.md explains each key.'),
      check: () => (typed.trim() ? null : t('The plan is empty.')),
    },
  );
  const save = el('button', {type: 'submit', class: 'primary'}, t('Save the plan'));

  async function check() {
    const answer = await api.ask(`${path}/plan/preview`, typed);
    wrongs.show(answer.faults, t('The plan has faults'));
    if (answer.faults.length) {
      return '';
    }
    const changes = [
      ...(answer.goals ?? []).map(each => each.goal),
      ...(answer.funnels ?? []).map(each => each.funnel),
    ];
    return answer.removed
      ? t('The plan has no fault, but this site would be gone.')
      : changes.length
        ? t('No fault. It changes {what}.', {what: changes.map(spoken).join(', ')})
        : t('No fault. Goals and funnels stay as they are.');
  }

  async function put() {
    said.textContent = '';
    try {
      const answer = await api.write('/v1/plan', typed, {'if-match': plan.etag});
      guard(null);
      await draw();
      document.getElementById('section')?.querySelector('h2')?.focus();
      said.textContent = t('Saved as version {version}.', {version: answer.version});
    } catch (error) {
      const {code, kind, error: told} = asError(error);
      if (code === 'invalid_plan') {
        const faults = told?.faults ?? [];
        wrongs.show(
          faults,
          tn(faults.length, 'The plan has 1 fault; nothing was saved', 'The plan has {n} faults; nothing was saved'),
        );
        box.input.focus();
      } else if (kind === 'conflict') {
        wrongs.show([
          {
            path: '',
            message: t('Somebody saved another version since you opened this page. Copy your text and reload.'),
          },
        ]);
      } else {
        wrongs.show([{path: '', message: wrong(error)}], t('Not saved'));
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
          once(save, () => sound(form) && put());
        },
      },
    },
    box.element,
    wrongs.element,
    el('p', {class: 'actions'}, save, doing(t('Check'), check)),
    said,
  );
  guard(() => form.isConnected && typed !== plan.source);
  return el('details', {class: 'card folded'}, el('summary', {}, t('The plan as text')), form);
}
