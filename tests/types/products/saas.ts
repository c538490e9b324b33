// Types of the blueprint `saas` 1.0.0, written by `profilekit types`. Do not edit.

/** An exact amount and its currency (ISO 4217). */
export interface Money {
  amount: string;
  currency: string;
}

/** A file elsewhere. */
export interface Media {
  url: string;
  type: string;
  bytes?: number;
  alt?: string;
  width?: number;
  height?: number;
  sha256?: string;
}

/** Plan */
export type TenantPlan = "free" | "pro" | "scale";

/** Region of the data */
export type TenantRegion = "eu" | "us" | "apac";

/** States of `tenant`. */
export type TenantState = "active" | "suspended" | "closed";

/** Active persona */
export type UserActivePersona = "end_user" | "builder" | "super_admin";

/** States of `project`. */
export type ProjectState = "draft" | "active" | "paused" | "done" | "archived";

/** How it is embedded */
export type WidgetEmbed = "script" | "iframe" | "web_component";

/** States of `widget`. */
export type WidgetState = "draft" | "released" | "deprecated" | "withdrawn";

/** States of `implementation`. */
export type ImplementationState = "planned" | "live" | "paused" | "ended";

/** What for */
export type InvoiceLinesReason = "fee" | "usage" | "minimum" | "credit";

/** States of `invoice`. */
export type InvoiceState = "draft" | "open" | "paid" | "void";

/** States of `listing`. */
export type ListingState = "draft" | "submitted" | "listed" | "refused" | "unlisted";

/** Priority */
export type TicketPriority = "low" | "normal" | "high" | "urgent";

/** States of `ticket`. */
export type TicketState = "open" | "in_progress" | "waiting" | "solved" | "closed";

/** A choice. */
export type ArticlePersonas = "builder" | "end_user" | "super_admin";

/** States of `article`. */
export type ArticleState = "draft" | "published";

/** Tenant */
export interface Tenant {
  /** Name */
  name: string;
  /** Address */
  slug: string;
  /** Plan */
  plan: TenantPlan;
  /** Region of the data */
  region: TenantRegion;
}

/** User */
export interface User {
  /** Name */
  name?: string;
  /** E-mail */
  email: string;
  /** Image */
  image?: string;
  /** Identity at the provider */
  external_id?: string;
  /** Active persona */
  active_persona: UserActivePersona;
  /** Suspended */
  suspended: boolean;
}

/** About */
export interface BuilderProfileBasics {
  /** Address of the profile */
  slug?: string;
  /** Name */
  name?: string;
  /** Headline */
  headline?: string;
  /** About */
  bio?: string;
  /** Website */
  website?: string;
  /** Skills */
  skills?: string[];
}

/** Business */
export interface BuilderProfileBusiness {
  /** Legal name */
  legal_name?: string;
  /** Tax number */
  tax_id?: string;
  /** Payout account at the payment provider */
  payout_account?: string;
  /** Commission in percent */
  commission?: string;
}

/** Trust */
export interface BuilderProfileTrust {
  /** Verified */
  verified: boolean;
  /** Rating */
  rating?: string;
}

/** Builder profile */
export interface BuilderProfile {
  /** About */
  basics?: BuilderProfileBasics;
  /** Business */
  business?: BuilderProfileBusiness;
  /** Trust */
  trust?: BuilderProfileTrust;
}

/** About */
export interface EndUserProfileBasics {
  /** Name */
  name?: string;
  /** Company */
  company?: string;
  /** Job */
  job?: string;
  /** Site */
  site?: string;
}

/** Preferences */
export interface EndUserProfilePreferences {
  /** Language */
  language: string;
  /** Time zone */
  timezone?: string;
  /** Alerts by e-mail */
  alerts: boolean;
}

/** Profile */
export interface EndUserProfile {
  /** About */
  basics?: EndUserProfileBasics;
  /** Preferences */
  preferences?: EndUserProfilePreferences;
}

/** Project */
export interface Project {
  /** Name */
  name: string;
  /** Summary */
  summary?: string;
  /** Cover */
  cover?: Media;
  /** Budget */
  budget?: Money;
  /** Shown in the portfolio */
  in_portfolio: boolean;
}

/** Customer */
export interface Customer {
  /** Name */
  name: string;
  /** E-mail */
  email?: string;
  /** Country */
  country?: string;
  /** Customer at the payment provider */
  billing_customer?: string;
  /** Payment method at the payment provider */
  payment_method?: string;
  /** Note of the builder */
  internal_note?: string;
}

/** An object. */
export interface WidgetPresets {
  name: string;
  label?: string;
  config: unknown;
}

/** Widget */
export interface Widget {
  /** Name in the registry */
  slug: string;
  /** Name */
  name: string;
  /** Description */
  description?: string;
  /** Version */
  release: string;
  /** JSON Schema of its configuration */
  config_schema?: unknown;
  /** Configuration to start with */
  defaults?: unknown;
  /** Presets */
  presets?: WidgetPresets[];
  /** Data for the preview */
  preview?: unknown;
  /** How it is embedded */
  embed: WidgetEmbed;
  /** Sites that may embed it */
  origins?: string[];
  /** Signing secret */
  secret?: string;
}

