//! What the account allows, and what is missing before people can use a stage.

use super::deploy::Deployment;
use crate::failure::Failure;

/// How many functions an account that is not new may run at once (Lambda Developer Guide, "Lambda quotas"). New
/// accounts have less.
const USUAL_CONCURRENCY: u64 = 1000;

/// Says whose account it is, and notes what it does not allow yet. None of it stops a deployment.
pub(super) fn check(deployment: &mut Deployment) -> Result<(), Failure> {
    let shell = &deployment.shell;
    let mut missing = Vec::new();
    let who = shell.ask_aws(
        "Whose account is this?",
        &["sts", "get-caller-identity"],
        "Account",
    )?;
    if let Some(account) = who.as_ref().and_then(|who| who.as_str()) {
        println!("  Account {account}, region {}.", deployment.stage.region);
        deployment.account = Some(account.to_owned());
    }
    let concurrency = shell.ask_aws(
        "How many functions may run at once?",
        &["lambda", "get-account-settings"],
        "AccountLimit.ConcurrentExecutions",
    )?;
    if let Some(most) = concurrency.and_then(|most| most.as_u64())
        && most < USUAL_CONCURRENCY
    {
        missing.push(format!(
            "Lambda runs {most} functions at once; ask for {USUAL_CONCURRENCY} at least."
        ));
    }
    let mail = shell.ask_aws(
        "May emails be sent to anybody, and how many?",
        &["sesv2", "get-account"],
        "{Production: ProductionAccessEnabled, Sending: SendingEnabled, Rate: SendQuota.MaxSendRate, Day: SendQuota.Max24HourSend}",
    )?;
    if let Some(mail) = mail {
        println!("  SES: {} a second, {} a day.", mail["Rate"], mail["Day"]);
        if let Some(most) = mail["Rate"].as_f64() {
            let most = most.floor().max(1.0);
            let rate = deployment.stage.parameters.entry("MailRate".to_owned());
            let rate = rate.or_insert_with(|| most.to_string());
            if rate.parse().is_ok_and(|rate: f64| rate > most) {
                missing.push(format!(
                    "MailRate is {rate}, and SES takes {most} emails a second: what is more waits for minutes."
                ));
            }
        }
        if mail["Production"] != true {
            missing.push(
                "SES is in the sandbox: emails, also invitations and codes for signing in, reach only addresses that \
                 are verified there. Ask for production access."
                    .to_owned(),
            );
        }
        if mail["Sending"] != true {
            missing.push("SES has paused the account's sending.".to_owned());
        }
    }
    let sandbox = shell.ask_aws(
        "May texts be sent to anybody?",
        &["sns", "get-sms-sandbox-account-status"],
        "IsInSandbox",
    )?;
    if sandbox.is_some_and(|sandbox| sandbox != false) {
        missing.push(
            "SNS is in the sandbox: texts reach only numbers that are verified there. Ask to leave it."
                .to_owned(),
        );
    }
    let spend = shell.ask_aws(
        "How many dollars may texts cost in a month? SNS stops sending beyond that.",
        &["sns", "get-sms-attributes"],
        "attributes.MonthlySpendLimit",
    )?;
    if let Some(spend) = spend {
        // An account that never set it has no such attribute, and the limit of a new account.
        let dollars = spend.as_str().unwrap_or("1");
        missing.push(format!(
            "Texts stop at {dollars} dollars a month: see whether that is enough."
        ));
    }
    let meetings = shell.ask_aws(
        "How many meetings may there be at once, and calls a second?",
        &["service-quotas", "list-service-quotas", "--service-code", "chime"],
        "Quotas[?contains(QuotaName, 'eeting') || contains(QuotaName, 'ttendee')].[QuotaName, Value]",
    )?;
    for quota in meetings.iter().flat_map(|all| all.as_array()).flatten() {
        let name = quota[0].as_str().unwrap_or_default();
        println!("  {name}: {}", quota[1]);
    }
    deployment.missing.extend(missing);
    Ok(())
}

/// Prints the DNS records of the mail domain, and what is to be done before people can use the stage.
pub(super) fn missing(deployment: &mut Deployment) -> Result<(), Failure> {
    let (shell, stage) = (&deployment.shell, &deployment.stage);
    let domain = stage.parameter("MailDomain")?;
    let dkim = shell.ask_aws(
        "Is the mail domain verified?",
        &[
            "sesv2",
            "get-email-identity",
            "--email-identity",
            &domain,
        ],
        "{Verified: VerifiedForSendingStatus, Tokens: DkimAttributes.Tokens, Zone: DkimAttributes.SigningHostedZone}",
    )?;
    let Some(dkim) = dkim else {
        println!(
            "\n  Here stands what is missing: DKIM records, sandboxes, quotas, the portal's name."
        );
        return Ok(());
    };
    let mut missing = deployment.missing.clone();
    if deployment.pool_mail_from.is_none() {
        missing.push(
            "Cognito's own sender sends the user pool's emails, few a day and no codes, so that nobody of staff can be \
             invited. Once SES has verified the mail domain, deploy again: they come from there then."
                .to_owned(),
        );
    }
    if dkim["Verified"] != true {
        missing.push(format!(
            "{domain} is not verified, and no email goes out. Add these records to its DNS:"
        ));
        // Regions have zones of their own (SESv2 API, DkimAttributes).
        let zone = dkim["Zone"].as_str().unwrap_or("dkim.amazonses.com");
        for token in dkim["Tokens"].as_array().into_iter().flatten() {
            let token = token.as_str().unwrap_or_default();
            missing.push(format!(
                "    {token}._domainkey.{domain} CNAME {token}.{zone}"
            ));
        }
    }
    let portal = stage.parameter("PortalUrl")?;
    let host = portal.split("://").last().unwrap_or_default();
    let front = deployment.application.get("PortalDomainName")?;
    if stage.parameter("CertificateArn")?.is_empty() {
        missing.push(format!(
            "{host} has no certificate: make one in us-east-1, and give it as CertificateArn."
        ));
    }
    missing.push(format!("If it is not there yet: {host} CNAME {front}"));
    let operators = stage.parameter("OperatorEmail")?;
    missing.push(format!(
        "{operators} gets alarms only once they confirm the subscription, by the email that SNS sent."
    ));
    println!("\n  The portal: {portal}, or https://{front} until its name points there.");
    println!(
        "  The dashboard: {}",
        deployment.application.get("DashboardUrl")?
    );
    println!("\n  Before people use it:");
    for line in missing {
        println!("  - {line}");
    }
    println!("\n  docs/go-live.md says how to ask for each.");
    Ok(())
}
