import {until} from './until.mjs';

const TALL = '<div style="height:3000px">A long page</div>';

/** Plausible's official tracker: a visit with a scroll, a download, an outbound link, a form, an order. */
export async function plausible({pages, open, cairn}) {
  pages.page(
    '/plausible',
    `${TALL}<a id="file" target="_blank" href="/files/price-list.pdf">Prices</a>
     <a id="out" target="_blank" href="http://other.example/">Elsewhere</a>
     <form id="form" target="_blank" action="/plausible/thanks"><button id="send">Send</button></form>`,
    `import { init, track } from "/npm/@plausible-analytics/tracker/plausible.js";
     init({ domain: "plausible", endpoint: "${cairn.base}/api/event",
            outboundLinks: true, fileDownloads: true, formSubmissions: true });
     window.answers = [];
     const callback = (answer) => window.answers.push(answer.status ?? String(answer.error));
     track("Signup", { props: { plan: "pro" }, callback });
     track("purchase", { props: { order_id: "p-1" }, revenue: { currency: "EUR", amount: 29.9 }, callback });`,
  );
  pages.page('/plausible/thanks', 'Thank you', '');
  let sent;
  const page = await open('/plausible?utm_source=news&token=secret', blank => (sent = watch(blank, '/api/event')));
  await until('both custom events are answered', () => page.evaluate(() => window.answers.length === 2));
  const statuses = await page.evaluate(() => window.answers);
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await page.evaluate(() => history.pushState({}, '', '/plausible/two'));
  await until('the page view of pushState and the engagement before it', () => sent.has('pageview', '/plausible/two'));
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  for (const id of ['#file', '#out', '#send']) {
    await clickIntoNewPage(page, id);
  }
  await page.bringToFront();
  // Read for more than 5 s, after which a page counts as seen to its depth.
  const shownAt = await page.evaluate(() => performance.now());
  await until('six seconds on the page', () => page.evaluate(since => performance.now() > since + 6000, shownAt));
  await page.close({runBeforeUnload: true});
  // Sent while the page goes, when nobody watches it any more.
  await until('the engagement of the last page', async () => (await cairn.today('plausible')).engagement >= 2);
  return {statuses, requests: sent.answers()};
}

/** The older plausible-tracker: page views by itself, one goal, properties as a text. */
export async function plausibleTracker({pages, open, cairn}) {
  pages.page(
    '/tracker',
    'A page',
    `import Plausible from "/npm/plausible-tracker/build/module/index.js";
     const { enableAutoPageviews, trackEvent } = Plausible({ domain: "tracker", apiHost: "${cairn.base}" });
     enableAutoPageviews();
     trackEvent("Signup", { props: { plan: "pro" }, callback: () => (window.told = true) });`,
  );
  let sent;
  const page = await open('/tracker', blank => (sent = watch(blank, '/api/event')));
  await until('the goal is answered', () => page.evaluate(() => window.told === true));
  await page.evaluate(() => history.pushState({}, '', '/tracker/two'));
  await until('the second page view is answered', () => sent.has('pageview', '/tracker/two') && sent.open() === 0);
  await page.close();
  return {requests: sent.answers()};
}

async function clickIntoNewPage(page, selector) {
  const opened = page.context().waitForEvent('page');
  await page.click(selector);
  await (await opened).close();
}

/** What a page sends to a path, from now on. */
function watch(page, at) {
  const mine = request => request.url().endsWith(at) && request.method() === 'POST';
  const requests = [];
  const answers = [];
  page.on('request', request => mine(request) && requests.push(JSON.parse(request.postData())));
  page.on('requestfinished', async request => mine(request) && answers.push((await request.response())?.status()));
  page.on('requestfailed', request => mine(request) && answers.push(request.failure()?.errorText));
  return {
    has: (name, end) => requests.some(each => each.n === name && each.u.endsWith(end)),
    open: () => requests.length - answers.length,
    answers: () => answers,
  };
}
