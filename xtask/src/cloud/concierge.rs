//! The first concierge, who adds everybody else.

use super::deploy::Deployment;
use crate::failure::Failure;

/// Invites the concierge whose address was given, or sees whether there is one.
pub(super) fn invite(deployment: &mut Deployment) -> Result<(), Failure> {
    let pool = deployment.state.get("UserPoolId")?;
    match &deployment.concierge {
        Some(email) => account(deployment, &pool, email),
        None => look(deployment, &pool),
    }
}

fn look(deployment: &mut Deployment, pool: &str) -> Result<(), Failure> {
    let words = [
        "cognito-idp",
        "list-users-in-group",
        "--user-pool-id",
        pool,
        "--group-name",
        "concierge",
        "--limit",
        "1",
    ];
    let count = deployment.shell.ask_aws(
        "Is there a concierge? They add providers and members.",
        &words,
        "length(Users)",
    )?;
    if count.is_some_and(|count| count == 0) {
        deployment.missing.push(
            "There is no concierge, so nobody can add anybody. Deploy again with --concierge EMAIL."
                .to_owned(),
        );
    }
    Ok(())
}

/// Makes the account if there is none for this address, and puts it into its group. The pool sends the invitation as
/// it makes the account, so an account that is there was invited.
fn account(deployment: &Deployment, pool: &str, email: &str) -> Result<(), Failure> {
    let shell = &deployment.shell;
    let find = [
        "cognito-idp",
        "admin-get-user",
        "--user-pool-id",
        pool,
        "--username",
        email,
    ];
    let there = shell.ask_aws("Does the concierge have an account?", &find, "UserStatus");
    let new = match there {
        Err(Failure::Refused { said, .. }) if said.contains("UserNotFoundException") => true,
        there => there?.is_none(),
    };
    if new {
        let (address, verified) = (
            format!("Name=email,Value={email}"),
            "Name=email_verified,Value=true",
        );
        let name = user_name(email);
        let create = [
            "cognito-idp",
            "admin-create-user",
            "--user-pool-id",
            pool,
            "--username",
            &name,
            "--user-attributes",
            &address,
            verified,
            "--desired-delivery-mediums",
            "EMAIL",
        ];
        shell.aws(
            "If not: make it, and have the pool invite them by email.",
            &create,
        )?;
    }
    let group = [
        "cognito-idp",
        "admin-add-user-to-group",
        "--user-pool-id",
        pool,
        "--username",
        email,
        "--group-name",
        "concierge",
    ];
    shell.aws("Their tokens say that they are a concierge.", &group)?;
    let portal = deployment.stage.parameter("PortalUrl")?;
    let sender = deployment.pool_mail_from.as_deref();
    let sender = sender.unwrap_or("Cognito (no-reply@verificationemail.com)");
    println!("\n  The concierge gets an email from {sender} with a password that");
    println!("  holds for seven days. They sign in with it at {portal}, and choose their own.");
    println!(
        "  To send it again: the command that makes the account, with --message-action RESEND."
    );
    Ok(())
}

/// The user name, which is the concierge's id in all that they do: the same one each time for an address, and
/// without the address in it, since logs have ids (A4).
fn user_name(email: &str) -> String {
    format!("con_{}", digest(&email.to_lowercase()))
}

/// The same for the same text: FNV-1a of 64 bits.
pub(super) fn digest(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}
