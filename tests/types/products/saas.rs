// Types of the blueprint `saas` 1.0.0, written by `profilekit types`. Do not edit.

use serde::{Deserialize, Serialize};

/// An exact amount and its currency (ISO 4217).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Money {
    /// The amount, as a decimal.
    pub amount: String,
    /// The currency.
    pub currency: String,
}

/// A file elsewhere.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Media {
    /// Where it is.
    pub url: String,
    /// Its media type.
    #[serde(rename = "type")]
    pub media_type: String,
    /// Its size.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
    /// What it shows, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
    /// Its width in pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// Its height in pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// The SHA-256 of its content, in hexadecimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}

/// Plan
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TenantPlan {
    /// `free`
    #[serde(rename = "free")]
    Free,
    /// `pro`
    #[serde(rename = "pro")]
    Pro,
    /// `scale`
    #[serde(rename = "scale")]
    Scale,
}

/// Region of the data
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TenantRegion {
    /// `eu`
    #[serde(rename = "eu")]
    Eu,
    /// `us`
    #[serde(rename = "us")]
    Us,
    /// `apac`
    #[serde(rename = "apac")]
    Apac,
}

/// States of `tenant`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TenantState {
    /// `active`
    #[serde(rename = "active")]
    Active,
    /// `suspended`
    #[serde(rename = "suspended")]
    Suspended,
    /// `closed`
    #[serde(rename = "closed")]
    Closed,
}

/// Active persona
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum UserActivePersona {
    /// `end_user`
    #[serde(rename = "end_user")]
    EndUser,
    /// `builder`
    #[serde(rename = "builder")]
    Builder,
    /// `super_admin`
    #[serde(rename = "super_admin")]
    SuperAdmin,
}

/// States of `project`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProjectState {
    /// `draft`
    #[serde(rename = "draft")]
    Draft,
    /// `active`
    #[serde(rename = "active")]
    Active,
    /// `paused`
    #[serde(rename = "paused")]
    Paused,
    /// `done`
    #[serde(rename = "done")]
    Done,
    /// `archived`
    #[serde(rename = "archived")]
    Archived,
}

/// How it is embedded
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum WidgetEmbed {
    /// `script`
    #[serde(rename = "script")]
    Script,
    /// `iframe`
    #[serde(rename = "iframe")]
    Iframe,
    /// `web_component`
    #[serde(rename = "web_component")]
    WebComponent,
}

/// States of `widget`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum WidgetState {
    /// `draft`
    #[serde(rename = "draft")]
    Draft,
    /// `released`
    #[serde(rename = "released")]
    Released,
    /// `deprecated`
    #[serde(rename = "deprecated")]
    Deprecated,
    /// `withdrawn`
    #[serde(rename = "withdrawn")]
    Withdrawn,
}

/// States of `implementation`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ImplementationState {
    /// `planned`
    #[serde(rename = "planned")]
    Planned,
    /// `live`
    #[serde(rename = "live")]
    Live,
    /// `paused`
    #[serde(rename = "paused")]
    Paused,
    /// `ended`
    #[serde(rename = "ended")]
    Ended,
}

/// What for
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum InvoiceLinesReason {
    /// `fee`
    #[serde(rename = "fee")]
    Fee,
    /// `usage`
    #[serde(rename = "usage")]
    Usage,
    /// `minimum`
    #[serde(rename = "minimum")]
    Minimum,
    /// `credit`
    #[serde(rename = "credit")]
    Credit,
}

/// States of `invoice`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum InvoiceState {
    /// `draft`
    #[serde(rename = "draft")]
    Draft,
    /// `open`
    #[serde(rename = "open")]
    Open,
    /// `paid`
    #[serde(rename = "paid")]
    Paid,
    /// `void`
    #[serde(rename = "void")]
    Void,
}

/// States of `listing`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ListingState {
    /// `draft`
    #[serde(rename = "draft")]
    Draft,
    /// `submitted`
    #[serde(rename = "submitted")]
    Submitted,
    /// `listed`
    #[serde(rename = "listed")]
    Listed,
    /// `refused`
    #[serde(rename = "refused")]
    Refused,
    /// `unlisted`
    #[serde(rename = "unlisted")]
    Unlisted,
}

/// Priority
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TicketPriority {
    /// `low`
    #[serde(rename = "low")]
    Low,
    /// `normal`
    #[serde(rename = "normal")]
    Normal,
    /// `high`
    #[serde(rename = "high")]
    High,
    /// `urgent`
    #[serde(rename = "urgent")]
    Urgent,
}

