//! Reading requests.

use crate::error::{Code, Failure, nearest};
use crate::json::{Limits, PointerBuf, Tree, Value, parse};
use crate::time::parse_instant;

/// The text of a document.
pub(super) fn utf8(bytes: &[u8]) -> Result<&str, Failure> {
    simdutf8::compat::from_utf8(bytes).map_err(|fault| {
        let failure = Failure::new(Code::JsonInvalidUtf8);
        failure.with("at", fault.valid_up_to())
    })
}

/// An object of a request, and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Object<'t> {
    tree: Option<&'t Tree>,
    at: &'t str,
}

/// A whole request.
pub(super) fn request(bytes: &[u8]) -> Result<Tree, Failure> {
    Ok(parse(bytes, Limits::default())?)
}

impl<'t> Object<'t> {
    /// The request itself.
    pub(super) fn root(tree: &'t Tree) -> Result<Self, Failure> {
        Self::of(Some(tree), "")
    }

    /// A value that must be an object; nothing is an object without members.
    fn of(tree: Option<&'t Tree>, at: &'t str) -> Result<Self, Failure> {
        match tree.map(|tree| &tree.value) {
            None | Some(Value::Null) => Ok(Self { tree: None, at }),
            Some(Value::Object(_)) => Ok(Self { tree, at }),
            Some(_) => Err(Failure::bad_request("it must be an object").at(at)),
        }
    }

    /// Refuses members other than `known`.
    pub(super) fn only(self, known: &[&str]) -> Result<Self, Failure> {
        for name in self.names() {
            if !known.contains(&name) {
                return Err(self.unknown(name, known));
            }
        }
        Ok(self)
    }

    fn unknown(self, name: &str, known: &[&str]) -> Failure {
        let near = nearest(name, known.iter().copied());
        let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        self.refuse(name, format!("`{name}` is not known here{near}"))
    }

    fn refuse(self, name: &str, reason: String) -> Failure {
        let at = format!("{}{}", self.at, PointerBuf::root().child(name).as_str());
        Failure::bad_request(reason).at(at)
    }

    /// The members' names.
    pub(super) fn names(self) -> impl Iterator<Item = &'t str> {
        self.members().map(|(name, _)| name)
    }

    fn members(self) -> impl Iterator<Item = (&'t str, &'t Tree)> {
        let members = match self.tree.map(|tree| &tree.value) {
            Some(Value::Object(members)) => members.as_slice(),
            _ => &[],
        };
        let members = members.iter();
        members.map(|member| (member.name.as_str(), &member.value))
    }

    /// A member; `null` is none.
    fn get(self, name: &str) -> Option<&'t Tree> {
        let tree = self.tree?.get(name)?;
        (tree.value != Value::Null).then_some(tree)
    }

    /// Whether the member is named, also as `null`.
    pub(super) fn names_member(self, name: &str) -> bool {
        self.names().any(|known| known == name)
    }

    /// Whether the member is there.
    pub(super) fn has(self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// An object inside; `at` is where it stands.
    pub(super) fn object(self, name: &str, at: &'t str) -> Result<Self, Failure> {
        Self::of(self.get(name), at)
    }

    /// A text.
    pub(super) fn text(self, name: &str) -> Result<Option<&'t str>, Failure> {
        let Some(tree) = self.get(name) else {
            return Ok(None);
        };
        let text = tree.as_str().map(Some);
        text.ok_or_else(|| self.refuse(name, format!("`{name}` must be a text")))
    }

    /// A text that must be there.
    pub(super) fn needed(self, name: &str) -> Result<&'t str, Failure> {
        let missing = || self.refuse(name, format!("`{name}` is missing"));
        self.text(name)?.ok_or_else(missing)
    }

    /// A list of texts.
    pub(super) fn texts(self, name: &str) -> Result<Vec<&'t str>, Failure> {
        let refuse = || self.refuse(name, format!("`{name}` must be a list of texts"));
        match self.get(name).map(|tree| &tree.value) {
            None => Ok(Vec::new()),
            Some(Value::Array(items)) => {
                let texts = items.iter().map(|item| item.as_str().ok_or_else(refuse));
                texts.collect()
            }
            Some(_) => Err(refuse()),
        }
    }

    /// A list of objects.
    pub(super) fn objects(self, name: &str) -> Result<Vec<Self>, Failure> {
        let refuse = || self.refuse(name, format!("`{name}` must be a list of objects"));
        match self.get(name).map(|tree| &tree.value) {
            None => Ok(Vec::new()),
            Some(Value::Array(items)) => {
                let objects = items
                    .iter()
                    .map(|item| Self::root(item).map_err(|_| refuse()));
                objects.collect()
            }
            Some(_) => Err(refuse()),
        }
    }

    /// Lists of texts by name.
    pub(super) fn lists(self) -> Result<Vec<(&'t str, Vec<&'t str>)>, Failure> {
        let list = |name: &'t str| Ok((name, self.texts(name)?));
        self.names().map(list).collect()
    }

    /// `true` or `false`; `false` where nothing is said.
    pub(super) fn flag(self, name: &str) -> Result<bool, Failure> {
        match self.get(name).map(|tree| &tree.value) {
            None => Ok(false),
            Some(Value::Bool(value)) => Ok(*value),
            Some(_) => Err(self.refuse(name, format!("`{name}` must be true or false"))),
        }
    }

    /// A whole number.
    pub(super) fn whole(self, name: &str) -> Result<Option<i64>, Failure> {
        let refuse = || self.refuse(name, format!("`{name}` must be a whole number"));
        match self.get(name).map(|tree| &tree.value) {
            None => Ok(None),
            Some(Value::Number(number)) => number.parse().map(Some).map_err(|_| refuse()),
            Some(_) => Err(refuse()),
        }
    }

    /// A point in time (RFC 3339), in microseconds since 1970 UTC.
    pub(super) fn instant(self, name: &str) -> Result<Option<i64>, Failure> {
        let Some(text) = self.text(name)? else {
            return Ok(None);
        };
        let refuse = || self.refuse(name, format!("`{name}` must be an RFC 3339 instant"));
        parse_instant(text).map(Some).ok_or_else(refuse)
    }

    /// Any value.
    pub(super) fn tree(self, name: &str) -> Option<&'t Tree> {
        self.get(name)
    }

    /// Any value, as JSON text.
    pub(super) fn json(self, name: &str) -> Option<String> {
        self.get(name).map(Tree::to_json)
    }
}
