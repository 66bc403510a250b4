//! Whether what was deployed answers. Nothing is written.

use super::deploy::Deployment;
use crate::failure::Failure;

/// Asks the portal for its settings, a function for the policy, and the API for what takes a token.
pub(super) fn test(deployment: &mut Deployment) -> Result<(), Failure> {
    let front = deployment.application.get("PortalDomainName")?;
    let client = deployment.application.get("ClientId")?;
    let get = |why: &str, path: &str, extra: &[&str]| {
        let url = format!("https://{front}{path}");
        let mut words = vec![
            "curl",
            "--silent",
            "--show-error",
            "--max-time",
            "20",
            "--retry",
            "5",
            "--retry-all-errors",
        ];
        words.extend(extra);
        words.push(&url);
        deployment.shell.ask(why, &words)
    };
    let expect = |what: &str, answer: Option<String>, part: &str| match answer {
        Some(answer) if !answer.contains(part) => Err(Failure::Usage(format!(
            "{what} should have {part}, and is: {answer}"
        ))),
        _ => Ok(()),
    };
    let config = get(
        "The portal's settings, from the bucket.",
        "/config.json",
        &["--fail"],
    )?;
    expect("config.json", config, &client)?;
    let page = get("A page of the portal.", "/bookings", &["--fail"])?;
    expect("The page", page, "<html")?;
    let policy = get(
        "A function, which starts only if all its settings are right.",
        "/v1/policy",
        &["--fail"],
    )?;
    expect("The policy", policy, "gridMinutes")?;
    let code = ["--output", "/dev/null", "--write-out", "%{http_code}"];
    let refused = get("What takes a token, without one.", "/v1/me", &code)?;
    expect("The answer without a token", refused, "401")
}
