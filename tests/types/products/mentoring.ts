// Types of the blueprint `mentoring` 1.0.0, written by `profilekit types`. Do not edit.

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

/** States of `cohort`. */
export type CohortState = "planned" | "running" | "finished" | "cancelled";

/** Rhythm */
export type PairRhythm = "weekly" | "two_weeks" | "monthly";

/** States of `pair`. */
export type PairState = "proposed" | "active" | "paused" | "ended";

/** States of `session`. */
export type SessionState = "planned" | "held" | "missed" | "cancelled";

/** Type */
export type MessageType = "text" | "file" | "system";

/** Priority */
export type ActionItemPriority = "low" | "normal" | "high";

/** States of `action_item`. */
export type ActionItemState = "open" | "in_progress" | "done" | "dropped";

/** States of `shared_note`. */
export type SharedNoteState = "current" | "archived";

/** User */
export interface User {
  /** Name */
  name?: string;
  /** E-mail */
  email: string;
  /** Image */
  image?: string;
  /** Time zone */
  timezone?: string;
  /** Identity at the provider */
  external_id?: string;
}

/** About */
export interface MentorProfileBasics {
  /** Headline */
  headline?: string;
  /** About me */
  bio?: string;
  /** Expertise */
  expertise?: string[];
  /** Years of experience */
  years?: number;
  /** Mentees at a time */
  capacity: number;
}

/** An object. */
export interface MentorProfileGoalsGoals {
  title: string;
  why?: string;
  measure?: string;
  due?: string;
  progress?: number;
  done?: boolean;
}

/** Goals */
export interface MentorProfileGoals {
  /** Goals */
  goals?: MentorProfileGoalsGoals[];
}

/** An object. */
export interface MentorProfilePrivateNotes {
  at?: string;
  about?: string;
  text: string;
}

/** Private notes */
export interface MentorProfilePrivate {
  /** Notes */
  notes?: MentorProfilePrivateNotes[];
}

/** Mentor profile */
export interface MentorProfile {
  /** About */
  basics?: MentorProfileBasics;
  /** Goals */
  goals?: MentorProfileGoals;
  /** Private notes */
  private?: MentorProfilePrivate;
}

/** About */
export interface MenteeProfileBasics {
  /** Headline */
  headline?: string;
  /** Background */
  background?: string;
  /** Wants to learn */
  interests?: string[];
}

/** An object. */
export interface MenteeProfileGoalsGoals {
  title: string;
  why?: string;
  measure?: string;
  due?: string;
  progress?: number;
  done?: boolean;
}

/** Goals */
export interface MenteeProfileGoals {
  /** Goals */
  goals?: MenteeProfileGoalsGoals[];
}

/** An object. */
export interface MenteeProfilePrivateNotes {
  at?: string;
  about?: string;
  text: string;
}

/** Private notes */
export interface MenteeProfilePrivate {
  /** Notes */
  notes?: MenteeProfilePrivateNotes[];
}

/** Mentee profile */
export interface MenteeProfile {
  /** About */
  basics?: MenteeProfileBasics;
  /** Goals */
  goals?: MenteeProfileGoals;
  /** Private notes */
  private?: MenteeProfilePrivate;
}

/** Cohort */
export interface Cohort {
  /** Name */
  name: string;
  /** Starts */
  starts: string;
  /** Ends */
  ends: string;
  /** Sessions planned a pair */
  sessions_planned?: number;
  /** Survey of the mentors */
  mentor_survey?: string;
  /** Survey of the mentees */
  mentee_survey?: string;
}

/** Pair */
export interface Pair {
  /** Focus */
  focus?: string;
  /** Rhythm */
  rhythm: PairRhythm;
  /** Note of the programme */
  admin_note?: string;
}

/** Attendance */
export interface SessionAttendance {
  mentor?: boolean;
  mentee?: boolean;
}

/** Session */
export interface Session {
  /** Starts */
  starts_at: string;
  /** Minutes */
  minutes: number;
  /** Topic */
  topic?: string;
  /** Meeting link */
  place?: string;
  /** Agenda */
  agenda?: string;
  /** Notes */
  notes?: string;
  /** Attendance */
  attendance?: SessionAttendance;
  /** Why it was cancelled */
  cancel_reason?: string;
}

/** Conversation */
export interface Conversation {
  /** Last message */
  last_message_at?: string;
  /** Messages */
  messages?: number;
  /** Archived by */
  archived_by?: string[];
}

/** Message */
export interface Message {
  /** Type */
  type: MessageType;
  /** Text */
  text?: string;
  /** File */
  file?: Media;
  /** Read */
  read_at?: string;
}

/** Action item */
export interface ActionItem {
  /** Title */
  title: string;
  /** Details */
  details?: string;
  /** Priority */
  priority: ActionItemPriority;
  /** Due */
  due?: string;
  /** What came of it */
  completion_note?: string;
}

/** Shared note */
export interface SharedNote {
  /** Title */
  title: string;
  /** Text */
  text?: string;
  /** Tags */
  tags?: string[];
}

/** The document of each kind. */
export interface Documents {
  user: User;
  mentor_profile: MentorProfile;
  mentee_profile: MenteeProfile;
  cohort: Cohort;
  pair: Pair;
  session: Session;
  conversation: Conversation;
  message: Message;
  action_item: ActionItem;
  shared_note: SharedNote;
}

export const kinds = [
  "user",
  "mentor_profile",
  "mentee_profile",
  "cohort",
  "pair",
  "session",
  "conversation",
  "message",
  "action_item",
  "shared_note",
] as const;
export type Kind = (typeof kinds)[number];

export const roles = [
  "member",
  "mentor",
  "mentee",
  "program_admin",
] as const;
export type Role = (typeof roles)[number];

export const personas = [
  "mentor",
  "mentee",
  "program_admin",
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
  "user.preview",
  "mentor_profile.create",
  "mentor_profile.read",
  "mentor_profile.list",
  "mentor_profile.update",
  "mentor_profile.delete",
  "mentee_profile.create",
  "mentee_profile.read",
  "mentee_profile.list",
  "mentee_profile.update",
  "mentee_profile.delete",
  "cohort.create",
  "cohort.read",
  "cohort.list",
  "cohort.update",
  "cohort.delete",
  "cohort.start",
  "cohort.finish",
  "cohort.cancel",
  "pair.create",
  "pair.read",
  "pair.list",
  "pair.update",
  "pair.delete",
  "pair.accept",
  "pair.pause",
  "pair.resume",
  "pair.end",
  "session.create",
  "session.read",
  "session.list",
  "session.update",
  "session.delete",
  "session.hold",
  "session.miss",
  "session.cancel",
  "conversation.create",
  "conversation.read",
  "conversation.list",
  "conversation.update",
  "conversation.delete",
  "conversation.archive",
  "conversation.unarchive",
  "message.create",
  "message.read",
  "message.list",
  "message.update",
  "message.delete",
  "action_item.create",
  "action_item.read",
  "action_item.list",
  "action_item.update",
  "action_item.delete",
  "action_item.begin",
  "action_item.complete",
  "action_item.reopen",
  "action_item.drop",
  "shared_note.create",
  "shared_note.read",
  "shared_note.list",
  "shared_note.update",
  "shared_note.delete",
  "shared_note.archive",
  "shared_note.restore",
  "shared_note.restore_version",
] as const;
export type Action = (typeof actions)[number];
