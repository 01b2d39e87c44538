/** What the dashboard's modules hand to each other. The API's part comes from openapi.yaml; nothing here runs. */

import type {Api, ApiError} from '../../functions/src/main/resources/public/app/api/api.js';
import type {
  Breakdown,
  FunnelAnswer,
  FunnelCompletionFigures,
  FunnelDay,
  FunnelEntryFigures,
  paths,
  SitesAnswer,
} from '#openapi';

/** A path of the API with any text in the place of its parameters. */
type Filled<Path extends string> = Path extends `${infer Before}{${string}}${infer After}`
  ? `${Before}${string}${Filled<After>}`
  : Path;

/** Segment's calls are left out: any address could be one of theirs. */
type Path = Exclude<keyof paths, '/v1/{call}'>;

/** The path of openapi.yaml that an address is of; never, if there is none: then so is its answer. */
type PathOf<Address extends string, Method extends string> = {
  [Each in Path]: paths[Each] extends {[M in Method]: object}
    ? Address extends Filled<Each> | `${Filled<Each>}?${string}`
      ? Each
      : never
    : never;
}[Path];

type Operation<Address extends string, Method extends string> =
  paths[PathOf<Address, Method>] extends Record<Method, infer Found> ? Found : never;

type Json<Response> = Response extends {content: {'application/json': infer Body}} ? Body : never;

/** The successful answer at an address, as JSON. */
export type Answer<Address extends string, Method extends string = 'get'> =
  Operation<Address, Method> extends {responses: infer Responses}
    ? {[Status in keyof Responses]: Status extends 200 | 201 | 202 ? Json<Responses[Status]> : never}[keyof Responses]
    : never;

type Parameters<Found> = Found extends {parameters: {query?: infer Named extends object}} ? Named : object;

/** The query parameters at an address. An empty one is left out. */
export type Query<Address extends string> = {
  [Name in keyof Parameters<Operation<Address, 'get'>>]?: Parameters<Operation<Address, 'get'>>[Name] | '' | null;
};

/** The body that an address takes. */
export type Sent<Address extends string, Method extends string> =
  Operation<Address, Method> extends {requestBody?: {content: {'application/json': infer Body}}} ? Body : never;

export type Site = SitesAnswer[number];

interface FunnelRange<Figures> {
  rows: (FunnelDay & Figures)[];
  total: Figures;
  totals?: ({breakdown: Breakdown} & Figures)[];
}

type FunnelView<Figures> = Pick<FunnelAnswer, 'funnel' | 'view' | 'steps' | 'meta'> &
  FunnelRange<Figures> & {comparison?: Days & FunnelRange<Figures>};

/** A funnel's answer for the views entry and same_day. */
export type EntryAnswer = FunnelView<FunnelEntryFigures>;

/** A funnel's answer for the view completion. */
export type CompletionAnswer = FunnelView<FunnelCompletionFigures>;

/** Days from one to the other, both included, as text like `2026-11-22`. */
export interface Days {
  from: string;
  to: string;
}

/** Days with their name in the address, and their words unless the reader chose them day by day. */
export interface Range extends Days {
  name: string;
  label: string | null;
}

/** What the address says: the view, what in it, and the parameters. */
export interface Route {
  view: string;
  id: string | null;
  params: URLSearchParams;
}

/** What the API can break figures down by. */
export type Dimension = NonNullable<
  NonNullable<paths['/v1/sites/{site}/overview']['get']['parameters']['query']>['breakdown']
>;

/** What a view is given. */
export interface Context {
  api: Api;
  site: Site;
  sites: SitesAnswer;
  route: Route;
  /** The site's day by Cairn's clock. */
  today: string;
  /** Aborted as soon as the reader goes elsewhere. */
  signal: AbortSignal;
  scopes: Site['scopes'];
  range: Range;
  /** What the API compares with; empty for nothing. */
  compare: string;
  /** What figures are broken down by; empty for nothing. */
  by: Dimension | '';
  /** Where the site is in the API. */
  path: `/v1/sites/${string}`;
  /** Shows an error above the view. */
  say(error: unknown): void;
  /** The context of the view that is shown now. */
  now(): Context;
}

/** A statistic as CSV: where it is, and with which parameters. */
export interface Csv {
  path: string;
  params: Record<string, string>;
}

/** Which controls a view has. */
export interface Controls {
  range?: boolean;
  compare?: boolean;
  breakdown?: boolean;
  csv?(context: Context): Csv;
}

/** A view, as a module. */
export interface View {
  title(context: Context): string;
  controls?: Controls;
  show(container: HTMLElement, context: Context): void | Promise<void>;
}

/** What an element can contain; null, undefined and false are left out. */
export type Child = Node | string | number | null | undefined | false | Child[];

type Attribute = string | number | boolean | null | undefined;

/** Listeners by type; `currentTarget` is the element itself. */
export type Listeners<Own extends Element> = {
  [Type in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[Type] & {currentTarget: Own}) => unknown;
};

/** Attributes of an element; `on` has listeners, `css` style properties. */
export interface Attributes<Own extends Element> {
  on?: Listeners<Own>;
  css?: Record<string, string>;
  [name: string]: Attribute | Listeners<Own> | Record<string, string>;
}

/** A column of a table; a wide one is left out on a phone. */
export interface Column<Row> {
  label: string;
  cell(row: Row): Child;
  number?: boolean;
  wide?: boolean;
  /** The row's share of the largest, 0 to 1, for the bar behind its name. */
  bar?(row: Row): number | null | undefined;
}

/** Something to choose: its value and its text. */
export type Choice<Value extends string = string> = readonly [value: Value, text: string];

/** A line of a chart. */
export interface Line {
  label: string;
  values: (number | null)[];
  /** A custom property of the style sheet, without its dashes. */
  colour: string;
  dashed?: boolean;
  fill?: boolean;
  /** The days of a comparison, one for each point. */
  dates?: string[];
}

/** Writes a figure. */
export type Write = (value: number | null | undefined) => string;

declare global {
  interface Window {
    /** Of theme.js. */
    cairnTheme: {chosen(): string; choose(next: string): void};
    /** Of uplot.js, a classic script. */
    uPlot: typeof import('uplot');
  }
}
