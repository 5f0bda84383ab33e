//! Where an example's requests go: what all of them can be told.
use ferrosmith_aws::Endpoint;

#[derive(clap::Args)]
pub(crate) struct Place {
    /// Send requests here, not to AWS: http://127.0.0.1:5000
    #[arg(long, value_name = "URL")]
    endpoint: Option<Endpoint>,
    /// The Region, if not that of the environment or the profile
    #[arg(long)]
    region: Option<String>,
}

impl Place {
    /// The configuration with what the command line says.
    pub(crate) fn apply(self, mut config: ferrosmith_aws::fsx::Config) -> ferrosmith_aws::fsx::Config {
        if let Some(region) = self.region {
            config = config.region(region);
        }
        if let Some(endpoint) = self.endpoint {
            config = config.endpoint(endpoint);
        }
        config
    }
}
