use proptest::prelude::*;

use super::*;
use crate::error::Code;
use crate::time::{parse_instant, write_instant};

fn at(text: &str) -> i64 {
    parse_instant(text).unwrap()
}

/// Berlin in 2026.
fn berlin(_: &str) -> Result<Zone, Failure> {
    let changes = [
        (at("2026-03-29T01:00:00Z"), 7200),
        (at("2026-10-25T01:00:00Z"), 3600),
    ];
    Zone::from_transitions("Europe/Berlin", 3600, &changes)
}

fn schedule(document: &str) -> Schedule {
    Schedule::from_document(document, &berlin).unwrap()
}

fn within(from: &str, until: &str) -> Stretch {
    Stretch {
        from: at(from),
        until: at(until),
    }
}

fn wanted(within: Stretch, minutes: u32) -> Wanted {
    Wanted {
        within,
        minutes,
        every: minutes,
        now: at("2026-01-01T00:00:00Z"),
    }
}

fn starts(schedule: &Schedule, wanted: &Wanted, taken: &[Stretch]) -> Vec<String> {
    let free = schedule.free(wanted, taken).unwrap();
    free.iter().map(|slot| write_instant(slot.from)).collect()
}

/// A Sunday, from before its midnight to behind it.
fn sunday(date: &str) -> Stretch {
    let from = at(&format!("{date}T00:00:00Z"));
    Stretch {
        from: from - 12 * 60 * MINUTE,
        until: from + 36 * 60 * MINUTE,
    }
}

const SUNDAYS: &str =
    r#"{"timezone":"Europe/Berlin","weekly":[{"day":"sunday","from":"01:00","to":"04:00"}]}"#;

#[test]
fn hours_are_what_clocks_show_there() {
    let summer = starts(&schedule(SUNDAYS), &wanted(sunday("2026-06-07"), 60), &[]);
    assert_eq!(
        summer,
        [
            "2026-06-06T23:00:00Z",
            "2026-06-07T00:00:00Z",
            "2026-06-07T01:00:00Z"
        ]
    );
    let winter = starts(&schedule(SUNDAYS), &wanted(sunday("2026-12-06"), 60), &[]);
    assert_eq!(
        winter,
        [
            "2026-12-06T00:00:00Z",
            "2026-12-06T01:00:00Z",
            "2026-12-06T02:00:00Z"
        ]
    );
}

#[test]
fn an_hour_that_clocks_skip_is_not_offered_and_one_that_they_repeat_is_offered_twice() {
    let spring = starts(&schedule(SUNDAYS), &wanted(sunday("2026-03-29"), 60), &[]);
    assert_eq!(spring, ["2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z"]);
    let autumn = starts(&schedule(SUNDAYS), &wanted(sunday("2026-10-25"), 60), &[]);
    assert_eq!(
        autumn,
        [
            "2026-10-24T23:00:00Z",
            "2026-10-25T00:00:00Z",
            "2026-10-25T01:00:00Z",
            "2026-10-25T02:00:00Z"
        ]
    );
}

#[test]
fn hours_that_begin_or_end_where_clocks_change_are_whole() {
    let document = |from: &str, to: &str| SUNDAYS.replace("01:00", from).replace("04:00", to);
    let stretches = |document: &str, date: &str| schedule(document).open(sunday(date));
    let spring = stretches(&document("02:30", "03:30"), "2026-03-29");
    assert_eq!(
        spring,
        [within("2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z")]
    );
    assert_eq!(stretches(&document("02:00", "03:00"), "2026-03-29"), []);
    let autumn = stretches(&document("02:00", "02:30"), "2026-10-25");
    assert_eq!(
        autumn,
        [within("2026-10-25T00:00:00Z", "2026-10-25T01:30:00Z")]
    );
}

#[test]
fn the_end_of_a_day_meets_the_next() {
    let document = r#"{"timezone":"Europe/Berlin","weekly":[
        {"day":"friday","from":"22:00","to":"24:00"}, {"day":"saturday","from":"00:00","to":"01:00"}]}"#;
    let friday = within("2026-06-05T00:00:00Z", "2026-06-07T00:00:00Z");
    let found = starts(&schedule(document), &wanted(friday, 90), &[]);
    assert_eq!(found, ["2026-06-05T20:00:00Z", "2026-06-05T21:30:00Z"]);
}

