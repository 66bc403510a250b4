//! `cargo xtask deploy`: the steps, and what they share.

use clap::Args;

use super::outputs::Outputs;
use super::shell::Shell;
use super::stage::Stage;
use super::{
    account, application, concierge, emulator, firewall, portal, smoke, smoke_booking, state, texts,
};
use crate::failure::Failure;
use crate::steps::{self, Step};
use crate::tree::Tree;

/// What is to be deployed.
#[derive(Args)]
pub(crate) struct Deploy {
    /// The stage, which has a file in infra/stages/
    #[arg(
        long,
        required = false,
        required_unless_present = "emulator",
        default_value_if("emulator", "true", "dev")
    )]
    stage: String,
    /// Reach no account: deploy to an emulator on this machine, again, and anew, and hold a session there
    #[arg(
        long,
        conflicts_with_all = ["dry_run", "concierge", "table", "hold_messages_before"]
    )]
    emulator: bool,
    /// With --emulator: which version is deployed before this one to another emulator
    #[arg(
        long,
        value_name = "COMMIT",
        default_value = "HEAD^",
        requires = "emulator"
    )]
    over: String,
    /// Print the commands, and run none
    #[arg(long)]
    dry_run: bool,
    /// Leave out the booking at the end, of two people who are there for it alone
    #[arg(long)]
    no_smoke_booking: bool,
    /// The address of the first concierge, who is invited unless they have an account
    #[arg(long, value_name = "EMAIL")]
    concierge: Option<String>,
    /// Use this table in place of the state's own: one that was restored
    #[arg(long, value_name = "NAME")]
    table: Option<String>,
    /// After a restore: when it was, in UTC, such as 2026-11-29T08:00:00Z. Messages from before are held
    #[arg(long, value_name = "TIME")]
    hold_messages_before: Option<String>,
}

/// What the steps share.
pub(super) struct Deployment {
    pub(super) shell: Shell,
    pub(super) stage: Stage,
    pub(super) concierge: Option<String>,
    pub(super) table: Option<String>,
    /// Whether nothing is booked at the end.
    pub(super) no_smoke_booking: bool,
    /// Whose account it is, once that step is done; none in a dry run.
    pub(super) account: Option<String>,
    /// From whom the user pool sends through SES, once that is known; none: Cognito sends for it.
    pub(super) pool_mail_from: Option<String>,
    /// What the state puts out, once its step is done.
    pub(super) state: Outputs,
    /// The same of the application.
    pub(super) application: Outputs,
    /// What is still to be done before people can use the stage.
    pub(super) missing: Vec<String>,
}

impl Deploy {
    /// Goes through the steps. What is done already is done again without effect, or left out.
    pub(crate) fn run(self) -> Result<(), Failure> {
        if self.emulator {
            return emulator::run(&self.stage, &self.over);
        }
        let stage = Stage::read(Tree::own(), &self.stage)?;
        let shell = Shell::new(self.dry_run, &stage.region)?;
        self.go(stage, shell, steps())
    }

    fn go(
        self,
        mut stage: Stage,
        shell: Shell,
        steps: Vec<Step<Deployment>>,
    ) -> Result<(), Failure> {
        if let Some(time) = self.hold_messages_before {
            let name = "HoldMessagesBefore".to_owned();
            stage.parameters.insert(name, time);
        }
        let mut deployment = Deployment {
            shell,
            stage,
            concierge: self.concierge,
            table: self.table,
            no_smoke_booking: self.no_smoke_booking,
            account: None,
            pool_mail_from: None,
            state: Outputs::default(),
            application: Outputs::default(),
            missing: Vec::new(),
        };
        if self.dry_run {
            println!(
                "A dry run: this prints the commands, and runs none. <Names> come from earlier steps."
            );
        }
        steps::run(steps, &mut deployment)
    }
}

/// The same steps towards an emulator, with one more once the functions are built.
pub(super) fn emulated(
    stage: Stage,
    shell: Shell,
    concierge: &str,
    more: Step<Deployment>,
) -> Result<(), Failure> {
    let deploy = Deploy {
        stage: stage.name.clone(),
        emulator: true,
        over: String::new(),
        dry_run: false,
        no_smoke_booking: false,
        concierge: Some(concierge.to_owned()),
        table: None,
        hold_messages_before: None,
    };
    let mut steps = steps();
    let built = steps.iter().position(|step| step.what == BUILT);
    steps.insert(built.map_or(0, |at| at + 1), more);
    deploy.go(stage, shell, steps)
}

const BUILT: &str = "Functions: build";

fn steps() -> Vec<Step<Deployment>> {
    vec![
        Step {
            what: "Account: whose it is, and what it allows",
            help: "Nothing was changed. If you are not signed in, `aws sts get-caller-identity` says so. Then \
                   deploy again.",
            run: account::check,
        },
        Step {
            what: BUILT,
            help: "Nothing was changed in the cloud. Mend the build, and deploy again.",
            run: application::build,
        },
        Step {
            what: "Portal: build",
            help: "Nothing was changed in the cloud. Mend the build, and deploy again.",
            run: portal::build,
        },
        Step {
            what: "State: the stack of table, accounts and whatever else outlives the application",
            help: "The application is as it was before. What the state held is as it was; a change that \
                   failed was undone. The stack's events say what was refused. Deploy again to go on.",
            run: state::deploy,
        },
        Step {
            what: "Texts: the logs of what becomes of them",
            help: "The state is up to date; the application is as it was before. Deploy again to go on.",
            run: texts::groups,
        },
        Step {
            what: "Firewall: the rules in front of portal and API, if the stage has one",
            help: "The state is up to date; the application is as it was before. The stack's events in us-east-1 say \
                   what was refused. Deploy again to go on.",
            run: firewall::deploy,
        },
        Step {
            what: "Application: the stack of functions, API, alarms and web",
            help: "The state is up to date, and holds all data. The application is what it was before, or \
                   not there yet; a change that failed was undone. The stack's events say what was refused. \
                   Deploy again to go on.",
            run: application::deploy,
        },
        Step {
            what: "Texts: receipts",
            help: "The new functions run. Texts go out, but none counts as delivered or undelivered. Deploy again \
                   to go on.",
            run: texts::receipts,
        },
        Step {
            what: "Portal: upload",
            help: "The new functions run. The portal's pages are still the old ones, or the new ones in part: \
                   pages that are open go on working. Deploy again to go on.",
            run: portal::upload,
        },
        Step {
            what: "Concierge: the first account",
            help: "Functions and portal are up to date. In the sandbox of SES, the concierge's own address has to be \
                   verified there before it is invited. Deploy again to go on.",
            run: concierge::invite,
        },
        Step {
            what: "Smoke test: portal, function and authorizer answer",
            help: "All is deployed, but something does not answer. CloudWatch has the functions' logs under \
                   /anteroom. `git checkout` of what was deployed before and `deploy` goes back to it.",
            run: smoke::test,
        },
        Step {
            what: "Smoke test: one booking, with its emails",
            help: "All is deployed and answers, but does not book as it should. CloudWatch has the functions' logs under \
                   /anteroom. The two people of this test may still be there to be booked; the next deployment deactivates them. \
                   --no-smoke-booking leaves this step out.",
            run: smoke_booking::test,
        },
        Step {
            what: "Going live: what is missing",
            help: "All is deployed and answers. Deploy again to see what is missing.",
            run: account::missing,
        },
    ]
}
