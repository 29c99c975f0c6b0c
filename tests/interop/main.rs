//! Clients that nobody here wrote, against the contract server, the tools server and the examples: the official
//! JavaScript client, python-socketio's clients, raw sockets and a browser.
//!
//! What is not installed is left out, and the last lines say so. Where `CI` or `SOCKETIO_REQUIRE_ALL` is set, that
//! is a failure. Arguments select suites by a part of their name, as with every test program.

mod choice;
mod server;
mod suite;

use std::{env, io, process::ExitCode};

use tests::{Tools, interop, interop_target};

use self::{choice::Choice, server::Servers, suite::Suite};

fn main() -> ExitCode {
    let choice = Choice::parse(env::args().skip(1));
    let tools = Tools::find();
    let suites: Vec<Suite> = suites(&tools)
        .into_iter()
        .filter(|suite| choice.includes(&suite.name))
        .collect();
    if choice.list {
        suites
            .iter()
            .for_each(|suite| println!("{}: test", suite.name));
        return ExitCode::SUCCESS;
    }

    println!("\nrunning {} suites", suites.len());
    let failed = run(suites);
    let left_out = tools.left_out();
    let required = ["CI", "SOCKETIO_REQUIRE_ALL"]
        .iter()
        .any(|name| env::var_os(name).is_some());

    println!(
        "\ninterop: {} failed, {} left out",
        failed.len(),
        left_out.len()
    );
    for name in &failed {
        println!("failed: {name}");
    }
    tools
        .announce(&mut io::stdout())
        .expect("there is an output");
    if failed.is_empty() && (left_out.is_empty() || !required) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Runs the suites one after the other; the names of those that failed.
fn run(suites: Vec<Suite>) -> Vec<String> {
    if suites.is_empty() {
        return Vec::new();
    }
    let servers = Servers::start();
    let mut failed = Vec::new();
    for mut suite in suites {
        if !suite.run(&servers) {
            failed.push(suite.name);
        }
    }
    failed
}

/// Everything that can run with what is installed.
fn suites(tools: &Tools) -> Vec<Suite> {
    let mut suites = Vec::new();
    if let Ok(node) = &tools.node {
        for folder in ["client", "tools", "hostile"] {
            suites.extend(Suite::of_node(node, folder));
        }
    }
    if let Ok(python) = &tools.python {
        suites
            .push(Suite::new("python", python, interop().join("python")).args(["-m", "unittest"]));
    }
    if let (Ok(node), Ok(())) = (&tools.node, &tools.proxies) {
        let proxy = Suite::of_node(node, "proxy").into_iter();
        suites.extend(proxy.map(|suite| suite.env("RUN_SERVER", server::RUN)));
    }
    if let (Ok(node), Ok(chromium)) = (&tools.node, &tools.chromium) {
        let programs = server::examples();
        let browser = Suite::of_node(node, "browser").into_iter();
        let browser =
            browser.filter(|suite| suite.name != "browser/proxies" || tools.proxies.is_ok());
        suites.extend(browser.map(|suite| {
            suite
                .env("CHROMIUM", chromium)
                .env("EXAMPLES", &programs)
                .env("PICTURES", interop_target())
        }));
    }
    suites
}