/// States of `ticket`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TicketState {
    /// `open`
    #[serde(rename = "open")]
    Open,
    /// `in_progress`
    #[serde(rename = "in_progress")]
    InProgress,
    /// `waiting`
    #[serde(rename = "waiting")]
    Waiting,
    /// `solved`
    #[serde(rename = "solved")]
    Solved,
    /// `closed`
    #[serde(rename = "closed")]
    Closed,
}

/// A choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ArticlePersonas {
    /// `builder`
    #[serde(rename = "builder")]
    Builder,
    /// `end_user`
    #[serde(rename = "end_user")]
    EndUser,
    /// `super_admin`
    #[serde(rename = "super_admin")]
    SuperAdmin,
}

/// States of `article`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ArticleState {
    /// `draft`
    #[serde(rename = "draft")]
    Draft,
    /// `published`
    #[serde(rename = "published")]
    Published,
}

/// Tenant
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tenant {
    /// Name
    pub name: String,
    /// Address
    pub slug: String,
    /// Plan
    pub plan: TenantPlan,
    /// Region of the data
    pub region: TenantRegion,
}

/// User
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct User {
    /// Name
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// E-mail
    pub email: String,
    /// Image
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// Identity at the provider
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// Active persona
    pub active_persona: UserActivePersona,
    /// Suspended
    pub suspended: bool,
}

/// About
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BuilderProfileBasics {
    /// Address of the profile
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// Name
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Headline
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
    /// About
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bio: Option<String>,
    /// Website
    #[serde(skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
    /// Skills
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skills: Option<Vec<String>>,
}

/// Business
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BuilderProfileBusiness {
    /// Legal name
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal_name: Option<String>,
    /// Tax number
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_id: Option<String>,
    /// Payout account at the payment provider
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payout_account: Option<String>,
    /// Commission in percent
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commission: Option<String>,
}

/// Trust
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BuilderProfileTrust {
    /// Verified
    pub verified: bool,
    /// Rating
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<String>,
}

/// Builder profile
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BuilderProfile {
    /// About
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basics: Option<BuilderProfileBasics>,
    /// Business
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business: Option<BuilderProfileBusiness>,
    /// Trust
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trust: Option<BuilderProfileTrust>,
}

/// About
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EndUserProfileBasics {
    /// Name
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Company
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// Job
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job: Option<String>,
    /// Site
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
}

/// Preferences
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EndUserProfilePreferences {
    /// Language
    pub language: String,
    /// Time zone
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
    /// Alerts by e-mail
    pub alerts: bool,
}

/// Profile
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EndUserProfile {
    /// About
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basics: Option<EndUserProfileBasics>,
    /// Preferences
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preferences: Option<EndUserProfilePreferences>,
}

/// Project
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Project {
    /// Name
    pub name: String,
    /// Summary
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Cover
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cover: Option<Media>,
    /// Budget
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget: Option<Money>,
    /// Shown in the portfolio
    pub in_portfolio: bool,
}

/// Customer
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Customer {
    /// Name
    pub name: String,
    /// E-mail
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Country
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Customer at the payment provider
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_customer: Option<String>,
    /// Payment method at the payment provider
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_method: Option<String>,
    /// Note of the builder
    #[serde(skip_serializing_if = "Option::is_none")]
    pub internal_note: Option<String>,
}

/// An object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WidgetPresets {
    /// `name`
    pub name: String,
    /// `label`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// `config`
    pub config: serde_json::Value,
}

/// Widget
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Widget {
    /// Name in the registry
    pub slug: String,
    /// Name
    pub name: String,
    /// Description
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Version
    pub release: String,
    /// JSON Schema of its configuration
    #[serde(skip_serializing_if = "Option::is_none")]
    pub config_schema: Option<serde_json::Value>,
    /// Configuration to start with
    #[serde(skip_serializing_if = "Option::is_none")]
    pub defaults: Option<serde_json::Value>,
    /// Presets
    #[serde(skip_serializing_if = "Option::is_none")]
    pub presets: Option<Vec<WidgetPresets>>,
    /// Data for the preview
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preview: Option<serde_json::Value>,
    /// How it is embedded
    pub embed: WidgetEmbed,
    /// Sites that may embed it
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origins: Option<Vec<String>>,
    /// Signing secret
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
}

/// Implementation
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Implementation {
    /// Site
    pub site: String,
    /// Version of the widget
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release: Option<String>,
    /// Configuration
    #[serde(skip_serializing_if = "Option::is_none")]
    pub config: Option<serde_json::Value>,
    /// Preset
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preset: Option<String>,
    /// Monthly fee
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fee: Option<Money>,
    /// Events this month
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage: Option<i64>,
    /// Why it is paused
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pause_reason: Option<String>,
}

