//! Who sends the user pool's own emails, which are invitations and codes: SES under the mail domain, or Cognito's own
//! sender, which takes few a day.

use super::deploy::Deployment;
use super::shell::Shell;
use super::stage::Stage;
use crate::failure::Failure;

/// The sender of the pool's emails: none for Cognito's own. SES sends them once it has verified the mail domain and
/// sends to anybody. At a first deployment it has not, so a later one switches.
pub(super) fn sender(deployment: &Deployment) -> Result<Option<String>, Failure> {
    let domain = deployment.stage.parameter("MailDomain")?;
    let verified = is_verified(&deployment.shell, &domain)?;
    if deployment.shell.is_dry() {
        println!("\n  # If it is, and SES sends to anybody, PoolMailFrom has its address below.");
    }
    match verified && deployment.mail_to_anybody {
        true => from(&deployment.stage, &domain).map(Some),
        false => Ok(None),
    }
}

fn is_verified(shell: &Shell, domain: &str) -> Result<bool, Failure> {
    let words = ["sesv2", "get-email-identity", "--email-identity", domain];
    let answer = shell.ask_aws(
        "Is the mail domain verified, so that the user pool can send from it?",
        &words,
        "VerifiedForSendingStatus",
    );
    match answer {
        // Before the first deployment there is no such identity.
        Err(Failure::Refused { said, .. }) if said.contains("NotFoundException") => Ok(false),
        answer => Ok(answer?.is_some_and(|verified| verified == true)),
    }
}

/// The address, with the service's name if that needs neither quotes nor an encoding.
fn from(stage: &Stage, domain: &str) -> Result<String, Failure> {
    let name = stage.parameter("ServiceName")?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == ' ' || c == '-';
    Ok(match name.chars().all(is_plain) {
        true => format!("{name} <no-reply@{domain}>"),
        false => format!("no-reply@{domain}"),
    })
}
