// Types of the blueprint `talent` 1.0.0, written by `profilekit types`. Do not edit.

use serde::{Deserialize, Serialize};

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
    /// `member`
    #[serde(rename = "member")]
    Member,
    /// `student`
    #[serde(rename = "student")]
    Student,
    /// `employer`
    #[serde(rename = "employer")]
    Employer,
    /// `mentor`
    #[serde(rename = "mentor")]
    Mentor,
    /// `moderator`
    #[serde(rename = "moderator")]
    Moderator,
    /// `admin`
    #[serde(rename = "admin")]
    Admin,
}

/// A choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum StudentProfileBasicsOpenTo {
    /// `internship`
    #[serde(rename = "internship")]
    Internship,
    /// `part_time`
    #[serde(rename = "part_time")]
    PartTime,
    /// `full_time`
    #[serde(rename = "full_time")]
    FullTime,
    /// `gig`
    #[serde(rename = "gig")]
    Gig,
    /// `mentoring`
    #[serde(rename = "mentoring")]
    Mentoring,
}

/// A choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum StudentProfileSkillsSkillsLevel {
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
pub enum StudentProfileSkillsLanguagesLevel {
    /// `a1`
    #[serde(rename = "a1")]
    A1,
    /// `a2`
    #[serde(rename = "a2")]
    A2,
    /// `b1`
    #[serde(rename = "b1")]
    B1,
    /// `b2`
    #[serde(rename = "b2")]
    B2,
    /// `c1`
    #[serde(rename = "c1")]
    C1,
    /// `c2`
    #[serde(rename = "c2")]
    C2,
    /// `native`
    #[serde(rename = "native")]
    Native,
}

/// Size
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum EmployerProfileCompanySize {
    /// `1-10`
    #[serde(rename = "1-10")]
    _110,
    /// `11-50`
    #[serde(rename = "11-50")]
    _1150,
    /// `51-200`
    #[serde(rename = "51-200")]
    _51200,
    /// `201-1000`
    #[serde(rename = "201-1000")]
    _2011000,
    /// `1001+`
    #[serde(rename = "1001+")]
    _1001,
}

/// Type
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ContributionType {
    /// `project`
    #[serde(rename = "project")]
    Project,
    /// `media`
    #[serde(rename = "media")]
    Media,
    /// `document`
    #[serde(rename = "document")]
    Document,
}

/// States of `contribution`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ContributionState {
    /// `draft`
    #[serde(rename = "draft")]
    Draft,
    /// `published`
    #[serde(rename = "published")]
    Published,
    /// `taken_down`
    #[serde(rename = "taken_down")]
    TakenDown,
    /// `archived`
    #[serde(rename = "archived")]
    Archived,
}

/// What is verified
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum VerificationOf {
    /// `email`
    #[serde(rename = "email")]
    Email,
    /// `phone`
    #[serde(rename = "phone")]
    Phone,
    /// `id`
    #[serde(rename = "id")]
    Id,
    /// `education`
    #[serde(rename = "education")]
    Education,
    /// `employment`
    #[serde(rename = "employment")]
    Employment,
}

/// States of `verification`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum VerificationState {
    /// `requested`
    #[serde(rename = "requested")]
    Requested,
    /// `accepted`
    #[serde(rename = "accepted")]
    Accepted,
    /// `refused`
    #[serde(rename = "refused")]
    Refused,
    /// `expired`
    #[serde(rename = "expired")]
    Expired,
    /// `withdrawn`
    #[serde(rename = "withdrawn")]
    Withdrawn,
}

/// How they know each other
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum EndorsementRelationship {
    /// `taught`
    #[serde(rename = "taught")]
    Taught,
    /// `employed`
    #[serde(rename = "employed")]
    Employed,
    /// `mentored`
    #[serde(rename = "mentored")]
    Mentored,
    /// `worked_with`
    #[serde(rename = "worked_with")]
    WorkedWith,
    /// `studied_with`
    #[serde(rename = "studied_with")]
    StudiedWith,
}

