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

forbidden-character = the invisible character { $code } cannot stand in a text
    .hint = delete it; it often comes along when text is pasted
    .escape = leave out its escape
mixed-scripts = the word `{ $word }` mixes letters of two scripts
    .hint = type the word again in one script: some letters only look alike
    .meant = write `{ $whole }`, typed in one script: some letters only look alike

# Rules, as `[checks]`, `allow` and `--allow` name them.
unknown-rule = there is no rule `{ $name }`
    .hint = the name of a rule stands in brackets in its message
rule-stays-error = `{ $name }` keeps what is published sound and safe, and stays an error
    .hint = remove the line, and mend what the rule tells of
