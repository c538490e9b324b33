//! The document's vocabulary. Every part here is read, checked and described by one declaration.

use super::macros::{document, words};
use super::node::{Definitions, Named, Node, Raw, wrong_type};
use super::problem::{Problem, Problems};
use crate::error::Code;
use crate::json::{FaultKind, Limits, PointerBuf, Tree, Value, parse};

document! {
    /// A product's description of itself.
    pub struct Blueprint {
        /// Version of the blueprint format; 1.
        blueprint: u32,
        /// Name of the product: a lower-case word.
        name: String,
        /// Version of this description, `major.minor.patch`.
        version: String,
        /// Languages the product speaks, the first by default (BCP 47).
        locales: Vec<String>,
        /// Currency of amounts that name none (ISO 4217).
        currency: Option<String>,
        /// First day of the week in buckets and calendars.
        week_start: Option<Weekday>,
        /// Who people can be.
        roles: Named<Role>,
        /// Roles with a profile, a home, a navigation and a dashboard of their own.
        personas: Named<Persona>,
        /// Tenant isolation; without it there is one tenant.
        tenancy: Option<Tenancy>,
        /// What conditions may ask of the subject and of the context, besides what is built in.
        attributes: Option<Attributes>,
        /// Relations to the owner of a record that count as a connection of the owner.
        connections: Vec<String>,
        /// What records there are.
        kinds: Named<Kind>,
        /// Who may do what.
        policies: Vec<Policy>,
        /// Paths of the application and what they need.
        routes: Vec<Route>,
        /// Facts for metrics; read by a later version of the format.
        facts: Raw,
        /// Dashboards by persona; read by a later version of the format.
        dashboards: Raw,
        /// Event contracts; read by a later version of the format.
        events: Raw,
        /// Identity provider; read by a later version of the format.
        identity: Raw,
        /// Verification and reputation; read by a later version of the format.
        trust: Raw,
        /// Plans and prices; read by a later version of the format.
        plans: Raw,
        /// Search; read by a later version of the format.
        search: Raw,
        /// Consent, export and erasure; read by a later version of the format.
        privacy: Raw,
    }

    /// A role: a named set of permissions.
    pub struct Role {
        /// What people call it.
        label: Option<String>,
        /// Whether every new subject has it.
        default: bool,
        /// Roles whose permissions it has too.
        includes: Vec<String>,
        /// Roles that may grant it; nobody when empty and not `default`.
        granted_by: Vec<String>,
    }

    /// A role with its own profile, home and navigation.
    pub struct Persona {
        /// What people call it.
        label: Option<String>,
        /// The role that a subject must have to take it.
        role: String,
        /// The kind of its profile.
        profile: Option<String>,
        /// Where it starts.
        home: Option<String>,
        /// Its navigation.
        navigation: Vec<NavigationItem>,
        /// How often it may call.
        rate_limit: Option<RateLimit>,
    }

    /// One entry of a navigation.
    pub struct NavigationItem {
        /// Its name, unique in the persona.
        id: String,
        /// What people read.
        label: Option<String>,
        /// Where it leads.
        path: String,
        /// The action without which it is not shown, such as `booking.list`.
        needs: Option<String>,
        /// Entries below it.
        children: Vec<NavigationItem>,
    }

    /// How often something may be called.
    pub struct RateLimit {
        /// Calls.
        requests: u32,
        /// Per this long (ISO 8601 duration).
        per: String,
    }

    /// Tenant isolation.
    pub struct Tenancy {
        /// Roles that may act across tenants.
        crossed_by: Vec<String>,
    }

    /// What conditions may ask besides what is built in.
    pub struct Attributes {
        /// Of the subject, as `subject.name`.
        subject: Named<Field>,
        /// Of the context, as `context.name`.
        context: Named<Field>,
    }

    /// A kind of record.
    pub struct Kind {
        /// What people call one.
        label: Option<String>,
        /// The kind of its owner, usually `user`; without it, nobody owns a record.
        owner: Option<String>,
        /// Fields of the record's head that are unique together, such as `["owner"]`.
        one_per: Vec<String>,
        /// JSON Pointers to fields of which no two records hold the same value.
        unique: Vec<String>,
        /// Whether records belong to a tenant.
        tenant: Option<TenantScope>,
        /// Groups of fields, with an audience each.
        sections: Named<Section>,
        /// Fields outside of sections.
        fields: Named<Field>,
        /// Who sees fields that say nothing else.
        audience: Option<AudienceDocument>,
        /// What happens to members that no field names.
        unknown_fields: Option<UnknownFields>,
        /// Conditions a whole document must meet.
        checks: Vec<CheckDocument>,
        /// Gates that a document passes, such as `publish`.
        modes: Named<ModeGate>,
        /// Onboarding steps, in order.
        steps: Vec<Step>,
        /// How strong a profile is.
        strength: Option<StrengthCard>,
        /// Named links to other records or subjects.
        relations: Named<RelationDocument>,
        /// States and who may move between them.
        lifecycle: Option<LifecycleDocument>,
        /// Actions besides `create`, `read`, `list`, `update`, `delete` and the transitions.
        actions: Vec<String>,
        /// Slots that only one record may hold at a time.
        exclusive: Vec<Exclusive>,
        /// Whether earlier versions are kept.
        history: Option<History>,
        /// What deleting means.
        on_delete: Option<OnDelete>,
        /// How foreign documents become documents of this kind.
        imports: Named<ImportMapping>,
    }

    /// A group of fields.
    pub struct Section {
        /// What people call it.
        label: Option<String>,
        /// Who sees its fields, unless they say something else.
        audience: Option<AudienceDocument>,
        /// Roles that may write it; everyone whom a policy lets when empty.
        written_by: Vec<String>,
        /// Its fields.
        fields: Named<Field>,
    }

    /// A field.
    pub struct Field {
        /// What it holds.
        ty as "type": TypeWord,
        /// What people call it.
        label: Option<String>,
        /// What it is for.
        description: Option<String>,
        /// Whether a whole document must have it.
        required: bool,
        /// The value it gets when it is missing.
        default: Raw,
        /// What happens before it is checked, in this order whatever the order here:
        /// strip_controls, nfc, collapse, trim, lower.
        normalize: Vec<NormalizeWord>,
        /// Who sees it.
        audience: Option<AudienceDocument>,
        /// What kind of personal data it is.
        data_class: Option<DataClassWord>,
        /// Why it may be processed (GDPR article 6).
        lawful_basis: Option<LawfulBasis>,
        /// How long it is kept (ISO 8601 duration).
        retention: Option<String>,
        /// Where it comes from when not from the owner.
        source: Option<SourceWord>,
        /// What computes it; nobody writes it.
        derived: Option<String>,
        /// Roles that may write it; everyone whom a policy lets when empty.
        written_by: Vec<String>,
        /// Text: fewest characters. Number: least value. Date or instant: earliest.
        min: Option<Bound>,
        /// Text: most characters. Number: greatest value. Date or instant: latest.
        max: Option<Bound>,
        /// What text is counted in.
        unit: Option<LengthUnit>,
        /// A linear-time regular expression that must match somewhere.
        pattern: Option<String>,
        /// What a string or text stands for.
        format: Option<FormatWord>,
        /// The words of an enum.
        values: Vec<String>,
        /// A whole number that must divide it.
        multiple_of: Option<u32>,
        /// Most digits after the point.
        scale: Option<u32>,
        /// Most digits in all.
        digits: Option<u32>,
        /// Currencies allowed; any when empty.
        currencies: Vec<String>,
        /// Schemes of a link; `https` when empty.
        schemes: Vec<String>,
        /// Hosts of a link, with their subdomains; any when empty.
        hosts: Vec<String>,
        /// Whether a server will fetch the link: private hosts are refused.
        fetched: bool,
        /// Whether a year, or a year and month, is a date too.
        partial: bool,
        /// The kind that a reference points to.
        to: Option<String>,
        /// What a list or map holds.
        of: Option<Box<Field>>,
        /// Fewest items.
        min_items: Option<u32>,
        /// Most items.
        max_items: Option<u32>,
        /// Whether equal items are refused.
        unique: bool,
        /// Members that tell the objects of a list apart.
        unique_by: Vec<String>,
        /// Fields of an object.
        fields: Named<Field>,
        /// What happens to members of an object that no field names.
        unknown_fields: Option<UnknownFields>,
        /// How many numbers a vector has.
        dimensions: Option<u32>,
        /// Media types allowed, such as `image/png` or `image/*`.
        types: Vec<String>,
        /// Most bytes of a media file.
        max_bytes: Option<u32>,
        /// Whether media must have a text alternative.
        alt_required: bool,
    }

    /// A condition that a whole document must meet.
    pub struct CheckDocument {
        /// The code of its violation, a lower-case word.
        code: String,
        /// A CEL condition over `self` and `now`.
        expr: String,
        /// JSON Pointer that its violation points to.
        at: Option<String>,
        /// What its violation says.
        message: String,
    }

    /// A gate that a document passes.
    pub struct ModeGate {
        /// JSON Pointers to fields that must hold something.
        requires: Vec<String>,
        /// The least strength score, 0 to 100.
        min_strength: Option<u32>,
    }

    /// One onboarding step.
    pub struct Step {
        /// Its name.
        id: String,
        /// What people read.
        label: Option<String>,
        /// JSON Pointers to fields that must hold something.
        requires: Vec<String>,
    }

    /// How strong a profile is.
    pub struct StrengthCard {
        /// Version of the card, stored with each score.
        version: Option<u32>,
        /// Levels with their least score, from low to high.
        levels: Vec<Level>,
        /// Factors that must all be met for the required share.
        required: Option<RequiredBlock>,
        /// What counts.
        factors: Vec<Factor>,
        /// Groups of factors whose sum is capped.
        groups: Named<FactorGroup>,
    }

    /// Factors that count all or nothing.
    pub struct RequiredBlock {
        /// Points for meeting all of them.
        weight: u32,
        /// Their ids.
        factors: Vec<String>,
    }

    /// A group of factors.
    pub struct FactorGroup {
        /// Most points of the whole group.
        cap: u32,
    }

    /// One factor; exactly one of `present`, `count`, `length`, `updated_within`, `when`.
    pub struct Factor {
        /// Its name, unique on the card.
        id: String,
        /// Points; weights need not sum to 100.
        weight: u32,
        /// Group whose cap applies.
        group: Option<String>,
        /// JSON Pointer to a field that must hold something.
        present: Option<String>,
        /// JSON Pointer to a list, counted up to `target`.
        count: Option<String>,
        /// JSON Pointer to a text, counted in characters up to `target`.
        length: Option<String>,
        /// What is enough for `count` and `length`.
        target: Option<u32>,
        /// The profile was updated within this long (ISO 8601 duration).
        updated_within: Option<String>,
        /// A CEL condition over `self` and `now`.
        when: Option<String>,
        /// JSON Pointers of the fields by which a person can meet `when`; by default all that the condition reads.
        acts_on: Vec<String>,
        /// What to do; `{missing}` is what lacks to the target.
        tip: String,
    }

    /// A named link to subjects or records.
    pub struct RelationDocument {
        /// The kind it points to.
        to: String,
        /// Whether a record can have several.
        many: bool,
        /// What people call it.
        label: Option<String>,
    }

    /// States and who may move between them.
    pub struct LifecycleDocument {
        /// The state of a new record.
        initial: String,
        /// All states.
        states: Vec<String>,
        /// States that nothing leaves.
        ends as "final": Vec<String>,
        /// The moves.
        transitions: Vec<TransitionDocument>,
    }

    /// A move between states; its name is an action of the kind.
    pub struct TransitionDocument {
        /// Its name.
        name: String,
        /// States it starts from.
        from: Vec<String>,
        /// State it ends in.
        to: String,
        /// Who may: `role:NAME`, `relation:NAME` or `owner`.
        by: Vec<String>,
        /// JSON Pointers to fields that must hold something.
        needs: Vec<String>,
        /// A CEL condition over `subject`, `resource` and `context`.
        when: Option<String>,
    }

    /// A slot that only one record may hold at a time.
    pub struct Exclusive {
        /// Relations or head fields that share the slot.
        per: Vec<String>,
        /// Field at which it starts.
        from: String,
        /// Field that says how many minutes it lasts.
        length: String,
        /// States in which it is held; all that are not final when empty.
        states: Vec<String>,
    }

    /// Who may do what.
    pub struct Policy {
        /// Its name, unique, stated with every decision.
        id: String,
        /// Why it is there; for people.
        description: Option<String>,
        /// Actions it allows: `kind.action`, `kind.*`, `*.action`.
        allow: Vec<String>,
        /// Actions it denies; a deny wins over every allow.
        deny: Vec<String>,
        /// Any of these roles; `anyone`, `signed_in` and `system` are built in.
        roles: Vec<String>,
        /// Any of these relations to the record; `owner` is built in.
        relations: Vec<String>,
        /// Any of these active personas.
        personas: Vec<String>,
        /// A CEL condition over `subject`, `resource` and `context`.
        when: Option<String>,
        /// For `create` and `update`: the fields it is about (JSON Pointers); all when empty.
        fields: Vec<String>,
        /// What the caller must do when it acts on this, for example `audit`.
        obligations: Vec<String>,
    }

    /// A path of the application.
    pub struct Route {
        /// The path; `:name` stands for one segment, a last `*` for the rest.
        path: String,
        /// The action it needs, such as `booking.list`.
        needs: Option<String>,
        /// Personas that may enter; any when empty.
        personas: Vec<String>,
        /// What people read in breadcrumbs.
        label: Option<String>,
    }

    /// How foreign documents become documents of the kind.
    pub struct ImportMapping {
        /// Where each value goes, in order; the first that gives a target a value wins.
        fields: Vec<ImportField>,
    }

    /// Where one value goes.
    pub struct ImportField {
        /// JSON Pointer into the foreign document; `*` stands for every item of a list.
        from: String,
        /// JSON Pointer into the document, with as many `*`.
        to: String,
        /// Only from the items of which a member says so; every item when it is missing.
        filter as "where": Option<ImportFilter>,
        /// What happens to the value on the way.
        convert: Option<Convert>,
        /// What goes before a text, such as `https://github.com/` before a user name.
        prefix: Option<String>,
        /// Replacement for a whole value (compared without case).
        values: Raw,
    }

    /// Which items of a foreign list a value is taken from.
    pub struct ImportFilter {
        /// The member of the item, a text, that is looked at; compared without case.
        member: String,
        /// Any of these; anything when empty.
        any as "is": Vec<String>,
        /// None of these; an item without the member passes.
        none as "not": Vec<String>,
    }
}

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
}

