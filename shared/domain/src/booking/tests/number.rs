//! S8: who sees the member's number, in every state and before and after each limit.

use std::fmt::Write as _;

use jiff::SignedDuration;

use super::{SessionType, named, of_type, start, states};
use crate::booking::Side;
use crate::message::facts;
use crate::policy::Policy;
use crate::values::Role;

/// Minutes after the start. The session lasts 50, and the number is shown for 60 more.
const TRIED: [i64; 6] = [-48 * 60, 0, 50, 109, 110, 30 * 24 * 60];

#[test]
fn the_provider_sees_the_number_from_the_agreement_until_shortly_after_the_end() {
    let policy = Policy::default();
    let mut table = String::new();
    for state in states() {
        let booking = of_type(SessionType::Phone, state.clone());
        for role in Role::OF_PEOPLE {
            let shown = TRIED.map(|minutes| {
                let now = start() + SignedDuration::from_mins(minutes);
                let shown = booking.shows_number(role, &policy, now);
                let over_long_ago = booking.check_number_shown(&policy, now).is_err();
                assert!(!(shown && role == Role::Provider && over_long_ago));
                if shown { "shown" } else { "-" }
            });
            let (state, role, shown) = (named(&state), role.as_str(), shown.join(" "));
            writeln!(table, "{state} | {role} | {shown}").unwrap();
        }
        let told = facts(&booking, Side::Provider).member_phone.is_some();
        writeln!(table, "{} | message | told: {told}", named(&state)).unwrap();
    }
    insta::assert_snapshot!(table);
}

#[test]
fn nobody_sees_a_number_in_a_video_session() {
    for state in states() {
        let booking = of_type(SessionType::Video, state);
        for role in Role::OF_PEOPLE {
            assert!(!booking.shows_number(role, &Policy::default(), start()));
        }
    }
}
