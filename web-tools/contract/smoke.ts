// Reads figures with openapi-fetch and the types of openapi-typescript; .ci/api_contract.py compares them with what was
// sent.
import createClient from 'openapi-fetch';
import type {paths} from '../target/openapi.js';

const [url, readKey, adminKey, day] = process.argv.slice(2) as [string, string, string, string];
const client = (key: string) =>
  createClient<paths, 'application/json'>({baseUrl: url, headers: {Authorization: `Bearer ${key}`}});
const reader = client(readKey);
const query = {from: day, to: day};

const known = <T>(data: T | undefined): T => {
  if (data === undefined) throw new Error('an answer has no data');
  return data;
};

const path = {site: 'shop'};
const overview = known((await reader.GET('/v1/sites/{site}/overview', {params: {path, query}})).data);
const goals = known((await reader.GET('/v1/sites/{site}/goals', {params: {path, query}})).data);
const funnel = known(
  (
    await reader.GET('/v1/sites/{site}/funnels/{funnel}', {
      params: {path: {site: 'shop', funnel: 'checkout'}, query: {...query, view: 'entry'}},
    })
  ).data,
);
const plan = known((await client(adminKey).GET('/v1/plan')).data);
const refused = await reader.GET('/v1/plan');
const purchase = known(goals.rows.find(row => row.goal === 'purchase'));
const entries = funnel.rows[0];
if (!entries || !('reached' in entries) || !('entered' in funnel.total)) throw new Error('not the view entry');

console.log(
  JSON.stringify({
    date: overview.rows[0]?.date,
    visitors: overview.rows[0]?.visitors,
    events: overview.total.events,
    conversions: purchase.conversions,
    tier: purchase.tier,
    value: purchase.value.map(value => [value.amount, value.currency]),
    entered: funnel.total.entered,
    reached: entries.reached,
    plan: plan.version,
    refused: [refused.response.status, refused.error?.error.code],
  }),
);
