import {chromium} from 'playwright-core';
import {Cairn} from './src/cairn.mjs';
import {differences, figureDifferences} from './src/compare.mjs';
import {EXPECTED} from './src/expected.mjs';
import {mail} from './src/mail.mjs';
import {measurementProtocol} from './src/measurement.mjs';
import {Pages} from './src/pages.mjs';
import {plausible, plausibleTracker} from './src/plausible.mjs';
import {segmentBatching, segmentBrowser, segmentNode} from './src/segment.mjs';
import {umamiNode, umamiTracker} from './src/umami.mjs';

/** node run.mjs BASE ADMIN_KEY CHROMIUM: every client against the Cairn at BASE; ends with 1 when a figure is another. */
const CLIENTS = {
  '@plausible-analytics/tracker': plausible,
  'plausible-tracker': plausibleTracker,
  '@segment/analytics-next': segmentBrowser,
  '@segment/analytics-next, batching': segmentBatching,
  '@segment/analytics-node': segmentNode,
  'umami 2, tracker': umamiTracker,
  '@umami/node': umamiNode,
  'GA4 Measurement Protocol': measurementProtocol,
  'the pixel in a mail': mail,
};

const AGENT = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const DAY_MILLIS = 86_400_000;

/** Pages have a host name of their own: trackers keep quiet on localhost. */
async function browser(executablePath) {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-blink-features=AutomationControlled',
      '--host-resolver-rules=MAP *.example 127.0.0.1',
      // A page that goes sends its last with the browser's agent, whatever the context's is.
      `--user-agent=${AGENT}`,
    ],
  });
}

async function runAll(cairn, chrome, wanted) {
  const pages = new Pages();
  const origin = `http://shop.example:${await pages.start()}`;
  await cairn.putSites(
    Object.values(EXPECTED).map(each => each.site),
    origin,
  );
  const said = {};
  for (const name of wanted) {
    const context = await chrome.newContext({userAgent: AGENT, viewport: {width: 1200, height: 800}});
    const open = async (path, before = () => {}) => {
      const page = await context.newPage();
      before(page);
      page.on('pageerror', error => console.error(`  ${name}: ${error}`));
      await page.goto(origin + path);
      return page;
    };
    try {
      said[name] = await CLIENTS[name]({pages, open, context, cairn});
    } catch (failed) {
      said[name] = {broke: failed.message};
    }
    await context.close();
  }
  pages.stop();
  return said;
}

function print(name, wrong, figures) {
  const events = Object.values(figures.events).reduce((sum, count) => sum + count, 0);
  const goals = Object.entries(figures.goals).map(([goal, count]) => `${goal} ${count}`);
  const cells = [name.padEnd(34), String(events).padStart(6), String(figures.duplicates).padStart(8), goals.join(', ')];
  console.log(`${wrong.length === 0 ? 'ok    ' : 'WRONG '} ${cells.join('  ')}`);
  wrong.forEach(line => console.log(`         ${line}`));
}

function wrongWith(expected, said, figures) {
  const inItsWords = said.broke === undefined ? differences(expected.said, said) : [said.broke];
  return [...inItsWords, ...figureDifferences(expected.figures, figures)];
}

async function main([base, adminKey, executablePath, only = '']) {
  const wanted = Object.keys(CLIENTS).filter(name => name.includes(only));
  const cairn = new Cairn(base, adminKey);
  const from = new Date(Date.now() - DAY_MILLIS).toISOString().slice(0, 10);
  const chrome = await browser(executablePath);
  const said = await runAll(cairn, chrome, wanted).finally(() => chrome.close());
  await cairn.aggregate();
  const to = new Date().toISOString().slice(0, 10);
  console.log(`       ${'client'.padEnd(34)}  events  repeated  conversions`);
  let broken = 0;
  for (const name of wanted) {
    const expected = EXPECTED[name];
    const figures = await cairn.figures(expected.site, from, to);
    const wrong = wrongWith(expected, said[name], figures);
    broken += wrong.length > 0 ? 1 : 0;
    print(name, wrong, figures);
  }
  console.log(`${wanted.length - broken} of ${wanted.length} clients are understood`);
  process.exitCode = broken > 0 || wanted.length === 0 ? 1 : 0;
}

await main(process.argv.slice(2));
