//! What the emulator can't do, by name, with what it answers. One that it can do after all fails the task, so that
//! this list is never longer than it must be.

use crate::failure::Failure;

/// Something that the emulator can't do.
#[derive(Debug)]
pub(in crate::cloud) struct Gap {
    /// What it can't do, and what is done about it.
    pub(super) what: &'static str,
    /// A part of the commands that show it; empty if `probes` shows it.
    call: &'static str,
    /// A part of what it answers.
    answer: &'static str,
}

/// Calls of `deploy`. Its steps go on as they do in a dry run, which has no answers either.
const CALLS: &[Gap] = &[
    Gap {
        what: "SNS: whether the account is in the sandbox",
        call: "aws sns get-sms-sandbox-account-status",
        answer: "Unknown action: GetSMSSandboxAccountStatus",
    },
    Gap {
        what: "SNS: the account's settings of texts",
        call: "aws sns get-sms-attributes",
        answer: "Unknown action: GetSMSAttributes",
    },
    Gap {
        what: "SNS: receipts of texts",
        call: "aws sns set-sms-attributes",
        answer: "Unknown action: SetSMSAttributes",
    },
    Gap {
        what: "Service Quotas",
        call: "aws service-quotas list-service-quotas",
        answer: "(400) when calling the ListServiceQuotas operation",
    },
    Gap {
        what: "CloudFront in front of an HTTP API, so that the API is asked at its own address",
        call: "cloudfront.net/v1/",
        answer: "502",
    },
];

pub(super) const ROLLING_BACK: Gap = Gap {
    what: "CodeDeploy, so that functions change at once and none is taken back",
    call: "",
    answer: "Unrecognized resource types: [AWS::CodeDeploy::Application]",
};

pub(super) const METRIC_MATH: Gap = Gap {
    what: "Alarms of several metrics, which are left out",
    call: "",
    answer: "Properties.Metrics (metric math) is not supported",
};

pub(super) const ROUTES: Gap = Gap {
    what: "The routes and the origins that SAM writes into the API's body, so that routes are resources of their own here",
    call: "",
    answer: "no route",
};

pub(super) const SENDER: Gap = Gap {
    what: "SES: rights to an identity and to a sender, so that the notifier may send as anybody here",
    call: "",
    answer: "not authorized to perform: ses:SendEmail on resource: * ",
};

pub(super) const CODES: Gap = Gap {
    what: "Cognito: a code by email as a second factor, so that staff sign in by their password alone here",
    call: "",
    answer: "[]",
};

pub(super) const MEETINGS: Gap = Gap {
    what: "Chime SDK meetings, for which local/chime stands in, without its events",
    call: "",
    answer: "(400) when calling the CreateMeeting operation",
};

impl Gap {
    /// Makes sure that it is still there.
    pub(in crate::cloud) fn expect(&self, said: &str) -> Result<(), Failure> {
        let Self { what, answer, .. } = self;
        if !said.contains(answer) {
            return Err(Failure::Usage(format!(
                "The emulator answers another thing than it did. If it is no gap any more, it leaves the list.\n  \
                 The gap: {what}\n  Its answer was: {answer}\n  It is: {said}"
            )));
        }
        println!("  # A gap of the emulator: {what}. It answers: {answer}");
        Ok(())
    }
}

/// The gap that a command meets.
pub(in crate::cloud) fn of_call(line: &str) -> Option<&'static Gap> {
    CALLS.iter().find(|gap| line.contains(gap.call))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_that_is_none_any_more_fails() {
        let gap = of_call("aws sns get-sms-attributes --region x").unwrap();
        gap.expect("(InvalidAction): Unknown action: GetSMSAttributes")
            .unwrap();
        let closed = gap.expect(r#"{"MonthlySpendLimit": "1"}"#).unwrap_err();
        assert!(closed.to_string().contains(gap.what), "{closed}");
    }

    #[test]
    fn other_calls_must_succeed() {
        for line in [
            "aws sns publish",
            "curl https://d1.cloudfront.net/config.json",
        ] {
            assert!(of_call(line).is_none(), "{line}");
        }
    }
}
