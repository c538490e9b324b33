//! Where what was fetched or installed is kept: outside the checkout, once for all of them.

use std::env;
use std::path::PathBuf;

use crate::Outcome;

/// The folder `name` of the cache: `$PROFILEKIT_CACHE/name` or `~/.cache/profilekit/name`.
pub(crate) fn folder(name: &str) -> Outcome<PathBuf> {
    let own = env::var_os("PROFILEKIT_CACHE").map(PathBuf::from);
    let home = || env::home_dir().map(|home| home.join(".cache").join("profilekit"));
    own.or_else(home)
        .map(|cache| cache.join(name))
        .ok_or_else(|| "no home folder: set PROFILEKIT_CACHE to a folder for the cache".to_owned())
}
