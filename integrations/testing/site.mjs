import http from 'node:http';

/** A customer's web server: one page at every path of shop.example. */
export class Site {
  #server;

  /** @param {string | ((url: string) => string | {module: string})} page the page's HTML, or what makes it of a URL */
  constructor(page) {
    const made = typeof page === 'string' ? () => page : page;
    this.#server = http.createServer((request, response) => {
      const answer = made(request.url);
      if (typeof answer !== 'string') {
        response.writeHead(200, {'content-type': 'text/javascript'}).end(answer.module);
        return;
      }
      const head = '<head><title>Lamps</title><link rel="icon" href="data:,"></head>';
      response
        .writeHead(200, {'content-type': 'text/html; charset=utf-8'})
        .end(`<!doctype html><html lang="en">${head}<body>${answer}</body></html>`);
    });
  }

  async start() {
    await new Promise(done => this.#server.listen(0, '127.0.0.1', done));
    this.url = `http://shop.example:${this.#server.address().port}`;
  }

  stop() {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
