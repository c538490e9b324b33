// Types of the blueprint `mentoring` 1.0.0, written by `profilekit types`. Do not edit.

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

/// States of `cohort`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CohortState {
    /// `planned`
    #[serde(rename = "planned")]
    Planned,
    /// `running`
    #[serde(rename = "running")]
    Running,
    /// `finished`
    #[serde(rename = "finished")]
    Finished,
    /// `cancelled`
    #[serde(rename = "cancelled")]
    Cancelled,
}

/// Rhythm
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PairRhythm {
    /// `weekly`
    #[serde(rename = "weekly")]
    Weekly,
    /// `two_weeks`
    #[serde(rename = "two_weeks")]
    TwoWeeks,
    /// `monthly`
    #[serde(rename = "monthly")]
    Monthly,
}

/// States of `pair`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PairState {
    /// `proposed`
    #[serde(rename = "proposed")]
    Proposed,
    /// `active`
    #[serde(rename = "active")]
    Active,
    /// `paused`
    #[serde(rename = "paused")]
    Paused,
    /// `ended`
    #[serde(rename = "ended")]
    Ended,
}

/// States of `session`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SessionState {
    /// `planned`
    #[serde(rename = "planned")]
    Planned,
    /// `held`
    #[serde(rename = "held")]
    Held,
    /// `missed`
    #[serde(rename = "missed")]
    Missed,
    /// `cancelled`
    #[serde(rename = "cancelled")]
    Cancelled,
}

/// Type
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum MessageType {
    /// `text`
    #[serde(rename = "text")]
    Text,
    /// `file`
    #[serde(rename = "file")]
    File,
    /// `system`
    #[serde(rename = "system")]
    System,
}

/// Priority
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ActionItemPriority {
    /// `low`
    #[serde(rename = "low")]
    Low,
    /// `normal`
    #[serde(rename = "normal")]
    Normal,
    /// `high`
    #[serde(rename = "high")]
    High,
}

/// States of `action_item`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ActionItemState {
    /// `open`
    #[serde(rename = "open")]
    Open,
    /// `in_progress`
    #[serde(rename = "in_progress")]
    InProgress,
    /// `done`
    #[serde(rename = "done")]
    Done,
    /// `dropped`
    #[serde(rename = "dropped")]
    Dropped,
}

/// States of `shared_note`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SharedNoteState {
    /// `current`
    #[serde(rename = "current")]
    Current,
    /// `archived`
    #[serde(rename = "archived")]
    Archived,
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
    /// Time zone
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
    /// Identity at the provider
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
}

/// About
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MentorProfileBasics {
    /// Headline
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
    /// About me
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bio: Option<String>,
    /// Expertise
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expertise: Option<Vec<String>>,
    /// Years of experience
    #[serde(skip_serializing_if = "Option::is_none")]
    pub years: Option<i64>,
    /// Mentees at a time
    pub capacity: i64,
}

/// An object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MentorProfileGoalsGoals {
    /// `title`
    pub title: String,
    /// `why`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// `measure`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measure: Option<String>,
    /// `due`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// `progress`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub progress: Option<i64>,
    /// `done`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done: Option<bool>,
}

/// Goals
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MentorProfileGoals {
    /// Goals
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goals: Option<Vec<MentorProfileGoalsGoals>>,
}

/// An object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MentorProfilePrivateNotes {
    /// `at`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// `about`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// `text`
    pub text: String,
}

/// Private notes
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MentorProfilePrivate {
    /// Notes
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<Vec<MentorProfilePrivateNotes>>,
}

/// Mentor profile
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MentorProfile {
    /// About
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basics: Option<MentorProfileBasics>,
    /// Goals
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goals: Option<MentorProfileGoals>,
    /// Private notes
    #[serde(skip_serializing_if = "Option::is_none")]
    pub private: Option<MentorProfilePrivate>,
}

/// About
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MenteeProfileBasics {
    /// Headline
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
    /// Background
    #[serde(skip_serializing_if = "Option::is_none")]
    pub background: Option<String>,
    /// Wants to learn
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interests: Option<Vec<String>>,
}

/// An object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MenteeProfileGoalsGoals {
    /// `title`
    pub title: String,
    /// `why`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// `measure`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measure: Option<String>,
    /// `due`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// `progress`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub progress: Option<i64>,
    /// `done`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done: Option<bool>,
}

/// Goals
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MenteeProfileGoals {
    /// Goals
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goals: Option<Vec<MenteeProfileGoalsGoals>>,
}

/// An object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MenteeProfilePrivateNotes {
    /// `at`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// `about`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// `text`
    pub text: String,
}

/// Private notes
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MenteeProfilePrivate {
    /// Notes
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<Vec<MenteeProfilePrivateNotes>>,
}

