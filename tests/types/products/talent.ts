// Types of the blueprint `talent` 1.0.0, written by `profilekit types`. Do not edit.

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
export type UserRoles = "member" | "student" | "employer" | "mentor" | "moderator" | "admin";

/** A choice. */
export type StudentProfileBasicsOpenTo = "internship" | "part_time" | "full_time" | "gig" | "mentoring";

/** A choice. */
export type StudentProfileSkillsSkillsLevel = "beginner" | "intermediate" | "advanced" | "expert";

/** A choice. */
export type StudentProfileSkillsLanguagesLevel = "a1" | "a2" | "b1" | "b2" | "c1" | "c2" | "native";

/** Size */
export type EmployerProfileCompanySize = "1-10" | "11-50" | "51-200" | "201-1000" | "1001+";

/** Type */
export type ContributionType = "project" | "media" | "document";

/** States of `contribution`. */
export type ContributionState = "draft" | "published" | "taken_down" | "archived";

/** What is verified */
export type VerificationOf = "email" | "phone" | "id" | "education" | "employment";

/** States of `verification`. */
export type VerificationState = "requested" | "accepted" | "refused" | "expired" | "withdrawn";

/** How they know each other */
export type EndorsementRelationship = "taught" | "employed" | "mentored" | "worked_with" | "studied_with";

/** States of `endorsement`. */
export type EndorsementState = "given" | "shown" | "declined" | "withdrawn" | "taken_down";

/** What is reported */
export type ReportSubjectKind = "student_profile" | "employer_profile" | "mentor_profile" | "contribution" | "endorsement";

/** Reason */
export type ReportReason = "spam" | "harassment" | "false_claim" | "impersonation" | "copyright" | "fraud" | "other";

/** A choice. */
export type ReportCues = "burst_endorsements" | "duplicate_profile" | "impossible_dates";

/** States of `report`. */
export type ReportState = "open" | "in_review" | "escalated" | "upheld" | "dismissed" | "disputed" | "restored";

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
  /** Language */
  language: string;
  /** Identity at the provider */
  external_id?: string;
  /** Roles */
  roles?: UserRoles[];
  /** Suspended */
  suspended: boolean;
}

/** About */
export interface StudentProfileBasics {
  /** Address of the profile */
  slug?: string;
  /** Name */
  name?: string;
  /** Headline */
  headline?: string;
  /** About me */
  bio?: string;
  /** Picture */
  image?: string;
  /** Open to */
  open_to?: StudentProfileBasicsOpenTo[];
  /** Available from */
  available_from?: string;
}

/** Contact */
export interface StudentProfileContact {
  /** E-mail */
  email?: string;
  /** Phone */
  phone?: string;
  /** City */
  city?: string;
  /** Country */
  country?: string;
  /** Date of birth */
  birth_date?: string;
}

/** An object. */
export interface StudentProfileSkillsSkills {
  name: string;
  level?: StudentProfileSkillsSkillsLevel;
  years?: number;
}

/** An object. */
export interface StudentProfileSkillsLanguages {
  language: string;
  level?: StudentProfileSkillsLanguagesLevel;
}

/** Skills */
export interface StudentProfileSkills {
  /** Skills */
  skills?: StudentProfileSkillsSkills[];
  /** Languages */
  languages?: StudentProfileSkillsLanguages[];
}

/** An object. */
export interface StudentProfileEducationSchools {
  institution: string;
  degree?: string;
  area?: string;
  start?: string;
  end?: string;
  courses?: string[];
}

/** An object. */
export interface StudentProfileEducationCertificates {
  id: string;
  name: string;
  issuer?: string;
  issued?: string;
  expires?: string;
  url?: string;
  revoked?: boolean;
}

/** Education */
export interface StudentProfileEducation {
  /** Schools */
  schools?: StudentProfileEducationSchools[];
  /** Grade point average */
  gpa?: string;
  /** Certificates */
  certificates?: StudentProfileEducationCertificates[];
}

