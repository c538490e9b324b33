//! Types of Arrow, as `arrow_typeof` of DataFusion spells them.

use super::relation::Form;

/// The types of a form in lower case; `%` stands for whatever there is.
fn types(form: Form) -> &'static [&'static str] {
    match form {
        Form::Text => &["utf8", "utf8view", "largeutf8", "dictionary(%, utf8)"],
        Form::Whole | Form::Epoch(_) => &[
            "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32",
        ],
        Form::Numeric => &["decimal32(%)", "decimal64(%)", "decimal128(%)"],
        // With a zone: without one they are no instants. Nanoseconds are finer than facts.
        Form::Timestamp => &[
            "timestamp(s, \"%\")",
            "timestamp(ms, \"%\")",
            "timestamp(µs, \"%\")",
        ],
        Form::Bool => &["boolean"],
        Form::Nothing => &["%"],
    }
}

/// Whether values of a type can be read in a form.
pub(super) fn is_readable(form: Form, found: &str) -> bool {
    types(form).iter().any(|like| match like.split_once('%') {
        Some((head, tail)) => found
            .strip_prefix(head)
            .is_some_and(|rest| rest.ends_with(tail)),
        None => found == *like,
    })
}

/// The condition that a column is of none of the types of a form.
pub(super) fn is_other(form: Form, raw: &str) -> String {
    let tests = types(form).iter();
    let tests = tests.map(|like| format!("lower(arrow_typeof({raw})) NOT LIKE '{like}'"));
    format!("({})", tests.collect::<Vec<_>>().join(" AND "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_of_one_form_each() {
        let forms = [
            Form::Text,
            Form::Whole,
            Form::Numeric,
            Form::Timestamp,
            Form::Bool,
        ];
        for (found, form) in [
            ("utf8", Some(Form::Text)),
            ("dictionary(int32, utf8)", Some(Form::Text)),
            ("dictionary(int32, int64)", None),
            ("binary", None),
            ("int8", Some(Form::Whole)),
            ("uint64", None),
            ("float64", None),
            ("decimal128(20, 2)", Some(Form::Numeric)),
            ("decimal256(60, 2)", None),
            ("timestamp(ms, \"utc\")", Some(Form::Timestamp)),
            ("timestamp(µs, \"europe/berlin\")", Some(Form::Timestamp)),
            ("timestamp(ns, \"utc\")", None),
            ("timestamp(ms)", None),
            ("boolean", Some(Form::Bool)),
        ] {
            let fits = forms.into_iter().filter(|form| is_readable(*form, found));
            assert_eq!(
                fits.collect::<Vec<_>>(),
                form.into_iter().collect::<Vec<_>>(),
                "{found}"
            );
        }
    }
}
