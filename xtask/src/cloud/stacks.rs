//! Whether a stack is there and can be changed, and its removal.

use serde_json::Value;

use super::shell::Shell;
use crate::failure::Failure;

/// Statuses of a stack whose creation failed. Such a stack can only be deleted (CloudFormation User Guide,
/// "Understand stack creation events").
pub(super) const NEVER_MADE: &[&str] = &["CREATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED"];

/// The same, and that of a stack whose deletion failed: of one that holds nothing of worth.
pub(super) const REMOVABLE: &[&str] = &[
    "CREATE_FAILED",
    "ROLLBACK_COMPLETE",
    "ROLLBACK_FAILED",
    "DELETE_FAILED",
];

/// A stack's status; none if there is no such stack, or only one that was never begun.
pub(super) fn status(shell: &Shell, stack: &str) -> Result<Option<String>, Failure> {
    let words = ["cloudformation", "describe-stacks", "--stack-name", stack];
    let answer = shell.ask_aws(
        &format!("Is there a stack {stack} already, and can it be changed?"),
        &words,
        "Stacks[0].StackStatus",
    );
    match answer {
        // There is no other sign of it than this text, which the AWS CLI's own `deploy` looks for too.
        Err(Failure::Refused { said, .. }) if said.contains("does not exist") => Ok(None),
        answer => {
            let status = answer?.and_then(|status| status.as_str().map(str::to_owned));
            // Only its first change set is there: both CLIs begin such a stack anew.
            Ok(status.filter(|status| status != "REVIEW_IN_PROGRESS"))
        }
    }
}

/// Makes sure that a stack can be created or updated, and says whether it is new. Remains of a stack in one of
/// the statuses of `remains` are deleted first.
pub(super) fn ready(shell: &Shell, stack: &str, remains: &[&str]) -> Result<bool, Failure> {
    let status = status(shell, stack)?;
    if shell.is_dry() {
        println!("\n  # Only if its creation failed before:");
        delete(shell, stack)?;
        println!("\n  # And then, if there is none:");
        return Ok(true);
    }
    let Some(status) = status else {
        return Ok(true);
    };
    if remains.contains(&status.as_str()) {
        delete(shell, stack)?;
        return Ok(true);
    }
    let help = match status.as_str() {
        "UPDATE_ROLLBACK_FAILED" => {
            "`aws cloudformation continue-update-rollback` brings it back to what it was"
        }
        "DELETE_FAILED" => {
            "somebody tried to delete it, and what it held may be in use without it: see \
             \"A state stack that was deleted\" in docs/operations.md"
        }
        busy if busy.ends_with("_IN_PROGRESS") => {
            "somebody changes it now; wait until that is over"
        }
        _ => return Ok(false),
    };
    Err(Failure::Usage(format!("{stack} is {status}: {help}.")))
}

/// Creates or changes a stack. `parameters` are `NAME=VALUE`.
pub(super) fn change(
    shell: &Shell,
    why: &str,
    template: &str,
    stack: &str,
    tags: &[String],
    parameters: &[String],
) -> Result<(), Failure> {
    let mut words = vec![
        "cloudformation",
        "deploy",
        "--template-file",
        template,
        "--stack-name",
        stack,
        "--no-fail-on-empty-changeset",
        "--tags",
    ];
    words.extend(tags.iter().map(String::as_str));
    words.push("--parameter-overrides");
    words.extend(parameters.iter().map(String::as_str));
    shell.aws(why, &words)
}

/// Deletes a stack if there is one.
pub(super) fn delete_if_there(shell: &Shell, stack: &str) -> Result<(), Failure> {
    if status(shell, stack)?.is_some() || shell.is_dry() {
        return delete(shell, stack);
    }
    println!("\n  There is no stack {stack}.");
    Ok(())
}

/// Deletes a stack, and waits until it is gone.
pub(super) fn delete(shell: &Shell, stack: &str) -> Result<(), Failure> {
    let delete = ["cloudformation", "delete-stack", "--stack-name", stack];
    shell.aws("Delete the stack, but for what it is to keep.", &delete)?;
    let wait = [
        "cloudformation",
        "wait",
        "stack-delete-complete",
        "--stack-name",
        stack,
    ];
    shell.aws("Wait until it is gone.", &wait)
}

/// The id that a resource got. In a dry run it is not known and stands as `<Resource>`.
pub(super) fn physical_id(shell: &Shell, stack: &str, resource: &str) -> Result<String, Failure> {
    let words = [
        "cloudformation",
        "describe-stack-resource",
        "--stack-name",
        stack,
        "--logical-resource-id",
        resource,
    ];
    let query = "StackResourceDetail.PhysicalResourceId";
    let answer = shell.ask_aws("By which name is it known?", &words, query)?;
    match answer.as_ref().map(Value::as_str) {
        None => Ok(format!("<{resource}>")),
        Some(Some(id)) => Ok(id.to_owned()),
        Some(None) => Err(Failure::Usage(format!("{stack} has no {resource}."))),
    }
}