/// An object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InvoiceLines {
    /// What for
    pub reason: InvoiceLinesReason,
    /// Units
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<i64>,
    /// Amount
    pub amount: Money,
}

/// Invoice
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Invoice {
    /// Number
    pub number: String,
    /// Offer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offer: Option<String>,
    /// First day
    pub from: String,
    /// Last day
    pub until: String,
    /// Lines
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lines: Option<Vec<InvoiceLines>>,
    /// Total
    pub total: Money,
    /// Payment at the payment provider
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment: Option<String>,
}

/// Listing
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Listing {
    /// Title
    pub title: String,
    /// Description
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Category
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Tags
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    /// Price a month
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
    /// Pictures
    #[serde(skip_serializing_if = "Option::is_none")]
    pub screens: Option<Vec<Media>>,
    /// Featured
    pub featured: bool,
    /// Rating
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<String>,
    /// Why it was refused
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refusal: Option<String>,
}

/// Rating
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ListingRating {
    /// Stars
    pub stars: i64,
    /// Comment
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// Ticket
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ticket {
    /// Subject
    pub subject: String,
    /// What happens
    pub text: String,
    /// Priority
    pub priority: TicketPriority,
    /// First answer due
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_answer_due: Option<String>,
    /// Solution due
    #[serde(skip_serializing_if = "Option::is_none")]
    pub solution_due: Option<String>,
    /// Answer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// Internal note
    #[serde(skip_serializing_if = "Option::is_none")]
    pub internal_note: Option<String>,
}

/// Help article
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// Address
    pub slug: String,
    /// Title
    pub title: String,
    /// Text
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Language
    pub language: String,
    /// For
    #[serde(skip_serializing_if = "Option::is_none")]
    pub personas: Option<Vec<ArticlePersonas>>,
}

/// Kinds by name.
pub mod kind {
    /// `tenant`
    pub const TENANT: &str = "tenant";
    /// `user`
    pub const USER: &str = "user";
    /// `builder_profile`
    pub const BUILDER_PROFILE: &str = "builder_profile";
    /// `end_user_profile`
    pub const END_USER_PROFILE: &str = "end_user_profile";
    /// `project`
    pub const PROJECT: &str = "project";
    /// `customer`
    pub const CUSTOMER: &str = "customer";
    /// `widget`
    pub const WIDGET: &str = "widget";
    /// `implementation`
    pub const IMPLEMENTATION: &str = "implementation";
    /// `invoice`
    pub const INVOICE: &str = "invoice";
    /// `listing`
    pub const LISTING: &str = "listing";
    /// `listing_rating`
    pub const LISTING_RATING: &str = "listing_rating";
    /// `ticket`
    pub const TICKET: &str = "ticket";
    /// `article`
    pub const ARTICLE: &str = "article";
}

/// Roles by name.
pub mod role {
    /// `end_user`
    pub const END_USER: &str = "end_user";
    /// `builder`
    pub const BUILDER: &str = "builder";
    /// `support`
    pub const SUPPORT: &str = "support";
    /// `super_admin`
    pub const SUPER_ADMIN: &str = "super_admin";
}

/// Personas by name.
pub mod persona {
    /// `builder`
    pub const BUILDER: &str = "builder";
    /// `end_user`
    pub const END_USER: &str = "end_user";
    /// `super_admin`
    pub const SUPER_ADMIN: &str = "super_admin";
}

