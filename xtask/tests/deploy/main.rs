//! `deploy` and `teardown` against stand-ins of the AWS CLI and of SAM. No account is reached.

#![allow(clippy::unwrap_used)]

mod account;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use self::account::Account;

const FIRST: &[&str] = &["deploy", "--stage", "dev", "--concierge", "mai@example.com"];
/// How the account is once SES has verified the mail domain.
const VERIFIED: &[(&str, &str)] = &[("VERIFIED", "true")];
const AGAIN: &[&str] = &["deploy", "--stage", "dev"];
const TEARDOWN: &[&str] = &["teardown", "--stage", "dev"];

#[test]
fn a_dry_run_prints_every_command_and_runs_none() {
    let account = Account::new();
    let deploy = account.run(&[FIRST, &["--dry-run"]].concat());
    assert!(deploy.ok, "{}", deploy.error);
    insta::assert_snapshot!("dry_run_of_deploy", deploy.said);
    let teardown = account.run(&["teardown", "--stage", "prod", "--dry-run"]);
    assert!(teardown.ok, "{}", teardown.error);
    insta::assert_snapshot!("dry_run_of_teardown", teardown.said);
    assert!(account.calls().is_empty());
    assert!(account.contents().is_empty());
}

#[test]
fn the_calls_of_a_first_deployment_of_the_next_and_of_a_teardown() {
    let account = Account::new();
    let first = account.run(FIRST);
    assert!(first.ok, "{}", first.error);
    insta::assert_snapshot!("first_calls", account.calls().join("\n"));
    let (_, missing) = first.said.split_once("[13/13]").unwrap();
    insta::assert_snapshot!("what_is_missing", missing);
    assert!(!account.contents().contains_key("invitations"));

    let invited = account.run_with(FIRST, VERIFIED);
    assert!(invited.ok, "{}", invited.error);
    let calls = account.calls();
    let calls = calls.iter().filter(|call| call.contains("cognito-idp"));
    let calls: Vec<_> = calls.map(String::as_str).collect();
    insta::assert_snapshot!("calls_to_invite", calls.join("\n"));
    insta::assert_debug_snapshot!("account_after_deploy", account.contents());
    let invitations = account.contents()["invitations"].clone();
    assert!(account.run_with(FIRST, VERIFIED).ok);
    assert_eq!(account.contents()["invitations"], invitations);

    let next = account.run(AGAIN);
    assert!(next.ok, "{}", next.error);
    insta::assert_snapshot!("next_calls", account.calls().join("\n"));

    let teardown = account.run(TEARDOWN);
    assert!(teardown.ok, "{}", teardown.error);
    insta::assert_snapshot!("teardown_calls", account.calls().join("\n"));
    let contents = account.contents();
    assert!(contents.contains_key("stacks/anteroom-dev-state"));
    assert!(!contents.contains_key("stacks/anteroom-dev"));

    let back = account.run(AGAIN);
    assert!(back.ok, "{}", back.error);
    let created = |call: &&String| call.contains("Protected=false");
    assert_eq!(account.calls().iter().filter(created).count(), 0);
}

/// An account before a deployment, and what it allows meanwhile: an empty one, and one that was deployed to and whose
/// mail domain is verified since.
#[derive(Clone, Copy)]
enum Before {
    Empty,
    Verified,
}

impl Before {
    fn account(self) -> Account {
        let account = Account::new();
        match self {
            Self::Empty => {}
            Self::Verified => assert!(account.run(FIRST).ok),
        }
        account
    }

    fn allows(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Empty => &[],
            Self::Verified => VERIFIED,
        }
    }

    /// The account after the deployment, and its calls.
    fn undisturbed(self) -> (Account, Vec<String>) {
        let account = self.account();
        assert!(account.run_with(FIRST, self.allows()).ok);
        let calls = account.calls();
        (account, calls)
    }
}

#[test]
fn a_failing_call_stops_the_deployment_and_the_next_one_goes_on() {
    let (mut told, mut known) = (String::new(), BTreeSet::new());
    for before in [Before::Empty, Before::Verified] {
        let (undisturbed, expected) = before.undisturbed();
        for (index, line) in expected.iter().enumerate() {
            if !known.insert(line.clone()) {
                continue;
            }
            let (account, call) = (before.account(), index + 1);
            let failed = account.run_failing(FIRST, call, "before", before.allows());
            assert!(!failed.ok);
            let calls = account.calls();
            // The booking of the smoke test cleans up after itself.
            let cleans = |call: &String| {
                let cleaning = ["/deactivate", "/cancel", "GET /v1/admin/bookings"];
                cleaning.iter().any(|path| call.contains(path))
            };
            let more = &calls[call..];
            assert!(more.iter().all(cleans), "it went on: {more:?}");
            writeln!(told, "{line}\n{}\n", failed.error.trim()).unwrap();
            comes_to_the_end(&account, before, &undisturbed);
        }
    }
    insta::assert_snapshot!("failures", told);
}

