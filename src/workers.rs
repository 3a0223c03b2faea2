//! Long lists shared out among the threads of rayon's pool, which starts with the first of them: a
//! small backlog never waits for a thread.
//!
//! Results come in the order of the list, so how many threads there are never shows in them.

use std::{io, sync::OnceLock};

use rayon::{ThreadPool, ThreadPoolBuilder, prelude::*};

/// How many threads work on long lists, and what counts as long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Workers {
    threads: usize,
    /// How many items are worth a thread of their own.
    share: usize,
}

/// How many items are rendered at once at most.
const RENDERED: usize = 1024;

/// How many jobs of those that may take long a thread takes at a time.
const JOBS: usize = 4;

impl Default for Workers {
    /// Nobody but the thread that asks.
    fn default() -> Self {
        Self::new(1)
    }
}

impl Workers {
    /// So many threads; none counts as one. Handing work to another thread takes as long as reading
    /// some requests, so only a few thousand are worth it.
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
        self.shares(items, share, &job)
    }

    /// Does something to each item of a list.
    pub fn change<T: Send>(self, items: &mut [T], job: impl Fn(&mut T) + Sync) {
        let share = items.len().div_ceil(self.threads).max(self.share);
        let all = |items: &mut [T]| items.iter_mut().for_each(&job);
        let shared = items.len() > share;
        if !shared || self.in_pool(|| items.par_chunks_mut(share).for_each(all)).is_none() {
            all(items);
        }
    }

    /// Does jobs that may each take long, a few at a time, with something that a thread makes once
    /// and uses again; the results are in the order of the jobs.
    pub fn each<J: Sync, S, R: Send>(
        self,
        jobs: &[J],
        state: impl Fn() -> S + Sync + Send,
        work: impl Fn(&mut S, &J) -> R + Sync + Send,
    ) -> Vec<R> {
        let shared = self.threads > 1 && jobs.len() > JOBS;
        let in_pool = || jobs.par_iter().with_min_len(JOBS).map_init(&state, &work).collect();
        shared.then(|| self.in_pool(in_pool)).flatten().unwrap_or_else(|| {
            let mut state = state();
            jobs.iter().map(|job| work(&mut state, job)).collect()
        })
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
            for rendered in self.shares(shares, share, &|_, share| render(share)) {
                out.write_all(&rendered)?;
            }
        }
        Ok(())
    }

    fn shares<T: Sync, R: Send>(
        self,
        items: &[T],
        share: usize,
        job: &(impl Fn(usize, &[T]) -> R + Sync),
    ) -> Vec<R> {
        if items.len() <= share {
            return vec![job(0, items)];
        }
        let part = |(number, part): (usize, &[T])| job(number * share, part);
        let in_pool = || items.par_chunks(share).enumerate().map(part).collect();
        self.in_pool(in_pool).unwrap_or_else(|| items.chunks(share).enumerate().map(part).collect())
    }

    /// Does a job with the threads of the pool; nothing where no threads are to be had. The pool
    /// starts with the first such job, keeps the number of threads that this one asked for, and has
    /// the thread that asked among them.
    fn in_pool<R: Send>(self, job: impl FnOnce() -> R + Send) -> Option<R> {
        static POOL: OnceLock<Option<ThreadPool>> = OnceLock::new();
        let start = || ThreadPoolBuilder::new().num_threads(self.threads).use_current_thread().build().ok();
        POOL.get_or_init(start).as_ref().map(|pool| pool.install(job))
    }
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
