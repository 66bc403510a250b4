//! What the body of a `SendEmail` request says.

use serde::Deserialize;

use super::refused::Refused;
use crate::mailbox::Email;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct SendEmail {
    pub(super) from_email_address: Option<String>,
    #[serde(default)]
    pub(super) destination: Destination,
    pub(super) content: Content,
    pub(super) configuration_set_name: Option<String>,
    #[serde(default)]
    pub(super) email_tags: Vec<Tag>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Tag {
    pub(super) name: String,
    pub(super) value: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct Destination {
    pub(super) to_addresses: Vec<String>,
    pub(super) cc_addresses: Vec<String>,
    pub(super) bcc_addresses: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) enum Content {
    Raw(Raw),
    Simple(Simple),
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Raw {
    pub(super) data: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Simple {
    pub(super) subject: Data,
    pub(super) body: Body,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Body {
    pub(super) text: Option<Data>,
    pub(super) html: Option<Data>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Data {
    pub(super) data: String,
}

impl Destination {
    /// To whom a mail goes: the destination named in the request, or else in the mail.
    pub(super) fn recipients(&self, email: &Email) -> Result<Vec<String>, Refused> {
        let named = [&self.to_addresses, &self.cc_addresses, &self.bcc_addresses];
        let named: Vec<&String> = named.into_iter().flatten().collect();
        let named = if named.is_empty() {
            email.to.iter().collect()
        } else {
            named
        };
        if named.is_empty() {
            return Err(Refused::NoRecipient);
        }
        named.into_iter().map(|mailbox| address(mailbox)).collect()
    }
}

/// The bare address of `Name <address>` or of an address alone.
pub(super) fn address(mailbox: &str) -> Result<String, Refused> {
    let bare = match mailbox.rsplit_once('<') {
        Some((_, rest)) => rest.strip_suffix('>').ok_or(Refused::Address)?,
        None => mailbox.trim(),
    };
    let (local, domain) = bare.rsplit_once('@').ok_or(Refused::Address)?;
    let plain = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_graphic());
    let labels = domain.split('.').all(|label| {
        !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    });
    if plain(local) && local.len() <= 64 && !local.contains('@') && labels {
        Ok(bare.to_owned())
    } else {
        Err(Refused::Address)
    }
}
