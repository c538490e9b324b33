//! What the reader takes and refuses.

use super::*;

fn read(text: &str) -> Result<Option<Cow<'_, str>>, FaultKind> {
    let mut reader = Reader::new(text, Limits::default()).copying();
    reader.skip().map_err(|f| f.kind)?;
    reader.finish().map_err(|f| f.kind)
}

#[test]
fn the_copy_is_the_compact_form() {
    let text = " { \"a\" : [ 1 , -2.50e+3, true ,null ] ,\n\"b\":{ } } ";
    assert_eq!(
        read(text),
        Ok(Some(r#"{"a":[1,-2.50e+3,true,null],"b":{}}"#.into()))
    );
}

#[test]
fn members_left_out_leave_no_comma_behind() {
    let without = |text: &str, hidden: &[&str]| -> Result<String, Fault> {
        let mut reader = Reader::new(text, Limits::default()).copying();
        let mut members = reader.open_object()?;
        while let Some(name) = reader.next_name(&mut members)? {
            if hidden.contains(&name.raw) {
                reader.leave_out(&members)?;
            } else {
                reader.keep(&mut members)?;
                reader.skip()?;
            }
        }
        reader.append_member("z", "9");
        Ok(reader.finish()?.map(Cow::into_owned).unwrap_or_default())
    };
    let text = " { \"a\" : 1 , \"b\" : [ 1 , 2 ] , \"c\":3 } ";
    for (hidden, rest) in [
        (&[][..], r#"{"a":1,"b":[1,2],"c":3,"z":9}"#),
        (&["a"], r#"{"b":[1,2],"c":3,"z":9}"#),
        (&["b"], r#"{"a":1,"c":3,"z":9}"#),
        (&["c"], r#"{"a":1,"b":[1,2],"z":9}"#),
        (&["a", "b"], r#"{"c":3,"z":9}"#),
        (&["a", "b", "c"], r#"{"z":9}"#),
    ] {
        assert_eq!(without(text, hidden).as_deref(), Ok(rest), "{hidden:?}");
    }
}

#[test]
fn each_fault_has_its_kind() {
    let deep = "[".repeat(33);
    let many: Vec<String> = (0..20).map(|i| format!("\"n{}\":1", i % 19)).collect();
    let many = format!("{{{}}}", many.join(","));
    for (text, kind) in [
        ("{\"a\":1,\"a\":2}", FaultKind::DuplicateName),
        ("{\"\":1,\"b\":1,\"\":2}", FaultKind::DuplicateName),
        (many.as_str(), FaultKind::DuplicateName),
        ("{\"a\":1,\"\\u0061\":2}", FaultKind::DuplicateName),
        ("{\"__proto__\":1}", FaultKind::ForbiddenName),
        ("{\"\\u005f_proto__\":1}", FaultKind::ForbiddenName),
        ("\"\\ud800\"", FaultKind::LoneSurrogate),
        ("\"\\udc00\"", FaultKind::LoneSurrogate),
        ("\"\\ud800\\u0041\"", FaultKind::LoneSurrogate),
        ("\"a\nb\"", FaultKind::ControlCharacter),
        ("01", FaultKind::Trailing),
        ("1.", FaultKind::Syntax),
        ("+1", FaultKind::Syntax),
        ("[1,]", FaultKind::Syntax),
        ("{\"a\":1,}", FaultKind::Syntax),
        ("tru", FaultKind::Syntax),
        ("[1", FaultKind::UnexpectedEnd),
        ("\"a", FaultKind::UnexpectedEnd),
        ("", FaultKind::UnexpectedEnd),
        ("1 2", FaultKind::Trailing),
        (deep.as_str(), FaultKind::TooDeep),
    ] {
        assert_eq!(read(text), Err(kind), "{text}");
    }
}

#[test]
fn escapes_decode() {
    let mut reader = Reader::new(r#""a\n\u00e9\ud83d\ude00\/""#, Limits::default());
    let text = reader.string().map(|t| t.decode().into_owned());
    assert_eq!(text, Ok("a\né😀/".to_owned()));
}

#[test]
fn agrees_with_serde_json_on_what_is_json() {
    for text in [
        "0",
        "-0",
        "1e5",
        "\"\\u0000\"",
        "[[],{}]",
        "{\"a\":{\"b\":[null]}}",
        "-",
        "1e",
        "\"\\x\"",
        "[",
        "]",
        "{\"a\"}",
        "{1:2}",
    ] {
        let ours = read(text).is_ok();
        assert_eq!(
            ours,
            serde_json::from_str::<serde_json::Value>(text).is_ok(),
            "{text}"
        );
    }
}