/// Who sees something: an audience alone, or with bounds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AudienceDocument {
    /// The audience unless the owner chose another.
    pub default: AudienceWord,
    /// Audiences that the owner may choose; only the default when empty.
    pub allow: Vec<AudienceWord>,
    /// Roles that see it at every audience but `private`.
    pub roles: Vec<String>,
    /// Relations that see it at every audience but `private`.
    pub relations: Vec<String>,
    /// The default where the owner has a role.
    pub by_role: Named<AudienceWord>,
}

document! {
    /// Who sees something, with bounds.
    pub struct AudienceBounds {
        /// The audience unless the owner chose another.
        default: AudienceWord,
        /// Audiences that the owner may choose; only the default when empty.
        allow: Vec<AudienceWord>,
        /// Roles that see it at every audience but `private`.
        roles: Vec<String>,
        /// Relations that see it at every audience but `private`.
        relations: Vec<String>,
        /// The default where the owner has a role.
        by_role: Named<AudienceWord>,
    }
}

impl Node for AudienceDocument {
    fn read(tree: &Tree, at: &PointerBuf, problems: &mut Problems) -> Self {
        if let Value::String(_) = tree.value {
            return Self {
                default: AudienceWord::read(tree, at, problems),
                ..Self::default()
            };
        }
        let AudienceBounds {
            default,
            allow,
            roles,
            relations,
            by_role,
        } = Node::read(tree, at, problems);
        Self {
            default,
            allow,
            roles,
            relations,
            by_role,
        }
    }

