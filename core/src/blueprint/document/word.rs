//! The words of the format.

use crate::blueprint::macros::words;

words! {
    /// A day of the week.
    pub enum Weekday {
        /// Monday (ISO 8601).
        Monday = "monday",
        /// Sunday.
        Sunday = "sunday",
        /// Saturday.
        Saturday = "saturday",
    }

    /// Whether records belong to a tenant.
    pub enum TenantScope {
        /// Each record belongs to one, where the blueprint has tenancy.
        Isolated = "isolated",
        /// Records are shared by all tenants.
        Shared = "shared",
    }

    /// What happens to members that no field names.
    pub enum UnknownFields {
        /// They are violations.
        Reject = "reject",
        /// They are left out.
        Drop = "drop",
        /// They stay.
        Keep = "keep",
    }

    /// Whether earlier versions are kept.
    pub enum History {
        /// All are.
        Keep = "keep",
        /// None is.
        None = "none",
    }

    /// What deleting means.
    pub enum OnDelete {
        /// The record is set aside and can come back.
        Archive = "archive",
        /// Personal data goes, the rest stays.
        Anonymise = "anonymise",
        /// The record goes.
        Delete = "delete",
    }

    /// What a field holds.
    pub enum TypeWord {
        /// One line of text.
        String = "string",
        /// Several lines of text.
        Text = "text",
        /// A whole number.
        Int = "int",
        /// An exact decimal, as a string.
        Decimal = "decimal",
        /// An amount and its currency.
        Money = "money",
        /// True or false.
        Bool = "bool",
        /// One of a list of words.
        Enum = "enum",
        /// A civil date.
        Date = "date",
        /// A point in time.
        Instant = "instant",
        /// An exact duration.
        Duration = "duration",
        /// A mail address.
        Email = "email",
        /// A phone number (E.164).
        Phone = "phone",
        /// A link.
        Url = "url",
        /// Lower-case letters and digits with hyphens.
        Slug = "slug",
        /// A UUID.
        Uuid = "uuid",
        /// ISO 3166-1 alpha-2.
        Country = "country",
        /// BCP 47.
        Language = "language",
        /// ISO 4217.
        Currency = "currency",
        /// IANA time zone.
        Timezone = "timezone",
        /// A file elsewhere: link, media type, size, text alternative.
        Media = "media",
        /// The name of a skill.
        Skill = "skill",
        /// The identifier of a record.
        Ref = "ref",
        /// A list.
        List = "list",
        /// An object with free names.
        Map = "map",
        /// An object with named fields.
        Object = "object",
        /// Numbers of fixed length.
        Vector = "vector",
        /// Any JSON.
        Json = "json",
    }

    /// What happens to a text before it is checked.
    pub enum NormalizeWord {
        /// White space at both ends goes.
        Trim = "trim",
        /// Runs of white space become one space.
        Collapse = "collapse",
        /// Unicode normalisation form C.
        Nfc = "nfc",
        /// Lower case.
        Lower = "lower",
        /// Control characters go.
        StripControls = "strip_controls",
    }

    /// What a string or text stands for.
    pub enum FormatWord {
        /// Nothing in particular.
        Plain = "plain",
        /// A name shown to others: no bidi controls, no words of mixed scripts.
        DisplayName = "display_name",
        /// Markdown.
        Markdown = "markdown",
        /// A media type.
        MediaType = "media_type",
    }

    /// What text is counted in.
    pub enum LengthUnit {
        /// Unicode scalar values.
        Scalars = "scalars",
        /// Grapheme clusters.
        Graphemes = "graphemes",
    }

    /// What kind of personal data a field is.
    pub enum DataClassWord {
        /// Says nothing about a person that is not meant for everyone.
        Public = "public",
        /// What people say about themselves on a profile.
        Profile = "profile",
        /// Work history and skills.
        Employment = "employment",
        /// Schools and grades.
        Education = "education",
        /// How people behave in the product.
        Behaviour = "behaviour",
        /// How to reach a person.
        Contact = "contact",
        /// Who a person is to the state or another system.
        Identity = "identity",
        /// Where a person is.
        Location = "location",
        /// Money.
        Financial = "financial",
        /// Secrets between people: messages, notes.
        Confidential = "confidential",
        /// Special categories (GDPR article 9).
        Special = "special",
    }

    /// Why data may be processed (GDPR article 6).
    pub enum LawfulBasis {
        /// The person agreed.
        Consent = "consent",
        /// A contract needs it.
        Contract = "contract",
        /// A law asks for it.
        LegalObligation = "legal_obligation",
        /// Someone's life depends on it.
        VitalInterests = "vital_interests",
        /// A public task needs it.
        PublicTask = "public_task",
        /// An interest that outweighs.
        LegitimateInterests = "legitimate_interests",
    }

    /// Where a field comes from when not from the owner.
    pub enum SourceWord {
        /// The identity provider.
        Identity = "identity",
        /// Events.
        Events = "events",
        /// An import.
        Import = "import",
    }

    /// Who sees something, from wide to narrow.
    pub enum AudienceWord {
        /// The owner alone.
        Private = "private",
        /// Named roles and relations.
        Restricted = "restricted",
        /// Connections of the owner.
        Connections = "connections",
        /// Everyone of the tenant.
        Tenant = "tenant",
        /// Everyone signed in.
        Platform = "platform",
        /// Anyone.
        Public = "public",
    }

    /// What happens to an imported value on the way.
    pub enum Convert {
        /// A text becomes a slug.
        Slug = "slug",
        /// A text with a number becomes that number as a decimal.
        Decimal = "decimal",
        /// Texts of a list become one text, a line each.
        Lines = "lines",
        /// A text that is not empty becomes a link with `https`.
        Link = "link",
        /// A network's name becomes a lower-case word.
        Word = "word",
    }

    /// An identity provider.
    pub enum IdentityProvider {
        /// Clerk.
        Clerk = "clerk",
    }

    /// How somebody is found whom no identifier names.
    pub enum IdentityMatch {
        /// By a mail address that the provider has verified.
        VerifiedEmail = "verified_email",
        /// Not at all.
        Id = "id",
    }

    /// Who has the last word on a value.
    pub enum Ownership {
        /// The identity provider.
        Provider = "provider",
        /// The product.
        Local = "local",
        /// Whoever changed it last.
        Newest = "newest",
        /// A person, who is told where both differ.
        Manual = "manual",
    }

    /// What happens to records of somebody who was deleted at the provider.
    pub enum OnLeaving {
        /// They are set aside and can come back.
        Deactivate = "deactivate",
        /// Personal data goes, the rest stays.
        Anonymise = "anonymise",
        /// They go.
        Erase = "erase",
        /// They stay.
        Keep = "keep",
    }
}