/// Mentee profile
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MenteeProfile {
    /// About
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basics: Option<MenteeProfileBasics>,
    /// Goals
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goals: Option<MenteeProfileGoals>,
    /// Private notes
    #[serde(skip_serializing_if = "Option::is_none")]
    pub private: Option<MenteeProfilePrivate>,
}

/// Cohort
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cohort {
    /// Name
    pub name: String,
    /// Starts
    pub starts: String,
    /// Ends
    pub ends: String,
    /// Sessions planned a pair
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sessions_planned: Option<i64>,
    /// Survey of the mentors
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mentor_survey: Option<String>,
    /// Survey of the mentees
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mentee_survey: Option<String>,
}

/// Pair
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pair {
    /// Focus
    #[serde(skip_serializing_if = "Option::is_none")]
    pub focus: Option<String>,
    /// Rhythm
    pub rhythm: PairRhythm,
    /// Note of the programme
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin_note: Option<String>,
}

/// Attendance
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SessionAttendance {
    /// `mentor`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mentor: Option<bool>,
    /// `mentee`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mentee: Option<bool>,
}

/// Session
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Session {
    /// Starts
    pub starts_at: String,
    /// Minutes
    pub minutes: i64,
    /// Topic
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// Meeting link
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Agenda
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agenda: Option<String>,
    /// Notes
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// Attendance
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attendance: Option<SessionAttendance>,
    /// Why it was cancelled
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancel_reason: Option<String>,
}

/// Conversation
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Conversation {
    /// Last message
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_message_at: Option<String>,
    /// Messages
    #[serde(skip_serializing_if = "Option::is_none")]
    pub messages: Option<i64>,
    /// Archived by
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archived_by: Option<Vec<String>>,
}

/// Message
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// Type
    pub r#type: MessageType,
    /// Text
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// File
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<Media>,
    /// Read
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_at: Option<String>,
}

/// Action item
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ActionItem {
    /// Title
    pub title: String,
    /// Details
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details: Option<String>,
    /// Priority
    pub priority: ActionItemPriority,
    /// Due
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// What came of it
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completion_note: Option<String>,
}

/// Shared note
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SharedNote {
    /// Title
    pub title: String,
    /// Text
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Tags
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
}

/// Kinds by name.
pub mod kind {
    /// `user`
    pub const USER: &str = "user";
    /// `mentor_profile`
    pub const MENTOR_PROFILE: &str = "mentor_profile";
    /// `mentee_profile`
    pub const MENTEE_PROFILE: &str = "mentee_profile";
    /// `cohort`
    pub const COHORT: &str = "cohort";
    /// `pair`
    pub const PAIR: &str = "pair";
    /// `session`
    pub const SESSION: &str = "session";
    /// `conversation`
    pub const CONVERSATION: &str = "conversation";
    /// `message`
    pub const MESSAGE: &str = "message";
    /// `action_item`
    pub const ACTION_ITEM: &str = "action_item";
    /// `shared_note`
    pub const SHARED_NOTE: &str = "shared_note";
}

/// Roles by name.
pub mod role {
    /// `member`
    pub const MEMBER: &str = "member";
    /// `mentor`
    pub const MENTOR: &str = "mentor";
    /// `mentee`
    pub const MENTEE: &str = "mentee";
    /// `program_admin`
    pub const PROGRAM_ADMIN: &str = "program_admin";
}

