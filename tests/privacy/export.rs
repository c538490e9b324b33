//! Everything that is there about somebody.

use profilekit::error::{Code, Failure};
use profilekit::hub::{Call, Person};
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
