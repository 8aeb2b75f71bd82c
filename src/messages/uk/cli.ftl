# Командний рядок: що кажуть команди, хай яка.

# Сайт і його тека
edit-taken-back = редагування було перервано, перш ніж щось змінилося; підготовлене вилучено
edit-stuck = редагування було перервано, і довести його до кінця не вдається: { $error }
    .hint = поверніть той файл до попереднього стану; або вилучіть теку .icsi-edit, і решти не буде зроблено
no-site-folder = `{ $folder }` – не тека сайту: у ній немає { $file }
    .hint = назвіть теку, у якій лежить site.toml: --root ТЕКА
no-working-folder = не вдається знайти робочу теку: { $error }
no-site-here = ні тут, ні в теках вище немає { $file }
    .hint = перейдіть у теку сайту або назвіть її: --root ТЕКА
no-collection = колекції `{ $name }` немає
base-url-flag = --base-url: { $why }
    .hint = --base-url https://example.org/
folder-not-read = не вдається прочитати теку `{ $folder }`: { $error }

# Адреси сайтів
base-url-scheme = адреса починається з https:// або http://
base-url-host = імені сервера немає, або в ньому є знаки, яких бути не може
base-url-path = у шляху є те, чого в ньому бути не може: не пишіть ні запиту, ні якоря, ні `..`
base-url-empty-part = у шляху є порожня частина

# Як називають сторінки
no-such-page = сторінки `{ $page }` немає
    .hint = назвіть сторінку так: clusters/uca
no-such-page-or-term = сторінки чи терміна `{ $written }` немає

# icsi build
nothing-published = нічого не опубліковано: { $counts }
published-nothing-changed = опубліковано { $files ->
    [one] { $files } файл
    [few] { $files } файли
    [many] { $files } файлів
   *[other] { $files } файлу
}, нічого не змінилося; { $counts }
published = опубліковано { $files ->
    [one] { $files } файл
    [few] { $files } файли
    [many] { $files } файлів
   *[other] { $files } файлу
}: записано { $written }, без змін { $unchanged }, вилучено { $removed }; { $counts }
stage = { $stage ->
    [read] читання
    [compare] порівняння
    [parse] розбір
    [theme] оформлення
    [resolve] зв’язки
    [plan] план
    [search] пошук
    [open] відкриття
    [render] сторінки
    [publish] запис
    [total] разом
   *[other] { $stage }
}
milliseconds = { $number } мс
timings-line = { $stage }  { $took }
timings-line-with = { $stage }  { $took }  { $what }
timings-read = { $files ->
    [one] { $files } файл
    [few] { $files } файли
    [many] { $files } файлів
   *[other] { $files } файлу
}, { $megabytes } МБ
timings-render = { $pages ->
    [one] { $pages } сторінка
    [few] { $pages } сторінки
    [many] { $pages } сторінок
   *[other] { $pages } сторінки
}, { $files ->
    [one] { $files } файл
    [few] { $files } файли
    [many] { $files } файлів
   *[other] { $files } файлу
}, { $megabytes } МБ

# icsi status
state = { $state ->
    [original] оригінал
    [current] актуальний
    [outdated] застарілий
    [missing] відсутній
    [unreadable] не прочитано
   *[other] { $state }
}
status-line = { $language }: { $originals ->
    [one] { $originals } оригінал
    [few] { $originals } оригінали
    [many] { $originals } оригіналів
   *[other] { $originals } оригіналу
}; перекладів: актуальних { $current }, застарілих { $outdated }, відсутніх { $missing }
status-missing-texts = { $count ->
    [one] бракує { $count } тексту серед тих, які дано всіма мовами одразу
    [few] бракує { $count } текстів серед тих, які дано всіма мовами одразу
    [many] бракує { $count } текстів серед тих, які дано всіма мовами одразу
   *[other] бракує { $count } тексту серед тих, які дано всіма мовами одразу
}
status-list = { $state }:
status-outdated = застарілий: відповідає редакції { $follows }, а оригінал має вже { $revision }
change-not-known = що змінилося, невідомо: жоден коміт файлу { $file } не має редакції { $revision }
lines-became = рядків було { $old }, стало { $new }
file-is-removed = { $path } вилучено

# icsi set, rename, remove, translated
says-so-already = там це вже є
page-without-file = `{ $path }` не має файлу
page-in-one-language = `{ $page }` – це сторінка однією мовою
    .hint = ідентифікатор однаковий усіма мовами: icsi rename { $path } НОВИЙ
renamed = { $path } тепер { $to }: змінено { $count ->
    [one] { $count } файл
    [few] { $count } файли
    [many] { $count } файлів
   *[other] { $count } файлу
}
other-folder = `{ $new }` лежить не в тій теці, що `{ $old }`
    .hint = запис лишається у своїй колекції: дайте лише новий ідентифікатор
file-removed = вилучено { $file }
file-changed = змінено { $file }
stamped = { $file }: відповідає редакції { $revision }
stamped-count = позначено { $stamped }, уже актуальних { $current }
no-translation-named = перекладу `{ $name }` немає
    .none = `{ $path }` ще не перекладено: напишіть content/{ $path }.{ $language }.md
    .original = це оригінал; його переклади позначає `icsi translated { $path }`
references-not-known = невідомо, на що посилаються ці файли
    .hint = спершу виправте їх
