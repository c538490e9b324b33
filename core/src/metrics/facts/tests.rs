//! Loading: what is read, and what is kept aside.

use super::*;

fn shape() -> Arc<FactShape> {
    let money = ColumnType::Money { currency: None };
    let columns = vec![
        ColumnShape::new("at", ColumnType::Instant),
        ColumnShape::new("who", ColumnType::Text),
        ColumnShape::new("count", ColumnType::Int).optional(),
        ColumnShape::new("share", ColumnType::Decimal { scale: 3 }).optional(),
        ColumnShape::new("price", money).optional(),
        ColumnShape::new("paid", ColumnType::Bool).optional(),
    ];
    FactShape::new(columns).unwrap().into()
}

fn problems(loaded: &Loaded) -> Vec<(usize, Option<&str>, &str)> {
    let bad = loaded.bad.iter();
    bad.map(|bad| (bad.line, bad.column.as_deref(), bad.code.as_str()))
        .collect()
}

const AT: &str = "2026-03-01T10:00:00Z";

#[test]
fn csv_has_quotes_line_ends_and_columns_in_any_order() {
    let csv = format!(
        "\u{feff}paid,who,\"at\",price.amount,price.currency,note\r\n\
         true,\"a, \"\"b\"\"\r\nc\",{AT},-1.5,EUR,x\r\n\
         \n\
         ,z,{AT},,,\n\
         false,y,{AT},7,JPY,last"
    );
    let loaded = Facts::from_csv(&shape(), &csv).unwrap();
    assert_eq!(problems(&loaded), []);
    let facts = &loaded.facts;
    let spelled = |column: &str, row| {
        let place = facts.shape().find(column).unwrap();
        facts.spelled(&facts.columns[place].0, row)
    };
    assert_eq!(spelled("who", 0).as_deref(), Some("a, \"b\"\r\nc"));
    assert_eq!(spelled("paid", 1), None);
    assert_eq!(spelled("paid", 2).as_deref(), Some("false"));
    assert_eq!(spelled("at", 2).as_deref(), Some(AT));
    let Some(Data::Money(money)) = facts.data(4) else {
        panic!()
    };
    assert_eq!(money.get(0), Some((-150, "EUR", 2)));
    assert_eq!(money.get(1), None);
    assert_eq!(money.get(2), Some((7, "JPY", 0)));
}

#[test]
fn bad_lines_of_csv_are_reported_where_they_begin() {
    let csv = format!(
        "at,who,count,share,price\n\
         soon,a,1,,\n\
         {AT},\"two\nlines\",1.5,,\n\
         {AT},a,1,0.1234,\n\
         {AT},a,1,0.1230,1 XXX\n\
         {AT},,1,,\n\
         {AT},a,1\n\
         {AT},a\"b,1,,\n\
         {AT},\"a\"b,1,,\n\
         {AT},a,1,0.5,12\n\
         {AT},a,99999999999999999999,,\n\
         {AT},ok,1,0.1230,3 EUR\n\
         {AT},\"open,1,,\n{AT},b,1,,"
    );
    let loaded = Facts::from_csv(&shape(), &csv).unwrap();
    let expected = [
        (2, Some("at"), "schema.instant"),
        (3, Some("count"), "schema.not_an_integer"),
        (5, Some("share"), "schema.too_many_decimals"),
        (6, Some("price"), "schema.currency"),
        (7, Some("who"), "schema.required"),
        (8, None, "metrics.bad_row"),
        (9, None, "metrics.bad_row"),
        (10, None, "metrics.bad_row"),
        (11, Some("price"), "schema.money"),
        (12, Some("count"), "schema.not_an_integer"),
        (14, None, "metrics.bad_row"),
    ];
    assert_eq!(problems(&loaded), expected);
    assert_eq!(loaded.facts.rows(), 2);
}

#[test]
fn a_first_line_must_name_what_every_row_needs() {
    let failure = Facts::from_csv(&shape(), "at,count\n").unwrap_err();
    assert_eq!(failure.code(), Code::MetricsUnknownColumn);
    assert_eq!(
        Facts::from_csv(&shape(), "at,who\r\n")
            .unwrap()
            .facts
            .rows(),
        0
    );
}

