//! A product of which everything that figures follow from changes: records, states, helpers, what
//! owners choose, whose roles they have.

use std::sync::Arc;

use profilekit::Kernel;
use profilekit::access::{Subject, SubjectHead};
use profilekit::hub::{
    Call, Choose, Create, Hub, Look, Mend, Person, RollupDrifts, Settings, Target, Transition,
    Update,
};
use profilekit::metrics::Zone;
use profilekit::store::Store;
use profilekit::time::{parse_instant, write_instant};
use profilekit_tests::Seeded;

use crate::dashboards::{alike, calendar, told};
use crate::entropy::Counting;

pub(crate) const BLUEPRINT: &[u8] = br#"{
    "blueprint": 1, "name": "yard", "version": "1.0.0", "currency": "EUR",
    "roles": { "member": { "default": true }, "keeper": { "granted_by": ["admin"] }, "mentor": { "granted_by": ["admin"] }, "admin": {} },
    "personas": { "member": { "role": "member" }, "keeper": { "role": "keeper" }, "late": { "role": "keeper" } },
    "kinds": {
        "job": {
            "owner": "user", "audience": "platform", "on_delete": "archive",
            "relations": { "helper": { "to": "user" } },
            "fields": {
                "starts_at": { "type": "instant" },
                "hours": { "type": "int" },
                "share": { "type": "decimal" },
                "cost": { "type": "money", "scale": 2, "audience": { "default": "platform", "allow": ["platform", "private"] } },
                "grade": { "type": "int", "audience": { "default": "private", "allow": ["private", "platform"], "by_role": { "mentor": "platform" } } },
                "tags": { "type": "list", "of": { "type": "object", "fields": { "name": { "type": "string" }, "points": { "type": "int" } } } }
            },
            "lifecycle": { "initial": "open", "states": ["open", "done"],
                "transitions": [ { "name": "finish", "from": ["open"], "to": "done", "by": ["owner", "relation:helper"] } ] }
        },
        "hint": { "owner": "user", "audience": "platform", "on_delete": "delete", "fields": { "day": { "type": "date" }, "words": { "type": "int" } } }
    },
    "policies": [
        { "id": "own", "allow": ["*.create", "*.read", "*.list", "*.update", "*.delete"], "relations": ["owner"] },
        { "id": "helpers", "allow": ["job.read", "job.list"], "relations": ["helper"] },
        { "id": "keepers", "allow": ["*.read", "*.list"], "roles": ["keeper"] },
        { "id": "few", "deny": ["job.list"], "roles": ["keeper"], "when": "has(resource.hours) && resource.hours == 13" }
    ],
    "facts": {
        "job": { "from": "job", "at": "starts_at", "dimensions": ["owner", "helper", "state"], "measures": ["hours", "cost", "grade", "share"] },
        "tag": { "from": "job", "each": "/tags", "at": "created_at", "dimensions": ["owner", "/tags/*/name"], "measures": ["/tags/*/points"] },
        "hint": { "from": "hint", "at": "day", "dimensions": ["owner"], "measures": ["words"] }
    },
    "dashboards": {
        "member": { "scope": { "job": "mine:helper", "tag": "mine:owner", "hint": "all" }, "cards": [
            { "id": "hours", "measure": "sum(job.hours)", "range": "last_30_days", "compare": "previous_period", "series": { "grain": "day" } },
            { "id": "cost", "measure": "avg(job.cost)", "breakdown": { "by": "state" } },
            { "id": "own", "measure": "count(job)", "scope": { "job": "mine:owner" }, "range": "this_month" },
            { "id": "tags", "measure": "sum(tag.points)", "breakdown": { "by": "name" } },
            { "id": "words", "measure": "median(hint.words)", "range": "this_week" },
            { "id": "words_each", "measure": "ratio(sum(hint.words), count(job))" }
        ] },
        "keeper": { "scope": { "job": "all", "tag": "all", "hint": "all" }, "cards": [
            { "id": "helpers", "measure": "distinct(job.helper)", "range": "last_7_days", "compare": "previous_period" },
            { "id": "p95", "measure": "percentile(job.hours, 0.95)", "range": "this_month", "series": { "grain": "week", "last": 6 } },
            { "id": "least", "measure": "min(job.cost)", "range": "last_24_hours" },
            { "id": "most", "measure": "max(job.grade)", "breakdown": { "by": "owner" } },
            { "id": "grade", "measure": "sum(job.grade)", "range": "this_year", "compare": "previous_period" },
            { "id": "last", "measure": "last(job.hours)", "range": "previous_3650_days" },
            { "id": "new", "measure": "new(job.owner)", "range": "this_month", "series": { "grain": "day" } },
            { "id": "back", "measure": "retention(job.owner, week, 3)", "range": "last_2_months" },
            { "id": "way", "measure": "funnel(job.owner, `fact.hours > 2`, `fact.state == 'done'`)", "range": "last_30_days" },
            { "id": "to_date", "measure": "to_date(sum(job.cost), month)", "range": "this_month", "series": { "grain": "day" } },
            { "id": "soon", "measure": "count(job)", "range": "next_7_days", "where": "fact.state == 'open'" },
            { "id": "tags", "measure": "avg(tag.points)", "breakdown": { "by": "owner" } },
            { "id": "words", "measure": "sum(hint.words)", "range": "last_3_months", "series": { "grain": "month" } }
        ] },
        "late": { "scope": { "hint": "all" }, "cards": [ { "id": "words", "measure": "sum(hint.words)" } ] }
    }
}"#;

