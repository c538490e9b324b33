import type { ErrorCode } from './codes.js';
import type { Answering, Context, ContextHead, Document, Json, RecordHead, ValidateOptions } from './answering.js';
import type { Action, Subject, SubjectHead } from './answering.js';
import { ProfileKitError } from './answering.js';

export * from './answering.js';

/** A condition on records as parameterised SQL. */
export interface SqlFilter {
  sql: string;
  params: (string | number | boolean | null)[];
}

/** Who sees what, row by row. */
export interface Matrix {
  product: string;
  version: string;
  viewers: string[];
  rows: ({ kind: string; field: string; shown: { [viewer: string]: string } } & { [column: string]: unknown })[];
}

/** What a host has for a table of facts: rows as objects, a file's text, or the records of its kind. */
export type FactSupply =
  | { [column: string]: Json }[]
  | { csv: string }
  | { ndjson: string }
  | { record: Omit<RecordHead, 'kind'>; document: Json }[];

/** Which rows have a value: a bit each, the lowest first, set where there is one. All, where it is left out. */
export type ValidRows = Uint8Array;

/** Texts, each once, and for every row the place of its text; a `null` among them is no text. */
export interface CodedTexts {
  texts: readonly (string | null)[];
  codes: Uint8Array | Uint16Array | Uint32Array;
}

/** Numbers of one column. */
export type NumberArray =
  | Float64Array | Int8Array | Uint8Array | Uint8ClampedArray | Int16Array | Uint16Array | Int32Array | Uint32Array | BigInt64Array;

/**
 * A column, by the type that the blueprint gives it:
 * - `text`: a list of texts, or each once with codes.
 * - `instant`: milliseconds since 1970 UTC in a `Float64Array`, as `Date` counts them, or microseconds in a `BigInt64Array`.
 * - `int`: whole numbers.
 * - `decimal` and `money`: numbers as they are written (`12.5`), or `units` of the smallest step: 1250 cents. Amounts are of the
 *   column's currency, or of `currency`.
 * - `bool`: 0 and 1 in a `Uint8Array`.
 */
export type FactColumn =
  | readonly (string | null | undefined)[]
  | (CodedTexts & { valid?: ValidRows })
  | NumberArray
  | { values: NumberArray; valid?: ValidRows; currency?: string | CodedTexts }
  | { units: NumberArray; valid?: ValidRows; currency?: string | CodedTexts };

/** A row that could not become a fact, and why. Rows count from 1. */
export interface BadRow {
  facts: string;
  line: number;
  column?: string;
  code: ErrorCode;
  message: string;
}

/** Facts of a table that stay with the kernel, for as many dashboards as are wanted. */
export interface Facts {
  /** The name of the table. */
  readonly table: string;
  /** How many facts there are. */
  readonly rows: number;
  /** The rows that could not become facts. Dashboards for whom all facts of the table count tell them too. */
  readonly bad: BadRow[];
  /** Appends rows, each as in JSON; instants may be dates. All of them, or none where one cannot be read at all. */
  append(rows: readonly object[]): this;
  /** Appends columns of one length, by their names. One that is left out has no values. All of them, or none where one does not fit. */
  appendColumns(columns: { [column: string]: FactColumn }): this;
  /** Gives the memory back at once; nothing can be asked of it any more. */
  release(): void;
  /** The same, at the end of the block that it was declared in with `using`. */
  [Symbol.dispose](): void;
}

/** A span of time; `until` where it still runs. */
export interface DashboardSpan {
  start: string;
  end: string;
  until?: string;
}

/** A figure of a series. Figures are decimal texts, and `null` where there is none. */
export interface DashboardPoint extends DashboardSpan {
  value: string | null;
}

/** A figure, what it is compared with and what it is made of; of money one for each currency. */
export interface DashboardLine {
  unit: 'count' | 'number' | 'ratio' | 'money';
  currency?: string;
  value: string | null;
  /** Of how many values it is, where it is their mean or percentile. */
  sample?: number;
  previous?: string;
  /** As a share: `0.25` is a quarter more. */
  change?: string;
  direction?: 'up' | 'down' | 'flat';
  /** `false` where it is estimated; `explainedBy.estimate` says how. */
  exact?: false;
  series?: DashboardPoint[];
  breakdown?: ({ value: string | null; sample?: number; previous?: string; series?: DashboardPoint[] } & ({ label: string | null } | { others: number }))[];
  steps?: number[];
  cohorts?: { start: string; size: number; active: number[] }[];
}

/** A card that the subject may see. */
export interface DashboardCard {
  id: string;
  label?: string;
  /** What a plain number counts. */
  counts?: string;
  better?: 'up' | 'down';
  /** Whether its time is over. */
  complete: boolean;
  range: DashboardSpan;
  previousRange?: DashboardSpan;
  lines?: DashboardLine[];
  /** The figures beyond a threshold of the card, of the whole or of a part. */
  breaches?: { severity: 'info' | 'warning' | 'critical'; part?: string; value: string; above?: string; below?: string; reason: string }[];
  explainedBy: {
    formula: string;
    filter?: string;
    at: string;
    zone: string;
    facts: number;
    estimate?: { method: string; error: string };
    rates?: string;
    sources?: { facts: string; at: string; mine?: string; rows: number }[];
  };
}

/** What a persona is told. */
export interface Dashboard {
  persona: string;
  now: string;
  zone: string;
  cards: DashboardCard[];
  /** What could not become facts, and why. */
  bad?: BadRow[];
}

