//! One declaration per part of the document: its struct, how it is read, its JSON Schema.

/// Declares a part with named members.
macro_rules! document {
    ($(
        $(#[doc = $doc:literal])+
        pub struct $name:ident {
            $( $(#[doc = $field_doc:literal])+ $field:ident $(as $rename:literal)? : $ty:ty, )*
        }
    )*) => {$(
        $(#[doc = $doc])+
        #[derive(Debug, Clone, PartialEq, Default)]
        pub struct $name {
            $( $(#[doc = $field_doc])+ pub $field: $ty, )*
        }

        impl $crate::blueprint::node::Node for $name {
            fn read(
                tree: &$crate::json::Tree,
                at: &$crate::json::PointerBuf,
                problems: &mut $crate::blueprint::problem::Problems,
            ) -> Self {
                let known = [$( document!(@name $field $($rename)?), )*];
                let members = $crate::blueprint::node::Members::open(tree, at, &known, problems);
                Self { $( $field: members.read(document!(@name $field $($rename)?), problems), )* }
            }

            fn schema(definitions: &mut $crate::blueprint::node::Definitions) -> String {
                let name = stringify!($name);
                if !definitions.contains_key(name) {
                    // Claimed first: a part may contain itself.
                    definitions.insert(name, String::new());
                    let members: Vec<(&str, String, bool)> = vec![$((
                        document!(@name $field $($rename)?),
                        $crate::blueprint::node::described(
                            &<$ty as $crate::blueprint::node::Node>::schema(definitions),
                            concat!($($field_doc),+),
                        ),
                        <$ty as $crate::blueprint::node::Node>::OPTIONAL,
                    ),)*];
                    let schema = $crate::blueprint::format::object_schema(&members, concat!($($doc),+));
                    definitions.insert(name, schema);
                }
                format!(r##"{{"$ref":"#/$defs/{name}"}}"##)
            }
        }
    )*};
    (@name $field:ident) => { stringify!($field) };
    (@name $field:ident $rename:literal) => { $rename };
}

/// Declares a choice among words; the first is the default.
macro_rules! words {
    ($(
        $(#[doc = $doc:literal])+
        pub enum $name:ident { $( $(#[doc = $variant_doc:literal])+ $variant:ident = $word:literal, )* }
    )*) => {$(
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $( $(#[doc = $variant_doc])+ $variant, )* }

        impl $name {
            /// Every word, in declaration order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            const WORDS: &'static [&'static str] = &[$($word,)*];

            /// The word as the blueprint writes it.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// The choice that a word names.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)* _ => None }
            }
        }

        impl Default for $name {
            fn default() -> Self {
                let all: [Self; { [$($word),*].len() }] = [$(Self::$variant),*];
                let [first, ..] = all;
                first
            }
        }

        impl $crate::image::Stored for $name {
            fn store(&self, out: &mut Vec<u8>) {
                out.extend(u8::try_from(Self::ALL.iter().position(|one| one == self).unwrap_or_default()));
            }

            fn load(from: &mut $crate::image::Input<'_>) -> Option<Self> {
                Self::ALL.get(usize::from(from.byte()?)).copied()
            }
        }

        impl $crate::blueprint::node::Node for $name {
            fn read(
                tree: &$crate::json::Tree,
                at: &$crate::json::PointerBuf,
                problems: &mut $crate::blueprint::problem::Problems,
            ) -> Self {
                let found = $crate::blueprint::node::read_word(tree, Self::WORDS, at, problems);
                found.and_then(|index| Self::ALL.get(index).copied()).unwrap_or_default()
            }

            fn schema(_: &mut $crate::blueprint::node::Definitions) -> String {
                $crate::blueprint::node::words_schema(Self::WORDS, concat!($($doc),+))
            }
        }
    )*};
}

pub(crate) use {document, words};
