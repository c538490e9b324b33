//! The forms of texts, as patterns of ECMA 262.

/// No control characters.
pub(super) const LINE: &str = r"^[^\u0000-\u001f\u007f-\u009f]*$";
/// No control characters but tabs and line ends.
pub(super) const PROSE: &str = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]*$";
/// No control characters and none that steer direction.
pub(super) const NAME: &str =
    r"^[^\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]*$";
pub(super) const EMAIL: &str = r"^[^@\u0000-\u0020]{1,64}@[^@\u0000-\u0020]+$";
pub(super) const PHONE: &str = r"^\+[1-9][0-9]{6,14}$";
pub(super) const SLUG: &str = r"^[a-z0-9]+(-[a-z0-9]+)*$";
pub(super) const UUID: &str = r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$";
pub(super) const COUNTRY: &str = r"^[A-Z]{2}$";
pub(super) const CURRENCY: &str = r"^[A-Z]{3}$";
pub(super) const LANGUAGE: &str = r"^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*$";
pub(super) const TIMEZONE: &str = r"^[A-Za-z][A-Za-z0-9_+/-]{0,63}$";
pub(super) const REFERENCE: &str = r"^[!-~]{1,128}$";
pub(super) const DATE: &str = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$";
pub(super) const PARTIAL_DATE: &str = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$";
pub(super) const INSTANT: &str = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$";
pub(super) const DURATION: &str =
    r"^P(?!$)([0-9]+W)?([0-9]+D)?(T(?!$)([0-9]+H)?([0-9]+M)?([0-9]+(\.[0-9]{1,6})?S)?)?$";
/// A type and a subtype of RFC 6838, without parameters.
pub(super) const MEDIA_TYPE: &str =
    r"^[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}$";

/// A decimal of at most 18 digits, at most `scale` of them after the point but for zeros.
pub(super) fn decimal(scale: Option<u8>) -> String {
    let most = scale.unwrap_or(17);
    format!(r"^(?!([^0-9]*[0-9]){{19}})-?(0|[1-9][0-9]*)(\.(?=[0-9])[0-9]{{0,{most}}}0*)?$")
}

/// A link of one of the schemes; these do not mind case.
pub(super) fn link(schemes: &[Box<str>]) -> String {
    let schemes: Vec<String> = schemes.iter().map(|scheme| any_case(scheme)).collect();
    format!(r"^({}):[^\u0000-\u0020\u007f-\u009f]*$", schemes.join("|"))
}

/// One of the media types, such as `image/png` or `image/*`.
pub(super) fn media(types: &[Box<str>]) -> String {
    let one = |rule: &str| match rule.strip_suffix('*') {
        Some(head) => any_case(head) + "[^/]+",
        None => any_case(rule),
    };
    let types: Vec<String> = types.iter().map(|rule| one(rule)).collect();
    format!("^({})$", types.join("|"))
}

/// The text, letters in either case.
fn any_case(text: &str) -> String {
    let one = |c: char| match c {
        c if c.is_ascii_alphabetic() => {
            format!("[{}{}]", c.to_ascii_lowercase(), c.to_ascii_uppercase())
        }
        '.' | '+' | '*' | '$' | '^' | '?' | '|' | '(' | ')' | '[' | ']' | '{' | '}' | '\\'
        | '/' => {
            format!("\\{c}")
        }
        c => c.to_string(),
    };
    text.chars().map(one).collect()
}
