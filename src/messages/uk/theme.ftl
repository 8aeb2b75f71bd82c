# Оформлення: його рядки інтерфейсу, написані мовою Fluent.

no-interface-string = рядка інтерфейсу `{ $key }` немає в мові `{ $language }`
interface-string-too-deep = рядок інтерфейсу `{ $key }` посилається на забагато інших
interface-string-needs-argument = рядку інтерфейсу `{ $key }` потрібен аргумент `{ $argument }`
interface-string-text-as-number = рядок інтерфейсу `{ $key }` подає текст як число
page-without-language = сторінка не має мови
page-language-without-strings = мова сторінки не має рядків інтерфейсу

interface-string-braces = повідомлення містить понад { $limit } підстановок і дужок
    .hint = розділіть його на кілька
interface-string-twice = `{ $name }` визначено двічі
    .hint = вилучіть одне з двох або дайте йому іншу назву
number-function-empty = функції `NUMBER` потрібне число
    .hint = напишіть `NUMBER($count)`
no-fluent-function = функції `{ $name }` немає
    .hint = є лише функція `NUMBER`
number-function-option = функція `NUMBER` не має параметра `{ $name }`
number-function-value = `{ $name }` не може бути `{ $value }`
    .hint = кількість цифр – від 0 до 20, `useGrouping` – 0 або 1, `type` – "cardinal" або "ordinal"
no-plural-category = мова `{ $language }` не має категорії множини `{ $category }`
    .hint = її категорії: { $known }
no-fluent-term = терміна `{ $name }` немає
no-fluent-message = повідомлення `{ $name }` немає
interface-string-circle = `{ $name }` посилається на себе через `{ $through }`
    .hint = в одному з них напишіть сам текст
fluent-token-expected = тут має бути `{ $token }`
fluent-range-expected = тут має бути один зі знаків `{ $range }`
fluent-no-default-variant = вибір не має варіанта за замовчуванням
    .hint = позначте зірочкою `*` той, що підходить у всіх інших випадках, як-от `*[other]`
fluent-brace = дужка `{"}"}` нічого не закриває
    .hint = дужку, яка є частиною тексту, пишіть як `{"{\"}\"}"}`
fluent-no-text = `{ $name }` не має тексту
    .hint = напишіть текст після `=`
# $text – що каже синтаксичний аналізатор (англійською).
fluent-syntax = { $text }
    .hint = рядок – це `ключ = текст`, а те, що йому передають, стоїть у ньому як `{"{ $name }"}`
