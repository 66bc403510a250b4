//! The Lambda function `sessions`.

use anteroom_http::serve;
use anteroom_runtime::aws;
use anteroom_sessions::{AppState, router};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    lambda_http::tracing::init_default_subscriber();
    serve(router(AppState::from_environment(&aws::config().await)?)).await
}
