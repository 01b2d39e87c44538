// Reads figures with the client that openapi-generator generated (typescript-fetch); .ci/api_contract.py compares them
// with what was sent.
import {Configuration, GetFunnelViewEnum, PlanApi, ResponseError, StatisticsApi} from '../target/generator/index.js';

const [basePath, readKey, adminKey, day] = process.argv.slice(2) as [string, string, string, string];
const as = (accessToken: string) => new Configuration({basePath, accessToken});
const statistics = new StatisticsApi(as(readKey));
const days = {site: 'shop', from: new Date(day), to: new Date(day)};

const overview = await statistics.getOverview(days);
const goals = await statistics.getGoals(days);
// Its request is the generated one, its body is read as it is: the generator makes one type of a funnel's two kinds of
// rows, and fails on a row that lacks the fields of the other.
const raw = await statistics.getFunnelRaw({...days, funnel: 'checkout', view: GetFunnelViewEnum.Entry});
const funnel = await raw.raw.json();
const plan = await new PlanApi(as(adminKey)).getPlan();
const refused: Response = await new PlanApi(as(readKey)).getPlan().then(
  () => Promise.reject(new Error('a key that only reads statistics was given the plan')),
  error => (error instanceof ResponseError ? error.response : Promise.reject(error)),
);
const purchase = goals.rows.find(row => row.goal === 'purchase');
const entries = funnel.rows[0];

console.log(
  JSON.stringify({
    date: overview.rows[0]?.date.toISOString().slice(0, 10),
    visitors: overview.rows[0]?.visitors,
    events: overview.total.events,
    conversions: purchase?.conversions,
    tier: purchase?.tier,
    value: purchase?.value.map(value => [value.amount, value.currency]),
    entered: funnel.total.entered,
    reached: entries?.reached,
    plan: plan.version,
    refused: [refused.status, (await refused.json()).error.code],
  }),
);
