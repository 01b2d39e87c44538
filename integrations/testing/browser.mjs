import {chromium} from '../../clients/node_modules/playwright-core/index.mjs';

const AGENT = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

/** A headless Chromium that looks like a visitor's; hosts under .example are on this machine. */
export class Browser {
  #browser;

  async start() {
    this.#browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-blink-features=AutomationControlled',
        '--host-resolver-rules=MAP *.example 127.0.0.1',
        `--user-agent=${AGENT}`,
      ],
    });
  }

  /**
   * A page of a visitor who was never here.
   *
   * @param {string} url
   * @param {{init?: string}} [options] init: a script that runs before the page's own
   */
  async open(url, {init} = {}) {
    const context = await this.#browser.newContext({userAgent: AGENT});
    if (init !== undefined) {
      await context.addInitScript(init);
    }
    const page = await context.newPage();
    page.on('pageerror', error => console.error(`${url}: ${error}`));
    await page.goto(url);
    return page;
  }

  async stop() {
    await this.#browser.close();
  }
}
