//! Somebody who acts in other tenants than their own.

use profilekit::access::{Subject, SubjectHead};
use profilekit::error::Code;
use profilekit::hub::{Call, Create, Person, Target, Update};
use profilekit::store::{AccountRequest, Address};

use crate::world::{START, World, everywhere_with};

const BLUEPRINT: &[u8] = br#"{
    "blueprint": 1, "name": "tenants", "version": "1.0.0",
    "tenancy": { "crossed_by": ["operator"] },
    "roles": { "operator": {}, "staff": {} },
    "kinds": { "note": { "owner": "user", "audience": "platform", "relations": { "reader": { "to": "user" } },
        "fields": { "text": { "type": "text", "data_class": "confidential", "lawful_basis": "contract", "retention": "P2Y" } } },
        "settings": { "one_per": ["tenant"], "on_delete": "delete", "audience": "platform", "fields": { "colour": { "type": "string" } } } },
    "policies": [
        { "id": "product", "allow": ["settings.*"], "roles": ["system"] },
        { "id": "own", "allow": ["note.*"], "relations": ["owner"] },
        { "id": "operate", "allow": ["note.*"], "roles": ["operator"], "obligations": ["audit"] }
    ]
}"#;

const OPERATOR: &str = "canary-operator";

fn subject(world: &World, id: &str, roles: &[&str], tenant: &str) -> Subject {
    let head = SubjectHead {
        id: Some(id),
        roles,
        tenant: Some(tenant),
        ..SubjectHead::default()
    };
    world.hub.kernel().subject(&head).unwrap()
}

/// A note in each of two tenants, which the operator of a third one reads, writes and is named by;
/// in the second tenant somebody else has the operator's name.
async fn fill(world: &World) {
    let operator = subject(world, OPERATOR, &["operator"], "home");
    for tenant in ["north", "south"] {
        let owner = match tenant {
            "south" => OPERATOR,
            _ => "ada",
        };
        let owner = subject(world, owner, &[], tenant);
        let create = Create {
            kind: "note",
            id: Some("n1"),
            document: br#"{"text":"One"}"#,
            ..Create::default()
        };
        let call = Call::new(&owner, START);
        world.hub.create(&call, &create).await.unwrap();
    }
    let call = Call::new(&operator, START + 1);
    let target = Target {
        kind: "note",
        id: "n1",
        tenant: Some("north"),
        ..Target::default()
    };
    world.hub.get(&call, &target).await.unwrap();
    let update = Update {
        target,
        patch: br#"{"text":"Two"}"#,
        relations: vec![("reader", vec![OPERATOR])],
        ..Update::default()
    };
    world.hub.update(&call, &update).await.unwrap();
    world.hub.flush().await.unwrap();
}

/// In which tenants somebody is named as who did something.
async fn acted_in(world: &World) -> Vec<String> {
    let request = AccountRequest {
        actor: Some(OPERATOR.to_owned()),
        limit: 99,
        ..AccountRequest::default()
    };
    let links = world.store.account(&request).await.unwrap();
    let tenants = links.into_iter().map(|link| link.entry.tenant);
    let mut tenants: Vec<String> = tenants.collect();
    tenants.sort();
    tenants.dedup();
    tenants
}

async fn erase(world: &World, tenant: &str) {
    let call = Call::new(&world.system, START + 9);
    let person = Person {
        id: OPERATOR,
        tenant,
    };
    let plan = world.hub.plan_erasure(&call, &person).await.unwrap();
    let erased = world.hub.erase(&call, &person, &plan.confirmation).await;
    erased.unwrap();
}

/// A name is somebody's in their tenant: erasing them leaves whoever has it in another one alone,
/// and so it leaves what they did there. That goes where it is said, tenant by tenant.
#[test]
fn whoever_crosses_tenants_is_erased_in_each() {
    everywhere_with(BLUEPRINT, async |world| {
        fill(&world).await;
        erase(&world, "home").await;
        assert_eq!(acted_in(&world).await, ["north", "south"]);
        let looks = world.store.accesses("north", "ada", None, 9).await.unwrap();
        assert_eq!(looks.len(), 1);
        erase(&world, "north").await;
        assert_eq!(acted_in(&world).await, ["south"], "somebody else's");
        let looks = world.store.accesses("north", "ada", None, 9).await.unwrap();
        assert_eq!(looks, []);
        let at = Address::new("north", "note", "n1");
        let note = world.store.get(&at).await.unwrap().unwrap();
        assert_eq!(
            (note.relations.len(), note.owner.as_deref()),
            (0, Some("ada"))
        );
        let versions = world.store.versions(&at, None, 9).await.unwrap();
        assert!(versions.iter().all(|version| version.actor != OPERATOR));
        let theirs = world.store.get(&Address::new("south", "note", "n1")).await;
        assert_eq!(theirs.unwrap().unwrap().owner.as_deref(), Some(OPERATOR));
        assert_eq!(world.hub.verify(&[]).await.unwrap().broken, []);
    });
}

#[test]
fn of_what_a_tenant_has_one_there_is_one_in_each() {
    everywhere_with(BLUEPRINT, async |world| {
        let call = Call::new(&world.system, START);
        let settings = |id: &'static str, tenant: &'static str| Create {
            kind: "settings",
            id: Some(id),
            tenant: Some(tenant),
            document: br#"{"colour":"red"}"#,
            ..Create::default()
        };
        world
            .hub
            .create(&call, &settings("s1", "north"))
            .await
            .unwrap();
        world
            .hub
            .create(&call, &settings("s1", "south"))
            .await
            .unwrap();
        let second = world.hub.create(&call, &settings("s2", "north")).await;
        assert!(second.unwrap_err().is(Code::StoreUniqueViolation));
        let same = world
            .hub
            .get_or_create(&call, &settings("s2", "north"))
            .await;
        let (done, made) = same.unwrap();
        assert_eq!((&*done.address.id, made), ("s1", false), "it is there");
        let target = Target {
            kind: "settings",
            id: "s1",
            tenant: Some("north"),
            ..Target::default()
        };
        world.hub.delete(&call, &target).await.unwrap();
        world
            .hub
            .create(&call, &settings("s2", "north"))
            .await
            .unwrap();
    });
}
