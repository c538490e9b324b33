import type { Document, Json } from './answering.js';
import type { Kernel } from './kernel.js';

/** A webhook as it came. */
export interface Webhook {
  /** An object, `Headers`, or pairs; names in any case. */
  headers: { [name: string]: string | string[] | undefined } | Iterable<readonly [string, string]>;
  /** The body byte by byte: a text or bytes, never what was parsed. */
  body: string | Uint8Array | ArrayBuffer;
  /** Secrets (`whsec_`) and public keys (`whpk_`); while one is replaced there are two, the old one until an instant. */
  keys: WebhookKey | WebhookKey[];
  /** When it came; now by default. */
  now?: Date;
  /** How far its time may lie from now, in microseconds; five minutes by default. */
  tolerance?: number;
}

export type WebhookKey = string | { secret: string; until?: Date | null };

/** A webhook that is what it says. */
export interface VerifiedWebhook {
  /** The same each time the webhook is tried: handle each once. */
  id: string;
  /** When it was signed. */
  at: Date;
  family: 'standard' | 'svix';
  /** Which of the keys made its signature. */
  key: number;
}

/** Verifies a webhook. @throws {ProfileKitError} with a code `identity.…` that says why it is not genuine. */
export function verifyWebhook(webhook: Webhook): VerifiedWebhook;

/** What a delivery of the provider says. */
export type WebhookNews =
  | {
      about: 'user';
      /** The provider's identifier. */
      id: string;
      /** As the provider writes them: hand it to `planSync`. */
      user: { [attribute: string]: Json };
      event: string;
      at?: Date;
    }
  | { about: 'gone'; id: string; event: string; at?: Date }
  /** Something that is not about accounts: note it, and nothing follows. */
  | { about: 'other'; event: string; at?: Date };

/**
 * Reads a delivery of Clerk that was verified, of any event.
 * @throws {ProfileKitError} `identity.bad_payload`, `identity.no_user_id`: it will not go well another time.
 */
export function parseWebhook(body: string | Uint8Array | ArrayBuffer): WebhookNews;

/** What a session token must say. */
export interface TokenOptions {
  /** The issuer's public keys: a key set (JWKS) as object or text, or one key as PEM. */
  keys: string | { keys: Json[] };
  issuer?: string;
  audiences?: string[];
  /** Who may have asked for it (`azp`). */
  parties?: string[];
  /** By how much clocks may differ, in microseconds; five seconds by default. */
  skew?: number;
  /** Whether a session counts of which the provider still asks something (`sts: pending`); not by default. */
  pending?: boolean;
  now?: Date;
}

/** What a session token says. */
export interface TokenClaims {
  sub: string;
  exp: number;
  iss?: string;
  sid?: string;
  azp?: string;
  /** Who really acts, where somebody acts as the user. */
  act?: { sub: string; [claim: string]: Json };
  [claim: string]: Json | undefined;
}

/** Verifies a session token (RS256, ES256). @throws {ProfileKitError} with the status 401. */
export function verifyToken(token: string, options: TokenOptions): TokenClaims;

/** What a token says of whose session it is: `kernel.subject({ id, ...standing(kernel, claims) })`. */
export interface Standing {
  /** Where the blueprint says how it is known (`tenant_claim`) and the token says it. */
  tenant?: string;
  /** In the order of the blueprint. */
  roles: string[];
  /** What they can act as with these roles, where there is but one; otherwise they choose. */
  persona?: string;
}

/**
 * Whose session it is by the claims of a verified token, in the blueprint's words. Claims are found where the blueprint has
 * them; roles that only an administrator grants are left out. It is as old as the token.
 * @throws {ProfileKitError} `identity.not_configured`.
 */
export function standing(kernel: Kernel, claims: TokenClaims): Standing;

