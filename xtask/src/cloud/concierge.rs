//! The first concierge, who adds everybody else.

use super::deploy::Deployment;
use crate::failure::Failure;

/// Invites the concierge whose address was given, or sees whether there is one.
pub(super) fn invite(deployment: &mut Deployment) -> Result<(), Failure> {
    let pool = deployment.state.get("UserPoolId")?;
    let sends_codes = deployment.pool_mail_from.is_some() || deployment.shell.is_dry();
    match &deployment.concierge {
        Some(_) if !sends_codes => {
            deployment.missing.push(
                "The concierge is not invited yet: whoever is of staff needs a code by email to sign in, which the user \
                 pool sends only once SES has verified the mail domain. Deploy again then, with --concierge EMAIL."
                    .to_owned(),
            );
            Ok(())
        }
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

/// Makes the account if there is none for this address, has the pool demand a code of it (A8), and then invites it. The
/// group comes last: who is in it was invited.
fn account(deployment: &Deployment, pool: &str, email: &str) -> Result<(), Failure> {
    let shell = &deployment.shell;
    let user = ["--user-pool-id", pool, "--username", email];
    let call = |operation: &'static str| [&["cognito-idp", operation], user.as_slice()].concat();
    let found = shell.ask_aws(
        "Does the concierge have an account?",
        &call("admin-get-user"),
        "UserStatus",
    );
    let status = match found {
        Err(Failure::Refused { said, .. }) if said.contains("UserNotFoundException") => None,
        found => found?,
    };
    let name = user_name(email);
    let address = format!("Name=email,Value={email}");
    let create = |action: &'static str| {
        vec![
            "cognito-idp",
            "admin-create-user",
            "--user-pool-id",
            pool,
            "--username",
            &name,
            "--user-attributes",
            &address,
            "Name=email_verified,Value=true",
            "--desired-delivery-mediums",
            "EMAIL",
            "--message-action",
            action,
        ]
    };
    if status.is_none() {
        shell.aws("If not: make it, and tell nobody yet.", &create("SUPPRESS"))?;
    }
    let code = ["--email-mfa-settings", "Enabled=true,PreferredMfa=true"];
    shell.aws(
        "Each time they sign in, the pool asks for a code that it sends to their address.",
        &[call("admin-set-user-mfa-preference"), code.to_vec()].concat(),
    )?;
    let may_be_in = status.is_some() || shell.is_dry();
    let is_invited = may_be_in && is_in_group(deployment, &call("admin-list-groups-for-user"))?;
    if is_invited {
        println!("\n  They were invited before.");
        return Ok(());
    }
    // Who has a password of their own can't be invited, and need not be.
    if status.is_none_or(|status| status != "CONFIRMED") {
        shell.aws(
            "If not: have the pool invite them by email.",
            &create("RESEND"),
        )?;
    }
    shell.aws(
        "Their tokens say that they are a concierge.",
        &[
            call("admin-add-user-to-group"),
            vec!["--group-name", "concierge"],
        ]
        .concat(),
    )?;
    let portal = deployment.stage.parameter("PortalUrl")?;
    let sender = deployment.pool_mail_from.as_deref();
    let sender = sender.unwrap_or("the mail domain");
    println!("\n  The concierge gets an email from {sender} with a password that");
    println!("  holds for seven days. They sign in with it at {portal}, and choose their own.");
    println!("  To send it again: the command that invites them.");
    Ok(())
}

fn is_in_group(deployment: &Deployment, words: &[&str]) -> Result<bool, Failure> {
    let groups = deployment.shell.ask_aws(
        "Are they in its group, and so invited?",
        words,
        "Groups[].GroupName",
    )?;
    let groups = groups.as_ref().and_then(|groups| groups.as_array());
    Ok(groups.is_some_and(|groups| groups.iter().any(|group| group == "concierge")))
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
