//! The Lambda function `concierge`.

use anteroom_adapters::context::Desk;
use anteroom_adapters::http::serve;
use anteroom_concierge::router;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    lambda_http::tracing::init_default_subscriber();
    serve(router(Desk::from_environment().await?)).await
}
