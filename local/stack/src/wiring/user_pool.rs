//! The user pool: what the local one takes from the template.

use super::values::{number, text, texts};
use crate::template::{Problem, Resource, TemplateError};

/// How long the pages of one sign-in work, in minutes, unless the client says otherwise ("CreateUserPoolClient" in the
/// API reference of Cognito user pools).
const SESSION_MINUTES: u64 = 3;

/// A user pool as its template describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserPool {
    /// Its id.
    pub id: String,
    /// The names of its groups.
    pub groups: Vec<String>,
    /// From whom its emails come.
    pub from: String,
    /// The subject of an invitation.
    pub invitation_subject: String,
    /// The HTML of an invitation, with `{username}` and `{####}` for name and password.
    pub invitation: String,
    /// For how many days the password of an invitation is good.
    pub invitation_days: u64,
    /// How many characters a password has at least.
    pub shortest_password: usize,
    /// The email with a code for signing in; `None` if users can't be asked for one.
    pub code: Option<CodeMail>,
    /// For how many minutes a sign-in goes on, and a code with it.
    pub session_minutes: u64,
}

/// An email with a code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CodeMail {
    /// Its subject.
    pub subject: String,
    /// Its HTML, with `{####}` for the code.
    pub message: String,
}

impl Default for UserPool {
    fn default() -> Self {
        Self {
            id: String::new(),
            groups: Vec::new(),
            from: COGNITO.to_owned(),
            invitation_subject: String::new(),
            invitation: String::new(),
            invitation_days: 7,
            shortest_password: 8,
            code: None,
            session_minutes: SESSION_MINUTES,
        }
    }
}

/// From whom emails come that Cognito sends itself.
const COGNITO: &str = "no-reply@verificationemail.com";

/// Reads a pool, but for its groups and its client, which are resources of their own.
pub(super) fn read(resource: &Resource<'_>, pool: &mut UserPool) -> Result<(), TemplateError> {
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
    pool.id = resource.reference()?;
    pool.invitation_subject = part("EmailSubject");
    pool.invitation = part("EmailMessage");
    pool.invitation_days = number(&password["TemporaryPasswordValidityDays"]).unwrap_or(7);
    pool.shortest_password = usize::try_from(length).unwrap_or(8);
    let sender = &resource.property("EmailConfiguration")?;
    let own = sender["EmailSendingAccount"] == "DEVELOPER";
    if own && let Some(from) = sender["From"].as_str() {
        from.clone_into(&mut pool.from);
    }
    pool.code = code(resource, own)?;
    Ok(())
}

/// The email with a code, if the pool is set up for it as Cognito demands it ("SMS and email message MFA" and "Passwords,
/// account recovery, and password policies" in the developer guide of Cognito).
fn code(resource: &Resource<'_>, own: bool) -> Result<Option<CodeMail>, TemplateError> {
    let factors = texts(&resource.property("EnabledMfas")?);
    let is_off = resource.property("MfaConfiguration")? == "OFF";
    if is_off || !factors.iter().any(|factor| factor == "EMAIL_OTP") {
        return Ok(None);
    }
    let refused = |key: &str, why: &str| {
        let problem = Problem::Unsupported(format!("EMAIL_OTP {why}"));
        Err(resource.error(key, problem))
    };
    if !own {
        return refused("EmailConfiguration", "without SES");
    }
    if resource.property("UserPoolTier")? == "LITE" {
        return refused("UserPoolTier", "with the plan Lite");
    }
    let recovery = &resource.property("AccountRecoverySetting")?["RecoveryMechanisms"];
    if recovery.as_array().is_some_and(|ways| ways.len() == 1) {
        return refused("AccountRecoverySetting", "with email as the only way");
    }
    Ok(Some(CodeMail {
        subject: text(resource, "EmailAuthenticationSubject")?,
        message: text(resource, "EmailAuthenticationMessage")?,
    }))
}

/// Reads the client. Its tokens must not let their holder change their own account, and the factor with it (A8).
pub(super) fn client(resource: &Resource<'_>, pool: &mut UserPool) -> Result<(), TemplateError> {
    let scopes = texts(&resource.property("AllowedOAuthScopes")?);
    if scopes
        .iter()
        .any(|scope| scope == "aws.cognito.signin.user.admin")
    {
        let problem = Problem::Unsupported("tokens that change their holder's account".to_owned());
        return Err(resource.error("AllowedOAuthScopes", problem));
    }
    let minutes = number(&resource.property("AuthSessionValidity")?);
    pool.session_minutes = minutes.unwrap_or(SESSION_MINUTES);
    Ok(())
}

/// The name of a group.
pub(super) fn group(resource: &Resource<'_>) -> Result<String, TemplateError> {
    text(resource, "GroupName")
}
