//! What several people hold together.

use profilekit::error::Code;
use profilekit::hub::{Call, Person};
use profilekit::store::Address;

use crate::world::{START, World, everywhere};

const MORNING: &str = r#"{"starts_at":"2026-01-01T08:00:00Z","minutes":60,"wish":"canary"}"#;
const EVENING: &str = r#"{"starts_at":"2026-01-01T18:00:00Z","minutes":60}"#;

async fn crew(world: &World, id: &str, crew: &[&str], document: &str) -> Result<(), Code> {
    let call = Call::new(&world.system, START);
    let relations = [("crew", crew)];
    let made = world.try_make_with(&call, ("shift", id), &relations, document);
    let codes = [Code::StoreUniqueViolation, Code::StoreExclusionViolation];
    let code = |refusal: profilekit::hub::Refusal| {
        let mut codes = codes.into_iter();
        codes
            .find(|code| refusal.is(*code))
            .unwrap_or(Code::StoreCorrupt)
    };
    made.await.map(drop).map_err(code)
}

#[test]
fn everybody_holds_their_part_and_takes_it_along() {
    everywhere(async |world| {
        let both = ["canary-ada", "bob", "bob"];
        assert_eq!(crew(&world, "s1", &both, MORNING).await, Ok(()));
        // Whoever stands behind the first one has a place too.
        let taken = crew(&world, "s2", &["carl", "bob"], EVENING).await;
        assert_eq!(taken, Err(Code::StoreUniqueViolation));
        assert_eq!(crew(&world, "s2", &["carl"], MORNING).await, Ok(()));
        let ada = Person {
            id: "canary-ada",
            tenant: "",
        };
        let call = Call::new(&world.system, START + 1);
        let plan = world.hub.plan_erasure(&call, &ada).await.unwrap();
        let erased = world.hub.erase(&call, &ada, &plan.confirmation).await;
        assert_eq!(erased.unwrap().records, 1);
        let left = world.store.get(&Address::new("", "shift", "s1")).await;
        let left = left.unwrap().unwrap();
        assert_eq!(left.relations[0].1, ["bob", "bob"]);
        assert!(!left.document.contains("canary"));
        // Her place is free, his is not.
        assert_eq!(crew(&world, "s3", &["canary-ada"], MORNING).await, Ok(()));
        let taken = crew(&world, "s4", &["bob"], EVENING).await;
        assert_eq!(taken, Err(Code::StoreUniqueViolation));
    });
}
