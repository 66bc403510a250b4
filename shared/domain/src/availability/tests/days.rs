//! Days with and without a clock change, with instants worked out by hand (B3).

use super::{at, every_day, interval, make, on, open_around};

/// Zone, date, windows on that date, and the expected open time in UTC.
type Case = (
    &'static str,
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

fn check(cases: &[Case]) {
    for (zone, date, windows, expected) in cases {
        let schedule = make(zone, vec![], vec![on(date, windows)]).unwrap();
        let expected: Vec<_> = expected.iter().map(interval).collect();
        assert_eq!(
            open_around(&schedule, date),
            expected,
            "{zone} {date} {windows}"
        );
    }
}

#[test]
fn ordinary_days() {
    check(&[
        (
            "Asia/Ho_Chi_Minh",
            "2026-11-23",
            "08:00-12:00 13:30-24:00",
            &[
                ("2026-11-23T01:00:00Z", "2026-11-23T05:00:00Z"),
                ("2026-11-23T06:30:00Z", "2026-11-23T17:00:00Z"),
            ],
        ),
        (
            "Asia/Singapore",
            "2026-11-23",
            "00:00-09:00 09:00-17:30",
            &[("2026-11-22T16:00:00Z", "2026-11-23T09:30:00Z")],
        ),
        ("Asia/Singapore", "2026-11-23", "", &[]),
    ]);
}

#[test]
fn berlin_skips_two_to_three() {
    let day = "2026-03-29";
    check(&[
        ("Europe/Berlin", day, "02:15-02:45", &[]),
        ("Europe/Berlin", day, "02:00-03:00", &[]),
        (
            "Europe/Berlin",
            day,
            "01:30-02:30",
            &[("2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z")],
        ),
        (
            "Europe/Berlin",
            day,
            "02:30-04:00",
            &[("2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z")],
        ),
        (
            "Europe/Berlin",
            day,
            "00:00-24:00",
            &[("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z")],
        ),
    ]);
}

#[test]
fn berlin_repeats_two_to_three() {
    let day = "2026-10-25";
    check(&[
        (
            "Europe/Berlin",
            day,
            "02:00-03:00",
            &[("2026-10-25T00:00:00Z", "2026-10-25T02:00:00Z")],
        ),
        (
            "Europe/Berlin",
            day,
            "01:00-04:00",
            &[("2026-10-24T23:00:00Z", "2026-10-25T03:00:00Z")],
        ),
        (
            "Europe/Berlin",
            day,
            "01:00-02:30 02:30-04:00",
            &[("2026-10-24T23:00:00Z", "2026-10-25T03:00:00Z")],
        ),
        // Between the two, local time shows hours that are not the provider's.
        (
            "Europe/Berlin",
            day,
            "02:30-04:00",
            &[
                ("2026-10-25T00:30:00Z", "2026-10-25T01:00:00Z"),
                ("2026-10-25T01:30:00Z", "2026-10-25T03:00:00Z"),
            ],
        ),
        (
            "Europe/Berlin",
            day,
            "02:15-02:45",
            &[
                ("2026-10-25T00:15:00Z", "2026-10-25T00:45:00Z"),
                ("2026-10-25T01:15:00Z", "2026-10-25T01:45:00Z"),
            ],
        ),
    ]);
}

#[test]
fn new_york_on_both_days() {
    check(&[
        (
            "America/New_York",
            "2026-03-08",
            "01:00-02:30 02:45-03:30",
            &[("2026-03-08T06:00:00Z", "2026-03-08T07:30:00Z")],
        ),
        (
            "America/New_York",
            "2026-11-01",
            "00:00-03:00",
            &[("2026-11-01T04:00:00Z", "2026-11-01T08:00:00Z")],
        ),
    ]);
}

#[test]
fn midnight_itself_is_skipped_or_repeated() {
    check(&[
        (
            "America/Santiago",
            "2026-09-05",
            "22:00-24:00",
            &[("2026-09-06T02:00:00Z", "2026-09-06T04:00:00Z")],
        ),
        ("America/Santiago", "2026-09-06", "00:00-01:00", &[]),
        (
            "America/Santiago",
            "2026-09-06",
            "00:00-02:00",
            &[("2026-09-06T04:00:00Z", "2026-09-06T05:00:00Z")],
        ),
        (
            "America/Santiago",
            "2026-04-04",
            "22:00-24:00",
            &[("2026-04-05T01:00:00Z", "2026-04-05T04:00:00Z")],
        ),
        (
            "America/Santiago",
            "2026-04-05",
            "00:00-01:00",
            &[("2026-04-05T04:00:00Z", "2026-04-05T05:00:00Z")],
        ),
        (
            "Africa/Cairo",
            "2026-04-24",
            "00:30-02:00",
            &[("2026-04-23T22:00:00Z", "2026-04-23T23:00:00Z")],
        ),
        (
            "Africa/Cairo",
            "2026-10-29",
            "23:00-24:00",
            &[("2026-10-29T20:00:00Z", "2026-10-29T22:00:00Z")],
        ),
    ]);
}

#[test]
fn lord_howe_shifts_by_half_an_hour() {
    let zone = "Australia/Lord_Howe";
    check(&[
        (
            zone,
            "2026-04-05",
            "01:00-03:00",
            &[("2026-04-04T14:00:00Z", "2026-04-04T16:30:00Z")],
        ),
        (
            zone,
            "2026-04-05",
            "01:30-02:00",
            &[("2026-04-04T14:30:00Z", "2026-04-04T15:30:00Z")],
        ),
        (
            zone,
            "2026-10-04",
            "01:30-03:00",
            &[("2026-10-03T15:00:00Z", "2026-10-03T16:00:00Z")],
        ),
        (zone, "2026-10-04", "02:00-02:30", &[]),
    ]);
}

#[test]
fn casablanca_turns_back_for_ramadan() {
    let zone = "Africa/Casablanca";
    check(&[
        (
            zone,
            "2026-02-15",
            "02:00-03:00",
            &[("2026-02-15T01:00:00Z", "2026-02-15T03:00:00Z")],
        ),
        (
            zone,
            "2026-03-01",
            "09:00-10:00",
            &[("2026-03-01T09:00:00Z", "2026-03-01T10:00:00Z")],
        ),
        (
            zone,
            "2026-03-22",
            "01:30-03:30",
            &[("2026-03-22T01:30:00Z", "2026-03-22T02:30:00Z")],
        ),
    ]);
}

#[test]
fn apia_skips_a_whole_day() {
    let zone = "Pacific/Apia";
    check(&[
        (
            zone,
            "2011-12-29",
            "22:00-24:00",
            &[("2011-12-30T08:00:00Z", "2011-12-30T10:00:00Z")],
        ),
        (zone, "2011-12-30", "00:00-24:00", &[]),
        (
            zone,
            "2011-12-31",
            "00:00-02:00",
            &[("2011-12-30T10:00:00Z", "2011-12-30T12:00:00Z")],
        ),
    ]);
}

#[test]
fn singapore_skips_half_an_hour_before_midnight() {
    check(&[(
        "Asia/Singapore",
        "1981-12-31",
        "23:00-24:00",
        &[("1981-12-31T15:30:00Z", "1981-12-31T16:00:00Z")],
    )]);
}

#[test]
fn odd_offsets_of_long_ago_are_cut_to_cells() {
    // Liberia was 44 minutes and 30 seconds behind UTC until 1972.
    let zone = "Africa/Monrovia";
    check(&[
        (
            zone,
            "1971-06-01",
            "09:00-10:00 10:00-11:00",
            &[("1971-06-01T09:45:00Z", "1971-06-01T11:40:00Z")],
        ),
        (zone, "1971-06-01", "09:00-09:05", &[]),
    ]);
}

#[test]
fn windows_keep_their_local_hours_across_a_change() {
    let schedule = make("Europe/Berlin", every_day("09:00-12:00"), vec![]).unwrap();
    let open = schedule.open(at("2026-10-24T00:00:00Z"), at("2026-10-27T00:00:00Z"));
    let expected = [
        ("2026-10-24T07:00:00Z", "2026-10-24T10:00:00Z"),
        ("2026-10-25T08:00:00Z", "2026-10-25T11:00:00Z"),
        ("2026-10-26T08:00:00Z", "2026-10-26T11:00:00Z"),
    ];
    assert_eq!(open, expected.iter().map(interval).collect::<Vec<_>>());
}

#[test]
fn an_override_stands_in_place_of_its_weekday() {
    let overrides = vec![on("2026-12-25", ""), on("2026-12-27", "10:00-11:00")];
    let schedule = make("UTC", every_day("09:00-12:00"), overrides).unwrap();
    let open = schedule.open(at("2026-12-25T00:00:00Z"), at("2026-12-28T00:00:00Z"));
    let expected = [
        ("2026-12-26T09:00:00Z", "2026-12-26T12:00:00Z"),
        ("2026-12-27T10:00:00Z", "2026-12-27T11:00:00Z"),
    ];
    assert_eq!(open, expected.iter().map(interval).collect::<Vec<_>>());
}

#[test]
fn windows_that_meet_at_midnight_are_one_interval_and_are_cut() {
    let schedule = make("Asia/Ho_Chi_Minh", every_day("00:00-24:00"), vec![]).unwrap();
    let (from, to) = (at("2026-11-22T10:02:30Z"), at("2026-12-22T10:00:00.5Z"));
    assert_eq!(
        schedule.open(from, to),
        [super::Interval {
            start: from,
            end: to
        }]
    );
    assert!(schedule.covers(from, to));
    assert_eq!(schedule.open(to, from), []);
    assert_eq!(schedule.open(from, from), []);
}

#[test]
fn cover_is_whole_or_not_at_all() {
    let schedule = make(
        "Europe/Berlin",
        every_day("09:00-10:00 10:00-12:00"),
        vec![],
    )
    .unwrap();
    let covers = |from: &str, to: &str| schedule.covers(at(from), at(to));
    assert!(covers("2026-11-23T08:00:00Z", "2026-11-23T11:00:00Z"));
    assert!(covers("2026-11-23T08:55:00Z", "2026-11-23T09:05:00Z"));
    assert!(!covers("2026-11-23T07:55:00Z", "2026-11-23T08:30:00Z"));
    assert!(!covers("2026-11-23T10:30:00Z", "2026-11-23T11:05:00Z"));
    assert!(!covers("2026-11-23T10:00:00Z", "2026-11-24T09:00:00Z"));
    assert!(!covers("2026-11-23T12:00:00Z", "2026-11-23T13:00:00Z"));
}

#[test]
fn the_first_and_last_instants_are_handled() {
    use jiff::Timestamp;
    let schedule = make("Pacific/Kiritimati", every_day("00:00-24:00"), vec![]).unwrap();
    let week = jiff::SignedDuration::from_hours(7 * 24);
    let first = Timestamp::MIN + week;
    let last = Timestamp::MAX - week;
    assert!(schedule.covers(last, Timestamp::MAX - jiff::SignedDuration::from_hours(24)));
    assert!(!schedule.open(Timestamp::MIN, first).is_empty());
    assert!(!schedule.open(last, Timestamp::MAX).is_empty());
}