/** When and where somebody looks at a dashboard. */
export interface DashboardOptions {
  /** Its `now` is the moment that the dashboard is of. */
  context: Context | ContextHead;
  /** An IANA zone; UTC where none is named. */
  zone?: string;
  weekStart?: 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday';
  /** Up to how many values distinct counts and percentiles are exact. */
  exact?: number;
}

/** What an offer's use costs. Amounts are texts, so that no reader rounds them. */
export interface Invoice {
  currency: string;
  lines: { reason: 'fee' | 'usage' | 'minimum' | 'credit'; quantity?: number; amount: string }[];
  total: string;
  creditLeft: string;
}

/** What was told of each thing that is watched: the marks that it is above. Keep it, and hand it in again. */
export type Told = { [watched: string]: { period: string; marks: number[] } };

/** How much was used of a period. */
export interface BillOptions {
  used?: number;
  /** How much of the period has passed: what it will come to is expected of that. */
  passed?: { part: number; whole: number };
  credit?: string;
  budget?: string;
  /** The period's name, such as `2026-03`. */
  period?: string;
  told?: Told;
  /** Units of earlier whole periods, for tips. */
  history?: number[];
}

/** How a period of an offer stands. */
export interface Bill {
  invoice: Invoice;
  projected: Invoice | null;
  /** Marks that are crossed and were not told. */
  alerts: { watched: string; period: string; mark: number; value: string; limit: string; unit: string; percent: string; reason: string }[];
  told: Told;
  tips: {
    kind: 'cheaper_offer' | 'allowance_never_reached' | 'unused_commitment' | 'next_tier';
    offer: string;
    cost: string;
    instead: string;
    saving: string;
    reason: string;
  }[];
}

/** Who earned what with what from whom. Rows count from 0. */
export interface Attributed {
  flows: { tenant?: string; builder: string; implementation: string; customer: string; currency: string; charges: number; part: string; kept: string; earned: string }[];
  earnings: { row: number; at: string; tenant?: string; builder: string; implementation: string; customer: string; currency: string; charge: string; part: string; kept: string; earned: string; reason: string }[];
  /** Charges that nobody earned. */
  left: { row: number; charge: string; currency: string; reason: string }[];
  /** Rows that could not be read. */
  bad: BadRow[];
}

/** A finding about a blueprint. */
export interface Problem {
  severity: 'note' | 'warning' | 'error';
  path: string;
  code: ErrorCode;
  message: string;
  help?: string;
  suggestion?: string;
  /** For conditions: the byte span in the expression. */
  span?: [number, number];
}

/** What changes from one version of a blueprint to another. */
export interface Diff {
  verdict: 'breaking' | 'compatible';
  widens: boolean;
  changes: { verdict: 'breaking' | 'widening' | 'compatible'; path: string; message: string }[];
}

/** What Standard Schema v1 says of a value. */
export type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string; readonly path: readonly (string | number)[] }[] };

/** A JSON Schema in one of the drafts that say all that a kind says. */
export type StandardTarget = { readonly target: 'draft-2020-12' | 'draft-07' | (string & {}) };

/** A kind as Standard Schema v1 and Standard JSON Schema v1. */
export interface StandardKind<Input = Json, Output = Input> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: 'profilekit';
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
    readonly validate: (value: unknown) => StandardResult<Output>;
    readonly jsonSchema: {
      readonly input: (options: StandardTarget) => { [name: string]: unknown };
      readonly output: (options: StandardTarget) => { [name: string]: unknown };
    };
  };
}

/**
 * The kernel of one blueprint. Every method throws {@link ProfileKitError}. In browsers `filter`, `dashboard`, `facts`,
 * `bill`, `attribute`, `matrix`, `check` and `diff` are those of `@profilekit/wasm/all`.
 */
export class Kernel {
  private constructor();
  /** Compiles a blueprint. @throws {BlueprintError} with everything that is wrong. */
  static compile(blueprint: Document): Kernel;
  /** What was compiled as bytes, for `@profilekit/wasm/thin`. The same blueprint gives the same. */
  image(): Uint8Array;
  /** The records on which a subject may do an action, as SQL. */
  filter(subject: Subject | SubjectHead, action: string | Action, options?: { dialect?: 'sqlite' | 'postgres'; context?: Context | ContextHead }): SqlFilter;
  /** The dashboard of the subject's persona. Records count as far as the subject sees them. */
  dashboard(subject: Subject | SubjectHead, facts: { [table: string]: FactSupply | Facts } | Document, options: DashboardOptions): Dashboard;
  /** Facts of a table that stay with the kernel: rows and columns are appended to them. @throws {ProfileKitError} where there is no such table, and for one of records. */
  facts(table: string): Facts;
  /** How a period of an offer of the blueprint's `plans` stands. */
  bill(offer: string, options?: BillOptions): Bill;
  /** Charges split among those who built what they are for, by the blueprint's `plans`. */
  attribute(facts: { [table: string]: FactSupply } | Document, options?: Pick<DashboardOptions, 'zone' | 'weekStart'>): Attributed;
  matrix(format?: 'json'): Matrix;
  matrix(format: 'markdown' | 'csv' | 'html'): string;
  /** Static analysis of the blueprint. */
  check(): { valid: boolean; problems: Problem[] };
  diff(blueprint: Document): Diff;
  /** A kind for forms and procedures that take Standard Schema. @throws {ProfileKitError} where there is no such kind or mode. */
  standard<Value = Json>(kind: string, options?: ValidateOptions): StandardKind<Value>;
  /** The JSON Schema (2020-12) of a kind's whole documents. */
  schema(kind: string): { [name: string]: Json };
}

export interface Kernel extends Answering {}

/** A blueprint that does not compile. */
export class BlueprintError extends ProfileKitError {
  readonly problems: Problem[];
}
