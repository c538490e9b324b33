//! Roles, personas, policies and routes.

use super::field::Field;
use crate::blueprint::macros::document;
use crate::blueprint::node::Named;

document! {
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
}
