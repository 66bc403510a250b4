//! AWS clients. They share one configuration and one HTTP client; each has time-outs.

use std::time::Duration;

use aws_config::BehaviorVersion;
pub use aws_config::SdkConfig;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::retry::{ClassifyRetry, RetryAction, RetryPartition, TokenBucket};
use aws_sdk_dynamodb::error::ProvideErrorMetadata;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use aws_smithy_runtime_api::client::interceptors::context::InterceptorContext;

/// The root certificates of AWS's endpoints (amazontrust.com/repository). Reading them at start is
/// much faster than scanning all certificates of the system.
const AMAZON_ROOTS: &[u8] = include_bytes!("amazon-roots.pem");

/// The shared configuration: region, credentials and endpoints from the environment.
pub async fn config() -> SdkConfig {
    let roots = TrustStore::empty().with_pem_certificate(AMAZON_ROOTS);
    let tls = TlsContext::builder()
        .with_trust_store(roots)
        .build()
        .expect("a trust store is all it takes");
    let http = aws_smithy_http_client::Builder::new()
        .tls_provider(Provider::Rustls(CryptoMode::AwsLc))
        .tls_context(tls)
        .build_https();
    aws_config::defaults(BehaviorVersion::latest())
        .http_client(http)
        .timeout_config(timeouts(Duration::from_secs(2), Duration::from_secs(6)))
        .load()
        .await
}

/// The DynamoDB client. Its calls are conditional or carry a token, so they can be retried.
/// Throttled calls are retried after short pauses.
pub fn dynamodb(config: &SdkConfig) -> aws_sdk_dynamodb::Client {
    let retries = RetryConfig::standard()
        .with_max_attempts(10)
        .with_initial_backoff(Duration::from_millis(25))
        .with_max_backoff(Duration::from_millis(800));
    let patient = RetryPartition::custom("table")
        .token_bucket(TokenBucket::unlimited())
        .build();
    let config = aws_sdk_dynamodb::config::Builder::from(config)
        .retry_config(retries)
        .retry_partition(patient)
        .retry_classifier(MeetsTransaction);
    aws_sdk_dynamodb::Client::from_conf(config.build())
}

/// A single write that conflicts with a transaction succeeds when it is retried, but the SDK treats
/// this refusal as final by default. Refused transactions are retried by the store, which looks at
/// the reasons of all their parts.
#[derive(Debug)]
struct MeetsTransaction;

impl ClassifyRetry for MeetsTransaction {
    fn name(&self) -> &'static str {
        "a write that met a transaction"
    }

    fn classify_retry(&self, context: &InterceptorContext) -> RetryAction {
        let error = context
            .output_or_error()
            .and_then(Result::err)
            .and_then(|error| error.as_operation_error());
        let code = error.and_then(|error| {
            let put = error.downcast_ref::<PutItemError>().and_then(|e| e.code());
            put.or_else(|| {
                error
                    .downcast_ref::<UpdateItemError>()
                    .and_then(|e| e.code())
            })
        });
        match code {
            Some("TransactionConflictException") => RetryAction::throttling_error(),
            Some(_) | None => RetryAction::NoActionIndicated,
        }
    }
}

/// The client of the meeting service. Its create calls carry tokens that make them idempotent.
#[cfg(feature = "chime")]
pub fn meetings(config: &SdkConfig) -> aws_sdk_chimesdkmeetings::Client {
    let retries = RetryConfig::standard()
        .with_max_attempts(3)
        .with_initial_backoff(Duration::from_millis(50));
    // By default all clients in a process share what they may retry.
    let own = RetryPartition::custom("meetings")
        .token_bucket(TokenBucket::default())
        .build();
    let config = aws_sdk_chimesdkmeetings::config::Builder::from(config)
        .retry_config(retries)
        .retry_partition(own);
    aws_sdk_chimesdkmeetings::Client::from_conf(config.build())
}

/// The client of the user pool. Each of its calls may be made twice. All calls of one account together take less
/// time than the outbox has for a message.
#[cfg(feature = "cognito")]
pub fn accounts(config: &SdkConfig) -> aws_sdk_cognitoidentityprovider::Client {
    let config = aws_sdk_cognitoidentityprovider::config::Builder::from(config)
        .retry_config(RetryConfig::standard().with_max_attempts(2))
        .timeout_config(timeouts(Duration::from_secs(2), Duration::from_secs(3)));
    aws_sdk_cognitoidentityprovider::Client::from_conf(config.build())
}

/// The SES client. One attempt: a retry after a time-out could send twice.
#[cfg(feature = "ses")]
pub fn mail(config: &SdkConfig) -> aws_sdk_sesv2::Client {
    let config = aws_sdk_sesv2::config::Builder::from(config)
        .retry_config(RetryConfig::standard().with_max_attempts(1))
        .timeout_config(timeouts(Duration::from_secs(10), Duration::from_secs(10)));
    aws_sdk_sesv2::Client::from_conf(config.build())
}

/// The SNS client. One attempt: a retry after a time-out could send twice.
#[cfg(feature = "sns")]
pub fn sms(config: &SdkConfig) -> aws_sdk_sns::Client {
    let config = aws_sdk_sns::config::Builder::from(config)
        .retry_config(RetryConfig::standard().with_max_attempts(1))
        .timeout_config(timeouts(Duration::from_secs(10), Duration::from_secs(10)));
    aws_sdk_sns::Client::from_conf(config.build())
}

/// The SQS client.
#[cfg(feature = "sqs")]
pub fn queues(config: &SdkConfig) -> aws_sdk_sqs::Client {
    aws_sdk_sqs::Client::new(config)
}

fn timeouts(attempt: Duration, operation: Duration) -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(1))
        .operation_attempt_timeout(attempt)
        .operation_timeout(operation)
        .build()
}
