# Мітки мов, дати.

no-language-tag = `{ $tag }` не є міткою мови (BCP 47), як-от `en`, `uk` чи `sr-Latn`
malformed-language-tag = `{ $tag }` не є міткою мови за BCP 47
unregistered-language = мови `{ $tag }` не зареєстровано
# $what: language, script, region, variant
unregistered-subtag = { $what ->
    [script] писемності
    [region] регіону
    [variant] варіанта
   *[language] мови
} `{ $subtag }` з мітки `{ $tag }` не зареєстровано
    .script = напишіть `{ $tag }` або додайте писемність за ISO 15924: Cyrl, Latn, Hans
language-tag-meant = напишіть `{ $tag }`
language-tag-examples = наприклад, en, uk, pl, pt-BR або sr-Latn

not-a-date = `{ $written }` не є датою
    .hint = пишіть дату як `2023`, `2023-03` або `2023-03-29`
    .meant = напишіть `{ $date }`, якщо маєте на увазі цей { $precision ->
        [month] місяць
       *[day] день
    }
not-a-date-year = `{ $written }` не є датою: роки – від 0001 до { $last }
not-a-date-month = `{ $written }` не є датою: місяці – від 01 до 12
not-a-date-day-alone = `{ $written }` не є датою: день потребує місяця
not-a-date-day-zero = `{ $written }` не є датою: дні починаються з 01
not-a-date-day = `{ $written }` не є датою: { $month ->
    [1] у січні
    [2] у лютому
    [3] у березні
    [4] у квітні
    [5] у травні
    [6] у червні
    [7] у липні
    [8] у серпні
    [9] у вересні
    [10] у жовтні
    [11] у листопаді
   *[12] у грудні
} { $year } року { $days ->
    [one] { $days } день
    [few] { $days } дні
    [many] { $days } днів
   *[other] { $days } дня
}
