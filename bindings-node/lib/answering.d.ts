/// <reference lib="esnext.disposable" />

import type { ErrorCode } from './codes.js';

export type { ErrorCode };

/** A JSON value. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** A document: JSON text, its bytes in UTF-8, or a value that is written as JSON. */
export type Document = string | Uint8Array | DataView | ArrayBuffer | object;

/** A point in time: RFC 3339 text, or a date. */
export type Instant = string | Date;

/** Parameters of a message. */
export type Params = { readonly [name: string]: string | number };

/** One thing that is wrong with a document. */
export interface Violation {
  /** JSON Pointer to the value. */
  path: string;
  /** The stable code: of the registry, or the one that the blueprint gave a check. */
  code: ErrorCode | (string & {});
  params: Params;
  message: string;
}

/** What validation found. */
export class Validation<Value = Json> {
  private constructor();
  /** Whether nothing is wrong. */
  readonly valid: boolean;
  /** Everything that is wrong, in document order. */
  readonly violations: Violation[];
  /** The normalised document as JSON text; `null` where the input was no strict JSON. */
  readonly document: string | null;
  /**
   * The normalised document as a value: of an object that validators recognised one copy,
   * otherwise a new one at every look.
   */
  readonly value: Value | undefined;
}

/** What `profilekit types blueprint.json --js` writes: a module that recognises valid objects. */
export interface Validators {
  /** Whose they are. */
  readonly fingerprint: string;
  /** By kind and mode, what copies an object to its normal form, or gives nothing where the kernel must look. */
  readonly kinds: { readonly [kind: string]: { readonly [mode: string]: (value: unknown) => object | undefined } };
}

/** What is known of a subject; without an `id` it is somebody who is not signed in. */
export interface SubjectHead {
  id?: string;
  roles?: readonly string[];
  tenant?: string;
  persona?: string;
  /** The attributes that the blueprint declares. */
  attributes?: { readonly [name: string]: unknown };
  /** Whether it is the product itself. */
  system?: boolean;
}

/** What is known of a record besides its document. */
export interface RecordHead {
  kind: string;
  id?: string;
  owner?: string;
  tenant?: string;
  state?: string;
  version?: number;
  createdAt?: string;
  updatedAt?: string;
  relations?: { readonly [relation: string]: readonly string[] };
  /** The roles of its owner; those of the kind's personas where nobody says. */
  ownerRoles?: readonly string[];
  /** The audiences that its owner chose, by path. */
  choices?: { readonly [path: string]: string };
  /** The audiences that an administrator forced, by path. */
  forced?: { readonly [path: string]: string };
}

/** The circumstances of a call. */
export interface ContextHead {
  now?: Instant;
  /** The attributes that the blueprint declares. */
  attributes?: { readonly [name: string]: unknown };
}

/** Something that a kernel prepared; it belongs to that kernel. */
interface Prepared<Head> {
  /** The description it came from. */
  readonly head: Head;
  /** Gives its memory back at once, instead of when nobody has it any more. */
  release(): void;
  /** The same, at the end of the block that it was declared in with `using`. */
  [Symbol.dispose](): void;
}

/** A subject that a kernel prepared. */
export class Subject implements Prepared<SubjectHead> {
  #private;
  private constructor();
  readonly head: SubjectHead;
  release(): void;
  [Symbol.dispose](): void;
}

/** A record that a kernel prepared. */
export class Record<Value = Json> implements Prepared<RecordHead> {
  #private;
  private constructor();
  readonly head: RecordHead;
  readonly kind: string;
  readonly owner?: string;
  readonly tenant?: string;
  readonly state?: string;
  /** The document as a value. */
  readonly value: Value;
  /** The document as JSON text. */
  readonly text: string;
  release(): void;
  [Symbol.dispose](): void;
}

/** Records that are asked about together. */
export class Records {
  #private;
  private constructor();
  readonly list: readonly Record[];
  /** Gives its memory back at once, instead of when nobody has it any more. */
  release(): void;
  [Symbol.dispose](): void;
}

/** Circumstances that a kernel prepared. */
export class Context implements Prepared<ContextHead> {
  #private;
  private constructor();
  readonly head: ContextHead;
  release(): void;
  [Symbol.dispose](): void;
}

/** An action that a kernel knows. */
export class Action {
  #private;
  private constructor();
  readonly head: string;
  /** Its number in packed questions. */
  readonly index: number;
}

/** A decision and its reason. */
export interface Decision {
  allowed: boolean;
  /** The stable word for the reason. */
  reason: string;
  /** The policy or transition that decided. */
  rule: string | null;
  message: string;
  /** For writes: pointers of the fields that may be written, where not all may. */
  fields?: string[];
  /** What the caller must do when it acts on this. */
  obligations?: string[];
}

/** A rule of an action, and why it did or did not apply. */
export interface ExplainedRule {
  rule: string;
  at: string;
  effect: 'allow' | 'deny';
  applies: boolean;
  because: string;
  message: string;
}

/** A decision, and every rule that could have made it. */
export interface Explanation {
  decision: Decision;
  rules: ExplainedRule[];
}

/** A field that is there and hidden. */
export interface Hidden {
  path: string;
  audience: string | null;
  rule: 'default' | 'choice' | 'forced' | 'unknown_member';
}

/** What a viewer sees of a record. */
export interface View<Value = Json> {
  document: Value;
  /** What is hidden and why, for those who may update the record. */
  hidden?: Hidden[];
  /** Cache tags by which the answer is invalidated. */
  tags: string[];
  /** Whether a shared cache may keep it. */
  shared: boolean;
}

