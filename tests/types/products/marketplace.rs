// Types of the blueprint `marketplace` 1.0.0, written by `profilekit types`. Do not edit.

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

/// A choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum UserRoles {
    /// `client`
    #[serde(rename = "client")]
    Client,
    /// `builder`
    #[serde(rename = "builder")]
    Builder,
    /// `support`
    #[serde(rename = "support")]
    Support,
    /// `admin`
    #[serde(rename = "admin")]
    Admin,
}

/// Active persona
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum UserActivePersona {
    /// `client`
    #[serde(rename = "client")]
    Client,
    /// `builder`
    #[serde(rename = "builder")]
    Builder,
    /// `support`
    #[serde(rename = "support")]
    Support,
    /// `admin`
    #[serde(rename = "admin")]
    Admin,
}

/// A choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BuilderProfileSkillsSkillsLevel {
    /// `beginner`
    #[serde(rename = "beginner")]
    Beginner,
    /// `intermediate`
    #[serde(rename = "intermediate")]
    Intermediate,
    /// `advanced`
    #[serde(rename = "advanced")]
    Advanced,
    /// `expert`
    #[serde(rename = "expert")]
    Expert,
}

/// A choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BuilderProfileSkillsAccessibilityFocus {
    /// `cognitive`
    #[serde(rename = "cognitive")]
    Cognitive,
    /// `contrast`
    #[serde(rename = "contrast")]
    Contrast,
    /// `captions`
    #[serde(rename = "captions")]
    Captions,
    /// `keyboard`
    #[serde(rename = "keyboard")]
    Keyboard,
    /// `motor`
    #[serde(rename = "motor")]
    Motor,
    /// `plain_language`
    #[serde(rename = "plain_language")]
    PlainLanguage,
    /// `screen_reader`
    #[serde(rename = "screen_reader")]
    ScreenReader,
    /// `voice_control`
    #[serde(rename = "voice_control")]
    VoiceControl,
}

/// A choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BuilderProfileSkillsLanguagesFluency {
    /// `elementary`
    #[serde(rename = "elementary")]
    Elementary,
    /// `conversational`
    #[serde(rename = "conversational")]
    Conversational,
    /// `professional`
    #[serde(rename = "professional")]
    Professional,
    /// `fluent`
    #[serde(rename = "fluent")]
    Fluent,
    /// `native`
    #[serde(rename = "native")]
    Native,
}

/// Preferred contact
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClientProfileContactPreferred {
    /// `email`
    #[serde(rename = "email")]
    Email,
    /// `phone`
    #[serde(rename = "phone")]
    Phone,
    /// `video`
    #[serde(rename = "video")]
    Video,
    /// `message`
    #[serde(rename = "message")]
    Message,
}

/// States of `portfolio_item`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PortfolioItemState {
    /// `draft`
    #[serde(rename = "draft")]
    Draft,
    /// `published`
    #[serde(rename = "published")]
    Published,
    /// `archived`
    #[serde(rename = "archived")]
    Archived,
}

/// A choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AppPlatforms {
    /// `web`
    #[serde(rename = "web")]
    Web,
    /// `ios`
    #[serde(rename = "ios")]
    Ios,
    /// `android`
    #[serde(rename = "android")]
    Android,
    /// `desktop`
    #[serde(rename = "desktop")]
    Desktop,
    /// `api`
    #[serde(rename = "api")]
    Api,
    /// `other`
    #[serde(rename = "other")]
    Other,
}

/// A choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AvailabilityWeeklyDay {
    /// `monday`
    #[serde(rename = "monday")]
    Monday,
    /// `tuesday`
    #[serde(rename = "tuesday")]
    Tuesday,
    /// `wednesday`
    #[serde(rename = "wednesday")]
    Wednesday,
    /// `thursday`
    #[serde(rename = "thursday")]
    Thursday,
    /// `friday`
    #[serde(rename = "friday")]
    Friday,
    /// `saturday`
    #[serde(rename = "saturday")]
    Saturday,
    /// `sunday`
    #[serde(rename = "sunday")]
    Sunday,
}

/// States of `booking`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BookingState {
    /// `requested`
    #[serde(rename = "requested")]
    Requested,
    /// `confirmed`
    #[serde(rename = "confirmed")]
    Confirmed,
    /// `declined`
    #[serde(rename = "declined")]
    Declined,
    /// `completed`
    #[serde(rename = "completed")]
    Completed,
    /// `cancelled`
    #[serde(rename = "cancelled")]
    Cancelled,
    /// `no_show`
    #[serde(rename = "no_show")]
    NoShow,
}

