//! Who asks, and what they ask for.

use profilekit::access::{Subject, SubjectHead};
use profilekit::error::{Code, Failure};
use profilekit::hub::{Call, Hub, Person, Refusal};

/// What each of them asks to do.
pub(crate) const ACTIONS: [&str; 6] = ["read", "update", "delete", "create", "validate", "preview"];

/// Everybody with the word for what they are.
pub(crate) type People = Vec<(&'static str, Subject)>;

/// Who asks about a profile: its builder, a client, an administrator, a stranger. The
/// administrator grants the builder's role.
pub(crate) async fn people(hub: &Hub, now: i64, builder: &str) -> Result<People, Refusal> {
    let signed_in = |id, roles| {
        hub.kernel().subject(&SubjectHead {
            id: Some(id),
            roles,
            ..SubjectHead::default()
        })
    };
    let admin = signed_in("admin-1", &["admin"])?;
    let person = Person {
        id: builder,
        tenant: "",
    };
    hub.grant(&Call::new(&admin, now), &person, "builder")
        .await?;
    Ok(vec![
        ("builder", hub.subject(&person, None).await?),
        ("client", signed_in("client-1", &["client"])?),
        ("admin", admin),
        ("stranger", hub.kernel().subject(&SubjectHead::default())?),
    ])
}

/// The one whose profile it is.
pub(crate) fn builder(people: &People) -> Result<&Subject, Failure> {
    let mut people = people.iter();
    let found = people.find(|(who, _)| *who == "builder");
    found
        .map(|(_, subject)| subject)
        .ok_or_else(|| Failure::new(Code::AccessDenied))
}
