//! The reference model: the required answer and effect of a command, by rules simple enough to be
//! checked by reading.

use anteroom_domain::policy::Policy;
use jiff::{SignedDuration, Timestamp};

use crate::mirror::{Letter, Mirror, Seen};
use crate::state::{Becomes, State, applied};

/// A command.
#[derive(Clone, Debug)]
pub(crate) enum Command {
    Book {
        by: &'static str,
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
        letter: Box<Letter>,
    },
    /// The member answers a proposal.
    Answer {
        booking: String,
        accepts: bool,
    },
    Move {
        booking: String,
        by: &'static str,
        to: Timestamp,
    },
    MarkNoShow {
        booking: String,
        by: &'static str,
    },
    Switch {
        booking: String,
    },
}

/// The required answer: success, or a problem's code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Done,
    Refused(&'static str),
    /// Either; it depends on data that the reference does not hold.
    Open,
}

/// The required answer of a command at `now`, and the booking's next state.
pub(crate) fn verdict(
    command: &Command,
    state: &State,
    mirror: &Mirror,
    policy: &Policy,
    now: Timestamp,
) -> (Verdict, Becomes) {
    use Verdict::{Done, Open, Refused};
    let refused = |code| (Refused(code), Becomes::AsItWas);
    let done = (Done, Becomes::AsItWas);
    let wrong_state = refused("wrong_state");
    let status = |booking: &String| (&state[booking], state[booking].status.as_str());
    match command {
        Command::Book { .. } => (book(command, state, mirror, policy, now), Becomes::AsItWas),
        Command::Cancel { booking, .. } => match status(booking) {
            (seen, "pending" | "confirmed") if now >= seen.starts_at => refused("too_late"),
            (_, "pending" | "confirmed") => (Done, Becomes::Status("cancelled")),
            _ => wrong_state,
        },
        Command::Start { booking } => match status(booking) {
            (_, "ongoing") => done,
            (seen, "confirmed") => match untimely(seen, policy, now) {
                Some(code) => refused(code),
                None => (Done, Becomes::Status("ongoing")),
            },
            _ => wrong_state,
        },
        Command::Join { booking } => match status(booking) {
            (_, "pending") => wrong_state,
            (seen, "confirmed" | "ongoing") if now < seen.starts_at - policy.join_early => {
                refused("too_early")
            }
            // A member who is let in very often has to wait.
            (_, "ongoing") if mirror.is_in(booking, "host", now) => (Open, Becomes::AsItWas),
            _ => done,
        },
        Command::Report { .. } => done,
        Command::End { booking } => match status(booking) {
            (_, "ongoing") => (Done, Becomes::Status("completed")),
            (_, "completed") => done,
            _ => wrong_state,
        },
        Command::Introduce {
            booking,
            by_service,
        } => match status(booking) {
            (seen, "confirmed" | "ongoing") if seen.phone => {
                if *by_service && mirror.introduced(booking) >= 3 {
                    refused("rate_limited")
                } else {
                    done
                }
            }
            _ => wrong_state,
        },
        Command::Resend { letter } => {
            (resend(letter, state, mirror, policy, now), Becomes::AsItWas)
        }
        Command::Answer { booking, accepts } => match status(booking) {
            (seen, "pending") if *accepts && now > seen.starts_at - policy.accept_before => {
                refused("too_late")
            }
            (_, "pending") if *accepts => (Done, Becomes::Status("confirmed")),
            (_, "pending") => (Done, Becomes::Status("cancelled")),
            _ => wrong_state,
        },
        Command::Move { booking, by, to } => {
            let seen = &state[booking];
            let concierge = *by == "concierge";
            let verdict = if seen.status != "confirmed" {
                Refused("wrong_state")
            } else if now >= seen.starts_at {
                Refused("too_late")
            } else if !concierge && now >= seen.starts_at - policy.late_change {
                Refused("late_change")
            } else if *to == seen.starts_at {
                Refused("validation_failed")
            } else if *to < now + notice(by, policy) {
                Refused("notice_too_short")
            } else {
                let others = state.values().filter(|other| other.id != seen.id);
                let moved = Seen {
                    starts_at: *to,
                    ..seen.clone()
                };
                fits(&moved, others, policy)
            };
            // Limited per day; the reference does not track days.
            let letters = mirror.letters(booking);
            let news = letters.filter(|letter| letter.kind == "rescheduled" && !letter.is_copy);
            let verdict = if news.count() >= 20 { Open } else { verdict };
            (verdict, Becomes::At(*to))
        }
        Command::MarkNoShow { booking, by } => match status(booking) {
            (seen, "confirmed" | "ongoing" | "completed")
                if now < seen.starts_at + policy.no_show_after =>
            {
                refused("too_early")
            }
            // The concierge overrules the record, but puts nobody out; for the provider it decides.
            (_, "ongoing") if *by == "concierge" && mirror.is_in(booking, "member", now) => {
                refused("member_attended")
            }
            (_, "confirmed" | "ongoing" | "completed") if *by == "concierge" => {
                (Done, Becomes::Status("no_show"))
            }
            (_, "confirmed" | "ongoing" | "completed") => (Open, Becomes::Status("no_show")),
            _ => wrong_state,
        },
        Command::Switch { booking } => match status(booking) {
            (seen, "confirmed" | "ongoing") if seen.phone => done,
            (seen, "confirmed") => match untimely(seen, policy, now) {
                Some(code) => refused(code),
                None => (Done, Becomes::Phone),
            },
            (_, "ongoing") => (Done, Becomes::Phone),
            _ => wrong_state,
        },
    }
}

