//! The key with which the portal's distribution proves itself to the API (A9): which of its versions is sent, and which
//! other one is accepted.
//!
//! A distribution and functions do not change in one moment, so a key that was changed comes into use in three
//! deployments: the functions accept the new version, the distribution sends it, the functions forget the earlier one.

use super::deploy::Deployment;
use super::shell::Shell;
use crate::failure::Failure;

/// Two versions of the key.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Versions {
    /// What the distribution sends, which the functions accept.
    sent: String,
    /// What the functions accept, too.
    other: String,
}

/// Sets the parameters of the application that say which versions of the key it takes. `is_new` says that there is no
/// such application yet.
pub(super) fn choose(deployment: &mut Deployment, is_new: bool) -> Result<(), Failure> {
    let shell = &deployment.shell;
    let newest = newest(shell, &deployment.state.get("OriginKey")?)?;
    let deployed = match is_new && !shell.is_dry() {
        true => None,
        false => deployed(shell, &deployment.stage.application())?,
    };
    let next = next(&newest, deployed);
    if next.sent != next.other {
        deployment.missing.push(
            "The key of the portal's distribution is being changed: deploy again to go on."
                .to_owned(),
        );
    }
    let parameters = &mut deployment.stage.parameters;
    parameters.insert("OriginKeyVersion".to_owned(), next.sent);
    parameters.insert("OtherOriginKeyVersion".to_owned(), next.other);
    Ok(())
}

/// The versions to deploy after those that are deployed. At no step does anything send what another part, before or
/// after the step, does not accept.
fn next(newest: &str, deployed: Option<Versions>) -> Versions {
    let (sent, other) = match deployed {
        Some(Versions { sent, other }) if sent != newest && other == newest => (other, sent),
        Some(Versions { sent, .. }) if sent != newest => (sent, newest.to_owned()),
        _ => (newest.to_owned(), newest.to_owned()),
    };
    Versions { sent, other }
}

fn newest(shell: &Shell, secret: &str) -> Result<String, Failure> {
    let words = [
        "secretsmanager",
        "list-secret-version-ids",
        "--secret-id",
        secret,
    ];
    let answer = shell.ask_aws(
        "Which is the newest key of the portal's distribution?",
        &words,
        "Versions[?contains(VersionStages, 'AWSCURRENT')].VersionId | [0]",
    )?;
    let Some(answer) = answer else {
        return Ok("<Version>".to_owned());
    };
    let id = answer.as_str().map(str::to_owned);
    id.ok_or_else(|| Failure::Usage(format!("{secret} has no version that is current.")))
}

/// The versions that the application was deployed with; none if it had no key yet.
fn deployed(shell: &Shell, stack: &str) -> Result<Option<Versions>, Failure> {
    let words = ["cloudformation", "describe-stacks", "--stack-name", stack];
    let answer = shell.ask_aws(
        "Which keys of the distribution does the application have now?",
        &words,
        "Stacks[0].Parameters[?contains(ParameterKey, 'OriginKeyVersion')]",
    )?;
    let value = |name: &str| {
        let parameters = answer.as_ref()?.as_array()?.iter();
        let mut named = parameters.filter(|each| each["ParameterKey"] == name);
        named.next()?["ParameterValue"].as_str().map(str::to_owned)
    };
    let sent = value("OriginKeyVersion");
    let versions = sent.zip(value("OtherOriginKeyVersion"));
    Ok(versions.map(|(sent, other)| Versions { sent, other }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn versions(sent: &str, other: &str) -> Versions {
        Versions {
            sent: sent.to_owned(),
            other: other.to_owned(),
        }
    }

    #[test]
    fn a_key_that_was_changed_comes_into_use_in_three_steps() {
        assert_eq!(next("a", None), versions("a", "a"));
        let mut at = versions("a", "a");
        for step in [
            versions("a", "b"),
            versions("b", "a"),
            versions("b", "b"),
            versions("b", "b"),
        ] {
            at = next("b", Some(at));
            assert_eq!(at, step);
        }
    }

    /// During a deployment the distribution sends the key of before or that of after, to functions of before or of
    /// after.
    #[test]
    fn no_deployment_refuses_what_the_distribution_sends() {
        let keys = ["a", "b", "c"];
        for (sent, other) in keys.iter().flat_map(|sent| keys.map(|other| (sent, other))) {
            for newest in keys {
                let before = versions(sent, other);
                let after = next(newest, Some(before.clone()));
                for state in [&before, &after] {
                    for sent in [&before.sent, &after.sent] {
                        let accepted = [&state.sent, &state.other].contains(&sent);
                        assert!(accepted, "{before:?} to {after:?}");
                    }
                }
            }
        }
    }
}