/** An object. */
export interface StudentProfileExperienceWork {
  company: string;
  position?: string;
  start?: string;
  end?: string;
  summary?: string;
}

/** An object. */
export interface StudentProfileExperienceProjects {
  name: string;
  description?: string;
  url?: string;
  skills?: string[];
  start?: string;
  end?: string;
}

/** An object. */
export interface StudentProfileExperienceGigs {
  id: string;
  title: string;
  client?: string;
  completed?: string;
  stars?: number;
}

/** Experience */
export interface StudentProfileExperience {
  /** Work */
  work?: StudentProfileExperienceWork[];
  /** Projects */
  projects?: StudentProfileExperienceProjects[];
  /** Gigs */
  gigs?: StudentProfileExperienceGigs[];
}

/** Links */
export interface StudentProfileLinks {
  /** GitHub */
  github?: string;
  /** LinkedIn */
  linkedin?: string;
  /** Website */
  website?: string;
}

/** An object. */
export interface StudentProfileRecognitionBadges {
  id: string;
  name?: string;
  awarded?: string;
}

/** Recognition */
export interface StudentProfileRecognition {
  /** Badges */
  badges?: StudentProfileRecognitionBadges[];
  /** Endorsements */
  endorsements?: number;
  /** Reputation */
  reputation?: string;
  /** Verification level */
  verification_level?: number;
}

/** Moderation */
export interface StudentProfileModeration {
  /** Taken down */
  held: boolean;
  /** Note of the moderators */
  note?: string;
}

/** Student profile */
export interface StudentProfile {
  /** About */
  basics?: StudentProfileBasics;
  /** Contact */
  contact?: StudentProfileContact;
  /** Skills */
  skills?: StudentProfileSkills;
  /** Education */
  education?: StudentProfileEducation;
  /** Experience */
  experience?: StudentProfileExperience;
  /** Links */
  links?: StudentProfileLinks;
  /** Recognition */
  recognition?: StudentProfileRecognition;
  /** Moderation */
  moderation?: StudentProfileModeration;
}

/** Company */
export interface EmployerProfileCompany {
  /** Address of the profile */
  slug?: string;
  /** Name */
  name: string;
  /** About */
  about?: string;
  /** Website */
  website?: string;
  /** Logo */
  logo?: Media;
  /** Industry */
  industry?: string;
  /** Size */
  size?: EmployerProfileCompanySize;
}

/** Hiring */
export interface EmployerProfileHiring {
  /** Skills wanted */
  looking_for?: string[];
  /** Places */
  places?: string[];
  /** Remote work */
  remote?: boolean;
}

/** Contact */
export interface EmployerProfileContact {
  /** Contact person */
  person?: string;
  /** E-mail */
  email?: string;
}

/** Trust */
export interface EmployerProfileTrust {
  /** Verified company */
  verified: boolean;
}

/** Employer profile */
export interface EmployerProfile {
  /** Company */
  company: EmployerProfileCompany;
  /** Hiring */
  hiring?: EmployerProfileHiring;
  /** Contact */
  contact?: EmployerProfileContact;
  /** Trust */
  trust?: EmployerProfileTrust;
}

/** About */
export interface MentorProfileBasics {
  /** Address of the profile */
  slug?: string;
  /** Name */
  name?: string;
  /** Headline */
  headline?: string;
  /** About me */
  bio?: string;
}

/** What I offer */
export interface MentorProfileOffer {
  /** Skills */
  skills?: string[];
  /** Industries */
  industries?: string[];
  /** Hours a month */
  hours_per_month?: number;
}

/** Contact */
export interface MentorProfileContact {
  /** E-mail */
  email?: string;
}

/** Recognition */
export interface MentorProfileRecognition {
  /** Endorsements */
  endorsements?: number;
  /** Verification level */
  verification_level?: number;
}

