# Як подаються знахідки, про що б не йшлося.

word-error = помилка
word-note = примітка
word-warning = попередження
word-hint = підказка
# Після повідомлення, у тому самому рядку. { $hint } – уся підказка.
word-hint-in-brackets = {" "}(підказка: { $hint })

no-errors-no-warnings = помилок і попереджень немає
count-errors = { $count ->
    [one] { $count } помилка
    [few] { $count } помилки
    [many] { $count } помилок
   *[other] { $count } помилки
}
count-warnings = { $count ->
    [one] { $count } попередження
    [few] { $count } попередження
    [many] { $count } попереджень
   *[other] { $count } попередження
}
errors-and-warnings = { $errors }, { $warnings }
more-findings = { $count ->
    [one] у цьому файлі є ще { $count } знахідка
    [few] у цьому файлі є ще { $count } знахідки
    [many] у цьому файлі є ще { $count } знахідок
   *[other] у цьому файлі є ще { $count } знахідки
}
    .hint = спершу виправте попередні

# Підказки про майже правильні назви, де б вони не стояли.
hint-did-you-mean = можливо, ви мали на увазі `{ $name }`?
hint-known-here = тут відомі: { $known }
