# Themes: their interface strings, which are written in Fluent.

no-interface-string = there is no interface string `{ $key }` in `{ $language }`
interface-string-too-deep = interface string `{ $key }` refers to too many others
interface-string-needs-argument = interface string `{ $key }` needs the argument `{ $argument }`
interface-string-argument = the string `{ $key }` asks for `{ "{" } ${ $argument } { "}" }`, which it is not given
    .none = write it without arguments: the generator gives `{ $key }` none
    .given = of arguments, write these alone: { $given }
interface-argument-undefined = the argument `{ $argument }` of the interface string `{ $key }` is a name that does not exist here
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
and-more-strings = { $what }, and { $count ->
    [one] another string
   *[other] { $count } other strings
} of this file
missing-plural-category = `{ $language }` needs { $count ->
    [one] the plural category
   *[other] the plural categories
} { $missing } too
    .hint = the numbers of the language are { $needed }: write the text for each
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

# A theme and its parts
no-theme = there is no theme `{ $theme }`
    .hint = put it into the folder { $folder }/
theme-lacks-template = the theme `{ $theme }` has no template `{ $required }`
    .hint = add { $folder }/templates/{ $required }
theme-without-description = the theme has no theme.toml
    .hint = add it: name = "…", version = "…"
colour-name = the name of a colour is lower-case letters, digits and single hyphens
theme-file-kind = `{ $name }` is of a kind that no theme publishes
    .hint = a theme's files end in { $endings }
no-static-file = there is no static file `{ $file }`
    .hint = paths are relative to the style sheet
    .put = put it into theme/static/{ $name }
no-colour = the theme has no colour `{ $colour }`
    .hint = `colours` in theme.toml names those that it has
template-unused = the theme has no template `{ $template }`, and nothing uses this one
    .hint = give it the name that it has in the theme
not-of-a-theme = nothing of a theme stands here
    .hint = put it into { $folder }/templates/, { $folder }/static/ or { $folder }/i18n/

# Templates
template-circle = `{ $name }` leads back to itself: { $way }
    .hint = take one of these out: a page that holds itself has no end
template-parent = there is no template `{ $parent }` to extend
template-engine = { $text }
    .hint = docs/guide/content/chapters/templates.en.md lists what each template gets

# Interface strings
interface-function = strings are got by a filter, not by a function
    .hint = write "home" | t for t(key="home"), and "entries" | t(count=2) for t(key="entries", count=2)
interface-key-not-written = the key of an interface string is not written out
    .hint = write "…" | t with a text, so that the string can be checked
interface-string-lost = the interface string `{ $key }` is not in { $file }
    .hint = add it to { $file }: { $key } = …
    .near = did you mean `{ $near }`? or add it to { $file }
interface-string-needed = the interface string `{ $key }`, which every site needs, is missing
    .hint = add it: { $key } = …
interface-language = the theme `{ $theme }` has no interface strings in `{ $tag }`
    .hint = add { $file }
interface-untranslated = interface strings are missing in `{ $tag }`: { $keys }
    .hint = add them to { $file }; until then readers see the words of `{ $language }`
interface-string-unused = no template uses the interface string `{ $key }`
    .hint = remove it, or use it: "…" | t

# icsi theme
theme-of-program = theme `{ $name }`, that of icsi { $version }
theme-of-folder = theme `{ $name }`, that of the folder themes/{ $name }/
theme-nothing-overridden = nothing is overridden
theme-files = files of the theme:
theme-copied-already = `icsi theme diff { $file }` shows what it changes; to begin again, remove it first
theme-copied = copied { $folder }/{ $file } to { $own }
theme-copied-strings = keep the strings that you change and remove the others: those stay the theme's
theme-no-file = there is no file `{ $plain }`
    .hint = `icsi theme list --all` names them
theme-several-files = `{ $plain }` is the name of several files
    .hint = say which: { $files }
override-same = the same as the theme's: without it, updates of the theme are seen
override-current = copied from icsi { $version }; the theme's has not changed since
override-changed = copied from icsi { $version }; the theme's has changed since
override-gone = copied from icsi { $version }; the theme has it no more
override-unnoted = not made by `icsi theme copy`: whether the theme's has changed is not known
override-own = the site's own: the theme has none of this name
override-replaced = in the place of the theme's: { $keys }
override-added-strings = of the site's own: { $keys }
override-same-strings = { $count ->
    [one] { $count } string says the same as the theme's: without it, updates of the theme are seen
   *[other] { $count } strings say the same as the theme's: without them, updates of the theme are seen
}
override-both = { $first }; { $second }
override-no-strings = no strings
# Share pictures
share-background = the background of share pictures, `{ $file }`, cannot be used: { $why }
    .hint = put a PNG of 1200 by 630 pixels and at most 7 colours there, or remove the file
share-background-broken = it is no sound PNG
share-background-size = it is not { $width } by { $height } pixels
share-background-no-list = it has no list of colours of 4 or 8 bits a pixel
share-background-colours = it has more than { $most } colours