#[test]
fn a_call_whose_answer_is_lost_can_be_made_again() {
    let mut known = BTreeSet::new();
    for before in [Before::Empty, Before::Verified] {
        let (undisturbed, expected) = before.undisturbed();
        for (index, line) in expected.iter().enumerate() {
            if !known.insert(line.clone()) {
                continue;
            }
            let account = before.account();
            account.run_failing(FIRST, index + 1, "after", before.allows());
            comes_to_the_end(&account, before, &undisturbed);
        }
    }
}

/// Deploys again, and compares with an account in which nothing failed.
fn comes_to_the_end(account: &Account, before: Before, undisturbed: &Account) {
    let again = account.run_with(FIRST, before.allows());
    assert!(again.ok, "{}", again.error);
    let mut contents = account.contents();
    // Between the invitation and the group that says so, another one goes out.
    if let Some(invitations) = contents.get_mut("invitations") {
        let mut lines: Vec<_> = invitations.lines().collect();
        assert!(lines.len() <= 2, "{lines:?}");
        lines.dedup();
        *invitations = lines.join("\n") + "\n";
    }
    assert_eq!(contents, undisturbed.contents());
}

#[test]
fn after_any_failure_a_teardown_can_be_run_again() {
    for call in 1.. {
        let account = Account::new();
        assert!(account.run(FIRST).ok);
        let failed = account.run_failing(TEARDOWN, call, "after", &[]);
        let again = account.run(TEARDOWN);
        assert!(again.ok, "{}", again.error);
        assert!(!account.contents().contains_key("stacks/anteroom-dev"));
        if failed.ok {
            break;
        }
    }
}

#[test]
fn a_stack_that_cannot_be_changed_is_left_alone() {
    for (stack, status, help) in [
        ("anteroom-dev-state", "UPDATE_IN_PROGRESS", "wait until"),
        ("anteroom-dev-state", "DELETE_FAILED", "docs/operations.md"),
        (
            "anteroom-dev",
            "UPDATE_ROLLBACK_FAILED",
            "continue-update-rollback",
        ),
    ] {
        let account = Account::new();
        account.put(&format!("stacks/{stack}"), &format!("{status}\n"));
        let run = account.run(AGAIN);
        assert!(!run.ok);
        assert!(run.error.contains(help), "{}", run.error);
        let changed = |call: &String| call.contains(&format!("--stack-name {stack} --no-fail"));
        assert!(!account.calls().iter().any(changed));
    }
}

#[test]
fn an_application_whose_deletion_failed_is_deleted_and_made_anew() {
    let account = Account::new();
    account.put("stacks/anteroom-dev", "DELETE_FAILED\n");
    assert!(account.run(AGAIN).ok);
    let deleted = |call: &String| call.contains("delete-stack --stack-name anteroom-dev ");
    assert!(account.calls().iter().any(deleted));
}