/// States of `review`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReviewState {
    /// `posted`
    #[serde(rename = "posted")]
    Posted,
    /// `withdrawn`
    #[serde(rename = "withdrawn")]
    Withdrawn,
    /// `removed`
    #[serde(rename = "removed")]
    Removed,
}

/// User
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct User {
    /// Name
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// E-mail
    pub email: String,
    /// E-mail verified
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_verified_at: Option<String>,
    /// Image
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// Founder
    pub founder: bool,
    /// Verified
    pub verified: bool,
    /// Billing customer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_customer: Option<String>,
    /// Identity at the provider
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// Roles
    #[serde(skip_serializing_if = "Option::is_none")]
    pub roles: Option<Vec<UserRoles>>,
    /// Active persona
    pub active_persona: UserActivePersona,
    /// Suspended
    pub suspended: bool,
}

/// About
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BuilderProfileBasics {
    /// Name
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Headline
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
    /// Bio
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bio: Option<String>,
    /// Picture
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// Website
    #[serde(skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
}

/// Rates
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BuilderProfileRates {
    /// Hourly rate
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hourly: Option<Money>,
    /// Available for hire
    pub available: bool,
}

/// An object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BuilderProfileSkillsSkills {
    /// `name`
    pub name: String,
    /// `level`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<BuilderProfileSkillsSkillsLevel>,
    /// `keywords`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keywords: Option<Vec<String>>,
}

/// An object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BuilderProfileSkillsLanguages {
    /// `name`
    pub name: String,
    /// `fluency`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fluency: Option<BuilderProfileSkillsLanguagesFluency>,
}

/// An object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BuilderProfileSkillsInterests {
    /// `name`
    pub name: String,
    /// `keywords`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keywords: Option<Vec<String>>,
}

/// Skills
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BuilderProfileSkills {
    /// Skills
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skills: Option<Vec<BuilderProfileSkillsSkills>>,
    /// Domains
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domains: Option<Vec<String>>,
    /// Accessibility focus
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accessibility_focus: Option<Vec<BuilderProfileSkillsAccessibilityFocus>>,
    /// Languages
    #[serde(skip_serializing_if = "Option::is_none")]
    pub languages: Option<Vec<BuilderProfileSkillsLanguages>>,
    /// Interests
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interests: Option<Vec<BuilderProfileSkillsInterests>>,
}

/// An object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BuilderProfileExperienceWork {
    /// `company`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// `position`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<String>,
    /// `about`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// `place`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// `url`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// `start`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    /// `end`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
    /// `summary`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// `highlights`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub highlights: Option<Vec<String>>,
}

/// An object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BuilderProfileExperienceVolunteering {
    /// `organization`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    /// `position`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<String>,
    /// `url`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// `start`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    /// `end`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
    /// `summary`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// `highlights`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub highlights: Option<Vec<String>>,
}

/// An object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BuilderProfileExperienceProjects {
    /// `name`
    pub name: String,
    /// `description`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// `entity`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// `type`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    /// `roles`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub roles: Option<Vec<String>>,
    /// `keywords`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keywords: Option<Vec<String>>,
    /// `url`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// `start`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    /// `end`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
    /// `highlights`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub highlights: Option<Vec<String>>,
}

/// An object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BuilderProfileExperiencePublications {
    /// `name`
    pub name: String,
    /// `publisher`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// `date`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// `url`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// `summary`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
}

/// Experience
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BuilderProfileExperience {
    /// Work
    #[serde(skip_serializing_if = "Option::is_none")]
    pub work: Option<Vec<BuilderProfileExperienceWork>>,
    /// Volunteering
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volunteering: Option<Vec<BuilderProfileExperienceVolunteering>>,
    /// Projects
    #[serde(skip_serializing_if = "Option::is_none")]
    pub projects: Option<Vec<BuilderProfileExperienceProjects>>,
    /// Publications
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publications: Option<Vec<BuilderProfileExperiencePublications>>,
}

/// An object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BuilderProfileEducationSchools {
    /// `institution`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub institution: Option<String>,
    /// `area`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// `degree`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub degree: Option<String>,
    /// `score`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<String>,
    /// `url`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// `start`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    /// `end`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
    /// `courses`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub courses: Option<Vec<String>>,
}

