//! Progress on a terminal when work takes longer than a second.

use std::{
    io::{self, IsTerminal, Write},
    sync::mpsc::{self, Receiver, RecvTimeoutError, Sender},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use crate::roadmap::Stage;

/// How long nothing is said.
const PATIENCE: Duration = Duration::from_secs(1);

/// Says on standard error what is being done, from a second on, where that is a terminal. Nothing is
/// left of it when it ends.
pub(super) struct Progress {
    watched: Option<(Sender<Stage>, JoinHandle<()>)>,
}

impl Progress {
    /// Begins to watch, where somebody can see it.
    pub(super) fn start() -> Self {
        let seen = io::stderr().is_terminal() && std::env::var_os("TERM").is_none_or(|term| term != "dumb");
        if !seen {
            return Self { watched: None };
        }
        let (sender, stages) = mpsc::channel();
        let started = Instant::now();
        let watch = move || watch(&stages, started, &mut io::stderr());
        // Where no thread is to be had the work goes on without signs.
        let watcher = thread::Builder::new().spawn(watch);
        Self { watched: watcher.ok().map(|watcher| (sender, watcher)) }
    }

    /// Notes what is done from now on.
    pub(super) fn enter(&self, stage: Stage) {
        if let Some((sender, _)) = &self.watched {
            // Nobody listens where standard error could not be written.
            let _ = sender.send(stage);
        }
    }

    /// Ends it and takes away what was shown, so that something else can be.
    pub(super) fn finish(self) {
        if let Some((sender, watcher)) = self.watched {
            drop(sender);
            let _ = watcher.join();
        }
    }
}

/// Shows stages as they come, from so long after the start on, until no more can come.
fn watch(stages: &Receiver<Stage>, started: Instant, out: &mut dyn Write) {
    let mut stage = None;
    let mut shown = None;
    loop {
        let patience = PATIENCE.saturating_sub(started.elapsed());
        let news = if stage == shown {
            stages.recv().map_err(RecvTimeoutError::from)
        } else {
            stages.recv_timeout(patience)
        };
        match news {
            Ok(next) => stage = Some(next),
            Err(RecvTimeoutError::Timeout) => {
                if let Some(stage) = stage {
                    // Nothing can be done where standard error itself cannot be written.
                    let _ = write!(out, "\r\u{1b}[K{} …", stage.word()).and_then(|()| out.flush());
                }
                shown = stage;
            }
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    if shown.is_some() {
        let _ = write!(out, "\r\u{1b}[K").and_then(|()| out.flush());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_shown_of_what_is_done_within_a_second() {
        let (sender, stages) = mpsc::channel();
        sender.send(Stage::Reading).unwrap();
        drop(sender);
        let mut shown = Vec::new();
        watch(&stages, Instant::now(), &mut shown);
        assert!(shown.is_empty());
    }

    #[test]
    fn what_takes_longer_is_shown_and_taken_away_again() {
        let (sender, stages) = mpsc::channel();
        sender.send(Stage::Ordering).unwrap();
        let watcher = thread::spawn(move || {
            let mut shown = Vec::new();
            watch(&stages, Instant::now().checked_sub(PATIENCE).unwrap(), &mut shown);
            shown
        });
        // Long enough for the watcher to find that no other stage has begun.
        thread::sleep(Duration::from_millis(300));
        drop(sender);
        assert_eq!(String::from_utf8(watcher.join().unwrap()).unwrap(), "\r\u{1b}[Kordering …\r\u{1b}[K");
    }
}
