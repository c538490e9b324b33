//! Names in the letters of other languages.

/// `builder_profile` → `BuilderProfile`.
pub(super) fn pascal(name: &str) -> String {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric());
    let words = words.filter(|word| !word.is_empty());
    words.map(capital).collect()
}

/// `builder_profile` → `builderProfile`.
pub(super) fn camel(name: &str) -> String {
    let pascal = pascal(name);
    let mut characters = pascal.chars();
    let first = characters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(characters).collect()
}

/// `booking.confirm` → `BOOKING_CONFIRM`.
pub(super) fn screaming(name: &str) -> String {
    let upper = name.chars().map(|c| c.to_ascii_uppercase());
    upper
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect()
}

fn capital(word: &str) -> String {
    let mut characters = word.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).collect()
}

/// A name that does not start with a digit and is not a word of the language.
pub(super) fn safe(name: String, reserved: &[&str], quote: impl Fn(&str) -> String) -> String {
    if name.starts_with(|c: char| c.is_ascii_digit()) || name.is_empty() {
        return format!("_{name}");
    }
    if reserved.contains(&name.as_str()) {
        quote(&name)
    } else {
        name
    }
}

/// Text as one line of a comment.
pub(super) fn comment(text: &str) -> String {
    text.replace("*/", "* /").replace(['\n', '\r'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_take_the_letters_of_each_language() {
        assert_eq!(pascal("builder_profile"), "BuilderProfile");
        assert_eq!(camel("builder_profile"), "builderProfile");
        assert_eq!(screaming("booking.confirm"), "BOOKING_CONFIRM");
        let quoted = |name: &str| format!("`{name}`");
        assert_eq!(safe("class".to_owned(), &["class"], quoted), "`class`");
        assert_eq!(safe("2d".to_owned(), &[], quoted), "_2d");
    }
}