/// Why a session that has not started can't start now.
fn untimely(seen: &Seen, policy: &Policy, now: Timestamp) -> Option<&'static str> {
    if now < seen.starts_at - policy.start_early {
        Some("too_early")
    } else if now > seen.ends_at() + policy.close_after {
        Some("too_late")
    } else {
        None
    }
}

fn notice(by: &str, policy: &Policy) -> SignedDuration {
    if by == "concierge" {
        SignedDuration::ZERO
    } else {
        policy.notice
    }
}

fn book(
    command: &Command,
    state: &State,
    mirror: &Mirror,
    policy: &Policy,
    now: Timestamp,
) -> Verdict {
    let new = applied(&State::new(), command, Becomes::AsItWas);
    let (Command::Book { by, .. }, Some(new)) = (command, new.values().next()) else {
        unreachable!("only bookings come here");
    };
    if new.starts_at < now + notice(by, policy) {
        return Verdict::Refused("notice_too_short");
    }
    if *by == "provider" && !mirror.met(&new.provider, &new.member) {
        return Verdict::Refused("no_previous_session");
    }
    // A proposal must be open to an answer for some time.
    if *by == "provider" && new.starts_at - policy.accept_before <= now {
        return Verdict::Refused("notice_too_short");
    }
    fits(new, state.values(), policy)
}

/// B2: the provider's time includes the pause. Their conflict is reported before the member's.
fn fits<'a>(new: &Seen, others: impl Iterator<Item = &'a Seen>, policy: &Policy) -> Verdict {
    let others: Vec<&Seen> = others.filter(|seen| seen.holds_time()).collect();
    let meets = |seen: &Seen, pause: SignedDuration| {
        new.starts_at < seen.ends_at() + pause && seen.starts_at < new.ends_at() + pause
    };
    let any = |test: &dyn Fn(&Seen) -> bool| others.iter().any(|seen| test(seen));
    if any(&|seen| seen.provider == new.provider && meets(seen, policy.buffer)) {
        Verdict::Refused("slot_taken")
    } else if any(&|seen| seen.member == new.member && meets(seen, SignedDuration::ZERO)) {
        Verdict::Refused("member_busy")
    } else {
        Verdict::Done
    }
}

/// How long a message about a person who waits now is useful.
const TELLS_OF_WAITING: SignedDuration = SignedDuration::from_mins(10);

/// Why a message may have been dropped by now, or empty.
pub(crate) fn why_dropped(
    letter: &Letter,
    mirror: &Mirror,
    policy: &Policy,
    now: Timestamp,
) -> Vec<&'static str> {
    let seen = mirror.booking(&letter.booking);
    let moved_on = letter.sequence != mirror.sequence(&letter.booking);
    let came = mirror.awaited_came(letter);
    let is_stale = moved_on || came || !still_open(letter, &seen);
    let reasons = [
        ("stale", is_stale),
        ("too_late", is_pointless(letter, &seen, policy, now)),
    ];
    let reasons = reasons.into_iter().filter(|(_, holds)| *holds);
    reasons.map(|(reason, _)| reason).collect()
}

/// Whether the session is still open, if the message is useful only then.
fn still_open(letter: &Letter, seen: &Seen) -> bool {
    let needs_no_session = [
        "proposal",
        "cancellation",
        "declined",
        "expired",
        "no_show",
        "changed_soon",
    ];
    needs_no_session.contains(&letter.kind.as_str())
        || ["confirmed", "ongoing"].contains(&seen.status.as_str())
}

/// Whether a message would be too late to be useful.
fn is_pointless(letter: &Letter, seen: &Seen, policy: &Policy, now: Timestamp) -> bool {
    let ends_at = letter.starts_at + SignedDuration::from_mins(seen.minutes);
    let from = match letter.kind.as_str() {
        "cancellation" | "declined" | "expired" | "no_show" => return false,
        "proposal" => letter.starts_at - policy.accept_before,
        "changed_soon" if letter.cancels => ends_at,
        "reminder" | "changed_soon" => letter.starts_at,
        "member_waiting" | "provider_waiting" => ends_at.min(letter.queued_at + TELLS_OF_WAITING),
        "switched_to_phone" | "introduction" => ends_at.max(letter.queued_at + TELLS_OF_WAITING),
        _ => ends_at,
    };
    now >= from
}

fn resend(
    letter: &Letter,
    state: &State,
    mirror: &Mirror,
    policy: &Policy,
    now: Timestamp,
) -> Verdict {
    let seen = &state[&letter.booking];
    if !["sent", "failed", "unknown"].contains(&letter.state.as_str()) {
        return Verdict::Refused("wrong_state");
    }
    let is_lost = ["failed", "unknown"].contains(&letter.state.as_str());
    if is_lost
        && mirror
            .letters(&letter.booking)
            .any(|copy| copy.copy_of == letter.id.as_str())
    {
        return Verdict::Refused("wrong_state");
    }
    if letter.sequence != mirror.sequence(&letter.booking) {
        return Verdict::Refused("wrong_state");
    }
    if mirror.awaited_came(letter) {
        return Verdict::Refused("wrong_state");
    }
    if !still_open(letter, seen) {
        return Verdict::Refused("wrong_state");
    }
    if is_pointless(letter, seen, policy, now) {
        return Verdict::Refused("too_late");
    }
    // Limited per day; the reference does not track days.
    let copies = mirror.letters(&letter.booking).filter(|l| l.is_copy);
    if copies.count() >= 10 {
        Verdict::Open
    } else {
        Verdict::Done
    }
}