/** Implementation */
export interface Implementation {
  /** Site */
  site: string;
  /** Version of the widget */
  release?: string;
  /** Configuration */
  config?: unknown;
  /** Preset */
  preset?: string;
  /** Monthly fee */
  fee?: Money;
  /** Events this month */
  usage?: number;
  /** Why it is paused */
  pause_reason?: string;
}

/** An object. */
export interface InvoiceLines {
  /** What for */
  reason: InvoiceLinesReason;
  /** Units */
  quantity?: number;
  /** Amount */
  amount: Money;
}

/** Invoice */
export interface Invoice {
  /** Number */
  number: string;
  /** Offer */
  offer?: string;
  /** First day */
  from: string;
  /** Last day */
  until: string;
  /** Lines */
  lines?: InvoiceLines[];
  /** Total */
  total: Money;
  /** Payment at the payment provider */
  payment?: string;
}

/** Listing */
export interface Listing {
  /** Title */
  title: string;
  /** Description */
  description?: string;
  /** Category */
  category?: string;
  /** Tags */
  tags?: string[];
  /** Price a month */
  price?: Money;
  /** Pictures */
  screens?: Media[];
  /** Featured */
  featured: boolean;
  /** Rating */
  rating?: string;
  /** Why it was refused */
  refusal?: string;
}

/** Rating */
export interface ListingRating {
  /** Stars */
  stars: number;
  /** Comment */
  comment?: string;
}

/** Ticket */
export interface Ticket {
  /** Subject */
  subject: string;
  /** What happens */
  text: string;
  /** Priority */
  priority: TicketPriority;
  /** First answer due */
  first_answer_due?: string;
  /** Solution due */
  solution_due?: string;
  /** Answer */
  answer?: string;
  /** Internal note */
  internal_note?: string;
}

/** Help article */
export interface Article {
  /** Address */
  slug: string;
  /** Title */
  title: string;
  /** Text */
  text?: string;
  /** Language */
  language: string;
  /** For */
  personas?: ArticlePersonas[];
}

/** The document of each kind. */
export interface Documents {
  tenant: Tenant;
  user: User;
  builder_profile: BuilderProfile;
  end_user_profile: EndUserProfile;
  project: Project;
  customer: Customer;
  widget: Widget;
  implementation: Implementation;
  invoice: Invoice;
  listing: Listing;
  listing_rating: ListingRating;
  ticket: Ticket;
  article: Article;
}

export const kinds = [
  "tenant",
  "user",
  "builder_profile",
  "end_user_profile",
  "project",
  "customer",
  "widget",
  "implementation",
  "invoice",
  "listing",
  "listing_rating",
  "ticket",
  "article",
] as const;
export type Kind = (typeof kinds)[number];

export const roles = [
  "end_user",
  "builder",
  "support",
  "super_admin",
] as const;
export type Role = (typeof roles)[number];

export const personas = [
  "builder",
  "end_user",
  "super_admin",
] as const;
export type Persona = (typeof personas)[number];

export const actions = [
  "tenant.create",
  "tenant.read",
  "tenant.list",
  "tenant.update",
  "tenant.delete",
  "tenant.suspend",
  "tenant.resume",
  "tenant.close",
  "user.create",
  "user.read",
  "user.list",
  "user.update",
  "user.delete",
  "user.switch_persona",
  "user.grant_role",
  "user.revoke_role",
  "user.suspend",
  "user.change_many",
  "builder_profile.create",
  "builder_profile.read",
  "builder_profile.list",
  "builder_profile.update",
  "builder_profile.delete",
  "end_user_profile.create",
  "end_user_profile.read",
  "end_user_profile.list",
  "end_user_profile.update",
  "end_user_profile.delete",
  "project.create",
  "project.read",
  "project.list",
  "project.update",
  "project.delete",
  "project.start",
  "project.pause",
  "project.finish",
  "project.archive",
  "project.restore",
  "customer.create",
  "customer.read",
  "customer.list",
  "customer.update",
  "customer.delete",
  "widget.create",
  "widget.read",
  "widget.list",
  "widget.update",
  "widget.delete",
  "widget.release_it",
  "widget.revise",
  "widget.deprecate",
  "widget.withdraw",
  "widget.embed_code",
  "implementation.create",
  "implementation.read",
  "implementation.list",
  "implementation.update",
  "implementation.delete",
  "implementation.go_live",
  "implementation.pause",
  "implementation.resume",
  "implementation.end",
  "invoice.create",
  "invoice.read",
  "invoice.list",
  "invoice.update",
  "invoice.delete",
  "invoice.issue",
  "invoice.pay",
  "invoice.void_it",
  "listing.create",
  "listing.read",
  "listing.list",
  "listing.update",
  "listing.delete",
  "listing.submit",
  "listing.approve",
  "listing.refuse",
  "listing.unlist",
  "listing.revise",
  "listing_rating.create",
  "listing_rating.read",
  "listing_rating.list",
  "listing_rating.update",
  "listing_rating.delete",
  "ticket.create",
  "ticket.read",
  "ticket.list",
  "ticket.update",
  "ticket.delete",
  "ticket.take",
  "ticket.ask",
  "ticket.reply",
  "ticket.solve",
  "ticket.reopen",
  "ticket.close",
  "article.create",
  "article.read",
  "article.list",
  "article.update",
  "article.delete",
  "article.publish",
  "article.unpublish",
] as const;
export type Action = (typeof actions)[number];
