//! The contract of stores.

use profilekit::store::contract;

use crate::server::Server;

#[test]
fn a_database_keeps_the_contract() {
    let server = Server::start();
    let passed = pollster::block_on(contract::run(&|| server.fresh()));
    assert_eq!(passed, contract::CASES);
}
