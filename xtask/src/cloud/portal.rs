//! The portal's files: built here, uploaded to their bucket.

use super::deploy::Deployment;
use crate::failure::Failure;

/// Builds the portal's files with the packages of its lock file.
pub(super) fn build(deployment: &mut Deployment) -> Result<(), Failure> {
    let shell = &deployment.shell;
    shell.run(
        "The portal's packages, as its lock file has them.",
        &["npm", "--prefix", "portal", "ci"],
    )?;
    shell.run(
        "Build the portal's files.",
        &["npm", "--prefix", "portal", "run", "build"],
    )
}

/// Uploads the files. First those that have their content's hash in their name, then those that name them: nobody
/// gets a page whose scripts are not there yet. Older files stay, for pages that are open.
pub(super) fn upload(deployment: &mut Deployment) -> Result<(), Failure> {
    let (shell, stage) = (&deployment.shell, &deployment.stage);
    let bucket = format!("s3://{}", deployment.state.get("FilesBucket")?);
    let config = serde_json::json!({
        "issuer": deployment.application.get("Issuer")?,
        "clientId": deployment.application.get("ClientId")?,
        "serviceName": stage.parameter("ServiceName")?,
        "helpPhone": stage.parameter("HelpPhone")?,
        "helpEmail": stage.parameter("HelpEmail")?,
    });
    let file = stage.file("config.json");
    shell.write(&file, &config.to_string())?;
    let assets = format!("{bucket}/assets");
    shell.aws(
        "The scripts and styles, which browsers keep.",
        &[
            "s3",
            "sync",
            "portal/dist/assets",
            &assets,
            "--no-progress",
            "--cache-control",
            "public, max-age=31536000, immutable",
        ],
    )?;
    let others = [
        "s3",
        "sync",
        "portal/dist",
        &bucket,
        "--no-progress",
        "--exclude",
        "assets/*",
        "--exclude",
        "index.html",
        "--cache-control",
        "no-cache",
    ];
    shell.aws("The other files, for which browsers ask again.", &others)?;
    upload_one(deployment, "Whom to sign in with.", &file, "config.json")?;
    let page = "portal/dist/index.html";
    upload_one(
        deployment,
        "The page, which names all others.",
        page,
        "index.html",
    )?;
    let distribution = deployment.application.get("PortalDistribution")?;
    let forget = [
        "cloudfront",
        "create-invalidation",
        "--distribution-id",
        &distribution,
        "--paths",
        "/*",
    ];
    shell.aws("CloudFront's own copies are old now.", &forget)
}

fn upload_one(deployment: &Deployment, why: &str, file: &str, name: &str) -> Result<(), Failure> {
    let to = format!("s3://{}/{name}", deployment.state.get("FilesBucket")?);
    let words = [
        "s3",
        "cp",
        file,
        &to,
        "--no-progress",
        "--cache-control",
        "no-cache",
    ];
    deployment.shell.aws(why, &words)
}
