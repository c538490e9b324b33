//! Reconciles a provider's users with the accounts of a store, until it is killed or done:
//! `reconciler STORE USERS`. Each page that was kept is a line.

use std::error::Error;
use std::io::Write;

use profilekit::hub::{Call, Found, Reconciling};
use profilekit_survival::users::{PAGE, START, Users, accounts};
use profilekit_survival::{open, person};

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [store, users] = words.as_slice() else {
        return Err("usage: reconciler STORE USERS".into());
    };
    let users = Users(users.parse()?);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let hub = accounts(open(store).await?);
        let system = person(hub.kernel(), "product", true);
        let call = Call::new(&system, START);
        let how = Reconciling {
            apply: true,
            leave: true,
            page: PAGE,
            ..Reconciling::default()
        };
        loop {
            let told = &mut |_: &Found| Ok(());
            let reached = hub.reconcile_page(&call, &users, &how, told).await?;
            writeln!(std::io::stdout(), "{}", reached.users + reached.accounts)?;
            if reached.complete {
                return Ok(());
            }
        }
    })
}
