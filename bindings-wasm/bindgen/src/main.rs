//! Writes the JavaScript beside a WebAssembly module: `wasm-bindgen MODULE FOLDER`.

use std::env;
use std::process::ExitCode;

use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let [module, folder] = args.as_slice() else {
        eprintln!("usage: profilekit-wasm-bindgen MODULE FOLDER");
        return ExitCode::FAILURE;
    };
    let mut bindgen = Bindgen::new();
    let web = bindgen.input_path(module).out_name("profilekit").web(true);
    let done = web.and_then(|bindgen| {
        bindgen
            .typescript(false)
            .omit_default_module_path(true)
            .reset_state_function(true)
            .remove_producers_section(true)
            .generate(folder)
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{module}: {error:#}");
            ExitCode::FAILURE
        }
    }
}
