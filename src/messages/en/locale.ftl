# Languages' tags, dates.

no-language-tag = `{ $tag }` is not a language tag (BCP 47), such as `en`, `uk` or `sr-Latn`
malformed-language-tag = `{ $tag }` is not a BCP 47 language tag
unregistered-language = `{ $tag }` is not a registered language
# $what: language, script, region, variant
unregistered-subtag = `{ $subtag }` in `{ $tag }` is not a registered { $what ->
    [script] script
    [region] region
    [variant] variant
   *[language] language
}
    .script = write `{ $tag }`, or a script of ISO 15924 in it: Cyrl, Latn, Hans
language-tag-meant = write `{ $tag }`
language-tag-examples = for example en, uk, pl, pt-BR or sr-Latn

not-a-date = `{ $written }` is not a date
    .hint = write a date as `2023`, `2023-03` or `2023-03-29`
    .meant = write it as `{ $date }`, if that is the { $precision ->
        [month] month
       *[day] day
    } you mean
not-a-date-year = `{ $written }` is not a date: years go from 0001 to { $last }
not-a-date-month = `{ $written }` is not a date: months go from 01 to 12
not-a-date-day-alone = `{ $written }` is not a date: a day needs its month
not-a-date-day-zero = `{ $written }` is not a date: days begin with 01
not-a-date-day = `{ $written }` is not a date: { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year } has { $days } days
