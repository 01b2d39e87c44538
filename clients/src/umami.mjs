import {Umami} from '@umami/node';
import {until} from './until.mjs';

/** Umami's tracker: a visit with a scripted page view, a tagged click, an order and somebody who is named. */
export async function umamiTracker({pages, open, cairn}) {
  pages.page(
    '/umami',
    `<button id="tagged" data-umami-event="brochure" data-umami-event-file="lamps.pdf">Brochure</button>
     <script defer src="/npm/.umami/package/src/tracker/index.js" data-website-id="umami"
             data-host-url="${cairn.base}"></script>`,
    '',
  );
  const sent = [];
  const answers = [];
  const page = await open('/umami?utm_source=news', blank => {
    blank.on('request', request => request.url().endsWith('/api/send') && note(sent, request));
    blank.on('response', async response => {
      if (response.url().endsWith('/api/send') && response.request().method() === 'POST') {
        answers.push(await response.text());
      }
    });
  });
  await until('the page view is answered', () => answers.length === 1);
  await page.evaluate(() => history.pushState({}, '', '/umami/two'));
  await until('the page view of pushState is answered', () => answers.length === 2);
  await page.click('#tagged');
  await page.evaluate(() => window.umami.track('purchase', {revenue: 29.9, currency: 'EUR', order_id: 'u-1'}));
  await page.evaluate(() => window.umami.identify({plan: 'pro'}));
  await until('five events are answered', () => answers.length === 5);
  await page.close();
  const caches = sent.map(request => request['x-umami-cache']);
  return {
    answers: [...new Set(answers.map(answer => JSON.parse(answer).cache))],
    sentBack: caches.filter(cache => cache !== undefined && cache === answers[0]).length,
  };
}

function note(sent, request) {
  if (request.method() === 'POST') {
    sent.push(request.headers());
  }
}

/** @umami/node, which can send no header of its own: its website is a server key. */
export async function umamiNode({cairn}) {
  const umami = new Umami({websiteId: await cairn.serverKey('umami-node'), hostUrl: cairn.base});
  const answers = [
    await umami.track({url: 'https://shop.example/lamps', title: 'Lamps', ip: '203.0.113.9', userAgent: AGENT}),
    await umami.track('purchase', {revenue: '59.00', currency: 'EUR', order_id: 'un-1'}),
    await umami.track({url: 'https://shop.example/', userAgent: 'Googlebot/2.1', ip: '203.0.113.10'}),
  ];
  return {
    statuses: answers.map(answer => answer.status),
    crawler: await answers[2].text(),
  };
}

const AGENT = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
