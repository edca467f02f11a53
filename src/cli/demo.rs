//! stub
use crate::config::Config;
#[derive(clap::Args, Debug)]
pub struct DemoArgs {}
pub async fn run(_: Config, _: DemoArgs) -> Result<(), String> { Ok(()) }
