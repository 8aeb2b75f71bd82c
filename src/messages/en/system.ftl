# The machine: errors of the system, names of languages.

# $kind is Rust's std::io::ErrorKind, $text what the system itself says.
system-error = { $kind ->
   *[other] { $text }
}
no-language-tag = `{ $tag }` is not a language tag (BCP 47), such as `en`, `uk` or `sr-Latn`
