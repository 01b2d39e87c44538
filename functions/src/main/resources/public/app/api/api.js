/** Calls this server's HTTP API with the reader's secret. */

import {isShare} from './session.js';

/**
 * @import {Error as ErrorAnswer} from '#openapi'
 * @import {Answer, Query, Sent} from '#types'
 */

/** @typedef {'network' | 'key' | 'forbidden' | 'missing' | 'parameter' | 'conflict' | 'busy' | 'broken'} Kind */

/** @typedef {Partial<ErrorAnswer['error']>} ErrorBody */

/**
 * The parts of a response page that are merged.
 *
 * @typedef Page
 * @property {unknown[]} [rows]
 * @property {unknown[]} [totals]
 * @property {unknown} [total]
 * @property {Page} [comparison]
 * @property {string} [next]
 */

/** The kind of failure. */
export class ApiError extends Error {
  /**
   * @param {Kind} kind
   * @param {number} status
   * @param {ErrorBody} error
   */
  constructor(kind, status, error = {}) {
    super(error.message ?? '');
    this.kind = kind;
    this.status = status;
    this.code = error.code ?? null;
    this.error = error;
    this.requestId = error.request_id ?? null;
    /** @type {number | null} when the server wants the next attempt */
    this.retryAfterSeconds = null;
  }
}

/** Attempts after the first one, for requests that a busy server has refused. */
const MOST_RETRIES = 3;
/** A longer wait is left to the reader, who is told instead. */
const LONGEST_WAIT_SECONDS = 30;
/** Answers that are kept for when the network is gone. */
const MOST_KEPT = 60;

/** @type {Map<number, Kind>} */
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

/**
 * @param {Response} response
 * @returns {Promise<ApiError>}
 */
async function refused(response) {
  /** @type {ErrorBody} */
  let error = {};
  try {
    error = (await response.json()).error ?? {};
  } catch {
    // Not JSON: the response comes from an intermediary.
  }
  const refusal = new ApiError(KINDS.get(response.status) ?? 'broken', response.status, error);
  const seconds = Number(response.headers.get('retry-after') ?? NaN);
  refusal.retryAfterSeconds = Number.isFinite(seconds) ? seconds : null;
  return refusal;
}

/**
 * @param {number} seconds
 * @param {AbortSignal} [signal]
 */
const pause = (seconds, signal) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, seconds * 1000);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });

/** @param {object} params */
function query(params) {
  const given = Object.entries(params)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => [name, String(value)]);
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

/**
 * The caught error; errors other than the API's have no kind.
 *
 * @param {unknown} caught
 * @returns {Error & Partial<Pick<ApiError, 'kind' | 'code' | 'error' | 'requestId'>>}
 */
export const asError = caught => (caught instanceof Error ? caught : new Error(String(caught)));

/**
 * Merges the rows of the next page, both of the range and of its comparison.
 *
 * @param {Page} whole
 * @param {Page} page
 */
function append(whole, page) {
  for (const list of /** @type {const} */ (['rows', 'totals'])) {
    const more = page[list];
    if (more) {
      whole[list] = [...(whole[list] ?? []), ...more];
    }
  }
  whole.total ??= page.total;
  if (page.comparison && whole.comparison) {
    append(whole.comparison, page.comparison);
  }
}

export class Api {
  /** @type {string | null} */
  #secret;
  /** @type {Map<string, {answer: object, at: number}>} by address, the latest last */
  #kept = new Map();

  /** @param {string | null} secret null for what anyone may read */
  constructor(secret) {
    this.#secret = secret;
  }

  /** Whether it reads what a link of one site shows. */
  get shared() {
    return this.#secret !== null && isShare(this.#secret);
  }

  /** Whether it reads without a key: what is public. */
  get open() {
    return this.#secret === null;
  }