#[test]
fn exceptions_open_and_close() {
    let document = r#"{"timezone":"Europe/Berlin",
        "weekly":[{"day":"monday","from":"09:00","to":"12:00"},{"day":"tuesday","from":"09:00","to":"12:00"},
            {"day":"wednesday","from":"09:00","to":"12:00"}],
        "exceptions":[{"date":"2026-06-01","open":false},
            {"date":"2026-06-02","open":true,"from":"14:00","to":"15:00"},
            {"date":"2026-06-02","open":true,"from":"16:00","to":"17:00"},
            {"date":"2026-06-03","open":false,"from":"10:00","to":"11:00"},
            {"date":"2026-06-04","open":true,"from":"10:00","to":"11:00"}]}"#;
    let week = within("2026-06-01T00:00:00Z", "2026-06-08T00:00:00Z");
    let found = starts(&schedule(document), &wanted(week, 60), &[]);
    assert_eq!(
        found,
        [
            "2026-06-02T12:00:00Z",
            "2026-06-02T14:00:00Z",
            "2026-06-03T07:00:00Z",
            "2026-06-03T09:00:00Z",
            "2026-06-04T08:00:00Z",
        ]
    );
}

#[test]
fn notice_and_pauses_are_kept() {
    let document = r#"{"timezone":"Europe/Berlin","weekly":[{"day":"monday","from":"09:00","to":"12:00"}],
        "notice_minutes":90,"buffer_minutes":15}"#;
    let schedule = schedule(document);
    let monday = within("2026-06-01T00:00:00Z", "2026-06-02T00:00:00Z");
    let wanted = Wanted {
        within: monday,
        minutes: 30,
        every: 30,
        now: at("2026-06-01T05:40:00Z"),
    };
    let taken = [within("2026-06-01T08:40:00Z", "2026-06-01T09:00:00Z")];
    // Open from 07:00 to 10:00 UTC; notice until 07:10; taken, with pauses, from 08:25 to 09:15.
    assert_eq!(
        starts(&schedule, &wanted, &taken),
        ["2026-06-01T07:30:00Z", "2026-06-01T09:30:00Z"]
    );
    let found = starts(&schedule, &wanted, &[]);
    assert_eq!(found.len(), 5);
}

#[test]
fn a_slot_fits_into_what_was_asked_for() {
    let monday = within("2026-06-01T07:10:00Z", "2026-06-01T08:40:00Z");
    let document = SUNDAYS
        .replace("sunday", "monday")
        .replace("01:00", "09:00")
        .replace("04:00", "12:00");
    let found = starts(&schedule(&document), &wanted(monday, 30), &[]);
    assert_eq!(found, ["2026-06-01T07:30:00Z", "2026-06-01T08:00:00Z"]);
}

