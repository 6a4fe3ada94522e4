//! The page's server, seen from the network: what it answers, whom it answers, and what it stands.

mod attacks;
mod behaviour;
mod client;
mod contract;
mod limits;
mod pages;
mod reach;
