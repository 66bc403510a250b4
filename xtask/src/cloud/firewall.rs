//! The stack of the firewall in front of portal and API.

use super::deploy::Deployment;
use super::outputs::Outputs;
use super::shell::Shell;
use super::stacks;
use super::stage::{FIREWALL, Stage};
use crate::failure::Failure;

/// The one region in which there are firewalls of distributions (WAFV2 API reference, CreateWebACL, `Scope`).
const REGION: &str = "us-east-1";

/// Creates or updates the stack of the firewall, and has the application use it; nothing if the stage has none.
pub(super) fn deploy(deployment: &mut Deployment) -> Result<(), Failure> {
    let stage = &deployment.stage;
    let Some(parameters) = &stage.firewall else {
        println!("\n  infra/stages/{}.yaml has no firewall.", stage.name);
        return Ok(());
    };
    let shell = deployment.shell.in_another_region(REGION);
    let (stack, tags) = (stage.firewall_stack(), stage.tags());
    stacks::ready(&shell, &stack, stacks::REMOVABLE)?;
    let parameters = parameters.iter();
    let parameters: Vec<_> = parameters
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let why = "Create the firewall, or bring it up to date.";
    stacks::change(&shell, why, FIREWALL, &stack, &tags, &parameters)?;
    let arn = Outputs::of(&shell, &stack)?.get("WebAclArn")?;
    let parameters = &mut deployment.stage.parameters;
    parameters.insert("WebAclArn".to_owned(), arn);
    Ok(())
}

/// Deletes the stack of the firewall, if there is one. No distribution may use it any more.
pub(super) fn delete(shell: &Shell, stage: &Stage) -> Result<(), Failure> {
    stacks::delete_if_there(&shell.in_another_region(REGION), &stage.firewall_stack())
}
