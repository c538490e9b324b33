// Types of the blueprint `marketplace` 1.0.0, written by `profilekit types`. Do not edit.

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

/** A choice. */
export type UserRoles = "client" | "builder" | "support" | "admin";

/** Active persona */
export type UserActivePersona = "client" | "builder" | "support" | "admin";

/** A choice. */
export type BuilderProfileSkillsSkillsLevel = "beginner" | "intermediate" | "advanced" | "expert";

/** A choice. */
export type BuilderProfileSkillsAccessibilityFocus = "cognitive" | "contrast" | "captions" | "keyboard" | "motor" | "plain_language" | "screen_reader" | "voice_control";

/** A choice. */
export type BuilderProfileSkillsLanguagesFluency = "elementary" | "conversational" | "professional" | "fluent" | "native";

/** Preferred contact */
export type ClientProfileContactPreferred = "email" | "phone" | "video" | "message";

/** States of `portfolio_item`. */
export type PortfolioItemState = "draft" | "published" | "archived";

/** A choice. */
export type AppPlatforms = "web" | "ios" | "android" | "desktop" | "api" | "other";

/** A choice. */
export type AvailabilityWeeklyDay = "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";

/** States of `booking`. */
export type BookingState = "requested" | "confirmed" | "declined" | "completed" | "cancelled" | "no_show";

/** States of `review`. */
export type ReviewState = "posted" | "withdrawn" | "removed";

/** User */
export interface User {
  /** Name */
  name?: string;
  /** E-mail */
  email: string;
  /** E-mail verified */
  email_verified_at?: string;
  /** Image */
  image?: string;
  /** Founder */
  founder: boolean;
  /** Verified */
  verified: boolean;
  /** Billing customer */
  billing_customer?: string;
  /** Identity at the provider */
  external_id?: string;
  /** Roles */
  roles?: UserRoles[];
  /** Active persona */
  active_persona: UserActivePersona;
  /** Suspended */
  suspended: boolean;
}

/** About */
export interface BuilderProfileBasics {
  /** Name */
  display_name?: string;
  /** Headline */
  headline?: string;
  /** Bio */
  bio?: string;
  /** Picture */
  image?: string;
  /** Website */
  website?: string;
}

/** Rates */
export interface BuilderProfileRates {
  /** Hourly rate */
  hourly?: Money;
  /** Available for hire */
  available: boolean;
}

/** An object. */
export interface BuilderProfileSkillsSkills {
  name: string;
  level?: BuilderProfileSkillsSkillsLevel;
  keywords?: string[];
}

/** An object. */
export interface BuilderProfileSkillsLanguages {
  name: string;
  fluency?: BuilderProfileSkillsLanguagesFluency;
}

/** An object. */
export interface BuilderProfileSkillsInterests {
  name: string;
  keywords?: string[];
}

/** Skills */
export interface BuilderProfileSkills {
  /** Skills */
  skills?: BuilderProfileSkillsSkills[];
  /** Domains */
  domains?: string[];
  /** Accessibility focus */
  accessibility_focus?: BuilderProfileSkillsAccessibilityFocus[];
  /** Languages */
  languages?: BuilderProfileSkillsLanguages[];
  /** Interests */
  interests?: BuilderProfileSkillsInterests[];
}

/** An object. */
export interface BuilderProfileExperienceWork {
  company?: string;
  position?: string;
  about?: string;
  place?: string;
  url?: string;
  start?: string;
  end?: string;
  summary?: string;
  highlights?: string[];
}

/** An object. */
export interface BuilderProfileExperienceVolunteering {
  organization?: string;
  position?: string;
  url?: string;
  start?: string;
  end?: string;
  summary?: string;
  highlights?: string[];
}

/** An object. */
export interface BuilderProfileExperienceProjects {
  name: string;
  description?: string;
  entity?: string;
  type?: string;
  roles?: string[];
  keywords?: string[];
  url?: string;
  start?: string;
  end?: string;
  highlights?: string[];
}

/** An object. */
export interface BuilderProfileExperiencePublications {
  name: string;
  publisher?: string;
  date?: string;
  url?: string;
  summary?: string;
}

/** Experience */
export interface BuilderProfileExperience {
  /** Work */
  work?: BuilderProfileExperienceWork[];
  /** Volunteering */
  volunteering?: BuilderProfileExperienceVolunteering[];
  /** Projects */
  projects?: BuilderProfileExperienceProjects[];
  /** Publications */
  publications?: BuilderProfileExperiencePublications[];
}

