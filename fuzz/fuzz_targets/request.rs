#![no_main]

#[path = "../request.rs"]
mod request;

fn runtime() -> tokio::runtime::Runtime {
    // Waiting for nothing takes no time.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build();
    runtime.unwrap_or_else(|error| panic!("{error}"))
}

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    if let Ok(running) = request::running(runtime).lock() {
        running.ask(data);
    }
});
