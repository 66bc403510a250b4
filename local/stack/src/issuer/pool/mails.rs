//! The emails of the pool, as the template words them.

use jiff::Timestamp;
use uuid::Uuid;

use super::{PoolError, User};
use crate::mailbox::{Channel, Mailbox, Sent};
use crate::wiring::UserPool;

/// Invites a user.
pub(super) fn invite(
    settings: &UserPool,
    mailbox: &Mailbox,
    user: &User,
    password: &str,
    now: Timestamp,
) -> Result<(), PoolError> {
    let filled = settings.invitation.replace("{####}", password);
    let html = filled.replace("{username}", &user.name);
    let mail = mail(settings, user, &settings.invitation_subject, html, now);
    mailbox.put(mail.ok_or(PoolError::NoAddress)?);
    Ok(())
}

/// Sends a user a code with which they go on signing in.
pub(super) fn send_code(
    settings: &UserPool,
    mailbox: &Mailbox,
    user: &User,
    code: &str,
    now: Timestamp,
) -> Result<(), PoolError> {
    let words = settings.code.as_ref().ok_or(PoolError::NoCodes)?;
    let html = words.message.replace("{####}", code);
    let mail = mail(settings, user, &words.subject, html, now);
    mailbox.put(mail.ok_or(PoolError::NoCodes)?);
    Ok(())
}

fn mail(
    settings: &UserPool,
    user: &User,
    subject: &str,
    html: String,
    now: Timestamp,
) -> Option<Sent> {
    let from = settings.from.split(['<', '>']);
    let parts: Vec<&str> = from
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let name = parts.first().filter(|_| parts.len() > 1);
    Some(Sent {
        channel: Channel::Email,
        to: user.email()?.to_owned(),
        from: parts.last().map(|address| (*address).to_owned()),
        from_name: name.map(|name| (*name).to_owned()),
        subject: Some(subject.to_owned()),
        text: None,
        html: Some(html),
        calendar: None,
        message_id: Uuid::new_v4().to_string(),
        ses_message_id: None,
        sent_at: now,
    })
}