/**
 * Where a webhook comes from, where the blueprint names networks (`allow_ips`); nothing where it lets them come from anywhere.
 * `peer` is the address of the connection, `forwarded` the header `X-Forwarded-For`: as much of it counts as `trusted_proxies`
 * wrote.
 * @throws {ProfileKitError} `identity.address_not_allowed`, `identity.bad_address`, `identity.not_configured`.
 */
export function checkSender(kernel: Kernel, request: { peer?: string | null; forwarded?: string | null }): string | undefined;

/** What becomes of a call. */
export interface CallStep {
  /** Whether it may go on; else answer 429. */
  allowed: boolean;
  /** Keep it by caller and persona, and hand it in the next time: when all calls are free again, in microseconds since 1970 UTC. */
  freeAt: number;
  /** How many calls may follow at once. */
  remaining: number;
  /** After how many seconds all calls are free again. */
  reset: number;
  /** After how many seconds the next call may come; zero where it may now. */
  retryAfter: number;
  /** `ratelimit-policy` and `ratelimit`, and `retry-after` where the call may not go on. */
  headers: { [name: string]: string };
}

/**
 * Counts a call by the `rate_limit` of a persona, which the generic cell rate algorithm spreads evenly; nothing where the
 * blueprint does not limit it. The host keeps `freeAt`, in a place that all its processes share.
 */
export function countCall(
  kernel: Kernel,
  persona: string,
  options?: { freeAt?: number | null; now?: Date },
): CallStep | undefined;

/** An account as it is here. Instants are microseconds since 1970 UTC. */
export interface LocalUser {
  record: string;
  id: string;
  tenant?: string;
  document: Json;
  changed?: { [attribute: string]: number };
  roles?: string[];
  rolesChangedAt?: number | null;
  archived?: boolean;
  /** Whether it is set aside because its user was deleted at the provider, and for no other reason: coming back, they get it. */
  left?: boolean;
}

/** What the provider said, as a tie keeps it. */
export interface Said {
  digest: string;
  since: number;
  /** Whether it has said nothing yet. */
  silent?: boolean;
  /** The state that said it, where what later ones said could not be taken. */
  of?: { at: number; digest: string };
}

/** The tie between a user and an account: keep what a plan gives, and hand it in the next time. */
export interface Link {
  id: string;
  user: string;
  tenant: string;
  record: string;
  /** Since when it is that one, in microseconds since 1970 UTC. */
  tiedAt?: number;
  stamp: { at: number; digest: string };
  gone: boolean;
  banned: boolean;
  fields: { [attribute: string]: Said };
  roles: Said | null;
  rolesAt: number;
  /** When the account was set aside because its user was deleted. */
  leftAt?: number;
  /** Roles that the provider was told: what comes back of them is nothing that it says itself. */
  told?: { digest: string; at: number }[];
}

/** Why something happens, or does not. */
export type Why =
  | 'created' | 'provider_owns' | 'local_owns' | 'provider_newer' | 'local_newer' | 'manual'
  | 'required_here' | 'not_valid' | 'not_verified' | 'taken' | 'unknown_role' | 'not_grantable' | 'tenant_moved' | 'set_aside';

/** What follows for an account. */
export interface SyncPlan {
  action: 'create' | 'update' | 'none' | 'stale' | 'gone';
  tenant: string;
  /** A merge patch (RFC 7396); the document of a new account. */
  patch: Json;
  restore: boolean;
  fields: { attribute: string; path: string; before: Json; after: Json; reason: Why }[];
  roles: { role: string; granted: boolean; reason: Why }[];
  conflicts: { about: string; reason: Why; here: Json; there: Json }[];
  commands: { type: 'set_roles'; user: string; claim: string; roles: string[] }[];
  link: Link;
}

/** What follows for an account from what the provider says of a user. @throws {ProfileKitError} `identity.not_configured`, `identity.no_tenant`. */
export function planSync(
  kernel: Kernel,
  user: Document,
  options?: { local?: LocalUser | null; link?: Partial<Link> | null; now?: Date },
): SyncPlan;
