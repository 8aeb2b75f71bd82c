# The machine: errors of the system.

# $kind is Rust's std::io::ErrorKind, $text what the system itself says.
system-error = { $kind ->
   *[other] { $text }
}