/// Personas by name.
pub mod persona {
    /// `mentor`
    pub const MENTOR: &str = "mentor";
    /// `mentee`
    pub const MENTEE: &str = "mentee";
    /// `program_admin`
    pub const PROGRAM_ADMIN: &str = "program_admin";
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
    /// `user.preview`
    pub const USER_PREVIEW: &str = "user.preview";
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
    /// `mentee_profile.create`
    pub const MENTEE_PROFILE_CREATE: &str = "mentee_profile.create";
    /// `mentee_profile.read`
    pub const MENTEE_PROFILE_READ: &str = "mentee_profile.read";
    /// `mentee_profile.list`
    pub const MENTEE_PROFILE_LIST: &str = "mentee_profile.list";
    /// `mentee_profile.update`
    pub const MENTEE_PROFILE_UPDATE: &str = "mentee_profile.update";
    /// `mentee_profile.delete`
    pub const MENTEE_PROFILE_DELETE: &str = "mentee_profile.delete";
    /// `cohort.create`
    pub const COHORT_CREATE: &str = "cohort.create";
    /// `cohort.read`
    pub const COHORT_READ: &str = "cohort.read";
    /// `cohort.list`
    pub const COHORT_LIST: &str = "cohort.list";
    /// `cohort.update`
    pub const COHORT_UPDATE: &str = "cohort.update";
    /// `cohort.delete`
    pub const COHORT_DELETE: &str = "cohort.delete";
    /// `cohort.start`
    pub const COHORT_START: &str = "cohort.start";
    /// `cohort.finish`
    pub const COHORT_FINISH: &str = "cohort.finish";
    /// `cohort.cancel`
    pub const COHORT_CANCEL: &str = "cohort.cancel";
    /// `pair.create`
    pub const PAIR_CREATE: &str = "pair.create";
    /// `pair.read`
    pub const PAIR_READ: &str = "pair.read";
    /// `pair.list`
    pub const PAIR_LIST: &str = "pair.list";
    /// `pair.update`
    pub const PAIR_UPDATE: &str = "pair.update";
    /// `pair.delete`
    pub const PAIR_DELETE: &str = "pair.delete";
    /// `pair.accept`
    pub const PAIR_ACCEPT: &str = "pair.accept";
    /// `pair.pause`
    pub const PAIR_PAUSE: &str = "pair.pause";
    /// `pair.resume`
    pub const PAIR_RESUME: &str = "pair.resume";
    /// `pair.end`
    pub const PAIR_END: &str = "pair.end";
    /// `session.create`
    pub const SESSION_CREATE: &str = "session.create";
    /// `session.read`
    pub const SESSION_READ: &str = "session.read";
    /// `session.list`
    pub const SESSION_LIST: &str = "session.list";
    /// `session.update`
    pub const SESSION_UPDATE: &str = "session.update";
    /// `session.delete`
    pub const SESSION_DELETE: &str = "session.delete";
    /// `session.hold`
    pub const SESSION_HOLD: &str = "session.hold";
    /// `session.miss`
    pub const SESSION_MISS: &str = "session.miss";
    /// `session.cancel`
    pub const SESSION_CANCEL: &str = "session.cancel";
    /// `conversation.create`
    pub const CONVERSATION_CREATE: &str = "conversation.create";
    /// `conversation.read`
    pub const CONVERSATION_READ: &str = "conversation.read";
    /// `conversation.list`
    pub const CONVERSATION_LIST: &str = "conversation.list";
    /// `conversation.update`
    pub const CONVERSATION_UPDATE: &str = "conversation.update";
    /// `conversation.delete`
    pub const CONVERSATION_DELETE: &str = "conversation.delete";
    /// `conversation.archive`
    pub const CONVERSATION_ARCHIVE: &str = "conversation.archive";
    /// `conversation.unarchive`
    pub const CONVERSATION_UNARCHIVE: &str = "conversation.unarchive";
    /// `message.create`
    pub const MESSAGE_CREATE: &str = "message.create";
    /// `message.read`
    pub const MESSAGE_READ: &str = "message.read";
    /// `message.list`
    pub const MESSAGE_LIST: &str = "message.list";
    /// `message.update`
    pub const MESSAGE_UPDATE: &str = "message.update";
    /// `message.delete`
    pub const MESSAGE_DELETE: &str = "message.delete";
    /// `action_item.create`
    pub const ACTION_ITEM_CREATE: &str = "action_item.create";
    /// `action_item.read`
    pub const ACTION_ITEM_READ: &str = "action_item.read";
    /// `action_item.list`
    pub const ACTION_ITEM_LIST: &str = "action_item.list";
    /// `action_item.update`
    pub const ACTION_ITEM_UPDATE: &str = "action_item.update";
    /// `action_item.delete`
    pub const ACTION_ITEM_DELETE: &str = "action_item.delete";
    /// `action_item.begin`
    pub const ACTION_ITEM_BEGIN: &str = "action_item.begin";
    /// `action_item.complete`
    pub const ACTION_ITEM_COMPLETE: &str = "action_item.complete";
    /// `action_item.reopen`
    pub const ACTION_ITEM_REOPEN: &str = "action_item.reopen";
    /// `action_item.drop`
    pub const ACTION_ITEM_DROP: &str = "action_item.drop";
    /// `shared_note.create`
    pub const SHARED_NOTE_CREATE: &str = "shared_note.create";
    /// `shared_note.read`
    pub const SHARED_NOTE_READ: &str = "shared_note.read";
    /// `shared_note.list`
    pub const SHARED_NOTE_LIST: &str = "shared_note.list";
    /// `shared_note.update`
    pub const SHARED_NOTE_UPDATE: &str = "shared_note.update";
    /// `shared_note.delete`
    pub const SHARED_NOTE_DELETE: &str = "shared_note.delete";
    /// `shared_note.archive`
    pub const SHARED_NOTE_ARCHIVE: &str = "shared_note.archive";
    /// `shared_note.restore`
    pub const SHARED_NOTE_RESTORE: &str = "shared_note.restore";
    /// `shared_note.restore_version`
    pub const SHARED_NOTE_RESTORE_VERSION: &str = "shared_note.restore_version";
}
