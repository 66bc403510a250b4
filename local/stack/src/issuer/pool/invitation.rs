//! The mail with which a user is invited, as the template words it.

use jiff::Timestamp;
use uuid::Uuid;

use super::{PoolError, User};
use crate::mailbox::{Channel, Mailbox, Sent};
use crate::wiring::UserPool;

/// Sends it.
pub(super) fn send(
    settings: &UserPool,
    mailbox: &Mailbox,
    user: &User,
    password: &str,
    now: Timestamp,
) -> Result<(), PoolError> {
    let to = user.email().ok_or(PoolError::NoAddress)?;
    let filled = settings.invitation.replace("{####}", password);
    mailbox.put(Sent {
        channel: Channel::Email,
        to: to.to_owned(),
        from: Some("no-reply@verificationemail.com".to_owned()),
        from_name: None,
        subject: Some(settings.invitation_subject.clone()),
        text: None,
        html: Some(filled.replace("{username}", &user.name)),
        calendar: None,
        message_id: Uuid::new_v4().to_string(),
        ses_message_id: None,
        sent_at: now,
    });
    Ok(())
}
