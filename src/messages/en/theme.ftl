# Themes: their interface strings, which are written in Fluent.

no-interface-string = there is no interface string `{ $key }` in `{ $language }`
interface-string-too-deep = interface string `{ $key }` refers to too many others
interface-string-needs-argument = interface string `{ $key }` needs the argument `{ $argument }`
interface-string-text-as-number = interface string `{ $key }` formats a text as a number
page-without-language = the page has no language
page-language-without-strings = the page's language has no strings

interface-string-braces = a message holds more than { $limit } placeables and brackets
    .hint = divide it into several
interface-string-twice = `{ $name }` is defined twice
    .hint = remove one of the two, or give it another name
number-function-empty = `NUMBER` needs a number
    .hint = write `NUMBER($count)`
no-fluent-function = `{ $name }` is no function
    .hint = the one function is `NUMBER`
number-function-option = `NUMBER` has no option `{ $name }`
number-function-value = `{ $name }` cannot be `{ $value }`
    .hint = digits go from 0 to 20, `useGrouping` is 0 or 1, `type` is "cardinal" or "ordinal"
no-plural-category = `{ $language }` has no plural category `{ $category }`
    .hint = its categories are { $known }
no-fluent-term = there is no term `{ $name }`
no-fluent-message = there is no message `{ $name }`
interface-string-circle = `{ $name }` refers to itself through `{ $through }`
    .hint = write the text itself in one of them
fluent-token-expected = `{ $token }` is expected here
fluent-range-expected = one of `{ $range }` is expected here
fluent-no-default-variant = the choice has no default variant
    .hint = mark the one that fits all other cases with `*`, as in `*[other]`
fluent-brace = a `{"}"}` closes nothing
    .hint = write a brace that is text as `{"{\"}\"}"}`
fluent-no-text = `{ $name }` has no text
    .hint = write the text behind `=`
# $text is what the parser says.
fluent-syntax = { $text }
    .hint = a string is `key = text`, and what it is given stands in it as `{"{ $name }"}`
