//! The reference: what a command must be answered, and what must come of it, by rules that are
//! simple enough to be seen to be right.

use anteroom_domain::policy::Policy;
use jiff::{SignedDuration, Timestamp};

use crate::mirror::{Letter, Mirror, Seen};
use crate::state::State;

/// What somebody does.
#[derive(Clone, Debug)]
pub(crate) enum Command {
    Book {
        by_member: bool,
        provider: String,
        member: String,
        phone: bool,
        starts_at: Timestamp,
        minutes: i64,
    },
    Cancel {
        booking: String,
        by: &'static str,
    },
    Start {
        booking: String,
    },
    Join {
        booking: String,
    },
    Report {
        booking: String,
        side: &'static str,
        state: &'static str,
        generation: i64,
    },
    End {
        booking: String,
    },
    Introduce {
        booking: String,
        by_service: bool,
    },
    Resend {
        letter: Letter,
    },
}

/// What a command must be answered: 200 and the like, or a problem's code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Done,
    Refused(&'static str),
    /// Either; it depends on more than the reference knows.
    Open,
}

/// What a command must be answered at `now`, and the status that its booking then has, if that
/// changes.
pub(crate) fn verdict(
    command: &Command,
    state: &State,
    mirror: &Mirror,
    policy: &Policy,
    now: Timestamp,
) -> (Verdict, Option<&'static str>) {
    use Verdict::{Done, Open, Refused};
    let early = |opens_at: Timestamp| now < opens_at;
    match command {
        Command::Book { .. } => (book(command, state, policy, now), None),
        Command::Cancel { booking, .. } => {
            let seen = &state[booking];
            match seen.status.as_str() {
                "confirmed" if now >= seen.starts_at => (Refused("too_late"), None),
                "confirmed" => (Done, Some("cancelled")),
                _ => (Refused("wrong_state"), None),
            }
        }
        Command::Start { booking } => {
            let seen = &state[booking];
            match seen.status.as_str() {
                "ongoing" => (Done, None),
                "confirmed" if early(seen.starts_at - policy.start_early) => {
                    (Refused("too_early"), None)
                }
                "confirmed" if now > seen.ends_at() + policy.close_after => {
                    (Refused("too_late"), None)
                }
                "confirmed" => (Done, Some("ongoing")),
                _ => (Refused("wrong_state"), None),
            }
        }
        Command::Join { booking } => {
            let seen = &state[booking];
            match seen.status.as_str() {
                "confirmed" | "ongoing" if early(seen.starts_at - policy.join_early) => {
                    (Refused("too_early"), None)
                }
                // A member who is let in very often has to wait.
                "ongoing" if mirror.host_in(booking, now) => (Open, None),
                _ => (Done, None),
            }
        }
        Command::Report { .. } => (Done, None),
        Command::End { booking } => match state[booking].status.as_str() {
            "ongoing" => (Done, Some("completed")),
            "completed" => (Done, None),
            _ => (Refused("wrong_state"), None),
        },
        Command::Introduce {
            booking,
            by_service,
        } => {
            let seen = &state[booking];
            let open = ["confirmed", "ongoing"].contains(&seen.status.as_str());
            let letters = mirror.letters(booking);
            let sent = letters
                .filter(|letter| letter.kind == "introduction" && !letter.is_copy)
                .count();
            if !seen.phone || !open {
                (Refused("wrong_state"), None)
            } else if *by_service && sent >= 3 {
                (Refused("rate_limited"), None)
            } else {
                (Done, None)
            }
        }
        Command::Resend { letter } => (resend(letter, state, mirror, now), None),
    }
}

/// The provider's time counts with their pause of ten minutes, and before the member's.
fn book(command: &Command, state: &State, policy: &Policy, now: Timestamp) -> Verdict {
    let Command::Book {
        by_member,
        provider,
        member,
        starts_at,
        minutes,
        ..
    } = command
    else {
        unreachable!("only bookings come here");
    };
    let notice = if *by_member {
        policy.notice
    } else {
        SignedDuration::ZERO
    };
    if *starts_at < now + notice {
        return Verdict::Refused("notice_too_short");
    }
    let ends_at = *starts_at + SignedDuration::from_mins(*minutes);
    let meets = |seen: &Seen, pause: SignedDuration| {
        seen.holds_time() && *starts_at < seen.ends_at() + pause && seen.starts_at < ends_at + pause
    };
    let mut taken = state.values().filter(|seen| seen.provider == *provider);
    if taken.any(|seen| meets(seen, policy.buffer)) {
        return Verdict::Refused("slot_taken");
    }
    let mut taken = state.values().filter(|seen| seen.member == *member);
    if taken.any(|seen| meets(seen, SignedDuration::ZERO)) {
        return Verdict::Refused("member_busy");
    }
    Verdict::Done
}

fn resend(letter: &Letter, state: &State, mirror: &Mirror, now: Timestamp) -> Verdict {
    let seen = &state[&letter.booking];
    if !["sent", "failed", "unknown"].contains(&letter.state.as_str()) {
        return Verdict::Refused("wrong_state");
    }
    if letter.sequence != i64::from(seen.status == "cancelled") {
        return Verdict::Refused("wrong_state");
    }
    if letter.kind != "cancellation" && now >= seen.ends_at() {
        return Verdict::Refused("too_late");
    }
    // So many a day; the day is not the reference's business.
    if mirror
        .letters(&letter.booking)
        .filter(|l| l.is_copy)
        .count()
        >= 10
    {
        return Verdict::Open;
    }
    Verdict::Done
}