/// An object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BuilderProfileEducationCertificates {
    /// `name`
    pub name: String,
    /// `issuer`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// `date`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// `url`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// An object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BuilderProfileEducationAwards {
    /// `title`
    pub title: String,
    /// `awarder`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub awarder: Option<String>,
    /// `date`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// `summary`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
}

/// Education
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BuilderProfileEducation {
    /// Schools
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schools: Option<Vec<BuilderProfileEducationSchools>>,
    /// Certificates
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificates: Option<Vec<BuilderProfileEducationCertificates>>,
    /// Awards
    #[serde(skip_serializing_if = "Option::is_none")]
    pub awards: Option<Vec<BuilderProfileEducationAwards>>,
}

/// An object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BuilderProfileSocialOthers {
    /// `network`
    pub network: String,
    /// `username`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// `url`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// Links
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BuilderProfileSocial {
    /// GitHub
    #[serde(skip_serializing_if = "Option::is_none")]
    pub github: Option<String>,
    /// GitLab
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gitlab: Option<String>,
    /// LinkedIn
    #[serde(skip_serializing_if = "Option::is_none")]
    pub linkedin: Option<String>,
    /// X
    #[serde(skip_serializing_if = "Option::is_none")]
    pub x: Option<String>,
    /// YouTube
    #[serde(skip_serializing_if = "Option::is_none")]
    pub youtube: Option<String>,
    /// Stack Overflow
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stackoverflow: Option<String>,
    /// Dribbble
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dribbble: Option<String>,
    /// Behance
    #[serde(skip_serializing_if = "Option::is_none")]
    pub behance: Option<String>,
    /// Other networks
    #[serde(skip_serializing_if = "Option::is_none")]
    pub others: Option<Vec<BuilderProfileSocialOthers>>,
}

/// An object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BuilderProfileContactReferences {
    /// `name`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `reference`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

/// Contact
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BuilderProfileContact {
    /// Contact e-mail
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// As people write it; it is shown, not dialled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Street
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Postal code
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// City
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// Region
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Country
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Time zone
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
    /// References
    #[serde(skip_serializing_if = "Option::is_none")]
    pub references: Option<Vec<BuilderProfileContactReferences>>,
}

/// Trust
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BuilderProfileTrust {
    /// Validation tier
    pub tier: i64,
    /// Badges
    #[serde(skip_serializing_if = "Option::is_none")]
    pub badges: Option<Vec<String>>,
    /// Rating
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<String>,
    /// Featured
    pub featured: bool,
    /// Note on the validation
    #[serde(skip_serializing_if = "Option::is_none")]
    pub validation_note: Option<String>,
}

/// Builder profile
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BuilderProfile {
    /// About
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basics: Option<BuilderProfileBasics>,
    /// Rates
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rates: Option<BuilderProfileRates>,
    /// Skills
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skills: Option<BuilderProfileSkills>,
    /// Experience
    #[serde(skip_serializing_if = "Option::is_none")]
    pub experience: Option<BuilderProfileExperience>,
    /// Education
    #[serde(skip_serializing_if = "Option::is_none")]
    pub education: Option<BuilderProfileEducation>,
    /// Links
    #[serde(skip_serializing_if = "Option::is_none")]
    pub social: Option<BuilderProfileSocial>,
    /// Contact
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<BuilderProfileContact>,
    /// Trust
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trust: Option<BuilderProfileTrust>,
}

/// Company
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClientProfileCompany {
    /// Company
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Goals
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goals: Option<String>,
}

/// Project
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClientProfileProject {
    /// Needs
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needs: Option<Vec<String>>,
    /// Budget from
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget_min: Option<Money>,
    /// Budget to
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget_max: Option<Money>,
}

/// Contact
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClientProfileContact {
    /// Preferred contact
    pub preferred: ClientProfileContactPreferred,
    /// Phone
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Time zone
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
}

/// Client profile
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClientProfile {
    /// Company
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<ClientProfileCompany>,
    /// Project
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project: Option<ClientProfileProject>,
    /// Contact
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<ClientProfileContact>,
}

/// An object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PortfolioItemLinks {
    /// `label`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// `url`
    pub url: String,
}

/// An object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PortfolioItemOutcomes {
    /// `metric`
    pub metric: String,
    /// `before`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// `after`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// `unit`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