    fn schema(definitions: &mut Definitions) -> String {
        let (word, bounds) = (
            AudienceWord::schema(definitions),
            AudienceBounds::schema(definitions),
        );
        format!(r#"{{"anyOf":[{word},{bounds}]}}"#)
    }
}

/// A bound: a whole number, or text for decimals, dates and instants.
#[derive(Debug, Clone, PartialEq)]
pub enum Bound {
    /// A whole number.
    Int(i64),
    /// A decimal, date or instant.
    Text(String),
}

impl Default for Bound {
    fn default() -> Self {
        Self::Int(0)
    }
}

impl Node for Bound {
    fn read(tree: &Tree, at: &PointerBuf, problems: &mut Problems) -> Self {
        let read = match &tree.value {
            Value::Number(written) => written.parse().ok().map(Self::Int),
            Value::String(text) => Some(Self::Text(text.clone())),
            _ => None,
        };
        read.unwrap_or_else(|| {
            wrong_type(tree, "whole number or string", at, problems);
            Self::default()
        })
    }

    fn schema(_: &mut Definitions) -> String {
        r#"{"type":["integer","string"]}"#.to_owned()
    }
}

/// A level and its least score, written `["solid", 40]`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Level {
    /// Its name.
    pub name: String,
    /// Its least score, 0 to 100.
    pub from: u32,
}