/** A factor of a score. */
export interface StrengthCheck {
  id: string;
  score: number;
  max: number;
  /** How much of it is met, in hundredths of a percent. */
  achieved: number;
  /** How many points the whole score would gain. */
  gain: number;
  /** Whether it must be met to publish. */
  required: boolean;
  issues: { severity: string; code: ErrorCode; params: Params; message: string; fix: string }[];
}

/** How strong a record is, and what would raise it. */
export interface Score {
  /** 0 to 100; `null` where nothing counts. */
  score: number | null;
  level: string | null;
  /** The version of the card. */
  card: number;
  checks: StrengthCheck[];
  /** The factors that would raise it most, best first. */
  next: string[];
}

/** Whether a subject may enter a path. */
export type Passage = 'open' | 'depends' | 'sign_in' | 'closed' | 'unknown';

/** An entry of the navigation. */
export interface NavigationEntry {
  id: string;
  label: string | null;
  path: string;
  children: NavigationEntry[];
}

/** How a document is validated. */
export interface ValidateOptions {
  /** `create` unless said: `create`, `replace`, `patch`, `draft`, `publish` or `step:NAME`. */
  mode?: string;
  now?: Instant;
  /** Pointers of the fields that may be written, with all that lies below them. */
  writable?: readonly string[];
  /** Who writes: decides what may be written, unless `writable` says it. */
  subject?: Subject | SubjectHead;
  record?: Record | Partial<RecordHead>;
  context?: Context | ContextHead;
  locale?: 'en' | 'de';
}

/** A viewer that a preview speaks of. */
export type ViewAs = 'public' | 'platform' | 'owner' | `role:${string}`;

/** What one subject may do, answered in JavaScript; what it would not answer exactly as the kernel does is left to the kernel. */
export class Ability {
  private constructor();
  /** Whether the subject may do an action on a record. */
  can(action: string, record: Record | RecordHead, context?: Context | ContextHead): boolean;
  /** Whether an action is answered without the kernel. */
  isLocal(action: string): boolean;
  /** The rights as data. */
  toJSON(): Json;
}

/** What answers by a compiled blueprint. Every method throws {@link ProfileKitError}. */
export interface Answering {
  /**
   * Validates objects with generated JavaScript where it recognises them, with the same answers.
   * @throws {ProfileKitError} where the validators are of another blueprint, or of another version.
   */
  use(validators: Validators): this;
  /** Answers one call of the wire as JSON text. */
  call(request: string | { readonly [name: string]: unknown }, document?: Document): string;
  validate<Value = Json>(kind: string, document: Document, options?: ValidateOptions): Validation<Value>;
  /** Prepares a subject that is asked about more than once. */
  subject(head?: Subject | SubjectHead): Subject;
  /** Prepares a record that is asked about more than once. */
  record(head: Record | RecordHead, document?: Document): Record;
  /** Prepares records that are asked about together. */
  records(list: Records | readonly (Record | RecordHead)[]): Records;
  /** Prepares circumstances. */
  context(head?: Context | ContextHead): Context;
  /** An action, with its number. */
  action(name: string | Action): Action;
  /** Whether a subject may do an action. */
  can(subject: Subject | SubjectHead, action: string | Action, record: Record | RecordHead, context?: Context | ContextHead): boolean;
  /** Decides, with the reason. */
  decide(subject: Subject | SubjectHead, action: string | Action, record: Record | RecordHead, context?: Context | ContextHead): Decision;
  /**
   * Decides many questions: pairs of an index of a record and an action, or of its number where they are packed;
   * 1 where it is allowed. Prepared records and packed questions are fastest.
   */
  decideMany(
    subject: Subject | SubjectHead,
    records: Records | readonly (Record | RecordHead)[],
    questions: readonly (readonly [number, string | Action])[] | Uint32Array,
    context?: Context | ContextHead,
  ): Uint8Array;
  explain(subject: Subject | SubjectHead, action: string | Action, record: Record | RecordHead, context?: Context | ContextHead): Explanation;
  /** A subject's rights, settled as far as they do not depend on the record. */
  ability(subject: Subject | SubjectHead): Ability;
  /** What a subject sees of a record. */
  view<Value = Json>(subject: Subject | SubjectHead, record: Record | RecordHead, context?: Context | ContextHead): View<Value>;
  /** What a subject sees of a record, as JSON text: for whoever passes it on. */
  viewText(subject: Subject | SubjectHead, record: Record | RecordHead, context?: Context | ContextHead): string;
  /** What a hypothetical viewer would see, with what is hidden and why: a preview for the owner. */
  viewAs<Value = Json>(viewer: ViewAs, record: Record | RecordHead, context?: Context | ContextHead): View<Value>;
  /** The score of a record for its owner. */
  strength(record: Record | RecordHead, options?: { subject?: Subject | SubjectHead; context?: Context | ContextHead }): Score;
  /** The score alone and its level: what a list shows. */
  score(
    record: Record | RecordHead,
    options?: { subject?: Subject | SubjectHead; context?: Context | ContextHead },
  ): { score: number | null; level: string | null };
  /** The score as one viewer may know it. */
  strengthSeen(subject: Subject | SubjectHead, record: Record | RecordHead, context?: Context | ContextHead): Score;
  route(subject: Subject | SubjectHead, path: string): Passage;
  navigation(subject: Subject | SubjectHead): NavigationEntry[];
}

/** A failure with its stable code, where it is, and what to do next. */
export class ProfileKitError extends Error {
  readonly code: ErrorCode;
  /** The HTTP status that fits. */
  readonly status: number;
  /** JSON Pointer into what was handed in. */
  readonly path?: string;
  readonly help?: string;
  readonly params: Params;
}
