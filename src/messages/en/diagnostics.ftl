# How findings are told, whatever they are about.

word-error = error
word-note = note
word-warning = warning
word-hint = hint
# Behind a message, in the same line. { $hint } is the whole hint.
word-hint-in-brackets = {" "}(hint: { $hint })

no-errors-no-warnings = no errors, no warnings
count-errors = { $count ->
    [one] { $count } error
   *[other] { $count } errors
}
count-warnings = { $count ->
    [one] { $count } warning
   *[other] { $count } warnings
}
errors-and-warnings = { $errors }, { $warnings }
more-findings = there are { $count } more findings in this file
    .hint = mend the ones before first

# Hints for names that are nearly right, wherever they are written.
hint-did-you-mean = did you mean `{ $name }`?
hint-known-here = known here: { $known }