#[test]
fn lines_of_json_are_typed() {
    let good = format!(
        r#"{{"at":"{AT}","who":"a","count":3,"share":0.5,"price":{{"amount":"1.20","currency":"EUR"}},"paid":false}}"#
    );
    let lines = format!(
        "{good}\n\n  \r\n[]\n{{\"at\":1,\"who\":\"a\"}}\n{{\"at\":\"{AT}\",\"who\":\"a\",\"count\":\"3\"}}\n{{\"at\":\n{{\"at\":\"{AT}\",\"who\":null}}"
    );
    let loaded = Facts::from_ndjson(&shape(), lines.as_bytes()).unwrap();
    assert_eq!(loaded.facts.rows(), 1);
    let expected = [
        (4, None, "metrics.bad_row"),
        (5, Some("at"), "schema.wrong_type"),
        (6, Some("count"), "schema.wrong_type"),
        (7, None, "json.unexpected_end"),
        (8, Some("who"), "schema.required"),
    ];
    assert_eq!(problems(&loaded), expected);
}

#[test]
fn records_are_read_at_pointers() {
    let pointer = Pointer::new("/client/ids/1").unwrap();
    let column = ColumnShape::new("who", ColumnType::Text).at(pointer);
    let shape = Arc::new(FactShape::new(vec![column]).unwrap());
    let documents = [&br#"{"client":{"ids":["x","y"]}}"#[..], br#"{"client":{}}"#];
    let loaded = Facts::from_records(&shape, documents).unwrap();
    assert_eq!(loaded.facts.coded(0).unwrap().1.get(1), Some("y"));
    assert_eq!(problems(&loaded), [(2, Some("who"), "schema.required")]);
}

#[test]
fn columns_of_a_host_must_fit() {
    let fits = |columns| Facts::from_columns(&shape(), columns).map_err(|failure| failure.code());
    let good = || {
        vec![
            Column::instants([Some(0)]),
            Column::texts([Some("a")]),
            Column::ints([None]),
            Column::decimals([Some(5)], 3),
            Column::money([Some((100, "EUR"))]).unwrap(),
            Column::bools([Some(true)]),
        ]
    };
    assert_eq!(fits(good()).unwrap().rows(), 1);
    let mut longer = good();
    longer[2] = Column::ints([None, Some(1)]);
    assert_eq!(fits(longer).unwrap_err(), Code::MetricsBadRow);
    let mut other = good();
    other[3] = Column::decimals([Some(5)], 2);
    assert_eq!(fits(other).unwrap_err(), Code::MetricsColumnType);
    let dictionary = Arc::new(["a"].into_iter().collect::<Dictionary>());
    assert!(Column::coded(vec![0, 2], dictionary).is_err());
    assert!(Column::money([Some((1, "EUX"))]).is_err());
}

#[test]
fn dictionaries_become_one_and_say_where_the_texts_are() {
    let dictionary =
        |texts: &[&str]| -> Arc<Dictionary> { Arc::new(texts.iter().copied().collect()) };
    let mut own = dictionary(&["a", "b"]);
    let shared = Arc::clone(&own);
    let same = dictionary(&["a", "b"]);
    assert_eq!(Dictionary::unite(&mut own, &same), [1, 2]);
    assert!(Dictionary::unite(&mut own, &Arc::default()).is_empty());
    assert_eq!(Dictionary::unite(&mut own, &dictionary(&["b"])), [2]);
    assert!(Arc::ptr_eq(&own, &shared));
    let more = dictionary(&["c", "b", "d"]);
    assert_eq!(Dictionary::unite(&mut own, &more), [3, 2, 4]);
    assert_eq!(own.iter().collect::<Vec<_>>(), ["a", "b", "c", "d"]);
    assert_eq!(shared.len(), 2);
    let mut none = Arc::default();
    assert_eq!(Dictionary::unite(&mut none, &more), [1, 2, 3]);
}

#[test]
fn columns_know_whether_a_value_is_less_than_the_one_before() {
    let turns = |values: &[Option<i64>]| match Column::instants(values.iter().copied()).0 {
        Data::Instant(numbers) => numbers.turns,
        _ => panic!("they are instants"),
    };
    for ordered in [&[][..], &[Some(7)], &[Some(-3), Some(-3), Some(0)]] {
        assert!(!turns(ordered));
    }
    assert!(turns(&[Some(1), Some(2), Some(1), Some(9)]));
    assert!(turns(&[Some(1), None]), "what is missing is 0");
}