/// States of `endorsement`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum EndorsementState {
    /// `given`
    #[serde(rename = "given")]
    Given,
    /// `shown`
    #[serde(rename = "shown")]
    Shown,
    /// `declined`
    #[serde(rename = "declined")]
    Declined,
    /// `withdrawn`
    #[serde(rename = "withdrawn")]
    Withdrawn,
    /// `taken_down`
    #[serde(rename = "taken_down")]
    TakenDown,
}

/// What is reported
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReportSubjectKind {
    /// `student_profile`
    #[serde(rename = "student_profile")]
    StudentProfile,
    /// `employer_profile`
    #[serde(rename = "employer_profile")]
    EmployerProfile,
    /// `mentor_profile`
    #[serde(rename = "mentor_profile")]
    MentorProfile,
    /// `contribution`
    #[serde(rename = "contribution")]
    Contribution,
    /// `endorsement`
    #[serde(rename = "endorsement")]
    Endorsement,
}

/// Reason
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReportReason {
    /// `spam`
    #[serde(rename = "spam")]
    Spam,
    /// `harassment`
    #[serde(rename = "harassment")]
    Harassment,
    /// `false_claim`
    #[serde(rename = "false_claim")]
    FalseClaim,
    /// `impersonation`
    #[serde(rename = "impersonation")]
    Impersonation,
    /// `copyright`
    #[serde(rename = "copyright")]
    Copyright,
    /// `fraud`
    #[serde(rename = "fraud")]
    Fraud,
    /// `other`
    #[serde(rename = "other")]
    Other,
}

/// A choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReportCues {
    /// `burst_endorsements`
    #[serde(rename = "burst_endorsements")]
    BurstEndorsements,
    /// `duplicate_profile`
    #[serde(rename = "duplicate_profile")]
    DuplicateProfile,
    /// `impossible_dates`
    #[serde(rename = "impossible_dates")]
    ImpossibleDates,
}

/// States of `report`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReportState {
    /// `open`
    #[serde(rename = "open")]
    Open,
    /// `in_review`
    #[serde(rename = "in_review")]
    InReview,
    /// `escalated`
    #[serde(rename = "escalated")]
    Escalated,
    /// `upheld`
    #[serde(rename = "upheld")]
    Upheld,
    /// `dismissed`
    #[serde(rename = "dismissed")]
    Dismissed,
    /// `disputed`
    #[serde(rename = "disputed")]
    Disputed,
    /// `restored`
    #[serde(rename = "restored")]
    Restored,
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
    /// Language
    pub language: String,
    /// Identity at the provider
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// Roles
    #[serde(skip_serializing_if = "Option::is_none")]
    pub roles: Option<Vec<UserRoles>>,
    /// Suspended
    pub suspended: bool,
}

/// About
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StudentProfileBasics {
    /// Address of the profile
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// Name
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Headline
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
    /// About me
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bio: Option<String>,
    /// Picture
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// Open to
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open_to: Option<Vec<StudentProfileBasicsOpenTo>>,
    /// Available from
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available_from: Option<String>,
}

/// Contact
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StudentProfileContact {
    /// E-mail
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Phone
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// City
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// Country
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Date of birth
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<String>,
}

/// An object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StudentProfileSkillsSkills {
    /// `name`
    pub name: String,
    /// `level`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<StudentProfileSkillsSkillsLevel>,
    /// `years`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub years: Option<i64>,
}

/// An object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StudentProfileSkillsLanguages {
    /// `language`
    pub language: String,
    /// `level`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<StudentProfileSkillsLanguagesLevel>,
}

/// Skills
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StudentProfileSkills {
    /// Skills
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skills: Option<Vec<StudentProfileSkillsSkills>>,
    /// Languages
    #[serde(skip_serializing_if = "Option::is_none")]
    pub languages: Option<Vec<StudentProfileSkillsLanguages>>,
}

