//! What a provider sees of a phone session.

use anteroom_domain::booking::{Booking, Refused};
use anteroom_domain::phone::PhoneSteps;
use anteroom_domain::transition::Transition;
use anteroom_http::views::PhoneStepsView;
use anteroom_http::{Answer, Problem, formats};
use anteroom_messaging::compose::{Settings, intro_text};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

/// All but the unreserved characters of RFC 3986, 2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The provider's start of a phone session.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct PhoneStart {
    /// Whom to call.
    phone: PhoneCall,
}

/// The member's number, and the introduction, ready to be sent from a handset.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PhoneCall {
    /// The member's number.
    #[schema(value_type = formats::PhoneNumber)]
    e164: String,
    /// A link that calls the number (RFC 3966).
    tel_uri: String,
    /// A link that opens a text message to the number, with the introduction in it (RFC 5724).
    sms_uri: String,
    /// The text of the introduction, in the member's language.
    intro_text: String,
}

/// The steps of a phone session so far, for its provider.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PhoneProgress)]
pub(crate) struct StepsView {
    #[serde(flatten)]
    steps: PhoneStepsView,
    /// The text of the introduction, in the member's language; absent if they have no number.
    #[serde(skip_serializing_if = "Option::is_none")]
    intro_text: Option<String>,
}

/// What a provider needs for a phone session.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct PhonePanel {
    /// Whom to call.
    phone: PhoneCall,
    /// What was done so far.
    steps: StepsView,
}

impl PhonePanel {
    /// The data for a phone session; `None` without the member's number.
    pub(crate) fn of(booking: &Booking, settings: &Settings) -> Result<Self, Problem> {
        Ok(Self {
            phone: PhoneCall::of(booking, settings)?,
            steps: StepsView::of(booking, &booking.phone, settings)?,
        })
    }
}

impl PhoneStart {
    /// The data for a phone session; `None` without the member's number.
    pub(crate) fn of(booking: &Booking, settings: &Settings) -> Result<Self, Problem> {
        let phone = PhoneCall::of(booking, settings)?;
        Ok(Self { phone })
    }
}

impl PhoneCall {
    fn of(booking: &Booking, settings: &Settings) -> Result<Self, Problem> {
        let number = booking
            .member
            .phone
            .as_ref()
            .ok_or(Refused::PhoneRequired)?;
        let intro_text = text(booking, settings)?.ok_or_else(Problem::unavailable)?;
        Ok(Self {
            e164: number.to_string(),
            tel_uri: format!("tel:{number}"),
            sms_uri: format!(
                "sms:{number}?body={}",
                utf8_percent_encode(&intro_text, RESERVED)
            ),
            intro_text,
        })
    }
}

impl StepsView {
    /// The answer to a step: all steps after it, with the member's data from `present`.
    pub(crate) fn after(
        present: &Booking,
        step: &Transition,
        settings: &Settings,
    ) -> Result<Answer, Problem> {
        let steps = step.booking.as_ref().map(|booking| &booking.phone);
        let steps = steps.unwrap_or(&present.phone);
        Ok(Answer::ok(&Self::of(present, steps, settings)?))
    }

    /// The steps so far.
    fn of(booking: &Booking, steps: &PhoneSteps, settings: &Settings) -> Result<Self, Problem> {
        Ok(Self {
            steps: PhoneStepsView::from(steps),
            intro_text: text(booking, settings)?,
        })
    }
}

fn text(booking: &Booking, settings: &Settings) -> Result<Option<String>, Problem> {
    intro_text(booking, &settings.service_name).map_err(|error| {
        tracing::error!(%error, "introduction_not_rendered");
        Problem::unavailable()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_survives_in_a_uri() {
        let encoded = utf8_percent_encode("Chào, 9:00? a-b_c.d~", RESERVED).to_string();
        assert_eq!(encoded, "Ch%C3%A0o%2C%209%3A00%3F%20a-b_c.d~");
    }
}