/** An object. */
export interface BuilderProfileEducationSchools {
  institution?: string;
  area?: string;
  degree?: string;
  score?: string;
  url?: string;
  start?: string;
  end?: string;
  courses?: string[];
}

/** An object. */
export interface BuilderProfileEducationCertificates {
  name: string;
  issuer?: string;
  date?: string;
  url?: string;
}

/** An object. */
export interface BuilderProfileEducationAwards {
  title: string;
  awarder?: string;
  date?: string;
  summary?: string;
}

/** Education */
export interface BuilderProfileEducation {
  /** Schools */
  schools?: BuilderProfileEducationSchools[];
  /** Certificates */
  certificates?: BuilderProfileEducationCertificates[];
  /** Awards */
  awards?: BuilderProfileEducationAwards[];
}

/** An object. */
export interface BuilderProfileSocialOthers {
  network: string;
  username?: string;
  url?: string;
}

/** Links */
export interface BuilderProfileSocial {
  /** GitHub */
  github?: string;
  /** GitLab */
  gitlab?: string;
  /** LinkedIn */
  linkedin?: string;
  /** X */
  x?: string;
  /** YouTube */
  youtube?: string;
  /** Stack Overflow */
  stackoverflow?: string;
  /** Dribbble */
  dribbble?: string;
  /** Behance */
  behance?: string;
  /** Other networks */
  others?: BuilderProfileSocialOthers[];
}

/** An object. */
export interface BuilderProfileContactReferences {
  name?: string;
  reference?: string;
}

/** Contact */
export interface BuilderProfileContact {
  /** Contact e-mail */
  email?: string;
  /** As people write it; it is shown, not dialled. */
  phone?: string;
  /** Street */
  address?: string;
  /** Postal code */
  postal_code?: string;
  /** City */
  city?: string;
  /** Region */
  region?: string;
  /** Country */
  country?: string;
  /** Time zone */
  timezone?: string;
  /** References */
  references?: BuilderProfileContactReferences[];
}

/** Trust */
export interface BuilderProfileTrust {
  /** Validation tier */
  tier: number;
  /** Badges */
  badges?: string[];
  /** Rating */
  rating?: string;
  /** Featured */
  featured: boolean;
  /** Note on the validation */
  validation_note?: string;
}

/** Builder profile */
export interface BuilderProfile {
  /** About */
  basics?: BuilderProfileBasics;
  /** Rates */
  rates?: BuilderProfileRates;
  /** Skills */
  skills?: BuilderProfileSkills;
  /** Experience */
  experience?: BuilderProfileExperience;
  /** Education */
  education?: BuilderProfileEducation;
  /** Links */
  social?: BuilderProfileSocial;
  /** Contact */
  contact?: BuilderProfileContact;
  /** Trust */
  trust?: BuilderProfileTrust;
}

/** Company */
export interface ClientProfileCompany {
  /** Company */
  name?: string;
  /** Goals */
  goals?: string;
}

/** Project */
export interface ClientProfileProject {
  /** Needs */
  needs?: string[];
  /** Budget from */
  budget_min?: Money;
  /** Budget to */
  budget_max?: Money;
}

/** Contact */
export interface ClientProfileContact {
  /** Preferred contact */
  preferred: ClientProfileContactPreferred;
  /** Phone */
  phone?: string;
  /** Time zone */
  timezone?: string;
}

/** Client profile */
export interface ClientProfile {
  /** Company */
  company?: ClientProfileCompany;
  /** Project */
  project?: ClientProfileProject;
  /** Contact */
  contact?: ClientProfileContact;
}

/** An object. */
export interface PortfolioItemLinks {
  label?: string;
  url: string;
}

/** An object. */
export interface PortfolioItemOutcomes {
  metric: string;
  before?: string;
  after?: string;
  unit?: string;
}

/** Portfolio item */
export interface PortfolioItem {
  /** Title */
  title: string;
  /** Description */
  description?: string;
  /** Media */
  media?: Media[];
  /** Links */
  links?: PortfolioItemLinks[];
  /** Tags */
  tags?: string[];
  /** Outcomes */
  outcomes?: PortfolioItemOutcomes[];
  /** Apps */
  apps?: string[];
  /** Order */
  order: number;
  /** Why it was taken down */
  takedown_note?: string;
}

