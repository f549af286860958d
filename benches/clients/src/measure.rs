//! The process that is measured: one client, one task, once.

use crate::{
    Outcome, hand_async, hand_imap, ours,
    task::{Checksum, Client, Task},
    wire,
};
use nix::sys::{
    resource::{UsageWho, getrusage},
    time::TimeValLike,
};
use std::{
    fs,
    io::{self, BufRead},
    str::FromStr,
    time::Instant,
};

/// What a worker tells its parent, in one line.
#[derive(Debug, Clone, Copy, Default)]
pub struct Measured {
    /// Microseconds.
    pub wall: u64,
    /// Microseconds, of user and system.
    pub cpu: u64,
    /// KiB more than the client held before it began.
    pub extra: u64,
    pub checksum: Checksum,
}

/// A stop-watch that is started when the client is signed in and has nothing to do.
#[derive(Debug)]
pub struct Watch {
    at: Instant,
    cpu: u64,
    idle: u64,
}

impl Watch {
    /// Tells the parent that the client is ready and waits for its word.
    pub fn start() -> Outcome<Self> {
        println!("ready");
        io::stdin().lock().read_line(&mut String::new())?;
        // The peak begins anew (proc(5)).
        fs::write("/proc/self/clear_refs", "5")?;
        Ok(Self { idle: memory("VmRSS")?, cpu: cpu()?, at: Instant::now() })
    }

    pub fn stop(self, checksum: Checksum) -> Outcome<Measured> {
        let wall = self.at.elapsed().as_micros().try_into()?;
        Ok(Measured { wall, cpu: cpu()? - self.cpu, extra: memory("VmHWM")?.saturating_sub(self.idle), checksum })
    }
}

pub fn worker(client: Client, task: Task, address: &str, mailbox: &str) -> Outcome<()> {
    let run = match client {
        Client::Floor => wire::run,
        Client::Ours => ours::run,
        Client::Imap => hand_imap::run,
        Client::AsyncImap => hand_async::run,
    };
    let Measured { wall, cpu, extra, checksum } = run(task, address, mailbox)?;
    println!("{wall} {cpu} {extra} {} {}", checksum.rows, checksum.sum);
    Ok(())
}

impl FromStr for Measured {
    type Err = Box<dyn std::error::Error>;

    fn from_str(line: &str) -> Outcome<Self> {
        let numbers = line.split_whitespace().map(str::parse).collect::<Result<Vec<u64>, _>>()?;
        let [wall, cpu, extra, rows, sum] = numbers[..] else { return Err("a worker told something else".into()) };
        Ok(Self { wall, cpu, extra, checksum: Checksum { rows, sum } })
    }
}

fn cpu() -> Outcome<u64> {
    let usage = getrusage(UsageWho::RUSAGE_SELF)?;
    Ok((usage.user_time().num_microseconds() + usage.system_time().num_microseconds()).try_into()?)
}

fn memory(field: &str) -> Outcome<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix(field)).ok_or("no such field")?;
    Ok(line.trim_start_matches(':').trim().trim_end_matches(" kB").parse()?)
}
