//! Everything that is there about somebody.

use profilekit::error::{Code, Failure};
use profilekit::hub::{Call, Person};
use profilekit::store::Access;
use serde_json::Value;

use crate::world::{START, World, everywhere};

async fn export(world: &World, call: &Call<'_>) -> Vec<Value> {
    let person = Person {
        id: "canary-ada",
        tenant: "",
    };
    let mut lines = Vec::new();
    let mut write = |line: &str| {
        lines.push(line.to_owned());
        Ok(())
    };
    let count = world.hub.export(call, &person, &mut write).await.unwrap();
    assert_eq!(usize::try_from(count).unwrap(), lines.len());
    let parsed = lines.iter().map(|line| serde_json::from_str(line).unwrap());
    parsed.collect()
}

#[test]
fn an_export_is_whole_and_has_nothing_of_others() {
    everywhere(async |world| {
        world.fill().await;
        let call = Call::new(&world.ada, START + 10);
        let lines = export(&world, &call).await;
        let count = |what: &str| lines.iter().filter(|line| line["is"] == what).count();
        assert_eq!(lines[0]["is"], "export");
        assert_eq!((count("record"), count("version")), (3, 5));
        assert_eq!(count("access"), 1, "Bob looked at her card");
        let text = serde_json::to_string(&lines).unwrap();
        for canary in [
            "canary-1",
            "canary-2",
            "canary-3",
            "canary-4",
            "+4915100000001",
        ] {
            assert!(text.contains(canary), "{canary}");
        }
        assert!(!text.contains("bob@example.org"));
        let links = world.hub.verify(&[]).await.unwrap().links;
        export(&world, &Call::new(&world.system, START + 11)).await;
        let after = world.hub.verify(&[]).await.unwrap().links;
        assert_eq!(after, links + 1, "an export is in the account");
    });
}

#[test]
fn whoever_exports_somebody_elses_data_is_in_the_access_log() {
    everywhere(async |world| {
        world.fill().await;
        let ada = Call::new(&world.ada, START + 10);
        export(&world, &ada).await;
        let looks = world.hub.who_saw_me(&ada, None, 99).await.unwrap();
        let looks: Vec<_> = looks.iter().filter(|look| look.why == "export").collect();
        assert_eq!(looks, [] as [&Access; 0], "what she exports is her own");
        let product = Call::new(&world.system, START + 11).named("ticket 7");
        let lines = export(&world, &product).await;
        let looks = world.hub.who_saw_me(&ada, None, 99).await.unwrap();
        let looks = looks.iter().filter(|look| look.why == "export");
        let mut looks: Vec<_> = looks.collect();
        looks.sort_by(|one, other| one.address.cmp(&other.address));
        for look in &looks {
            let who = (look.viewer.as_str(), look.request.as_str(), look.at);
            assert_eq!(who, ("product", "ticket 7", START + 11));
        }
        let seen = looks.iter().map(|look| {
            let fields = look.fields.iter().map(String::as_str);
            (look.address.id.as_str(), fields.collect::<Vec<_>>())
        });
        // What only an earlier version has was handed over too: her card had another address.
        let expected = [
            ("c1", vec!["/contact/mail", "/contact/phone"]),
            ("i1", vec!["/mail", "/name"]),
            ("n1", vec!["/text"]),
        ];
        assert_eq!(seen.collect::<Vec<_>>(), expected);
        let told = lines.iter().filter(|line| line["why"] == "export");
        assert_eq!(told.count(), 3, "an export has its own looks");
    });
}

/// Whoever hangs up has seen what came before.
#[test]
fn what_was_handed_over_is_noted_although_nobody_reads_on() {
    everywhere(async |world| {
        world.fill().await;
        let person = Person {
            id: "canary-ada",
            tenant: "",
        };
        let mut records = 0;
        let mut hang_up = |line: &str| {
            records += usize::from(line.contains(r#""is":"record""#));
            match records {
                2 => Err(Failure::bad_request("closed")),
                _ => Ok(()),
            }
        };
        let product = Call::new(&world.system, START + 10);
        let stopped = world.hub.export(&product, &person, &mut hang_up).await;
        assert!(stopped.is_err());
        let ada = Call::new(&world.ada, START + 11);
        let looks = world.hub.who_saw_me(&ada, None, 99).await.unwrap();
        let exported = looks.iter().filter(|look| look.why == "export");
        assert_eq!(exported.count(), 2);
    });
}

#[test]
fn an_export_is_not_for_others_and_ends_where_nobody_reads_on() {
    everywhere(async |world| {
        world.fill().await;
        let person = Person {
            id: "canary-ada",
            tenant: "",
        };
        let mut write = |_: &str| Ok(());
        let call = Call::new(&world.bob, START + 10);
        let refused = world.hub.export(&call, &person, &mut write).await;
        assert!(refused.unwrap_err().is(Code::AccessDenied));
        let mut closed = |_: &str| Err(Failure::bad_request("closed"));
        let call = Call::new(&world.ada, START + 10);
        let stopped = world.hub.export(&call, &person, &mut closed).await;
        assert!(stopped.unwrap_err().is(Code::KernelBadRequest));
    });
}