/** App */
export interface App {
  /** Name */
  name: string;
  /** Description */
  description?: string;
  /** Address */
  url?: string;
  /** Platforms */
  platforms?: AppPlatforms[];
  /** Icon */
  icon?: Media;
  /** Launched */
  launched?: string;
  /** Portfolio items */
  portfolio_items?: string[];
}

/** Session type */
export interface SessionType {
  /** Title */
  title: string;
  /** Description */
  description?: string;
  /** Duration in minutes */
  minutes: number;
  /** Price */
  price: Money;
  /** Capacity */
  capacity: number;
  /** Active */
  active: boolean;
}

/** An object. */
export interface AvailabilityWeekly {
  day: AvailabilityWeeklyDay;
  from: string;
  to: string;
}

/** An object. */
export interface AvailabilityExceptions {
  date: string;
  open: boolean;
  from?: string;
  to?: string;
}

/** Availability */
export interface Availability {
  /** Time zone */
  timezone: string;
  /** Every week */
  weekly?: AvailabilityWeekly[];
  /** Exceptions */
  exceptions?: AvailabilityExceptions[];
  /** Least notice in minutes */
  notice_minutes: number;
  /** Pause between sessions in minutes */
  buffer_minutes: number;
}

/** Booking */
export interface Booking {
  /** Starts */
  starts_at: string;
  /** Minutes */
  minutes: number;
  /** Price */
  price?: Money;
  /** Fee of the marketplace */
  fee?: Money;
  /** Message */
  message?: string;
  /** Meeting link */
  meeting_url?: string;
  /** Reason of the refusal */
  decline_reason?: string;
  /** Reason of the cancellation */
  cancel_reason?: string;
}

/** Review */
export interface Review {
  /** Stars */
  stars: number;
  /** Comment */
  comment?: string;
  /** Reply of the builder */
  reply?: string;
}

/** The document of each kind. */
export interface Documents {
  user: User;
  builder_profile: BuilderProfile;
  client_profile: ClientProfile;
  portfolio_item: PortfolioItem;
  app: App;
  session_type: SessionType;
  availability: Availability;
  booking: Booking;
  review: Review;
}

export const kinds = [
  "user",
  "builder_profile",
  "client_profile",
  "portfolio_item",
  "app",
  "session_type",
  "availability",
  "booking",
  "review",
] as const;
export type Kind = (typeof kinds)[number];

export const roles = [
  "client",
  "builder",
  "support",
  "admin",
] as const;
export type Role = (typeof roles)[number];

export const personas = [
  "client",
  "builder",
  "support",
  "admin",
] as const;
export type Persona = (typeof personas)[number];

export const actions = [
  "user.create",
  "user.read",
  "user.list",
  "user.update",
  "user.delete",
  "user.switch_persona",
  "user.grant_role",
  "user.revoke_role",
  "user.suspend",
  "user.preview",
  "builder_profile.create",
  "builder_profile.read",
  "builder_profile.list",
  "builder_profile.update",
  "builder_profile.delete",
  "builder_profile.validate",
  "builder_profile.preview",
  "client_profile.create",
  "client_profile.read",
  "client_profile.list",
  "client_profile.update",
  "client_profile.delete",
  "client_profile.preview",
  "portfolio_item.create",
  "portfolio_item.read",
  "portfolio_item.list",
  "portfolio_item.update",
  "portfolio_item.delete",
  "portfolio_item.publish",
  "portfolio_item.unpublish",
  "portfolio_item.archive",
  "portfolio_item.restore",
  "app.create",
  "app.read",
  "app.list",
  "app.update",
  "app.delete",
  "session_type.create",
  "session_type.read",
  "session_type.list",
  "session_type.update",
  "session_type.delete",
  "availability.create",
  "availability.read",
  "availability.list",
  "availability.update",
  "availability.delete",
  "booking.create",
  "booking.read",
  "booking.list",
  "booking.update",
  "booking.delete",
  "booking.confirm",
  "booking.decline",
  "booking.complete",
  "booking.cancel",
  "booking.miss",
  "review.create",
  "review.read",
  "review.list",
  "review.update",
  "review.delete",
  "review.withdraw",
  "review.post_again",
  "review.remove",
] as const;
export type Action = (typeof actions)[number];
