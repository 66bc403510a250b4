//! The Lambda function `sessions`.

use anteroom_adapters::context::Desk;
use anteroom_adapters::http::serve;
use anteroom_sessions::{Room, router};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    lambda_http::tracing::init_default_subscriber();
    let (desk, meetings) = Desk::with_meetings().await?;
    serve(router(Room { desk, meetings })).await
}
