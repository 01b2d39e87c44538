import {readFile} from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';

const TYPES = {'.js': 'text/javascript', '.html': 'text/html; charset=utf-8', '.pdf': 'application/pdf'};
const ROOT = path.resolve(import.meta.dirname, '..');

/** Serves pages at every host name, and the packages of npm as they are under /npm/. */
export class Pages {
  #pages = new Map();
  #server = http.createServer((request, response) => this.#answer(request, response));

  async start() {
    await new Promise(done => this.#server.listen(0, '127.0.0.1', done));
    return this.#server.address().port;
  }

  stop() {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** @param {string} at the path @param {string} body what is in it beside the script @param {string} script of a module */
  page(at, body, script) {
    this.#pages.set(
      at,
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${at}</title>` +
        `<link rel="icon" href="data:,"></head><body>${body}<script type="module">${script}</script></body></html>`,
    );
  }

  async #answer(request, response) {
    const at = new URL(request.url, 'http://any.example').pathname;
    const page = this.#pages.get(at);
    if (page !== undefined) {
      response.writeHead(200, {'content-type': TYPES['.html']}).end(page);
      return;
    }
    const file = at.startsWith('/npm/') ? await this.#file(at.slice('/npm/'.length)) : undefined;
    const type = TYPES[path.extname(at)] ?? TYPES['.js'];
    response.writeHead(file === undefined ? 404 : 200, {'content-type': type}).end(file);
  }

  /** Older packages import their modules without the ending. */
  async #file(name) {
    for (const candidate of [name, `${name}.js`]) {
      const file = path.join(ROOT, 'node_modules', path.normalize(candidate));
      const read = await readFile(file).catch(() => undefined);
      if (read !== undefined) {
        return read;
      }
    }
    return undefined;
  }
}