/// Portfolio item
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PortfolioItem {
    /// Title
    pub title: String,
    /// Description
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Media
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media: Option<Vec<Media>>,
    /// Links
    #[serde(skip_serializing_if = "Option::is_none")]
    pub links: Option<Vec<PortfolioItemLinks>>,
    /// Tags
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    /// Outcomes
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcomes: Option<Vec<PortfolioItemOutcomes>>,
    /// Apps
    #[serde(skip_serializing_if = "Option::is_none")]
    pub apps: Option<Vec<String>>,
    /// Order
    pub order: i64,
    /// Why it was taken down
    #[serde(skip_serializing_if = "Option::is_none")]
    pub takedown_note: Option<String>,
}

/// App
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct App {
    /// Name
    pub name: String,
    /// Description
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Address
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Platforms
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platforms: Option<Vec<AppPlatforms>>,
    /// Icon
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon: Option<Media>,
    /// Launched
    #[serde(skip_serializing_if = "Option::is_none")]
    pub launched: Option<String>,
    /// Portfolio items
    #[serde(skip_serializing_if = "Option::is_none")]
    pub portfolio_items: Option<Vec<String>>,
}

/// Session type
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SessionType {
    /// Title
    pub title: String,
    /// Description
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Duration in minutes
    pub minutes: i64,
    /// Price
    pub price: Money,
    /// Capacity
    pub capacity: i64,
    /// Active
    pub active: bool,
}

/// An object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AvailabilityWeekly {
    /// `day`
    pub day: AvailabilityWeeklyDay,
    /// `from`
    pub from: String,
    /// `to`
    pub to: String,
}

/// An object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AvailabilityExceptions {
    /// `date`
    pub date: String,
    /// `open`
    pub open: bool,
    /// `from`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// `to`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// Availability
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Availability {
    /// Time zone
    pub timezone: String,
    /// Every week
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weekly: Option<Vec<AvailabilityWeekly>>,
    /// Exceptions
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exceptions: Option<Vec<AvailabilityExceptions>>,
    /// Least notice in minutes
    pub notice_minutes: i64,
    /// Pause between sessions in minutes
    pub buffer_minutes: i64,
}

/// Booking
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Booking {
    /// Starts
    pub starts_at: String,
    /// Minutes
    pub minutes: i64,
    /// Price
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
    /// Fee of the marketplace
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fee: Option<Money>,
    /// Message
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Meeting link
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meeting_url: Option<String>,
    /// Reason of the refusal
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decline_reason: Option<String>,
    /// Reason of the cancellation
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancel_reason: Option<String>,
}

/// Review
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Review {
    /// Stars
    pub stars: i64,
    /// Comment
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Reply of the builder
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply: Option<String>,
}

/// Kinds by name.
pub mod kind {
    /// `user`
    pub const USER: &str = "user";
    /// `builder_profile`
    pub const BUILDER_PROFILE: &str = "builder_profile";
    /// `client_profile`
    pub const CLIENT_PROFILE: &str = "client_profile";
    /// `portfolio_item`
    pub const PORTFOLIO_ITEM: &str = "portfolio_item";
    /// `app`
    pub const APP: &str = "app";
    /// `session_type`
    pub const SESSION_TYPE: &str = "session_type";
    /// `availability`
    pub const AVAILABILITY: &str = "availability";
    /// `booking`
    pub const BOOKING: &str = "booking";
    /// `review`
    pub const REVIEW: &str = "review";
}

/// Roles by name.
pub mod role {
    /// `client`
    pub const CLIENT: &str = "client";
    /// `builder`
    pub const BUILDER: &str = "builder";
    /// `support`
    pub const SUPPORT: &str = "support";
    /// `admin`
    pub const ADMIN: &str = "admin";
}

/// Personas by name.
pub mod persona {
    /// `client`
    pub const CLIENT: &str = "client";
    /// `builder`
    pub const BUILDER: &str = "builder";
    /// `support`
    pub const SUPPORT: &str = "support";
    /// `admin`
    pub const ADMIN: &str = "admin";
}

