//! Long lists shared out among threads.
//!
//! Results come in the order of the list, so how many threads there are never shows in them.

use std::{io, panic::resume_unwind, thread};

/// How many threads work on long lists, and what counts as long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Workers {
    threads: usize,
    /// How many items are worth a thread of their own.
    share: usize,
}

/// How many items are rendered at once at most.
const RENDERED: usize = 1024;

impl Default for Workers {
    /// Nobody but the thread that asks.
    fn default() -> Self {
        Self::new(1)
    }
}

impl Workers {
    /// So many threads, the one that asks among them; none counts as one. Starting a thread takes
    /// as long as reading about fifty requests, so only a few thousand are worth it.
    pub const fn new(threads: usize) -> Self {
        Self::sharing(threads, 4096)
    }

    /// The same with shares of any size: for tests, which have short lists.
    pub const fn sharing(threads: usize, share: usize) -> Self {
        Self { threads: if threads == 0 { 1 } else { threads }, share: if share == 0 { 1 } else { share } }
    }

    /// Cuts a list into as many parts as there are threads, or fewer where these would be too
    /// short, and does the job on each. The job also gets the place at which its part begins.
    pub fn map<T: Sync, R: Send>(self, items: &[T], job: impl Fn(usize, &[T]) -> R + Sync) -> Vec<R> {
        let share = items.len().div_ceil(self.threads).max(self.share);
        each(items, share, &job)
    }

    /// Does something to each item of a list.
    pub fn change<T: Send>(self, items: &mut [T], job: impl Fn(&mut T) + Sync) {
        let share = items.len().div_ceil(self.threads).max(self.share);
        thread::scope(|scope| {
            let mut parts = items.chunks_mut(share);
            let own = parts.next();
            let job = &job;
            for part in parts {
                scope.spawn(move || part.iter_mut().for_each(job));
            }
            own.into_iter().flatten().for_each(job);
        });
    }

    /// Writes what `render` makes of a list, a few shares at a time, so that no more than these
    /// are in memory.
    pub fn write<T: Sync>(
        self,
        items: &[T],
        out: &mut dyn io::Write,
        render: impl Fn(&[T]) -> Vec<u8> + Sync,
    ) -> io::Result<()> {
        // What is rendered should still be in the processor's cache when it is written.
        let share = self.share.min(RENDERED);
        for shares in items.chunks(share * self.threads) {
            for rendered in each(shares, share, &|_, share| render(share)) {
                out.write_all(&rendered)?;
            }
        }
        Ok(())
    }
}

fn each<T: Sync, R: Send>(items: &[T], share: usize, job: &(impl Fn(usize, &[T]) -> R + Sync)) -> Vec<R> {
    if items.len() <= share {
        return vec![job(0, items)];
    }
    thread::scope(|scope| {
        let mut parts = items.chunks(share).enumerate();
        let first = parts.next();
        let others: Vec<_> = parts
            .map(|(number, part)| {
                let work = move || job(number * share, part);
                // Where no thread is to be had the work is done all the same.
                thread::Builder::new().spawn_scoped(scope, work).map_err(|_| work)
            })
            .collect();
        let own = first.map(|(_, part)| job(0, part));
        let others = others.into_iter().map(|other| match other {
            Ok(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
            Err(work) => work(),
        });
        own.into_iter().chain(others).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_whatever_the_number_of_threads() {
        let items: Vec<u32> = (0..100).collect();
        for threads in [1, 2, 3, 8, 200] {
            for share in [1, 7, 1000] {
                let workers = Workers::sharing(threads, share);
                let parts = workers.map(&items, |first, part| (first, part.to_vec()));
                assert!(parts.len() <= threads);
                let places = parts.iter().map(|(first, _)| *first);
                assert!(places.zip(&parts).all(|(first, part)| part.1[0] as usize == first));
                assert_eq!(parts.into_iter().flat_map(|(_, part)| part).collect::<Vec<_>>(), items);
                let mut written = Vec::new();
                let bytes =
                    |part: &[u32]| part.iter().flat_map(|item| item.to_le_bytes()).collect::<Vec<u8>>();
                workers.write(&items, &mut written, bytes).unwrap();
                assert_eq!(written, bytes(&items));
            }
        }
    }

    #[test]
    fn an_empty_list_is_one_part() {
        assert_eq!(Workers::new(8).map(&[0_u8; 0], |_, part| part.len()), [0]);
    }
}
