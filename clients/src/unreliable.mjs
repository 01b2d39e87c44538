import http from 'node:http';

/**
 * Stands between a client and Cairn and loses the first answer at each path: Cairn has the events, the client is told
 * 503. Whoever retries properly sends the same events again.
 */
export class Unreliable {
  lost = 0;
  /** One line for each request that carried events: path, content type, X-Retry-Count, status. */
  seen = [];
  #forgiven = new Set();
  #server;

  /** @param {string} cairn where the requests go */
  constructor(cairn) {
    this.#server = http.createServer((request, response) => this.#pass(cairn, request, response));
  }

  async start() {
    await new Promise(done => this.#server.listen(0, '127.0.0.1', done));
    return this.#server.address().port;
  }

  stop() {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #pass(cairn, request, response) {
    try {
      const chunks = [];
      for await (const chunk of request) {
        chunks.push(chunk);
      }
      const headers = {...request.headers};
      for (const own of ['host', 'connection', 'content-length', 'transfer-encoding']) {
        delete headers[own];
      }
      const body = chunks.length > 0 ? Buffer.concat(chunks) : undefined;
      const answer = await fetch(cairn + request.url, {method: request.method, headers, body});
      const text = await answer.text();
      const loses = request.method === 'POST' && answer.ok && !this.#forgiven.has(request.url);
      if (loses) {
        this.#forgiven.add(request.url);
        this.lost += 1;
      }
      const status = loses ? 503 : answer.status;
      if (request.method === 'POST') {
        this.seen.push({
          path: request.url,
          type: request.headers['content-type'],
          authorization: request.headers.authorization?.split(' ')[0],
          retry: request.headers['x-retry-count'],
          status,
          text: loses ? undefined : text,
        });
      }
      const kept = ['content-type', 'vary', ...[...answer.headers.keys()].filter(n => n.startsWith('access-control'))];
      response.writeHead(
        status,
        Object.fromEntries(kept.filter(n => answer.headers.has(n)).map(n => [n, answer.headers.get(n)])),
      );
      response.end(loses || status === 204 ? '' : text);
    } catch (failed) {
      response.writeHead(502).end(String(failed));
    }
  }
}