/// Actions by name.
pub mod action {
    /// `tenant.create`
    pub const TENANT_CREATE: &str = "tenant.create";
    /// `tenant.read`
    pub const TENANT_READ: &str = "tenant.read";
    /// `tenant.list`
    pub const TENANT_LIST: &str = "tenant.list";
    /// `tenant.update`
    pub const TENANT_UPDATE: &str = "tenant.update";
    /// `tenant.delete`
    pub const TENANT_DELETE: &str = "tenant.delete";
    /// `tenant.suspend`
    pub const TENANT_SUSPEND: &str = "tenant.suspend";
    /// `tenant.resume`
    pub const TENANT_RESUME: &str = "tenant.resume";
    /// `tenant.close`
    pub const TENANT_CLOSE: &str = "tenant.close";
    /// `user.create`
    pub const USER_CREATE: &str = "user.create";
    /// `user.read`
    pub const USER_READ: &str = "user.read";
    /// `user.list`
    pub const USER_LIST: &str = "user.list";
    /// `user.update`
    pub const USER_UPDATE: &str = "user.update";
    /// `user.delete`
    pub const USER_DELETE: &str = "user.delete";
    /// `user.switch_persona`
    pub const USER_SWITCH_PERSONA: &str = "user.switch_persona";
    /// `user.grant_role`
    pub const USER_GRANT_ROLE: &str = "user.grant_role";
    /// `user.revoke_role`
    pub const USER_REVOKE_ROLE: &str = "user.revoke_role";
    /// `user.suspend`
    pub const USER_SUSPEND: &str = "user.suspend";
    /// `user.change_many`
    pub const USER_CHANGE_MANY: &str = "user.change_many";
    /// `builder_profile.create`
    pub const BUILDER_PROFILE_CREATE: &str = "builder_profile.create";
    /// `builder_profile.read`
    pub const BUILDER_PROFILE_READ: &str = "builder_profile.read";
    /// `builder_profile.list`
    pub const BUILDER_PROFILE_LIST: &str = "builder_profile.list";
    /// `builder_profile.update`
    pub const BUILDER_PROFILE_UPDATE: &str = "builder_profile.update";
    /// `builder_profile.delete`
    pub const BUILDER_PROFILE_DELETE: &str = "builder_profile.delete";
    /// `end_user_profile.create`
    pub const END_USER_PROFILE_CREATE: &str = "end_user_profile.create";
    /// `end_user_profile.read`
    pub const END_USER_PROFILE_READ: &str = "end_user_profile.read";
    /// `end_user_profile.list`
    pub const END_USER_PROFILE_LIST: &str = "end_user_profile.list";
    /// `end_user_profile.update`
    pub const END_USER_PROFILE_UPDATE: &str = "end_user_profile.update";
    /// `end_user_profile.delete`
    pub const END_USER_PROFILE_DELETE: &str = "end_user_profile.delete";
    /// `project.create`
    pub const PROJECT_CREATE: &str = "project.create";
    /// `project.read`
    pub const PROJECT_READ: &str = "project.read";
    /// `project.list`
    pub const PROJECT_LIST: &str = "project.list";
    /// `project.update`
    pub const PROJECT_UPDATE: &str = "project.update";
    /// `project.delete`
    pub const PROJECT_DELETE: &str = "project.delete";
    /// `project.start`
    pub const PROJECT_START: &str = "project.start";
    /// `project.pause`
    pub const PROJECT_PAUSE: &str = "project.pause";
    /// `project.finish`
    pub const PROJECT_FINISH: &str = "project.finish";
    /// `project.archive`
    pub const PROJECT_ARCHIVE: &str = "project.archive";
    /// `project.restore`
    pub const PROJECT_RESTORE: &str = "project.restore";
    /// `customer.create`
    pub const CUSTOMER_CREATE: &str = "customer.create";
    /// `customer.read`
    pub const CUSTOMER_READ: &str = "customer.read";
    /// `customer.list`
    pub const CUSTOMER_LIST: &str = "customer.list";
    /// `customer.update`
    pub const CUSTOMER_UPDATE: &str = "customer.update";
    /// `customer.delete`
    pub const CUSTOMER_DELETE: &str = "customer.delete";
    /// `widget.create`
    pub const WIDGET_CREATE: &str = "widget.create";
    /// `widget.read`
    pub const WIDGET_READ: &str = "widget.read";
    /// `widget.list`
    pub const WIDGET_LIST: &str = "widget.list";
    /// `widget.update`
    pub const WIDGET_UPDATE: &str = "widget.update";
    /// `widget.delete`
    pub const WIDGET_DELETE: &str = "widget.delete";
    /// `widget.release_it`
    pub const WIDGET_RELEASE_IT: &str = "widget.release_it";
    /// `widget.revise`
    pub const WIDGET_REVISE: &str = "widget.revise";
    /// `widget.deprecate`
    pub const WIDGET_DEPRECATE: &str = "widget.deprecate";
    /// `widget.withdraw`
    pub const WIDGET_WITHDRAW: &str = "widget.withdraw";
    /// `widget.embed_code`
    pub const WIDGET_EMBED_CODE: &str = "widget.embed_code";
    /// `implementation.create`
    pub const IMPLEMENTATION_CREATE: &str = "implementation.create";
    /// `implementation.read`
    pub const IMPLEMENTATION_READ: &str = "implementation.read";
    /// `implementation.list`
    pub const IMPLEMENTATION_LIST: &str = "implementation.list";
    /// `implementation.update`
    pub const IMPLEMENTATION_UPDATE: &str = "implementation.update";
    /// `implementation.delete`
    pub const IMPLEMENTATION_DELETE: &str = "implementation.delete";
    /// `implementation.go_live`
    pub const IMPLEMENTATION_GO_LIVE: &str = "implementation.go_live";
    /// `implementation.pause`
    pub const IMPLEMENTATION_PAUSE: &str = "implementation.pause";
    /// `implementation.resume`
    pub const IMPLEMENTATION_RESUME: &str = "implementation.resume";
    /// `implementation.end`
    pub const IMPLEMENTATION_END: &str = "implementation.end";
    /// `invoice.create`
    pub const INVOICE_CREATE: &str = "invoice.create";
    /// `invoice.read`
    pub const INVOICE_READ: &str = "invoice.read";
    /// `invoice.list`
    pub const INVOICE_LIST: &str = "invoice.list";
    /// `invoice.update`
    pub const INVOICE_UPDATE: &str = "invoice.update";
    /// `invoice.delete`
    pub const INVOICE_DELETE: &str = "invoice.delete";
    /// `invoice.issue`
    pub const INVOICE_ISSUE: &str = "invoice.issue";
    /// `invoice.pay`
    pub const INVOICE_PAY: &str = "invoice.pay";
    /// `invoice.void_it`
    pub const INVOICE_VOID_IT: &str = "invoice.void_it";
    /// `listing.create`
    pub const LISTING_CREATE: &str = "listing.create";
    /// `listing.read`
    pub const LISTING_READ: &str = "listing.read";
    /// `listing.list`
    pub const LISTING_LIST: &str = "listing.list";
    /// `listing.update`
    pub const LISTING_UPDATE: &str = "listing.update";
    /// `listing.delete`
    pub const LISTING_DELETE: &str = "listing.delete";
    /// `listing.submit`
    pub const LISTING_SUBMIT: &str = "listing.submit";
    /// `listing.approve`
    pub const LISTING_APPROVE: &str = "listing.approve";
    /// `listing.refuse`
    pub const LISTING_REFUSE: &str = "listing.refuse";
    /// `listing.unlist`
    pub const LISTING_UNLIST: &str = "listing.unlist";
    /// `listing.revise`
    pub const LISTING_REVISE: &str = "listing.revise";
    /// `listing_rating.create`
    pub const LISTING_RATING_CREATE: &str = "listing_rating.create";
    /// `listing_rating.read`
    pub const LISTING_RATING_READ: &str = "listing_rating.read";
    /// `listing_rating.list`
    pub const LISTING_RATING_LIST: &str = "listing_rating.list";
    /// `listing_rating.update`
    pub const LISTING_RATING_UPDATE: &str = "listing_rating.update";
    /// `listing_rating.delete`
    pub const LISTING_RATING_DELETE: &str = "listing_rating.delete";
    /// `ticket.create`
    pub const TICKET_CREATE: &str = "ticket.create";
    /// `ticket.read`
    pub const TICKET_READ: &str = "ticket.read";
    /// `ticket.list`
    pub const TICKET_LIST: &str = "ticket.list";
    /// `ticket.update`
    pub const TICKET_UPDATE: &str = "ticket.update";
    /// `ticket.delete`
    pub const TICKET_DELETE: &str = "ticket.delete";
    /// `ticket.take`
    pub const TICKET_TAKE: &str = "ticket.take";
    /// `ticket.ask`
    pub const TICKET_ASK: &str = "ticket.ask";
    /// `ticket.reply`
    pub const TICKET_REPLY: &str = "ticket.reply";
    /// `ticket.solve`
    pub const TICKET_SOLVE: &str = "ticket.solve";
    /// `ticket.reopen`
    pub const TICKET_REOPEN: &str = "ticket.reopen";
    /// `ticket.close`
    pub const TICKET_CLOSE: &str = "ticket.close";
    /// `article.create`
    pub const ARTICLE_CREATE: &str = "article.create";
    /// `article.read`
    pub const ARTICLE_READ: &str = "article.read";
    /// `article.list`
    pub const ARTICLE_LIST: &str = "article.list";
    /// `article.update`
    pub const ARTICLE_UPDATE: &str = "article.update";
    /// `article.delete`
    pub const ARTICLE_DELETE: &str = "article.delete";
    /// `article.publish`
    pub const ARTICLE_PUBLISH: &str = "article.publish";
    /// `article.unpublish`
    pub const ARTICLE_UNPUBLISH: &str = "article.unpublish";
}
