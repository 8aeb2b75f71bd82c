//! Publishing when things go wrong: the machine fails, or the process is killed.

mod faults;
mod killed;
mod killed_command;
