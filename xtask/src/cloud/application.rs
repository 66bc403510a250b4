//! The functions and all that starts and watches them.

use std::path::Path;

use super::deploy::Deployment;
use super::outputs::Outputs;
use super::shell::Shell;
use super::stage::Stage;
use super::{concierge, origin_key, stacks};
use crate::failure::Failure;

/// Builds the functions for the processor that they run on.
pub(super) fn build(deployment: &mut Deployment) -> Result<(), Failure> {
    let architecture = architecture(deployment)?;
    let parameter = format!("Architecture={architecture}");
    let parameters = &mut deployment.stage.parameters;
    parameters.insert("Architecture".to_owned(), architecture);
    deployment.shell.run(
        "Build the seven functions. SAM reads the processor from the parameter, not from the stack.",
        &["sam", "build", "--parameter-overrides", &parameter],
    )
}

/// The stage's processor. Building for another one than this machine's takes Rust's library for it; where that
/// is missing and the stage does not insist, this machine's.
fn architecture(deployment: &Deployment) -> Result<String, Failure> {
    let wanted = deployment.stage.parameter("Architecture")?;
    let target = match wanted.as_str() {
        "arm64" => "aarch64-unknown-linux-gnu",
        _ => "x86_64-unknown-linux-gnu",
    };
    let library = deployment.shell.ask(
        "Can this machine build for the functions' processor?",
        &["rustc", "--print", "target-libdir", "--target", target],
    )?;
    if library.is_none_or(|library| Path::new(&library).exists()) {
        return Ok(wanted);
    }
    if deployment.stage.parameters.contains_key("Architecture") {
        return Err(Failure::Usage(format!(
            "Rust's library for {wanted} is missing: rustup target add {target}"
        )));
    }
    let here = match std::env::consts::ARCH {
        "aarch64" => "arm64",
        other => other,
    };
    println!(
        "\n  Rust's library for {wanted} is missing here, so the functions are built for {here}."
    );
    println!("  For {wanted}: rustup target add {target}");
    Ok(here.to_owned())
}

/// Creates or updates the stack of the application, with what the state puts out.
pub(super) fn deploy(deployment: &mut Deployment) -> Result<(), Failure> {
    let stack = deployment.stage.application();
    let is_new = stacks::ready(&deployment.shell, &stack, stacks::REMOVABLE)?;
    origin_key::choose(deployment, is_new)?;
    let (shell, stage) = (&deployment.shell, &deployment.stage);
    let mut parameters = stage.parameters.clone();
    for name in state_outputs(stage)? {
        let value = deployment.state.get(&name)?;
        parameters.insert(name, value);
    }
    let file = stage.file("parameters.yaml");
    // Quoted, since SAM would read an instant as one and hand it on in another notation.
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let lines = parameters.iter();
    let lines = lines.map(|(name, value)| format!("{name}: {}\n", quoted(value)));
    let text: String = lines.collect();
    shell.write(&file, &text)?;
    mark(shell, stage, &text)?;
    let (overrides, tags) = (format!("file://{file}"), stage.tags());
    let mut words = vec![
        "sam",
        "deploy",
        "--stack-name",
        &stack,
        "--region",
        &stage.region,
        "--resolve-s3",
        "--s3-prefix",
        &stack,
        "--capabilities",
        "CAPABILITY_IAM",
        "CAPABILITY_AUTO_EXPAND",
        "--no-fail-on-empty-changeset",
        match stage.confirm {
            true => "--confirm-changeset",
            false => "--no-confirm-changeset",
        },
        "--parameter-overrides",
        &overrides,
        "--tags",
    ];
    words.extend(tags.iter().map(String::as_str));
    shell.run("Create the application, or bring it up to date.", &words)?;
    deployment.application = Outputs::of(shell, &stack)?;
    Ok(())
}

/// Puts a digest of the parameters beside the code of each function behind an alias. The alias moves when SAM publishes a
/// version, and for that it compares the code and how the template writes the environment, not the values of parameters
/// (`_construct_version` of aws-sam-translator; aws/serverless-application-model#1640). Without the digest a
/// deployment that changes parameters alone would leave those functions as they were.
fn mark(shell: &Shell, stage: &Stage, parameters: &str) -> Result<(), Failure> {
    let digest = match shell.is_dry() {
        true => "<Digest>".to_owned(),
        false => concierge::digest(parameters),
    };
    let template = stage.tree.template("template.yaml")?;
    let resources = template["Resources"].as_mapping().into_iter().flatten();
    for (name, resource) in resources {
        let is_behind = !resource["Properties"]["AutoPublishAlias"].is_null();
        if let Some(name) = name.as_str().filter(|_| is_behind) {
            shell.write(&format!(".aws-sam/build/{name}/parameters"), &digest)?;
        }
    }
    Ok(())
}

/// The outputs of the state, each of which is a parameter of the application.
fn state_outputs(stage: &Stage) -> Result<Vec<String>, Failure> {
    stage.tree.names("infra/state.yaml", "Outputs")
}