/// An object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StudentProfileEducationSchools {
    /// `institution`
    pub institution: String,
    /// `degree`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub degree: Option<String>,
    /// `area`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
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
pub struct StudentProfileEducationCertificates {
    /// `id`
    pub id: String,
    /// `name`
    pub name: String,
    /// `issuer`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// `issued`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued: Option<String>,
    /// `expires`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<String>,
    /// `url`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// `revoked`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revoked: Option<bool>,
}

/// Education
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StudentProfileEducation {
    /// Schools
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schools: Option<Vec<StudentProfileEducationSchools>>,
    /// Grade point average
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gpa: Option<String>,
    /// Certificates
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificates: Option<Vec<StudentProfileEducationCertificates>>,
}

/// An object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StudentProfileExperienceWork {
    /// `company`
    pub company: String,
    /// `position`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<String>,
    /// `start`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    /// `end`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
    /// `summary`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
}

/// An object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StudentProfileExperienceProjects {
    /// `name`
    pub name: String,
    /// `description`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// `url`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// `skills`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skills: Option<Vec<String>>,
    /// `start`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    /// `end`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
}

/// An object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StudentProfileExperienceGigs {
    /// `id`
    pub id: String,
    /// `title`
    pub title: String,
    /// `client`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<String>,
    /// `completed`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completed: Option<String>,
    /// `stars`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stars: Option<i64>,
}

/// Experience
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StudentProfileExperience {
    /// Work
    #[serde(skip_serializing_if = "Option::is_none")]
    pub work: Option<Vec<StudentProfileExperienceWork>>,
    /// Projects
    #[serde(skip_serializing_if = "Option::is_none")]
    pub projects: Option<Vec<StudentProfileExperienceProjects>>,
    /// Gigs
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gigs: Option<Vec<StudentProfileExperienceGigs>>,
}

/// Links
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StudentProfileLinks {
    /// GitHub
    #[serde(skip_serializing_if = "Option::is_none")]
    pub github: Option<String>,
    /// LinkedIn
    #[serde(skip_serializing_if = "Option::is_none")]
    pub linkedin: Option<String>,
    /// Website
    #[serde(skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
}

/// An object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StudentProfileRecognitionBadges {
    /// `id`
    pub id: String,
    /// `name`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `awarded`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub awarded: Option<String>,
}

/// Recognition
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StudentProfileRecognition {
    /// Badges
    #[serde(skip_serializing_if = "Option::is_none")]
    pub badges: Option<Vec<StudentProfileRecognitionBadges>>,
    /// Endorsements
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endorsements: Option<i64>,
    /// Reputation
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reputation: Option<String>,
    /// Verification level
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verification_level: Option<i64>,
}

