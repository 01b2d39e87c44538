/** A running Cairn, spoken to as its owner does: plan, keys, figures. */
export class Cairn {
  /** @param {string} base such as http://localhost:8080 @param {string} adminKey */
  constructor(base, adminKey) {
    this.base = base;
    this.adminKey = adminKey;
  }

  /** Puts a plan that extends the default one by these sites, each with this one origin. */
  async putSites(ids, origin) {
    const sites = Object.fromEntries(
      ids.map(id => [id, {name: id, time_zone: 'UTC', currency: 'EUR', origins: [origin]}]),
    );
    await this.ask('PUT', '/v1/plan', {extends: 'default', sites}, {'if-match': '*'});
  }

  /** A server key of the site. */
  async serverKey(site) {
    return (await this.ask('POST', '/v1/keys', {site, scopes: ['events:write'], name: 'client tests'})).key;
  }

  /** Waits until everything that was confirmed is counted. */
  async aggregate() {
    await this.ask('POST', '/_local/aggregate');
  }

  /** Counts of today's events by name, at most a minute old. */
  async today(site) {
    return (await this.ask('GET', `/v1/sites/${site}/health`)).today.events;
  }

  /** What the site's statistics say of all these days: events, goals, health and overview. */
  async figures(site, from, to) {
    const read = resource => this.ask('GET', `/v1/sites/${site}/${resource}?from=${from}&to=${to}`);
    const [events, goals, health, overview] = await Promise.all(
      ['events', 'goals', 'health', 'overview'].map(resource => read(resource)),
    );
    const {duplicates, conflicting, rejected, bots} = health.total;
    return {
      events: Object.fromEntries(events.totals.map(row => [row.name, row.count])),
      goals: Object.fromEntries(goals.total.map(row => [row.goal, row.conversions])),
      value: goals.total.flatMap(row => row.value.map(money => `${money.amount} ${money.currency}`)),
      duplicates,
      conflicting,
      rejected,
      bots,
      linkable: overview.meta.visitors.linkable,
      seconds: overview.total.engaged_seconds,
    };
  }

  /** One request with the admin key. */
  async ask(method, path, body, headers = {}) {
    const answer = await fetch(this.base + path, {
      method,
      headers: {authorization: `Bearer ${this.adminKey}`, 'content-type': 'application/json', ...headers},
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) {
      throw new Error(`${method} ${path} was answered by ${answer.status}: ${text.slice(0, 500)}`);
    }
    return text === '' ? {} : JSON.parse(text);
  }
}