  /**
   * @param {string} address
   * @param {{method?: string, body?: string, headers?: Record<string, string>, signal?: AbortSignal}} options
   * @returns {Promise<Response>}
   */
  async #fetch(address, options = {}) {
    let response;
    try {
      response = await fetch(address, {
        credentials: 'omit',
        // A closed day may be cached for an hour, but past events may have arrived since; its ETag makes revalidation
        // cheap.
        cache: 'no-cache',
        ...options,
        headers: {...options.headers, ...(this.#secret === null ? {} : {authorization: `Bearer ${this.#secret}`})},
      });
    } catch (trouble) {
      throw trouble instanceof Error && trouble.name === 'AbortError' ? trouble : new ApiError('network', 0);
    }
    if (!response.ok) {
      throw await refused(response);
    }
    return response;
  }

  /**
   * The complete response, with all of its pages.
   *
   * @template {string} Address
   * @param {Address} path
   * @param {Query<Address>} params
   * @param {AbortSignal} [signal]
   * @returns {Promise<Answer<Address>>}
   */
  async get(path, params = /** @type {Query<Address>} */ ({}), signal = undefined) {
    const address = path + query(params);
    const whole = await this.#json(address, {signal});
    while (whole.next) {
      const page = await this.#json(path + query({...params, cursor: whole.next}), {signal});
      append(whole, page);
      whole.next = page.next;
    }
    this.#keep(address, whole);
    return whole;
  }

  /**
   * @param {string} address
   * @param {object} answer
   */
  #keep(address, answer) {
    this.#kept.delete(address);
    this.#kept.set(address, {answer, at: Date.now()});
    if (this.#kept.size > MOST_KEPT) {
      this.#kept.delete(/** @type {string} */ (this.#kept.keys().next().value));
    }
  }

  /**
   * The answer to the same request before, for when the network is gone; undefined if there was none.
   *
   * @template {string} Address
   * @param {Address} path
   * @param {Query<Address>} params
   * @returns {{answer: Answer<Address>, at: number} | undefined}
   */
  last(path, params = /** @type {Query<Address>} */ ({})) {
    return /** @type {{answer: Answer<Address>, at: number} | undefined} */ (this.#kept.get(path + query(params)));
  }

  /**
   * Reads; where the server is too busy, again after the time that it asks for.
   *
   * @param {string} address
   * @param {{signal?: AbortSignal}} options
   */
  async #json(address, options) {
    for (let attempt = 0; ; attempt++) {
      try {
        return await (await this.#fetch(address, options)).json();
      } catch (error) {
        const wait =
          error instanceof ApiError && error.kind === 'busy' ? (error.retryAfterSeconds ?? 2 ** attempt) : null;
        if (wait === null || wait > LONGEST_WAIT_SECONDS || attempt === MOST_RETRIES) {
          throw error;
        }
        await pause(wait, options.signal);
      }
    }
  }

  /**
   * Sends a change with a JSON body.
   *
   * @template {'POST' | 'PATCH' | 'PUT'} Method
   * @template {string} Address
   * @param {Method} method
   * @param {Address} path
   * @param {Sent<Address, Lowercase<Method>>} body
   * @param {Record<string, string>} headers
   * @returns {Promise<{status: number, headers: Headers, body: Answer<Address, Lowercase<Method>>}>}
   */
  async send(method, path, body, headers = {}) {
    const response = await this.#fetch(path, {
      method,
      body: JSON.stringify(body),
      headers: {'content-type': 'application/json', ...headers},
    });
    const answer = await response.text();
    return {status: response.status, headers: response.headers, body: answer ? JSON.parse(answer) : null};
  }

  /**
   * Puts a document, such as the plan, as it is written.
   *
   * @template {string} Address
   * @param {Address} path
   * @param {string} text
   * @param {Record<string, string>} headers
   * @returns {Promise<Answer<Address, 'put'>>}
   */
  async write(path, text, headers = {}) {
    return (await this.#fetch(path, {method: 'PUT', body: text, headers})).json();
  }

  /**
   * Asks about a document, such as a draft of the plan, as it is written.
   *
   * @template {string} Address
   * @param {Address} path
   * @param {string} text
   * @returns {Promise<Answer<Address, 'post'>>}
   */
  async ask(path, text) {
    return (await this.#fetch(path, {method: 'POST', body: text})).json();
  }

  /**
   * Removes what is at the path; the answer where there is one, such as the job that does it.
   *
   * @template {string} Address
   * @param {Address} path
   * @returns {Promise<Answer<Address, 'delete'> | null>}
   */
  async remove(path) {
    const answer = await (await this.#fetch(path, {method: 'DELETE'})).text();
    return answer ? JSON.parse(answer) : null;
  }

  /**
   * The URL of a CSV that opens directly; only for a share or what is public, because a key must never be in a URL. Otherwise null.
   *
   * @param {string} path
   * @param {Record<string, string>} params
   */
  csvAddress(path, params) {
    const share = this.shared ? this.#secret : '';
    return this.shared || this.open ? path + query({...params, format: 'csv', share}) : null;
  }

  /**
   * @param {string} path
   * @param {Record<string, string>} params
   */
  csv(path, params) {
    return this.file(path, {...params, format: 'csv'});
  }

  /**
   * @param {string} path
   * @param {Record<string, string>} params
   */
  async file(path, params) {
    return (await this.#fetch(path + query(params))).blob();
  }
}
