//! The desk: what its forms write and leave alone, what it refuses, and who cannot reach it.

mod attacks;
mod files;
mod git;
mod pages;
mod proxies;
mod screens;
mod team;
