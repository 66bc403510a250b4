//! Physical ids and attributes of resources, made up but always the same for one template.

use serde_json::Value;

/// Where a resource is: what its made-up names are built from.
pub(super) struct Place<'a> {
    pub(super) region: &'a str,
    pub(super) account: &'a str,
    pub(super) stack: &'a str,
    pub(super) logical_id: &'a str,
    /// The name that the template gives it, if it gives one.
    pub(super) given_name: Option<&'a str>,
}

impl Place<'_> {
    /// What `Ref` gives for a resource of this type.
    pub(super) fn reference(&self, kind: &str) -> String {
        match kind {
            "AWS::Serverless::HttpApi"
            | "AWS::ApiGatewayV2::Api"
            | "AWS::CloudFront::Distribution" => self.token(10),
            "AWS::Cognito::UserPool" => format!("{}_{}", self.region, self.token(9)),
            "AWS::Cognito::UserPoolClient" => self.token(26),
            "AWS::SQS::Queue" => format!(
                "https://sqs.{}.amazonaws.com/{}/{}",
                self.region,
                self.account,
                self.name()
            ),
            "AWS::SNS::Topic"
            | "AWS::SecretsManager::Secret"
            | "AWS::CloudFormation::Stack"
            | "AWS::Serverless::Application" => self.arn(kind),
            _ => self.name(),
        }
    }

    /// What `Fn::GetAtt` gives for an attribute of a resource of this type.
    pub(super) fn attribute(&self, kind: &str, attribute: &str) -> String {
        match (kind, attribute) {
            (_, "Arn") => self.arn(kind),
            ("AWS::DynamoDB::Table", "StreamArn") => {
                format!("{}/stream/2026-01-01T00:00:00.000", self.arn(kind))
            }
            ("AWS::Cognito::UserPool", "ProviderName") => format!(
                "cognito-idp.{}.amazonaws.com/{}",
                self.region,
                self.reference(kind)
            ),
            ("AWS::Cognito::UserPool", "ProviderURL") => format!(
                "https://cognito-idp.{}.amazonaws.com/{}",
                self.region,
                self.reference(kind)
            ),
            ("AWS::CloudFront::Distribution", "DomainName") => {
                format!("{}.cloudfront.net", self.token(14))
            }
            (_, "QueueName" | "TopicName" | "Name") => self.name(),
            _ => format!("{}.{attribute}", self.name()),
        }
    }

    fn name(&self) -> String {
        match self.given_name {
            Some(name) => name.to_owned(),
            None => format!("{}-{}", self.stack, self.logical_id),
        }
    }

    fn arn(&self, kind: &str) -> String {
        let (service, prefix) = match kind {
            "AWS::DynamoDB::Table" => ("dynamodb", "table/"),
            "AWS::Serverless::Function" | "AWS::Lambda::Function" => ("lambda", "function:"),
            "AWS::IAM::Role" => ("iam", "role/"),
            "AWS::SQS::Queue" => ("sqs", ""),
            "AWS::SNS::Topic" => ("sns", ""),
            "AWS::SecretsManager::Secret" => ("secretsmanager", "secret:"),
            "AWS::Cognito::UserPool" => ("cognito-idp", "userpool/"),
            "AWS::S3::Bucket" => ("s3", ""),
            "AWS::Logs::LogGroup" => ("logs", "log-group:"),
            "AWS::SES::EmailIdentity" => ("ses", "identity/"),
            "AWS::SES::ConfigurationSet" => ("ses", "configuration-set/"),
            _ => ("cloudformation", "stack/"),
        };
        let name = match kind {
            "AWS::Cognito::UserPool" => self.reference(kind),
            _ => self.name(),
        };
        let region = if matches!(service, "iam" | "s3") {
            ""
        } else {
            self.region
        };
        let account = if service == "s3" { "" } else { self.account };
        format!("arn:aws:{service}:{region}:{account}:{prefix}{name}")
    }

    /// Letters and digits that look like an id of the cloud's, from the names alone (FNV-1a).
    fn token(&self, length: usize) -> String {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for byte in self.stack.bytes().chain(self.logical_id.bytes()) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        let digits = b"0123456789abcdefghijklmnopqrstuvwxyz";
        let mut token = String::with_capacity(length);
        for step in 0..length as u64 {
            hash = (hash ^ step).wrapping_mul(0x0000_0100_0000_01b3);
            token.push(char::from(digits[(hash >> 32) as usize % digits.len()]));
        }
        token
    }
}

/// The property by which a template names a resource of this type.
pub(super) fn name_property(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "AWS::DynamoDB::Table" => "TableName",
        "AWS::Serverless::Function" | "AWS::Lambda::Function" => "FunctionName",
        "AWS::SES::EmailIdentity" => "EmailIdentity",
        "AWS::SES::ConfigurationSet" | "AWS::SecretsManager::Secret" => "Name",
        "AWS::SQS::Queue" => "QueueName",
        "AWS::SNS::Topic" => "TopicName",
        "AWS::S3::Bucket" => "BucketName",
        "AWS::IAM::Role" => "RoleName",
        "AWS::Logs::LogGroup" => "LogGroupName",
        "AWS::Cognito::UserPoolGroup" => "GroupName",
        _ => return None,
    })
}

/// A scalar as text, as CloudFormation makes one of it.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(bool) => Some(bool.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
