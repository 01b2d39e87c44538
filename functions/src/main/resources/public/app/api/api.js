/** The HTTP API of this address, with the reader's secret. */

import {isShare} from './session.js';

/** What went wrong, by kind: network, key, forbidden, missing, parameter, conflict, busy, broken. */
export class ApiError extends Error {
  constructor(kind, status, error = {}) {
    super(error.message ?? '');
    this.kind = kind;
    this.status = status;
    this.code = error.code ?? null;
    this.error = error;
    this.requestId = error.request_id ?? null;
  }
}

const KINDS = new Map([
  [400, 'parameter'],
  [401, 'key'],
  [403, 'forbidden'],
  [404, 'missing'],
  [409, 'conflict'],
  [412, 'conflict'],
  [413, 'parameter'],
  [422, 'parameter'],
  [428, 'conflict'],
  [429, 'busy'],
  [503, 'busy'],
]);

async function refused(response) {
  let error = {};
  try {
    error = (await response.json()).error ?? {};
  } catch {
    // No JSON: somebody between us and Cairn answered.
  }
  return new ApiError(KINDS.get(response.status) ?? 'broken', response.status, error);
}

function query(params) {
  const given = Object.entries(params).filter(([, value]) => value !== null && value !== undefined && value !== '');
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

/** What another page has more of: of the range, and of the one it is compared with. */
function append(whole, page) {
  for (const list of ['rows', 'totals']) {
    if (page[list]) {
      whole[list] = [...(whole[list] ?? []), ...page[list]];
    }
  }
  whole.total ??= page.total;
  if (page.comparison) {
    append(whole.comparison, page.comparison);
  }
}

export class Api {
  #secret;

  constructor(secret) {
    this.#secret = secret;
  }

  get shared() {
    return isShare(this.#secret);
  }

  async #fetch(address, options = {}) {
    let response;
    try {
      response = await fetch(address, {
        credentials: 'omit',
        // A closed day may be kept for an hour, but history may have come in meanwhile; its ETag makes asking cheap.
        cache: 'no-cache',
        ...options,
        headers: {...options.headers, authorization: `Bearer ${this.#secret}`},
      });
    } catch (trouble) {
      throw trouble.name === 'AbortError' ? trouble : new ApiError('network', 0);
    }
    if (!response.ok) {
      throw await refused(response);
    }
    return response;
  }

  /** An answer, whole: where it comes in pages, all of them. */
  async get(path, params = {}, signal = undefined) {
    const whole = await this.#json(path + query(params), {signal});
    while (whole.next) {
      const page = await this.#json(path + query({...params, cursor: whole.next}), {signal});
      append(whole, page);
      whole.next = page.next;
    }
    return whole;
  }

  async #json(address, options) {
    return (await this.#fetch(address, options)).json();
  }

  /** Changes something. The body is JSON, or text as it is; answers `{status, headers, body}`. */
  async send(method, path, body = undefined, headers = {}) {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const response = await this.#fetch(path, {
      method,
      body: text,
      headers: text === undefined ? headers : {'content-type': 'application/json', ...headers},
    });
    const answer = await response.text();
    return {status: response.status, headers: response.headers, body: answer ? JSON.parse(answer) : null};
  }

  /** Where a CSV opens by itself, which only a share can (a key never stands in an address); null otherwise. */
  csvAddress(path, params) {
    return this.shared ? path + query({...params, format: 'csv', share: this.#secret}) : null;
  }

  async csv(path, params) {
    return (await this.#fetch(path + query({...params, format: 'csv'}))).blob();
  }
}
