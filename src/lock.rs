//! Locks a mutex, even after a thread that held it has panicked: one function for the whole program.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// The value of a mutex, whether or not a thread has panicked while it held it: every value behind one is replaced as a
/// whole, so none is ever half changed.
pub(crate) fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
