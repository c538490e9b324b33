//! Which patterns are read, what they mean, and that engines agree on it.

use proptest::prelude::*;

use super::engine::{fast, small};
use super::*;

fn refused(source: &str) -> PatternFault {
    match Pattern::new(source) {
        Ok(_) => panic!("{source} is taken"),
        Err(fault) => fault,
    }
}

fn ecma(source: &str) -> Option<String> {
    Pattern::new(source).unwrap().to_ecma()
}

#[test]
fn what_a_pattern_matches() {
    for (pattern, yes, no) in [
        ("", "a", None),
        ("b", "abc", Some("ac")),
        ("^a.c$", "aéc", Some("a\nc")),
        ("(?s)^a.c$", "a\nc", Some("ac")),
        ("^a|b$", "cb", Some("ca")),
        ("(?m)^b$", "a\nb\nc", Some("ab")),
        ("^b", "b", Some("a\nb")),
        ("b$", "b", Some("b\n")),
        (r"\Aab\z", "ab", Some("abc")),
        (r"^\d+$", "42", Some("٤٢")),
        (r"^\w+$", "a_1", Some("ä")),
        (r"^\s$", "\u{b}", Some("\u{a0}")),
        (r"^\D$", "٤", Some("4")),
        (r"^[\W\d]$", "4", Some("a")),
        (r"\bfoo\b", "a foo!", Some("foot")),
        (r"\bö", "aö", Some("ö")),
        (r"\Bb", "ab", Some("a b")),
        (r"\B|\W", "AéA", Some("A")),
        ("^(?:ab){2,3}$", "ababab", Some("ab")),
        ("^a{2}$", "aa", Some("a")),
        ("^a{2,}?$", "aaa", Some("a")),
        ("^(?<x>a)(?P<y>b)?$", "a", Some("b")),
        ("^(?i)straSSe$", "STRAſſE", Some("straße")),
        ("^(?i:a)b$", "Ab", Some("AB")),
        ("^((?i)a)b|c$", "Ab", Some("C")),
        ("^a(?i)b|^c", "aB", Some("A")),
        ("^(?i)[^k]$", "l", Some("\u{212a}")),
        (r"^(?i)\p{Lu}$", "ä", Some("1")),
        (r"^(?i)[[:upper:]]$", "a", Some("1")),
        (r"^\p{L}+$", "Zoë字", Some("a1")),
        (r"^\pL$", "ß", Some("1")),
        (r"^\P{L}$", "1", Some("ß")),
        (r"^\p{Lu}$", "Ä", Some("ä")),
        (r"^\p{gc=Nd}$", "٤", Some("a")),
        (r"^[\p{Greek}\p{sc=Cyrl}]$", "я", Some("a")),
        (r"^\p{Script=Latin}$", "ſ", Some("α")),
        (r"^\p{Alphabetic}$", "ⅷ", Some("1")),
        (r"^[[:alpha:][:^ascii:]]$", "ü", Some("1")),
        ("^[a-c-e]$", "-", Some("d")),
        ("^[0-9-]$", "-", Some("a")),
        ("^[-a]$", "-", Some("b")),
        (r"^[\]\[^]$", "^", Some("a")),
        (r"^\x41\x{1F600}\u0042\u{43}\n$", "A😀BC\n", Some("ABC")),
        (r"^\.\-\/\ $", ".-/ ", Some("a-/ ")),
        ("^a}]$", "a}]", Some("a")),
        ("^(a|)$", "", Some("b")),
        ("^(a*)*$", "aa", Some("ab")),
        (r"^[^\x00-\x{d7ff}]$", "\u{e000}", Some("a")),
        ("^.$", "😀", Some("ab")),
    ] {
        let compiled = Pattern::new(pattern).unwrap();
        assert!(compiled.is_match(yes), "{pattern} matches {yes}");
        assert!(
            no.is_none_or(|no| !compiled.is_match(no)),
            "{pattern} does not match {no:?}"
        );
    }
}

