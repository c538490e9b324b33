//! Pages of search results.

use super::request::bad;
use crate::error::{Code, Failure};
use crate::json::{Tree, Value, quoted};

/// What of the results is asked for.
pub(super) struct Page {
    /// Results after this one, in order of their keys.
    after: Option<String>,
    limit: usize,
    /// What the results are of: a token of another search is refused.
    search: u64,
}

impl Page {
    /// Results on a page unless the request says otherwise.
    const LIMIT: usize = 100;
    /// Most results on a page.
    const MOST: usize = 1000;

    pub(super) fn of(request: &Tree) -> Result<Self, Failure> {
        let page = request.get("page");
        let search = fingerprint(request);
        let limit = match page
            .and_then(|page| page.get("limit"))
            .map(|tree| &tree.value)
        {
            None => Self::LIMIT,
            Some(Value::Number(number)) => number
                .parse()
                .ok()
                .filter(|limit| (1..=Self::MOST).contains(limit))
                .ok_or_else(|| bad("/page/limit", "a page has 1 to 1000 results"))?,
            Some(_) => return Err(bad("/page/limit", "a limit is a number")),
        };
        let token = page.and_then(|page| page.get("token"));
        let after = match token.map(|token| token.as_str()) {
            None | Some(Some("")) => None,
            Some(Some(token)) => Some(read_token(token, search)?),
            Some(None) => return Err(bad("/page/token", "a token is a text")),
        };
        Ok(Self {
            after,
            limit,
            search,
        })
    }

    /// Whether a result comes after what was given before.
    pub(super) fn wants(&self, key: &str) -> bool {
        self.after.as_deref().is_none_or(|after| key > after)
    }

    /// The response for results in order of their keys, all that are wanted: `(key, json)`.
    pub(super) fn response(&self, mut results: Vec<(String, String)>) -> String {
        let more = results.len() > self.limit;
        results.truncate(self.limit);
        let last = results.last().map(|(key, _)| key.as_str());
        let token = match last {
            Some(key) if more => format!("{:016x}.{}", self.search, hex(key)),
            _ => String::new(),
        };
        let json: Vec<&str> = results.iter().map(|(_, json)| json.as_str()).collect();
        format!(
            "{{\"results\":[{}],\"page\":{{\"next_token\":{},\"count\":{}}}}}",
            json.join(","),
            quoted(&token),
            json.len()
        )
    }

    /// How many results need to be looked for: one more than the page holds tells of the next.
    pub(super) fn enough(&self) -> usize {
        self.limit + 1
    }
}

/// FNV-1a over the request without its page: results of another search would be another list.
fn fingerprint(request: &Tree) -> u64 {
    let parts = ["subject", "action", "resource", "context"];
    let parts = parts.iter().filter_map(|name| request.get(name));
    let text: String = parts.map(|part| part.to_json() + "\n").collect();
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<String> {
    let pairs = text.as_bytes().chunks(2);
    let bytes = pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
    String::from_utf8(bytes.collect::<Option<Vec<u8>>>()?).ok()
}

fn read_token(token: &str, search: u64) -> Result<String, Failure> {
    let parts = token.split_once('.');
    let of = parts.and_then(|(of, _)| u64::from_str_radix(of, 16).ok());
    let key = parts.and_then(|(_, key)| unhex(key));
    let reason = match (of, key) {
        (Some(of), Some(key)) if of == search => return Ok(key),
        (Some(_), Some(_)) => "the token belongs to another search",
        _ => "the token is not one of this kernel's",
    };
    let failure = Failure::new(Code::AccessBadPage).at("/page/token");
    Err(failure.with("reason", reason))
}
