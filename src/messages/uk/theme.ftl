# Оформлення: його рядки інтерфейсу, написані мовою Fluent.

no-interface-string = рядка інтерфейсу `{ $key }` немає в мові `{ $language }`
interface-string-too-deep = рядок інтерфейсу `{ $key }` посилається на забагато інших
interface-string-needs-argument = рядку інтерфейсу `{ $key }` потрібен аргумент `{ $argument }`
interface-string-argument = рядок `{ $key }` вимагає `{ "{" } ${ $argument } { "}" }`, але цього аргументу не отримує
    .none = запишіть його без аргументів: `{ $key }` не отримує жодного
    .given = з аргументів пишіть лише ці: { $given }
interface-argument-undefined = аргумент `{ $argument }` рядка інтерфейсу `{ $key }` названо ім’ям, якого тут немає
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
and-more-strings = { $what }; у цьому файлі є ще { $count ->
    [one] { $count } такий рядок
    [few] { $count } такі рядки
    [many] { $count } таких рядків
   *[other] { $count } такого рядка
}
missing-plural-category = мові `{ $language }` { $count ->
    [one] потрібна ще категорія
    [few] потрібні ще категорії
    [many] потрібні ще категорії
   *[other] потрібні ще категорії
} множини { $missing }
    .hint = числа цієї мови мають категорії { $needed }: напишіть текст для кожної
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

# Оформлення та його частини
no-theme = оформлення `{ $theme }` немає
    .hint = покладіть його в теку { $folder }/
theme-lacks-template = оформлення `{ $theme }` не має шаблону `{ $required }`
    .hint = додайте { $folder }/templates/{ $required }
theme-without-description = оформлення не має файлу theme.toml
    .hint = додайте його: name = "…", version = "…"
colour-name = назва кольору складається з малих літер, цифр і поодиноких дефісів
theme-file-kind = `{ $name }` – файл такого виду, якого оформлення не публікують
    .hint = файли оформлення мають розширення { $endings }
no-static-file = статичного файлу `{ $file }` немає
    .hint = шлях пишуть від таблиці стилів
    .put = покладіть його в theme/static/{ $name }
no-colour = оформлення не має кольору `{ $colour }`
    .hint = наявні кольори називає `colours` у theme.toml
template-unused = оформлення не має шаблону `{ $template }`, і цього ніщо не використовує
    .hint = дайте йому назву, яку він має в оформленні
not-of-a-theme = тут не може бути частин оформлення
    .hint = покладіть файл у { $folder }/templates/, { $folder }/static/ або { $folder }/i18n/

# Шаблони
template-circle = `{ $name }` веде назад до себе: { $way }
    .hint = приберіть одне з цих посилань: сторінка, що містить саму себе, не має кінця
template-parent = шаблону `{ $parent }`, який треба розширити, немає
template-engine = { $text }
    .hint = що отримує кожен шаблон, перелічено в docs/guide/content/chapters/templates.en.md

# Рядки інтерфейсу
interface-function = рядки дає фільтр, а не функція
    .hint = напишіть "home" | t замість t(key="home") і "entries" | t(count=2) замість t(key="entries", count=2)
interface-key-not-written = ключ рядка інтерфейсу не записано прямо
    .hint = напишіть "…" | t із текстом, щоб рядок можна було перевірити
interface-string-lost = рядка інтерфейсу `{ $key }` немає у { $file }
    .hint = додайте його до { $file }: { $key } = …
    .near = можливо, ви мали на увазі `{ $near }`? Або додайте його до { $file }
interface-string-needed = бракує рядка інтерфейсу `{ $key }`, потрібного кожному сайту
    .hint = додайте його: { $key } = …
interface-language = оформлення `{ $theme }` не має рядків інтерфейсу мовою `{ $tag }`
    .hint = додайте { $file }
interface-untranslated = мовою `{ $tag }` бракує рядків інтерфейсу: { $keys }
    .hint = додайте їх до { $file }; доти читачі бачать слова мови `{ $language }`
interface-string-unused = рядка інтерфейсу `{ $key }` не використовує жоден шаблон
    .hint = вилучіть його або використайте: "…" | t

# icsi theme
theme-of-program = оформлення `{ $name }`, з icsi { $version }
theme-of-folder = оформлення `{ $name }`, з теки themes/{ $name }/
theme-nothing-overridden = нічого не замінено
theme-files = файли оформлення:
theme-copied-already = `icsi theme diff { $file }` показує, що він змінює; щоб почати спочатку, вилучіть його
theme-copied = { $folder }/{ $file } скопійовано в { $own }
theme-copied-strings = залиште рядки, які змінюєте, а решту вилучіть: вони лишаться такими, як в оформленні
theme-no-file = файлу `{ $plain }` немає
    .hint = їх перелічує `icsi theme list --all`
theme-several-files = назву `{ $plain }` мають кілька файлів
    .hint = уточніть: { $files }
override-same = такий самий, як в оформленні: без нього було б видно оновлення оформлення
override-current = скопійовано з icsi { $version }; в оформленні файл відтоді не змінився
override-changed = скопійовано з icsi { $version }; в оформленні файл відтоді змінився
override-gone = скопійовано з icsi { $version }; в оформленні його вже немає
override-unnoted = створено не через `icsi theme copy`: чи змінився файл в оформленні, невідомо
override-own = власний файл сайту: в оформленні такого немає
override-replaced = замість рядків оформлення: { $keys }
override-added-strings = власні рядки сайту: { $keys }
override-same-strings = { $count ->
    [one] { $count } рядок такий самий, як в оформленні: без нього було б видно оновлення оформлення
    [few] { $count } рядки такі самі, як в оформленні: без них було б видно оновлення оформлення
    [many] { $count } рядків такі самі, як в оформленні: без них було б видно оновлення оформлення
   *[other] { $count } рядка таких самих, як в оформленні: без них було б видно оновлення оформлення
}
override-both = { $first }; { $second }
override-no-strings = без рядків
# Зображення для поширення
share-background = тло зображень для поширення, `{ $file }`, не можна використати: { $why }
    .hint = покладіть туди PNG розміром 1200 на 630 пікселів, щонайбільше з 7 кольорами, або вилучіть файл
share-background-broken = це пошкоджений PNG
share-background-size = його розмір не { $width } на { $height } пікселів
share-background-no-list = у ньому немає списку кольорів, 4 або 8 бітів на піксель
share-background-colours = у ньому понад { $most } кольорів
