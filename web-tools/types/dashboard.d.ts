/** The types shared by the dashboard's modules. Those of the API come from openapi.yaml; nothing here runs. */

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

/** An API path with any text in place of its parameters. */
type Filled<Path extends string> = Path extends `${infer Before}{${string}}${infer After}`
  ? `${Before}${string}${Filled<After>}`
  : Path;

/** Excludes Segment's calls: any path could be one of them. */
type Path = Exclude<keyof paths, '/v1/{call}'>;

/** The openapi.yaml path that matches an address; never if there is none, and then so is its response. */
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

/** The JSON of a successful response at a path. */
export type Answer<Address extends string, Method extends string = 'get'> =
  Operation<Address, Method> extends {responses: infer Responses}
    ? {[Status in keyof Responses]: Status extends 200 | 201 | 202 ? Json<Responses[Status]> : never}[keyof Responses]
    : never;

type Parameters<Found> = Found extends {parameters: {query?: infer Named extends object}} ? Named : object;

/** The query parameters of a path; empty ones are omitted. */
export type Query<Address extends string> = {
  [Name in keyof Parameters<Operation<Address, 'get'>>]?: Parameters<Operation<Address, 'get'>>[Name] | '' | null;
};

/** The request body of a path. */
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

/** A range with its name in the address, and its label unless the reader chose the days. */
export interface Range extends Days {
  name: string;
  label: string | null;
}

/** The parsed address: the view, the id within it, and the parameters. */
export interface Route {
  view: string;
  id: string | null;
  params: URLSearchParams;
}

/** The API's breakdown dimensions. */
export type Dimension = NonNullable<
  NonNullable<paths['/v1/sites/{site}/overview']['get']['parameters']['query']>['breakdown']
>;

/** What a point of a line adds up. */
export type Points = 'day' | 'week' | 'month';

/** One value of a dimension, and both as the API's `filter`. */
export interface Filter {
  dimension: Dimension;
  value: string;
  text: string;
}

/** Reads an answer of the API for a card. */
export type Get = <Address extends string>(path: Address, params?: Query<Address>) => Promise<Answer<Address>>;

/** The context passed to a view. */
export interface Context {
  api: Api;
  site: Site;
  sites: SitesAnswer;
  route: Route;
  /** The site's day by Cairn's clock. */
  today: string;
  /** Aborted once the reader navigates away. */
  signal: AbortSignal;
  scopes: Site['scopes'];
  range: Range;
  /** The days to compare with; null for none. */
  comparison: Days | null;
  /** The same as the API's parameter; empty for none. */
  compare: string;
  /** What a point of a line adds up, the API's `interval`. */
  points: Points;
  /** The one value that all views are shown for; null for all. */
  filter: Filter | null;
  /** The dimension of the breakdown; empty for none. */
  by: Dimension | '';
  /** Where the site is in the API. */
  path: `/v1/sites/${string}`;
  /** Shows an error above the view. */
  say(error: unknown): void;
  /** Says a result to a screen reader. */
  announce(said: string): void;
  /** The context of the current view. */
  now(): Context;
}

/** A point of a line with something to say. */
export interface Mark {
  date: string;
  kind: 'note' | 'plan' | 'alarm' | 'gap';
  text: string;
}

/** The CSV of a statistic: its path and parameters. */
export interface Csv {
  path: string;
  params: Record<string, string>;
}

/** Which controls a view has. */
export interface Controls {
  range?: boolean;
  compare?: boolean;
  breakdown?: boolean;
  /** Day, week or month. */
  points?: boolean;
  /** Whether the filter applies to the view. */
  filter?: boolean | ((filter: Filter) => boolean);
  csv?(context: Context): Csv;
}

/** A view, as a module. */
export interface View {
  title(context: Context): string;
  controls?: Controls;
  /** The cards at once, each of which loads by itself (`loading` of ui/cards.js). */
  cards?(context: Context): Child;
  /** Otherwise: fills a container, which is shown once it is done. */
  show?(container: HTMLElement, context: Context): void | Promise<void>;
}

/** A child of an element; null, undefined and false are omitted. */
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

/** A column of a table; wide ones are hidden on phones. */
export interface Column<Row> {
  label: string;
  cell(row: Row): Child;
  number?: boolean;
  wide?: boolean;
  /** What the column sorts by; without it, what the cell shows. */
  sort?(row: Row): number | string | null | undefined;
  /** The row's share of the largest, 0 to 1, for the bar behind its name. */
  bar?(row: Row): number | null | undefined;
}

/** An option: its value and its text. */
export type Choice<Value extends string = string> = readonly [value: Value, text: string];

/** A line of a chart. */
export interface Line {
  label: string;
  values: (number | null)[];
  /** A custom property of the style sheet, without its dashes. */
  colour: string;
  dashed?: boolean;
  fill?: boolean;
  /** A single point, without a line. */
  point?: boolean;
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
