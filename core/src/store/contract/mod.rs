//! What every store must do: one suite, run against each of them.

mod account;
mod changes;
mod early;
mod lists;
mod outbox;
mod people;
mod rollups;

pub use early::check_early;

use super::{Address, Commit, Member, Store, StoreError, StoredRecord, Write, WriteMode};
use crate::kernel::Kernel;

/// Defines the suite: every case runs against a store of its own.
macro_rules! suite {
    ($($module:ident: $($case:ident)*;)*) => {
        /// How many cases the suite has.
        pub const CASES: usize = [$($(stringify!($case),)*)*].len();

        /// Runs every case, each against a store of its own, and says how many passed.
        ///
        /// # Panics
        /// Where the store does not do what it must.
        pub async fn run<S: Store>(fresh: &dyn Fn() -> S) -> usize {
            let mut passed = 0;
            $($({
                $module::$case(&fresh()).await;
                passed += 1;
            })*)*
            passed
        }
    };
}

suite! {
    changes:
        what_was_stored_comes_back
        a_second_insert_is_refused
        tenants_and_kinds_keep_their_ids_apart
        a_stale_write_is_refused_with_the_current_version
        unique_keys_are_held_by_one
        versions_that_were_overtaken_are_forgotten
        keys_change_hands_within_a_commit
        a_key_given_up_is_free
        removing_needs_the_version
        identifiers_are_compared_byte_by_byte
        all_of_a_commit_happens_or_nothing
        slots_are_held_by_one
        what_is_taken_is_told
        sections_change_one_by_one
        versions_are_kept_in_order
        a_record_may_forget_its_versions
        a_removed_record_leaves_nothing;
    lists:
        lists_show_what_decide_allows
        lists_run_both_ways
        conditions_narrow_lists
        archived_records_stand_apart
        pages_across_tenants_skip_nothing
        a_selection_of_all_admits_all
        counts_say_when_they_stop
        what_somebody_owns_is_found;
    outbox:
        events_come_in_order
        one_record_is_worked_on_by_one
        a_failed_event_holds_its_record_up
        an_event_given_up_lets_the_next_one_go
        a_lease_that_ran_out_is_worth_nothing
        events_are_delivered_once_more
        delivered_events_are_forgotten;
    account:
        the_account_is_one_chain_of_links
        the_account_is_read_by_what_is_asked
        checkpoints_are_noted_once
        an_erased_person_is_gone_and_the_chain_holds
        what_others_did_to_a_shared_record_stays;
    people:
        members_change_with_what_they_own
        what_was_read_undoes_no_roles
        consents_are_kept_in_order
        answers_are_remembered_once
        a_delivery_is_applied_once
        reads_are_logged
        a_read_that_is_told_twice_is_logged_once
        a_read_that_waited_while_somebody_was_erased_is_left_out
        rights_are_held_by_one
        jobs_keep_their_state
        marks_never_go_back;
    rollups:
        rollups_change_as_a_whole
        rollups_are_told_and_forgotten
        what_goes_for_good_takes_its_rollups_along;
}

const BLUEPRINT: &[u8] = br#"{
    "blueprint": 1, "name": "contract", "version": "1.0.0",
    "roles": { "member": { "default": true }, "staff": {} },
    "kinds": { "note": {
        "owner": "user", "audience": "platform",
        "relations": { "reader": { "to": "user", "many": true } },
        "lifecycle": { "initial": "draft", "states": ["draft", "open"],
            "transitions": [ { "name": "open", "from": ["draft"], "to": "open", "by": ["owner"] } ] },
        "fields": { "title": { "type": "string" }, "stars": { "type": "int" }, "tags": { "type": "list", "of": { "type": "string" } } }
    } },
    "policies": [
        { "id": "own", "allow": ["note.*"], "relations": ["owner"] },
        { "id": "readers", "allow": ["note.list"], "relations": ["reader"], "when": "resource.stars >= 3" },
        { "id": "open", "allow": ["note.list"], "roles": ["member"], "when": "resource.state == 'open' && 'public' in resource.tags" },
        { "id": "staff", "allow": ["note.list"], "roles": ["staff"], "when": "resource.title.matches('^a')" },
        { "id": "hidden", "deny": ["note.list"], "when": "has(resource.title) && resource.title == 'hidden'" }
    ]
}"#;

fn kernel() -> Kernel {
    let Ok(kernel) = Kernel::compile(BLUEPRINT) else {
        unreachable_blueprint()
    };
    kernel
}

#[expect(
    clippy::panic,
    reason = "the suite's own blueprint is part of the suite"
)]
fn unreachable_blueprint() -> ! {
    panic!("the contract's blueprint does not compile")
}

/// Where a note of no tenant is.
fn at(id: &str) -> Address {
    Address::new("", "note", id)
}

/// A record with all that a record can have.
#[must_use]
pub fn note(id: &str) -> StoredRecord {
    StoredRecord {
        address: at(id),
        owner: Some("u1".into()),
        owner_roles: vec!["member".into()],
        state: Some("draft".into()),
        version: 1,
        created_at: 1_700_000_000_000_001,
        updated_at: 1_700_000_000_000_002,
        archived_at: Some(1_700_000_000_000_003),
        draft: true,
        relations: vec![("reader".into(), vec!["u2".into(), "u3".into()])],
        document: format!("{{\"title\":\"{id} \u{1f600} \\u0000\",\"stars\":3}}"),
        choices: "{\"/title\":\"public\"}".into(),
        forced: "{}".into(),
        provenance: "{\"/title\":\"linkedin\"}".into(),
    }
}

/// A record as the first version of every store could keep it: what tests of migrations write by
/// hand, and find again.
#[must_use]
pub fn early() -> StoredRecord {
    StoredRecord {
        address: Address::new("t1", "note", "n1"),
        owner: Some("u1".into()),
        owner_roles: vec!["member".into()],
        state: Some("open".into()),
        version: 7,
        created_at: 10,
        updated_at: 20,
        archived_at: None,
        draft: false,
        relations: vec![("reader".into(), vec!["u2".into(), "u3".into()])],
        document: "{\"title\":\"é\"}".into(),
        choices: "{\"/title\":\"public\"}".into(),
        forced: "{}".into(),
        provenance: "{}".into(),
    }
}

/// A member as the first version with members could keep them: their roles are as old as they are.
#[must_use]
pub fn early_member() -> Member {
    Member {
        tenant: "t1".into(),
        user: "u1".into(),
        roles: vec!["member".into()],
        persona: Some("reader".into()),
        version: 3,
        updated_at: 30,
        roles_at: 30,
    }
}

/// A record that is not set aside.
fn plain(id: &str) -> StoredRecord {
    StoredRecord {
        archived_at: None,
        ..note(id)
    }
}

/// A commit that writes one record.
fn one(how: WriteMode, record: StoredRecord) -> Commit {
    let write = Write {
        how,
        record,
        ..Write::default()
    };
    Commit {
        writes: vec![write],
        ..Commit::default()
    }
}

async fn insert(store: &dyn Store, record: &StoredRecord) {
    let made = store.commit(&one(WriteMode::Insert, record.clone())).await;
    assert!(made.is_ok(), "{}: {made:?}", record.address);
}

async fn get(store: &dyn Store, id: &str) -> Option<StoredRecord> {
    store.get(&at(id)).await.ok().flatten()
}

fn is_taken(made: &Result<(), StoreError>, name: &str) -> bool {
    matches!(made, Err(StoreError::UniqueViolation { what }) if what == name)
}
