//! An address and a number that a person has not confirmed yet, and the code that confirms one (A7).

use anteroom_domain::message::Channel;
use anteroom_domain::pending::{PendingContact, SentCode};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{FieldCode, Fields, Problem, formats, words};

/// An address and a number that wait to be confirmed by the codes that were sent there.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PendingContact)]
pub struct PendingContactView {
    /// The address.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<formats::Email>)]
    email: Option<String>,
    /// The number.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<formats::PhoneNumber>)]
    phone: Option<String>,
    /// Their codes, by channel.
    codes: SentCodesView,
}

/// The codes that were sent, by channel.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SentCodes)]
pub struct SentCodesView {
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<SentCodeView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sms: Option<SentCodeView>,
}

/// A code that was sent.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = SentCode)]
pub struct SentCodeView {
    /// Until when it is valid.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
    /// How many wrong codes may still be given before it is void.
    tries_left: u32,
}

/// The code that was sent to a new address or number.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ContactConfirmation)]
pub struct ConfirmBody {
    /// How it was sent.
    #[schema(value_type = words::MessageChannel)]
    pub channel: Channel,
    /// The code.
    #[schema(value_type = formats::ContactCode)]
    code: String,
}

impl ConfirmBody {
    /// The code; 422 if it can't be one.
    pub fn code(&self) -> Result<&str, Problem> {
        let mut fields = Fields::default();
        if self.code.len() != 6 || !self.code.bytes().all(|b| b.is_ascii_digit()) {
            fields.wrong("/code", FieldCode::Invalid, "must have six digits");
        }
        fields.finish(Some(self.code.as_str()))
    }
}

impl PendingContactView {
    /// What waits to be confirmed; `None` if nothing does.
    pub(super) fn of(pending: &PendingContact) -> Option<Self> {
        let (email, sms) = (pending.email.as_ref(), pending.sms.as_ref());
        (!pending.is_empty()).then(|| Self {
            email: email.map(|pending| pending.contact.to_string()),
            phone: sms.map(|pending| pending.contact.to_string()),
            codes: SentCodesView {
                email: email.map(|pending| SentCodeView::from(&pending.code)),
                sms: sms.map(|pending| SentCodeView::from(&pending.code)),
            },
        })
    }
}

impl From<&SentCode> for SentCodeView {
    fn from(code: &SentCode) -> Self {
        Self {
            expires_at: code.expires_at,
            tries_left: code.tries_left(),
        }
    }
}
