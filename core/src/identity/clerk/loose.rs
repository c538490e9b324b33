//! Values that may be anything: what is not what was expected is as if it were not there.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// A plain value.
#[derive(Debug, Default, PartialEq)]
pub(super) enum Any<'d> {
    /// Nothing, or something that is not plain.
    #[default]
    Nothing,
    Text(Cow<'d, str>),
    Number(i64),
    Flag(bool),
}

impl Any<'_> {
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn owned(&self) -> Option<String> {
        self.text().map(str::to_owned)
    }

    pub(super) fn number(&self) -> Option<i64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    pub(super) fn flag(&self) -> Option<bool> {
        match self {
            Self::Flag(flag) => Some(*flag),
            _ => None,
        }
    }
}

/// An object with known members.
#[derive(Debug)]
pub(super) struct Maybe<T>(pub(super) Option<T>);

/// A list of such objects.
#[derive(Debug)]
pub(super) struct Each<T>(pub(super) Vec<T>);

/// An object with any members.
#[derive(Debug, Default)]
pub(super) struct Members(pub(super) Map<String, Value>);

impl<T> Default for Maybe<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Default for Each<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

/// Takes what is not looked at.
macro_rules! ignore {
    (plain) => {
        fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }

        fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }

        fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }

        fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }

        ignore!(other);
    };
    (other) => {
        fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }

        ignore!(unit);
    };
    (unit) => {
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a value")
        }

        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
    };
    (list) => {
        fn visit_seq<A: SeqAccess<'d>>(self, mut list: A) -> Result<Self::Value, A::Error> {
            while list.next_element::<IgnoredAny>()?.is_some() {}
            Ok(Self::Value::default())
        }
    };
    (object) => {
        fn visit_map<A: MapAccess<'d>>(self, mut object: A) -> Result<Self::Value, A::Error> {
            while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            Ok(Self::Value::default())
        }
    };
}

struct AnyVisitor;

impl<'d> Visitor<'d> for AnyVisitor {
    type Value = Any<'d>;

    ignore!(unit);
    ignore!(list);
    ignore!(object);

    /// A whole number may be written as `1.7e12`.
    fn visit_f64<E>(self, number: f64) -> Result<Any<'d>, E> {
        const MOST: f64 = 9_007_199_254_740_991.0;
        let whole = number.fract() == 0.0 && number.abs() <= MOST;
        #[allow(
            clippy::cast_possible_truncation,
            reason = "it is whole and small enough"
        )]
        let exact = number as i64;
        Ok(if whole {
            Any::Number(exact)
        } else {
            Any::Nothing
        })
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Any<'d>, E> {
        Ok(Any::Flag(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Any<'d>, E> {
        Ok(Any::Number(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Any<'d>, E> {
        Ok(i64::try_from(number).map_or(Any::Nothing, Any::Number))
    }

    fn visit_borrowed_str<E>(self, text: &'d str) -> Result<Any<'d>, E> {
        Ok(Any::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Any<'d>, E> {
        Ok(Any::Text(Cow::Owned(text.to_owned())))
    }
}

impl<'d, 'a> Deserialize<'d> for Any<'a>
where
    'd: 'a,
{
    fn deserialize<D: Deserializer<'d>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(AnyVisitor)
    }
}

struct MaybeVisitor<T>(PhantomData<T>);

impl<'d, T: Deserialize<'d>> Visitor<'d> for MaybeVisitor<T> {
    type Value = Maybe<T>;

    ignore!(plain);
    ignore!(list);

    fn visit_map<A: MapAccess<'d>>(self, object: A) -> Result<Maybe<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(object)).map(|value| Maybe(Some(value)))
    }
}

impl<'d, T: Deserialize<'d>> Deserialize<'d> for Maybe<T> {
    fn deserialize<D: Deserializer<'d>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(MaybeVisitor(PhantomData))
    }
}

struct EachVisitor<T>(PhantomData<T>);

impl<'d, T: Deserialize<'d>> Visitor<'d> for EachVisitor<T> {
    type Value = Each<T>;

    ignore!(plain);
    ignore!(object);

    fn visit_seq<A: SeqAccess<'d>>(self, mut list: A) -> Result<Each<T>, A::Error> {
        let mut each = Vec::new();
        while let Some(item) = list.next_element::<Maybe<T>>()? {
            each.extend(item.0);
        }
        Ok(Each(each))
    }
}

impl<'d, T: Deserialize<'d>> Deserialize<'d> for Each<T> {
    fn deserialize<D: Deserializer<'d>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(EachVisitor(PhantomData))
    }
}

struct MembersVisitor;

impl<'d> Visitor<'d> for MembersVisitor {
    type Value = Members;

    ignore!(plain);
    ignore!(list);

    fn visit_map<A: MapAccess<'d>>(self, object: A) -> Result<Members, A::Error> {
        Map::deserialize(MapAccessDeserializer::new(object)).map(Members)
    }
}

impl<'d> Deserialize<'d> for Members {
    fn deserialize<D: Deserializer<'d>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(MembersVisitor)
    }
}
