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
  }
}

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
  return new ApiError(KINDS.get(response.status) ?? 'broken', response.status, error);
}

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
  /** @type {string} */
  #secret;

  /** @param {string} secret */
  constructor(secret) {
    this.#secret = secret;
  }

  get shared() {
    return isShare(this.#secret);
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
        headers: {...options.headers, authorization: `Bearer ${this.#secret}`},
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
    const whole = await this.#json(path + query(params), {signal});
    while (whole.next) {
      const page = await this.#json(path + query({...params, cursor: whole.next}), {signal});
      append(whole, page);
      whole.next = page.next;
    }
    return whole;
  }

  /**
   * @param {string} address
   * @param {{signal?: AbortSignal}} options
   */
  async #json(address, options) {
    return (await this.#fetch(address, options)).json();
  }

  /**
   * Sends a change with a JSON body.
   *
   * @template {'POST' | 'PATCH'} Method
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
   * The URL of a CSV that opens directly; only for a share, because a key must never be in a URL. Otherwise null.
   *
   * @param {string} path
   * @param {Record<string, string>} params
   */
  csvAddress(path, params) {
    return this.shared ? path + query({...params, format: 'csv', share: this.#secret}) : null;
  }

  /**
   * @param {string} path
   * @param {Record<string, string>} params
   */
  async csv(path, params) {
    return (await this.#fetch(path + query({...params, format: 'csv'}))).blob();
  }
}