const PEOPLE: [&str; 3] = ["ada", "bob", "eve"];
pub(crate) const HOUR: i64 = 3_600_000_000;

/// A hub that keeps figures, one that looks at every record, and people.
pub(crate) struct Yard {
    pub(crate) kept: Hub,
    pub(crate) plain: Hub,
    pub(crate) now: i64,
    pub(crate) random: Seeded,
    /// How many dashboards were compared.
    pub(crate) compared: usize,
}

pub(crate) fn somebody(
    kernel: &Kernel,
    id: &str,
    roles: &[&str],
    persona: Option<&str>,
) -> Subject {
    let head = SubjectHead {
        id: Some(id),
        roles,
        persona,
        ..SubjectHead::default()
    };
    kernel.subject(&head).unwrap()
}

pub(crate) fn system(kernel: &Kernel) -> Subject {
    let head = SubjectHead {
        system: true,
        ..SubjectHead::default()
    };
    kernel.subject(&head).unwrap()
}

pub(crate) fn named(name: &str) -> Result<Zone, profilekit::error::Failure> {
    Zone::named(name)
}

impl Yard {
    pub(crate) fn over(store: Arc<dyn Store>, seed: u64) -> Self {
        let kernel = Kernel::compile(BLUEPRINT).unwrap_or_else(|problems| panic!("{problems:?}"));
        let plain = Hub::new(kernel, store, Arc::new(Counting::new(seed)));
        let settings = |rollups| Settings {
            page: 7,
            rollups,
            ..Settings::default()
        };
        Self {
            kept: plain.clone().with_settings(settings(true)),
            plain: plain.with_settings(settings(false)),
            // Before the hour that is there twice in Berlin.
            now: parse_instant("2026-10-20T09:30:00Z").unwrap(),
            random: Seeded::new(seed),
            compared: 0,
        }
    }

    pub(crate) fn kernel(&self) -> &Kernel {
        self.plain.kernel()
    }

    fn document(&mut self) -> String {
        let random = &mut self.random;
        let starts = self.now + (i64::try_from(random.below(24 * 60)).unwrap() - 24 * 50) * HOUR;
        let starts = if random.percent(10) {
            "null".to_owned()
        } else {
            format!("\"{}\"", write_instant(starts))
        };
        let currency = *random.pick(&["EUR", "EUR", "JPY"]);
        let cents = if currency == "EUR" { ".50" } else { "" };
        let tags: Vec<String> = (0..random.below(3))
            .map(|_| {
                let name = *random.pick(&["red", "blue"]);
                format!("{{\"name\":\"{name}\",\"points\":{}}}", random.below(9))
            })
            .collect();
        format!(
            "{{\"starts_at\":{starts},\"hours\":{},\"grade\":{},\
             \"cost\":{{\"amount\":\"{}{cents}\",\"currency\":\"{currency}\"}},\"tags\":[{}]}}",
            random.below(15),
            random.below(6),
            random.below(90),
            tags.join(",")
        )
    }

    pub(crate) fn hint(&mut self) -> String {
        let day = 1 + self.random.below(28);
        let month = 8 + self.random.below(3);
        let words = self.random.below(40);
        format!("{{\"day\":\"2026-{month:02}-{day:02}\",\"words\":{words}}}")
    }

