//! The development server: what it answers, how it follows the files, and the command that runs it.

mod command;
mod requests;
mod saving;
