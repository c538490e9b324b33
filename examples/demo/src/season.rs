//! A season of a builder, played through the hub: clients ask for sessions, the builder answers
//! and holds them, clients review. Its days lie in the sample's own time, whenever it is played.

use std::fs;
use std::path::Path;

use profilekit::access::{Subject, SubjectHead};
use profilekit::error::{Code, Failure};
use profilekit::hub::{Call, Create, Hub, Refusal, Target, Transition, Update};
use profilekit::json::{Limits, Tree, parse};
use profilekit::store::Address;
use profilekit::time::parse_instant;

/// How many records of a season were there, and how many are new.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Played {
    pub(crate) all: usize,
    pub(crate) new: usize,
}

/// Plays the bookings and reviews of a folder, those that are there already excepted.
pub(crate) async fn play(hub: &Hub, folder: &Path) -> Result<Played, Refusal> {
    let mut played = Played::default();
    for kind in ["booking", "review"] {
        let text = fs::read_to_string(folder.join(format!("{kind}.ndjson")));
        let text = text.map_err(|error| bad(format!("{kind}.ndjson: {error}")))?;
        for line in text.lines() {
            let tree = parse(line.as_bytes(), Limits::default())?;
            let scene = Scene { hub, tree: &tree };
            played.all += 1;
            if scene.is_new(kind).await? {
                match kind {
                    "booking" => scene.booking().await?,
                    _ => scene.review().await?,
                }
                played.new += 1;
            }
        }
    }
    Ok(played)
}

fn bad(reason: String) -> Failure {
    Failure::new(Code::KernelBadRequest).with("reason", reason)
}

/// One record of the sample.
struct Scene<'s> {
    hub: &'s Hub,
    tree: &'s Tree,
}

impl Scene<'_> {
    fn text(&self, path: &[&str]) -> Result<&str, Failure> {
        let mut path_in = path.iter();
        let found = path_in.try_fold(self.tree, |tree, name| tree.get(name));
        let found = found.and_then(Tree::as_str);
        found.ok_or_else(|| bad(format!("the sample has no /{}", path.join("/"))))
    }

    fn at(&self, path: &[&str]) -> Result<i64, Failure> {
        let text = self.text(path)?;
        parse_instant(text).ok_or_else(|| bad(format!("`{text}` is no instant")))
    }

    /// A field of the document as JSON.
    fn field(&self, name: &str) -> Result<String, Failure> {
        let found = self.tree.get("document").and_then(|tree| tree.get(name));
        let found = found.map(Tree::to_json);
        found.ok_or_else(|| bad(format!("the sample has no {name}")))
    }

    fn somebody(&self, id: &str, role: &str) -> Result<Subject, Failure> {
        let head = SubjectHead {
            id: Some(id),
            roles: &[role],
            ..SubjectHead::default()
        };
        self.hub.kernel().subject(&head)
    }

    async fn is_new(&self, kind: &str) -> Result<bool, Refusal> {
        let address = Address::new("", kind, self.text(&["id"])?);
        Ok(self.hub.store().get(&address).await?.is_none())
    }

    async fn booking(&self) -> Result<(), Refusal> {
        let (client, builder) = (
            self.text(&["relations", "client"])?,
            self.text(&["relations", "builder"])?,
        );
        let client_acts = self.somebody(client, "client")?;
        let builder_acts = self.somebody(builder, "builder")?;
        let (asked, settled) = (self.at(&["created_at"])?, self.at(&["updated_at"])?);
        let held = settled.max(self.at(&["document", "starts_at"])?);
        let (starts, minutes) = (self.field("starts_at")?, self.field("minutes")?);
        let document = format!("{{\"starts_at\":{starts},\"minutes\":{minutes}}}");
        let create = Create {
            kind: "booking",
            id: Some(self.text(&["id"])?),
            relations: vec![("client", vec![client]), ("builder", vec![builder])],
            document: document.as_bytes(),
            ..Create::default()
        };
        let call = Call::new(&client_acts, asked);
        self.hub.create(&call, &create).await?;
        let price = format!("{{\"price\":{}}}", self.field("price")?);
        let update = Update {
            target: self.target("booking")?,
            patch: price.as_bytes(),
            ..Update::default()
        };
        let call = Call::new(&builder_acts, asked);
        self.hub.update(&call, &update).await?;
        let cancelled = br#"{"cancel_reason":"Something came up."}"#;
        let steps: &[(&str, &Subject, i64, &[u8])] = match self.text(&["state"])? {
            "declined" => &[("decline", &builder_acts, settled, b"")],
            "cancelled" => &[("cancel", &client_acts, settled, cancelled)],
            "confirmed" => &[("confirm", &builder_acts, asked, b"")],
            "completed" => &[
                ("confirm", &builder_acts, asked, b""),
                ("complete", &builder_acts, held, b""),
            ],
            "no_show" => &[
                ("confirm", &builder_acts, asked, b""),
                ("miss", &builder_acts, held, b""),
            ],
            _ => &[],
        };
        for (name, who, at, patch) in steps {
            self.step("booking", name, &Call::new(who, *at), patch)
                .await?;
        }
        Ok(())
    }

    async fn review(&self) -> Result<(), Refusal> {
        let owner = self.somebody(self.text(&["owner"])?, "client")?;
        let posted = self.at(&["created_at"])?;
        let document = format!("{{\"stars\":{}}}", self.field("stars")?);
        let create = Create {
            kind: "review",
            id: Some(self.text(&["id"])?),
            relations: vec![
                ("builder", vec![self.text(&["relations", "builder"])?]),
                ("booking", vec![self.text(&["relations", "booking"])?]),
            ],
            document: document.as_bytes(),
            ..Create::default()
        };
        let call = Call::new(&owner, posted);
        self.hub.create(&call, &create).await?;
        if self.text(&["state"])? == "removed" {
            let support = self.somebody("support-1", "support")?;
            let call = Call::new(&support, posted);
            self.step("review", "remove", &call, b"").await?;
        }
        Ok(())
    }

    fn target<'t>(&'t self, kind: &'t str) -> Result<Target<'t>, Failure> {
        Ok(Target {
            kind,
            id: self.text(&["id"])?,
            ..Target::default()
        })
    }

    async fn step(
        &self,
        kind: &str,
        name: &str,
        call: &Call<'_>,
        patch: &[u8],
    ) -> Result<(), Refusal> {
        let transition = Transition {
            target: self.target(kind)?,
            name,
            patch,
        };
        self.hub.transition(call, &transition).await.map(drop)
    }
}
