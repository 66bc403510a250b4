//! Whether a stage books: one session of two people who are there for it alone, as far ahead as it can be, told by
//! email and cancelled. Whatever step it is cut at, the next time begins with what is left.

use std::thread;
use std::time::Duration;

use jiff::{RoundMode, SignedDuration, Timestamp, TimestampRound, Unit};
use serde_json::{Value, json};

use super::deploy::Deployment;
use super::invoke::{Function, Invoker, Reply};
use super::sample;
use crate::failure::Failure;

const PROVIDER: &str = "prv_deployment";
const MEMBER: &str = "mem_deployment";

/// Addresses at which SES's simulator of mailboxes takes what is sent, in the sandbox too, without counting it for
/// the account's reputation ("Sending test emails in Amazon SES with the simulator",
/// <https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html>). What follows the plus sign is ours.
const MAILBOX: &str = "@simulator.amazonses.com";

/// How long an email may take, once SES sends.
const TRIES: u32 = 30;
/// The same while SES has not verified the mail domain, when it most likely waits.
const TRIES_UNVERIFIED: u32 = 3;
const PAUSE: Duration = Duration::from_secs(2);

/// The farthest day on which the search of bookings finds one without being told.
const SEARCHED: SignedDuration = SignedDuration::from_hours(24 * 59);

/// Books, looks, cancels, unless it was left out.
pub(super) fn test(deployment: &mut Deployment) -> Result<(), Failure> {
    if deployment.no_smoke_booking {
        println!("  Left out, as you said.");
        return Ok(());
    }
    let invoker = Invoker::new(deployment)?;
    let walked = walk(deployment, &invoker);
    // What went wrong leaves nobody who can be booked, and nothing that is booked.
    let left = match walked {
        Ok(()) => Ok(()),
        Err(_) => cancel_what_is_left(&invoker),
    };
    let closed = [("provider", PROVIDER), ("member", MEMBER)].map(|(kind, id)| {
        let why = format!("Nobody books with the {kind} until the next deployment.");
        set_access(&invoker, &why, kind, id, "deactivate")
    });
    walked.and(left).and(closed.into_iter().collect())
}

fn walk(deployment: &mut Deployment, invoker: &Invoker) -> Result<(), Failure> {
    for (kind, id) in [("provider", PROVIDER), ("member", MEMBER)] {
        is_there(invoker, kind, id)?;
    }
    let path = format!("/v1/admin/providers/{PROVIDER}/schedule");
    let why = "They are always open.";
    change(invoker, why, "PUT", &path, &sample::always())?;
    cancel_what_is_left(invoker)?;

    let starts_at = far_ahead(invoker)?;
    let new = sample::session(PROVIDER, MEMBER, &starts_at);
    let why = "Book, as far ahead as it can be.";
    let booked = change(invoker, why, "POST", "/v1/admin/bookings", &new)?;
    let id = booked["id"].as_str().unwrap_or("<Booking>");
    let path = format!("/v1/bookings/{id}");
    let read = invoker.ask("Read it.", Function::Bookings, "GET", &path, None)?;
    let read = expected(read, "Reading the booking")?;
    if !read.is_null() && read["status"] != "confirmed" {
        return Err(Failure::Usage(format!(
            "The booking should be confirmed: {read}"
        )));
    }
    told(deployment, invoker, id)?;
    cancel(invoker, id)
}

/// Adds a person, or lets one from the last time take part again.
fn is_there(invoker: &Invoker, kind: &str, id: &str) -> Result<(), Failure> {
    let list = format!("/v1/admin/{kind}s");
    let why = format!("Is there a {kind} for this from the last time?");
    let path = format!("{list}/{id}");
    let found = invoker.ask(&why, Function::Concierge, "GET", &path, None)?;
    if found.as_ref().is_none_or(|reply| reply.status == 404) {
        let name = format!("Deployment check ({kind})");
        let new = sample::person(id, &name, &format!("success+{kind}{MAILBOX}"));
        change(
            invoker,
            "If not: add one, with a mailbox that SES keeps for tests.",
            "POST",
            &list,
            &new,
        )?;
    } else {
        expected(found, "Looking for a person")?;
    }
    set_access(
        invoker,
        &format!("The {kind} can be booked."),
        kind,
        id,
        "activate",
    )
}