#[test]
fn what_is_no_schedule_says_where() {
    let place = |document: &str| {
        let refused = Schedule::from_document(document, &berlin).unwrap_err();
        assert_eq!(refused.code(), Code::KernelBadRequest, "{document}");
        let text = refused.to_string();
        let place = text.rsplit('`').nth(1).unwrap_or_default();
        place.to_owned()
    };
    let with = |members: &str| format!(r#"{{"timezone":"Europe/Berlin",{members}}}"#);
    assert_eq!(place("{}"), "/timezone");
    assert_eq!(place(r#"{"timezone":3}"#), "/timezone");
    assert_eq!(place(&with(r#""weekly":{}"#)), "/weekly");
    assert_eq!(
        place(&with(
            r#""weekly":[{"day":"someday","from":"09:00","to":"10:00"}]"#
        )),
        "/weekly/0/day"
    );
    assert_eq!(place(&with(r#""weekly":[{"day":"monday"}]"#)), "/weekly/0");
    assert_eq!(
        place(&with(
            r#""weekly":[{"day":"monday","from":"10:00","to":"10:00"}]"#
        )),
        "/weekly/0"
    );
    assert_eq!(
        place(&with(
            r#""weekly":[{"day":"monday","from":"24:01","to":"25:00"}]"#
        )),
        "/weekly/0/from"
    );
    assert_eq!(
        place(&with(
            r#""weekly":[{"day":"monday","from":"9:00","to":"10:00"}]"#
        )),
        "/weekly/0/from"
    );
    assert_eq!(
        place(&with(r#""exceptions":[{"date":"2026-02-30","open":true}]"#)),
        "/exceptions/0/date"
    );
    assert_eq!(
        place(&with(r#""exceptions":[{"date":"2026-02-03"}]"#)),
        "/exceptions/0/open"
    );
    assert_eq!(place(&with(r#""buffer_minutes":-1"#)), "/buffer_minutes");
    assert!(Schedule::from_document("{", &berlin).is_err());
    let unknown = |_: &str| Err(Failure::new(Code::MetricsUnknownZone));
    let refused = Schedule::from_document(SUNDAYS, &unknown).unwrap_err();
    assert_eq!(refused.code(), Code::MetricsUnknownZone);
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let always = r#"{"timezone":"UTC","weekly":[{"day":"monday","from":"00:00","to":"24:00"}]}"#;
    let schedule = schedule(always);
    let year = within("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z");
    let refused = |wanted: Wanted| schedule.free(&wanted, &[]).unwrap_err().code();
    let backwards = Stretch {
        from: year.until,
        until: year.from,
    };
    assert_eq!(refused(wanted(backwards, 60)), Code::KernelBadRequest);
    let long = Stretch {
        until: year.until + 2 * DAY,
        ..year
    };
    assert_eq!(refused(wanted(long, 60)), Code::KernelBadRequest);
    assert_eq!(refused(wanted(year, 0)), Code::KernelBadRequest);
    assert_eq!(refused(wanted(year, 1)), Code::KernelBadRequest, "too many");
    assert_eq!(
        schedule.free(
            &wanted(
                Stretch {
                    until: year.from,
                    ..year
                },
                9
            ),
            &[]
        ),
        Ok(vec![])
    );
    let beyond = Stretch {
        from: i64::MAX - DAY,
        until: i64::MAX,
    };
    assert_eq!(refused(wanted(beyond, 60)), Code::KernelBadRequest);
    let last = within("9999-12-01T00:00:00Z", "9999-12-31T23:59:59Z");
    assert_eq!(schedule.free(&wanted(last, 1440), &[]).unwrap().len(), 4);
}

/// Minutes of a week that begins on a Monday, asked one by one.
#[derive(Debug, Clone)]
struct Plain {
    open: Vec<(usize, i64, i64)>,
    taken: Vec<(i64, i64)>,
    pause: i64,
}

const WEEK: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

const MONDAY: &str = "2026-06-01T00:00:00Z";

impl Plain {
    fn is_open(&self, minute: i64) -> bool {
        let (day, minute) = (usize::try_from(minute / 1440).unwrap(), minute % 1440);
        let mut open = self.open.iter();
        open.any(|(known, from, until)| *known == day && (*from..*until).contains(&minute))
    }

    /// Slots of `minutes` that begin every `every` minutes of a stretch that is open.
    fn free(&self, minutes: i64, every: i64) -> Vec<i64> {
        let mut since = None;
        let mut free = Vec::new();
        for minute in 0..7 * 1440 {
            if !self.is_open(minute) {
                since = None;
                continue;
            }
            let begun = *since.get_or_insert(minute);
            let whole = (minute..minute + minutes).all(|at| at < 7 * 1440 && self.is_open(at));
            let near = |(from, until): &(i64, i64)| {
                *from < minute + minutes + self.pause && minute - self.pause < *until
            };
            if (minute - begun) % every == 0 && whole && !self.taken.iter().any(near) {
                free.push(minute);
            }
        }
        free
    }

    fn document(&self) -> String {
        let time = |minute: i64| format!("{:02}:{:02}", minute / 60, minute % 60);
        let rules = self.open.iter().map(|(day, from, until)| {
            let day = WEEK[*day];
            format!(
                r#"{{"day":"{day}","from":"{}","to":"{}"}}"#,
                time(*from),
                time(*until)
            )
        });
        let rules: Vec<String> = rules.collect();
        let pause = self.pause;
        format!(
            r#"{{"timezone":"UTC","weekly":[{}],"buffer_minutes":{pause}}}"#,
            rules.join(",")
        )
    }
}

fn plain() -> impl Strategy<Value = Plain> + use<> {
    let hours = (0usize..7, 0i64..96, 1i64..40)
        .prop_map(|(day, from, length)| (day, from * 15, (from * 15 + length * 15).min(1440)));
    let taken = (0i64..7 * 1440, 1i64..200).prop_map(|(from, length)| (from, from + length));
    let parts = (
        prop::collection::vec(hours, 0..12),
        prop::collection::vec(taken, 0..8),
        0i64..40,
    );
    parts.prop_map(|(open, taken, pause)| Plain { open, taken, pause })
}

proptest! {
    #[test]
    fn slots_are_those_found_minute_by_minute(
        plain in plain(), minutes in 1u32..150, every in 1u32..90,
    ) {
        let monday = at(MONDAY);
        let zone = |_: &str| Ok(Zone::utc());
        let schedule = Schedule::from_document(&plain.document(), &zone).unwrap();
        // What is open on the Sunday before and the Monday after is not asked about, and does not
        // reach into the week: both are closed here.
        let mut schedule = schedule;
        for day in [-1, 7] {
            let closed = Exception { closed: vec![(0, 1440)], ..Exception::default() };
            schedule.exceptions.insert(monday.div_euclid(DAY) + day, closed);
        }
        let taken = plain.taken.iter().map(|(from, until)| Stretch {
            from: monday + from * MINUTE,
            until: monday + until * MINUTE,
        });
        let taken: Vec<Stretch> = taken.collect();
        let within = Stretch { from: monday, until: monday + 7 * DAY };
        let wanted = Wanted { within, minutes, every, now: monday - DAY };
        let found = schedule.free(&wanted, &taken).unwrap();
        let found: Vec<i64> = found.iter().map(|slot| (slot.from - monday) / MINUTE).collect();
        prop_assert_eq!(found, plain.free(i64::from(minutes), i64::from(every)));
    }
}