/** Mentor profile */
export interface MentorProfile {
  /** About */
  basics?: MentorProfileBasics;
  /** What I offer */
  offer?: MentorProfileOffer;
  /** Contact */
  contact?: MentorProfileContact;
  /** Recognition */
  recognition?: MentorProfileRecognition;
}

/** Contribution */
export interface Contribution {
  /** Title */
  title: string;
  /** Type */
  type: ContributionType;
  /** Description */
  description?: string;
  /** Files */
  files?: Media[];
  /** Links */
  links?: string[];
  /** Skills */
  skills?: string[];
  /** Done */
  done?: string;
}

/** Verification */
export interface Verification {
  /** What is verified */
  of: VerificationOf;
  /** Level */
  level?: number;
  /** Provider */
  provider?: string;
  /** Metadata of the provider */
  provider_data?: unknown;
  /** Evidence */
  evidence?: Media;
  /** Expires */
  expires_at?: string;
  /** Why it was refused */
  refusal?: string;
}

/** Endorsement */
export interface Endorsement {
  /** Skills */
  skills: string[];
  /** How they know each other */
  relationship: EndorsementRelationship;
  /** Recommendation */
  text?: string;
}

/** Report */
export interface Report {
  /** What is reported */
  subject_kind: ReportSubjectKind;
  /** Record */
  subject_id: string;
  /** Reason */
  reason: ReportReason;
  /** What happened */
  text?: string;
  /** Cues of fraud */
  cues?: ReportCues[];
  /** Decision */
  decision?: string;
  /** Objection */
  dispute?: string;
}

/** The document of each kind. */
export interface Documents {
  user: User;
  student_profile: StudentProfile;
  employer_profile: EmployerProfile;
  mentor_profile: MentorProfile;
  contribution: Contribution;
  verification: Verification;
  endorsement: Endorsement;
  report: Report;
}

export const kinds = [
  "user",
  "student_profile",
  "employer_profile",
  "mentor_profile",
  "contribution",
  "verification",
  "endorsement",
  "report",
] as const;
export type Kind = (typeof kinds)[number];

export const roles = [
  "member",
  "student",
  "employer",
  "mentor",
  "moderator",
  "admin",
] as const;
export type Role = (typeof roles)[number];

export const personas = [
  "student",
  "employer",
  "mentor",
  "moderator",
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
  "student_profile.create",
  "student_profile.read",
  "student_profile.list",
  "student_profile.update",
  "student_profile.delete",
  "student_profile.take_down",
  "student_profile.put_back",
  "student_profile.change_visibility",
  "employer_profile.create",
  "employer_profile.read",
  "employer_profile.list",
  "employer_profile.update",
  "employer_profile.delete",
  "employer_profile.take_down",
  "employer_profile.put_back",
  "mentor_profile.create",
  "mentor_profile.read",
  "mentor_profile.list",
  "mentor_profile.update",
  "mentor_profile.delete",
  "mentor_profile.take_down",
  "mentor_profile.put_back",
  "contribution.create",
  "contribution.read",
  "contribution.list",
  "contribution.update",
  "contribution.delete",
  "contribution.publish",
  "contribution.unpublish",
  "contribution.archive",
  "contribution.restore",
  "contribution.take_down",
  "contribution.put_back",
  "verification.create",
  "verification.read",
  "verification.list",
  "verification.update",
  "verification.delete",
  "verification.accept",
  "verification.refuse",
  "verification.expire",
  "verification.renew",
  "verification.withdraw",
  "endorsement.create",
  "endorsement.read",
  "endorsement.list",
  "endorsement.update",
  "endorsement.delete",
  "endorsement.show",
  "endorsement.decline",
  "endorsement.withdraw",
  "endorsement.take_down",
  "endorsement.put_back",
  "report.create",
  "report.read",
  "report.list",
  "report.update",
  "report.delete",
  "report.take",
  "report.escalate",
  "report.uphold",
  "report.uphold_escalated",
  "report.dismiss",
  "report.dismiss_escalated",
  "report.object",
  "report.restore_content",
] as const;
export type Action = (typeof actions)[number];
