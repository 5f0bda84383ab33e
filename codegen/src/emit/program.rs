//! The example of a generated crate: a program that makes one call.
use crate::plan::Sample;
use proc_macro2::TokenStream;
use quote::quote;

/// Returns `examples/call.rs`.
pub(super) fn program(Sample { operation, import, call, is_deprecated }: &Sample) -> TokenStream {
    let title =
        format!(" Calls `{operation}`, and prints what it returns. Region and credentials come from the environment.");
    let run = " Run it with `cargo run --example call --features client`.";
    // The plan has them as Rust code.
    let tokens = |text: &str| text.parse::<TokenStream>().unwrap_or_default();
    let (import, call) = (tokens(import), tokens(call));
    let allowed =
        is_deprecated.then(|| quote!(#![allow(deprecated, reason = "the service deprecates what this calls")]));
    quote! {
        #![doc = #title]
        #![doc = #run]
        #allowed
        #import

        #[tokio::main(flavor = "current_thread")]
        async fn main() -> Result<(), Box<dyn std::error::Error>> {
            let client = Client::new(Config::from_env().await?);
            let call = #call;
            let output = client.send(call).await?;
            println!("{output:#?}");
            Ok(())
        }
    }
}