#[test]
fn a_restored_table_is_named_by_a_flag_and_must_have_a_stream() {
    let restored = &[
        "deploy",
        "--stage",
        "dev",
        "--table",
        "restored",
        "--hold-messages-before",
        "2026-11-29T08:00:00Z",
    ];
    let account = Account::new();
    account.put("table", r#"{"Arn": "arn:restored", "Stream": null}"#);
    let refused = account.run(restored);
    assert!(!refused.ok && refused.error.contains("has no stream"));
    account.put(
        "table",
        r#"{"Arn": "arn:restored", "Stream": "arn:stream"}"#,
    );
    let run = account.run(restored);
    assert!(run.ok, "{}", run.error);
    for line in [
        "TableName: \"restored\"",
        "TableArn: \"arn:restored\"",
        "TableStream: \"arn:stream\"",
        // Without quotes SAM reads an instant, and writes it as no template takes it.
        "HoldMessagesBefore: \"2026-11-29T08:00:00Z\"",
    ] {
        assert!(run.said.contains(line), "{line}");
    }
}

/// An alias moves only with the code, and functions read parameters from their environment.
#[test]
fn functions_behind_an_alias_change_with_the_parameters() {
    let account = Account::new();
    let digest = |deploy: &[&str]| {
        let run = account.run(deploy);
        assert!(run.ok, "{}", run.error);
        ["Bookings", "Sessions", "Concierge"].map(|function| {
            let file = format!(".aws-sam/build/{function}/parameters:\n");
            let (_, written) = run.said.split_once(&file).unwrap();
            written.lines().next().unwrap().to_owned()
        })
    };
    let first = digest(AGAIN);
    assert_eq!(digest(AGAIN), first);
    let held = &[
        "deploy",
        "--stage",
        "dev",
        "--hold-messages-before",
        "2026-11-29T08:00:00Z",
    ];
    assert_ne!(digest(held), first);
}

#[test]
fn a_key_of_the_distribution_that_was_changed_comes_into_use_in_three_deployments() {
    let account = Account::new();
    let mut steps = Vec::new();
    for newest in ["key-1", "key-2", "key-2", "key-2", "key-2"] {
        let run = account.run_with(AGAIN, &[("NEWEST_KEY", newest)]);
        assert!(run.ok, "{}", run.error);
        let version = |name: &str| {
            let (_, rest) = run.said.split_once(&format!("  {name}: ")).unwrap();
            rest.lines().next().unwrap().trim_matches('"').to_owned()
        };
        let (sent, other) = (
            version("OriginKeyVersion"),
            version("OtherOriginKeyVersion"),
        );
        let deployed = serde_json::json!([
            {"ParameterKey": "OriginKeyVersion", "ParameterValue": sent},
            {"ParameterKey": "OtherOriginKeyVersion", "ParameterValue": other},
        ]);
        account.put("origin-keys", &deployed.to_string());
        let goes_on = run.said.contains("is being changed: deploy again");
        steps.push(format!("sends {sent}, accepts {other}, again: {goes_on}"));
    }
    assert_eq!(
        steps,
        [
            "sends key-1, accepts key-1, again: false",
            "sends key-1, accepts key-2, again: true",
            "sends key-2, accepts key-1, again: true",
            "sends key-2, accepts key-2, again: false",
            "sends key-2, accepts key-2, again: false",
        ]
    );
}

/// At first Cognito sends the pool's emails; SES does once it can, and goes on to: codes for signing in come from it (A8).
#[test]
fn the_user_pool_sends_through_the_mail_domain_once_that_is_verified() {
    let account = Account::new();
    for (verified, from) in [
        ("true", ""), // there is no state yet
        ("false", ""),
        ("true", "Anteroom <no-reply@dev.anteroom.example>"),
        ("false", "Anteroom <no-reply@dev.anteroom.example>"),
    ] {
        let run = account.run_with(FIRST, &[("VERIFIED", verified)]);
        assert!(run.ok, "{}", run.error);
        let with = format!(" PoolMailFrom={from} Protected=true ");
        let calls = account.calls();
        assert!(calls.iter().any(|call| call.contains(&with)), "{calls:#?}");
        let told = run.said.contains("Cognito's own sender sends");
        assert_eq!(told, from.is_empty());
        let told = run.said.contains("The concierge is not invited yet");
        assert_eq!(told, from.is_empty());
    }
}

/// (M11)
#[test]
fn emails_go_out_at_the_rate_that_the_account_was_granted() {
    let account = Account::new();
    for (granted, rate) in [("1", "1"), ("14.5", "14")] {
        let run = account.run_with(AGAIN, &[("RATE", granted)]);
        assert!(run.ok, "{}", run.error);
        let line = format!("MailRate: \"{rate}\"\n");
        assert!(run.said.contains(&line), "{}", run.said);
    }
}

/// (A8)
#[test]
fn a_concierge_of_before_is_asked_for_a_code_too_and_not_invited_again() {
    let account = Account::new();
    assert!(account.run(FIRST).ok);
    account.put("users/mai@example.com", "concierge\n");
    let run = account.run_with(FIRST, VERIFIED);
    assert!(run.ok, "{}", run.error);
    let contents = account.contents();
    assert_eq!(contents["codes"], "mai@example.com\n");
    assert!(!contents.contains_key("invitations"));
}

/// A distribution can only be given a firewall that is there, and a firewall that is in use can't be deleted.
#[test]
fn a_firewall_is_made_before_the_application_and_deleted_after_it() {
    let account = Account::new();
    let run = account.run(&["deploy", "--stage", "prod"]);
    assert!(run.ok, "{}", run.error);
    let calls = account.calls();
    let at = |part: &str| calls.iter().position(|call| call.contains(part)).unwrap();
    let made = at("--template-file infra/firewall.yaml --stack-name anteroom-prod-firewall");
    assert!(calls[made].ends_with(
        "--parameter-overrides RequestRate=10000 Stage=prod VisitRate=3000 --region us-east-1"
    ));
    assert!(made < at("sam deploy"));
    let arn = "  WebAclArn: \"arn:aws:wafv2:us-east-1:123456789012:global/webacl/f/1\"\n";
    assert!(run.said.contains(arn), "{}", run.said);

    account.put("stacks/anteroom-dev", "UPDATE_COMPLETE\n");
    account.put("stacks/anteroom-dev-firewall", "UPDATE_COMPLETE\n");
    let teardown = account.run(TEARDOWN);
    assert!(teardown.ok, "{}", teardown.error);
    let calls = account.calls();
    let deleted = calls.iter().filter(|call| call.contains("delete-stack"));
    let deleted: Vec<_> = deleted.map(String::as_str).collect();
    assert_eq!(
        deleted,
        [
            "aws cloudformation delete-stack --stack-name anteroom-dev --region ap-southeast-1",
            "aws cloudformation delete-stack --stack-name anteroom-dev-firewall --region us-east-1",
        ]
    );
}

#[test]
fn without_rusts_library_for_the_functions_processor_they_are_built_for_this_one() {
    let here = match std::env::consts::ARCH {
        "aarch64" => "arm64",
        other => other,
    };
    let account = Account::new();
    let run = account.run_with(AGAIN, &[("RUST_LIBRARY", "/nowhere")]);
    assert!(run.ok, "{}", run.error);
    let built = format!("sam build --parameter-overrides Architecture={here}");
    assert!(account.calls().contains(&built));
    assert!(run.said.contains(&format!("Architecture: \"{here}\"")));
}

#[test]
fn a_smoke_test_that_gets_another_answer_fails() {
    let account = Account::new();
    let run = account.run_with(AGAIN, &[("POLICY", "<html>")]);
    assert!(!run.ok);
    assert!(
        run.error.contains("FAILED in step 11 of 13"),
        "{}",
        run.error
    );
}

#[test]
fn a_booking_at_the_end_is_told_by_email_and_leaves_nobody_to_be_booked() {
    let account = Account::new();
    let run = account.run_with(AGAIN, &[("DELIVERY", "queued")]);
    assert!(run.ok, "{}", run.error);
    assert!(run.said.contains("booking of the smoke test wait"));
    let contents = account.contents();
    assert!(!contents.contains_key("booking"));
    for person in ["users/check-provider", "users/check-member"] {
        assert_eq!(contents[person], "disabled\n");
    }
    assert!(!run.said.contains("origin-key"), "the key is not printed");

    let failed = account.run_with(AGAIN, &[("DELIVERY", "failed")]);
    assert!(!failed.ok && failed.error.contains("An email did not go out"));
    let contents = account.contents();
    assert!(!contents.contains_key("booking"));
    for person in ["users/check-provider", "users/check-member"] {
        assert_eq!(contents[person], "disabled\n");
    }
    let again = account.run(AGAIN);
    assert!(again.ok, "{}", again.error);
    let told = "Both were told.";
    assert!(again.said.contains(told) && !again.said.contains("smoke test wait"));
    assert!(!account.contents().contains_key("booking"));

    let without = account.run(&[AGAIN, &["--no-smoke-booking"]].concat());
    assert!(without.ok && without.said.contains("Left out, as you said."));
    assert!(
        !account
            .calls()
            .iter()
            .any(|call| call.contains("lambda invoke"))
    );
}

#[test]
fn a_stage_that_asks_is_torn_down_only_by_its_name() {
    let account = Account::new();
    account.put("stacks/anteroom-prod", "UPDATE_COMPLETE\n");
    let run = account.run(&["teardown", "--stage", "prod"]);
    assert!(!run.ok && run.error.contains("Nothing was done."));
    assert!(account.calls().is_empty());
}

#[test]
fn what_no_update_may_replace_is_in_the_stack_of_the_state() {
    let infra = concat!(env!("CARGO_MANIFEST_DIR"), "/../infra");
    let read = |file: &str| std::fs::read_to_string(format!("{infra}/{file}")).unwrap();
    let policy: serde_json::Value = serde_json::from_str(&read("state-policy.json")).unwrap();
    let template = read("state.yaml");
    let protected = policy["Statement"][1]["Resource"].as_array().unwrap();
    assert!(!protected.is_empty());
    for resource in protected {
        let resource = resource.as_str().unwrap();
        let id = resource.strip_prefix("LogicalResourceId/").unwrap();
        assert!(template.contains(&format!("\n  {id}:\n    Type: ")), "{id}");
    }
}