named-elsewhere = { $count ->
    [one] `{ $name }` згадано ще в { $count } місці
    [few] `{ $name }` згадано ще у { $count } місцях
    [many] `{ $name }` згадано ще в { $count } місцях
   *[other] `{ $name }` згадано ще в { $count } місця
}
    .hint = спершу приберіть його звідти
changes-not-committed = у `{ $file }` є не внесені в коміт зміни{ $others ->
    [0] {""}
   *[other] {" "}(і ще { $others })
}; нічого не записано
    .hint = спершу внесіть їх у коміт або скасуйте, щоб цю зміну можна було скасувати окремо
file-not-committed = файл `{ $file }` не внесено в коміт{ $others ->
    [0] {""}
   *[other] {" "}(і ще { $others })
}; нічого не записано
would-have-errors = сайт мав би ці помилки; нічого не записано
write-again = виконайте команду ще раз, уже з теперішніми файлами
write-behind-link = змініть файл, на який воно веде

# icsi translations
nothing-to-translate = перекладати нічого
exported = { $count ->
    [one] { $count } файл
    [few] { $count } файли
    [many] { $count } файлів
   *[other] { $count } файлу
} у { $folder }; тексти: перекладено { $current }, відтоді змінилося { $fuzzy }, без перекладу { $empty }
no-texts = `{ $name }` не має власних текстів
folder-not-empty = тека `{ $folder }` не порожня
    .export = назвіть нову теку, щоб не затерти нічиєї роботи
cannot-read = не вдається прочитати `{ $path }`: { $error }
no-po-files = у теці `{ $folder }` немає файлів PO
    .hint = назвіть теку, яку створив експорт
import-refused = { $count ->
    [one] не прийнято { $count } текст або файл
    [few] не прийнято { $count } тексти або файли
    [many] не прийнято { $count } текстів або файлів
   *[other] не прийнято { $count } тексту або файлу
}
po-same-page = тексти цієї самої сторінки є в іншому файлі
    .hint = залиште один із двох файлів
import-would-have-errors = сайт мав би ці помилки; з файлу нічого не записано
    .hint = виправте тексти, про які вони кажуть
imported-into = { $name }: у { $file }
import-left-out = { $name }: сторінку пропущено, не завершено { $count ->
    [one] { $count } текст
    [few] { $count } тексти
    [many] { $count } текстів
   *[other] { $count } тексту
}
imported = записано { $count ->
    [one] { $count } текст
    [few] { $count } тексти
    [many] { $count } текстів
   *[other] { $count } тексту
}, не завершено { $unfinished }
po-not-read = не вдається прочитати файл: { $error }
    .hint = перевірте права на нього

# Інші команди
folder-not-quotable = `{ $folder }` містить знаки, які налаштування сервера прочитали б інакше
    .hint = публікуйте в теку, назва якої складається з літер, цифр, дефісів і скісних рисок: --out ТЕКА
manual-not-written = не вдається записати довідку в `{ $folder }`: { $error }

# icsi check, new, init
allow-stays-error = --allow: `{ $name }` стежить за справністю й безпечністю опублікованого і завжди лишається помилкою
    .hint = виправте те, про що каже правило
allow-unknown = --allow: правила `{ $name }` немає
let-pass = пропущено: { $count } × { $rule }
starter-remark = З чого складається сайт. Змініть тексти, тоді опишіть власні колекції: як саме, каже посібник.
starter-licence = Тексти й дані в `content/` – за ліцензією { $licence }.
starter-workflow = Пропозиції перевіряє, а прийняте публікує `{ $file }`.
new-no-letters = `{ $title }` не дає ідентифікатора: жодна його літера не має латинського відповідника
new-own-page = ім’я `{ $id }` має сторінка, яку сайт створює сам
new-taken-hint = виберіть через --id інший ідентифікатор
    .term = пишіть у цьому файлі
new-no-title = назва порожня
    .hint = напишіть назву в лапках, як-от "Example cluster"
made-file = створено { $path }
new-no-term = у довіднику `{ $vocabulary }` немає терміна `{ $term }`, для якого був би текст
made-page = напишіть текст під другим рядком `+++`
stub-required = Обов’язкові до публікації:
stub-others = Якщо відомі:
stub-summary = одне-два речення для списків і результатів пошуку
stub-translates = коли текст перекладено: icsi translated { $name }
stub-rows = рядок таблиці з її стовпцями; стільки разів, скільки рядків
stub-rows-required = обов’язково: рядок таблиці з її стовпцями; стільки разів, скільки рядків
stub-column-required = {" "}(обов’язково)
stub-choice = { $label }: { $values }
stub-term = { $label }: ідентифікатори з { $file }
stub-entry = { $label }: імена файлів із { $folders } без мови й розширення
stub-date = { $label }: день, місяць "2023-03" або рік 2023
made-draft = це чернетка: заповніть її, а тоді вилучіть рядок `draft = true`
init-not-empty = тека `{ $folder }` не порожня
    .hint = назвіть теку, яка порожня або якої ще немає
init-unusable = теку `{ $folder }` використати не вдається: { $error }
init-not-written = сайт не вдається записати: { $error }
init-made = створено сайт у { $folder }
init-now = тепер: icsi serve --root { $folder }
init-then = далі: впишіть у { $script }, звідки брати icsi
