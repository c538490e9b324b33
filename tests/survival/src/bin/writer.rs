//! Changes records until it is killed: `writer STORE SEED`. Each change that the store
//! acknowledged is a line `ID VERSION`.

use std::error::Error;
use std::io::Write;

use profilekit::error::Code;
use profilekit::hub::{Call, Create, Done, Hub, Refusal, Target, Update};
use profilekit_survival::{hub, now, open, person};
use profilekit_tests::Seeded;

/// How many people there are: few, so that their records are hot.
const PEOPLE: usize = 8;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [store, seed] = words.as_slice() else {
        return Err("usage: writer STORE SEED".into());
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let hub = hub(open(store).await?);
        let mut seeded = Seeded::new(seed.parse()?);
        loop {
            match change(&hub, &mut seeded).await {
                // The other writer was quicker.
                Err(refusal)
                    if refusal.is(Code::HubArchived) || refusal.is(Code::HubNotArchived) => {}
                done => done?,
            }
        }
    })
}

async fn change(hub: &Hub, seeded: &mut Seeded) -> Result<(), Refusal> {
    let id = format!("u{}", seeded.below(PEOPLE));
    let subject = person(hub.kernel(), &id, false);
    let call = Call::new(&subject, now());
    let create = Create {
        kind: "card",
        id: Some(&id),
        document: br#"{"basics":{"headline":"new"},"counts":{"edits":0}}"#,
        ..Create::default()
    };
    let (card, made) = hub.get_or_create(&call, &create).await?;
    let target = Target {
        kind: "card",
        id: &id,
        ..Target::default()
    };
    let done = match seeded.below(10) {
        _ if made => card,
        0 if card.archived => hub.restore(&call, &target).await?,
        _ if card.archived => return Ok(()),
        0 => hub.archive(&call, &target).await?,
        _ => {
            let (edits, bio) = (seeded.below(1_000_000), "b".repeat(seeded.below(4000)));
            let patch = format!(r#"{{"basics":{{"bio":"{bio}"}},"counts":{{"edits":{edits}}}}}"#);
            let update = Update {
                target,
                patch: patch.as_bytes(),
                ..Update::default()
            };
            hub.update(&call, &update).await?
        }
    };
    if done.changed {
        tell(&done);
    }
    Ok(())
}

/// Whoever read this is gone where it cannot be told.
fn tell(done: &Done) {
    let mut out = std::io::stdout().lock();
    let told = writeln!(out, "{} {}", done.address.id, done.version);
    if told.and_then(|()| out.flush()).is_err() {
        std::process::exit(1);
    }
}