#[test]
fn what_is_not_of_the_dialect_is_refused() {
    use PatternFault::*;
    let escape = |text: &str| Escape(text.to_owned());
    let class = |text: &str| Class(text.to_owned());
    for (pattern, fault) in [
        ("(?=a)", LookAround),
        ("(?!a)", LookAround),
        ("(?<=a)", LookAround),
        ("(?<!a)", LookAround),
        (r"(a)\1", BackReference),
        (r"(?<n>a)\k<n>", BackReference),
        ("(?P=n)", BackReference),
        ("[a-z", UnclosedClass),
        ("[", UnclosedClass),
        ("[]", EmptyClass),
        ("[^]", EmptyClass),
        (r"[^\s\S]", EmptyClass),
        ("[a[b]]", NestedClass),
        ("[a&&b]", NestedClass),
        ("[a--b]", NestedClass),
        ("[a~~b]", NestedClass),
        ("[z-a]", Range),
        (r"[a-\d]", Range),
        (r"[\d-z]", Range),
        ("(a", UnclosedGroup),
        ("a)", UnopenedGroup),
        ("(?", UnclosedGroup),
        ("(?<1>a)", UnclosedGroup),
        ("*a", NothingToRepeat),
        ("a**", NothingToRepeat),
        ("a++", NothingToRepeat),
        ("^*", NothingToRepeat),
        ("(?i)*", NothingToRepeat),
        (r"\b{start}", Repetition),
        ("a{", Repetition),
        ("a{,2}", Repetition),
        ("a{3,2}", Repetition),
        ("a{1001}", Repetition),
        ("a{99999999}", Repetition),
        ("{", Repetition),
        ("(?x)a", Flag),
        ("(?-u)a", Flag),
        ("(?i-)a", Flag),
        ("(?)", Flag),
        ("(?>a)", Flag),
        (r"\", escape("")),
        (r"\q", escape("q")),
        (r"\Z", escape("Z")),
        (r"\<", escape("<")),
        (r"\0", escape("0")),
        (r"[\b]", escape("b")),
        (r"\x4", escape("x")),
        (r"\u{110000}", escape("u")),
        (r"\ud800", escape("u")),
        (r"\x{}", escape("x")),
        (r"\x+1", escape("x")),
        (r"\p{Klingon}", class("Klingon")),
        (r"\p{Age=3}", class("Age=3")),
        (r"\p", class("")),
        ("[[:vowel:]]", class("vowel")),
        ("(((a{1,1000}){1,1000}){1,1000})", TooLarge),
    ] {
        assert_eq!(refused(pattern), fault, "{pattern}");
    }
    assert_eq!(refused(&("(".repeat(40) + &")".repeat(40))), TooDeep);
}

#[test]
fn what_ecma_262_is_told() {
    for (pattern, told) in [
        ("^[A-Z]{2}[0-9]+$", Some("^[A-Z]{2}[0-9]+$")),
        (r"@example\.org$", Some(r"@example\.org$")),
        ("^([01][0-9]|2[0-3])$", Some("^([01][0-9]|2[0-3])$")),
        ("a.c", Some(r"a[^\n]c")),
        (r"^\w+-?\b$", Some(r"^[0-9A-Z_a-z]+-?\b$")),
        ("(?i)é", Some(r"[\u00c9\u00e9]")),
        (r"[\]\[!-]", Some(r"[!\-\[\]]")),
        (r"(?:a{0,3}?){2,}", Some("(a{0,3}){2,}")),
        ("(?m)^a", None),
        ("😀", None),
        (r"\p{L}", None),
        ("[^😀]", None),
    ] {
        assert_eq!(ecma(pattern).as_deref(), told, "{pattern}");
    }
}

#[test]
fn engines_take_the_heaviest_patterns() {
    for pattern in [
        r"^[\p{L} '-]{1,300}$",
        r"(\p{L}{5}){64}",
        "^.{0,1000}$",
        "((a|b|c|[^d-f]){1,100}){1,30}",
        "(a?b?c?d?){1,800}",
        r"(?i)(\P{Ll}{50}){7}",
    ] {
        let syntax = parse::parse(pattern).unwrap();
        assert!(
            syntax.weight() <= syntax::HEAVIEST,
            "{pattern}: {}",
            syntax.weight()
        );
        assert!(fast::compile(&syntax).is_some(), "{pattern}");
        assert!(small::compile(&syntax).is_some(), "{pattern}");
    }
    let deepest = "(".repeat(32) + "a" + &"+)".repeat(32);
    let deepest = parse::parse(&deepest).unwrap();
    assert!(fast::compile(&deepest).is_some() && small::compile(&deepest).is_some());
}

/// Patterns of the dialect.
fn pattern() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "a",
        "b",
        "B",
        "é",
        "É",
        "😀",
        ".",
        "[ab]",
        "[^a]",
        "[^é-ü]",
        r"\d",
        r"\W",
        r"\s",
        "1",
        " ",
        "_",
        r"\n",
        "^",
        "$",
        r"\b",
        r"\B",
        r"\A",
        r"\z",
        r"\p{L}",
        r"\P{Lu}",
        r"\p{Greek}",
        "(?i)",
        "(?m)",
        "(?s)",
        "[[:punct:]]",
        r"[\w-]",
        "",
    ]);
    let leaf = leaf.prop_map(str::to_owned);
    leaf.prop_recursive(4, 24, 4, |inner| {
        let times = prop::sample::select(vec!["*", "+", "?", "{2}", "{1,3}", "{2,}", "*?"]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(|parts| parts.concat()),
            prop::collection::vec(inner.clone(), 2..4)
                .prop_map(|parts| format!("({})", parts.join("|"))),
            (inner, times).prop_map(|(part, times)| format!("(?:{part}){times}")),
        ]
    })
}

fn text() -> impl Strategy<Value = String> {
    let c: Vec<char> = "aAbBéÉüσς😀1٤ _\n-\u{2028}\u{212a}k".chars().collect();
    let c = prop::sample::select(c);
    prop::collection::vec(c, 0..12).prop_map(|text| text.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn engines_agree(pattern in pattern(), texts in prop::collection::vec(text(), 8)) {
        let syntax = parse::parse(&pattern);
        prop_assume!(syntax.as_ref().is_ok_and(|syntax| syntax.weight() <= syntax::HEAVIEST));
        let syntax = syntax.unwrap();
        let form = write::for_engines(&syntax);
        let (fast, small) = (fast::compile(&syntax).unwrap(), small::compile(&syntax).unwrap());
        for text in texts {
            prop_assert_eq!(fast.is_match(&text), small.is_match(&text), "{} {} {:?}", pattern, form, text);
        }
    }

    #[test]
    fn any_text_is_read_or_refused(source in r"[\[\](){}|?*+\\^$.a-zA-Z0-9:=!<>,&~ \-é😀]{0,24}") {
        let _ = Pattern::new(&source);
        let _ = parse::parse(&source).map(|syntax| (write::for_ecma(&syntax), quick::is_quick(&syntax)));
    }
}
