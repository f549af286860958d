//! What a `cargo check` costs.

use crate::subject::Subject;
use nix::sys::{
    resource::{UsageWho, getrusage},
    time::TimeVal,
};
use std::{
    env, io,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

#[derive(Clone, Copy)]
pub(crate) struct Cost {
    /// User time of cargo and of what it started.
    pub(crate) cpu: Duration,
    pub(crate) wall: Duration,
}

/// Checks what of the crate is not yet checked. Without incremental compilation: an unchanged source is no work else.
pub(crate) fn check(parent: &Path, subject: &Subject) -> io::Result<Cost> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let (cpu, start) = (user_time()?, Instant::now());
    let output = Command::new(cargo)
        .args(["check", "--quiet"])
        .current_dir(subject.folder(parent))
        .env("CARGO_TARGET_DIR", parent.join("target"))
        .env("CARGO_INCREMENTAL", "0")
        .output()?;
    let cost = Cost { wall: start.elapsed(), cpu: user_time()?.saturating_sub(cpu) };
    if output.status.success() {
        Ok(cost)
    } else {
        let said = String::from_utf8_lossy(&output.stderr);
        Err(io::Error::other(format!("{} does not compile: {said}", subject.name)))
    }
}

/// The medians of both times, each for itself.
pub(crate) fn median(costs: &[Cost]) -> Cost {
    let middle = |time: fn(&Cost) -> Duration| {
        let mut times: Vec<_> = costs.iter().map(time).collect();
        times.sort_unstable();
        times[times.len() / 2]
    };
    Cost { cpu: middle(|cost| cost.cpu), wall: middle(|cost| cost.wall) }
}

/// Of all children waited for until now.
fn user_time() -> io::Result<Duration> {
    let time: TimeVal = getrusage(UsageWho::RUSAGE_CHILDREN)?.user_time();
    Ok(Duration::from_micros(time.tv_sec() as u64 * 1_000_000 + time.tv_usec() as u64))
}