impl Node for Level {
    fn read(tree: &Tree, at: &PointerBuf, problems: &mut Problems) -> Self {
        match &tree.value {
            Value::Array(items) => match items.as_slice() {
                [name, from] => Self {
                    name: Node::read(name, &at.item(0), problems),
                    from: Node::read(from, &at.item(1), problems),
                },
                _ => {
                    let problem = Problem::new(at.as_str(), Code::BlueprintBadValue);
                    problems.push(
                        problem
                            .with("what", "level")
                            .with("expected", "[name, least score]"),
                    );
                    Self::default()
                }
            },
            _ => {
                wrong_type(tree, "array", at, problems);
                Self::default()
            }
        }
    }

    fn schema(_: &mut Definitions) -> String {
        r#"{"type":"array","prefixItems":[{"type":"string"},{"type":"integer","minimum":0,"maximum":100}],"items":false,"minItems":2}"#.to_owned()
    }
}

impl Blueprint {
    /// Bounds on a blueprint's text: 64 levels, 4 MiB.
    pub const LIMITS: Limits = Limits {
        depth: 64,
        bytes: 4 << 20,
    };

    /// Reads a blueprint. The problems hold everything that is wrong with its form; what the
    /// names mean is looked at by [`super::Model::resolve`].
    ///
    /// A text that is not strict JSON gives an empty blueprint and one problem.
    #[must_use]
    pub fn parse(bytes: &[u8], problems: &mut Problems) -> Self {
        match parse(bytes, Self::LIMITS) {
            Ok(tree) => Self::read(&tree, &PointerBuf::root(), problems),
            Err(fault) => {
                let most = match fault.kind {
                    FaultKind::TooDeep => Self::LIMITS.depth,
                    _ => Self::LIMITS.bytes,
                };
                let problem = Problem::new("", fault.kind.code()).with("at", fault.at);
                problems.push(problem.with("max", most));
                for member in ["/blueprint", "/name", "/version"] {
                    problems.silence(member);
                }
                Self::default()
            }
        }
    }
}