fn set_access(
    invoker: &Invoker,
    why: &str,
    kind: &str,
    id: &str,
    what: &str,
) -> Result<(), Failure> {
    let path = format!("/v1/admin/{kind}s/{id}/{what}");
    change(invoker, why, "POST", &path, &json!({})).map(|_| ())
}

/// Cancels bookings of a deployment that was cut.
fn cancel_what_is_left(invoker: &Invoker) -> Result<(), Failure> {
    let path = format!("/v1/admin/bookings?providerId={PROVIDER}&status=confirmed");
    let why = "Is a booking left of a deployment that was cut?";
    let left = invoker.ask(why, Function::Concierge, "GET", &path, None)?;
    let left = expected(left, "Looking for bookings")?;
    let left = left["items"].as_array().into_iter().flatten();
    for id in left.filter_map(|booking| booking["id"].as_str()) {
        cancel(invoker, id)?;
    }
    Ok(())
}

fn cancel(invoker: &Invoker, id: &str) -> Result<(), Failure> {
    let path = format!("/v1/bookings/{id}/cancel");
    let body = json!({"reason": "A check after a deployment."});
    let why = "Cancel it.";
    let done = invoker.ask(why, Function::Bookings, "POST", &path, Some(&body))?;
    expected(done, "Cancelling").map(|_| ())
}

/// A start on a full hour, shortly before the horizon.
fn far_ahead(invoker: &Invoker) -> Result<String, Failure> {
    let why = "How far ahead can people book?";
    let policy = invoker.ask(why, Function::Bookings, "GET", "/v1/policy", None)?;
    let policy = expected(policy, "The policy")?;
    let minutes = policy["horizonMinutes"].as_i64().unwrap_or_default();
    let ahead = SignedDuration::from_mins(minutes).min(SEARCHED);
    let hours = TimestampRound::new()
        .smallest(Unit::Hour)
        .mode(RoundMode::Floor);
    let start = (Timestamp::now() + ahead).round(hours);
    start
        .map(|start| start.to_string())
        .map_err(|error| Failure::Usage(format!("There is no such time: {error}.")))
}

/// Waits until both sides were told by email. It notes that the emails wait if SES sends none yet.
fn told(deployment: &mut Deployment, invoker: &Invoker, id: &str) -> Result<(), Failure> {
    let path = format!("/v1/admin/bookings/{id}/deliveries");
    let tries = match &deployment.pool_mail_from {
        Some(_) => TRIES,
        None => TRIES_UNVERIFIED,
    };
    let mut waiting = String::new();
    for number in 0..tries {
        if number > 0 {
            thread::sleep(PAUSE);
        }
        let why = "Were both told by email?";
        let listed = invoker.ask(why, Function::Concierge, "GET", &path, None)?;
        let Some(listed) = listed else {
            return Ok(());
        };
        let listed = listed.expect("The messages about it", &[200])?;
        let items = listed["items"].as_array().cloned().unwrap_or_default();
        let is_in = |item: &Value, all: &[&str]| all.iter().any(|status| item["status"] == *status);
        if let Some(item) = items
            .iter()
            .find(|item| !is_in(item, &["queued", "sent", "delivered"]))
        {
            return Err(Failure::Usage(format!("An email did not go out: {item}")));
        }
        if items.len() == 2 && items.iter().all(|item| is_in(item, &["sent", "delivered"])) {
            println!("  Both were told.");
            return Ok(());
        }
        waiting = listed.to_string();
    }
    if deployment.pool_mail_from.is_some() {
        return Err(Failure::Usage(format!(
            "The emails about a booking still wait after a minute: {waiting}"
        )));
    }
    deployment.missing.push(
        "The emails about the booking of the smoke test wait, since SES has not verified the mail domain."
            .to_owned(),
    );
    Ok(())
}

/// Changes something as a concierge.
fn change(
    invoker: &Invoker,
    why: &str,
    method: &str,
    path: &str,
    body: &Value,
) -> Result<Value, Failure> {
    let done = invoker.ask(why, Function::Concierge, method, path, Some(body))?;
    expected(done, path)
}

/// The body of an answer that went well; null in a dry run.
fn expected(reply: Option<Reply>, what: &str) -> Result<Value, Failure> {
    match reply {
        Some(reply) => reply.expect(what, &[200, 201]),
        None => Ok(Value::Null),
    }
}
