//! Renders an SMS, shortened to two parts.

use anteroom_domain::message::{Facts, Kind, Parts, Recipient, parts};
use anteroom_domain::values::Name;

use super::view::View;
use super::{RenderError, disclosure, templates};

/// The most parts of an SMS (M2).
pub(crate) const MOST_PARTS: u32 = 2;

/// Renders an SMS. While it needs too many parts, the longer of the two names in it, the other
/// side's or the service's, loses a character at its end. A dot marks a shortened name.
pub(super) fn render(
    kind: Kind,
    to: &Recipient,
    facts: &Facts,
    code: Option<&str>,
    service: &Name,
) -> Result<(String, Parts), RenderError> {
    let template = match kind {
        Kind::PhoneBooked => "phone_booked.sms",
        Kind::Introduction => "introduction.sms",
        Kind::Reminder => "reminder.sms",
        Kind::SwitchedToPhone => "switched_to_phone.sms",
        Kind::MemberWaiting => "member_waiting.sms",
        Kind::ProviderWaiting => "provider_waiting.sms",
        Kind::ChangedSoon => "changed_soon.sms",
        Kind::ContactCode => "contact_code.sms",
        Kind::Proposal
        | Kind::Confirmation
        | Kind::Rescheduled
        | Kind::Cancellation
        | Kind::Declined
        | Kind::Expired
        | Kind::NoShow
        | Kind::ContactChanged => return Err(RenderError::Channel),
    };
    let caller = facts
        .provider_phone
        .as_ref()
        .filter(|_| disclosure::caller_in_sms(kind));
    let (with, service) = (facts.with.as_str(), service.as_str());
    let (mut with_length, mut service_length) = (with.chars().count(), service.chars().count());
    loop {
        let (with, service) = (
            shortened(with, with_length),
            shortened(service, service_length),
        );
        let mut view = View::new(to, facts, &service);
        view.with = &with;
        view.code = code;
        view.provider_phone = caller.map(|number| number.as_str());
        let text = templates::line(template, &view)?;
        let parts = parts(&text);
        if parts.count <= MOST_PARTS || with_length.max(service_length) <= 1 {
            return Ok((text, parts));
        }
        if with_length >= service_length {
            with_length -= 1;
        } else {
            service_length -= 1;
        }
    }
}

fn shortened(name: &str, length: usize) -> String {
    if name.chars().count() <= length {
        return name.to_owned();
    }
    let kept: String = name.chars().take(length).collect();
    format!("{}.", kept.trim_end())
}