    /// Somebody does something; that it is refused may well be.
    pub(crate) async fn act(&mut self) {
        self.now += i64::try_from(self.random.below(9)).unwrap() * HOUR;
        let who = *self.random.pick(&PEOPLE);
        let subject = somebody(self.kernel(), who, &[], None);
        let helper = *self.random.pick(&PEOPLE);
        let number = self.random.below(30);
        let hints = self.random.percent(25);
        let (kind, id) = match hints {
            true => ("hint", format!("h{number}")),
            false => ("job", format!("j{number}")),
        };
        let document = match hints {
            true => self.hint(),
            false => self.document(),
        };
        let target = Target {
            kind,
            id: &id,
            ..Target::default()
        };
        let call = Call::new(&subject, self.now);
        let hub = match self.random.percent(50) {
            true => self.kept.clone(),
            false => self.plain.clone(),
        };
        match self.random.below(20) {
            0..8 => {
                let create = Create {
                    kind,
                    id: Some(&id),
                    relations: if hints {
                        vec![]
                    } else {
                        vec![("helper", vec![helper])]
                    },
                    document: document.as_bytes(),
                    ..Create::default()
                };
                let _ = hub.create(&call, &create).await;
            }
            8..12 => {
                let relations = if hints || self.random.percent(50) {
                    vec![]
                } else {
                    vec![("helper", vec![helper])]
                };
                let update = Update {
                    target,
                    patch: document.as_bytes(),
                    relations,
                    ..Update::default()
                };
                let _ = hub.update(&call, &update).await;
            }
            12 | 13 => {
                let transition = Transition {
                    target,
                    name: "finish",
                    patch: b"",
                };
                let _ = hub.transition(&call, &transition).await;
            }
            14 => drop(hub.archive(&call, &target).await),
            15 => drop(hub.restore(&call, &target).await),
            16 => drop(hub.delete(&call, &target).await),
            17 => {
                let audience = *self.random.pick(&["private", "platform"]);
                let audiences = format!("{{\"/cost\":\"{audience}\"}}");
                let choose = Choose {
                    target,
                    audiences: audiences.as_bytes(),
                };
                let _ = hub.choose(&call, &choose).await;
            }
            18 => {
                let admin = somebody(self.kernel(), "amy", &["admin"], None);
                let call = Call::new(&admin, self.now);
                let person = Person {
                    id: who,
                    tenant: "",
                };
                let _ = match self.random.percent(60) {
                    true => hub.grant(&call, &person, "mentor").await,
                    false => hub.revoke(&call, &person, "mentor").await,
                };
            }
            _ if self.random.percent(8) => {
                let person = Person {
                    id: who,
                    tenant: "",
                };
                let plan = hub.plan_erasure(&call, &person).await.unwrap();
                hub.erase(&call, &person, &plan.confirmation).await.unwrap();
            }
            _ => {}
        }
    }

    /// Everybody's dashboards from what is kept, and from every record.
    pub(crate) async fn compare(&mut self, at: &str) {
        let keeper = |id| (id, vec!["keeper"], "keeper");
        let member = |id| (id, vec![], "member");
        for (id, roles, persona) in [keeper("kim"), member("ada"), member("bob"), keeper("eve")] {
            if self.random.percent(40) {
                continue;
            }
            let subject = somebody(self.kernel(), id, &roles, Some(persona));
            let zone = *self.random.pick(&["Europe/Berlin", "UTC"]);
            let look = Look {
                exact: if self.random.percent(30) { 4 } else { 1000 },
                ..Look::by(calendar(zone))
            };
            let now = self.now + i64::try_from(self.random.below(48)).unwrap() * HOUR / 4;
            let plain = told(&self.plain, &subject, now, &look).await.unwrap();
            let kept = told(&self.kept, &subject, now, &look).await.unwrap();
            alike(&kept, &plain, &format!("{at}: {id} in {zone}"));
            self.compared += 1;
        }
    }

    pub(crate) async fn drifts(&self, mend: Mend) -> RollupDrifts {
        let product = system(self.kernel());
        let call = Call::new(&product, self.now);
        let mut progress = |_| {};
        let drifts = self.kept.check_rollups(&call, &named, mend, &mut progress);
        drifts.await.unwrap()
    }
}