/// Actions by name.
pub mod action {
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
    /// `user.preview`
    pub const USER_PREVIEW: &str = "user.preview";
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
    /// `builder_profile.validate`
    pub const BUILDER_PROFILE_VALIDATE: &str = "builder_profile.validate";
    /// `builder_profile.preview`
    pub const BUILDER_PROFILE_PREVIEW: &str = "builder_profile.preview";
    /// `client_profile.create`
    pub const CLIENT_PROFILE_CREATE: &str = "client_profile.create";
    /// `client_profile.read`
    pub const CLIENT_PROFILE_READ: &str = "client_profile.read";
    /// `client_profile.list`
    pub const CLIENT_PROFILE_LIST: &str = "client_profile.list";
    /// `client_profile.update`
    pub const CLIENT_PROFILE_UPDATE: &str = "client_profile.update";
    /// `client_profile.delete`
    pub const CLIENT_PROFILE_DELETE: &str = "client_profile.delete";
    /// `client_profile.preview`
    pub const CLIENT_PROFILE_PREVIEW: &str = "client_profile.preview";
    /// `portfolio_item.create`
    pub const PORTFOLIO_ITEM_CREATE: &str = "portfolio_item.create";
    /// `portfolio_item.read`
    pub const PORTFOLIO_ITEM_READ: &str = "portfolio_item.read";
    /// `portfolio_item.list`
    pub const PORTFOLIO_ITEM_LIST: &str = "portfolio_item.list";
    /// `portfolio_item.update`
    pub const PORTFOLIO_ITEM_UPDATE: &str = "portfolio_item.update";
    /// `portfolio_item.delete`
    pub const PORTFOLIO_ITEM_DELETE: &str = "portfolio_item.delete";
    /// `portfolio_item.publish`
    pub const PORTFOLIO_ITEM_PUBLISH: &str = "portfolio_item.publish";
    /// `portfolio_item.unpublish`
    pub const PORTFOLIO_ITEM_UNPUBLISH: &str = "portfolio_item.unpublish";
    /// `portfolio_item.archive`
    pub const PORTFOLIO_ITEM_ARCHIVE: &str = "portfolio_item.archive";
    /// `portfolio_item.restore`
    pub const PORTFOLIO_ITEM_RESTORE: &str = "portfolio_item.restore";
    /// `app.create`
    pub const APP_CREATE: &str = "app.create";
    /// `app.read`
    pub const APP_READ: &str = "app.read";
    /// `app.list`
    pub const APP_LIST: &str = "app.list";
    /// `app.update`
    pub const APP_UPDATE: &str = "app.update";
    /// `app.delete`
    pub const APP_DELETE: &str = "app.delete";
    /// `session_type.create`
    pub const SESSION_TYPE_CREATE: &str = "session_type.create";
    /// `session_type.read`
    pub const SESSION_TYPE_READ: &str = "session_type.read";
    /// `session_type.list`
    pub const SESSION_TYPE_LIST: &str = "session_type.list";
    /// `session_type.update`
    pub const SESSION_TYPE_UPDATE: &str = "session_type.update";
    /// `session_type.delete`
    pub const SESSION_TYPE_DELETE: &str = "session_type.delete";
    /// `availability.create`
    pub const AVAILABILITY_CREATE: &str = "availability.create";
    /// `availability.read`
    pub const AVAILABILITY_READ: &str = "availability.read";
    /// `availability.list`
    pub const AVAILABILITY_LIST: &str = "availability.list";
    /// `availability.update`
    pub const AVAILABILITY_UPDATE: &str = "availability.update";
    /// `availability.delete`
    pub const AVAILABILITY_DELETE: &str = "availability.delete";
    /// `booking.create`
    pub const BOOKING_CREATE: &str = "booking.create";
    /// `booking.read`
    pub const BOOKING_READ: &str = "booking.read";
    /// `booking.list`
    pub const BOOKING_LIST: &str = "booking.list";
    /// `booking.update`
    pub const BOOKING_UPDATE: &str = "booking.update";
    /// `booking.delete`
    pub const BOOKING_DELETE: &str = "booking.delete";
    /// `booking.confirm`
    pub const BOOKING_CONFIRM: &str = "booking.confirm";
    /// `booking.decline`
    pub const BOOKING_DECLINE: &str = "booking.decline";
    /// `booking.complete`
    pub const BOOKING_COMPLETE: &str = "booking.complete";
    /// `booking.cancel`
    pub const BOOKING_CANCEL: &str = "booking.cancel";
    /// `booking.miss`
    pub const BOOKING_MISS: &str = "booking.miss";
    /// `review.create`
    pub const REVIEW_CREATE: &str = "review.create";
    /// `review.read`
    pub const REVIEW_READ: &str = "review.read";
    /// `review.list`
    pub const REVIEW_LIST: &str = "review.list";
    /// `review.update`
    pub const REVIEW_UPDATE: &str = "review.update";
    /// `review.delete`
    pub const REVIEW_DELETE: &str = "review.delete";
    /// `review.withdraw`
    pub const REVIEW_WITHDRAW: &str = "review.withdraw";
    /// `review.post_again`
    pub const REVIEW_POST_AGAIN: &str = "review.post_again";
    /// `review.remove`
    pub const REVIEW_REMOVE: &str = "review.remove";
}
