//! The user pool: what the local one takes from the template.

use super::values::{number, text, texts};
use crate::template::{Problem, Resource, TemplateError};

/// A user pool as its template describes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserPool {
    /// Its id.
    pub id: String,
    /// The names of its groups.
    pub groups: Vec<String>,
    /// The subject of an invitation.
    pub invitation_subject: String,
    /// The HTML of an invitation, with `{username}` and `{####}` for name and password.
    pub invitation: String,
    /// For how many days the password of an invitation is good.
    pub invitation_days: u64,
    /// How many characters a password has at least.
    pub shortest_password: usize,
}

/// Reads a pool, but for its groups, which are resources of their own.
pub(super) fn read(resource: &Resource<'_>) -> Result<UserPool, TemplateError> {
    let aliases = resource.property("AliasAttributes")?;
    if texts(&aliases) != ["email"] {
        let problem = Problem::Unsupported("a pool without email as its only alias".to_owned());
        return Err(resource.error("AliasAttributes", problem));
    }
    let creating = resource.property("AdminCreateUserConfig")?;
    let invitation = &creating["InviteMessageTemplate"];
    let part = |name: &str| invitation[name].as_str().unwrap_or_default().to_owned();
    let password = &resource.property("Policies")?["PasswordPolicy"];
    let length = number(&password["MinimumLength"]).unwrap_or(8);
    Ok(UserPool {
        id: resource.reference()?,
        groups: Vec::new(),
        invitation_subject: part("EmailSubject"),
        invitation: part("EmailMessage"),
        invitation_days: number(&password["TemporaryPasswordValidityDays"]).unwrap_or(7),
        shortest_password: usize::try_from(length).unwrap_or(8),
    })
}

/// The name of a group.
pub(super) fn group(resource: &Resource<'_>) -> Result<String, TemplateError> {
    text(resource, "GroupName")
}
