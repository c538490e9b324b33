//! People who do something at the same moment.

use std::sync::Arc;

use profilekit::Kernel;
use profilekit::access::SubjectHead;
use profilekit::error::Code;
use profilekit::hub::{Call, Create, Hub, Target, Update};
use profilekit_stores::{Adapter, Kept};

use crate::entropy::Counting;
use crate::tell::shipped;

const NOW: i64 = 1_772_442_000_000_000;
const THREADS: usize = 8;

fn hub(blueprint: &str, kept: &Kept) -> Hub {
    let kernel = Kernel::compile(shipped(blueprint).unwrap().as_bytes()).unwrap();
    Hub::new(kernel, kept.store(), Arc::new(Counting::new(5)))
}

fn together<T: Send>(each: impl Fn(usize) -> T + Sync) -> Vec<T> {
    std::thread::scope(|scope| {
        let each = &each;
        let threads: Vec<_> = (0..THREADS)
            .map(|number| scope.spawn(move || each(number)))
            .collect();
        let done = threads.into_iter().map(|thread| thread.join().unwrap());
        done.collect()
    })
}

#[test]
fn both_of_a_pair_get_the_same_conversation_at_the_same_moment() {
    for adapter in Adapter::all() {
        let kept = adapter.fresh();
        let hub = hub("mentoring", &kept);
        let made = together(|number| {
            let id = if number % 2 == 0 { "mara" } else { "mia" };
            let subject = hub.kernel().subject(&SubjectHead {
                id: Some(id),
                ..SubjectHead::default()
            });
            let pair = |name| (name, vec![name]);
            let create = Create {
                kind: "conversation",
                relations: vec![
                    ("mentor", vec!["mara"]),
                    ("mentee", vec!["mia"]),
                    pair("pair"),
                ],
                document: b"{}",
                ..Create::default()
            };
            let subject = subject.unwrap();
            let call = Call::new(&subject, NOW);
            pollster::block_on(hub.get_or_create(&call, &create)).unwrap()
        });
        let ids: Vec<&str> = made
            .iter()
            .map(|(done, _)| done.address.id.as_str())
            .collect();
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
        assert_eq!(made.iter().filter(|(_, new)| *new).count(), 1);
    }
}

#[test]
fn of_many_who_ask_for_the_same_hour_one_gets_it() {
    for adapter in Adapter::all() {
        let kept = adapter.fresh();
        let hub = hub("marketplace", &kept);
        let booked = together(|number| {
            let id = format!("client-{number}");
            let subject = hub.kernel().subject(&SubjectHead {
                id: Some(&id),
                roles: &["client"],
                ..SubjectHead::default()
            });
            let create = Create {
                kind: "booking",
                relations: vec![("client", vec![id.as_str()]), ("builder", vec!["ben"])],
                document: br#"{"starts_at":"2026-03-10T10:00:00Z","minutes":60}"#,
                ..Create::default()
            };
            let subject = subject.unwrap();
            let call = Call::new(&subject, NOW);
            pollster::block_on(hub.create(&call, &create))
        });
        assert_eq!(booked.iter().filter(|one| one.is_ok()).count(), 1);
        let refused = booked.iter().filter_map(|one| one.as_ref().err());
        let mut taken = refused.map(|refusal| refusal.is(Code::StoreExclusionViolation));
        assert!(taken.all(|taken| taken));
    }
}

#[test]
fn changes_that_name_no_version_all_happen_and_of_those_that_name_one_the_first() {
    for adapter in Adapter::all() {
        let kept = adapter.fresh();
        let hub = hub("marketplace", &kept);
        let ben = hub.kernel().subject(&SubjectHead {
            id: Some("ben"),
            roles: &["builder"],
            ..SubjectHead::default()
        });
        let ben = ben.unwrap();
        let call = Call::new(&ben, NOW);
        let create = Create {
            kind: "builder_profile",
            document: br#"{"basics":{"display_name":"Ben"}}"#,
            ..Create::default()
        };
        let made = pollster::block_on(hub.create(&call, &create)).unwrap();
        let change = |number: usize, version| {
            let patch = format!(r#"{{"basics":{{"headline":"{number} {version:?}"}}}}"#);
            let target = Target {
                kind: "builder_profile",
                id: &made.address.id,
                version,
                ..Target::default()
            };
            let patch = patch.as_bytes();
            let update = Update {
                target,
                patch,
                ..Update::default()
            };
            pollster::block_on(hub.update(&call, &update))
        };
        let free = together(|number| change(number, None).unwrap().version);
        let mut versions = free.clone();
        versions.sort_unstable();
        let last = i64::try_from(THREADS).unwrap() + 1;
        assert!(versions.into_iter().eq(2..=last), "{free:?}");
        let named = together(|number| change(number, Some(last)));
        assert_eq!(named.iter().filter(|one| one.is_ok()).count(), 1);
        let refused = named.iter().filter_map(|one| one.as_ref().err());
        let mut stale = refused.map(|refusal| refusal.is(Code::StoreConflict));
        assert!(stale.all(|stale| stale));
        let verified = pollster::block_on(hub.verify(&[])).unwrap();
        assert!(verified.broken.is_empty());
    }
}