/// Moderation
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StudentProfileModeration {
    /// Taken down
    pub held: bool,
    /// Note of the moderators
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Student profile
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StudentProfile {
    /// About
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basics: Option<StudentProfileBasics>,
    /// Contact
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<StudentProfileContact>,
    /// Skills
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skills: Option<StudentProfileSkills>,
    /// Education
    #[serde(skip_serializing_if = "Option::is_none")]
    pub education: Option<StudentProfileEducation>,
    /// Experience
    #[serde(skip_serializing_if = "Option::is_none")]
    pub experience: Option<StudentProfileExperience>,
    /// Links
    #[serde(skip_serializing_if = "Option::is_none")]
    pub links: Option<StudentProfileLinks>,
    /// Recognition
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recognition: Option<StudentProfileRecognition>,
    /// Moderation
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moderation: Option<StudentProfileModeration>,
}

/// Company
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EmployerProfileCompany {
    /// Address of the profile
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// Name
    pub name: String,
    /// About
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// Website
    #[serde(skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
    /// Logo
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo: Option<Media>,
    /// Industry
    #[serde(skip_serializing_if = "Option::is_none")]
    pub industry: Option<String>,
    /// Size
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<EmployerProfileCompanySize>,
}

/// Hiring
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EmployerProfileHiring {
    /// Skills wanted
    #[serde(skip_serializing_if = "Option::is_none")]
    pub looking_for: Option<Vec<String>>,
    /// Places
    #[serde(skip_serializing_if = "Option::is_none")]
    pub places: Option<Vec<String>>,
    /// Remote work
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote: Option<bool>,
}

/// Contact
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EmployerProfileContact {
    /// Contact person
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// E-mail
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// Trust
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EmployerProfileTrust {
    /// Verified company
    pub verified: bool,
}

/// Employer profile
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EmployerProfile {
    /// Company
    pub company: EmployerProfileCompany,
    /// Hiring
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hiring: Option<EmployerProfileHiring>,
    /// Contact
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<EmployerProfileContact>,
    /// Trust
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trust: Option<EmployerProfileTrust>,
}

/// About
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MentorProfileBasics {
    /// Address of the profile
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// Name
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Headline
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
    /// About me
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bio: Option<String>,
}

/// What I offer
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MentorProfileOffer {
    /// Skills
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skills: Option<Vec<String>>,
    /// Industries
    #[serde(skip_serializing_if = "Option::is_none")]
    pub industries: Option<Vec<String>>,
    /// Hours a month
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours_per_month: Option<i64>,
}

/// Contact
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MentorProfileContact {
    /// E-mail
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// Recognition
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MentorProfileRecognition {
    /// Endorsements
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endorsements: Option<i64>,
    /// Verification level
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verification_level: Option<i64>,
}

/// Mentor profile
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MentorProfile {
    /// About
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basics: Option<MentorProfileBasics>,
    /// What I offer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offer: Option<MentorProfileOffer>,
    /// Contact
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<MentorProfileContact>,
    /// Recognition
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recognition: Option<MentorProfileRecognition>,
}

/// Contribution
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contribution {
    /// Title
    pub title: String,
    /// Type
    pub r#type: ContributionType,
    /// Description
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Files
    #[serde(skip_serializing_if = "Option::is_none")]
    pub files: Option<Vec<Media>>,
    /// Links
    #[serde(skip_serializing_if = "Option::is_none")]
    pub links: Option<Vec<String>>,
    /// Skills
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skills: Option<Vec<String>>,
    /// Done
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done: Option<String>,
}

/// Verification
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Verification {
    /// What is verified
    pub of: VerificationOf,
    /// Level
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<i64>,
    /// Provider
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// Metadata of the provider
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider_data: Option<serde_json::Value>,
    /// Evidence
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Media>,
    /// Expires
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<String>,
    /// Why it was refused
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refusal: Option<String>,
}

/// Endorsement
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Endorsement {
    /// Skills
    pub skills: Vec<String>,
    /// How they know each other
    pub relationship: EndorsementRelationship,
    /// Recommendation
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// Report
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// What is reported
    pub subject_kind: ReportSubjectKind,
    /// Record
    pub subject_id: String,
    /// Reason
    pub reason: ReportReason,
    /// What happened
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Cues of fraud
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cues: Option<Vec<ReportCues>>,
    /// Decision
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<String>,
    /// Objection
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dispute: Option<String>,
}

/// Kinds by name.
pub mod kind {
    /// `user`
    pub const USER: &str = "user";
    /// `student_profile`
    pub const STUDENT_PROFILE: &str = "student_profile";
    /// `employer_profile`
    pub const EMPLOYER_PROFILE: &str = "employer_profile";
    /// `mentor_profile`
    pub const MENTOR_PROFILE: &str = "mentor_profile";
    /// `contribution`
    pub const CONTRIBUTION: &str = "contribution";
    /// `verification`
    pub const VERIFICATION: &str = "verification";
    /// `endorsement`
    pub const ENDORSEMENT: &str = "endorsement";
    /// `report`
    pub const REPORT: &str = "report";
}

/// Roles by name.
pub mod role {
    /// `member`
    pub const MEMBER: &str = "member";
    /// `student`
    pub const STUDENT: &str = "student";
    /// `employer`
    pub const EMPLOYER: &str = "employer";
    /// `mentor`
    pub const MENTOR: &str = "mentor";
    /// `moderator`
    pub const MODERATOR: &str = "moderator";
    /// `admin`
    pub const ADMIN: &str = "admin";
}

/// Personas by name.
pub mod persona {
    /// `student`
    pub const STUDENT: &str = "student";
    /// `employer`
    pub const EMPLOYER: &str = "employer";
    /// `mentor`
    pub const MENTOR: &str = "mentor";
    /// `moderator`
    pub const MODERATOR: &str = "moderator";
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
    /// `student_profile.create`
    pub const STUDENT_PROFILE_CREATE: &str = "student_profile.create";
    /// `student_profile.read`
    pub const STUDENT_PROFILE_READ: &str = "student_profile.read";
    /// `student_profile.list`
    pub const STUDENT_PROFILE_LIST: &str = "student_profile.list";
    /// `student_profile.update`
    pub const STUDENT_PROFILE_UPDATE: &str = "student_profile.update";
    /// `student_profile.delete`
    pub const STUDENT_PROFILE_DELETE: &str = "student_profile.delete";
    /// `student_profile.take_down`
    pub const STUDENT_PROFILE_TAKE_DOWN: &str = "student_profile.take_down";
    /// `student_profile.put_back`
    pub const STUDENT_PROFILE_PUT_BACK: &str = "student_profile.put_back";
    /// `student_profile.change_visibility`
    pub const STUDENT_PROFILE_CHANGE_VISIBILITY: &str = "student_profile.change_visibility";
    /// `employer_profile.create`
    pub const EMPLOYER_PROFILE_CREATE: &str = "employer_profile.create";
    /// `employer_profile.read`
    pub const EMPLOYER_PROFILE_READ: &str = "employer_profile.read";
    /// `employer_profile.list`
    pub const EMPLOYER_PROFILE_LIST: &str = "employer_profile.list";
    /// `employer_profile.update`
    pub const EMPLOYER_PROFILE_UPDATE: &str = "employer_profile.update";
    /// `employer_profile.delete`
    pub const EMPLOYER_PROFILE_DELETE: &str = "employer_profile.delete";
    /// `employer_profile.take_down`
    pub const EMPLOYER_PROFILE_TAKE_DOWN: &str = "employer_profile.take_down";
    /// `employer_profile.put_back`
    pub const EMPLOYER_PROFILE_PUT_BACK: &str = "employer_profile.put_back";
    /// `mentor_profile.create`
    pub const MENTOR_PROFILE_CREATE: &str = "mentor_profile.create";
    /// `mentor_profile.read`
    pub const MENTOR_PROFILE_READ: &str = "mentor_profile.read";
    /// `mentor_profile.list`
    pub const MENTOR_PROFILE_LIST: &str = "mentor_profile.list";
    /// `mentor_profile.update`
    pub const MENTOR_PROFILE_UPDATE: &str = "mentor_profile.update";
    /// `mentor_profile.delete`
    pub const MENTOR_PROFILE_DELETE: &str = "mentor_profile.delete";
    /// `mentor_profile.take_down`
    pub const MENTOR_PROFILE_TAKE_DOWN: &str = "mentor_profile.take_down";
    /// `mentor_profile.put_back`
    pub const MENTOR_PROFILE_PUT_BACK: &str = "mentor_profile.put_back";
    /// `contribution.create`
    pub const CONTRIBUTION_CREATE: &str = "contribution.create";
    /// `contribution.read`
    pub const CONTRIBUTION_READ: &str = "contribution.read";
    /// `contribution.list`
    pub const CONTRIBUTION_LIST: &str = "contribution.list";
    /// `contribution.update`
    pub const CONTRIBUTION_UPDATE: &str = "contribution.update";
    /// `contribution.delete`
    pub const CONTRIBUTION_DELETE: &str = "contribution.delete";
    /// `contribution.publish`
    pub const CONTRIBUTION_PUBLISH: &str = "contribution.publish";
    /// `contribution.unpublish`
    pub const CONTRIBUTION_UNPUBLISH: &str = "contribution.unpublish";
    /// `contribution.archive`
    pub const CONTRIBUTION_ARCHIVE: &str = "contribution.archive";
    /// `contribution.restore`
    pub const CONTRIBUTION_RESTORE: &str = "contribution.restore";
    /// `contribution.take_down`
    pub const CONTRIBUTION_TAKE_DOWN: &str = "contribution.take_down";
    /// `contribution.put_back`
    pub const CONTRIBUTION_PUT_BACK: &str = "contribution.put_back";
    /// `verification.create`
    pub const VERIFICATION_CREATE: &str = "verification.create";
    /// `verification.read`
    pub const VERIFICATION_READ: &str = "verification.read";
    /// `verification.list`
    pub const VERIFICATION_LIST: &str = "verification.list";
    /// `verification.update`
    pub const VERIFICATION_UPDATE: &str = "verification.update";
    /// `verification.delete`
    pub const VERIFICATION_DELETE: &str = "verification.delete";
    /// `verification.accept`
    pub const VERIFICATION_ACCEPT: &str = "verification.accept";
    /// `verification.refuse`
    pub const VERIFICATION_REFUSE: &str = "verification.refuse";
    /// `verification.expire`
    pub const VERIFICATION_EXPIRE: &str = "verification.expire";
    /// `verification.renew`
    pub const VERIFICATION_RENEW: &str = "verification.renew";
    /// `verification.withdraw`
    pub const VERIFICATION_WITHDRAW: &str = "verification.withdraw";
    /// `endorsement.create`
    pub const ENDORSEMENT_CREATE: &str = "endorsement.create";
    /// `endorsement.read`
    pub const ENDORSEMENT_READ: &str = "endorsement.read";
    /// `endorsement.list`
    pub const ENDORSEMENT_LIST: &str = "endorsement.list";
    /// `endorsement.update`
    pub const ENDORSEMENT_UPDATE: &str = "endorsement.update";
    /// `endorsement.delete`
    pub const ENDORSEMENT_DELETE: &str = "endorsement.delete";
    /// `endorsement.show`
    pub const ENDORSEMENT_SHOW: &str = "endorsement.show";
    /// `endorsement.decline`
    pub const ENDORSEMENT_DECLINE: &str = "endorsement.decline";
    /// `endorsement.withdraw`
    pub const ENDORSEMENT_WITHDRAW: &str = "endorsement.withdraw";
    /// `endorsement.take_down`
    pub const ENDORSEMENT_TAKE_DOWN: &str = "endorsement.take_down";
    /// `endorsement.put_back`
    pub const ENDORSEMENT_PUT_BACK: &str = "endorsement.put_back";
    /// `report.create`
    pub const REPORT_CREATE: &str = "report.create";
    /// `report.read`
    pub const REPORT_READ: &str = "report.read";
    /// `report.list`
    pub const REPORT_LIST: &str = "report.list";
    /// `report.update`
    pub const REPORT_UPDATE: &str = "report.update";
    /// `report.delete`
    pub const REPORT_DELETE: &str = "report.delete";
    /// `report.take`
    pub const REPORT_TAKE: &str = "report.take";
    /// `report.escalate`
    pub const REPORT_ESCALATE: &str = "report.escalate";
    /// `report.uphold`
    pub const REPORT_UPHOLD: &str = "report.uphold";
    /// `report.uphold_escalated`
    pub const REPORT_UPHOLD_ESCALATED: &str = "report.uphold_escalated";
    /// `report.dismiss`
    pub const REPORT_DISMISS: &str = "report.dismiss";
    /// `report.dismiss_escalated`
    pub const REPORT_DISMISS_ESCALATED: &str = "report.dismiss_escalated";
    /// `report.object`
    pub const REPORT_OBJECT: &str = "report.object";
    /// `report.restore_content`
    pub const REPORT_RESTORE_CONTENT: &str = "report.restore_content";
}
