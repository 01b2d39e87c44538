import {Cairn} from '../../clients/src/cairn.mjs';
import {until} from '../../clients/src/until.mjs';

/** The Cairn that tests/integrations has started, at CAIRN_BASE with the admin key CAIRN_KEY. */
export function startedCairn() {
  const {CAIRN_BASE, CAIRN_KEY} = process.env;
  if (!CAIRN_BASE || !CAIRN_KEY) {
    throw new Error('These tests need a running Cairn; tests/integrations starts one.');
  }
  return new StartedCairn(CAIRN_BASE, CAIRN_KEY);
}

/** A running Cairn with a site for each integration. */
class StartedCairn extends Cairn {
  /** Adds a site with one origin; those of other tests stay. Another test may change the plan at the same time. */
  async addSite(id, origin) {
    const block = {name: id, time_zone: 'UTC', currency: 'EUR', origins: [origin]};
    await until(`the site ${id} is added`, () =>
      this.ask('PUT', `/v1/sites/${id}`, block).then(
        () => true,
        failed => {
          if (/ 412: /.test(failed.message)) return false;
          throw failed;
        },
      ),
    );
  }

  /** What today's statistics say of a site: events, goals, values, and the funnel checkout. */
  async figuresOfToday(site) {
    const day = new Date().toISOString().slice(0, 10);
    const range = `from=${day}&to=${day}`;
    const figures = await this.figures(site, day, day);
    const funnel = await this.ask('GET', `/v1/sites/${site}/funnels/checkout?${range}`);
    const goals = await this.ask('GET', `/v1/sites/${site}/goals?${range}`);
    return {
      ...figures,
      funnel: funnel.total,
      unverified: goals.total.find(row => row.goal === 'purchase')?.unverified,
    };
  }
}
