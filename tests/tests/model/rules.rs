//! The reference: what a command must be answered, and what must come of it, by rules that are
//! simple enough to be seen to be right.

use anteroom_domain::policy::Policy;
use jiff::{SignedDuration, Timestamp};

use crate::mirror::{Letter, Mirror, Seen};
use crate::state::{Becomes, State, applied};

/// What somebody does.
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

/// What a command must be answered: 200 and the like, or a problem's code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Done,
    Refused(&'static str),
    /// Either; it depends on more than the reference knows.
    Open,
}

/// What a command must be answered at `now`, and what its booking then becomes.
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
                let letters = mirror.letters(booking);
                let sent =
                    letters.filter(|letter| letter.kind == "introduction" && !letter.is_copy);
                if *by_service && sent.count() >= 3 {
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
            // So many a day; the day is not the reference's business.
            let letters = mirror.letters(booking);
            let news = letters.filter(|letter| letter.kind == "rescheduled" && !letter.is_copy);
            let verdict = if news.count() >= 20 { Open } else { verdict };
            (verdict, Becomes::At(*to))
        }
        Command::MarkNoShow { booking, .. } => match status(booking) {
            (seen, "confirmed" | "ongoing" | "completed")
                if now < seen.starts_at + policy.no_show_after =>
            {
                refused("too_early")
            }
            // Whether the member came, the record knows.
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

/// Why a session that has not begun can't begin now.
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
    // A proposal must be open to an answer for a while.
    if *by == "provider" && new.starts_at - policy.accept_before <= now {
        return Verdict::Refused("notice_too_short");
    }
    fits(new, state.values(), policy)
}

/// B2: the provider's time counts with their pause, and before the member's.
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

/// For how long it helps to tell a late provider that their member waits.
const TELLS_OF_WAITING: SignedDuration = SignedDuration::from_mins(10);

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
    if letter.kind == "member_waiting" && mirror.host_heard_after(&letter.booking, letter.queued_at)
    {
        return Verdict::Refused("wrong_state");
    }
    let needs_it = [
        "reminder",
        "member_waiting",
        "introduction",
        "phone_booked",
        "switched_to_phone",
    ];
    let is_open = ["confirmed", "ongoing"].contains(&seen.status.as_str());
    if needs_it.contains(&letter.kind.as_str()) && !is_open {
        return Verdict::Refused("wrong_state");
    }
    let pointless_from = match letter.kind.as_str() {
        "cancellation" | "declined" | "expired" | "no_show" => None,
        "proposal" => Some(seen.starts_at - policy.accept_before),
        "reminder" | "changed_soon" => Some(seen.starts_at),
        "member_waiting" => Some(seen.ends_at().min(letter.queued_at + TELLS_OF_WAITING)),
        _ => Some(seen.ends_at()),
    };
    if pointless_from.is_some_and(|from| now >= from) {
        return Verdict::Refused("too_late");
    }
    // So many a day; the day is not the reference's business.
    let copies = mirror.letters(&letter.booking).filter(|l| l.is_copy);
    if copies.count() >= 10 {
        Verdict::Open
    } else {
        Verdict::Done
    }
}
