//! What is kept spares the store: how often it is asked.

use std::sync::Arc;

use profilekit::hub::{Call, Create, Look, Settings};
use profilekit::store::MemoryStore;

use crate::cases::{guide, keeping, utc};
use crate::failing::{Failing, Fault};
use crate::world::{START, World, kernel, patch, tour};

const TOURS: usize = 400;

#[test]
fn after_one_change_one_record_is_looked_at() {
    pollster::block_on(async {
        let store = Arc::new(Failing::new(
            Arc::new(MemoryStore::default()),
            Fault::Gone,
            0,
        ));
        let mut world = World::over(&kernel(), store.clone(), 0);
        world.hub = world.hub.with_settings(Settings {
            page: 20,
            ..Settings::default()
        });
        let ada = Call::new(&world.ada, START);
        for number in 0..TOURS {
            let minutes = number % 28 * 1440 + number / 28 * 60;
            let minutes = i64::try_from(minutes).unwrap();
            let at = profilekit::time::write_instant(START + minutes * 60_000_000);
            let id = format!("t{number}");
            let document = format!("{{\"starts_at\":\"{at}\",\"minutes\":30}}");
            let create = Create {
                kind: "tour",
                id: Some(&id),
                relations: vec![("guide", vec!["bob"])],
                document: document.as_bytes(),
                ..Create::default()
            };
            world.hub.create(&ada, &create).await.unwrap();
        }
        let bob = guide(&world);
        let call = Call::new(&bob, START + 20 * crate::world::DAY);
        let (look, kept) = (Look::by(utc()), keeping(&world));
        let asked = async |hub: &profilekit::hub::Hub| {
            let before = store.calls();
            let told = hub.dashboard(&call, &look).await.unwrap().to_json();
            (store.calls() - before, told)
        };
        let (every, plain) = asked(&world.hub).await;
        assert_eq!(every, TOURS / 20);
        assert_eq!(asked(&kept).await.1, plain, "made");
        let (again, told) = asked(&kept).await;
        // The rollup, the ends of the account, the states, the facts of the running day.
        assert_eq!((again, told), (4, plain.clone()));

        let shorter = patch(tour("t7"), r#"{"minutes":15}"#);
        world.hub.update(&ada, &shorter).await.unwrap();
        let (after, told) = asked(&kept).await;
        assert!(after <= 10, "{after}");
        assert_ne!(told, plain);
        assert_eq!(told, asked(&world.hub).await.1);
    });
}
