//! Classes of characters that have names.

use super::set::Set;
use crate::host::{self, Property};

/// The class that a letter stands for, as in `\d`.
pub(super) fn by_letter(letter: char) -> Option<Set> {
    by_posix_name(match letter {
        'd' => "digit",
        's' => "space",
        'w' => "word",
        _ => return None,
    })
}

/// A class of ASCII, as in `[:alpha:]`.
pub(super) fn by_posix_name(name: &str) -> Option<Set> {
    let is_in: fn(&char) -> bool = match name {
        "alnum" => char::is_ascii_alphanumeric,
        "alpha" => char::is_ascii_alphabetic,
        "ascii" => char::is_ascii,
        "blank" => |c| matches!(c, ' ' | '\t'),
        "cntrl" => char::is_ascii_control,
        "digit" => char::is_ascii_digit,
        "graph" => char::is_ascii_graphic,
        "lower" => char::is_ascii_lowercase,
        "print" => |c| matches!(c, ' '..='~'),
        "punct" => char::is_ascii_punctuation,
        "space" => |c| matches!(c, '\t'..='\r' | ' '),
        "upper" => char::is_ascii_uppercase,
        "word" => |c| c.is_ascii_alphanumeric() || *c == '_',
        "xdigit" => char::is_ascii_hexdigit,
        _ => return None,
    };
    let characters = ('\0'..='\x7f').filter(is_in);
    Some(Set::new(characters.map(|c| (c, c)).collect()))
}

/// A class of Unicode, as in `\p{Lu}`: a general category, a script, or a yes or no.
pub(super) fn by_unicode_name(name: &str) -> Option<Set> {
    match name.split_once('=') {
        Some(("gc" | "General_Category", name)) => category(name),
        Some(("sc" | "Script", name)) => script(name),
        Some(_) => None,
        None => category(name)
            .or_else(|| yes(name))
            .or_else(|| script(name)),
    }
}

fn category(name: &str) -> Option<Set> {
    named(Property::Category, name)
}

fn script(name: &str) -> Option<Set> {
    named(Property::Script, name)
}

fn named(property: Property, name: &str) -> Option<Set> {
    let ranges = host::class(property, name)?;
    Some(Set::of_code_points(ranges.into_iter()))
}

fn yes(name: &str) -> Option<Set> {
    Some(match name {
        "Any" => Set::all(),
        "ASCII" => Set::of(|c| c.is_ascii()),
        "Alphabetic" | "Alpha" => return named(Property::Yes, "Alphabetic"),
        "Lowercase" | "Lower" => return named(Property::Yes, "Lowercase"),
        "Uppercase" | "Upper" => return named(Property::Yes, "Uppercase"),
        "White_Space" | "space" => Set::of(char::is_whitespace),
        _ => return None,
    })
}
