//! Who sends the user pool's own emails, which are invitations and codes: SES under the mail domain, or Cognito's own
//! sender, which takes few a day and sends no codes for signing in (A8).

use super::deploy::Deployment;
use super::shell::Shell;
use super::stage::Stage;
use crate::failure::Failure;

/// The sender of the pool's emails: none for Cognito's own. SES sends them once it has verified the mail domain, which at
/// a first deployment it has not; so a later one switches. None switches back: staff would sign in without a code.
pub(super) fn sender(deployment: &Deployment) -> Result<Option<String>, Failure> {
    let (shell, stage) = (&deployment.shell, &deployment.stage);
    let domain = stage.parameter("MailDomain")?;
    let verified = is_verified(shell, &domain)?;
    if shell.is_dry() {
        println!("\n  # If it is, PoolMailFrom has its address below. If not:");
    }
    match verified {
        true => from(stage, &domain).map(Some),
        false => present(shell, &stage.state()),
    }
}

/// From whom the pool sends now.
fn present(shell: &Shell, stack: &str) -> Result<Option<String>, Failure> {
    let words = ["cloudformation", "describe-stacks", "--stack-name", stack];
    let answer = shell.ask_aws(
        "Does the user pool send from it already? Then it goes on to.",
        &words,
        "Stacks[0].Parameters[?ParameterKey=='PoolMailFrom'].ParameterValue | [0]",
    );
    match answer {
        Err(Failure::Refused { said, .. }) if said.contains("does not exist") => Ok(None),
        answer => {
            let from = answer?.and_then(|from| from.as_str().map(str::to_owned));
            Ok(from.filter(|from| !from.is_empty()))
        }
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
